// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-export-match.h"
#include "dossier-export-run-private.h"
#include "dossier-fiber.h"
#include "dossier-inspector2.h"
#include "dossier-page-tokens.h"
#include "dossier-s3.h"

/* After this a request that was sent is not on its way any more. */
#define SETTLE_US (20 * G_USEC_PER_SEC)

/* By how much the clocks here and at AWS may differ: what AWS accepts. */
#define CLOCK_TOLERANCE_US (5 * 60 * G_USEC_PER_SEC)

/* How often one drive asks, when AWS does not say that it heard. */
#define MAX_ASKED 2u

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

/**
 * dossier_export_run_read_claims:
 * @self: a run
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the ids of the reports that records have
 *   for their own
 */
GHashTable *
dossier_export_run_read_claims (DossierExportRun  *self,
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

/**
 * dossier_export_run_ask_status:
 * @self: a run
 * @report_id: (nullable): a report; %NULL for the one that is being written
 * @error: return location for what GetFindingsReportStatus says
 *
 * Returns: (transfer full) (nullable): its status; %NULL without an error if
 *   Inspector knows no such report
 */
DossierReportStatus *
dossier_export_run_ask_status (DossierExportRun  *self,
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

/**
 * dossier_export_run_claim:
 * @self: a run that is starting
 * @report_id: the report that is its own
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it waits for that report now
 */
gboolean
dossier_export_run_claim (DossierExportRun  *self,
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
      status = dossier_export_run_ask_status (self, id, &local_error);
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
  g_autoptr(GHashTable) tokens = dossier_page_tokens_new ();
  g_autofree char *token = NULL;

  do
    {
      g_autoptr(DossierS3ObjectList) page = dossier_await_child_boxed (
          dossier_s3_list_objects (self->client, plan->bucket, NULL, plan->prefix, NULL, token, self->halt),
          error);

      if (page == NULL || !search_page (self, claims, page, found, error))
        return FALSE;
      g_set_str (&token, page->next_token);
      if (token != NULL && *found == NULL && !dossier_page_tokens_add (tokens, token, "ListObjectsV2", error))
        return FALSE;
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
  g_autoptr(DossierReportStatus) status = dossier_export_run_ask_status (self, NULL, &local_error);

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
    return dossier_export_run_claim (self, self->candidate, error);

  status = dossier_export_run_ask_status (self, self->candidate, &local_error);
  if (local_error != NULL)
    return bear_search (self, g_steal_pointer (&local_error), error);
  if (status != NULL && is_running (status))
    {
      dossier_export_run_tell (self, status->report_id);
      return dossier_export_run_pause (self, error);
    }
  /* It left no object to tell its format by; ours would have ended likewise. */
  if (status != NULL && !g_str_equal (status->status, "SUCCEEDED"))
    return dossier_export_run_claim (self, self->candidate, error);

  g_clear_pointer (&self->candidate, g_free);
  return TRUE;
}

static gboolean
conclude_none (DossierExportRun  *self,
               GError           **error)
{
  gint64 left_ms = (self->record->asked + SETTLE_US - dossier_export_run_now (self)) / 1000;

  if (left_ms > 0)
    {
      dossier_export_run_tell (self, "Finding out whether AWS heard the last request");
      self->delay_ms = MIN (self->delay_ms, (guint) MIN (left_ms, G_MAXINT) + 1);
      return dossier_export_run_pause (self, error);
    }

  if (!dossier_export_run_move (self, DOSSIER_EXPORT_STATE_PLANNED, error))
    return FALSE;
  if (self->n_asked < MAX_ASKED || self->trouble == NULL)
    return TRUE;

  g_propagate_prefixed_error (error, g_steal_pointer (&self->trouble),
                              "AWS was asked twice and made no report; resume the export %s later: ",
                              self->record->id);
  return FALSE;
}

/**
 * dossier_export_run_search:
 * @self: a run that is starting, and nobody knows whether AWS heard the request
 * @error: return location for why that is not known yet
 *
 * Finds what came of the request, as “One export” in DESIGN.md tells.
 *
 * Returns: whether the run goes on
 */
gboolean
dossier_export_run_search (DossierExportRun  *self,
                           GError           **error)
{
  g_autoptr(GHashTable) claims = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *found = NULL;

  if (self->candidate != NULL)
    return follow_candidate (self, error);

  claims = dossier_export_run_read_claims (self, error);
  if (claims == NULL)
    return FALSE;
  /* Running first: a report that ends between the two looks is seen by the second. */
  if (!search_running (self, claims, &local_error) ||
      (self->candidate == NULL && !search_bucket (self, claims, &found, &local_error)))
    return bear_search (self, g_steal_pointer (&local_error), error);

  if (self->candidate != NULL)
    return TRUE;
  if (found != NULL)
    return dossier_export_run_claim (self, found, error);
  return conclude_none (self, error);
}
