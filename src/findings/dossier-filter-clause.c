// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-clause.h"

G_DEFINE_BOXED_TYPE (DossierFilterClause, dossier_filter_clause, dossier_filter_clause_copy,
                     dossier_filter_clause_free)

static gboolean
is_excluding (const DossierFilterCondition *condition)
{
  return condition->field->kind == DOSSIER_FILTER_KIND_STRING && condition->comparison == DOSSIER_FILTER_NOT_EQUALS;
}

static DossierFilterClause *
clause_new (const DossierFilterField *field,
            gboolean                  excludes,
            GPtrArray                *conditions)
{
  DossierFilterClause *self = g_new0 (DossierFilterClause, 1);

  self->field = field;
  self->excludes = excludes;
  self->conditions = dossier_filter_conditions_new ();
  for (guint i = 0; i < conditions->len; i++)
    if (is_excluding (conditions->pdata[i]) == excludes)
      g_ptr_array_add (self->conditions, dossier_filter_condition_copy (conditions->pdata[i]));
  return self;
}

static void
add_clauses (GPtrArray                *clauses,
             JsonObject               *criteria,
             const DossierFilterField *field,
             gboolean                  is_default)
{
  g_autoptr(GPtrArray) conditions = dossier_filter_conditions_read (criteria, field);

  for (guint excludes = 0; excludes < 2; excludes++)
    {
      g_autoptr(DossierFilterClause) clause = clause_new (field, excludes != 0, conditions);

      clause->is_default = is_default;
      if (clause->conditions->len > 0)
        g_ptr_array_add (clauses, g_steal_pointer (&clause));
    }
}

/**
 * dossier_filter_clause_copy:
 * @self: a clause
 *
 * Returns: (transfer full): a copy
 */
DossierFilterClause *
dossier_filter_clause_copy (const DossierFilterClause *self)
{
  DossierFilterClause *copy = clause_new (self->field, self->excludes, self->conditions);

  copy->is_default = self->is_default;
  return copy;
}

/**
 * dossier_filter_clause_free:
 * @self: (transfer full): a clause
 */
void
dossier_filter_clause_free (DossierFilterClause *self)
{
  g_ptr_array_unref (self->conditions);
  g_free (self);
}

/**
 * dossier_filter_list_clauses:
 * @self: a filter
 *
 * Returns: (transfer full) (element-type DossierFilterClause): all that is asked for, in
 *   the order of the catalogue; a status is always among them
 */
GPtrArray *
dossier_filter_list_clauses (const DossierFilter *self)
{
  GPtrArray *clauses = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_filter_clause_free);
  g_autoptr(JsonObject) said = dossier_filter_to_json (self);
  g_autoptr(DossierFilter) whole = dossier_filter_with_default_status ((DossierFilter *) self);
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (whole);
  const DossierFilterField *fields;
  gsize n_fields;

  fields = dossier_filter_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    add_clauses (clauses, criteria, &fields[i], !json_object_has_member (said, fields[i].name));
  return clauses;
}

/**
 * dossier_filter_with_clause:
 * @self: a filter
 * @field: a field of the catalogue
 * @excludes: which of its two clauses is meant
 * @conditions: (nullable) (element-type DossierFilterCondition): what the clause shall
 *   say; %NULL or empty to take it away
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which names field, entry and member
 *
 * Returns: (transfer full) (nullable): @self with that clause; the rest is as it was
 */
DossierFilter *
dossier_filter_with_clause (const DossierFilter       *self,
                            const DossierFilterField  *field,
                            gboolean                   excludes,
                            GPtrArray                 *conditions,
                            GError                   **error)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (self);
  g_autoptr(GPtrArray) before = dossier_filter_conditions_read (criteria, field);
  g_autoptr(JsonArray) entries = json_array_new ();

  for (guint i = 0; i < before->len; i++)
    if (is_excluding (before->pdata[i]) != excludes)
      json_array_add_element (entries, dossier_filter_condition_to_json (before->pdata[i]));
  for (guint i = 0; conditions != NULL && i < conditions->len; i++)
    json_array_add_element (entries, dossier_filter_condition_to_json (conditions->pdata[i]));

  if (json_array_get_length (entries) > 0)
    json_object_set_array_member (criteria, field->name, g_steal_pointer (&entries));
  else if (json_object_has_member (criteria, field->name))
    json_object_remove_member (criteria, field->name);
  return dossier_filter_from_json (criteria, error);
}
