// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-findings-snapshot-writer.h"
#include "dossier-findings-store-private.h"
#include "dossier-findings-store-scribe-private.h"
#include "dossier-json.h"

/* So much may wait to be written before whoever reads has to wait, too: twenty
 * pages of a hundred findings, some six MB. */
#define MAX_WAITING 2000u

struct _DossierFindingsSnapshotWriter
{
  GObject parent_instance;

  DossierFindingsStore *store;
  DossierFindingsStoreScribe *scribe; /* of the store's thread */
  DossierClock *clock;
  gint64 id;

  GPtrArray *waiting; /* pages */
  gsize n_waiting;    /* findings in them */
  DexPromise *writing; /* while some are being written; resolves when none are waiting */
  GError *error;      /* nothing is written after it */
};

G_DEFINE_FINAL_TYPE (DossierFindingsSnapshotWriter, dossier_findings_snapshot_writer, G_TYPE_OBJECT)

typedef struct
{
  DossierFindingsStore *store;
  char *account;
  char *region;
  char *criteria;
  DossierClock *clock;
  gint64 started;
  gint64 id;
} Beginning;

typedef struct
{
  DossierFindingsStoreScribe *scribe;
  GPtrArray *pages;
} Batch;

typedef struct
{
  DossierFindingsSnapshotWriter *writer;
  gboolean is_complete;
  gint64 id;
  gint64 finished;
  gint64 total;
} Ending;

static void
beginning_free (gpointer data)
{
  Beginning *self = data;

  g_object_unref (self->store);
  g_free (self->account);
  g_free (self->region);
  g_free (self->criteria);
  g_object_unref (self->clock);
  g_free (self);
}

/* Deletes the other snapshots of the same account, Region and criteria: those
 * that are parts, or all. */
