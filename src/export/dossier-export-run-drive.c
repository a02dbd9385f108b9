// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-export-run-private.h"
#include "dossier-fiber.h"
#include "dossier-inspector2.h"

/* What another program did to the run meanwhile counts, not what was read before. */
static gboolean
take_over (DossierExportRun  *self,
           GError           **error)
{
  g_autoptr(GError) local_error = NULL;
  DossierExportRecord *found;

  self->lock = dossier_export_store_lock (self->store, self->record->id, &local_error);
  if (self->lock == NULL)
    {
      if (g_error_matches (local_error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT))
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                     "Another window or command drives the export %s; wait for it or close it",
                     self->record->id);
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  found = dossier_export_store_load (self->store, self->record->id, &local_error);
  if (found != NULL)
    {
      dossier_export_record_free (self->record);
      self->record = found;
      return TRUE;
    }
  if (!g_error_matches (local_error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND) ||
      self->record->state != DOSSIER_EXPORT_STATE_PLANNED)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return dossier_export_run_save (self, error);
}

static gboolean
check_end (DossierExportRun  *self,
           GError           **error)
{
  const char *message = self->record->message;

  if (self->record->state == DOSSIER_EXPORT_STATE_FAILED)
    g_set_error_literal (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED,
                         message != NULL ? message : "The report failed");
  else if (self->record->state == DOSSIER_EXPORT_STATE_CANCELLED)
    g_set_error_literal (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED,
                         message != NULL ? message : "The export was cancelled");
  return self->record->state == DOSSIER_EXPORT_STATE_DONE;
}

static void
answer_cancel (DossierExportRun *self,
               const GError     *error)
{
  g_autoptr(DexPromise) cancelled = g_steal_pointer (&self->cancelled);

  self->cancel_wanted = FALSE;
  if (cancelled == NULL)
    return;
  if (self->record->state == DOSSIER_EXPORT_STATE_CANCELLED)
    dex_promise_resolve_boolean (cancelled, TRUE);
  else if (error != NULL)
    dex_promise_reject (cancelled, g_error_copy (error));
  else
    dex_promise_reject (cancelled, g_error_new (DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                                                "The export %s is over already", self->record->id));
}

static void
left_cb (GCancellable *,
         gpointer      halt)
{
  g_cancellable_cancel (halt);
}

/* The run is driven by another program, which need not be closed for that: it
 * learns of the cancellation when it asks next, and writes it down.
 */
static gboolean
cancel_elsewhere (DossierExportRun  *self,
                  GError           **error)
{
  g_autoptr(DossierExportRecord) record = dossier_export_store_load (self->store, self->record->id, error);

  if (record == NULL)
    return FALSE;
  if (record->state != DOSSIER_EXPORT_STATE_WAITING)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                   "Another window or command drives the export %s and is not waiting for Inspector; cancel it there",
                   record->id);
      return FALSE;
    }
  if (!dossier_await_child (dossier_inspector2_cancel_findings_report (self->client, record->report_id, self->halt),
                            error))
    return FALSE;

  dossier_export_record_free (self->record);
  self->record = g_steal_pointer (&record);
  self->record->state = DOSSIER_EXPORT_STATE_CANCELLED;
  return TRUE;
}

typedef struct
{
  DossierExportRun *run;
  GCancellable *cancellable;
  gboolean only_cancel;
  gulong left;
} Drive;

static void
drive_free (gpointer data)
{
  Drive *drive = data;

  g_object_unref (drive->run);
  g_clear_object (&drive->cancellable);
  g_free (drive);
}

static void
begin_halt (Drive *drive)
{
  g_cancellable_disconnect (drive->cancellable, drive->left);
  g_set_object (&drive->run->halt, NULL);
  drive->run->halt = g_cancellable_new ();
  drive->left = drive->cancellable != NULL
                    ? g_cancellable_connect (drive->cancellable, G_CALLBACK (left_cb),
                                             g_object_ref (drive->run->halt), g_object_unref)
                    : 0;
}

