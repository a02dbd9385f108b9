// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "dossier-aws-error.h"
#include "dossier-crypto.h"
#include "dossier-destination-check.h"
#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-export-match.h"
#include "dossier-export-problem.h"
#include "dossier-export-run-private.h"
#include "dossier-fiber.h"
#include "dossier-inspector2.h"
#include "dossier-retry.h"

static gboolean
check_folder (const char  *folder,
              GError     **error)
{
  if (folder == NULL || (g_file_test (folder, G_FILE_TEST_IS_DIR) && g_access (folder, W_OK | X_OK) == 0))
    return TRUE;

  g_set_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_NOT_READY,
               "“%s” is not a folder that can be written to; choose another one before the report is asked for",
               folder);
  return FALSE;
}

/* Runs that may get a report at the same place must not search at the same
 * time: each would take the other's for its own.
 */
static gboolean
enter_place (DossierExportRun  *self,
             GError           **error)
{
  const DossierExportPlan *plan = self->record->plan;
  g_autofree char *place = g_strjoin ("\n", self->record->region, plan->bucket, plan->kms_key_arn, NULL);
  g_autofree char *digest = dossier_sha256_hex (place, strlen (place));
  g_autofree char *name = g_strdup_printf ("starting-%.16s", digest);
  g_autoptr(GError) local_error = NULL;

  if (self->place == NULL)
    self->place = dossier_export_store_lock (self->store, name, &local_error);
  if (self->place != NULL)
    return TRUE;

  if (g_error_matches (local_error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT))
    g_set_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY,
                 "Another export to s3://%s is being started; resume this one when that one waits for its report",
                 plan->bucket);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * dossier_export_run_prepare:
 * @self: a run that is planned
 * @error: return location for why there would be no report
 *
 * Refuses what could not succeed, then writes down that the report is being
 * asked for.
 *
 * Returns: whether the run is starting
 */
gboolean
dossier_export_run_prepare (DossierExportRun  *self,
                            GError           **error)
{
  const DossierExportPlan *plan = self->record->plan;

  if (!dossier_export_plan_check (plan, self->record->region, error) ||
      !check_folder (plan->download_folder, error) ||
      !dossier_await_child (dossier_destination_check (self->client, plan->bucket, plan->kms_key_arn, self->halt),
                            error) ||
      !enter_place (self, error))
    return FALSE;

  self->asked_before = self->record->asked != 0;
  self->record->asked = dossier_export_run_now (self);
  g_clear_pointer (&self->record->message, g_free);
  if (!dossier_export_run_move (self, DOSSIER_EXPORT_STATE_STARTING, error))
    return FALSE;

  self->may_ask = TRUE;
  return TRUE;
}

/* Whether a failure tells that the request was not carried out and will not be.
 * Most failures of the network may also come after it was sent.
 */
static gboolean
is_refused (const GError *error)
{
  if (error->domain == DOSSIER_AWS_ERROR)
    return dossier_retry_classify (error, TRUE) != DOSSIER_RETRY_AMBIGUOUS;
  return error->domain == G_RESOLVER_ERROR ||
         g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) ||
         g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE);
}

static void
set_busy_error (const DossierReportStatus  *status,
                const GError               *refusal,
                GError                    **error)
{
  if (status != NULL)
    g_set_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY,
                 "Inspector takes one report at a time and is writing %s to s3://%s/%s; wait for it or cancel it, "
                 "then resume this export", status->report_id, status->bucket != NULL ? status->bucket : "?",
                 status->key_prefix != NULL ? status->key_prefix : "");
  else
    g_set_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY,
                 "Inspector takes one report at a time and is writing another one; resume this export later (%s)",
                 refusal->message);
}

/* Another report is being written: ours, if an earlier request was heard late. */
static gboolean
meet_busy (DossierExportRun  *self,
           const GError      *refusal,
           gboolean          *ours,
           GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierReportStatus) status = dossier_export_run_ask_status (self, NULL, &local_error);
  g_autoptr(GHashTable) claims = NULL;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (self->asked_before && status != NULL && g_str_equal (status->status, "IN_PROGRESS") &&
      dossier_export_match_status (self->record->plan, status))
    {
      claims = dossier_export_run_read_claims (self, error);
      if (claims == NULL)
        return FALSE;
      *ours = !g_hash_table_contains (claims, status->report_id);
    }
  if (!*ours)
    set_busy_error (status, refusal, error);
  return *ours;
}

/* AWS said no, so there is no report: nothing was asked for. */
static gboolean
step_back (DossierExportRun  *self,
           GError            *refusal,
           GError           **error)
{
  g_autoptr(GError) reason = NULL;
  gboolean ours = FALSE;

  if (!dossier_export_problem_is_busy (refusal))
    reason = g_steal_pointer (&refusal);
  else if (meet_busy (self, refusal, &ours, &reason))
    {
      g_error_free (refusal);
      return TRUE;
    }
  g_clear_error (&refusal);

  g_set_str (&self->record->message, reason->message);
  if (!self->asked_before)
    self->record->asked = 0;
  g_clear_pointer (&self->place, dossier_file_lock_release);
  if (dossier_export_run_move (self, DOSSIER_EXPORT_STATE_PLANNED, error))
    g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* Asks for the report, once. Where the outcome is not known, the next turn searches. */
static gboolean
ask (DossierExportRun  *self,
     GError           **error)
{
  const DossierExportPlan *plan = self->record->plan;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *id = NULL;

  self->may_ask = FALSE;
  self->n_asked++;
  /* A person who cancels the report does not cut this call: its answer tells what to cancel. */
  id = dossier_await_child_string (
      dossier_inspector2_create_findings_report (self->client, plan->format, plan->filter_criteria, plan->bucket,
                                                 plan->prefix, plan->kms_key_arn, self->leaver), &local_error);
  if (id != NULL)
    return dossier_export_run_claim (self, id, error);

  if (is_refused (local_error))
    return step_back (self, g_steal_pointer (&local_error), error);
  if (g_cancellable_is_cancelled (self->leaver))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  dossier_export_run_tell (self, local_error->message);
  g_clear_error (&self->trouble);
  self->trouble = g_steal_pointer (&local_error);
  return TRUE;
}

/**
 * dossier_export_run_start:
 * @self: a run that is starting
 * @error: return location for why there is no report yet
 *
 * Asks for the report, if this very drive wrote down that it would; else
 * searches for what an earlier request led to. “One export” in DESIGN.md tells
 * why this makes no second report.
 *
 * Returns: whether the run goes on
 */
gboolean
dossier_export_run_start (DossierExportRun  *self,
                          GError           **error)
{
  if (!enter_place (self, error))
    return FALSE;
  return self->may_ask ? ask (self, error) : dossier_export_run_search (self, error);
}
