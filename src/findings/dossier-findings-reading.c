// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-findings-pace-private.h"
#include "dossier-findings-partition-private.h"
#include "dossier-findings-reading.h"

/* The most that ListFindings gives. */
#define PAGE_SIZE 100

/* The client tries a few times itself; then the whole reading slows down, so often. */
#define MAX_REFUSALS 5

/* A run: from its begin until the last of its fibers has ended. All of it is on one
 * thread, so between two waits nothing changes. */
typedef struct
{
  DossierFindingsPageFunc func;
  gpointer data;
  GCancellable *cancellable; /* of its own: the caller's cancels it, and so does a failure */
  GCancellable *outer;       /* nullable */
  GError *error;             /* the first */
  gboolean stopped;
  gboolean giving;           /* @func has a page */
  guint n_busy;              /* fibers that have a partition, which may become several */
  guint n_requests;          /* on their way */
} Run;

struct _DossierFindingsReading
{
  GObject parent_instance;

  DossierAwsClient *client;
  char *sort_field;
  gboolean descending;
  gint64 limit;
  guint jobs;

  GQueue partitions;         /* that nobody reads now */
  DossierFindingsPace pace;
  GPtrArray *waiting;        /* promises of fibers that wait for a change */
  gint64 n_read;
  gboolean complete;
  GError *broken;            /* AWS's answers lead nowhere, whoever goes on */
  Run *run;                  /* nullable */
};

G_DEFINE_FINAL_TYPE (DossierFindingsReading, dossier_findings_reading, G_TYPE_OBJECT)

static void
wake_all (DossierFindingsReading *self)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (dex_unref);
  for (guint i = 0; i < waiting->len; i++)
    dex_promise_resolve_boolean (waiting->pdata[i], TRUE);
}

static gboolean
wait_for_change (DossierFindingsReading  *self,
                 GError                 **error)
{
  DexPromise *promise = dex_promise_new ();

  g_ptr_array_add (self->waiting, dex_ref (promise));
  return dossier_await_leaf (DEX_FUTURE (promise), self->run->cancellable, DOSSIER_NO_TIMEOUT, error);
}

/* @error is (transfer full) (nullable). What follows a first failure is its echo. */
static void
stop (DossierFindingsReading *self,
      GError                 *error)
{
  Run *run = self->run;

  if (!run->stopped && error != NULL)
    run->error = g_steal_pointer (&error);
  g_clear_error (&error);
  run->stopped = TRUE;
  g_cancellable_cancel (run->cancellable);
  wake_all (self);
}

static DossierFindingsPage *
request_page (DossierFindingsReading    *self,
              DossierFindingsPartition  *partition,
              GError                   **error)
{
  gint64 left = self->limit > 0 ? self->limit - self->n_read : PAGE_SIZE;
  DossierListFindingsInput input = {
    .filter_criteria = partition->criteria,
    .sort_field = self->sort_field,
    .descending = self->descending,
    .max_results = (guint) MIN (left, PAGE_SIZE),
    .next_token = partition->token,
  };
  DossierFindingsPage *page;

  while (self->run->n_requests >= self->pace.limit)
    if (!wait_for_change (self, error))
      return NULL;

  self->run->n_requests++;
  page = dossier_await_child_boxed (dossier_inspector2_list_findings (self->client, &input, self->run->cancellable),
                                    error);
  self->run->n_requests--;
  wake_all (self);
  return page;
}

static DossierFindingsPage *
fetch_page (DossierFindingsReading    *self,
            DossierFindingsPartition  *partition,
            GError                   **error)
{
  DossierClock *clock = dossier_aws_client_get_clock (self->client);

  for (guint n_refusals = 1;; n_refusals++)
    {
      g_autoptr(GError) local_error = NULL;
      DossierFindingsPage *page = request_page (self, partition, &local_error);

      if (page != NULL)
        {
          dossier_findings_pace_good (&self->pace);
          return page;
        }
      if (!g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_THROTTLED) || n_refusals > MAX_REFUSALS)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      dossier_findings_pace_throttled (&self->pace);
      if (!dossier_await_sleep (clock, dossier_findings_pace_delay (n_refusals), self->run->cancellable, error))
        return NULL;
    }
}

/* One page at a time, whoever has it: the sink may wait in between. */
static gboolean
wait_for_turn (DossierFindingsReading  *self,
               GError                 **error)
{
  while (self->run->giving)
    if (!wait_for_change (self, error))
      return FALSE;
  return TRUE;
}

