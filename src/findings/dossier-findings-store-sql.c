// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-store-text-private.h"
#include "dossier-findings-store-sql-private.h"

/*
 * dossier_findings_store_sql_new:
 *
 * Returns: (transfer full): an empty statement
 */
DossierFindingsStoreSql *
dossier_findings_store_sql_new (void)
{
  DossierFindingsStoreSql *self = g_new0 (DossierFindingsStoreSql, 1);

  self->text = g_string_new (NULL);
  self->values = g_array_new (FALSE, TRUE, sizeof (GValue));
  g_array_set_clear_func (self->values, (GDestroyNotify) g_value_unset);
  return self;
}

static GValue *
add_value (DossierFindingsStoreSql *self,
           const char              *sql,
           GType                    type)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, type);
  g_string_append_printf (self->text, "%s?", sql);
  g_array_append_val (self->values, value);
  return &g_array_index (self->values, GValue, self->values->len - 1);
}

/*
 * dossier_findings_store_sql_add_text:
 * @self: a statement
 * @sql: text to append, after which the value stands
 * @value: the value
 */
void
dossier_findings_store_sql_add_text (DossierFindingsStoreSql *self,
                                     const char              *sql,
                                     const char              *value)
{
  g_value_set_string (add_value (self, sql, G_TYPE_STRING), value);
}

/*
 * dossier_findings_store_sql_add_number:
 * @self: a statement
 * @sql: text to append, after which the value stands
 * @value: the value
 */
void
dossier_findings_store_sql_add_number (DossierFindingsStoreSql *self,
                                       const char              *sql,
                                       double                   value)
{
  g_value_set_double (add_value (self, sql, G_TYPE_DOUBLE), value);
}

/*
 * dossier_findings_store_sql_add_integer:
 * @self: a statement
 * @sql: text to append, after which the value stands
 * @value: the value
 */
void
dossier_findings_store_sql_add_integer (DossierFindingsStoreSql *self,
                                        const char              *sql,
                                        gint64                   value)
{
  g_value_set_int64 (add_value (self, sql, G_TYPE_INT64), value);
}

/*
 * dossier_findings_store_sql_add_range:
 * @self: a statement
 * @sql: text to append, which ends in an id
 * @snapshot: to what the id must belong
 */
void
dossier_findings_store_sql_add_range (DossierFindingsStoreSql *self,
                                      const char              *sql,
                                      gint64                   snapshot)
{
  g_string_append (self->text, sql);
  dossier_findings_store_sql_add_integer (self, " BETWEEN ", DOSSIER_FINDINGS_STORE_FIRST_ID (snapshot));
  dossier_findings_store_sql_add_integer (self, " AND ", DOSSIER_FINDINGS_STORE_LAST_ID (snapshot));
}

/* Each word is in one of the texts. */
static void
add_search (DossierFindingsStoreSql *self,
            gint64                   snapshot,
            const char              *search)
{
  g_autofree char *folded = dossier_findings_store_text_fold (search);
  g_auto(GStrv) words = g_strsplit_set (folded, " \t\n\r", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      dossier_findings_store_sql_add_range (self, " AND (f.weakness IN (SELECT id FROM weakness WHERE id", snapshot);
      dossier_findings_store_sql_add_text (self, " AND " DOSSIER_FINDINGS_STORE_CONTAINS "(", words[i]);
      dossier_findings_store_sql_add_range (
          self, ", title, vulnerability_id)) OR f.resource IN (SELECT id FROM resource WHERE id", snapshot);
      dossier_findings_store_sql_add_text (self, " AND " DOSSIER_FINDINGS_STORE_CONTAINS "(", words[i]);
      g_string_append (self->text, ", resource_id, label)))");
    }
}

/*
 * dossier_findings_store_sql_add_conditions:
 * @self: a statement that ends in the table of findings as “f”
 * @query: a query
 */
void
dossier_findings_store_sql_add_conditions (DossierFindingsStoreSql         *self,
                                           const DossierFindingsStoreQuery *query)
{
  dossier_findings_store_sql_add_range (self, " WHERE f.id", query->snapshot);
  if (query->filter != NULL)
    dossier_findings_store_sql_add_filter (self, query->snapshot, query->filter);
  if (query->search != NULL)
    add_search (self, query->snapshot, query->search);
}

/*
 * dossier_findings_store_sql_prepare:
 * @self: a statement
 * @db: a database
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Returns: (transfer full) (nullable): the statement with its values, which must outlive it
 */
sqlite3_stmt *
dossier_findings_store_sql_prepare (const DossierFindingsStoreSql  *self,
                                    sqlite3                        *db,
                                    GError                        **error)
{
  sqlite3_stmt *statement = dossier_findings_store_db_prepare (db, self->text->str, error);

  for (guint i = 0; statement != NULL && i < self->values->len; i++)
    {
      const GValue *value = &g_array_index (self->values, GValue, i);

      if (G_VALUE_HOLDS_STRING (value))
        dossier_findings_store_db_bind_text (statement, (int) i + 1, g_value_get_string (value));
      else if (G_VALUE_HOLDS_INT64 (value))
        sqlite3_bind_int64 (statement, (int) i + 1, g_value_get_int64 (value));
      else
        sqlite3_bind_double (statement, (int) i + 1, g_value_get_double (value));
    }
  return statement;
}

/*
 * dossier_findings_store_sql_free:
 * @self: (transfer full): a statement
 */
void
dossier_findings_store_sql_free (DossierFindingsStoreSql *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->values);
  g_free (self);
}
