// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <math.h>
#include <string.h>

#include "dossier-demo-index.h"
#include "dossier-demo-matcher-private.h"

/* How many answers are kept: a few clients that page through long lists. */
#define MAX_ANSWERS 40

/* SortField, and the criterion that has the same values. */
static const struct { const char *name; const char *field; } sort_fields[] = {
  { "AWS_ACCOUNT_ID", "awsAccountId" },
  { "FINDING_TYPE", "findingType" },
  { "SEVERITY", "severity" },
  { "FIRST_OBSERVED_AT", "firstObservedAt" },
  { "LAST_OBSERVED_AT", "lastObservedAt" },
  { "FINDING_STATUS", "findingStatus" },
  { "RESOURCE_TYPE", "resourceType" },
  { "ECR_IMAGE_PUSHED_AT", "ecrImagePushedAt" },
  { "ECR_IMAGE_REPOSITORY_NAME", "ecrImageRepositoryName" },
  { "ECR_IMAGE_REGISTRY", "ecrImageRegistry" },
  { "NETWORK_PROTOCOL", "networkProtocol" },
  { "COMPONENT_TYPE", "componentType" },
  { "VULNERABILITY_ID", "vulnerabilityId" },
  { "VULNERABILITY_SOURCE", "vulnerabilitySource" },
  { "INSPECTOR_SCORE", "inspectorScore" },
  { "VENDOR_SEVERITY", "vendorSeverity" },
  { "EPSS_SCORE", "epssScore" },
};

/* The key of a finding in the order asked for; equal ones go by ARN. */
typedef struct
{
  double key;
  guint32 arn;
  guint32 at;
} Place;

typedef struct
{
  char *question;
  GArray *found;
} Answer;

struct _DossierDemoIndex
{
  DossierDemoData *data;
  guint32 *arns;        /* the rank of each finding's ARN; worked out for the first sort */
  GQueue answers;       /* Answer, the last one used first */
  char *rules;          /* nullable: by which findings are hidden now */
};

static void
answer_free (Answer *self)
{
  g_free (self->question);
  g_array_unref (self->found);
  g_free (self);
}

/**
 * dossier_demo_index_new:
 * @data: (transfer none): the findings, which have to outlive the index
 *
 * Returns: (transfer full): what finds the findings that a query means
 */
DossierDemoIndex *
dossier_demo_index_new (DossierDemoData *data)
{
  DossierDemoIndex *self = g_new0 (DossierDemoIndex, 1);

  self->data = data;
  g_queue_init (&self->answers);
  return self;
}

/**
 * dossier_demo_index_free:
 * @self: (nullable) (transfer full): an index
 */
void
dossier_demo_index_free (DossierDemoIndex *self)
{
  if (self == NULL)
    return;
  dossier_demo_index_forget (self);
  g_free (self->arns);
  g_free (self->rules);
  g_free (self);
}

/**
 * dossier_demo_index_get_data:
 * @self: an index
 *
 * Returns: (transfer none): the findings it is over
 */
DossierDemoData *
dossier_demo_index_get_data (DossierDemoIndex *self)
{
  return self->data;
}

/**
 * dossier_demo_index_forget:
 * @self: an index
 *
 * Drops the answers that are kept. To be called when the status of a finding has
 * changed.
 */
void
dossier_demo_index_forget (DossierDemoIndex *self)
{
  g_queue_clear_full (&self->answers, (GDestroyNotify) answer_free);
}

static const DossierDemoCriterion *
find_sort_field (const char *name)
{
  for (guint at = 0; at < G_N_ELEMENTS (sort_fields); at++)
    if (g_str_equal (sort_fields[at].name, name))
      return dossier_demo_criterion_find (sort_fields[at].field);
  return NULL;
}

/**
 * dossier_demo_sort_field_is_known:
 * @name: any text
 *
 * Returns: whether it is a SortField of the Inspector API
 */
gboolean
dossier_demo_sort_field_is_known (const char *name)
{
  return find_sort_field (name) != NULL;
}

static int
compare_texts (const void *one,
               const void *two)
{
  return strcmp (*(const char *const *) one, *(const char *const *) two);
}

static void
append_canonical (GString  *out,
                  JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr(GList) members = g_list_sort (json_object_get_members (object), (GCompareFunc) g_strcmp0);

      g_string_append_c (out, '{');
      for (GList *at = members; at != NULL; at = at->next)
        {
          g_string_append_printf (out, "%s\n", (const char *) at->data);
          append_canonical (out, json_object_get_member (object, at->data));
        }
      g_string_append_c (out, '}');
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (out, '[');
      for (guint at = 0; at < json_array_get_length (array); at++)
        append_canonical (out, json_array_get_element (array, at));
      g_string_append_c (out, ']');
    }
  else
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_append_printf (out, "%s,", text);
    }
}

/**
 * dossier_demo_json_canonical:
 * @object: (nullable): any JSON
 *
 * Returns: (transfer full): a text that is the same for the same content, whatever
 *   the order of members; not JSON
 */
