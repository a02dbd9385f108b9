// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-secret.h"

G_BEGIN_DECLS

DossierSecret *dossier_findings_store_obtain_key (gboolean       is_needed,
                                                  GCancellable  *cancellable,
                                                  GError       **error);

G_END_DECLS
