// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierExportProblem:
 * @code: the errorCode of GetFindingsReportStatus, or a code of an AWS error
 * @pattern: (nullable): text that the error's message must hold, in any case, for
 *   codes that mean several things
 * @cause: what went wrong, as a clause
 * @remedy: what to do, as a clause
 *
 * Why there is no report, and what mends it. @cause and @remedy are English, to
 * be shown through gettext.
 */
typedef struct
{
  const char *code;
  const char *pattern;
  const char *cause;
  const char *remedy;
} DossierExportProblem;

const DossierExportProblem *dossier_export_problem_list      (gsize         *n_problems);
const DossierExportProblem *dossier_export_problem_find      (const char    *code,
                                                              const char    *message);
void                        dossier_export_problem_set_error (const char    *report_id,
                                                              const char    *code,
                                                              const char    *message,
                                                              GError       **error);
gboolean                    dossier_export_problem_is_busy   (const GError  *error);

G_END_DECLS
