// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-aws-error.h"
#include "dossier-export-error.h"
#include "dossier-export-problem.h"

/* From ReportingErrorCode of the Amazon Inspector API and its guide to exporting
 * reports. The first row that fits is taken, so narrower rows stand above.
 */
static const DossierExportProblem problems[] = {
  { "INVALID_PERMISSIONS", NULL,
    N_("Inspector may not write to the bucket or not use the key"),
    N_("add Inspector's statement to the bucket policy and to the key policy, with this account and "
       "Region in their conditions, and see whether a Deny there covers Inspector") },
  { "NO_FINDINGS_FOUND", NULL,
    N_("no finding fits the filter; without a status it takes active findings only"),
    N_("loosen the filter and see how many findings fit before asking again") },
  { "BUCKET_NOT_FOUND", NULL,
    N_("there is no bucket of this name"),
    N_("correct the bucket's name or create the bucket") },
  { "INCOMPATIBLE_BUCKET_REGION", NULL,
    N_("the bucket is in another Region than the report"),
    N_("choose a bucket in the Region in which the report is made") },
  { "MALFORMED_KMS_KEY", NULL,
    N_("the key is not one that Inspector can use"),
    N_("give the full ARN of an enabled, symmetric, customer managed key in the same Region") },
  { "INTERNAL_ERROR", NULL,
    N_("Inspector itself failed"),
    N_("ask for the report again") },
  /* The type of this refusal is not documented; its text is. */
  { NULL, "multiple reports",
    N_("Inspector writes another report of this account, and takes one at a time"),
    N_("wait for it or cancel it, then resume this run") },
};

/**
 * dossier_export_problem_list:
 * @n_problems: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_problems): the whole catalogue
 */
const DossierExportProblem *
dossier_export_problem_list (gsize *n_problems)
{
  *n_problems = G_N_ELEMENTS (problems);
  return problems;
}

static gboolean
holds (const char *text,
       const char *pattern)
{
  g_autofree char *lower = g_ascii_strdown (text != NULL ? text : "", -1);

  return strstr (lower, pattern) != NULL;
}

/**
 * dossier_export_problem_find:
 * @code: (nullable): an errorCode of a report, or a code of an AWS error
 * @message: (nullable): the text that came with it
 *
 * Returns: (transfer none) (nullable): what it means, or %NULL for what the
 *   catalogue does not know
 */
const DossierExportProblem *
dossier_export_problem_find (const char *code,
                             const char *message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (problems); i++)
    if ((problems[i].code == NULL || g_strcmp0 (problems[i].code, code) == 0) &&
        (problems[i].pattern == NULL || holds (message, problems[i].pattern)))
      return &problems[i];
  return NULL;
}

/**
 * dossier_export_problem_set_error:
 * @report_id: the report's id
 * @code: (nullable): the errorCode of GetFindingsReportStatus
 * @message: (nullable): its errorMessage
 * @error: return location for %DOSSIER_EXPORT_ERROR_REPORT_FAILED
 *
 * Says why a report failed. A code that nobody here knows is told as it came.
 */
void
dossier_export_problem_set_error (const char *report_id,
                                  const char *code,
                                  const char *message,
                                  GError    **error)
{
  const DossierExportProblem *problem = dossier_export_problem_find (code, message);
  g_autofree char *aws = g_strdup_printf ("%s%s%s", code != NULL ? code : "no error code",
                                          message != NULL ? ": " : "", message != NULL ? message : "");

  if (problem != NULL)
    g_set_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED,
                 "There is no report %s because %s (%s); to mend it, %s", report_id, problem->cause, aws,
                 problem->remedy);
  else
    g_set_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED,
                 "There is no report %s, for a reason that this program does not know (%s)", report_id,
                 aws);
}

/**
 * dossier_export_problem_is_busy:
 * @error: (nullable): what CreateFindingsReport said
 *
 * Returns: whether it was refused because another report is being written
 */
gboolean
dossier_export_problem_is_busy (const GError *error)
{
  return error != NULL && error->domain == DOSSIER_AWS_ERROR &&
         holds (dossier_aws_error_get_raw_message (error), "multiple reports");
}
