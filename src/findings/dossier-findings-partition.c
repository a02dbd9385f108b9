// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <yyjson.h>

#include "dossier-error.h"
#include "dossier-filter-field.h"
#include "dossier-findings-partition-private.h"
#include "dossier-page-tokens.h"

/* A page may be empty and lead on, where the filter is narrow; so many in a row
 * mean that AWS would never come to an end. */
#define MAX_EMPTY_PAGES 5000

/* What to split by, in this order: members that every finding has, and has once. A
 * list, such as the types of its resources, would put a finding into two partitions,
 * and nobody says what NOT_EQUALS means for a member that is absent. */
static const char *const split_fields[] = { "severity", "awsAccountId", "findingType", "findingStatus" };

/* A part is worth splitting where it is more than half of what one of the jobs has to
 * do: each part costs a request or two. */
#define WORTH 0.5

/* So many findings of each value are taken for seen where a first page had none: it
 * may be in an order. */
#define UNSEEN 5.0

/* The findings of a partition have @value, or none of @others where that is NULL. */
typedef struct
{
  const DossierFilterField *field;
  char *value;
  GStrv others;
} Rule;

static void
rule_free (gpointer data)
{
  Rule *self = data;

  g_free (self->value);
  g_strfreev (self->others);
  g_free (self);
}

static gpointer
rule_copy (gconstpointer data,
           gpointer)
{
  const Rule *self = data;
  Rule *copy = g_new0 (Rule, 1);

  copy->field = self->field;
  copy->value = g_strdup (self->value);
  copy->others = g_strdupv (self->others);
  return copy;
}

static void
add_entry (JsonArray  *entries,
           const char *comparison,
           const char *value)
{
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "comparison", comparison);
  json_object_set_string_member (entry, "value", value);
  json_array_add_object_element (entries, entry);
}

/* @value is NULL for the partition of all others. */
static DossierFindingsPartition *
make_child (DossierFindingsPartition *self,
            const DossierFilterField *field,
            const char               *value,
            GPtrArray                *values)
{
  g_autoptr(JsonObject) criteria = json_object_new ();
  JsonArray *entries = json_array_new ();
  DossierFindingsPartition *child;
  Rule *rule = g_new0 (Rule, 1);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, self->criteria);
  while (json_object_iter_next (&iter, &name, &node))
    json_object_set_member (criteria, name, json_node_copy (node));
  for (guint i = 0; value == NULL && i < values->len; i++)
    add_entry (entries, "NOT_EQUALS", values->pdata[i]);
  if (value != NULL)
    add_entry (entries, "EQUALS", value);
  json_object_set_array_member (criteria, field->name, entries);

  child = dossier_findings_partition_new (criteria);
  child->next_field = self->next_field;
  g_ptr_array_unref (child->rules);
  child->rules = g_ptr_array_copy (self->rules, rule_copy, NULL);
  rule->field = field;
  rule->value = g_strdup (value);
  if (value == NULL)
    {
      g_ptr_array_add (values, NULL);
      rule->others = g_strdupv ((GStrv) values->pdata);
      g_ptr_array_remove_index (values, values->len - 1);
    }
  g_ptr_array_add (child->rules, rule);
  return child;
}

static yyjson_doc *
parse_page (DossierFindingsPage *page)
{
  gsize length;
  const char *text = g_bytes_get_data (dossier_findings_page_get_body (page), &length);

  return yyjson_read (text, length, 0);
}

static void
add_value (GPtrArray  *values,
           const char *value)
{
  if (value != NULL && value[0] != '\0' && values->len < DOSSIER_FILTER_MAX_ENTRIES &&
      !g_ptr_array_find_with_equal_func (values, value, g_str_equal, NULL))
    g_ptr_array_add (values, g_strdup (value));
}

/* How often each value occurs in a page; texts belong to the document. */
static GHashTable *
count_values (const DossierFilterField *field,
              yyjson_doc               *doc)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_val *finding;
  size_t at, n_findings;

  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (doc), "findings"), at, n_findings, finding)
    {
      const char *value = yyjson_get_str (yyjson_obj_get (finding, field->path));
      guint count = value != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (counts, value)) : 0;

      if (value != NULL)
        g_hash_table_insert (counts, (gpointer) value, GUINT_TO_POINTER (count + 1));
    }
  return counts;
}

/* The values that AWS names, and for a field with any values those of a first page. */
static void
collect_values (const DossierFilterField *field,
                GHashTable               *counts,
                GPtrArray                *values)
{
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; field->values != NULL && field->values[i] != NULL; i++)
    add_value (values, field->values[i]);

  g_hash_table_iter_init (&iter, counts);
  while (field->values == NULL && g_hash_table_iter_next (&iter, &value, NULL))
    add_value (values, value);
}

static double
guess_share (DossierFindingsPage *page,
             GHashTable          *counts,
             const char          *value,
             guint                n_parts)
{
  double n_findings = (double) dossier_findings_page_get_n_findings (page);
  guint count = value != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (counts, value)) : 0;

  return (count + UNSEEN) / (n_findings + UNSEEN * n_parts);
}

/* Which values the criteria have, where they ask for nothing but these. */
static gboolean
read_choice (JsonObject *criteria,
             const char *field,
             GPtrArray  *values)
{
  JsonArray *entries = json_object_get_array_member (criteria, field);

  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);

      if (!g_str_equal (json_object_get_string_member (entry, "comparison"), "EQUALS"))
        return FALSE;
      add_value (values, json_object_get_string_member (entry, "value"));
    }
  return TRUE;
}

