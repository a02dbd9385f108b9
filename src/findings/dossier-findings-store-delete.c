// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-store-private.h"

/* By the range of their ids, or by the snapshot itself. */
static const char *const deletions[] = {
  "DELETE FROM finding WHERE id BETWEEN ?1 AND ?2",
  "DELETE FROM package WHERE owner BETWEEN ?1 AND ?2",
  "DELETE FROM fact WHERE snapshot = ?3",
  "DELETE FROM weakness WHERE id BETWEEN ?1 AND ?2",
  "DELETE FROM resource WHERE id BETWEEN ?1 AND ?2",
  "DELETE FROM class WHERE id BETWEEN ?1 AND ?2",
  "DELETE FROM block WHERE id BETWEEN ?1 AND ?2",
  "DELETE FROM snapshot WHERE id = ?3",
};

typedef struct
{
  gint64 id;
  char *account; /* nullable: one snapshot */
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *self = data;

  g_free (self->account);
  g_free (self);
}

/*
 * dossier_findings_store_delete_rows:
 * @db: a database, in a transaction
 * @snapshot: a snapshot's id; one that is not there is as good as deleted
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Returns: whether all that belonged to it is gone
 */
gboolean
dossier_findings_store_delete_rows (sqlite3  *db,
                                    gint64    snapshot,
                                    GError  **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (deletions); i++)
    {
      g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (db, deletions[i], error);

      if (statement == NULL)
        return FALSE;
      /* Those that a statement does not have are refused, which does no harm. */
      sqlite3_bind_int64 (statement, 1, DOSSIER_FINDINGS_STORE_FIRST_ID (snapshot));
      sqlite3_bind_int64 (statement, 2, DOSSIER_FINDINGS_STORE_LAST_ID (snapshot));
      sqlite3_bind_int64 (statement, 3, snapshot);
      if (!dossier_findings_store_db_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_account_rows (sqlite3     *db,
                     const char  *account,
                     GError     **error)
{
  g_autoptr(sqlite3_stmt) statement =
      dossier_findings_store_db_prepare (db, "SELECT id FROM snapshot WHERE account = ? LIMIT 1", error);

  if (statement == NULL)
    return FALSE;
  for (;;)
    {
      gboolean has_row;
      gint64 id;

      dossier_findings_store_db_bind_text (statement, 1, account);
      if (!dossier_findings_store_db_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      id = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
      if (!dossier_findings_store_delete_rows (db, id, error))
        return FALSE;
    }
}

/* The room goes back to the disk, and nothing stays in the log of changes. */
static gpointer
delete_job (DossierFindingsStoreEngine  *engine,
            gpointer                     data,
            GError                     **error)
{
  const Deletion *deletion = data;
  gboolean good;

  if (!dossier_findings_store_db_exec (engine->db, "BEGIN IMMEDIATE", error))
    return NULL;
  good = deletion->account != NULL ? delete_account_rows (engine->db, deletion->account, error)
                                   : dossier_findings_store_delete_rows (engine->db, deletion->id, error);
  if (dossier_findings_store_db_end (engine->db, good, error))
    dossier_findings_store_db_exec (engine->db, "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)", error);
  return NULL;
}

/**
 * dossier_findings_store_delete_snapshot:
 * @self: a store
 * @id: a snapshot's id; one that is not there is as good as deleted
 *
 * Deletes the snapshot and overwrites its place on disk. A writer of it fails with
 * %DOSSIER_ERROR_NOT_FOUND afterwards.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects with
 *   %G_IO_ERROR_NO_SPACE, %DOSSIER_ERROR_CORRUPT, %DOSSIER_ERROR_CONFLICT or a #GIOErrorEnum
 */
DexFuture *
dossier_findings_store_delete_snapshot (DossierFindingsStore *self,
                                        gint64                id)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->id = id;
  return dossier_findings_store_run (self, delete_job, deletion, deletion_free, G_TYPE_NONE);
}

/**
 * dossier_findings_store_delete_account:
 * @self: a store
 * @account: an account, as dossier_findings_store_begin() was told
 *
 * Deletes all of the account's snapshots, like dossier_findings_store_delete_snapshot().
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects likewise
 */
DexFuture *
dossier_findings_store_delete_account (DossierFindingsStore *self,
                                       const char           *account)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->account = g_strdup (account);
  return dossier_findings_store_run (self, delete_job, deletion, deletion_free, G_TYPE_NONE);
}
