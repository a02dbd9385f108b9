// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-aws-client.h"
#include "dossier-export-record.h"
#include "dossier-export-step.h"
#include "dossier-export-store.h"

G_BEGIN_DECLS

/* One export, from what a person asked for to a file that was proved whole. It
 * writes its record before each step that AWS will notice, so that it goes on
 * after it was killed, and never asks for a second report.
 *
 * A run that ends with an error is over only if its state is final; else
 * driving it again goes on where it stands.
 */
#define DOSSIER_TYPE_EXPORT_RUN (dossier_export_run_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportRun, dossier_export_run, DOSSIER, EXPORT_RUN, GObject)

DossierExportRun          *dossier_export_run_new          (DossierAwsClient    *client,
                                                            DossierExportStore  *store,
                                                            DossierExportRecord *record);
DexFuture                 *dossier_export_run_drive        (DossierExportRun    *self,
                                                            GCancellable        *cancellable);
DexFuture                 *dossier_export_run_cancel       (DossierExportRun    *self,
                                                            GCancellable        *cancellable);
const DossierExportRecord *dossier_export_run_get_record   (DossierExportRun    *self);
DossierExportState         dossier_export_run_get_state    (DossierExportRun    *self);
GListModel                *dossier_export_run_get_steps    (DossierExportRun    *self);
gint64                     dossier_export_run_get_received (DossierExportRun    *self);
gint64                     dossier_export_run_get_size     (DossierExportRun    *self);
const GError              *dossier_export_run_get_error    (DossierExportRun    *self);

G_END_DECLS
