// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-report-reader.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_REPORT_SUMMARY (dossier_report_summary_get_type ())

/**
 * DossierReportSummary:
 * @format: what the file is
 * @n_findings: how many findings it holds
 * @size: its size in bytes
 * @sha256: its SHA-256, in lower-case hexadecimal
 * @severity_counts: how many findings have a severity, by #DossierSeverityRank
 * @unknown_columns: (nullable) (array zero-terminated=1): columns of a CSV file
 *   that are not known here
 * @missing_columns: (nullable) (array zero-terminated=1): known columns that a CSV
 *   file does not have
 * @open_ended: whether a CSV file ends without an end of line: it may be whole,
 *   or cut in its very last cell
 *
 * What a report holds. That there is a summary means that the file was read to
 * its end and is well-formed.
 */
typedef struct
{
  DossierReportFormat format;
  guint64 n_findings;
  guint64 size;
  char *sha256;
  guint64 severity_counts[DOSSIER_N_SEVERITIES];
  GStrv unknown_columns;
  GStrv missing_columns;
  gboolean open_ended;
} DossierReportSummary;

GType                 dossier_report_summary_get_type (void);
DossierReportSummary *dossier_report_summary_copy     (const DossierReportSummary *self);
void                  dossier_report_summary_free     (DossierReportSummary       *self);

/**
 * DossierReportProgressFunc:
 * @n_read: bytes read so far
 * @size: bytes of the file
 * @data: the data given to dossier_report_inspect_full()
 *
 * Told how far the reading is, in the main context of the caller.
 */
typedef void (*DossierReportProgressFunc) (guint64  n_read,
                                           guint64  size,
                                           gpointer data);

DexFuture *dossier_report_inspect      (const char                *path,
                                        GCancellable              *cancellable);
DexFuture *dossier_report_inspect_full (const char                *path,
                                        DossierReportProgressFunc  progress,
                                        gpointer                   data,
                                        GDestroyNotify             destroy,
                                        GCancellable              *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierReportSummary, dossier_report_summary_free)

G_END_DECLS
