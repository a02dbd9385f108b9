// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-fiber.h"
#include "dossier-thread-private.h"

/* What libdex says of a lost race, in GIO's terms: callers know one word for
 * "took too long" and one for "was cancelled", whatever they waited for. */
static void
translate_error (GError **error)
{
  if (error == NULL || *error == NULL)
    return;

  if (g_error_matches (*error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    {
      g_clear_error (error);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                           "No answer came within the time allowed");
    }
  else if (g_error_matches (*error, DEX_ERROR, DEX_ERROR_FIBER_CANCELLED))
    {
      g_clear_error (error);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The operation was cancelled");
    }
}

static DexFuture *
race_leaf (DexFuture    *future,
           GCancellable *cancellable,
           guint         timeout_ms)
{
  g_autoptr(DexFuture) cancelled = NULL;
  g_autoptr(DexFuture) late = NULL;
  DexFuture *racers[3];
  guint n_racers = 0;
  DexFuture *race;

  racers[n_racers++] = future;
  if (cancellable != NULL)
    racers[n_racers++] = cancelled = dex_cancellable_new_from_cancellable (cancellable);
  if (timeout_ms != DOSSIER_NO_TIMEOUT)
    racers[n_racers++] = late = dex_timeout_new_msec (timeout_ms);

  if (n_racers == 1)
    return future;

  race = dex_future_firstv (racers, n_racers);
  dex_unref (future);
  return race;
}

/**
 * dossier_await_leaf:
 * @future: (transfer full): a promise, GIO call or timer, never a fiber
 * @cancellable: (nullable): ends the wait with %G_IO_ERROR_CANCELLED
 * @timeout_ms: milliseconds until %G_IO_ERROR_TIMED_OUT, or %DOSSIER_NO_TIMEOUT
 * @error: return location for the future's error, or one of the two above
 *
 * Suspends the calling fiber until @future completes. A leaf that loses the
 * race is discarded, which cancels the call behind it.
 *
 * Returns: whether @future resolved
 */
gboolean
dossier_await_leaf (DexFuture     *future,
                    GCancellable  *cancellable,
                    guint          timeout_ms,
                    GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  if (dex_await (race_leaf (future, cancellable, timeout_ms), &local_error))
    return TRUE;

  translate_error (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * dossier_await_leaf_object:
 * @future: (transfer full): a leaf, as for dossier_await_leaf()
 * @cancellable: (nullable): ends the wait with %G_IO_ERROR_CANCELLED
 * @timeout_ms: milliseconds until %G_IO_ERROR_TIMED_OUT, or %DOSSIER_NO_TIMEOUT
 * @error: return location for an error
 *
 * dossier_await_leaf() for a future with a value.
 *
 * Returns: (transfer full) (type GObject) (nullable): the object, or %NULL with @error set
 */
gpointer
dossier_await_leaf_object (DexFuture     *future,
                           GCancellable  *cancellable,
                           guint          timeout_ms,
                           GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  gpointer value = dex_await_object (race_leaf (future, cancellable, timeout_ms), &local_error);

  if (local_error != NULL)
    {
      translate_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return value;
}

/**
 * dossier_await_leaf_boxed:
 * @future: (transfer full): a leaf, as for dossier_await_leaf()
 * @cancellable: (nullable): ends the wait with %G_IO_ERROR_CANCELLED
 * @timeout_ms: milliseconds until %G_IO_ERROR_TIMED_OUT, or %DOSSIER_NO_TIMEOUT
 * @error: return location for an error
 *
 * dossier_await_leaf() for a future with a value.
 *
 * Returns: (transfer full) (nullable): the boxed value, or %NULL with @error set
 */
gpointer
dossier_await_leaf_boxed (DexFuture     *future,
                          GCancellable  *cancellable,
                          guint          timeout_ms,
                          GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  gpointer value = dex_await_boxed (race_leaf (future, cancellable, timeout_ms), &local_error);

  if (local_error != NULL)
    {
      translate_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return value;
}

/**
 * dossier_await_leaf_int64:
 * @future: (transfer full): a leaf, as for dossier_await_leaf()
 * @cancellable: (nullable): ends the wait with %G_IO_ERROR_CANCELLED
 * @timeout_ms: milliseconds until %G_IO_ERROR_TIMED_OUT, or %DOSSIER_NO_TIMEOUT
 * @error: return location for an error
 *
 * dossier_await_leaf() for a future with a value.
 *
 * Returns: the number; 0 with @error set on failure
 */
gint64
dossier_await_leaf_int64 (DexFuture     *future,
                          GCancellable  *cancellable,
                          guint          timeout_ms,
                          GError       **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 value = dex_await_int64 (race_leaf (future, cancellable, timeout_ms), &local_error);

  if (local_error != NULL)
    {
      translate_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return value;
}

/**
 * dossier_await_sleep:
 * @clock: whose time passes
 * @msec: milliseconds
 * @cancellable: (nullable): ends the sleep with %G_IO_ERROR_CANCELLED
 * @error: return location for the cancellation
 *
 * Suspends the calling fiber for a while.
 *
 * Returns: %TRUE when the time has passed, %FALSE if it was cut short
 */
gboolean
dossier_await_sleep (DossierClock  *clock,
                     guint          msec,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  if (dossier_await_leaf (dossier_clock_sleep (clock, msec), cancellable, DOSSIER_NO_TIMEOUT,
                          &local_error) ||
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * dossier_await_child:
 * @future: (transfer full): the future of a fiber
 * @error: return location for the fiber's error
 *
 * Suspends the calling fiber until another one has ended. There is no
 * cancellable here on purpose: the child has it, ends by it, and is never
 * discarded while it waits.
 *
 * Returns: whether the fiber succeeded
 */
gboolean
dossier_await_child (DexFuture  *future,
                     GError    **error)
{
  return dossier_await_leaf (future, NULL, DOSSIER_NO_TIMEOUT, error);
}

/**
 * dossier_await_child_object:
 * @future: (transfer full): the future of a fiber
 * @error: return location for the fiber's error
 *
 * Returns: (transfer full) (type GObject) (nullable): the object, or %NULL with @error set
 */
gpointer
dossier_await_child_object (DexFuture  *future,
                            GError    **error)
{
  return dossier_await_leaf_object (future, NULL, DOSSIER_NO_TIMEOUT, error);
}

/**
 * dossier_await_child_boxed:
 * @future: (transfer full): the future of a fiber
 * @error: return location for the fiber's error
 *
 * Returns: (transfer full) (nullable): the boxed value, or %NULL with @error set
 */
gpointer
dossier_await_child_boxed (DexFuture  *future,
                           GError    **error)
{
  return dossier_await_leaf_boxed (future, NULL, DOSSIER_NO_TIMEOUT, error);
}

/**
 * dossier_await_child_string:
 * @future: (transfer full): the future of a fiber
 * @error: return location for the fiber's error
 *
 * Returns: (transfer full) (nullable): the string, or %NULL, with @error set on failure
 */
char *
dossier_await_child_string (DexFuture  *future,
                            GError    **error)
{
  g_autoptr(GError) local_error = NULL;
  char *value = dex_await_string (future, &local_error);

  if (local_error != NULL)
    {
      translate_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return value;
}

/**
 * dossier_await_child_int64:
 * @future: (transfer full): the future of a fiber
 * @error: return location for the fiber's error
 *
 * Returns: the number; 0 with @error set on failure
 */
gint64
dossier_await_child_int64 (DexFuture  *future,
                           GError    **error)
{
  return dossier_await_leaf_int64 (future, NULL, DOSSIER_NO_TIMEOUT, error);
}

/**
 * dossier_fiber_spawn:
 * @func: the workflow
 * @data: (nullable): its arguments, owned by the fiber
 * @destroy: (nullable): frees @data when the fiber has ended
 *
 * Starts @func on the scheduler of the calling thread, with a stack that has
 * room for a TLS handshake.
 *
 * Returns: (transfer full): the future of what @func returns
 */
DexFuture *
dossier_fiber_spawn (DexFiberFunc   func,
                     gpointer       data,
                     GDestroyNotify destroy)
{
  return dex_scheduler_spawn (dex_scheduler_get_thread_default (), 256 * 1024, func, data, destroy);
}

typedef struct
{
  DossierThreadFunc func;
  gpointer data;
  GDestroyNotify destroy;
  GType result_type;
  DexPromise *promise;
} ThreadJob;

static void
thread_job_run (gpointer job_data,
                gpointer)
{
  g_autofree ThreadJob *job = job_data;
  g_autoptr(DexPromise) promise = g_steal_pointer (&job->promise);
  g_autoptr(GError) error = NULL;
  gpointer result = job->func (job->data, &error);

  if (job->destroy != NULL)
    job->destroy (job->data);

  if (error != NULL)
    dex_promise_reject (promise, g_steal_pointer (&error));
  else if (job->result_type == G_TYPE_NONE)
    dex_promise_resolve_boolean (promise, TRUE);
  else if (job->result_type == G_TYPE_STRING)
    dex_promise_resolve_string (promise, result);
  else if (g_type_is_a (job->result_type, G_TYPE_OBJECT))
    dex_promise_resolve_object (promise, result);
  else
    dex_promise_resolve_boxed (promise, job->result_type, result);
}

/*
 * dossier_thread_pool_new:
 * @n_threads: how many jobs may run at once
 * @exclusive: whether the threads are its own
 *
 * Returns: (transfer full): a pool for dossier_thread_pool_push()
 */
GThreadPool *
dossier_thread_pool_new (guint    n_threads,
                         gboolean exclusive)
{
  return g_thread_pool_new (thread_job_run, NULL, (int) n_threads, exclusive, NULL);
}

/*
 * dossier_thread_pool_push:
 * @pool: a pool of dossier_thread_pool_new()
 *
 * dossier_thread_run() on a thread of @pool.
 */
DexFuture *
dossier_thread_pool_push (GThreadPool       *pool,
                          DossierThreadFunc  func,
                          gpointer           data,
                          GDestroyNotify     destroy,
                          GType              result_type)
{
  ThreadJob *job = g_new0 (ThreadJob, 1);
  DexPromise *promise = dex_promise_new ();

  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->result_type = result_type;
  job->promise = dex_ref (promise);
  g_thread_pool_push (pool, job, NULL);

  return DEX_FUTURE (promise);
}

/**
 * dossier_thread_run:
 * @func: blocking or heavy work
 * @data: (nullable): its argument, owned by the call
 * @destroy: (nullable): frees @data on the thread
 * @result_type: what @func returns: a boxed or object type, %G_TYPE_STRING,
 *   or %G_TYPE_NONE
 *
 * Runs @func on a thread of a small pool, so that neither the disk nor a long
 * computation stops the main loop.
 *
 * Returns: (transfer full): a future of the result of @func
 */
DexFuture *
dossier_thread_run (DossierThreadFunc  func,
                    gpointer           data,
                    GDestroyNotify     destroy,
                    GType              result_type)
{
  static GThreadPool *pool;

  if (g_once_init_enter_pointer (&pool))
    g_once_init_leave_pointer (&pool, dossier_thread_pool_new (MAX (2, g_get_num_processors ()), FALSE));

  return dossier_thread_pool_push (pool, func, data, destroy, result_type);
}
