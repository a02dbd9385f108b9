// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-rows.h"
#include "dossier-findings-store-select-private.h"

/* Findings that are kept at the least; twice as many at the most. */
#define N_CACHED 1000u

/* How far beyond what is looked at findings are read ahead, and how near to its
 * end it is done again. */
#define AHEAD 200u
#define NEAR 60u

/* Stands for a finding that the store has lost: a list has no holes. */
#define LOST "{\"findingArn\":\"\"}"

struct _DossierFindingsRows
{
  GObject parent_instance;

  DossierFindingsStore *store;
  gint64 snapshot;
  GArray *rows; /* gint64 */
  guint counts[DOSSIER_N_SEVERITIES];
  guint anchor;
  gint64 anchor_row;
  DossierFinding *anchor_finding; /* whoever selected it has this very object */
  GError *error;

  /* By row. When the first is full it takes the place of the second. */
  GHashTable *fresh;
  GHashTable *stale;

  gboolean is_reading_ahead;
  GCancellable *running; /* of the query that has the say */
};

typedef struct
{
  DossierFindingsRows *rows;
  GCancellable *cancellable;
  DexFuture *selecting;
  gint64 snapshot;
  DossierFinding *anchor; /* nullable: when the store was asked */
} Showing;

typedef struct
{
  DossierFindingsRows *rows;
  GArray *wanted;
  gint64 snapshot;
} Reading;

enum
{
  PROP_N_ITEMS = 1,
  PROP_ERROR,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gint64
row_at (const GArray *rows,
        guint         position)
{
  return g_array_index (rows, gint64, position);
}

static GHashTable *
cache_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

static DossierFinding *
cache_look_up (DossierFindingsRows *self,
               gint64               row)
{
  DossierFinding *finding = g_hash_table_lookup (self->fresh, &row);

  return finding != NULL ? finding : g_hash_table_lookup (self->stale, &row);
}

static void
cache_add (DossierFindingsRows *self,
           gint64               row,
           DossierFinding      *finding)
{
  if (g_hash_table_lookup (self->fresh, &row) == finding)
    return;
  if (g_hash_table_size (self->fresh) >= N_CACHED)
    {
      g_hash_table_unref (self->stale);
      self->stale = g_steal_pointer (&self->fresh);
      self->fresh = cache_new ();
    }
  g_hash_table_insert (self->fresh, g_memdup2 (&row, sizeof row), g_object_ref (finding));
}

static void
cache_clear (DossierFindingsRows *self)
{
  g_hash_table_remove_all (self->fresh);
  g_hash_table_remove_all (self->stale);
}

static void
take_error (DossierFindingsRows *self,
            GError              *error)
{
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->rows);
  g_array_unref (self->wanted);
  g_free (self);
}

static DexFuture *
read_ahead_fiber (gpointer data)
{
  Reading *reading = data;
  DossierFindingsRows *self = reading->rows;
  g_autoptr(GPtrArray) findings = dossier_await_leaf_boxed (
      dossier_findings_store_fetch (self->store, g_array_ref (reading->wanted)), NULL, DOSSIER_NO_TIMEOUT, NULL);

  self->is_reading_ahead = FALSE;
  for (guint i = 0; findings != NULL && self->snapshot == reading->snapshot && i < findings->len; i++)
    if (cache_look_up (self, row_at (reading->wanted, i)) == NULL)
      cache_add (self, row_at (reading->wanted, i), g_ptr_array_index (findings, i));
  return dex_future_new_true ();
}

/* Whoever scrolls finds the next rows there; only who jumps waits for the disk. */
static void
read_ahead (DossierFindingsRows *self,
            guint                position)
{
  guint n_rows = self->rows->len;
  guint before = position > NEAR ? position - NEAR : 0;
  guint after = MIN (position + NEAR, n_rows - 1);
  guint from = position > AHEAD ? position - AHEAD : 0;
  guint to = MIN (position + AHEAD, n_rows);
  Reading *reading;

  if (self->is_reading_ahead || (cache_look_up (self, row_at (self->rows, before)) != NULL &&
                                 cache_look_up (self, row_at (self->rows, after)) != NULL))
    return;

  reading = g_new0 (Reading, 1);
  reading->rows = g_object_ref (self);
  reading->snapshot = self->snapshot;
  reading->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = from; i < to; i++)
    if (cache_look_up (self, row_at (self->rows, i)) == NULL)
      g_array_append_val (reading->wanted, g_array_index (self->rows, gint64, i));
  self->is_reading_ahead = TRUE;
  dex_future_disown (dossier_fiber_spawn (read_ahead_fiber, reading, reading_free));
}

static DossierFinding *
make_lost (void)
{
  g_autoptr(GBytes) json = g_bytes_new_static (LOST, strlen (LOST));

  return dossier_finding_new (json, NULL);
}

static GType
dossier_findings_rows_get_item_type (GListModel *)
{
  return DOSSIER_TYPE_FINDING;
}

static guint
dossier_findings_rows_get_n_items (GListModel *model)
{
  return DOSSIER_FINDINGS_ROWS (model)->rows->len;
}

