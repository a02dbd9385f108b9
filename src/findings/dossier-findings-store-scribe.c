// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-finding-private.h"
#include "dossier-findings-store-part-private.h"

/* Nine to one on pages of findings, at the speed of a disk. */
#define ZSTD_LEVEL 1

#define FINDING DOSSIER_FINDINGS_STORE_FINDING
#define CLASS DOSSIER_FINDINGS_STORE_CLASS
#define WEAKNESS DOSSIER_FINDINGS_STORE_WEAKNESS

/* Inspector may send a finding again that changed while it was read: the later
 * word counts, and takes the row of the former. */
static gboolean
find_twin (DossierFindingsStoreScribe  *self,
           const char                  *arn,
           gint64                      *twin,
           GError                     **error)
{
  sqlite3_stmt *statement = dossier_findings_store_scribe_get_statement (self, DOSSIER_FINDINGS_STORE_FIND_TWIN, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, DOSSIER_FINDINGS_STORE_FIRST_ID (self->snapshot));
  sqlite3_bind_int64 (statement, 2, DOSSIER_FINDINGS_STORE_LAST_ID (self->snapshot));
  sqlite3_bind_int64 (statement, 3, g_str_hash (arn));
  dossier_findings_store_db_bind_text (statement, 4, arn);
  if (!dossier_findings_store_db_step (statement, &has_row, error))
    return FALSE;
  *twin = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
add_finding (DossierFindingsStoreScribe  *self,
             DossierFinding              *finding,
             yyjson_val                  *root,
             const gint64                *place,
             GError                     **error)
{
  const char *arn = dossier_finding_get_arn (finding);
  sqlite3_stmt *statement;
  gint64 parts[DOSSIER_FINDINGS_STORE_N_HOMES];
  gint64 twin;

  if (!find_twin (self, arn, &twin, error))
    return FALSE;
  for (DossierFindingsStoreHome home = CLASS; home <= WEAKNESS; home++)
    if (!dossier_findings_store_scribe_find_or_add_part (self, finding, root, home, &parts[home], error))
      return FALSE;

  statement = dossier_findings_store_scribe_get_statement (self, DOSSIER_FINDINGS_STORE_ADD_FINDING, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, twin != 0 ? twin : ++self->last_id[FINDING]);
  for (int i = 0; i < 3; i++)
    sqlite3_bind_int64 (statement, 2 + i, place[i]);
  sqlite3_bind_int64 (statement, 5, dossier_finding_get_severity_rank (finding));
  for (DossierFindingsStoreHome home = CLASS; home <= WEAKNESS; home++)
    sqlite3_bind_int64 (statement, 6 + (int) (home - CLASS), parts[home]);
  sqlite3_bind_int64 (statement, 9, g_str_hash (arn));
  g_array_set_size (self->facts, 0);
  dossier_findings_store_collect_facts (root, FINDING, self->facts);
  dossier_findings_store_scribe_bind_columns (statement, FINDING, self->facts);
  return dossier_findings_store_db_run (statement, error);
}

static gboolean
read_and_add_finding (DossierFindingsStoreScribe  *self,
                      DossierFindingsPage         *page,
                      gsize                        index,
                      gint64                       block,
                      GError                     **error)
{
  g_autoptr(GBytes) json = dossier_findings_page_get_findings_json (page, index);
  g_autoptr(DossierFinding) finding = NULL;
  gsize offset, length;
  yyjson_doc *document;
  gboolean good;

  dossier_findings_page_get_range (page, index, &offset, &length);
  /* Without YYJSON_READ_INSITU the text is only read. It was valid in the page. */
  document = yyjson_read_opts ((char *) g_bytes_get_data (json, NULL), length, YYJSON_READ_NOFLAG, self->memory, NULL);
  finding = dossier_finding_new_for_value (json, yyjson_doc_get_root (document), error);
  good = finding != NULL && add_finding (self, finding, yyjson_doc_get_root (document),
                                         (gint64[]) { block, (gint64) offset, (gint64) length }, error);
  yyjson_doc_free (document);
  return good;
}

static gboolean
add_block (DossierFindingsStoreScribe  *self,
           DossierFindingsPage         *page,
           gint64                      *block,
           GError                     **error)
{
  gsize length;
  const void *body = g_bytes_get_data (dossier_findings_page_get_body (page), &length);
  gsize room = ZSTD_compressBound (length);
  g_autofree void *packed = g_malloc (room);
  gsize size = ZSTD_compressCCtx (self->zstd, packed, room, body, length, ZSTD_LEVEL);
  sqlite3_stmt *statement;

  if (ZSTD_isError (size))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "A page of findings could not be compressed: %s",
                   ZSTD_getErrorName (size));
      return FALSE;
    }
  statement = dossier_findings_store_scribe_get_statement (self, DOSSIER_FINDINGS_STORE_ADD_BLOCK, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, ++self->last_block);
  sqlite3_bind_int64 (statement, 2, (gint64) length);
  sqlite3_bind_blob64 (statement, 3, packed, size, SQLITE_STATIC);
  if (!dossier_findings_store_db_run (statement, error))
    return FALSE;
  *block = self->last_block;
  return TRUE;
}

