// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-findings-store-schema-private.h"

/* Findings share what they say, so a row of a finding says little itself. Three
 * tables have the rest once: the resource, the weakness, and the class, which is
 * account, type, severity and status. A filter first looks there for those that
 * suit, and then for the findings that have them. Rows are narrow because every
 * page that is read must be decrypted.
 *
 * Where a field may have several values, or one that needs two columns, each
 * value is a row of facts. An absent b is '', for a key has no NULL.
 *
 * Ids of all that belongs to a snapshot begin with the snapshot's, 32 bits above
 * a number, so that it stands together, is found without another index, and goes
 * at once. Numbers of snapshots are never given anew: whoever remembers a row
 * must not find another in its place.
 *
 * Times of findings are seconds since 1970 UTC as AWS sent them, so that bounds
 * mean what they mean to AWS; started and finished are microseconds.
 *
 * The number of a migration is the version it leads to. They are never edited,
 * only followed by others.
 */
static const char *const migrations[] = {
  "CREATE TABLE snapshot ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, region TEXT NOT NULL, criteria TEXT NOT NULL,"
  "  started INTEGER NOT NULL, finished INTEGER, complete INTEGER NOT NULL DEFAULT 0,"
  "  total INTEGER NOT NULL DEFAULT -1);"
  "CREATE INDEX snapshot_key ON snapshot (account, region, criteria);"

  "CREATE TABLE block (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL);"

  "CREATE TABLE class (id INTEGER PRIMARY KEY, account TEXT, type TEXT, severity TEXT, status TEXT);"

  "CREATE TABLE resource ("
  "  id INTEGER PRIMARY KEY, resource_id TEXT, type TEXT, label TEXT, region TEXT, repository TEXT, registry TEXT,"
  "  pushed REAL);"

  "CREATE TABLE weakness ("
  "  id INTEGER PRIMARY KEY, title TEXT, vulnerability_id TEXT, source TEXT, vendor_severity TEXT, score REAL,"
  "  epss REAL, fix TEXT, exploit TEXT, protocol TEXT, component_type TEXT, detector TEXT, code_path TEXT);"

  "CREATE TABLE fact ("
  "  snapshot INTEGER NOT NULL, field INTEGER NOT NULL, a NOT NULL, b NOT NULL, owner INTEGER NOT NULL,"
  "  PRIMARY KEY (snapshot, field, a, b, owner)) WITHOUT ROWID;"

  "CREATE TABLE package ("
  "  owner INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT, version TEXT, epoch REAL, release TEXT, arch TEXT,"
  "  sourceLayerHash TEXT, sourceLambdaLayerArn TEXT, filePath TEXT, PRIMARY KEY (owner, number)) WITHOUT ROWID;"

  "CREATE TABLE finding ("
  "  id INTEGER PRIMARY KEY, block INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,"
  "  rank INTEGER NOT NULL, class INTEGER NOT NULL, resource INTEGER NOT NULL, weakness INTEGER NOT NULL,"
  "  first REAL, last REAL, updated REAL, arn_hash INTEGER NOT NULL, arn TEXT NOT NULL);"
  "CREATE INDEX finding_arn ON finding (arn_hash);",
};

/* “DsF” and a digit. */
#define APPLICATION_MARK 0x44734631

static gboolean
ask_number (sqlite3     *db,
            const char  *sql,
            gint64      *number,
            GError     **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !dossier_findings_store_db_step (statement, &has_row, error))
    return FALSE;
  *number = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  return TRUE;
}

static gboolean
migrate (sqlite3  *db,
         guint     version,
         GError  **error)
{
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u", APPLICATION_MARK,
                                           (guint) G_N_ELEMENTS (migrations));
  gboolean good = TRUE;

  for (guint at = version; good && at < G_N_ELEMENTS (migrations); at++)
    good = dossier_findings_store_db_exec (db, migrations[at], error);
  good = good && dossier_findings_store_db_exec (db, mark, error);
  return dossier_findings_store_db_end (db, good, error);
}

/*
 * dossier_findings_store_schema_prepare:
 * @db: a database
 * @error: return location for %DOSSIER_ERROR_CORRUPT where it is not one of ours,
 *   %DOSSIER_ERROR_CONFLICT where a newer Dossier made it
 *
 * Makes the tables, or brings them up to date, all in one step.
 *
 * Returns: whether the tables are what this version writes
 */
gboolean
dossier_findings_store_schema_prepare (sqlite3  *db,
                                       GError  **error)
{
  gint64 version, mark, n_tables;

  /* The usual case must not wait for a program that is writing. */
  if (!ask_number (db, "PRAGMA user_version", &version, error) ||
      !ask_number (db, "PRAGMA application_id", &mark, error))
    return FALSE;
  if (mark == APPLICATION_MARK && version == (gint64) G_N_ELEMENTS (migrations))
    return TRUE;

  /* In this order: once there are tables, free pages cannot be given back any more. */
  if (!ask_number (db, "SELECT count(*) FROM sqlite_master", &n_tables, error) ||
      (n_tables == 0 && !dossier_findings_store_db_exec (db, "PRAGMA auto_vacuum = INCREMENTAL", error)))
    return FALSE;
  if (!dossier_findings_store_db_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!ask_number (db, "PRAGMA user_version", &version, error) ||
      !ask_number (db, "PRAGMA application_id", &mark, error) ||
      !ask_number (db, "SELECT count(*) FROM sqlite_master", &n_tables, error))
    return dossier_findings_store_db_end (db, FALSE, error);

  if (n_tables > 0 && mark != APPLICATION_MARK)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                           "It is a database, but none that Dossier keeps findings in");
      return dossier_findings_store_db_end (db, FALSE, error);
    }
  if (version > (gint64) G_N_ELEMENTS (migrations))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                           "A newer version of Dossier made it; use that one, or move the file away");
      return dossier_findings_store_db_end (db, FALSE, error);
    }
  return migrate (db, (guint) version, error);
}