static gpointer
dossier_findings_rows_get_item (GListModel *model,
                                guint       position)
{
  DossierFindingsRows *self = DOSSIER_FINDINGS_ROWS (model);
  DossierFinding *finding;
  GError *error = NULL;
  gint64 row;

  if (position >= self->rows->len)
    return NULL;

  row = row_at (self->rows, position);
  finding = self->anchor_finding != NULL && row == self->anchor_row ? self->anchor_finding : cache_look_up (self, row);
  if (finding != NULL)
    {
      g_object_ref (finding);
    }
  else
    {
      finding = dossier_findings_store_fetch_now (self->store, row, &error);
      if (finding == NULL)
        {
          finding = make_lost ();
          take_error (self, error);
        }
    }
  cache_add (self, row, finding);
  read_ahead (self, position);
  return finding;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dossier_findings_rows_get_item_type;
  iface->get_n_items = dossier_findings_rows_get_n_items;
  iface->get_item = dossier_findings_rows_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierFindingsRows, dossier_findings_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Puts @n_new of @rows in the place of @n_old, and tells only of what differs. */
static void
replace (DossierFindingsRows *self,
         guint                position,
         guint                n_old,
         const gint64        *rows,
         guint                n_new)
{
  const gint64 *old = &g_array_index (self->rows, gint64, position);
  guint n_same = 0;

  while (n_same < MIN (n_old, n_new) && old[n_same] == rows[n_same])
    n_same++;
  position += n_same;
  old += n_same;
  rows += n_same;
  n_old -= n_same;
  n_new -= n_same;
  for (n_same = 0; n_same < MIN (n_old, n_new) && old[n_old - n_same - 1] == rows[n_new - n_same - 1]; n_same++)
    ;
  n_old -= n_same;
  n_new -= n_same;
  if (n_old == 0 && n_new == 0)
    return;

  if (n_old > 0)
    g_array_remove_range (self->rows, position, n_old);
  if (n_new > 0)
    g_array_insert_vals (self->rows, position, rows, n_new);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_old, n_new);
}

/* Where the finding goes that is the anchor now: the person may have selected
 * another one since the store was asked. */
static guint
find_anchor (DossierFindingsRows           *self,
             const Showing                 *showing,
             DossierFindingsStoreSelection *selection)
{
  if (showing->anchor == self->anchor_finding)
    return selection->anchor;

  for (guint i = 0; self->snapshot == showing->snapshot && i < selection->rows->len; i++)
    if (row_at (selection->rows, i) == row_at (self->rows, self->anchor))
      return i;
  return DOSSIER_FINDINGS_STORE_NOWHERE;
}

/* What stands before and after the anchor is replaced, and the anchor itself only
 * if it is not what it was. */
static void
replace_around (DossierFindingsRows *self,
                guint                from,
                guint                to,
                const gint64        *rows,
                guint                n_rows)
{
  DossierFinding *now = cache_look_up (self, rows[to]);
  gboolean is_same = now == NULL || g_bytes_equal (dossier_finding_get_json (now),
                                                   dossier_finding_get_json (self->anchor_finding));

  if (!is_same)
    g_set_object (&self->anchor_finding, now);
  /* It may be another row, of another snapshot. */
  self->anchor_row = g_array_index (self->rows, gint64, from) = rows[to];
  replace (self, from + 1, self->rows->len - from - 1, rows + to + 1, n_rows - to - 1);
  replace (self, 0, from, rows, to);
  if (!is_same)
    g_list_model_items_changed (G_LIST_MODEL (self), to, 1, 1);
}

/* A selection looks for its item among all that is new where the item itself is
 * said to be removed, which would read the whole store. So a finding that stays
 * is left alone; and one that is gone goes before anything new comes. */
