// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-condition.h"

G_DEFINE_BOXED_TYPE (DossierFilterCondition, dossier_filter_condition, dossier_filter_condition_copy,
                     dossier_filter_condition_free)

/* By DossierFilterComparison. */
static const char *const comparisons[] = { "EQUALS", "PREFIX", "NOT_EQUALS" };

/* By DossierFilterKind: the members that hold the bounds of a range. */
static const struct
{
  const char *low;
  const char *high;
} bounds[] = {
  [DOSSIER_FILTER_KIND_NUMBER] = { "lowerInclusive", "upperInclusive" },
  [DOSSIER_FILTER_KIND_DATE] = { "startInclusive", "endInclusive" },
  [DOSSIER_FILTER_KIND_PORT] = { "beginInclusive", "endInclusive" },
};

static gboolean
read_bound (JsonObject *entry,
            const char *name,
            double     *bound)
{
  if (!json_object_has_member (entry, name))
    return FALSE;
  *bound = json_object_get_double_member (entry, name);
  return TRUE;
}

static DossierFilterComparison
read_comparison (JsonObject *entry)
{
  const char *name = json_object_get_string_member (entry, "comparison");
  guint at = 0;

  while (at < G_N_ELEMENTS (comparisons) - 1 && !g_str_equal (comparisons[at], name))
    at++;
  return (DossierFilterComparison) at;
}

/* A filter is valid once it exists, so an entry has what its kind needs. */
static DossierFilterCondition *
condition_read (const DossierFilterField *field,
                JsonObject               *entry)
{
  DossierFilterCondition *self = dossier_filter_condition_new (field);
  const DossierFilterField *members;
  gsize n_members;

  switch (field->kind)
    {
    case DOSSIER_FILTER_KIND_STRING:
      self->comparison = read_comparison (entry);
      self->value = g_strdup (json_object_get_string_member (entry, "value"));
      break;
    case DOSSIER_FILTER_KIND_MAP:
      self->key = g_strdup (json_object_get_string_member (entry, "key"));
      self->value = g_strdup (json_object_get_string_member_with_default (entry, "value", NULL));
      break;
    case DOSSIER_FILTER_KIND_PACKAGE:
      members = dossier_filter_package_members (&n_members);
      for (gsize i = 0; i < n_members; i++)
        if (json_object_has_member (entry, members[i].name))
          g_ptr_array_add (self->members,
                           condition_read (&members[i], json_object_get_object_member (entry, members[i].name)));
      break;
    default:
      self->has_low = read_bound (entry, bounds[field->kind].low, &self->low);
      self->has_high = read_bound (entry, bounds[field->kind].high, &self->high);
      break;
    }
  return self;
}

static gpointer
copy_member (gconstpointer member,
             gpointer)
{
  return dossier_filter_condition_copy (member);
}

/**
 * dossier_filter_conditions_new:
 *
 * Returns: (transfer full) (element-type DossierFilterCondition): an empty list that owns what is in it
 */
GPtrArray *
dossier_filter_conditions_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_filter_condition_free);
}

/**
 * dossier_filter_condition_new:
 * @field: what the condition is about
 *
 * Returns: (transfer full): a condition that says nothing yet
 */
DossierFilterCondition *
dossier_filter_condition_new (const DossierFilterField *field)
{
  DossierFilterCondition *self = g_new0 (DossierFilterCondition, 1);

  self->field = field;
  if (field->kind == DOSSIER_FILTER_KIND_PACKAGE)
    self->members = dossier_filter_conditions_new ();
  return self;
}

/**
 * dossier_filter_condition_copy:
 * @self: a condition
 *
 * Returns: (transfer full): a copy
 */
DossierFilterCondition *
dossier_filter_condition_copy (const DossierFilterCondition *self)
{
  DossierFilterCondition *copy = g_memdup2 (self, sizeof *self);

  copy->key = g_strdup (self->key);
  copy->value = g_strdup (self->value);
  copy->members = self->members != NULL ? g_ptr_array_copy (self->members, (GCopyFunc) copy_member, NULL) : NULL;
  return copy;
}

/**
 * dossier_filter_condition_free:
 * @self: (transfer full): a condition
 */
void
dossier_filter_condition_free (DossierFilterCondition *self)
{
  g_free (self->key);
  g_free (self->value);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_free (self);
}

/**
 * dossier_filter_condition_to_json:
 * @self: a condition
 *
 * Returns: (transfer full): the entry of a FilterCriteria; whether AWS takes it is
 *   found out by dossier_filter_from_json()
 */
JsonNode *
dossier_filter_condition_to_json (const DossierFilterCondition *self)
{
  g_autoptr(JsonObject) entry = json_object_new ();

  switch (self->field->kind)
    {
    case DOSSIER_FILTER_KIND_STRING:
      json_object_set_string_member (entry, "comparison", comparisons[self->comparison]);
      json_object_set_string_member (entry, "value", self->value);
      break;
    case DOSSIER_FILTER_KIND_MAP:
      json_object_set_string_member (entry, "comparison", comparisons[DOSSIER_FILTER_EQUALS]);
      json_object_set_string_member (entry, "key", self->key);
      if (self->value != NULL)
        json_object_set_string_member (entry, "value", self->value);
      break;
    case DOSSIER_FILTER_KIND_PACKAGE:
      for (guint i = 0; i < self->members->len; i++)
        {
          const DossierFilterCondition *member = self->members->pdata[i];

          json_object_set_member (entry, member->field->name, dossier_filter_condition_to_json (member));
        }
      break;
    default:
      if (self->has_low)
        json_object_set_double_member (entry, bounds[self->field->kind].low, self->low);
      if (self->has_high)
        json_object_set_double_member (entry, bounds[self->field->kind].high, self->high);
      break;
    }
  return json_node_init_object (json_node_alloc (), entry);
}

/**
 * dossier_filter_conditions_read:
 * @criteria: what dossier_filter_to_json() gave
 * @field: a field of the catalogue
 *
 * Returns: (transfer full) (element-type DossierFilterCondition): as
 *   dossier_filter_list_conditions(), for those who ask for many fields
 */
GPtrArray *
dossier_filter_conditions_read (JsonObject               *criteria,
                                const DossierFilterField *field)
{
  GPtrArray *conditions = dossier_filter_conditions_new ();
  JsonArray *entries = json_object_has_member (criteria, field->name)
                           ? json_object_get_array_member (criteria, field->name)
                           : NULL;

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    g_ptr_array_add (conditions, condition_read (field, json_array_get_object_element (entries, i)));
  return conditions;
}

/**
 * dossier_filter_list_conditions:
 * @self: a filter
 * @field: a field of the catalogue
 *
 * Returns: (transfer full) (element-type DossierFilterCondition): what @self asks of
 *   @field; empty where it does not ask for it
 */
GPtrArray *
dossier_filter_list_conditions (const DossierFilter      *self,
                                const DossierFilterField *field)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (self);

  return dossier_filter_conditions_read (criteria, field);
}
