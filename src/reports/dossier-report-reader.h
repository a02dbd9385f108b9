// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-finding.h"
#include "dossier-report-column.h"

G_BEGIN_DECLS

/**
 * DossierReportFormat:
 * @DOSSIER_REPORT_CSV: comma-separated values with Inspector's columns
 * @DOSSIER_REPORT_JSON: `{"findings":[…]}`
 *
 * What a report is.
 */
typedef enum
{
  DOSSIER_REPORT_CSV,
  DOSSIER_REPORT_JSON,
} DossierReportFormat;

/* Walks through the findings of a report, of whichever format: a finding is 55
 * cells. Blocks: for a worker thread.
 */
typedef struct _DossierReportReader DossierReportReader;

DossierReportReader *dossier_report_reader_new                  (GInputStream         *stream,
                                                                 gint64                now,
                                                                 GCancellable         *cancellable,
                                                                 GError              **error);
void                 dossier_report_reader_free                 (DossierReportReader  *self);
DossierReportFormat  dossier_report_reader_get_format           (DossierReportReader  *self);
const char *const   *dossier_report_reader_get_unknown_columns  (DossierReportReader  *self);
const char *const   *dossier_report_reader_get_missing_columns  (DossierReportReader  *self);
gboolean             dossier_report_reader_next                 (DossierReportReader  *self,
                                                                 GCancellable         *cancellable,
                                                                 GError              **error);
const char          *dossier_report_reader_get_cell             (DossierReportReader  *self,
                                                                 guint                 column);
DossierSeverityRank  dossier_report_reader_get_severity_rank    (DossierReportReader  *self);
GBytes              *dossier_report_reader_dup_json             (DossierReportReader  *self);
char                *dossier_report_reader_dup_position         (DossierReportReader  *self);
gboolean             dossier_report_reader_is_open_ended        (DossierReportReader  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierReportReader, dossier_report_reader_free)

G_END_DECLS
