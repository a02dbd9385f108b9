// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-export-match.h"
#include "dossier-export-problem.h"
#include "dossier-export-run-private.h"
#include "dossier-fiber.h"
#include "dossier-inspector2.h"
#include "dossier-page-tokens.h"
#include "dossier-s3.h"

/* For how long a report that was just made may not be known yet. */
#define NEW_US (60 * G_USEC_PER_SEC)

static gboolean
search_below (DossierExportRun  *self,
              const char        *prefix,
              char             **key,
              GError           **error)
{
  const DossierExportRecord *record = self->record;
  const char *extension = dossier_export_plan_extension (record->plan);
  g_autoptr(GHashTable) tokens = dossier_page_tokens_new ();
  g_autofree char *token = NULL;

  do
    {
      g_autoptr(DossierS3ObjectList) page = dossier_await_child_boxed (
          dossier_s3_list_objects (self->client, record->plan->bucket, NULL, prefix, NULL, token, self->halt),
          error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->objects->len && *key == NULL; i++)
        {
          const DossierS3Object *object = page->objects->pdata[i];

          if (dossier_export_match_object (object->key, record->report_id, extension))
            *key = g_strdup (object->key);
        }
      g_set_str (&token, page->next_token);
      if (token != NULL && *key == NULL && !dossier_page_tokens_add (tokens, token, "ListObjectsV2", error))
        return FALSE;
    }
  while (token != NULL && *key == NULL);
  return TRUE;
}

/**
 * dossier_export_run_locate:
 * @self: a run whose report has an id
 * @error: return location for %DOSSIER_ERROR_NOT_FOUND or what ListObjectsV2 says
 *
 * Finds the object by the report's id. Not written down yet.
 *
 * Returns: whether the record has the object's key
 */
gboolean
dossier_export_run_locate (DossierExportRun  *self,
                           GError           **error)
{
  DossierExportRecord *record = self->record;
  g_auto(GStrv) prefixes = dossier_export_match_prefixes (record->plan->prefix, record->report_id);

  for (gsize i = 0; prefixes[i] != NULL && record->object_key == NULL; i++)
    if (!search_below (self, prefixes[i], &record->object_key, error))
      return FALSE;
  if (record->object_key != NULL)
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
               "Inspector finished the report %s, but s3://%s/%s holds no object of this name; if it was moved, "
               "put it back and resume the export", record->report_id, record->plan->bucket,
               record->plan->prefix != NULL ? record->plan->prefix : "");
  return FALSE;
}

static gboolean
end (DossierExportRun    *self,
     DossierExportState   state,
     GError              *reason,
     GError             **error)
{
  g_set_str (&self->record->message, reason->message);
  if (dossier_export_run_move (self, state, error))
    g_propagate_error (error, reason);
  else
    g_error_free (reason);
  return FALSE;
}

/* The report stays in the bucket; where it is there, is worth knowing but no reason to halt. */
static gboolean
finish_there (DossierExportRun  *self,
              GError           **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!dossier_export_run_locate (self, &local_error))
    {
      if (!g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_set_str (&self->record->warning, local_error->message);
    }
  return dossier_export_run_move (self, DOSSIER_EXPORT_STATE_DONE, error);
}

static gboolean
follow (DossierExportRun           *self,
        const DossierReportStatus  *status,
        GError                    **error)
{
  dossier_export_run_tell (self, status->status);

  if (g_str_equal (status->status, "SUCCEEDED"))
    return self->record->plan->download_folder != NULL
               ? dossier_export_run_move (self, DOSSIER_EXPORT_STATE_FETCHING, error)
               : finish_there (self, error);
  if (g_str_equal (status->status, "CANCELLED"))
    return end (self, DOSSIER_EXPORT_STATE_CANCELLED,
                g_error_new (DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED,
                             "The report %s was cancelled", status->report_id), error);
  /* A word that AWS may add one day, such as a partial failure, is a failure too. */
  if (g_str_has_suffix (status->status, "FAILED"))
    {
      GError *reason = NULL;

      dossier_export_problem_set_error (status->report_id, status->error_code, status->error_message, &reason);
      return end (self, DOSSIER_EXPORT_STATE_FAILED, reason, error);
    }
  return dossier_export_run_pause (self, error);
}