/* One turn of the run. FALSE ends the drive. */
static gboolean
turn (Drive   *drive,
      GError **error)
{
  DossierExportRun *self = drive->run;
  g_autoptr(GError) local_error = NULL;

  if (!self->cancel_wanted)
    {
      if (dossier_export_run_turn (self, &local_error))
        return TRUE;
      /* A person who cancels cuts the wait short, and the next turn cancels. */
      if (self->cancel_wanted && !g_cancellable_is_cancelled (drive->cancellable) &&
          g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return TRUE;
    }
  else
    {
      begin_halt (drive);
      if (dossier_export_run_give_up (self, &local_error))
        return TRUE;
      if (!drive->only_cancel && !g_cancellable_is_cancelled (drive->cancellable))
        {
          answer_cancel (self, local_error);
          return TRUE;
        }
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static DexFuture *
drive_fiber (gpointer data)
{
  Drive *drive = data;
  DossierExportRun *self = drive->run;
  g_autoptr(GError) error = NULL;
  gboolean going;

  begin_halt (drive);
  going = take_over (self, &error);
  if (!going && drive->only_cancel && g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT))
    {
      g_clear_error (&error);
      going = cancel_elsewhere (self, &error);
    }
  dossier_export_run_show (self);
  if (going)
    g_object_notify (G_OBJECT (self), "state");
  while (going && !dossier_export_state_is_final (self->record->state))
    going = turn (drive, &error);
  if (going)
    check_end (self, &error);

  self->driven = FALSE;
  self->leaver = NULL;
  g_cancellable_disconnect (drive->cancellable, drive->left);
  g_clear_object (&self->halt);
  g_clear_pointer (&self->place, dossier_file_lock_release);
  g_clear_pointer (&self->lock, dossier_file_lock_release);
  answer_cancel (self, error);
  dossier_export_run_set_error (self, error);
  dossier_export_run_show (self);
  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error)) : dex_future_new_true ();
}

static DexFuture *
drive (DossierExportRun *self,
       GCancellable     *cancellable,
       gboolean          only_cancel)
{
  Drive *job = g_new0 (Drive, 1);

  job->run = g_object_ref (self);
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->only_cancel = only_cancel;

  self->driven = TRUE;
  self->leaver = job->cancellable;
  self->may_ask = FALSE;
  self->n_asked = 0;
  self->delay_ms = DOSSIER_EXPORT_FIRST_DELAY_MS;
  self->silent_since = 0;
  g_clear_pointer (&self->candidate, g_free);
  g_clear_error (&self->trouble);
  dossier_export_run_set_error (self, NULL);
  return dossier_fiber_spawn (drive_fiber, job, drive_free);
}

/**
 * dossier_export_run_drive:
 * @self: a run
 * @cancellable: (nullable): stops driving, and leaves the report as it is
 *
 * Goes on from where the run stands until it is over or has to halt. What was
 * written by another program meanwhile is read first. With a run that halted,
 * call it again when what its error tells is mended.
 *
 * Calls GetFindingsReportStatus, CreateFindingsReport, ListObjectsV2, HeadObject
 * and GetObject, and what dossier_destination_check() calls.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the run is
 *   done; rejects with a #DossierExportError, with %DOSSIER_ERROR_CONFLICT when
 *   it is driven already, %DOSSIER_ERROR_INVALID_INPUT for a plan that cannot be,
 *   %DOSSIER_ERROR_NOT_FOUND, %DOSSIER_ERROR_MISMATCH or %DOSSIER_ERROR_CORRUPT
 *   for an object that is not there, was changed or is damaged, a
 *   #DossierAwsError, or a #GIOErrorEnum
 */
DexFuture *
dossier_export_run_drive (DossierExportRun *self,
                          GCancellable     *cancellable)
{
  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), NULL);

  if (self->driven)
    return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                                  "The export %s is driven already", self->record->id);
  return drive (self, cancellable, FALSE);
}

/**
 * dossier_export_run_cancel:
 * @self: a run
 * @cancellable: (nullable): ends the call where the run is not driven otherwise
 *
 * For a person who does not want the report any more: Inspector is asked to
 * cancel it, and what was fetched is removed. A report that was finished in the
 * meantime stays in the bucket. Where the run is driven, that drive ends with
 * %DOSSIER_EXPORT_ERROR_CANCELLED; if it cannot be cancelled, it goes on. Where
 * another program drives it, that one learns of it from Inspector.
 *
 * Calls CancelFindingsReport, and GetFindingsReportStatus and ListObjectsV2
 * where it is not known whether there is a report.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the run is
 *   cancelled; rejects with %DOSSIER_ERROR_CONFLICT when it was over before, or
 *   another program drives it and is not waiting for Inspector, a
 *   #DossierAwsError, or a #GIOErrorEnum
 */
DexFuture *
dossier_export_run_cancel (DossierExportRun *self,
                           GCancellable     *cancellable)
{
  DexFuture *answer;

  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), NULL);

  self->cancel_wanted = TRUE;
  if (self->cancelled == NULL)
    self->cancelled = dex_promise_new ();
  answer = dex_ref (DEX_FUTURE (self->cancelled));
  if (self->driven)
    g_cancellable_cancel (self->halt);
  else
    dex_future_disown (drive (self, cancellable, TRUE));
  return answer;
}