char *
dossier_demo_json_canonical (JsonObject *object)
{
  GString *out = g_string_new (NULL);

  if (object != NULL)
    {
      g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

      append_canonical (out, node);
    }
  return g_string_free (out, FALSE);
}

/**
 * dossier_demo_query_to_text:
 * @query: a query
 *
 * Returns: (transfer full): the same text for queries that mean the same, and only for those
 */
char *
dossier_demo_query_to_text (const DossierDemoQuery *query)
{
  g_autofree char *criteria = dossier_demo_json_canonical (query->criteria);

  return g_strdup_printf ("%u %u %s %d %s", query->scope.region, query->scope.accounts,
                          query->sort_field != NULL ? query->sort_field : "-", query->descending, criteria);
}

static int
compare_places (const void *one,
                const void *two)
{
  const Place *a = one;
  const Place *b = two;

  if (a->key != b->key)
    return a->key < b->key ? -1 : 1;
  return a->arn < b->arn ? -1 : a->arn > b->arn;
}

static int
compare_arns (const void *one,
              const void *two,
              void       *data)
{
  const DossierDemoFinding *a = dossier_demo_data_get_finding (data, *(const guint32 *) one);
  const DossierDemoFinding *b = dossier_demo_data_get_finding (data, *(const guint32 *) two);
  int order = strcmp (dossier_demo_region (a->region), dossier_demo_region (b->region));

  if (order == 0)
    order = strcmp (dossier_demo_account_id (a->account), dossier_demo_account_id (b->account));
  for (guint i = 0; order == 0 && i < G_N_ELEMENTS (a->id); i++)
    order = a->id[i] < b->id[i] ? -1 : a->id[i] > b->id[i];
  return order;
}

static void
rank_arns (DossierDemoIndex *self)
{
  guint n = dossier_demo_data_get_n_findings (self->data);
  g_autofree guint32 *order = g_new (guint32, n);

  for (guint at = 0; at < n; at++)
    order[at] = at;
  qsort_r (order, n, sizeof *order, compare_arns, self->data);
  self->arns = g_new (guint32, n);
  for (guint rank = 0; rank < n; rank++)
    self->arns[order[rank]] = rank;
}

/* Texts as numbers in the order of first sight, until texts_rank() knows them all. */
typedef struct
{
  GHashTable *numbers;
  GPtrArray *texts;
} Texts;

static double
texts_add (Texts      *self,
           const char *text)
{
  gpointer known = g_hash_table_lookup (self->numbers, text);

  if (known == NULL)
    {
      char *copy = g_strdup (text);

      g_ptr_array_add (self->texts, copy);
      known = GUINT_TO_POINTER (self->texts->len);
      g_hash_table_insert (self->numbers, copy, known);
    }
  return GPOINTER_TO_UINT (known);
}

static void
texts_rank (Texts  *self,
            GArray *places)
{
  g_autofree const char **sorted = g_memdup2 (self->texts->pdata, self->texts->len * sizeof (char *));
  g_autofree guint *ranks = g_new (guint, self->texts->len + 1);

  qsort (sorted, self->texts->len, sizeof *sorted, compare_texts);
  for (guint rank = 0; rank < self->texts->len; rank++)
    ranks[GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, sorted[rank]))] = rank;
  for (guint at = 0; at < places->len; at++)
    {
      double *key = &g_array_index (places, Place, at).key;

      if (!isinf (*key))
        *key = ranks[(guint) *key];
    }
}

/* Severities go by their weight and not by their letters. */
static double
read_key (const DossierDemoCriterion *field,
          DossierDemoReader          *reader,
          Texts                      *texts)
{
  GPtrArray *values;
  yyjson_val *value;

  if (g_str_equal (field->name, "severity"))
    return dossier_demo_data_get_finding (reader->data, reader->at)->severity;
  values = dossier_demo_reader_read (reader, field);
  if (values->len == 0)
    return INFINITY;
  value = values->pdata[0];
  return yyjson_is_str (value) ? texts_add (texts, yyjson_get_str (value)) : yyjson_get_num (value);
}

static void
read_keys (DossierDemoIndex           *self,
           const DossierDemoCriterion *field,
           GArray                     *places)
{
  Texts texts = { g_hash_table_new (g_str_hash, g_str_equal), g_ptr_array_new_with_free_func (g_free) };
  g_auto(DossierDemoReader) reader = { 0 };
  g_autofree double *known = NULL;

  dossier_demo_reader_init (&reader, self->data);
  if (field->grain != DOSSIER_DEMO_BY_FINDING)
    {
      guint size = dossier_demo_grain_size (self->data, field->grain);

      known = g_new (double, size);
      for (guint at = 0; at < size; at++)
        known[at] = NAN;
    }
  for (guint at = 0; at < places->len; at++)
    {
      Place *place = &g_array_index (places, Place, at);
      double *memo = known == NULL ? &place->key
                                   : &known[dossier_demo_grain_of (dossier_demo_data_get_finding (self->data, place->at),
                                                                   field->grain)];

      if (known == NULL || isnan (*memo))
        {
          dossier_demo_reader_seek (&reader, place->at);
          *memo = read_key (field, &reader, &texts);
        }
      place->key = *memo;
    }
  if (texts.texts->len > 0)
    texts_rank (&texts, places);
  g_hash_table_unref (texts.numbers);
  g_ptr_array_unref (texts.texts);
}

