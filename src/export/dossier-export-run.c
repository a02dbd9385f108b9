// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-export-run-private.h"
#include "dossier-fiber.h"
#include "dossier-retry.h"

#define FIRST_DELAY_MS 2000u
#define MAX_DELAY_MS   60000u

/* How long no answer may come until the run halts. */
#define MAX_SILENCE_US (G_GINT64_CONSTANT (60) * 60 * G_USEC_PER_SEC)

/* What a state does, and which step a person sees meanwhile. */
static const struct
{
  DossierExportPhase phase;
  DossierExportStepKind step;
} phases[DOSSIER_EXPORT_N_STATES] = {
  [DOSSIER_EXPORT_STATE_PLANNED] = { dossier_export_run_prepare, DOSSIER_EXPORT_STEP_CHECK },
  [DOSSIER_EXPORT_STATE_STARTING] = { dossier_export_run_start, DOSSIER_EXPORT_STEP_START },
  [DOSSIER_EXPORT_STATE_WAITING] = { dossier_export_run_wait, DOSSIER_EXPORT_STEP_WAIT },
  [DOSSIER_EXPORT_STATE_FETCHING] = { dossier_export_run_fetch, DOSSIER_EXPORT_STEP_FETCH },
  [DOSSIER_EXPORT_STATE_VERIFYING] = { dossier_export_run_verify, DOSSIER_EXPORT_STEP_VERIFY },
};

enum
{
  PROP_STATE = 1,
  PROP_STEPS,
  PROP_RECEIVED,
  PROP_SIZE,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DossierExportRun, dossier_export_run, G_TYPE_OBJECT)

static DossierExportStep *
step_at (DossierExportRun *self,
         guint             index)
{
  g_autoptr(DossierExportStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), index);

  return step; /* the list keeps it */
}

static void
show_steps (DossierExportRun *self)
{
  DossierExportState state = self->record->state;
  guint active = phases[state].step;
  gboolean is_final = dossier_export_state_is_final (state);

  for (guint i = 0; i < DOSSIER_EXPORT_N_STEPS; i++)
    {
      DossierExportStep *step = step_at (self, i);
      DossierExportStepStatus status = dossier_export_step_get_status (step);

      if (state == DOSSIER_EXPORT_STATE_DONE)
        status = i <= DOSSIER_EXPORT_STEP_WAIT || self->record->file != NULL
                     ? DOSSIER_EXPORT_STEP_STATUS_DONE
                     : DOSSIER_EXPORT_STEP_STATUS_SKIPPED;
      else if (is_final && status == DOSSIER_EXPORT_STEP_STATUS_ACTIVE && state == DOSSIER_EXPORT_STATE_FAILED)
        status = DOSSIER_EXPORT_STEP_STATUS_FAILED;
      else if (is_final && status <= DOSSIER_EXPORT_STEP_STATUS_ACTIVE)
        status = DOSSIER_EXPORT_STEP_STATUS_SKIPPED;
      else if (!is_final && i < active)
        status = DOSSIER_EXPORT_STEP_STATUS_DONE;
      else if (!is_final && i > active)
        status = DOSSIER_EXPORT_STEP_STATUS_PENDING;
      else if (!is_final && self->driven)
        status = DOSSIER_EXPORT_STEP_STATUS_ACTIVE;
      else if (!is_final && self->error != NULL)
        status = DOSSIER_EXPORT_STEP_STATUS_FAILED;
      else if (!is_final)
        status = DOSSIER_EXPORT_STEP_STATUS_PENDING;
      dossier_export_step_set_status (step, status);
    }
}

