// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-export-plan.h"
#include "dossier-report-status.h"

G_BEGIN_DECLS

/* Decisions without I/O: which report is a plan's, which object is a report. */

gboolean dossier_export_match_status   (const DossierExportPlan   *plan,
                                        const DossierReportStatus *status);
char    *dossier_export_match_id       (const char                *key,
                                        const char                *extension);
gboolean dossier_export_match_object   (const char                *key,
                                        const char                *report_id,
                                        const char                *extension);
GStrv    dossier_export_match_prefixes (const char                *prefix,
                                        const char                *report_id);

G_END_DECLS