static void
swap (DossierFindingsRows           *self,
      const Showing                 *showing,
      DossierFindingsStoreSelection *selection)
{
  const gint64 *rows = (const gint64 *) (gpointer) selection->rows->data;
  guint n_rows = selection->rows->len;
  guint from = self->anchor;
  guint to = DOSSIER_FINDINGS_STORE_NOWHERE;
  guint n_before = self->rows->len;

  if (from != DOSSIER_FINDINGS_STORE_NOWHERE)
    to = find_anchor (self, showing, selection);
  if (self->snapshot != showing->snapshot)
    cache_clear (self);
  self->snapshot = showing->snapshot;
  for (guint i = 0; i < selection->findings->len; i++)
    cache_add (self, rows[selection->first + i], g_ptr_array_index (selection->findings, i));
  memcpy (self->counts, selection->counts, sizeof self->counts);
  self->anchor = to;

  if (from == DOSSIER_FINDINGS_STORE_NOWHERE)
    {
      replace (self, 0, self->rows->len, rows, n_rows);
    }
  else if (to == DOSSIER_FINDINGS_STORE_NOWHERE)
    {
      g_clear_object (&self->anchor_finding);
      replace (self, 0, self->rows->len, NULL, 0);
      replace (self, 0, 0, rows, n_rows);
    }
  else
    {
      replace_around (self, from, to, rows, n_rows);
    }
  if (self->rows->len != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
showing_free (gpointer data)
{
  Showing *self = data;

  g_object_unref (self->rows);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->selecting, dex_unref);
  g_clear_object (&self->anchor);
  g_free (self);
}

static DexFuture *
show_fiber (gpointer data)
{
  Showing *showing = data;
  DossierFindingsRows *self = showing->rows;
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsStoreSelection) selection =
      dossier_await_leaf_boxed (g_steal_pointer (&showing->selecting), NULL, DOSSIER_NO_TIMEOUT, &error);

  if (self->running != showing->cancellable)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Another query took the place of this one");
  g_clear_object (&self->running);
  if (selection == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (self->error != NULL)
    take_error (self, NULL);
  swap (self, showing, selection);
  return dex_future_new_true ();
}

static void
dossier_findings_rows_finalize (GObject *object)
{
  DossierFindingsRows *self = DOSSIER_FINDINGS_ROWS (object);

  g_clear_object (&self->running);
  g_clear_object (&self->anchor_finding);
  g_object_unref (self->store);
  g_array_unref (self->rows);
  g_hash_table_unref (self->fresh);
  g_hash_table_unref (self->stale);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (dossier_findings_rows_parent_class)->finalize (object);
}

static void
dossier_findings_rows_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  DossierFindingsRows *self = DOSSIER_FINDINGS_ROWS (object);

  switch (property_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->rows->len);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_findings_rows_class_init (DossierFindingsRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = dossier_findings_rows_finalize;
  object_class->get_property = dossier_findings_rows_get_property;

  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_findings_rows_init (DossierFindingsRows *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->fresh = cache_new ();
  self->stale = cache_new ();
  self->anchor = DOSSIER_FINDINGS_STORE_NOWHERE;
}

/**
 * dossier_findings_rows_new:
 * @store: a store
 *
 * Returns: (transfer full): an empty list
 */
DossierFindingsRows *
dossier_findings_rows_new (DossierFindingsStore *store)
{
  DossierFindingsRows *self = g_object_new (DOSSIER_TYPE_FINDINGS_ROWS, NULL);

  self->store = g_object_ref (store);
  return self;
}

/**
 * dossier_findings_rows_show:
 * @self: a list
 * @query: what to show
 *
 * Asks the store, and shows the answer when it is there; until then the list stays
 * as it is. A query that is under way ends. The finding at the anchor stays in the
 * list without being said to be removed, if the query finds it, in another snapshot
 * too.
 *
 * Returns: (transfer full): a future of %TRUE when the list shows the answer; rejects
 *   with %G_IO_ERROR_CANCELLED where another query took its place,
 *   %DOSSIER_ERROR_INVALID_INPUT for an order that there is not, %DOSSIER_ERROR_CORRUPT
 *   or a #GIOErrorEnum
 */
DexFuture *
dossier_findings_rows_show (DossierFindingsRows             *self,
                            const DossierFindingsStoreQuery *query)
{
  Showing *showing = g_new0 (Showing, 1);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  showing->rows = g_object_ref (self);
  showing->cancellable = g_cancellable_new ();
  showing->snapshot = query->snapshot;
  g_set_object (&self->running, showing->cancellable);

  g_set_object (&showing->anchor, self->anchor_finding);
  showing->selecting = dossier_findings_store_select (
      self->store, query, showing->anchor != NULL ? dossier_finding_get_arn (showing->anchor) : NULL,
      showing->cancellable);
  return dossier_fiber_spawn (show_fiber, showing, showing_free);
}

/**
 * dossier_findings_rows_set_anchor:
 * @self: a list
 * @position: where the finding is that shall stay in sight, the selected one for
 *   instance; %G_MAXUINT for none
 */
void
dossier_findings_rows_set_anchor (DossierFindingsRows *self,
                                  guint                position)
{
  g_autoptr(DossierFinding) finding = g_list_model_get_item (G_LIST_MODEL (self), position);

  self->anchor = finding != NULL ? position : DOSSIER_FINDINGS_STORE_NOWHERE;
  self->anchor_row = finding != NULL ? row_at (self->rows, position) : 0;
  g_set_object (&self->anchor_finding, finding);
}

/**
 * dossier_findings_rows_get_anchor:
 * @self: a list
 *
 * Returns: where the anchor is, or %G_MAXUINT where there is none (any more)
 */
guint
dossier_findings_rows_get_anchor (DossierFindingsRows *self)
{
  return self->anchor;
}

/**
 * dossier_findings_rows_get_severity_count:
 * @self: a list
 * @rank: a severity
 *
 * Returns: how many of the findings in the list have it
 */
guint
dossier_findings_rows_get_severity_count (DossierFindingsRows *self,
                                          DossierSeverityRank  rank)
{
  g_return_val_if_fail (rank < DOSSIER_N_SEVERITIES, 0);

  return self->counts[rank];
}

/**
 * dossier_findings_rows_get_error:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why a finding could not be read back;
 *   it stands in the list without content
 */
const GError *
dossier_findings_rows_get_error (DossierFindingsRows *self)
{
  return self->error;
}
