// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-export-run.h"

G_BEGIN_DECLS

/* Tells on standard error how a run goes: a line for each step, and at a terminal
 * one that is alive.
 */
typedef struct _DossierCliProgress DossierCliProgress;

DossierCliProgress *dossier_cli_progress_new  (DossierExportRun   *run);
void                dossier_cli_progress_end  (DossierCliProgress *self);
void                dossier_cli_progress_free (DossierCliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierCliProgress, dossier_cli_progress_free)

G_END_DECLS
