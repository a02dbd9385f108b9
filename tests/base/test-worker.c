// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-test.h"
#include "dossier-worker.h"

#define N_JOBS 1000
#define LIMIT_MS 20000

typedef struct
{
  GArray *order;    /* without a lock: one thread alone may touch it */
  GThread *thread;
  guint number;
  guint *n_freed;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  (*job->n_freed)++;
  g_free (job);
}

static gpointer
note (gpointer data,
      GError **)
{
  Job *job = data;
  GThread *self = g_thread_self ();

  g_assert_true (self != job->thread);
  g_array_append_val (job->order, job->number);
  return g_strdup_printf ("%u", job->number);
}

static Job *
job_new (GArray *order,
         guint   number,
         guint  *n_freed)
{
  Job *job = g_new0 (Job, 1);

  job->order = order;
  job->thread = g_thread_self ();
  job->number = number;
  job->n_freed = n_freed;
  return job;
}

static void
assert_order (GArray *order)
{
  g_assert_cmpuint (order->len, ==, N_JOBS);
  for (guint i = 0; i < N_JOBS; i++)
    g_assert_cmpuint (g_array_index (order, guint, i), ==, i);
}

static void
test_one_after_another (void)
{
  g_autoptr(DossierWorker) worker = dossier_worker_new ();
  g_autoptr(GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GError) error = NULL;
  g_autofree char *last = NULL;
  guint n_freed = 0;

  for (guint i = 0; i < N_JOBS - 1; i++)
    dex_future_disown (dossier_worker_run (worker, note, job_new (order, i, &n_freed), job_free, G_TYPE_STRING));
  last = dossier_await_child_string (
      dossier_worker_run (worker, note, job_new (order, N_JOBS - 1, &n_freed), job_free, G_TYPE_STRING), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (last, ==, "999");
  assert_order (order);
  g_assert_cmpuint (n_freed, ==, N_JOBS);
}

static void
test_freed_with_work_left (void)
{
  DossierWorker *worker = dossier_worker_new ();
  g_autoptr(GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GError) error = NULL;
  DexFuture *last = NULL;
  g_autofree char *text = NULL;
  guint n_freed = 0;

  for (guint i = 0; i < N_JOBS; i++)
    {
      g_clear_pointer (&last, dex_unref);
      last = dossier_worker_run (worker, note, job_new (order, i, &n_freed), job_free, G_TYPE_STRING);
    }
  dossier_worker_free (worker);

  text = dossier_await_child_string (last, &error);
  g_assert_no_error (error);
  assert_order (order);
}

static gpointer
fail (gpointer,
      GError **error)
{
  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT, "taken");
  return NULL;
}

static gpointer
succeed (gpointer,
         GError **)
{
  return NULL;
}

static void
test_goes_on_after_an_error (void)
{
  g_autoptr(DossierWorker) worker = dossier_worker_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_leaf (dossier_worker_run (worker, fail, NULL, NULL, G_TYPE_NONE), NULL, LIMIT_MS,
                                      &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_clear_error (&error);

  g_assert_true (dossier_await_leaf (dossier_worker_run (worker, succeed, NULL, NULL, G_TYPE_NONE), NULL, LIMIT_MS,
                                     &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/base/worker/one-after-another", test_one_after_another);
  dossier_test_add_fiber ("/base/worker/freed-with-work-left", test_freed_with_work_left);
  dossier_test_add_fiber ("/base/worker/goes-on-after-an-error", test_goes_on_after_an_error);

  return g_test_run ();
}
