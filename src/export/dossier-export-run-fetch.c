// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-run-private.h"
#include "dossier-fiber.h"
#include "dossier-object-fetch.h"
#include "dossier-part-file.h"
#include "dossier-report-summary.h"
#include "dossier-s3.h"

typedef struct
{
  char *folder;
  char *stem;
  const char *extension;
  char *target;
  gint64 size;
} FileJob;

static void
file_job_free (gpointer data)
{
  FileJob *job = data;

  g_free (job->folder);
  g_free (job->stem);
  g_free (job->target);
  g_free (job);
}

static gpointer
choose_target (gpointer   data,
               GError   **error)
{
  FileJob *job = data;
  char *target = dossier_part_file_choose (job->folder, job->stem, job->extension);

  if (target == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                 "“%s” holds too many reports of the name %s; choose another folder", job->folder, job->stem);
  return target;
}

/* A name that nobody has. The report's id is in it, so that it tells which report it is. */
static gboolean
choose_file (DossierExportRun  *self,
             GError           **error)
{
  const DossierExportPlan *plan = self->record->plan;
  FileJob *job = g_new0 (FileJob, 1);
  char *target;

  job->folder = g_strdup (plan->download_folder);
  job->stem = g_strdup (self->record->report_id);
  job->extension = dossier_export_plan_extension (plan);
  target = dossier_await_child_string (dossier_thread_run (choose_target, job, file_job_free, G_TYPE_STRING), error);
  if (target == NULL)
    return FALSE;

  g_free (self->record->file);
  self->record->file = target;
  return TRUE;
}

static void
forget_object (DossierExportRun *self)
{
  dossier_export_run_discard (self);
  g_clear_pointer (&self->record->etag, g_free);
  g_clear_pointer (&self->record->file, g_free);
  g_clear_pointer (&self->record->sha256, g_free);
  self->record->size = 0;
  self->record->n_findings = -1;
  dossier_export_run_count (self, 0, 0);
}

/**
 * dossier_export_run_discard:
 * @self: a run
 *
 * Removes what is here of a report that has no name yet.
 */
void
dossier_export_run_discard (DossierExportRun *self)
{
  if (self->record->file != NULL && self->record->state != DOSSIER_EXPORT_STATE_DONE)
    dossier_part_file_discard (self->record->file);
}

/* The person chose a key; if the bucket's owner made S3 use another, that is worth knowing. */
static void
compare_key (DossierExportRun          *self,
             const DossierS3ObjectInfo *info)
{
  const char *wanted = self->record->plan->kms_key_arn;

  if (g_strcmp0 (info->kms_key_id, wanted) == 0)
    return;

  g_free (self->record->warning);
  self->record->warning =
      info->kms_key_id != NULL
          ? g_strdup_printf ("The report is encrypted with the key %s, not with %s as asked for", info->kms_key_id,
                             wanted)
          : g_strdup_printf ("The report is not encrypted with the key %s as asked for", wanted);
}

/* Says which version of the object is fetched and where to, before anything is. */
static gboolean
settle_object (DossierExportRun  *self,
               GError           **error)
{
  DossierExportRecord *record = self->record;
  g_autoptr(DossierS3ObjectInfo) info = dossier_await_child_boxed (
      dossier_s3_head_object (self->client, record->plan->bucket, NULL, record->object_key, self->halt), error);

  if (info == NULL)
    return FALSE;
  if (record->etag != NULL && (!g_str_equal (record->etag, info->etag) || record->size != info->size))
    {
      forget_object (self);
      if (dossier_export_run_save (self, error))
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH,
                     "s3://%s/%s was changed since its download began; resume the export to fetch it as it is now",
                     record->plan->bucket, record->object_key);
      return FALSE;
    }
  if (record->etag != NULL)
    return TRUE;

  compare_key (self, info);
  g_set_str (&record->etag, info->etag);
  record->size = info->size;
  return choose_file (self, error) && dossier_export_run_save (self, error);
}

static void
received_cb (gint64   received,
             gpointer run)
{
  DossierExportRun *self = run;

  dossier_export_run_count (self, received, self->record->size);
}

