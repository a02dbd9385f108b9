// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-clock.h"

G_BEGIN_DECLS

/* The only way in which Dossier waits.
 *
 * libdex 0.10 corrupts its run queue when a waiting fiber is discarded in the
 * loop turn in which the awaited future completes. So fibers are never
 * discarded: the *leaf* they wait for (a promise, a GIO call, a timer) is
 * raced against cancellation and a deadline, and a child fiber, which watches
 * the same GCancellable itself, is waited for plainly. `dex_await()` outside
 * this room is an error of style that the suite looks for.
 */

/* A deadline that never comes. */
#define DOSSIER_NO_TIMEOUT 0u

gboolean dossier_await_leaf        (DexFuture     *future,
                                    GCancellable  *cancellable,
                                    guint          timeout_ms,
                                    GError       **error);
gpointer dossier_await_leaf_object (DexFuture     *future,
                                    GCancellable  *cancellable,
                                    guint          timeout_ms,
                                    GError       **error);
gpointer dossier_await_leaf_boxed  (DexFuture     *future,
                                    GCancellable  *cancellable,
                                    guint          timeout_ms,
                                    GError       **error);
gint64   dossier_await_leaf_int64  (DexFuture     *future,
                                    GCancellable  *cancellable,
                                    guint          timeout_ms,
                                    GError       **error);

gboolean dossier_await_sleep       (DossierClock  *clock,
                                    guint          msec,
                                    GCancellable  *cancellable,
                                    GError       **error);

gboolean dossier_await_child        (DexFuture  *future,
                                     GError    **error);
gpointer dossier_await_child_object (DexFuture  *future,
                                     GError    **error);
gpointer dossier_await_child_boxed  (DexFuture  *future,
                                     GError    **error);
char    *dossier_await_child_string (DexFuture  *future,
                                     GError    **error);
gint64   dossier_await_child_int64  (DexFuture  *future,
                                     GError    **error);

DexFuture *dossier_fiber_spawn (DexFiberFunc   func,
                                gpointer       data,
                                GDestroyNotify destroy);

/**
 * DossierThreadFunc:
 * @data: the data given to dossier_thread_run()
 * @error: where to put the reason of a failure
 *
 * Work for a thread of the pool. It may block; it must not touch objects that
 * belong to the main thread.
 *
 * Returns: (transfer full) (nullable): the result, or %NULL with @error set
 */
typedef gpointer (*DossierThreadFunc) (gpointer   data,
                                       GError   **error);

DexFuture *dossier_thread_run (DossierThreadFunc  func,
                               gpointer           data,
                               GDestroyNotify     destroy,
                               GType              result_type);

G_END_DECLS