static gboolean
give_page (DossierFindingsReading    *self,
           DossierFindingsPage       *page,
           GError                   **error)
{
  gsize n_findings = dossier_findings_page_get_n_findings (page);
  gboolean go_on;

  if (self->limit > 0)
    n_findings = MIN (n_findings, (gsize) (self->limit - self->n_read));
  self->n_read += (gint64) n_findings;
  self->run->giving = TRUE;
  go_on = self->run->func (page, n_findings, self->run->data, error);
  self->run->giving = FALSE;
  wake_all (self);
  return go_on;
}

static gboolean
split (DossierFindingsReading   *self,
       DossierFindingsPartition *partition,
       DossierFindingsPage      *page)
{
  g_autoptr(GPtrArray) parts = NULL;

  if (partition->begun || self->jobs == 1)
    return FALSE;
  parts = dossier_findings_partition_split (partition, page, self->jobs);
  for (guint i = 0; parts != NULL && i < parts->len; i++)
    g_queue_push_tail (&self->partitions, parts->pdata[i]);
  return parts != NULL;
}

/* A page that was given is behind us even where the sink could not use it, and one that
 * was not given is still to come. @ended: the partition has no more, or became several. */
static gboolean
read_page (DossierFindingsReading    *self,
           DossierFindingsPartition  *partition,
           gboolean                  *ended,
           GError                   **error)
{
  g_autoptr(DossierFindingsPage) page = fetch_page (self, partition, error);
  g_autoptr(GError) local_error = NULL;
  const char *token;
  gboolean go_on;

  *ended = FALSE;
  if (page == NULL || !dossier_findings_partition_check (partition, page, error))
    return FALSE;
  token = dossier_findings_page_get_next_token (page);
  *ended = token != NULL && split (self, partition, page);
  if (*ended)
    return TRUE;
  if (!wait_for_turn (self, error))
    return FALSE;

  partition->begun = TRUE;
  go_on = give_page (self, page, error);
  *ended = token == NULL || (self->limit > 0 && self->n_read >= self->limit);
  if (*ended || dossier_findings_partition_advance (partition, token, dossier_findings_page_get_n_findings (page),
                                                    &local_error))
    return go_on;

  self->broken = g_error_copy (local_error);
  if (go_on)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A partition that nobody reads; %NULL without @error if there will be none any more. */
static DossierFindingsPartition *
take_partition (DossierFindingsReading  *self,
                GError                 **error)
{
  if (g_cancellable_set_error_if_cancelled (self->run->cancellable, error))
    return NULL;
  while (g_queue_is_empty (&self->partitions))
    if (self->run->n_busy == 0 || !wait_for_change (self, error))
      return NULL;
  return g_queue_pop_head (&self->partitions);
}

/* Page after page of one partition, then the next: a service that keeps what it found
 * for the next page need not keep it for many. */
static DexFuture *
worker_fiber (gpointer data)
{
  DossierFindingsReading *self = data;
  g_autoptr(GError) error = NULL;
  gboolean go_on = TRUE;

  while (go_on && !self->run->stopped)
    {
      DossierFindingsPartition *partition = take_partition (self, &error);
      gboolean ended = FALSE;

      if (partition == NULL)
        break;
      self->run->n_busy++;
      go_on = read_page (self, partition, &ended, &error);
      self->run->n_busy--;
      if (ended)
        dossier_findings_partition_free (partition);
      else
        g_queue_push_head (&self->partitions, partition);
      wake_all (self);
    }
  if (error != NULL || !go_on)
    stop (self, g_steal_pointer (&error));
  return dex_future_new_true ();
}

static void
cancel_cb (GCancellable *,
           gpointer data)
{
  g_cancellable_cancel (data);
}

static void
run_free (gpointer data)
{
  Run *self = data;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->outer);
  g_clear_error (&self->error);
  g_free (self);
}

static DexFuture *
run_fiber (gpointer data)
{
  DossierFindingsReading *self = data;
  Run *run = self->run;
  g_autoptr(GPtrArray) workers = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;
  gulong handler = 0;

  if (run->outer != NULL)
    handler = g_cancellable_connect (run->outer, G_CALLBACK (cancel_cb), run->cancellable, NULL);
  for (guint i = 0; i < self->jobs; i++)
    g_ptr_array_add (workers, dossier_fiber_spawn (worker_fiber, g_object_ref (self), g_object_unref));
  for (guint i = 0; i < workers->len; i++)
    dossier_await_child (workers->pdata[i], NULL);
  if (run->outer != NULL)
    g_cancellable_disconnect (run->outer, handler);

  self->complete = !run->stopped && run->error == NULL;
  error = g_steal_pointer (&run->error);
  g_clear_pointer (&self->run, run_free);
  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error))
                       : dex_future_new_for_int64 (self->n_read);
}

