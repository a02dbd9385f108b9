// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-findings-store-field-private.h"
#include "dossier-findings-store-group.h"
#include "dossier-findings-store-private.h"

#define CLASS DOSSIER_FINDINGS_STORE_CLASS
#define RESOURCE DOSSIER_FINDINGS_STORE_RESOURCE
#define WEAKNESS DOSSIER_FINDINGS_STORE_WEAKNESS

/* What findings have in common is in a part of theirs: its row, key and label. */
static const struct { DossierFindingsStoreHome home; const char *keys; } groupings[] = {
  [DOSSIER_FINDINGS_GROUP_VULNERABILITY] = { WEAKNESS, "SELECT id, vulnerability_id, NULL FROM weakness" },
  [DOSSIER_FINDINGS_GROUP_RESOURCE] = { RESOURCE, "SELECT id, resource_id, label FROM resource" },
  [DOSSIER_FINDINGS_GROUP_PACKAGE] = {
      WEAKNESS, "SELECT DISTINCT id, name, NULL FROM weakness LEFT JOIN package ON owner = id" },
  [DOSSIER_FINDINGS_GROUP_REPOSITORY] = { RESOURCE, "SELECT id, repository, NULL FROM resource" },
  [DOSSIER_FINDINGS_GROUP_ACCOUNT] = { CLASS, "SELECT id, account, NULL FROM class" },
  [DOSSIER_FINDINGS_GROUP_REGION] = { RESOURCE, "SELECT id, region, NULL FROM resource" },
  [DOSSIER_FINDINGS_GROUP_TYPE] = { CLASS, "SELECT id, type, NULL FROM class" },
};

typedef struct
{
  DossierFindingsStoreSql *findings;
  DossierFindingsStoreSql *keys;
} Count;

/* By severity rank, of the findings with one part. */
typedef struct
{
  guint counts[DOSSIER_N_SEVERITIES];
} Tally;

static void
count_free (gpointer data)
{
  Count *self = data;

  dossier_findings_store_sql_free (self->findings);
  dossier_findings_store_sql_free (self->keys);
  g_free (self);
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  DossierFindingsStoreGroup *one = *(DossierFindingsStoreGroup *const *) a;
  DossierFindingsStoreGroup *two = *(DossierFindingsStoreGroup *const *) b;
  guint n_one = dossier_findings_store_group_get_total (one);
  guint n_two = dossier_findings_store_group_get_total (two);

  if (n_one != n_two)
    return n_one > n_two ? -1 : 1;
  return g_strcmp0 (dossier_findings_store_group_get_key (one), dossier_findings_store_group_get_key (two));
}

/* By the lower half of the part's id, which is a number from 1 on without gaps. */
static gboolean
tally_findings (sqlite3      *db,
                const Count  *count,
                GArray       *tallies,
                GError      **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_sql_prepare (count->findings, db, error);

  while (statement != NULL)
    {
      gboolean has_row;
      guint number;

      if (!dossier_findings_store_db_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      number = (guint) (sqlite3_column_int64 (statement, 0) & G_MAXUINT32);
      if (number >= tallies->len)
        g_array_set_size (tallies, number + 1);
      g_array_index (tallies, Tally, number)
          .counts[CLAMP (sqlite3_column_int (statement, 1), 0, DOSSIER_N_SEVERITIES - 1)]++;
    }
  return FALSE;
}

static void
add_to_group (GPtrArray    *list,
              GHashTable   *groups,
              sqlite3_stmt *statement,
              const Tally  *tally)
{
  const char *key = (const char *) sqlite3_column_text (statement, 1);
  /* No value is another group than an empty one. */
  g_autofree char *name = key != NULL ? g_strconcat ("=", key, NULL) : g_strdup ("");
  DossierFindingsStoreGroup *group = g_hash_table_lookup (groups, name);

  if (group == NULL)
    {
      group = dossier_findings_store_group_new (key);
      g_ptr_array_add (list, group);
      g_hash_table_insert (groups, g_steal_pointer (&name), group);
    }
  for (guint rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    dossier_findings_store_group_add (group, (const char *) sqlite3_column_text (statement, 2), rank,
                                      tally->counts[rank]);
}

static gpointer
count_job (DossierFindingsStoreEngine  *engine,
           gpointer                     data,
           GError                     **error)
{
  const Count *count = data;
  g_autoptr(GArray) tallies = g_array_new (FALSE, TRUE, sizeof (Tally));
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(sqlite3_stmt) statement = NULL;
  static const Tally nothing = { 0 };

  if (!tally_findings (engine->db, count, tallies, error))
    return NULL;
  statement = dossier_findings_store_sql_prepare (count->keys, engine->db, error);
  while (statement != NULL)
    {
      gboolean has_row;
      guint number;

      if (!dossier_findings_store_db_step (statement, &has_row, error))
        return NULL;
      if (!has_row)
        {
          g_ptr_array_sort (list, compare_groups);
          return g_steal_pointer (&list);
        }
      number = (guint) (sqlite3_column_int64 (statement, 0) & G_MAXUINT32);
      if (number < tallies->len && memcmp (&g_array_index (tallies, Tally, number), &nothing, sizeof nothing) != 0)
        add_to_group (list, groups, statement, &g_array_index (tallies, Tally, number));
    }
  return NULL;
}

/**
 * dossier_findings_store_count_groups:
 * @self: a store
 * @query: which findings; their order does not matter
 * @grouping: what to count by
 *
 * Returns: (transfer full): a future of a #GPtrArray of #DossierFindingsStoreGroup,
 *   the largest first; rejects with %DOSSIER_ERROR_CORRUPT or a #GIOErrorEnum
 */
DexFuture *
dossier_findings_store_count_groups (DossierFindingsStore            *self,
                                     const DossierFindingsStoreQuery *query,
                                     DossierFindingsGrouping          grouping)
{
  Count *count = g_new0 (Count, 1);

  count->findings = dossier_findings_store_sql_new ();
  g_string_append_printf (count->findings->text, "SELECT f.%s, f.rank FROM finding f",
                          dossier_findings_store_home_name (groupings[grouping].home));
  dossier_findings_store_sql_add_conditions (count->findings, query);
  count->keys = dossier_findings_store_sql_new ();
  g_string_append (count->keys->text, groupings[grouping].keys);
  dossier_findings_store_sql_add_range (count->keys, " WHERE id", query->snapshot);
  return dossier_findings_store_run (self, count_job, count, count_free, G_TYPE_PTR_ARRAY);
}
