// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-test.h"

#define LONG_MS (3600 * 1000)

static void
test_leaf_resolves (void)
{
  g_autoptr(GError) error = NULL;
  gint64 value = dossier_await_leaf_int64 (dex_future_new_for_int64 (42), NULL, LONG_MS, &error);

  g_assert_no_error (error);
  g_assert_cmpint (value, ==, 42);
}

static void
test_leaf_rejects (void)
{
  g_autoptr(GError) error = NULL;
  DexFuture *future = dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT, "taken");

  g_assert_false (dossier_await_leaf (future, NULL, LONG_MS, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
}

static void
test_leaf_is_late (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DexPromise) promise = dex_promise_new_cancellable ();
  g_autoptr(GCancellable) inner = g_object_ref (dex_promise_get_cancellable (promise));

  g_assert_false (dossier_await_leaf (DEX_FUTURE (g_steal_pointer (&promise)), NULL, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  /* The loser is discarded, which is what stops the call behind it. */
  g_assert_true (g_cancellable_is_cancelled (inner));
}

static DexFuture *
cancel_fiber (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return dex_future_new_true ();
}

static void
test_leaf_is_cancelled (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  dex_future_disown (dossier_fiber_spawn (cancel_fiber, cancellable, NULL));
  g_assert_false (dossier_await_leaf (dex_future_new_infinite (), cancellable, LONG_MS, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_cancelled_before (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (dossier_await_leaf (dex_future_new_infinite (), cancellable, LONG_MS, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static DexFuture *
wait_forever_fiber (gpointer cancellable)
{
  GError *error = NULL;

  dossier_await_leaf (dex_future_new_infinite (), cancellable, LONG_MS, &error);
  return dex_future_new_for_error (error);
}

/* libdex 0.10 loses fibers or crashes when waiting ones are discarded while
 * others complete; ended by their leaf, two hundred of them do no harm.
 */
static void
test_many_cancelled_at_once (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  DexFuture *fibers[200];

  for (gsize i = 0; i < G_N_ELEMENTS (fibers); i++)
    fibers[i] = dossier_fiber_spawn (wait_forever_fiber, cancellable, NULL);
  dex_future_disown (dossier_fiber_spawn (cancel_fiber, cancellable, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (fibers); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (dossier_await_child (fibers[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static gpointer
thread_answer (gpointer   data,
               GError   **)
{
  return g_strdup_printf ("%s from a thread", (const char *) data);
}

static gpointer
thread_refusal (gpointer,
                GError **error)
{
  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "damaged");
  return NULL;
}

static void
test_thread (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *answer = dossier_await_child_string (
      dossier_thread_run (thread_answer, g_strdup ("hello"), g_free, G_TYPE_STRING), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (answer, ==, "hello from a thread");

  g_assert_false (
      dossier_await_leaf (dossier_thread_run (thread_refusal, NULL, NULL, G_TYPE_NONE), NULL, LONG_MS, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
}

static void
test_fake_clock (void)
{
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (1000);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_sleep (clock, LONG_MS, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (dossier_clock_now (clock), ==, 1000 + LONG_MS * G_GINT64_CONSTANT (1000));
  g_assert_cmpuint (dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (clock)), ==, LONG_MS);

  g_cancellable_cancel (cancellable);
  g_assert_false (dossier_await_sleep (dossier_clock_get_system (), LONG_MS, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/base/fiber/leaf-resolves", test_leaf_resolves);
  dossier_test_add_fiber ("/base/fiber/leaf-rejects", test_leaf_rejects);
  dossier_test_add_fiber ("/base/fiber/leaf-is-late", test_leaf_is_late);
  dossier_test_add_fiber ("/base/fiber/leaf-is-cancelled", test_leaf_is_cancelled);
  dossier_test_add_fiber ("/base/fiber/cancelled-before", test_cancelled_before);
  dossier_test_add_fiber ("/base/fiber/many-cancelled-at-once", test_many_cancelled_at_once);
  dossier_test_add_fiber ("/base/fiber/thread", test_thread);
  dossier_test_add_fiber ("/base/fiber/fake-clock", test_fake_clock);

  return g_test_run ();
}