/**
 * dossier_export_run_wait:
 * @self: a run that is waiting
 * @error: return location for why there is no report
 *
 * Asks once how the report is getting on.
 *
 * Returns: whether the run goes on
 */
gboolean
dossier_export_run_wait (DossierExportRun  *self,
                         GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierReportStatus) status = dossier_await_child_boxed (
      dossier_inspector2_get_findings_report_status (self->client, self->record->report_id, self->halt),
      &local_error);

  if (status != NULL)
    {
      self->silent_since = 0;
      return follow (self, status, error);
    }
  if (g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_NOT_FOUND) &&
      dossier_export_run_now (self) < self->record->asked + NEW_US)
    return dossier_export_run_pause (self, error);
  return dossier_export_run_bear (self, g_steal_pointer (&local_error), error);
}

static gboolean
become_cancelled (DossierExportRun  *self,
                  const char        *warning,
                  GError           **error)
{
  dossier_export_run_discard (self);
  g_set_str (&self->record->message, "The export was cancelled");
  if (warning != NULL)
    g_set_str (&self->record->warning, warning);
  return dossier_export_run_move (self, DOSSIER_EXPORT_STATE_CANCELLED, error);
}

static gboolean
cancel_report (DossierExportRun  *self,
               GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierReportStatus) status = NULL;
  const char *id = self->record->report_id;

  if (dossier_await_child (dossier_inspector2_cancel_findings_report (self->client, id, self->halt), &local_error))
    return become_cancelled (self, NULL, error);

  /* Which refusal a report gets that is over already, is not documented; its status tells. */
  status = dossier_await_child_boxed (dossier_inspector2_get_findings_report_status (self->client, id, self->halt),
                                      NULL);
  if (status != NULL && g_str_equal (status->status, "SUCCEEDED"))
    return become_cancelled (self, "The report was finished before it could be cancelled, and stays in the bucket",
                             error);
  if (status != NULL && !g_str_equal (status->status, "IN_PROGRESS"))
    return become_cancelled (self, NULL, error);
  if (g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_NOT_FOUND))
    return become_cancelled (self, NULL, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
cancel_unknown (DossierExportRun  *self,
                GError           **error)
{
  g_autoptr(GError) local_error = NULL;

  self->may_ask = FALSE;
  if (dossier_export_run_start (self, &local_error))
    return TRUE;
  if (g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED))
    return become_cancelled (self, local_error->message, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * dossier_export_run_give_up:
 * @self: a run that a person wants cancelled
 * @error: return location for why it could not be
 *
 * Takes one step towards %DOSSIER_EXPORT_STATE_CANCELLED: in STARTING it has to
 * be found out first whether there is a report.
 *
 * Returns: whether to go on
 */
gboolean
dossier_export_run_give_up (DossierExportRun  *self,
                            GError           **error)
{
  switch (self->record->state)
    {
    case DOSSIER_EXPORT_STATE_STARTING:
      return cancel_unknown (self, error);
    case DOSSIER_EXPORT_STATE_WAITING:
      return cancel_report (self, error);
    case DOSSIER_EXPORT_STATE_PLANNED:
    case DOSSIER_EXPORT_STATE_FETCHING:
    case DOSSIER_EXPORT_STATE_VERIFYING:
    case DOSSIER_EXPORT_STATE_DONE:
    case DOSSIER_EXPORT_STATE_FAILED:
    case DOSSIER_EXPORT_STATE_CANCELLED:
    default:
      return become_cancelled (self, NULL, error);
    }
}