static void
dossier_findings_reading_finalize (GObject *object)
{
  DossierFindingsReading *self = DOSSIER_FINDINGS_READING (object);

  g_clear_object (&self->client);
  g_free (self->sort_field);
  g_queue_clear_full (&self->partitions, (GDestroyNotify) dossier_findings_partition_free);
  g_ptr_array_unref (self->waiting);
  g_clear_error (&self->broken);
  G_OBJECT_CLASS (dossier_findings_reading_parent_class)->finalize (object);
}

static void
dossier_findings_reading_class_init (DossierFindingsReadingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_findings_reading_finalize;
}

static void
dossier_findings_reading_init (DossierFindingsReading *self)
{
  g_queue_init (&self->partitions);
  self->waiting = g_ptr_array_new_with_free_func (dex_unref);
}

/**
 * dossier_findings_reading_new:
 * @client: a client
 * @query: what to read; copied
 *
 * A status is always asked for: ListFindings has no documented default for it.
 *
 * Returns: (transfer full): a reading that has not begun
 */
DossierFindingsReading *
dossier_findings_reading_new (DossierAwsClient           *client,
                              const DossierFindingsQuery *query)
{
  g_autoptr(DossierFilter) filter = query->filter != NULL ? dossier_filter_with_default_status (query->filter)
                                                          : dossier_filter_new_default ();
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (filter);
  DossierFindingsReading *self = g_object_new (DOSSIER_TYPE_FINDINGS_READING, NULL);
  gboolean in_sequence = query->limit > 0 || query->sort_field != NULL;

  self->client = g_object_ref (client);
  self->sort_field = g_strdup (query->sort_field);
  self->descending = query->descending;
  self->limit = query->limit;
  self->jobs = in_sequence ? 1 : CLAMP (query->jobs, 1, DOSSIER_FINDINGS_MAX_JOBS);
  dossier_findings_pace_init (&self->pace, self->jobs);
  g_queue_push_tail (&self->partitions, dossier_findings_partition_new (criteria));
  return self;
}

/**
 * dossier_findings_reading_run:
 * @self: a reading that does not run
 * @func: takes the pages, one at a time
 * @data: for @func; it must live until the future completes
 * @cancellable: (nullable): ends the run
 *
 * Reads with ListFindings until all is read, or until something ends the run: after
 * that, the next run goes on where this one was, and no page comes twice or is left
 * out. Requests that are refused for their number make the whole reading slower.
 *
 * Findings that change while they are read may be missed or met twice, in one sequence
 * as in many: AWS gives no snapshot.
 *
 * Returns: (transfer full): a future of the number of findings that this run and those
 *   before it gave, as an int64; rejects like dossier_inspector2_list_findings(), with
 *   %DOSSIER_ERROR_INVALID_RESPONSE if the pages have no end or hold what was not asked
 *   for, or with the error of @func
 */
DexFuture *
dossier_findings_reading_run (DossierFindingsReading  *self,
                              DossierFindingsPageFunc  func,
                              gpointer                 data,
                              GCancellable            *cancellable)
{
  g_return_val_if_fail (self->run == NULL, NULL);

  if (self->broken != NULL)
    return dex_future_new_for_error (g_error_copy (self->broken));

  self->run = g_new0 (Run, 1);
  self->run->func = func;
  self->run->data = data;
  self->run->cancellable = g_cancellable_new ();
  g_set_object (&self->run->outer, cancellable);
  return dossier_fiber_spawn (run_fiber, g_object_ref (self), g_object_unref);
}

/**
 * dossier_findings_reading_get_n_read:
 * @self: a reading
 *
 * Returns: how many findings it has given so far
 */
gint64
dossier_findings_reading_get_n_read (DossierFindingsReading *self)
{
  return self->n_read;
}

/**
 * dossier_findings_reading_is_complete:
 * @self: a reading
 *
 * Returns: whether it has given all there is, or all that the query's limit allows
 */
gboolean
dossier_findings_reading_is_complete (DossierFindingsReading *self)
{
  return self->complete;
}