static gboolean
follows (const Rule *rule,
         const char *value)
{
  if (rule->value != NULL)
    return g_strcmp0 (value, rule->value) == 0;
  return value == NULL || !g_strv_contains ((const char *const *) rule->others, value);
}

/*
 * dossier_findings_partition_new:
 * @criteria: a FilterCriteria, not to be changed any more
 *
 * Returns: (transfer full): all that @criteria mean, of which nothing was read
 */
DossierFindingsPartition *
dossier_findings_partition_new (JsonObject *criteria)
{
  DossierFindingsPartition *self = g_new0 (DossierFindingsPartition, 1);

  self->criteria = json_object_ref (criteria);
  self->rules = g_ptr_array_new_with_free_func (rule_free);
  self->tokens = dossier_page_tokens_new ();
  self->share = 1;
  return self;
}

/*
 * dossier_findings_partition_free:
 * @self: (transfer full): a partition
 */
void
dossier_findings_partition_free (DossierFindingsPartition *self)
{
  json_object_unref (self->criteria);
  g_ptr_array_unref (self->rules);
  g_hash_table_unref (self->tokens);
  g_free (self->token);
  g_free (self);
}

/*
 * dossier_findings_partition_split:
 * @self: a partition of which no page was given away
 * @first_page: its first page, which will come again from the parts
 * @jobs: how many parts are read at once
 *
 * Splits by the next field that two or more values are known of: one part for each
 * value, and one for all values that are none of them, so that a value which AWS adds
 * tomorrow is read too. Where the criteria choose between values already, these are
 * the parts; where they ask for something else of the field, it is left alone.
 *
 * Returns: (transfer full) (nullable) (element-type DossierFindingsPartition): parts that
 *   have no finding in common and leave none out; %NULL where there is nothing to split by,
 *   or splitting is not worth it
 */
GPtrArray *
dossier_findings_partition_split (DossierFindingsPartition *self,
                                  DossierFindingsPage      *first_page,
                                  guint                     jobs)
{
  while (self->next_field < G_N_ELEMENTS (split_fields) && self->share * jobs > WORTH)
    {
      const DossierFilterField *field = dossier_filter_field_find (split_fields[self->next_field++]);
      g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
      yyjson_doc *doc = parse_page (first_page);
      g_autoptr(GHashTable) counts = count_values (field, doc);
      gboolean chosen = json_object_has_member (self->criteria, field->name);
      g_autoptr(GPtrArray) children = g_ptr_array_new ();

      if (!chosen)
        collect_values (field, counts, values);
      else if (!read_choice (self->criteria, field->name, values))
        g_ptr_array_set_size (values, 0);

      for (guint i = 0; values->len >= 2 && i < values->len + (chosen ? 0 : 1); i++)
        {
          const char *value = i < values->len ? values->pdata[i] : NULL;
          DossierFindingsPartition *child = make_child (self, field, value, values);

          child->share = self->share * guess_share (first_page, counts, value, values->len + (chosen ? 0 : 1));
          g_ptr_array_add (children, child);
        }
      yyjson_doc_free (doc);
      if (children->len > 0)
        return g_steal_pointer (&children);
    }
  return NULL;
}

/*
 * dossier_findings_partition_check:
 * @self: a partition
 * @page: a page of it
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * That parts have nothing in common rests on how AWS reads criteria, so each finding is
 * held to what its part is.
 *
 * Returns: whether all findings belong into this partition
 */
gboolean
dossier_findings_partition_check (DossierFindingsPartition  *self,
                                  DossierFindingsPage       *page,
                                  GError                   **error)
{
  yyjson_doc *doc;
  yyjson_val *finding;
  size_t at, n_findings;
  gboolean good = TRUE;

  if (self->rules->len == 0)
    return TRUE;

  doc = parse_page (page);
  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (doc), "findings"), at, n_findings, finding)
    for (guint i = 0; i < self->rules->len && good; i++)
      {
        const Rule *rule = self->rules->pdata[i];
        const char *value = yyjson_get_str (yyjson_obj_get (finding, rule->field->path));

        good = follows (rule, value);
        if (!good)
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "Inspector answered a question for one part of the findings with one of another part: %s is “%s”; "
                       "read them in one sequence instead",
                       rule->field->name, value != NULL ? value : "");
      }
  yyjson_doc_free (doc);
  return good;
}

/*
 * dossier_findings_partition_advance:
 * @self: a partition
 * @next_token: what the page that was given away leads on with
 * @n_findings: how many findings it had
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: whether that page leads on to one that was not read yet
 */
gboolean
dossier_findings_partition_advance (DossierFindingsPartition  *self,
                                    const char                *next_token,
                                    gsize                      n_findings,
                                    GError                   **error)
{
  g_set_str (&self->token, next_token);
  self->n_empty = n_findings > 0 ? 0 : self->n_empty + 1;
  if (!dossier_page_tokens_add (self->tokens, next_token, "ListFindings", error))
    return FALSE;
  if (self->n_empty < MAX_EMPTY_PAGES)
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               "Inspector answered ListFindings with %u pages in a row that hold nothing and lead on; what was read is "
               "not complete, so try again or narrow the filter", self->n_empty);
  return FALSE;
}
