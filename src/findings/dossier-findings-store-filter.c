// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-store-field-private.h"
#include "dossier-findings-store-sql-private.h"

/* A filter as a condition on the row “f” of a finding, by the rules of the
 * Inspector API: fields are combined by AND; of one field's entries, one of
 * those that ask for something has to match, if there are any, and every
 * NOT_EQUALS has to hold. Of several values of a field any will do, and a field
 * that is absent is nothing but unequal.
 */
typedef DossierFindingsStoreSql Sql;

static const struct { const char *low; const char *high; } bounds[] = {
  [DOSSIER_FILTER_KIND_NUMBER] = { "lowerInclusive", "upperInclusive" },
  [DOSSIER_FILTER_KIND_DATE] = { "startInclusive", "endInclusive" },
  [DOSSIER_FILTER_KIND_PORT] = { "beginInclusive", "endInclusive" },
};

static void
add_plain (Sql        *sql,
           const char *text)
{
  g_string_append (sql->text, text);
}

static gboolean
is_negative (JsonObject *entry)
{
  return g_strcmp0 (json_object_get_string_member_with_default (entry, "comparison", NULL), "NOT_EQUALS") == 0;
}

/* @column = value; what a NOT_EQUALS names, too. */
static void
add_string_match (Sql        *sql,
                  const char *column,
                  JsonObject *entry)
{
  const char *value = json_object_get_string_member (entry, "value");
  g_autofree char *start = NULL;

  if (!g_str_equal (json_object_get_string_member (entry, "comparison"), "PREFIX"))
    {
      start = g_strconcat (column, " = ", NULL);
      dossier_findings_store_sql_add_text (sql, start, value);
      return;
    }
  start = g_strdup_printf ("substr(%s, 1, %ld) = ", column, g_utf8_strlen (value, -1));
  dossier_findings_store_sql_add_text (sql, start, value);
}

static void
add_range_match (Sql        *sql,
                 const char *low_column,
                 const char *high_column,
                 const char *low,
                 const char *high,
                 JsonObject *entry)
{
  g_autofree char *from = g_strconcat (high_column, " >= ", NULL);
  g_autofree char *to = g_strconcat (low_column, " <= ", NULL);

  if (json_object_has_member (entry, low))
    dossier_findings_store_sql_add_number (sql, from, json_object_get_double_member (entry, low));
  if (json_object_has_member (entry, low) && json_object_has_member (entry, high))
    add_plain (sql, " AND ");
  if (json_object_has_member (entry, high))
    dossier_findings_store_sql_add_number (sql, to, json_object_get_double_member (entry, high));
}

static void
add_map_match (Sql        *sql,
               JsonObject *entry)
{
  dossier_findings_store_sql_add_text (sql, "a = ", json_object_get_string_member (entry, "key"));
  if (json_object_has_member (entry, "value"))
    dossier_findings_store_sql_add_text (sql, " AND b = ", json_object_get_string_member (entry, "value"));
}

/* All that one entry says is about the same package. */
static void
add_package_match (Sql        *sql,
                   JsonObject *entry)
{
  const DossierFilterField *members;
  const char *joint = "";
  gsize n_members;

  members = dossier_filter_package_members (&n_members);
  for (gsize i = 0; i < n_members; i++)
    {
      const char *column = members[i].path;
      JsonObject *wanted;

      if (!json_object_has_member (entry, members[i].name))
        continue;
      wanted = json_object_get_object_member (entry, members[i].name);
      g_string_append_printf (sql->text, "%s(", joint);
      joint = " AND ";
      if (members[i].kind == DOSSIER_FILTER_KIND_NUMBER)
        {
          add_range_match (sql, column, column, bounds[members[i].kind].low, bounds[members[i].kind].high, wanted);
        }
      else if (is_negative (wanted))
        {
          g_string_append_printf (sql->text, "%s IS NULL OR NOT ", column);
          add_string_match (sql, column, wanted);
        }
      else
        {
          add_string_match (sql, column, wanted);
        }
      add_plain (sql, ")");
    }
}

