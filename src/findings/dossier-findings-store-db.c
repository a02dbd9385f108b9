// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <fcntl.h>

#include <glib/gstdio.h>

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-findings-store-db-private.h"
#include "dossier-findings-store-schema-private.h"
#include "dossier-findings-store-text-private.h"

/* How long a writer of another process may keep us waiting. */
#define BUSY_MS 10000

/* What belongs to a database beside its file. */
static const char *const companions[] = { "", "-wal", "-shm" };

/* Twice the usual: each page has the cost of a signature. Other files of ours
 * have the same, for SQLCipher cannot tell before it has read one. */
static const char page_size[] = "PRAGMA cipher_page_size = 8192";

/* What is sorted or spilt stays in memory: a temporary file would not be
 * encrypted. The log of changes goes into the file every 32 MB, for each time
 * the disk has to be waited for. */
static const char settings[] = "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536;"
                               "PRAGMA wal_autocheckpoint = 4000";

static void
set_error (sqlite3  *db,
           GError  **error)
{
  int code = sqlite3_errcode (db) & 0xff;
  int number = sqlite3_system_errno (db);

  if (code == SQLITE_FULL || (code == SQLITE_IOERR && (number == ENOSPC || number == EDQUOT || number == EFBIG)))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         "Findings could not be kept because the disk is full; what was kept before is still there");
  else if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                 "The file of kept findings is damaged, or another key belongs to it: %s", sqlite3_errmsg (db));
  else if (code == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The operation was cancelled");
  else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                         "Another program is writing to the kept findings; try again when it has ended");
  else if (code == SQLITE_IOERR && number != 0)
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
                 "The file of kept findings could not be read or written: %s", g_strerror (number));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The file of kept findings could not be used: %s",
                 sqlite3_errmsg (db));
}

/*
 * dossier_findings_store_db_exec:
 * @db: a database
 * @sql: statements without results that matter
 * @error: return location for an error
 *
 * Errors are %G_IO_ERROR_NO_SPACE for a full disk, %DOSSIER_ERROR_CORRUPT for a
 * damaged file, %DOSSIER_ERROR_CONFLICT for one that another program is writing
 * to, else of #GIOErrorEnum.
 *
 * Returns: whether they were carried out
 */
gboolean
dossier_findings_store_db_exec (sqlite3     *db,
                                const char  *sql,
                                GError     **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  set_error (db, error);
  return FALSE;
}

/*
 * dossier_findings_store_db_prepare:
 * @db: a database
 * @sql: one statement
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Returns: (transfer full) (nullable): the statement
 */
sqlite3_stmt *
dossier_findings_store_db_prepare (sqlite3     *db,
                                   const char  *sql,
                                   GError     **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK)
    return statement;

  set_error (db, error);
  return NULL;
}

/*
 * dossier_findings_store_db_step:
 * @statement: a statement
 * @has_row: (out): whether there is a row, or another one
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Returns: whether it went well
 */
gboolean
dossier_findings_store_db_step (sqlite3_stmt  *statement,
                                gboolean      *has_row,
                                GError       **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;

  set_error (sqlite3_db_handle (statement), error);
  return FALSE;
}

/*
 * dossier_findings_store_db_run:
 * @statement: a statement without rows
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Carries it out and makes it ready for the next time.
 *
 * Returns: whether it went well
 */
gboolean
dossier_findings_store_db_run (sqlite3_stmt  *statement,
                               GError       **error)
{
  gboolean has_row;
  gboolean good = dossier_findings_store_db_step (statement, &has_row, error);

  sqlite3_reset (statement);
  return good;
}

/*
 * dossier_findings_store_db_end:
 * @db: a database in a transaction
 * @good: whether all went well so far
 * @error: return location for an error, untouched where there is one
 *
 * Commits, or takes all back.
 *
 * Returns: whether the transaction is kept
 */
gboolean
dossier_findings_store_db_end (sqlite3   *db,
                               gboolean   good,
                               GError   **error)
{
  if (good && dossier_findings_store_db_exec (db, "COMMIT", error))
    return TRUE;

  /* Some errors have ended it already. */
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/*
 * dossier_findings_store_db_bind_text:
 * @statement: a statement
 * @index: which parameter, from 1
 * @text: (nullable): what it stands for; it must live until the statement is reset
 */
void
dossier_findings_store_db_bind_text (sqlite3_stmt *statement,
                                     int           index,
                                     const char   *text)
{
  if (text != NULL)
    sqlite3_bind_text (statement, index, text, -1, SQLITE_STATIC);
  else
    sqlite3_bind_null (statement, index);
}

/* Another library in the process brings SQLite without encryption, under the
 * same names. Were it ever found first, findings would lie open on disk. */
static gboolean
check_cipher (sqlite3  *db,
              GError  **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (db, "PRAGMA cipher_version", error);
  gboolean has_row = FALSE;

  if (statement == NULL || !dossier_findings_store_db_step (statement, &has_row, error))
    return FALSE;
  /* What goes wrong becomes an error here; the library would print it, too. */
  if (has_row)
    return dossier_findings_store_db_exec (db, "PRAGMA cipher_log_level = NONE", error);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "Findings cannot be kept because the database library that was loaded does not encrypt");
  return FALSE;
}

