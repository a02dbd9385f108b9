// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <math.h>

#include "dossier-error.h"
#include "dossier-finding.h"
#include "dossier-findings-store-field-private.h"
#include "dossier-findings-store-search-private.h"

#define FINDING DOSSIER_FINDINGS_STORE_FINDING
#define CLASS DOSSIER_FINDINGS_STORE_CLASS
#define RESOURCE DOSSIER_FINDINGS_STORE_RESOURCE
#define WEAKNESS DOSSIER_FINDINGS_STORE_WEAKNESS

/* Comes after every value, whatever the direction. */
#define ABSENT NAN

/* What can be sorted by: SortField of the Inspector API, and after those what
 * only lists here offer. */
static const struct { const char *name; DossierFindingsStoreHome home; const char *column; } sorts[] = {
  { "AWS_ACCOUNT_ID", CLASS, "account" },
  { "COMPONENT_TYPE", WEAKNESS, "component_type" },
  { "ECR_IMAGE_PUSHED_AT", RESOURCE, "pushed" },
  { "ECR_IMAGE_REGISTRY", RESOURCE, "registry" },
  { "ECR_IMAGE_REPOSITORY_NAME", RESOURCE, "repository" },
  { "EPSS_SCORE", WEAKNESS, "epss" },
  { "FINDING_STATUS", CLASS, "status" },
  { "FINDING_TYPE", CLASS, "type" },
  { "FIRST_OBSERVED_AT", FINDING, "first" },
  { "INSPECTOR_SCORE", WEAKNESS, "score" },
  { "LAST_OBSERVED_AT", FINDING, "last" },
  { "NETWORK_PROTOCOL", WEAKNESS, "protocol" },
  { "RESOURCE_TYPE", RESOURCE, "type" },
  { "SEVERITY", FINDING, "rank" },
  { "VENDOR_SEVERITY", WEAKNESS, "vendor_severity" },
  { "VULNERABILITY_ID", WEAKNESS, "vulnerability_id" },
  { "VULNERABILITY_SOURCE", WEAKNESS, "source" },

  { "EXPLOIT_AVAILABLE", WEAKNESS, "exploit" },
  { "FIX_AVAILABLE", WEAKNESS, "fix" },
  { "REGION", RESOURCE, "region" },
  { "RESOURCE_ID", RESOURCE, "resource_id" },
  { "RESOURCE_LABEL", RESOURCE, "label" },
  { "TITLE", WEAKNESS, "title" },
  { "UPDATED_AT", FINDING, "updated" },
};

typedef struct
{
  double key;
  gint64 row;
} Place;

/* Rows came in the order of their ids, which is that in which findings came. */
static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      descending)
{
  const Place *one = a;
  const Place *two = b;

  if (isnan (one->key) != isnan (two->key))
    return isnan (one->key) ? 1 : -1;
  if (one->key != two->key && !isnan (one->key))
    return (one->key < two->key) == (descending == NULL) ? -1 : 1;
  return one->row < two->row ? -1 : one->row > two->row;
}

static double
get_number (sqlite3_stmt *statement,
            int           column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? ABSENT : sqlite3_column_double (statement, column);
}

/* Whether the value is not the one of the row before, which it becomes. */
static gboolean
differs (sqlite3_stmt *statement,
         GString      *text,
         double       *number)
{
  double before = *number;

  if (sqlite3_column_type (statement, 1) == SQLITE_TEXT)
    {
      const char *now = (const char *) sqlite3_column_text (statement, 1);

      if (g_str_equal (text->str, now))
        return FALSE;
      g_string_assign (text, now);
      return TRUE;
    }
  *number = sqlite3_column_double (statement, 1);
  return *number != before;
}

/* The places of the rows of another table, which come in their order, by the
 * lower half of their ids: a number from 1 on without gaps. Equal ones share one. */
