// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-thread-private.h"
#include "dossier-worker.h"

struct _DossierWorker
{
  GThreadPool *pool;
};

/**
 * dossier_worker_new:
 *
 * Returns: (transfer full): a worker with a thread of its own
 */
DossierWorker *
dossier_worker_new (void)
{
  DossierWorker *self = g_new0 (DossierWorker, 1);

  self->pool = dossier_thread_pool_new (1, TRUE);
  return self;
}

/**
 * dossier_worker_run:
 * @self: a worker
 * @func: blocking or heavy work
 * @data: (nullable): its argument, owned by the call
 * @destroy: (nullable): frees @data on the thread
 * @result_type: what @func returns, as for dossier_thread_run()
 *
 * Runs @func when all that was asked for before is done. It runs also if nobody
 * waits for the future.
 *
 * Returns: (transfer full): a future of the result of @func
 */
DexFuture *
dossier_worker_run (DossierWorker     *self,
                    DossierThreadFunc  func,
                    gpointer           data,
                    GDestroyNotify     destroy,
                    GType              result_type)
{
  return dossier_thread_pool_push (self->pool, func, data, destroy, result_type);
}

/**
 * dossier_worker_free:
 * @self: (transfer full): a worker
 *
 * Does not wait: what was asked for is still done, and then the thread ends.
 */
void
dossier_worker_free (DossierWorker *self)
{
  g_thread_pool_free (self->pool, FALSE, FALSE);
  g_free (self);
}