static gboolean
fetch_object (DossierExportRun  *self,
              GError           **error)
{
  DossierExportRecord *record = self->record;
  g_autoptr(GError) local_error = NULL;
  const DossierObjectFetch what = {
    .bucket = record->plan->bucket,
    .key = record->object_key,
    .etag = record->etag,
    .size = record->size,
    .target = record->file,
    .func = received_cb,
    .data = self,
  };
  char *sha256 = dossier_await_child_string (dossier_object_fetch (self->client, &what, self->halt), &local_error);

  if (sha256 != NULL)
    {
      g_free (record->sha256);
      record->sha256 = sha256;
      return TRUE;
    }

  /* The next drive begins with the object as it is then. */
  if (local_error->domain == DOSSIER_ERROR)
    {
      forget_object (self);
      if (!dossier_export_run_save (self, error))
        return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * dossier_export_run_fetch:
 * @self: a run that is fetching
 * @error: return location for why the report is not here
 *
 * Finds the object and downloads it beside its target.
 *
 * Returns: whether the run goes on
 */
gboolean
dossier_export_run_fetch (DossierExportRun  *self,
                          GError           **error)
{
  if (self->record->object_key == NULL &&
      (!dossier_export_run_locate (self, error) || !dossier_export_run_save (self, error)))
    return FALSE;

  dossier_export_run_tell (self, self->record->object_key);
  return settle_object (self, error) && fetch_object (self, error) &&
         dossier_export_run_move (self, DOSSIER_EXPORT_STATE_VERIFYING, error);
}

static gpointer
publish_part (gpointer   data,
              GError   **error)
{
  FileJob *job = data;

  dossier_part_file_publish (job->stem, job->target, error);
  return NULL;
}

/* Where the content is: beside its name, at its name if the run was killed
 * after it had got it, or nowhere any more.
 */
static char *
find_content (DossierExportRun *self)
{
  g_autofree char *part = dossier_part_file_path (self->record->file);

  if (g_file_test (part, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&part);
  return g_file_test (self->record->file, G_FILE_TEST_IS_REGULAR) ? g_strdup (self->record->file) : NULL;
}

static gboolean
fetch_again (DossierExportRun  *self,
             GError           **error)
{
  forget_object (self);
  return dossier_export_run_move (self, DOSSIER_EXPORT_STATE_FETCHING, error);
}

/* Reads all of it, so that a report is known to be whole and its findings are counted. */
static gboolean
prove (DossierExportRun  *self,
       const char        *path,
       GError           **error)
{
  DossierExportRecord *record = self->record;
  gboolean json = g_str_equal (record->plan->format, "JSON");
  g_autoptr(DossierReportSummary) summary =
      dossier_await_child_boxed (dossier_report_inspect (path, self->halt), error);

  if (summary == NULL)
    {
      g_prefix_error (error, "The report %s is not one that can be read: ", record->report_id);
      return FALSE;
    }
  if (!g_str_equal (summary->sha256, record->sha256))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                   "“%s” is not what was fetched; resume the export to fetch it again", path);
      return FALSE;
    }
  if (json != (summary->format == DOSSIER_REPORT_JSON))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                   "The report %s was asked for in %s but is in %s; ask Inspector for another one",
                   record->report_id, record->plan->format, json ? "CSV" : "JSON");
      return FALSE;
    }

  record->n_findings = (gint64) summary->n_findings;
  return TRUE;
}

/* A file that somebody gave the name meanwhile is theirs; ours gets another name. */
static gboolean
publish (DossierExportRun  *self,
         GError           **error)
{
  g_autofree char *fetched = g_strdup (self->record->file);

  for (;;)
    {
      FileJob *job = g_new0 (FileJob, 1);
      g_autoptr(GError) local_error = NULL;

      job->stem = g_strdup (fetched);
      job->target = g_strdup (self->record->file);
      if (dossier_await_leaf (dossier_thread_run (publish_part, job, file_job_free, G_TYPE_NONE), NULL,
                              DOSSIER_NO_TIMEOUT, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!choose_file (self, error) || !dossier_export_run_save (self, error))
        return FALSE;
    }
}

/**
 * dossier_export_run_verify:
 * @self: a run that is verifying
 * @error: return location for %DOSSIER_ERROR_CORRUPT or a #GIOErrorEnum
 *
 * Reads the report to its end, counts its findings, and gives the file its
 * name.
 *
 * Returns: whether the run goes on
 */
gboolean
dossier_export_run_verify (DossierExportRun  *self,
                           GError           **error)
{
  g_autofree char *path = find_content (self);
  g_autoptr(GError) local_error = NULL;
  gboolean published = g_strcmp0 (path, self->record->file) == 0;

  if (path == NULL)
    return fetch_again (self, error);
  if (!prove (self, path, &local_error))
    {
      /* Somebody else's file where ours would be; ours is gone. */
      if (published && local_error->domain == DOSSIER_ERROR)
        return fetch_again (self, error);
      if (local_error->domain == DOSSIER_ERROR && !fetch_again (self, error))
        return FALSE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return (published || publish (self, error)) && dossier_export_run_move (self, DOSSIER_EXPORT_STATE_DONE, error);
}