static gboolean
read_places (const DossierFindingsStoreSearch  *self,
             sqlite3                           *db,
             GArray                            *places,
             GError                           **error)
{
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_sql_prepare (self->places, db, error);
  g_autoptr(GString) text = g_string_new (NULL);
  double number = -INFINITY;
  double place = 0;

  while (statement != NULL)
    {
      gboolean has_row;
      guint at;

      if (!dossier_findings_store_db_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      at = (guint) (sqlite3_column_int64 (statement, 0) & G_MAXUINT32);
      for (const double absent = ABSENT; places->len <= at;)
        g_array_append_val (places, absent);
      if (differs (statement, text, &number))
        place++;
      g_array_index (places, double, at) = place;
    }
  return FALSE;
}

static double
get_key (const DossierFindingsStoreSearch *self,
         sqlite3_stmt                     *statement,
         const GArray                     *places)
{
  guint number;

  if (self->places == NULL)
    return get_number (statement, 2);
  number = (guint) (sqlite3_column_int64 (statement, 2) & G_MAXUINT32);
  return number < places->len ? g_array_index (places, double, number) : ABSENT;
}

/*
 * dossier_findings_store_search_new:
 * @query: a query
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT where it cannot be sorted so
 *
 * Returns: (transfer full) (nullable): what finds the rows of the findings in their order
 */
DossierFindingsStoreSearch *
dossier_findings_store_search_new (const DossierFindingsStoreQuery  *query,
                                   GError                          **error)
{
  g_autoptr(DossierFindingsStoreSearch) self = g_new0 (DossierFindingsStoreSearch, 1);
  gsize at = 0;

  while (query->sort_field != NULL && at < G_N_ELEMENTS (sorts) && !g_str_equal (sorts[at].name, query->sort_field))
    at++;
  if (at == G_N_ELEMENTS (sorts))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "Findings cannot be sorted by “%s”",
                   query->sort_field);
      return NULL;
    }

  self->is_sorted = query->sort_field != NULL;
  self->descending = query->descending;
  self->rows = dossier_findings_store_sql_new ();
  g_string_append (self->rows->text, "SELECT f.id, f.rank");
  if (self->is_sorted)
    g_string_append_printf (self->rows->text, ", f.%s",
                            sorts[at].home == FINDING ? sorts[at].column
                                                      : dossier_findings_store_home_name (sorts[at].home));
  g_string_append (self->rows->text, " FROM finding f");
  dossier_findings_store_sql_add_conditions (self->rows, query);
  g_string_append (self->rows->text, " ORDER BY f.id");

  if (self->is_sorted && sorts[at].home != FINDING)
    {
      self->places = dossier_findings_store_sql_new ();
      g_string_append_printf (self->places->text, "SELECT id, %s FROM %s", sorts[at].column,
                              dossier_findings_store_home_name (sorts[at].home));
      dossier_findings_store_sql_add_range (self->places, " WHERE id", query->snapshot);
      g_string_append_printf (self->places->text, " AND %s IS NOT NULL ORDER BY %s", sorts[at].column, sorts[at].column);
    }
  return g_steal_pointer (&self);
}

/*
 * dossier_findings_store_search_run:
 * @self: a search
 * @db: a database
 * @rows: (element-type gint64): where to append the ids in their order
 * @counts: (array fixed-size=7): where to add how many have each severity
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Sorting is done here and not in SQL: only the few values that findings share
 * are compared as texts, and findings by the places of these.
 *
 * Returns: whether it went well
 */
gboolean
dossier_findings_store_search_run (const DossierFindingsStoreSearch  *self,
                                   sqlite3                           *db,
                                   GArray                            *rows,
                                   guint                             *counts,
                                   GError                           **error)
{
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) found = g_array_new (FALSE, FALSE, sizeof (Place));
  g_autoptr(sqlite3_stmt) statement = NULL;
  gboolean has_row = TRUE;

  if (self->places != NULL && !read_places (self, db, places, error))
    return FALSE;
  statement = dossier_findings_store_sql_prepare (self->rows, db, error);
  if (statement == NULL)
    return FALSE;

  for (;;)
    {
      Place place = { 0 };

      if (!dossier_findings_store_db_step (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      place.row = sqlite3_column_int64 (statement, 0);
      if (self->is_sorted)
        place.key = get_key (self, statement, places);
      counts[CLAMP (sqlite3_column_int (statement, 1), 0, DOSSIER_N_SEVERITIES - 1)]++;
      g_array_append_val (found, place);
    }
  if (self->is_sorted)
    g_array_sort_with_data (found, compare, GINT_TO_POINTER (self->descending));
  g_array_set_size (rows, rows->len + found->len);
  for (guint i = 0; i < found->len; i++)
    g_array_index (rows, gint64, rows->len - found->len + i) = g_array_index (found, Place, i).row;
  return TRUE;
}

/*
 * dossier_findings_store_search_free:
 * @self: (transfer full): a search
 */
void
dossier_findings_store_search_free (DossierFindingsStoreSearch *self)
{
  g_clear_pointer (&self->rows, dossier_findings_store_sql_free);
  g_clear_pointer (&self->places, dossier_findings_store_sql_free);
  g_free (self);
}

/**
 * dossier_findings_store_sort_fields:
 *
 * Returns: (transfer none) (array zero-terminated=1): what a #DossierFindingsStoreQuery
 *   sorts by: the fields of dossier_findings_sort_fields() and some more
 */
const char *const *
dossier_findings_store_sort_fields (void)
{
  static const char *names[G_N_ELEMENTS (sorts) + 1];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (sorts); i++)
        names[i] = sorts[i].name;
      g_once_init_leave (&made, 1);
    }
  return names;
}
