// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-field.h"
#include "dossier-filter-values.h"

static JsonArray *
entries_of (JsonObject *criteria,
            const char *field)
{
  return json_object_has_member (criteria, field) ? json_object_get_array_member (criteria, field)
                                                  : NULL;
}

/* A filter is valid once it exists, so an entry of a string field has both members. */
static const char *
equal_value (JsonArray *entries,
             guint      index)
{
  JsonObject *entry = json_array_get_object_element (entries, index);

  return g_str_equal (json_object_get_string_member (entry, "comparison"), "EQUALS")
             ? json_object_get_string_member (entry, "value")
             : NULL;
}

/**
 * dossier_filter_dup_values:
 * @self: a filter
 * @field: a member of FilterCriteria that is a list of StringFilter
 *
 * Returns: (transfer full) (array zero-terminated=1): the values that @field may
 *   equal; empty where the filter does not ask for it
 */
char **
dossier_filter_dup_values (const DossierFilter *self,
                           const char          *field)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (self);
  g_autoptr(GStrvBuilder) values = g_strv_builder_new ();
  JsonArray *entries = entries_of (criteria, field);
  guint n_entries = entries != NULL ? json_array_get_length (entries) : 0;

  for (guint i = 0; i < n_entries; i++)
    {
      const char *value = equal_value (entries, i);

      if (value != NULL)
        g_strv_builder_add (values, value);
    }

  return g_strv_builder_end (values);
}

/**
 * dossier_filter_has_value:
 * @self: a filter
 * @field: a member of FilterCriteria that is a list of StringFilter
 * @value: one of its values
 *
 * Returns: whether @self asks for findings whose @field equals @value
 */
gboolean
dossier_filter_has_value (const DossierFilter *self,
                          const char          *field,
                          const char          *value)
{
  g_auto(GStrv) values = dossier_filter_dup_values (self, field);

  return g_strv_contains ((const char *const *) values, value);
}

/**
 * dossier_filter_toggle_value:
 * @self: a filter
 * @field: a member of FilterCriteria with a fixed set of values
 * @value: one of them
 *
 * Values of one field are alternatives, so taking the last one away means that
 * the filter does not ask for the field any more.
 *
 * Returns: (transfer full): @self with @value asked for, or not any more where it was;
 *   @self as it is where @field has as many entries as AWS takes
 */
DossierFilter *
dossier_filter_toggle_value (const DossierFilter *self,
                             const char          *field,
                             const char          *value)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (self);
  JsonArray *old = entries_of (criteria, field);
  guint n_old = old != NULL ? json_array_get_length (old) : 0;
  g_autoptr(JsonArray) entries = json_array_new ();
  gboolean removed = FALSE;
  DossierFilter *result;

  for (guint i = 0; i < n_old; i++)
    {
      if (g_strcmp0 (equal_value (old, i), value) == 0)
        removed = TRUE;
      else
        json_array_add_element (entries, json_array_dup_element (old, i));
    }

  if (!removed)
    {
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "comparison", "EQUALS");
      json_object_set_string_member (entry, "value", value);
      json_array_add_object_element (entries, entry);
    }

  if (json_array_get_length (entries) > 0)
    json_object_set_array_member (criteria, field, g_steal_pointer (&entries));
  else
    json_object_remove_member (criteria, field);

  result = dossier_filter_from_json (criteria, NULL);
  return result != NULL ? result : dossier_filter_ref ((DossierFilter *) self);
}