static gboolean
delete_others (sqlite3   *db,
               gint64     id,
               gboolean   also_complete,
               GError   **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (
      db,
      "SELECT other.id FROM snapshot self JOIN snapshot other USING (account, region, criteria)"
      " WHERE self.id = ? AND other.id < self.id AND other.complete <= ? LIMIT 1",
      error);

  while (statement != NULL)
    {
      gboolean has_row;
      gint64 other;

      sqlite3_bind_int64 (statement, 1, id);
      sqlite3_bind_int (statement, 2, also_complete);
      if (!dossier_findings_store_db_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      other = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
      if (!dossier_findings_store_delete_rows (db, other, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
insert_snapshot (sqlite3    *db,
                 Beginning  *beginning,
                 GError    **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (
      db, "INSERT INTO snapshot (account, region, criteria, started) VALUES (?, ?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;
  dossier_findings_store_db_bind_text (statement, 1, beginning->account);
  dossier_findings_store_db_bind_text (statement, 2, beginning->region);
  dossier_findings_store_db_bind_text (statement, 3, beginning->criteria);
  sqlite3_bind_int64 (statement, 4, beginning->started);
  if (!dossier_findings_store_db_run (statement, error))
    return FALSE;
  beginning->id = sqlite3_last_insert_rowid (db);
  return delete_others (db, beginning->id, FALSE, error);
}

static gpointer
begin_job (DossierFindingsStoreEngine  *engine,
           gpointer                     data,
           GError                     **error)
{
  if (dossier_findings_store_db_exec (engine->db, "BEGIN IMMEDIATE", error))
    dossier_findings_store_db_end (engine->db, insert_snapshot (engine->db, data, error), error);
  return NULL;
}

static DexFuture *
begin_fiber (gpointer data)
{
  Beginning *beginning = data;
  DossierFindingsSnapshotWriter *self;
  GError *error = NULL;

  if (!dossier_await_leaf (
          dossier_findings_store_run (beginning->store, begin_job, beginning, NULL, G_TYPE_NONE), NULL,
          DOSSIER_NO_TIMEOUT, &error))
    return dex_future_new_for_error (error);

  self = g_object_new (DOSSIER_TYPE_FINDINGS_SNAPSHOT_WRITER, NULL);
  self->store = g_object_ref (beginning->store);
  self->clock = g_object_ref (beginning->clock);
  self->id = beginning->id;
  return dex_future_new_take_object (self);
}

static void
batch_free (gpointer data)
{
  Batch *self = data;

  g_ptr_array_unref (self->pages);
  g_free (self);
}

static gpointer
make_scribe_job (DossierFindingsStoreEngine  *engine,
                 gpointer                     data,
                 GError **)
{
  DossierFindingsSnapshotWriter *self = data;

  self->scribe = dossier_findings_store_scribe_new (engine->db, self->id);
  return NULL;
}

static gpointer
write_job (DossierFindingsStoreEngine *,
           gpointer   data,
           GError   **error)
{
  Batch *batch = data;

  dossier_findings_store_scribe_write (batch->scribe, batch->pages, error);
  return NULL;
}

static gpointer
drop_scribe_job (DossierFindingsStoreEngine *,
                 gpointer data,
                 GError **)
{
  dossier_findings_store_scribe_free (data);
  return NULL;
}

/* All that waits is one transaction, so that a fast reader makes large ones and
 * what comes slowly is seen at once. */
static gboolean
write_waiting (DossierFindingsSnapshotWriter  *self,
               GError                        **error)
{
  Batch *batch;

  if (self->scribe == NULL &&
      !dossier_await_leaf (dossier_findings_store_run (self->store, make_scribe_job, self, NULL, G_TYPE_NONE), NULL,
                           DOSSIER_NO_TIMEOUT, error))
    return FALSE;

  batch = g_new0 (Batch, 1);
  batch->scribe = self->scribe;
  batch->pages = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_findings_page_unref);
  self->n_waiting = 0;
  return dossier_await_leaf (dossier_findings_store_run (self->store, write_job, batch, batch_free, G_TYPE_NONE), NULL,
                             DOSSIER_NO_TIMEOUT, error);
}

static DexFuture *
write_fiber (gpointer data)
{
  DossierFindingsSnapshotWriter *self = data;
  g_autoptr(DexPromise) writing = NULL;

  while (self->error == NULL && self->waiting->len > 0)
    write_waiting (self, &self->error);

  writing = g_steal_pointer (&self->writing);
  if (self->error != NULL)
    dex_promise_reject (writing, g_error_copy (self->error));
  else
    dex_promise_resolve_boolean (writing, TRUE);
  return dex_future_new_true ();
}

static gboolean
end_snapshot (sqlite3       *db,
              const Ending  *ending,
              GError       **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (
      db, "UPDATE snapshot SET finished = ?, complete = ?, total = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, ending->finished);
  sqlite3_bind_int (statement, 2, ending->is_complete);
  sqlite3_bind_int64 (statement, 3, ending->total);
  sqlite3_bind_int64 (statement, 4, ending->id);
  if (!dossier_findings_store_db_run (statement, error))
    return FALSE;
  if (sqlite3_changes (db) == 0)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                           "The findings that are being read were deleted meanwhile");
      return FALSE;
    }
  return !ending->is_complete || delete_others (db, ending->id, TRUE, error);
}

static gpointer
end_job (DossierFindingsStoreEngine  *engine,
         gpointer                     data,
         GError                     **error)
{
  if (dossier_findings_store_db_exec (engine->db, "BEGIN IMMEDIATE", error))
    dossier_findings_store_db_end (engine->db, end_snapshot (engine->db, data, error), error);
  return NULL;
}

static void
ending_free (gpointer data)
{
  Ending *self = data;

  g_object_unref (self->writer);
  g_free (self);
}

static DexFuture *
finish_fiber (gpointer data)
{
  Ending *ending = data;
  DossierFindingsSnapshotWriter *self = ending->writer;
  g_autoptr(GError) error = NULL;

  if (self->writing != NULL)
    dossier_await_leaf (dex_ref (DEX_FUTURE (self->writing)), NULL, DOSSIER_NO_TIMEOUT, NULL);
  if (self->error != NULL)
    return dex_future_new_for_error (g_error_copy (self->error));

  ending->finished = dossier_clock_now (self->clock);
  if (!dossier_await_leaf (dossier_findings_store_run (self->store, end_job, ending, NULL, G_TYPE_NONE), NULL,
                           DOSSIER_NO_TIMEOUT, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

static void
dossier_findings_snapshot_writer_finalize (GObject *object)
{
  DossierFindingsSnapshotWriter *self = DOSSIER_FINDINGS_SNAPSHOT_WRITER (object);

  if (self->scribe != NULL)
    dex_future_disown (dossier_findings_store_run (self->store, drop_scribe_job, self->scribe, NULL, G_TYPE_NONE));
  g_object_unref (self->store);
  g_object_unref (self->clock);
  g_ptr_array_unref (self->waiting);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (dossier_findings_snapshot_writer_parent_class)->finalize (object);
}

static void
dossier_findings_snapshot_writer_class_init (DossierFindingsSnapshotWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_findings_snapshot_writer_finalize;
}

static void
dossier_findings_snapshot_writer_init (DossierFindingsSnapshotWriter *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_findings_page_unref);
}

/**
 * dossier_findings_store_begin:
 * @self: a store
 * @account: as whom is asked, the session's source
 * @region: where
 * @criteria: which findings are asked for
 * @clock: (nullable): tells when; %NULL for the system's
 *
 * Begins a snapshot. One that is complete stays beside it until this one is, too;
 * parts that earlier readings left make room at once.
 *
 * Returns: (transfer full): a future of a #DossierFindingsSnapshotWriter; rejects with
 *   %G_IO_ERROR_NO_SPACE, %DOSSIER_ERROR_CORRUPT, %DOSSIER_ERROR_CONFLICT or a #GIOErrorEnum
 */
DexFuture *
dossier_findings_store_begin (DossierFindingsStore *self,
                              const char           *account,
                              const char           *region,
                              DossierFilter        *criteria,
                              DossierClock         *clock)
{
  Beginning *beginning = g_new0 (Beginning, 1);
  g_autoptr(JsonObject) object = dossier_filter_to_json (criteria);

  beginning->store = g_object_ref (self);
  beginning->account = g_strdup (account);
  beginning->region = g_strdup (region);
  beginning->criteria = dossier_json_object_to_text (object, FALSE);
  beginning->clock = g_object_ref (clock != NULL ? clock : dossier_clock_get_system ());
  beginning->started = dossier_clock_now (beginning->clock);
  return dossier_fiber_spawn (begin_fiber, beginning, beginning_free);
}

/**
 * dossier_findings_snapshot_writer_get_id:
 * @self: a writer
 *
 * Returns: the id of the snapshot, for #DossierFindingsStoreQuery
 */
gint64
dossier_findings_snapshot_writer_get_id (DossierFindingsSnapshotWriter *self)
{
  return self->id;
}

/**
 * dossier_findings_snapshot_writer_add_page:
 * @self: a writer
 * @page: a page
 *
 * Adds the findings of @page. One that is in the snapshot already takes its place.
 * A page is kept whole or not at all; after an error nothing more is.
 *
 * Returns: (transfer full): a future that resolves to %TRUE as soon as there is
 *   room for the next page, which may be before this one is on disk; rejects
 *   with what went wrong with this page or one before:
 *   %G_IO_ERROR_NO_SPACE, %DOSSIER_ERROR_NOT_FOUND where the snapshot was
 *   deleted, %DOSSIER_ERROR_INVALID_RESPONSE for what is no finding,
 *   %DOSSIER_ERROR_CORRUPT, %DOSSIER_ERROR_CONFLICT or a #GIOErrorEnum
 */
DexFuture *
dossier_findings_snapshot_writer_add_page (DossierFindingsSnapshotWriter *self,
                                           DossierFindingsPage           *page)
{
  if (self->error != NULL)
    return dex_future_new_for_error (g_error_copy (self->error));

  g_ptr_array_add (self->waiting, dossier_findings_page_ref (page));
  self->n_waiting += dossier_findings_page_get_n_findings (page);
  if (self->writing == NULL)
    {
      self->writing = dex_promise_new ();
      dex_future_disown (dossier_fiber_spawn (write_fiber, g_object_ref (self), g_object_unref));
    }
  return self->n_waiting > MAX_WAITING ? dex_ref (DEX_FUTURE (self->writing)) : dex_future_new_true ();
}

/**
 * dossier_findings_snapshot_writer_flush:
 * @self: a writer
 *
 * Returns: (transfer full): a future that resolves to %TRUE when no page waits to be
 *   written, so that a query finds them all; rejects as that of
 *   dossier_findings_snapshot_writer_add_page()
 */
DexFuture *
dossier_findings_snapshot_writer_flush (DossierFindingsSnapshotWriter *self)
{
  if (self->error != NULL)
    return dex_future_new_for_error (g_error_copy (self->error));

  return self->writing != NULL ? dex_ref (DEX_FUTURE (self->writing)) : dex_future_new_true ();
}

/**
 * dossier_findings_snapshot_writer_finish:
 * @self: a writer
 * @is_complete: whether all findings came
 * @total: how many there should be, or -1
 *
 * Ends the snapshot when all pages are written. A complete one takes the place of
 * all former ones.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects as that of
 *   dossier_findings_snapshot_writer_add_page()
 */
DexFuture *
dossier_findings_snapshot_writer_finish (DossierFindingsSnapshotWriter *self,
                                         gboolean                       is_complete,
                                         gint64                         total)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->writer = g_object_ref (self);
  ending->is_complete = is_complete;
  ending->id = self->id;
  ending->total = total;
  return dossier_fiber_spawn (finish_fiber, ending, ending_free);
}