static void
sort (DossierDemoIndex           *self,
      const DossierDemoCriterion *field,
      gboolean                    descending,
      GArray                     *found)
{
  g_autoptr(GArray) places = g_array_sized_new (FALSE, FALSE, sizeof (Place), found->len);

  if (found->len == 0)
    return;
  if (self->arns == NULL)
    rank_arns (self);
  for (guint at = 0; at < found->len; at++)
    {
      guint number = g_array_index (found, guint, at);
      Place place = { 0, self->arns[number], number };

      g_array_append_val (places, place);
    }
  read_keys (self, field, places);
  for (guint at = 0; descending && at < places->len; at++)
    {
      double *key = &g_array_index (places, Place, at).key;

      if (!isinf (*key))
        *key = -*key;
    }
  g_array_sort (places, compare_places);
  for (guint at = 0; at < places->len; at++)
    g_array_index (found, guint, at) = g_array_index (places, Place, at).at;
}

static GArray *
search (DossierDemoIndex       *self,
        const DossierDemoQuery *query)
{
  g_autoptr(DossierDemoMatcher) matcher = dossier_demo_matcher_new (self->data, query->criteria);
  g_auto(DossierDemoReader) reader = { 0 };
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  dossier_demo_reader_init (&reader, self->data);
  for (guint at = 0; at < dossier_demo_data_get_n_findings (self->data); at++)
    {
      const DossierDemoFinding *finding = dossier_demo_data_get_finding (self->data, at);

      if (finding->region != query->scope.region || (query->scope.accounts & (1u << finding->account)) == 0)
        continue;
      dossier_demo_reader_seek (&reader, at);
      if (dossier_demo_matcher_matches (matcher, &reader))
        g_array_append_val (found, at);
    }
  if (query->sort_field != NULL)
    sort (self, find_sort_field (query->sort_field), query->descending, found);
  return found;
}

/**
 * dossier_demo_index_find:
 * @self: an index
 * @query: checked criteria and a known sort field
 *
 * Finds all findings that a query means. Those that have no value for the sort
 * field come last in both directions, equal ones by their ARN upwards. The last
 * few answers are kept, so that each page of a long list costs nothing.
 *
 * Returns: (transfer full) (element-type guint): numbers for
 *   dossier_demo_data_get_finding(), in order; not to be changed
 */
GArray *
dossier_demo_index_find (DossierDemoIndex       *self,
                         const DossierDemoQuery *query)
{
  g_autofree char *question = dossier_demo_query_to_text (query);
  Answer *answer = NULL;

  g_return_val_if_fail (query->sort_field == NULL || dossier_demo_sort_field_is_known (query->sort_field), NULL);

  for (GList *at = self->answers.head; at != NULL; at = at->next)
    if (g_str_equal (((Answer *) at->data)->question, question))
      {
        answer = at->data;
        g_queue_delete_link (&self->answers, at);
        break;
      }
  if (answer == NULL)
    {
      answer = g_new0 (Answer, 1);
      answer->question = g_steal_pointer (&question);
      answer->found = search (self, query);
    }
  g_queue_push_head (&self->answers, answer);
  if (self->answers.length > MAX_ANSWERS)
    answer_free (g_queue_pop_tail (&self->answers));
  return g_array_ref (answer->found);
}

static char *
rules_to_text (const DossierDemoQuery *rules,
               gsize                   n_rules)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n_rules; i++)
    {
      g_autofree char *rule = dossier_demo_query_to_text (&rules[i]);

      g_string_append_printf (text, "%s\n", rule);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * dossier_demo_index_set_rules:
 * @self: an index
 * @rules: (array length=n_rules): each with checked criteria and the findings it may hide
 * @n_rules: how many there are
 *
 * Hides the active findings that one of the rules means, and no others: they are
 * suppressed as long as the rules say so. Costs nothing while the rules stay the same.
 */
void
dossier_demo_index_set_rules (DossierDemoIndex       *self,
                              const DossierDemoQuery *rules,
                              gsize                   n_rules)
{
  g_autofree char *text = rules_to_text (rules, n_rules);
  g_autoptr(GPtrArray) hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  if (g_strcmp0 (self->rules != NULL ? self->rules : "", text) == 0)
    return;
  g_set_str (&self->rules, text);

  /* Rules see findings as they are without rules, whatever their order. */
  dossier_demo_index_forget (self);
  for (guint at = 0; at < dossier_demo_data_get_n_findings (self->data); at++)
    dossier_demo_data_set_suppressed (self->data, at, FALSE);
  for (gsize i = 0; i < n_rules; i++)
    g_ptr_array_add (hidden, search (self, &rules[i]));
  for (guint i = 0; i < hidden->len; i++)
    {
      const GArray *found = hidden->pdata[i];

      for (guint at = 0; at < found->len; at++)
        dossier_demo_data_set_suppressed (self->data, g_array_index (found, guint, at), TRUE);
    }
}
