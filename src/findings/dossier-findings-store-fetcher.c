// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <zstd.h>

#include "dossier-error.h"
#include "dossier-findings-store-fetcher-private.h"

/* Unpacked pages that are kept: rows that stand together often came together. */
#define N_BLOCKS 8

typedef struct
{
  gint64 id; /* 0: none */
  char *text;
  gsize length;
} Block;

struct _DossierFindingsStoreFetcher
{
  sqlite3 *db;
  sqlite3_stmt *find_row;
  sqlite3_stmt *find_block;
  Block blocks[N_BLOCKS];
  guint next; /* the one that makes room */
};

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                       "The file of kept findings is damaged: a finding in it cannot be unpacked");
  return FALSE;
}

static gboolean
find (DossierFindingsStoreFetcher  *self,
      sqlite3_stmt                **statement,
      const char                   *sql,
      gint64                        id,
      GError                      **error)
{
  gboolean has_row;

  if (*statement == NULL && (*statement = dossier_findings_store_db_prepare (self->db, sql, error)) == NULL)
    return FALSE;
  sqlite3_bind_int64 (*statement, 1, id);
  if (!dossier_findings_store_db_step (*statement, &has_row, error))
    return FALSE;
  if (has_row)
    return TRUE;

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND, "This finding is not kept any more");
  return FALSE;
}

static gboolean
unpack (DossierFindingsStoreFetcher  *self,
        Block                        *block,
        gint64                        id,
        GError                      **error)
{
  gsize packed_length = (gsize) sqlite3_column_bytes (self->find_block, 1);
  const void *packed = sqlite3_column_blob (self->find_block, 1);
  gint64 length = sqlite3_column_int64 (self->find_block, 0);

  if (packed == NULL || length <= 0 || ZSTD_getFrameContentSize (packed, packed_length) != (guint64) length)
    return refuse (error);

  block->id = 0;
  g_free (block->text);
  block->text = g_malloc ((gsize) length);
  block->length = (gsize) length;
  if (ZSTD_decompress (block->text, block->length, packed, packed_length) != block->length)
    return refuse (error);
  block->id = id;
  return TRUE;
}

static const Block *
get_block (DossierFindingsStoreFetcher  *self,
           gint64                        id,
           GError                      **error)
{
  Block *block;
  gboolean good;

  for (guint i = 0; i < N_BLOCKS; i++)
    if (self->blocks[i].id == id)
      return &self->blocks[i];

  block = &self->blocks[self->next];
  good = find (self, &self->find_block, "SELECT size, data FROM block WHERE id = ?", id, error) &&
         unpack (self, block, id, error);
  sqlite3_reset (self->find_block);
  if (!good)
    return NULL;
  self->next = (self->next + 1) % N_BLOCKS;
  return block;
}

/*
 * dossier_findings_store_fetcher_new:
 * @db: (transfer none): a connection that outlives the fetcher
 *
 * Returns: (transfer full): what reads from it
 */
DossierFindingsStoreFetcher *
dossier_findings_store_fetcher_new (sqlite3 *db)
{
  DossierFindingsStoreFetcher *self = g_new0 (DossierFindingsStoreFetcher, 1);

  self->db = db;
  return self;
}

/*
 * dossier_findings_store_fetcher_get:
 * @self: a fetcher
 * @row: the id of a finding's row
 * @error: return location for %DOSSIER_ERROR_NOT_FOUND where there is none (any
 *   more), %DOSSIER_ERROR_CORRUPT, or as of dossier_findings_store_db_exec()
 *
 * Returns: (transfer full) (nullable): the finding, with a memory of its own
 */
DossierFinding *
dossier_findings_store_fetcher_get (DossierFindingsStoreFetcher  *self,
                                    gint64                        row,
                                    GError                      **error)
{
  g_autoptr(GBytes) json = NULL;
  const Block *block;
  gint64 id, offset, length;
  gboolean good = find (self, &self->find_row, "SELECT block, offset, length FROM finding WHERE id = ?", row, error);

  id = good ? sqlite3_column_int64 (self->find_row, 0) : 0;
  offset = good ? sqlite3_column_int64 (self->find_row, 1) : 0;
  length = good ? sqlite3_column_int64 (self->find_row, 2) : 0;
  sqlite3_reset (self->find_row);
  if (!good || (block = get_block (self, id, error)) == NULL)
    return NULL;
  if (offset < 0 || length <= 0 || (gsize) offset > block->length || (gsize) length > block->length - (gsize) offset)
    {
      refuse (error);
      return NULL;
    }

  /* Not a part of the block: a finding that is kept would keep a hundred. */
  json = g_bytes_new (block->text + offset, (gsize) length);
  return dossier_finding_new (json, error);
}

/*
 * dossier_findings_store_fetcher_free:
 * @self: (nullable) (transfer full): a fetcher
 */
void
dossier_findings_store_fetcher_free (DossierFindingsStoreFetcher *self)
{
  if (self == NULL)
    return;

  sqlite3_finalize (self->find_row);
  sqlite3_finalize (self->find_block);
  for (guint i = 0; i < N_BLOCKS; i++)
    g_free (self->blocks[i].text);
  g_free (self);
}
