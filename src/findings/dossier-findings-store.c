// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-findings-snapshot.h"
#include "dossier-findings-store-key-private.h"
#include "dossier-findings-store-private.h"
#include "dossier-json.h"
#include "dossier-paths.h"
#include "dossier-worker.h"

struct _DossierFindingsStore
{
  GObject parent_instance;

  DossierWorker *worker;
  DossierFindingsStoreEngine *engine;
  gboolean is_kept;
  GError *problem;
  char *set_aside;

  /* The main thread's own connection. */
  sqlite3 *reader;
  DossierFindingsStoreFetcher *fetcher;
};

G_DEFINE_FINAL_TYPE (DossierFindingsStore, dossier_findings_store, G_TYPE_OBJECT)

typedef struct
{
  DossierFindingsStoreEngine *engine;
  DossierFindingsStoreFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Job;

typedef struct
{
  DossierFindingsStore *store;
  char *path; /* nullable: in memory */
  GCancellable *cancellable;
  DossierFileLock *lock;
} Opening;

/* Its presence says that the file was found damaged while it was in use, so that
 * the next one to open it sets it aside. */
static char *
get_damage_mark (const char *path)
{
  return g_strconcat (path, ".is-damaged", NULL);
}

static void
note_damage (const DossierFindingsStoreEngine *engine,
             const GError                     *error)
{
  g_autofree char *mark = NULL;
  g_autofd int fd = -1;

  if (engine->path == NULL || !g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT))
    return;

  mark = get_damage_mark (engine->path);
  fd = g_open (mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    g_warning ("“%s” could not be written: %s", mark, g_strerror (errno));
}

static void
job_free (gpointer data)
{
  Job *self = data;

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

static gpointer
run_job (gpointer   data,
         GError   **error)
{
  Job *job = data;
  GError *local_error = NULL;
  gpointer result = job->func (job->engine, job->data, &local_error);

  if (local_error != NULL)
    {
      note_damage (job->engine, local_error);
      g_propagate_error (error, local_error);
    }
  return result;
}

/*
 * dossier_findings_store_run:
 * @self: a store
 * @func: what to do on the store's thread
 * @data: (nullable): its argument, owned by the call
 * @destroy: (nullable): frees @data on that thread
 * @result_type: what @func returns, as for dossier_thread_run()
 *
 * Returns: (transfer full): a future of the result of @func
 */
DexFuture *
dossier_findings_store_run (DossierFindingsStore     *self,
                            DossierFindingsStoreFunc  func,
                            gpointer                  data,
                            GDestroyNotify            destroy,
                            GType                     result_type)
{
  Job *job = g_new0 (Job, 1);

  job->engine = self->engine;
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  return dossier_worker_run (self->worker, run_job, job, job_free, result_type);
}

/*
 * dossier_findings_store_fetch_now:
 * @self: a store
 * @row: the id of a finding's row
 * @error: return location for an error, as of dossier_findings_store_fetcher_get()
 *
 * Reads one finding in the calling thread, the main one, whatever the store's
 * thread is doing: for a list that must show it at once.
 *
 * Returns: (transfer full) (nullable): the finding
 */
DossierFinding *
dossier_findings_store_fetch_now (DossierFindingsStore  *self,
                                  gint64                 row,
                                  GError               **error)
{
  return dossier_findings_store_fetcher_get (self->fetcher, row, error);
}

static gboolean
open_database (DossierFindingsStoreEngine  *engine,
               GError                     **error)
{
  g_free (engine->place);
  engine->place = dossier_findings_store_db_get_place (engine->path);
  if (engine->path == NULL || dossier_findings_store_db_make_file (engine->path, error))
    engine->db = dossier_findings_store_db_open (engine->place, engine->key, error);
  return engine->db != NULL;
}

/* Opens the file. What is no store of ours makes room for a new one; what a newer
 * program made stays as it is, and so does what merely cannot be opened. */
static gpointer
open_job (gpointer   data,
          GError   **error)
{
  DossierFindingsStore *self = data;
  DossierFindingsStoreEngine *engine = self->engine;
  g_autofree char *mark = get_damage_mark (engine->path);
  g_autoptr(GError) local_error = NULL;

  if (g_file_test (mark, G_FILE_TEST_EXISTS))
    g_set_error_literal (&local_error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                         "The file of kept findings was found damaged when it was used last");
  else
    open_database (engine, &local_error);

  if (g_error_matches (local_error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT))
    {
      self->set_aside = dossier_findings_store_db_set_aside (engine->path, error);
      if (self->set_aside == NULL)
        return NULL;
      g_unlink (mark);
      self->problem = g_steal_pointer (&local_error);
      open_database (engine, error);
    }
  else if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  return NULL;
}

static gpointer
open_in_memory_job (gpointer   data,
                    GError   **error)
{
  open_database (data, error);
  return NULL;
}

static gpointer
lock_job (gpointer   data,
          GError   **error)
{
  Opening *opening = data;
  g_autofree char *path = g_strconcat (opening->path, ".lock", NULL);

  opening->lock = dossier_file_lock_acquire (path, error);
  return NULL;
}

static void
opening_free (gpointer data)
{
  Opening *self = data;

  g_clear_pointer (&self->lock, dossier_file_lock_release);
  g_object_unref (self->store);
  g_free (self->path);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* Under a lock: of two programs that open for the first time, the second must
 * find the key of the first. */
static gboolean
open_file (Opening  *opening,
           GError  **error)
{
  DossierFindingsStore *self = opening->store;
  DossierFindingsStoreEngine *engine = self->engine;

  if (!dossier_await_leaf (dossier_thread_run (lock_job, opening, NULL, G_TYPE_NONE), NULL, DOSSIER_NO_TIMEOUT,
                           error))
    return FALSE;
  engine->key = dossier_findings_store_obtain_key (g_file_test (opening->path, G_FILE_TEST_EXISTS),
                                                   opening->cancellable, error);
  if (engine->key == NULL)
    return FALSE;

  engine->path = g_strdup (opening->path);
  if (dossier_await_leaf (dossier_worker_run (self->worker, open_job, self, NULL, G_TYPE_NONE), NULL,
                          DOSSIER_NO_TIMEOUT, error))
    return TRUE;
  g_clear_pointer (&engine->path, g_free);
  return FALSE;
}

static DexFuture *
open_fiber (gpointer data)
{
  Opening *opening = data;
  DossierFindingsStore *self = opening->store;
  DossierFindingsStoreEngine *engine = self->engine;
  g_autoptr(GError) why = NULL;
  g_autoptr(GError) error = NULL;

  self->is_kept = opening->path != NULL && open_file (opening, &why);
  g_clear_pointer (&opening->lock, dossier_file_lock_release);
  if (g_cancellable_is_cancelled (opening->cancellable))
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The operation was cancelled");
  if (why != NULL)
    {
      g_clear_pointer (&engine->key, dossier_secret_unref);
      g_clear_error (&self->problem);
      g_set_error (&self->problem, why->domain, why->code,
                   "Findings are kept in memory only and are gone when Dossier ends: %s", why->message);
    }
  if (!self->is_kept &&
      !dossier_await_leaf (dossier_worker_run (self->worker, open_in_memory_job, engine, NULL, G_TYPE_NONE), NULL,
                           DOSSIER_NO_TIMEOUT, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  self->reader = dossier_findings_store_db_open_more (engine->place, engine->key, &error);
  if (self->reader == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->fetcher = dossier_findings_store_fetcher_new (self->reader);
  return dex_future_new_take_object (g_object_ref (self));
}

static DossierFindingsSnapshot *
read_snapshot (sqlite3_stmt  *statement,
               GError       **error)
{
  g_autoptr(DossierFindingsSnapshot) snapshot = dossier_findings_snapshot_new ();
  g_autoptr(JsonObject) criteria = NULL;

  snapshot->id = sqlite3_column_int64 (statement, 0);
  snapshot->account = g_strdup ((const char *) sqlite3_column_text (statement, 1));
  snapshot->region = g_strdup ((const char *) sqlite3_column_text (statement, 2));
  snapshot->started = sqlite3_column_int64 (statement, 4);
  snapshot->finished = sqlite3_column_int64 (statement, 5);
  snapshot->is_complete = sqlite3_column_int (statement, 6) != 0;
  snapshot->total = sqlite3_column_int64 (statement, 7);
  snapshot->n_findings = sqlite3_column_int64 (statement, 8);
  criteria = dossier_json_parse_object ((const char *) sqlite3_column_text (statement, 3), -1, error);
  if (criteria == NULL)
    return NULL;
  snapshot->criteria = dossier_filter_from_json (criteria, error);
  return snapshot->criteria != NULL ? g_steal_pointer (&snapshot) : NULL;
}

static gpointer
list_job (DossierFindingsStoreEngine  *engine,
          gpointer,
          GError                     **error)
{
  g_autoptr(GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_findings_snapshot_unref);
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (
      engine->db,
      "SELECT id, account, region, criteria, started, finished, complete, total,"
      " (SELECT count(*) FROM finding f WHERE f.id BETWEEN snapshot.id << 32 AND (snapshot.id << 32) | 4294967295)"
      " FROM snapshot ORDER BY started DESC, id DESC",
      error);

  while (statement != NULL)
    {
      DossierFindingsSnapshot *snapshot;
      gboolean has_row;

      if (!dossier_findings_store_db_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&snapshots);
      snapshot = read_snapshot (statement, error);
      if (snapshot == NULL)
        return NULL;
      g_ptr_array_add (snapshots, snapshot);
    }
  return NULL;
}

static gpointer
close_job (gpointer data,
           GError **)
{
  DossierFindingsStoreEngine *engine = data;

  dossier_findings_store_fetcher_free (engine->fetcher);
  sqlite3_close_v2 (engine->db);
  g_clear_pointer (&engine->key, dossier_secret_unref);
  g_free (engine->path);
  g_free (engine->place);
  g_free (engine);
  return NULL;
}

static void
dossier_findings_store_finalize (GObject *object)
{
  DossierFindingsStore *self = DOSSIER_FINDINGS_STORE (object);

  dossier_findings_store_fetcher_free (self->fetcher);
  sqlite3_close_v2 (self->reader);
  /* The last thing that the thread does. */
  dex_future_disown (dossier_worker_run (self->worker, close_job, self->engine, NULL, G_TYPE_NONE));
  dossier_worker_free (self->worker);
  g_clear_error (&self->problem);
  g_free (self->set_aside);

  G_OBJECT_CLASS (dossier_findings_store_parent_class)->finalize (object);
}

static void
dossier_findings_store_class_init (DossierFindingsStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_findings_store_finalize;
}

static void
dossier_findings_store_init (DossierFindingsStore *self)
{
  self->worker = dossier_worker_new ();
  self->engine = g_new0 (DossierFindingsStoreEngine, 1);
}

/**
 * dossier_findings_store_open:
 * @path: (nullable): the file; %NULL for the person's own
 * @cancellable: (nullable): ends the wait for the keyring
 *
 * Opens the store, and makes it if need be. A file that is damaged, or that
 * nothing here made, is renamed and a new one begun; a file of a newer Dossier
 * stays as it is. Where there is no keyring, or the file cannot be opened, the
 * store is in memory. All of that can be seen in the store.
 *
 * Returns: (transfer full): a future of a #DossierFindingsStore; rejects with
 *   %G_IO_ERROR_CANCELLED, or a #GIOErrorEnum where there is no memory for one either
 */
DexFuture *
dossier_findings_store_open (const char   *path,
                             GCancellable *cancellable)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->store = g_object_new (DOSSIER_TYPE_FINDINGS_STORE, NULL);
  opening->path = path != NULL ? g_strdup (path) : dossier_path_in_data ("findings.db", NULL);
  g_set_object (&opening->cancellable, cancellable);
  return dossier_fiber_spawn (open_fiber, opening, opening_free);
}

/**
 * dossier_findings_store_open_in_memory:
 *
 * For what shall not outlive the program: no file is made, and no keyring asked.
 *
 * Returns: (transfer full): a future of a #DossierFindingsStore; rejects with a
 *   #GIOErrorEnum where there is no memory for one
 */
DexFuture *
dossier_findings_store_open_in_memory (void)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->store = g_object_new (DOSSIER_TYPE_FINDINGS_STORE, NULL);
  return dossier_fiber_spawn (open_fiber, opening, opening_free);
}

/**
 * dossier_findings_store_is_kept:
 * @self: a store
 *
 * Returns: whether findings outlive the program; where they should and do not,
 *   dossier_findings_store_get_problem() says why
 */
gboolean
dossier_findings_store_is_kept (DossierFindingsStore *self)
{
  return self->is_kept;
}

/**
 * dossier_findings_store_get_problem:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): why findings are in memory only, or why the
 *   former file was set aside
 */
const GError *
dossier_findings_store_get_problem (DossierFindingsStore *self)
{
  return self->problem;
}

/**
 * dossier_findings_store_get_set_aside:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): where the former file is now, if it was set aside
 */
const char *
dossier_findings_store_get_set_aside (DossierFindingsStore *self)
{
  return self->set_aside;
}

/**
 * dossier_findings_store_list_snapshots:
 * @self: a store
 *
 * Returns: (transfer full): a future of a #GPtrArray of #DossierFindingsSnapshot,
 *   the newest first; rejects with %DOSSIER_ERROR_CORRUPT or a #GIOErrorEnum
 */
DexFuture *
dossier_findings_store_list_snapshots (DossierFindingsStore *self)
{
  return dossier_findings_store_run (self, list_job, NULL, NULL, G_TYPE_PTR_ARRAY);
}