static void
set_error (DossierExportRun *self,
           const GError     *error)
{
  if (error == NULL && self->error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
dossier_export_run_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  DossierExportRun *self = DOSSIER_EXPORT_RUN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->record->state);
      break;
    case PROP_STEPS:
      g_value_set_object (value, self->steps);
      break;
    case PROP_RECEIVED:
      g_value_set_int64 (value, self->received);
      break;
    case PROP_SIZE:
      g_value_set_int64 (value, self->size);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dossier_export_run_finalize (GObject *object)
{
  DossierExportRun *self = DOSSIER_EXPORT_RUN (object);

  g_object_unref (self->client);
  g_object_unref (self->store);
  dossier_export_record_free (self->record);
  g_object_unref (self->steps);
  g_clear_error (&self->error);
  g_free (self->candidate);
  g_clear_error (&self->trouble);

  G_OBJECT_CLASS (dossier_export_run_parent_class)->finalize (object);
}

static void
dossier_export_run_class_init (DossierExportRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = dossier_export_run_get_property;
  object_class->finalize = dossier_export_run_finalize;

  /**
   * DossierExportRun:state:
   *
   * Where it stands. Told after the record that says so is durable and before
   * the work of that state begins.
   */
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, DOSSIER_TYPE_EXPORT_STATE,
                                              DOSSIER_EXPORT_STATE_PLANNED, flags);

  /**
   * DossierExportRun:steps:
   *
   * A list of #DossierExportStep, in their order.
   */
  properties[PROP_STEPS] = g_param_spec_object ("steps", NULL, NULL, G_TYPE_LIST_MODEL, flags);

  /**
   * DossierExportRun:received:
   *
   * Bytes of the report that are here.
   */
  properties[PROP_RECEIVED] = g_param_spec_int64 ("received", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * DossierExportRun:size:
   *
   * Bytes of the report, 0 before that is known.
   */
  properties[PROP_SIZE] = g_param_spec_int64 ("size", NULL, NULL, 0, G_MAXINT64, 0, flags);

  /**
   * DossierExportRun:error:
   *
   * Why it ended or halted, %NULL while it goes on and when it is done.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_export_run_init (DossierExportRun *self)
{
  self->steps = g_list_store_new (DOSSIER_TYPE_EXPORT_STEP);
  for (guint i = 0; i < DOSSIER_EXPORT_N_STEPS; i++)
    {
      g_autoptr(DossierExportStep) step = dossier_export_step_new ((DossierExportStepKind) i);

      g_list_store_append (self->steps, step);
    }
}

/**
 * dossier_export_run_now:
 * @self: a run
 *
 * Returns: microseconds since 1970 UTC, by the client's clock
 */
gint64
dossier_export_run_now (DossierExportRun *self)
{
  return dossier_clock_now (dossier_aws_client_get_clock (self->client));
}

/**
 * dossier_export_run_save:
 * @self: a run
 * @error: return location for a #GIOErrorEnum
 *
 * Makes the record durable. Never cut short, so that what is done next is known
 * to be written.
 *
 * Returns: whether it is
 */
gboolean
dossier_export_run_save (DossierExportRun  *self,
                         GError           **error)
{
  if (dossier_await_leaf (dossier_export_store_save (self->store, self->record), NULL, DOSSIER_NO_TIMEOUT,
                          error))
    return TRUE;

  g_prefix_error_literal (error, "The state of the export could not be written down, so it halts here: ");
  return FALSE;
}

/**
 * dossier_export_run_move:
 * @self: a run
 * @state: a state that may follow the present one
 * @error: return location for a #GIOErrorEnum
 *
 * Goes to another state, once the record that says so is durable.
 *
 * Returns: whether it went; if not, it stands where it stood
 */
gboolean
dossier_export_run_move (DossierExportRun    *self,
                         DossierExportState   state,
                         GError             **error)
{
  DossierExportState from = self->record->state;

  g_return_val_if_fail (dossier_export_state_may_follow (from, state), FALSE);

  self->record->state = state;
  if (!dossier_export_run_save (self, error))
    {
      self->record->state = from;
      return FALSE;
    }

  self->delay_ms = FIRST_DELAY_MS;
  self->silent_since = 0;
  show_steps (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  return TRUE;
}

/**
 * dossier_export_run_pause:
 * @self: a run
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Waits before Inspector is asked again, from two seconds to a minute.
 *
 * Returns: whether the time has passed
 */
gboolean
dossier_export_run_pause (DossierExportRun  *self,
                          GError           **error)
{
  guint delay_ms = self->delay_ms;

  self->delay_ms = MIN (delay_ms * 2, MAX_DELAY_MS);
  return dossier_await_sleep (dossier_aws_client_get_clock (self->client), delay_ms, self->halt, error);
}

/**
 * dossier_export_run_bear:
 * @self: a run
 * @failure: (transfer full): why a request that changes nothing failed
 * @error: return location for @failure, or for %G_IO_ERROR_CANCELLED
 *
 * A report takes minutes to hours: a network that is away for a while, or a
 * service that asks for fewer requests, is no reason to halt. Waits where the
 * same request may succeed later.
 *
 * Returns: whether to try again
 */
gboolean
dossier_export_run_bear (DossierExportRun  *self,
                         GError            *failure,
                         GError           **error)
{
  g_autoptr(GError) reason = failure;
  gint64 now = dossier_export_run_now (self);

  if (self->silent_since == 0)
    self->silent_since = now;
  if (dossier_retry_classify (reason, TRUE) == DOSSIER_RETRY_FINAL || now - self->silent_since > MAX_SILENCE_US)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  dossier_export_run_tell (self, reason->message);
  return dossier_export_run_pause (self, error);
}

/**
 * dossier_export_run_tell:
 * @self: a run
 * @detail: (nullable): what to say of the step that is being done
 */
void
dossier_export_run_tell (DossierExportRun *self,
                         const char       *detail)
{
  dossier_export_step_set_detail (step_at (self, phases[self->record->state].step), detail);
}

/**
 * dossier_export_run_count:
 * @self: a run
 * @received: bytes that are here
 * @size: bytes that there are
 */
void
dossier_export_run_count (DossierExportRun *self,
                          gint64            received,
                          gint64            size)
{
  if (self->size != size)
    {
      self->size = size;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIZE]);
    }
  if (self->received != received)
    {
      self->received = received;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIVED]);
    }
}

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
      if (phases[self->record->state].phase (self, &local_error))
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
  show_steps (self);
  if (going)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
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
  set_error (self, error);
  show_steps (self);
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
  self->delay_ms = FIRST_DELAY_MS;
  self->silent_since = 0;
  g_clear_pointer (&self->candidate, g_free);
  g_clear_error (&self->trouble);
  set_error (self, NULL);
  return dossier_fiber_spawn (drive_fiber, job, drive_free);
}