static void
add_match (Sql               *sql,
           DossierFilterKind  kind,
           const char        *column,
           JsonObject        *entry)
{
  switch (kind)
    {
    case DOSSIER_FILTER_KIND_STRING:
      add_string_match (sql, column, entry);
      break;
    case DOSSIER_FILTER_KIND_NUMBER:
    case DOSSIER_FILTER_KIND_DATE:
      add_range_match (sql, column, column, bounds[kind].low, bounds[kind].high, entry);
      break;
    case DOSSIER_FILTER_KIND_PORT:
      add_range_match (sql, "a", "b", bounds[kind].low, bounds[kind].high, entry);
      break;
    case DOSSIER_FILTER_KIND_MAP:
      add_map_match (sql, entry);
      break;
    case DOSSIER_FILTER_KIND_PACKAGE:
      add_package_match (sql, entry);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* One of those entries matches that are, or are not, NOT_EQUALS. */
static void
add_any (Sql                             *sql,
         const DossierFindingsStoreField *field,
         JsonArray                       *entries,
         gboolean                         negative)
{
  DossierFilterKind kind = dossier_filter_field_find (field->name)->kind;
  const char *joint = "";
  const char *column = field->number == 0 ? field->column : "a";

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      if (is_negative (entry) != negative)
        continue;
      g_string_append_printf (sql->text, "%s(", joint);
      add_match (sql, kind, column, entry);
      add_plain (sql, ")");
      joint = " OR ";
    }
}

static void
add_clause (Sql                             *sql,
            gint64                           snapshot,
            const DossierFindingsStoreField *field,
            JsonArray                       *entries,
            gboolean                         negative)
{
  const char *home = dossier_findings_store_home_name (field->home);

  if (field->home == DOSSIER_FINDINGS_STORE_FINDING)
    {
      /* An unknown is not true in SQL, nor is its opposite. */
      g_string_append (sql->text, negative ? " AND NOT ifnull(" : " AND (");
      add_any (sql, field, entries, negative);
      g_string_append (sql->text, negative ? ", 0)" : ")");
      return;
    }

  g_string_append_printf (sql->text, " AND f.%s %sIN (SELECT ", home, negative ? "NOT " : "");
  if (dossier_filter_field_find (field->name)->kind == DOSSIER_FILTER_KIND_PACKAGE)
    dossier_findings_store_sql_add_range (sql, "owner FROM package WHERE owner", snapshot);
  else if (field->number == 0)
    {
      g_autofree char *start = g_strdup_printf ("id FROM %s WHERE id", home);

      dossier_findings_store_sql_add_range (sql, start, snapshot);
    }
  else
    {
      g_autofree char *start = g_strdup_printf ("owner FROM fact WHERE field = %u AND snapshot = ", field->number);

      dossier_findings_store_sql_add_integer (sql, start, snapshot);
    }
  add_plain (sql, " AND (");
  add_any (sql, field, entries, negative);
  add_plain (sql, "))");
}

/*
 * dossier_findings_store_sql_add_filter:
 * @self: a statement that ends in a condition
 * @snapshot: the snapshot
 * @filter: a filter
 *
 * Narrows the condition to the findings that are meant.
 */
void
dossier_findings_store_sql_add_filter (DossierFindingsStoreSql *self,
                                       gint64                   snapshot,
                                       const DossierFilter     *filter)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (filter);
  g_autoptr(GList) names = json_object_get_members (criteria);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const DossierFindingsStoreField *field = dossier_findings_store_field_find (l->data);
      JsonArray *entries = json_object_get_array_member (criteria, l->data);
      gboolean has[2] = { FALSE, FALSE };

      for (guint i = 0; i < json_array_get_length (entries); i++)
        has[is_negative (json_array_get_object_element (entries, i))] = TRUE;
      for (guint negative = 0; negative < G_N_ELEMENTS (has); negative++)
        if (has[negative])
          add_clause (self, snapshot, field, entries, negative);
    }
}
