// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _DossierCliInterrupt DossierCliInterrupt;

DossierCliInterrupt *dossier_cli_interrupt_new  (GCancellable        *cancellable);
void                 dossier_cli_interrupt_free (DossierCliInterrupt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierCliInterrupt, dossier_cli_interrupt_free)

G_END_DECLS