/**
 * dossier_export_run_new:
 * @client: whom to ask, in the record's Region
 * @store: where the record is kept
 * @record: (transfer full): what is known of the run; new, or read from @store
 *
 * Returns: (transfer full): a run that does nothing yet
 */
DossierExportRun *
dossier_export_run_new (DossierAwsClient    *client,
                        DossierExportStore  *store,
                        DossierExportRecord *record)
{
  DossierExportRun *self = g_object_new (DOSSIER_TYPE_EXPORT_RUN, NULL);

  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->record = record;
  show_steps (self);
  return self;
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
 * %DOSSIER_EXPORT_ERROR_CANCELLED; if it cannot be cancelled, it goes on.
 *
 * Calls CancelFindingsReport, and GetFindingsReportStatus and ListObjectsV2
 * where it is not known whether there is a report.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when the run is
 *   cancelled; rejects with %DOSSIER_ERROR_CONFLICT when it was over before, a
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

/**
 * dossier_export_run_get_record:
 * @self: a run
 *
 * Returns: (transfer none): what is known of it, valid until the run goes on
 */
const DossierExportRecord *
dossier_export_run_get_record (DossierExportRun *self)
{
  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), NULL);

  return self->record;
}

/**
 * dossier_export_run_get_state:
 * @self: a run
 *
 * Returns: where it stands
 */
DossierExportState
dossier_export_run_get_state (DossierExportRun *self)
{
  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), DOSSIER_EXPORT_STATE_PLANNED);

  return self->record->state;
}

/**
 * dossier_export_run_get_steps:
 * @self: a run
 *
 * Returns: (transfer none): a list of #DossierExportStep, in their order
 */
GListModel *
dossier_export_run_get_steps (DossierExportRun *self)
{
  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), NULL);

  return G_LIST_MODEL (self->steps);
}

/**
 * dossier_export_run_get_received:
 * @self: a run
 *
 * Returns: bytes of the report that are here
 */
gint64
dossier_export_run_get_received (DossierExportRun *self)
{
  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), 0);

  return self->received;
}

/**
 * dossier_export_run_get_size:
 * @self: a run
 *
 * Returns: bytes of the report, 0 before that is known
 */
gint64
dossier_export_run_get_size (DossierExportRun *self)
{
  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), 0);

  return self->size;
}

/**
 * dossier_export_run_get_error:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): why it ended or halted
 */
const GError *
dossier_export_run_get_error (DossierExportRun *self)
{
  g_return_val_if_fail (DOSSIER_IS_EXPORT_RUN (self), NULL);

  return self->error;
}
