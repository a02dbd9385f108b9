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
#include "dossier-s3.h"

/* After this a request that was sent is not on its way any more. */
#define SETTLE_US (20 * G_USEC_PER_SEC)

/* By how much the clocks here and at AWS may differ: what AWS accepts. */
#define CLOCK_TOLERANCE_US (5 * 60 * G_USEC_PER_SEC)

/* How often one drive asks, when AWS does not say that it heard. */
#define MAX_ASKED 2u

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

static gpointer
load_claims (gpointer   store,
             GError   **error)
{
  g_autoptr(GPtrArray) records = dossier_export_store_list (store, NULL, error);
  g_autoptr(GHashTable) claims = NULL;

  if (records == NULL)
    return NULL;

  claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      const DossierExportRecord *record = records->pdata[i];

      if (record->report_id != NULL)
        g_hash_table_add (claims, g_strdup (record->report_id));
    }
  return g_steal_pointer (&claims);
}

static GHashTable *
read_claims (DossierExportRun  *self,
             GError           **error)
{
  return dossier_await_leaf_boxed (dossier_thread_run (load_claims, g_object_ref (self->store), g_object_unref,
                                                       G_TYPE_HASH_TABLE),
                                   NULL, DOSSIER_NO_TIMEOUT, error);
}

static gboolean
is_running (const DossierReportStatus *status)
{
  return g_str_equal (status->status, "IN_PROGRESS");
}

/* NULL without an error: Inspector knows no such report. */
static DossierReportStatus *
ask_status (DossierExportRun  *self,
            const char        *report_id,
            GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  DossierReportStatus *status = dossier_await_child_boxed (
      dossier_inspector2_get_findings_report_status (self->client, report_id, self->halt), &local_error);

  if (!g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_NOT_FOUND) && local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return status;
}

static gboolean
claim (DossierExportRun  *self,
       const char        *report_id,
       GError           **error)
{
  g_set_str (&self->record->report_id, report_id);
  if (!dossier_export_run_move (self, DOSSIER_EXPORT_STATE_WAITING, error))
    {
      g_clear_pointer (&self->record->report_id, g_free);
      return FALSE;
    }

  g_clear_pointer (&self->candidate, g_free);
  g_clear_pointer (&self->place, dossier_file_lock_release);
  return TRUE;
}

/* Whether an object may be our report, before Inspector is asked about it. */
static char *
pick_object (DossierExportRun      *self,
             GHashTable            *claims,
             const DossierS3Object *object)
{
  g_autofree char *id =
      dossier_export_match_id (object->key, dossier_export_plan_extension (self->record->plan));

  if (id == NULL || g_hash_table_contains (claims, id) ||
      object->last_modified < self->record->asked - CLOCK_TOLERANCE_US)
    return NULL;
  return g_steal_pointer (&id);
}