static gboolean
add_page (DossierFindingsStoreScribe  *self,
          DossierFindingsPage         *page,
          GError                     **error)
{
  gsize n_findings = dossier_findings_page_get_n_findings (page);
  gint64 block;

  if (n_findings == 0)
    return TRUE;
  if (!add_block (self, page, &block, error))
    return FALSE;
  for (gsize i = 0; i < n_findings; i++)
    if (!read_and_add_finding (self, page, i, block, error))
      return FALSE;
  return TRUE;
}

static gboolean
find_last_id (DossierFindingsStoreScribe  *self,
              const char                  *table,
              gint64                      *last,
              GError                     **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT max(id) FROM %s WHERE id BETWEEN ? AND ?", table);
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (self->db, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, DOSSIER_FINDINGS_STORE_FIRST_ID (self->snapshot));
  sqlite3_bind_int64 (statement, 2, DOSSIER_FINDINGS_STORE_LAST_ID (self->snapshot));
  if (!dossier_findings_store_db_step (statement, &has_row, error))
    return FALSE;
  *last = MAX (sqlite3_column_int64 (statement, 0), DOSSIER_FINDINGS_STORE_FIRST_ID (self->snapshot));
  return TRUE;
}

/* Where numbering goes on: anew after a start, and after what was taken back. */
static gboolean
find_last_ids (DossierFindingsStoreScribe  *self,
               GError                     **error)
{
  if (self->last_block != 0)
    return TRUE;

  for (DossierFindingsStoreHome home = FINDING; home <= WEAKNESS; home++)
    if (!find_last_id (self, dossier_findings_store_home_name (home), &self->last_id[home], error))
      return FALSE;
  return find_last_id (self, "block", &self->last_block, error);
}

static gboolean
check_snapshot (DossierFindingsStoreScribe  *self,
                GError                     **error)
{
  sqlite3_stmt *statement = dossier_findings_store_scribe_get_statement (self, DOSSIER_FINDINGS_STORE_IS_THERE, error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, self->snapshot);
  if (!dossier_findings_store_db_step (statement, &has_row, error))
    return FALSE;
  sqlite3_reset (statement);
  if (has_row)
    return TRUE;

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                       "The findings that are being read were deleted meanwhile");
  return FALSE;
}

/*
 * dossier_findings_store_scribe_new:
 * @db: (transfer none): the database, which has to outlive the scribe
 * @snapshot: the row of the snapshot
 *
 * Returns: (transfer full): what writes into it
 */
DossierFindingsStoreScribe *
dossier_findings_store_scribe_new (sqlite3 *db,
                                   gint64   snapshot)
{
  DossierFindingsStoreScribe *self = g_new0 (DossierFindingsStoreScribe, 1);

  self->db = db;
  self->snapshot = snapshot;
  self->zstd = ZSTD_createCCtx ();
  self->memory = yyjson_alc_dyn_new ();
  self->key = g_string_new (NULL);
  self->facts = g_array_new (FALSE, FALSE, sizeof (DossierFindingsStoreFact));
  dossier_findings_store_scribe_begin_parts (self);
  return self;
}

/*
 * dossier_findings_store_scribe_write:
 * @self: a scribe
 * @pages: (element-type DossierFindingsPage): pages
 * @error: return location for %DOSSIER_ERROR_NOT_FOUND where the snapshot is
 *   gone, %DOSSIER_ERROR_INVALID_RESPONSE for what is no finding, or as of
 *   dossier_findings_store_db_exec()
 *
 * Writes all the pages or, on an error, none of them.
 *
 * Returns: whether they are kept
 */
gboolean
dossier_findings_store_scribe_write (DossierFindingsStoreScribe  *self,
                                     GPtrArray                   *pages,
                                     GError                     **error)
{
  gboolean good;

  if (!dossier_findings_store_db_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;

  good = check_snapshot (self, error) && find_last_ids (self, error);
  for (guint i = 0; good && i < pages->len; i++)
    good = add_page (self, g_ptr_array_index (pages, i), error);
  if (dossier_findings_store_db_end (self->db, good, error))
    return TRUE;

  /* What was added is taken back, and its ids mean nothing. */
  dossier_findings_store_scribe_forget_parts (self);
  self->last_block = 0;
  return FALSE;
}

/*
 * dossier_findings_store_scribe_free:
 * @self: (transfer full): a scribe
 */
void
dossier_findings_store_scribe_free (DossierFindingsStoreScribe *self)
{
  for (guint i = 0; i < DOSSIER_FINDINGS_STORE_N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  ZSTD_freeCCtx (self->zstd);
  yyjson_alc_dyn_free (self->memory);
  g_string_free (self->key, TRUE);
  g_array_unref (self->facts);
  dossier_findings_store_scribe_end_parts (self);
  g_free (self);
}