static gboolean
set_key (sqlite3        *db,
         DossierSecret  *key,
         GError        **error)
{
  g_autofree char *raw = NULL;
  int code;

  if (!check_cipher (db, error))
    return FALSE;

  raw = g_strdup_printf ("x'%s'", dossier_secret_peek (key));
  code = sqlite3_key (db, raw, (int) strlen (raw));
  dossier_wipe (raw, strlen (raw));
  if (code == SQLITE_OK)
    return dossier_findings_store_db_exec (db, page_size, error);

  set_error (db, error);
  return FALSE;
}

static sqlite3 *
open_at (const char     *place,
         DossierSecret  *key,
         GError        **error)
{
  g_autoptr(sqlite3) db = NULL;

  if (sqlite3_open_v2 (place, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI, NULL) != SQLITE_OK)
    {
      set_error (db, error);
      return NULL;
    }
  sqlite3_busy_timeout (db, BUSY_MS);
  if ((key != NULL && !set_key (db, key, error)) || !dossier_findings_store_db_exec (db, settings, error) ||
      !dossier_findings_store_text_install (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

/*
 * dossier_findings_store_db_get_place:
 * @path: (nullable): the file; %NULL for a place in memory that nobody else knows,
 *   which lasts as long as it is open
 *
 * Returns: (transfer full): the place, as SQLite names it
 */
char *
dossier_findings_store_db_get_place (const char *path)
{
  g_autofree char *name = path == NULL ? dossier_random_hex (16) : g_uri_escape_string (path, "/", TRUE);

  return path == NULL ? g_strconcat ("file:/", name, "?vfs=memdb", NULL) : g_strconcat ("file:", name, NULL);
}

/*
 * dossier_findings_store_db_make_file:
 * @path: the file
 * @error: return location for a #GIOErrorEnum
 *
 * Makes the file and its folder, if need be, for the person alone from its first
 * byte on; SQLite gives its companions the same mode.
 *
 * Returns: whether it is there
 */
gboolean
dossier_findings_store_db_make_file (const char  *path,
                                     GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofd int fd = -1;
  int number;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0)
    return TRUE;

  number = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "Findings cannot be kept in “%s”: %s", path,
               g_strerror (number));
  return FALSE;
}

/*
 * dossier_findings_store_db_open:
 * @place: where, by dossier_findings_store_db_get_place()
 * @key: (nullable): 64 hexadecimal digits, for a file
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *   and dossier_findings_store_schema_prepare()
 *
 * Opens the database, and makes it or brings it up to date.
 *
 * Returns: (transfer full) (nullable): the database
 */
sqlite3 *
dossier_findings_store_db_open (const char     *place,
                                DossierSecret  *key,
                                GError        **error)
{
  g_autoptr(sqlite3) db = open_at (place, key, error);

  /* What is not ours is not touched before that is known. */
  if (db == NULL || !dossier_findings_store_schema_prepare (db, error))
    return NULL;
  if (key != NULL &&
      !dossier_findings_store_db_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error))
    return NULL;
  return g_steal_pointer (&db);
}

/*
 * dossier_findings_store_db_open_more:
 * @place: where, of an open database
 * @key: (nullable): the key that it was opened with
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Returns: (transfer full) (nullable): the same database once more, to read while the other writes
 */
sqlite3 *
dossier_findings_store_db_open_more (const char     *place,
                                     DossierSecret  *key,
                                     GError        **error)
{
  g_autoptr(sqlite3) more = open_at (place, key, error);

  if (more == NULL || !dossier_findings_store_db_exec (more, "PRAGMA query_only = ON", error))
    return NULL;
  return g_steal_pointer (&more);
}

/*
 * dossier_findings_store_db_set_aside:
 * @path: a file that is not a database of ours
 * @error: return location for a #GIOErrorEnum
 *
 * Gives the file and its companions another name, and destroys nothing.
 *
 * Returns: (transfer full) (nullable): the new path
 */
char *
dossier_findings_store_db_set_aside (const char  *path,
                                     GError     **error)
{
  g_autofree char *mark = dossier_random_hex (4);
  g_autofree char *aside = g_strconcat (path, ".damaged-", mark, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *from = g_strconcat (path, companions[i], NULL);
      g_autofree char *to = g_strconcat (aside, companions[i], NULL);
      int number;

      if (g_rename (from, to) == 0 || errno == ENOENT)
        continue;
      number = errno;
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "“%s” could not be set aside: %s", from,
                   g_strerror (number));
      return NULL;
    }
  return g_steal_pointer (&aside);
}
