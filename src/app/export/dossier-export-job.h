// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-context.h"
#include "dossier-export-run.h"

G_BEGIN_DECLS

/* A run that is driven by the app: it keeps the program alive until it is over,
 * whether or not a window is open, and tells its end by a notification.
 *
 * Signal “over”: it is done, or dossier_export_job_get_error() says why not.
 */
#define DOSSIER_TYPE_EXPORT_JOB (dossier_export_job_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportJob, dossier_export_job, DOSSIER, EXPORT_JOB, GObject)

DossierExportJob *dossier_export_job_new       (GApplication     *application,
                                                DossierContext   *context,
                                                DossierExportRun *run);
void              dossier_export_job_drive     (DossierExportJob *self);
void              dossier_export_job_cancel    (DossierExportJob *self);
DossierExportRun *dossier_export_job_get_run   (DossierExportJob *self);
const GError     *dossier_export_job_get_error (DossierExportJob *self);

G_END_DECLS