static gboolean
search_page (DossierExportRun          *self,
             GHashTable                *claims,
             const DossierS3ObjectList *page,
             char                     **found,
             GError                   **error)
{
  for (guint i = 0; i < page->objects->len && *found == NULL; i++)
    {
      g_autofree char *id = pick_object (self, claims, page->objects->pdata[i]);
      g_autoptr(DossierReportStatus) status = NULL;
      g_autoptr(GError) local_error = NULL;

      if (id == NULL)
        continue;
      status = ask_status (self, id, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      /* Unknown to Inspector: another account or Region shares the bucket. */
      if (status != NULL && dossier_export_match_status (self->record->plan, status))
        *found = g_steal_pointer (&id);
    }
  return TRUE;
}

static gboolean
search_bucket (DossierExportRun  *self,
               GHashTable        *claims,
               char             **found,
               GError           **error)
{
  const DossierExportPlan *plan = self->record->plan;
  g_autofree char *token = NULL;

  do
    {
      g_autoptr(DossierS3ObjectList) page = dossier_await_child_boxed (
          dossier_s3_list_objects (self->client, plan->bucket, NULL, plan->prefix, NULL, token, self->halt),
          error);

      if (page == NULL || !search_page (self, claims, page, found, error))
        return FALSE;
      g_set_str (&token, page->next_token);
    }
  while (token != NULL && *found == NULL);
  return TRUE;
}

/* Looks at what Inspector writes now. */
static gboolean
search_running (DossierExportRun  *self,
                GHashTable        *claims,
                GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierReportStatus) status = ask_status (self, NULL, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (status != NULL && is_running (status) && !g_hash_table_contains (claims, status->report_id) &&
      dossier_export_match_status (self->record->plan, status))
    self->candidate = g_strdup (status->report_id);
  return TRUE;
}

/* A search that AWS did not allow concludes nothing. */
static gboolean
bear_search (DossierExportRun  *self,
             GError            *failure,
             GError           **error)
{
  if (dossier_export_run_bear (self, failure, error))
    return TRUE;
  if (error != NULL && g_error_matches (*error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED))
    g_prefix_error (error, "Whether AWS made the report of the export %s is not known, and it may not be looked for; "
                    "allow GetFindingsReportStatus and s3:ListBucket and resume it, or cancel it: ",
                    self->record->id);
  return FALSE;
}

/* The running report that looked like ours: is it still written, and what became of it? */
static gboolean
follow_candidate (DossierExportRun  *self,
                  GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierReportStatus) status = NULL;

  /* To cancel a report, its format need not be known. */
  if (self->cancel_wanted)
    return claim (self, self->candidate, error);

  status = ask_status (self, self->candidate, &local_error);
  if (local_error != NULL)
    return bear_search (self, g_steal_pointer (&local_error), error);
  if (status != NULL && is_running (status))
    {
      dossier_export_run_tell (self, status->report_id);
      return dossier_export_run_pause (self, error);
    }
  /* It left no object to tell its format by; ours would have ended likewise. */
  if (status != NULL && !g_str_equal (status->status, "SUCCEEDED"))
    return claim (self, self->candidate, error);

  g_clear_pointer (&self->candidate, g_free);
  return TRUE;
}

static gboolean
conclude_none (DossierExportRun  *self,
               GError           **error)
{
  gint64 settled = self->record->asked + SETTLE_US;

  if (dossier_export_run_now (self) < settled)
    return dossier_export_run_pause (self, error);

  if (!dossier_export_run_move (self, DOSSIER_EXPORT_STATE_PLANNED, error))
    return FALSE;
  if (self->n_asked < MAX_ASKED || self->trouble == NULL)
    return TRUE;

  g_propagate_prefixed_error (error, g_steal_pointer (&self->trouble),
                              "AWS was asked twice and made no report; resume the export %s later: ",
                              self->record->id);
  return FALSE;
}

/* Nobody knows whether AWS heard the request: find what came of it. */
static gboolean
search (DossierExportRun  *self,
        GError           **error)
{
  g_autoptr(GHashTable) claims = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *found = NULL;

  if (self->candidate != NULL)
    return follow_candidate (self, error);

  claims = read_claims (self, error);
  if (claims == NULL)
    return FALSE;
  /* Running first: a report that ends between the two looks is seen by the second. */
  if (!search_running (self, claims, &local_error) ||
      (self->candidate == NULL && !search_bucket (self, claims, &found, &local_error)))
    return bear_search (self, g_steal_pointer (&local_error), error);

  if (self->candidate != NULL)
    return TRUE;
  if (found != NULL)
    return claim (self, found, error);
  return conclude_none (self, error);
}

/* Whether a failure tells that the request was not carried out and will not be. */
static gboolean
is_refused (const GError *error)
{
  DossierRetryClass class = dossier_retry_classify (error, TRUE);

  if (error->domain == DOSSIER_AWS_ERROR)
    return class != DOSSIER_RETRY_AMBIGUOUS && class != DOSSIER_RETRY_TIMED_OUT;
  return class == DOSSIER_RETRY_UNHEARD || error->domain == G_RESOLVER_ERROR || error->domain == G_TLS_ERROR ||
         g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
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
  g_autoptr(DossierReportStatus) status = ask_status (self, NULL, &local_error);
  g_autoptr(GHashTable) claims = NULL;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (self->asked_before && status != NULL && is_running (status) &&
      dossier_export_match_status (self->record->plan, status))
    {
      claims = read_claims (self, error);
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
    return claim (self, id, error);

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
  return self->may_ask ? ask (self, error) : search (self, error);
}
