// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-filter.h"
#include "dossier-filter-entry-private.h"
#include "dossier-filter-field.h"
#include "dossier-json.h"

struct _DossierFilter
{
  gatomicrefcount ref_count;
  char *text; /* canonical JSON: shareable between threads, unlike a JsonObject that is handed out */
};

G_DEFINE_BOXED_TYPE (DossierFilter, dossier_filter, dossier_filter_ref, dossier_filter_unref)

static DossierFilter *
filter_new_take (char *text)
{
  DossierFilter *self = g_new0 (DossierFilter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->text = text;
  return self;
}

static gint
compare_text (gconstpointer a,
              gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The order of entries and their repetition mean nothing to AWS, so they are taken out. */
static char *
read_field (const DossierFilterField *field,
            JsonNode                 *node,
            GError                  **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  GString *text;
  JsonArray *array;
  guint length;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "Filter field %s must be a list", field->name);
      return NULL;
    }
  array = json_node_get_array (node);
  length = json_array_get_length (array);
  if (length < 1 || length > DOSSIER_FILTER_MAX_ENTRIES)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "Filter field %s has %u entries, but needs 1 to %d", field->name, length,
                   DOSSIER_FILTER_MAX_ENTRIES);
      return NULL;
    }

  for (guint i = 0; i < length; i++)
    {
      g_autoptr(JsonNode) entry =
          dossier_filter_entry_read (field, json_array_get_element (array, i), i + 1, error);

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, dossier_json_to_text (entry, FALSE));
    }
  g_ptr_array_sort (entries, compare_text);

  text = g_string_new (NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      const char *entry = g_ptr_array_index (entries, i);

      if (i > 0 && g_str_equal (entry, g_ptr_array_index (entries, i - 1)))
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", entry);
    }
  return g_string_free_and_steal (text);
}

static gboolean
check_names (JsonObject *criteria,
             GError    **error)
{
  g_autoptr(GList) names = json_object_get_members (criteria);

  for (GList *l = names; l != NULL; l = l->next)
    if (dossier_filter_field_find (l->data) == NULL)
      {
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                     "“%s” is not a field that Amazon Inspector filters by", (const char *) l->data);
        return FALSE;
      }
  return TRUE;
}

/**
 * dossier_filter_new_default:
 *
 * Returns: (transfer full): active findings, which is what CreateFindingsReport takes
 *   where it is given no status
 */
DossierFilter *
dossier_filter_new_default (void)
{
  return filter_new_take (
      g_strdup ("{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}]}"));
}

/**
 * dossier_filter_from_json:
 * @criteria: a FilterCriteria, with dates in seconds since 1970-01-01 00:00 UTC
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which names the field,
 *   the entry (from 1) and the member
 *
 * Refuses what AWS would refuse, and what could only match nothing by mistake:
 * a severity that does not exist, a range that begins after its end.
 *
 * Returns: (transfer full) (nullable): the filter
 */
DossierFilter *
dossier_filter_from_json (JsonObject *criteria,
                          GError    **error)
{
  g_autoptr(GString) text = g_string_new ("{");
  const DossierFilterField *fields;
  gsize n_fields;

  if (!check_names (criteria, error))
    return NULL;

  fields = dossier_filter_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *entries = NULL;

      if (!json_object_has_member (criteria, fields[i].name))
        continue;
      entries = read_field (&fields[i], json_object_get_member (criteria, fields[i].name), error);
      if (entries == NULL)
        return NULL;
      g_string_append_printf (text, "%s\"%s\":[%s]", text->len > 1 ? "," : "", fields[i].name,
                              entries);
    }
  g_string_append_c (text, '}');
  return filter_new_take (g_string_free_and_steal (g_steal_pointer (&text)));
}

/**
 * dossier_filter_ref:
 * @self: a filter
 *
 * Returns: (transfer full): @self
 */
DossierFilter *
dossier_filter_ref (DossierFilter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_filter_unref:
 * @self: (transfer full): a filter
 */
void
dossier_filter_unref (DossierFilter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->text);
  g_free (self);
}

/**
 * dossier_filter_equal:
 * @a: a filter
 * @b: another
 *
 * Returns: whether both say the same, whatever the order of their entries was
 */
gboolean
dossier_filter_equal (const DossierFilter *a,
                      const DossierFilter *b)
{
  return g_str_equal (a->text, b->text);
}

/**
 * dossier_filter_with_default_status:
 * @self: a filter
 *
 * ListFindings has no documented default for the status and CreateFindingsReport
 * has one, so a list and a report agree only where the filter names it.
 *
 * Returns: (transfer full): @self where it names a status, else @self with active findings only
 */
DossierFilter *
dossier_filter_with_default_status (DossierFilter *self)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (self);
  g_autoptr(DossierFilter) standard = NULL;
  g_autoptr(JsonObject) status = NULL;
  g_autoptr(GError) error = NULL;
  DossierFilter *result;

  if (json_object_has_member (criteria, "findingStatus"))
    return dossier_filter_ref (self);

  standard = dossier_filter_new_default ();
  status = dossier_filter_to_json (standard);
  json_object_set_member (criteria, "findingStatus", json_object_dup_member (status, "findingStatus"));
  result = dossier_filter_from_json (criteria, &error);
  g_assert_no_error (error);
  return result;
}

/**
 * dossier_filter_to_json:
 * @self: a filter
 *
 * Returns: (transfer full): the FilterCriteria for a request, the caller's own to change
 */
JsonObject *
dossier_filter_to_json (const DossierFilter *self)
{
  g_autoptr(GError) error = NULL;
  JsonObject *object = dossier_json_parse_object (self->text, -1, &error);

  g_assert_no_error (error);
  return object;
}

/**
 * dossier_filter_to_aws_cli:
 * @self: a filter
 * @region: (nullable): the Region to ask in; %NULL for what the AWS CLI has by default
 *
 * Returns: (transfer full): a shell command that lists the same findings with the AWS CLI
 */
char *
dossier_filter_to_aws_cli (const DossierFilter *self,
                           const char          *region)
{
  g_autofree char *quoted_region = region != NULL ? g_shell_quote (region) : NULL;
  g_autofree char *quoted_text = g_shell_quote (self->text);

  return g_strdup_printf ("aws inspector2 list-findings%s%s --filter-criteria %s", region != NULL ? " --region " : "",
                          region != NULL ? quoted_region : "", quoted_text);
}
