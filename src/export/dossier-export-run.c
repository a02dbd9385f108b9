// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-export-run-private.h"
#include "dossier-fiber.h"
#include "dossier-retry.h"

#define MAX_DELAY_MS 60000u

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
 * dossier_export_run_show:
 * @self: a run
 *
 * Lets the steps say where the run stands.
 */
void
dossier_export_run_show (DossierExportRun *self)
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
      /* Whoever leaves a run does not make it fail. */
      else if (!is_final && self->error != NULL && !g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        status = DOSSIER_EXPORT_STEP_STATUS_FAILED;
      else if (!is_final)
        status = DOSSIER_EXPORT_STEP_STATUS_PENDING;
      dossier_export_step_set_status (step, status);
    }
}

/**
 * dossier_export_run_set_error:
 * @self: a run
 * @error: (nullable): why it ended or halted; %NULL when it goes on
 */
void
dossier_export_run_set_error (DossierExportRun *self,
                              const GError     *error)
{
  if (error == NULL && self->error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/**
 * dossier_export_run_turn:
 * @self: a run that is not over
 * @error: return location for why it halts
 *
 * Does the work of the present state once.
 *
 * Returns: whether the run goes on
 */
gboolean
dossier_export_run_turn (DossierExportRun  *self,
                         GError           **error)
{
  return phases[self->record->state].phase (self, error);
}

/**
 * dossier_export_run_now:
 * @self: a run
 *
 * The time as AWS has it: what was asked for is compared with when objects were
 * written there, and a computer's clock may be hours off.
 *
 * Returns: microseconds since 1970 UTC, by the client's clock and what it knows of AWS's
 */
gint64
dossier_export_run_now (DossierExportRun *self)
{
  return dossier_clock_now (dossier_aws_client_get_clock (self->client)) +
         dossier_aws_client_get_clock_offset (self->client);
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

  self->delay_ms = DOSSIER_EXPORT_FIRST_DELAY_MS;
  self->silent_since = 0;
  dossier_export_run_show (self);
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
  /* Names that resolved before do not when the network is away. */
  if ((dossier_retry_classify (reason, TRUE) == DOSSIER_RETRY_FINAL && reason->domain != G_RESOLVER_ERROR) ||
      now - self->silent_since > MAX_SILENCE_US)
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
  dossier_export_run_show (self);
  return self;
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
