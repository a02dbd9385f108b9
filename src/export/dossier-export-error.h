// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierExportError:
 * @DOSSIER_EXPORT_ERROR_NOT_READY: what was found out before asking says that there
 *   would be no report
 * @DOSSIER_EXPORT_ERROR_BUSY: Inspector writes another report of this account, and
 *   takes one at a time
 * @DOSSIER_EXPORT_ERROR_REPORT_FAILED: Inspector gave the report up
 * @DOSSIER_EXPORT_ERROR_CANCELLED: the report, or the run, was cancelled
 * @DOSSIER_EXPORT_ERROR_UNCERTAIN: whether AWS made a report is not known yet
 *
 * Ends and halts of an export that are answers rather than faults.
 */
typedef enum
{
  DOSSIER_EXPORT_ERROR_NOT_READY,
  DOSSIER_EXPORT_ERROR_BUSY,
  DOSSIER_EXPORT_ERROR_REPORT_FAILED,
  DOSSIER_EXPORT_ERROR_CANCELLED,
  DOSSIER_EXPORT_ERROR_UNCERTAIN,
} DossierExportError;

#define DOSSIER_EXPORT_ERROR (dossier_export_error_quark ())
GQuark dossier_export_error_quark (void);

G_END_DECLS
