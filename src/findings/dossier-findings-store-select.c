// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-store-search-private.h"
#include "dossier-findings-store-select-private.h"

/* About as many as a list makes rows for at once, some of them out of sight. */
#define N_FIRST 200u

/* How often a running query looks whether anybody still wants it, in steps of
 * SQLite's machine; some ten thousand a millisecond. */
#define STEPS_BETWEEN_LOOKS 20000

G_DEFINE_BOXED_TYPE (DossierFindingsStoreSelection, dossier_findings_store_selection,
                     dossier_findings_store_selection_ref, dossier_findings_store_selection_unref)

typedef struct
{
  DossierFindingsStoreSearch *search;
  gint64 snapshot;
  char *anchor_arn;
  GCancellable *cancellable;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  dossier_findings_store_search_free (self->search);
  g_free (self->anchor_arn);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static DossierFindingsStoreFetcher *
get_fetcher (DossierFindingsStoreEngine *engine)
{
  if (engine->fetcher == NULL)
    engine->fetcher = dossier_findings_store_fetcher_new (engine->db);
  return engine->fetcher;
}

static gboolean
find_anchor (sqlite3                        *db,
             const Request                  *request,
             DossierFindingsStoreSelection  *selection,
             GError                        **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (
      db, "SELECT id FROM finding WHERE id BETWEEN ? AND ? AND arn_hash = ? AND arn = ?", error);
  gboolean has_row;
  gint64 anchor;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, DOSSIER_FINDINGS_STORE_FIRST_ID (request->snapshot));
  sqlite3_bind_int64 (statement, 2, DOSSIER_FINDINGS_STORE_LAST_ID (request->snapshot));
  sqlite3_bind_int64 (statement, 3, g_str_hash (request->anchor_arn));
  dossier_findings_store_db_bind_text (statement, 4, request->anchor_arn);
  if (!dossier_findings_store_db_step (statement, &has_row, error))
    return FALSE;

  anchor = has_row ? sqlite3_column_int64 (statement, 0) : 0;
  for (guint i = 0; has_row && i < selection->rows->len; i++)
    if (g_array_index (selection->rows, gint64, i) == anchor)
      {
        selection->anchor = i;
        break;
      }
  return TRUE;
}

static gboolean
fetch_first (DossierFindingsStoreEngine     *engine,
             DossierFindingsStoreSelection  *selection,
             GError                        **error)
{
  guint middle = selection->anchor != DOSSIER_FINDINGS_STORE_NOWHERE ? selection->anchor : 0;
  guint end;

  selection->first = middle > N_FIRST / 2 ? middle - N_FIRST / 2 : 0;
  end = MIN (selection->first + N_FIRST, selection->rows->len);
  for (guint i = selection->first; i < end; i++)
    {
      DossierFinding *finding = dossier_findings_store_fetcher_get (
          get_fetcher (engine), g_array_index (selection->rows, gint64, i), error);

      if (finding == NULL)
        return FALSE;
      g_ptr_array_add (selection->findings, finding);
    }
  return TRUE;
}

static int
is_unwanted (void *data)
{
  return g_cancellable_is_cancelled (data);
}

/* In one transaction, so that no other program deletes in between what was found. */
static gpointer
select_job (DossierFindingsStoreEngine  *engine,
            gpointer                     data,
            GError                     **error)
{
  const Request *request = data;
  g_autoptr(DossierFindingsStoreSelection) selection = g_atomic_rc_box_new0 (DossierFindingsStoreSelection);
  gboolean good;

  selection->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  selection->findings = g_ptr_array_new_with_free_func (g_object_unref);
  selection->anchor = DOSSIER_FINDINGS_STORE_NOWHERE;
  if (g_cancellable_set_error_if_cancelled (request->cancellable, error))
    return NULL;

  if (!dossier_findings_store_db_exec (engine->db, "BEGIN", error))
    return NULL;
  if (request->cancellable != NULL)
    sqlite3_progress_handler (engine->db, STEPS_BETWEEN_LOOKS, is_unwanted, request->cancellable);
  good = dossier_findings_store_search_run (request->search, engine->db, selection->rows, selection->counts, error) &&
         (request->anchor_arn == NULL || find_anchor (engine->db, request, selection, error)) &&
         fetch_first (engine, selection, error);
  sqlite3_progress_handler (engine->db, 0, NULL, NULL);
  return dossier_findings_store_db_end (engine->db, good, error) ? g_steal_pointer (&selection) : NULL;
}

/* Only a convenience: what cannot be read is told when it is asked for by itself. */
static gpointer
fetch_job (DossierFindingsStoreEngine *engine,
           gpointer data,
           GError **)
{
  GArray *rows = data;
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      DossierFinding *finding =
          dossier_findings_store_fetcher_get (get_fetcher (engine), g_array_index (rows, gint64, i), NULL);

      if (finding == NULL)
        break;
      g_ptr_array_add (findings, finding);
    }
  return g_steal_pointer (&findings);
}

/*
 * dossier_findings_store_selection_ref:
 * @self: a selection
 *
 * Returns: (transfer full): @self
 */
DossierFindingsStoreSelection *
dossier_findings_store_selection_ref (DossierFindingsStoreSelection *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  DossierFindingsStoreSelection *self = data;

  g_array_unref (self->rows);
  g_ptr_array_unref (self->findings);
}

/*
 * dossier_findings_store_selection_unref:
 * @self: (transfer full): a selection
 */
void
dossier_findings_store_selection_unref (DossierFindingsStoreSelection *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/*
 * dossier_findings_store_select:
 * @self: a store
 * @query: what to find
 * @anchor_arn: (nullable): the ARN of a finding whose place should be told
 * @cancellable: (nullable): stops the query, also while it runs
 *
 * Returns: (transfer full): a future of a #DossierFindingsStoreSelection; rejects with
 *   %DOSSIER_ERROR_INVALID_INPUT for an order that there is not, %G_IO_ERROR_CANCELLED,
 *   %DOSSIER_ERROR_CORRUPT or a #GIOErrorEnum
 */
DexFuture *
dossier_findings_store_select (DossierFindingsStore            *self,
                               const DossierFindingsStoreQuery *query,
                               const char                      *anchor_arn,
                               GCancellable                    *cancellable)
{
  GError *error = NULL;
  DossierFindingsStoreSearch *search = dossier_findings_store_search_new (query, &error);
  Request *request;

  if (search == NULL)
    return dex_future_new_for_error (error);

  request = g_new0 (Request, 1);
  request->search = search;
  request->snapshot = query->snapshot;
  request->anchor_arn = g_strdup (anchor_arn);
  g_set_object (&request->cancellable, cancellable);
  return dossier_findings_store_run (self, select_job, request, request_free,
                                     DOSSIER_TYPE_FINDINGS_STORE_SELECTION);
}

/*
 * dossier_findings_store_fetch:
 * @self: a store
 * @rows: (transfer full): ids
 *
 * Returns: (transfer full): a future of a #GPtrArray of #DossierFinding: those of
 *   @rows, up to the first that cannot be read
 */
DexFuture *
dossier_findings_store_fetch (DossierFindingsStore *self,
                              GArray               *rows)
{
  return dossier_findings_store_run (self, fetch_job, rows, (GDestroyNotify) g_array_unref, G_TYPE_PTR_ARRAY);
}
