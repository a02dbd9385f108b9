// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-finding-private.h"
#include "dossier-demo-matcher-private.h"

#define N_TYPES 3

typedef enum
{
  VERDICT_UNKNOWN,
  VERDICT_NO,
  VERDICT_YES,
} Verdict;

typedef struct
{
  const DossierDemoCriterion *field;
  JsonArray *entries;
} Condition;

/* The conditions of one grain, and what they said about each of its kinds. */
typedef struct
{
  GArray *conditions;
  guint8 *verdicts;
} Bench;

struct _DossierDemoMatcher
{
  JsonObject *criteria;
  Bench benches[3];
};

void
dossier_demo_reader_init (DossierDemoReader *self,
                          DossierDemoData   *data)
{
  *self = (DossierDemoReader) { .data = data, .text = g_string_new (NULL), .values = g_ptr_array_new () };
}

void
dossier_demo_reader_clear (DossierDemoReader *self)
{
  g_clear_pointer (&self->doc, yyjson_doc_free);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  if (self->text != NULL)
    g_string_free (g_steal_pointer (&self->text), TRUE);
}

void
dossier_demo_reader_seek (DossierDemoReader *self,
                          guint              at)
{
  g_clear_pointer (&self->doc, yyjson_doc_free);
  self->at = at;
}

/* Lives until the next seek. */
yyjson_val *
dossier_demo_reader_finding (DossierDemoReader *self)
{
  if (self->doc == NULL)
    {
      g_string_truncate (self->text, 0);
      dossier_demo_data_append_finding_json (self->data, self->at, self->text);
      self->doc = yyjson_read (self->text->str, self->text->len, 0);
    }
  return yyjson_doc_get_root (self->doc);
}

/* What dossier_demo_finding_append_json() writes for the fields that need no more
 * than the few bytes. */
static void
read_own (DossierDemoReader          *self,
          const DossierDemoCriterion *field)
{
  const DossierDemoFinding *finding = dossier_demo_data_get_finding (self->data, self->at);

  if (g_str_equal (field->name, "firstObservedAt"))
    yyjson_set_real (&self->own_value, (double) finding->first_observed / G_TIME_SPAN_SECOND);
  else if (field->kind == DOSSIER_DEMO_KIND_DATE)
    yyjson_set_real (&self->own_value, (double) finding->last_observed / G_TIME_SPAN_SECOND);
  else if (g_str_equal (field->name, "severity"))
    yyjson_set_str (&self->own_value, dossier_demo_severity_name (finding->severity));
  else if (g_str_equal (field->name, "findingStatus"))
    yyjson_set_str (&self->own_value, dossier_demo_status_name (finding->status));
  else if (g_str_equal (field->name, "findingType"))
    yyjson_set_str (&self->own_value, dossier_demo_type_name (finding->type));
  else if (g_str_equal (field->name, "awsAccountId"))
    yyjson_set_str (&self->own_value, dossier_demo_account_id (finding->account));
  else
    {
      dossier_demo_finding_print_arn (finding, self->own, sizeof self->own);
      yyjson_set_str (&self->own_value, self->own);
    }
}

/* The values of the field in the finding; they live until the next call. */
GPtrArray *
dossier_demo_reader_read (DossierDemoReader          *self,
                          const DossierDemoCriterion *field)
{
  g_ptr_array_set_size (self->values, 0);
  if (field->grain == DOSSIER_DEMO_BY_FINDING)
    {
      self->own_value = (yyjson_val) { 0 };
      read_own (self, field);
      g_ptr_array_add (self->values, &self->own_value);
    }
  else
    {
      dossier_demo_criterion_collect (field, dossier_demo_reader_finding (self), self->values);
    }
  return self->values;
}

guint
dossier_demo_grain_size (DossierDemoData  *data,
                         DossierDemoGrain  grain)
{
  guint size = 0;

  for (guint at = 0; at < dossier_demo_data_get_n_findings (data); at++)
    size = MAX (size, dossier_demo_grain_of (dossier_demo_data_get_finding (data, at), grain) + 1);
  return size;
}

guint
dossier_demo_grain_of (const DossierDemoFinding *finding,
                       DossierDemoGrain          grain)
{
  return N_TYPES * (grain == DOSSIER_DEMO_BY_RESOURCE ? finding->resource : finding->weakness) + finding->type;
}

/* @criteria has passed dossier_demo_filter_check(), or is NULL for all findings. */
DossierDemoMatcher *
dossier_demo_matcher_new (DossierDemoData *data,
                          JsonObject      *criteria)
{
  DossierDemoMatcher *self = g_new0 (DossierDemoMatcher, 1);
  g_autoptr(GList) members = NULL;

  for (guint grain = 0; grain < G_N_ELEMENTS (self->benches); grain++)
    self->benches[grain].conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  if (criteria == NULL)
    return self;

  self->criteria = json_object_ref (criteria);
  members = json_object_get_members (criteria);
  for (GList *at = members; at != NULL; at = at->next)
    {
      const DossierDemoCriterion *field = dossier_demo_criterion_find (at->data);
      Condition condition = { field, json_object_get_array_member (criteria, at->data) };

      g_array_append_val (self->benches[field->grain].conditions, condition);
    }
  for (guint grain = DOSSIER_DEMO_BY_RESOURCE; grain < G_N_ELEMENTS (self->benches); grain++)
    if (self->benches[grain].conditions->len > 0)
      self->benches[grain].verdicts = g_new0 (guint8, dossier_demo_grain_size (data, grain));
  return self;
}

void
dossier_demo_matcher_free (DossierDemoMatcher *self)
{
  for (guint grain = 0; grain < G_N_ELEMENTS (self->benches); grain++)
    {
      g_array_unref (self->benches[grain].conditions);
      g_free (self->benches[grain].verdicts);
    }
  g_clear_pointer (&self->criteria, json_object_unref);
  g_free (self);
}

static gboolean
accepts (const Bench       *bench,
         DossierDemoReader *reader)
{
  for (guint at = 0; at < bench->conditions->len; at++)
    {
      const Condition *condition = &g_array_index (bench->conditions, Condition, at);

      if (!dossier_demo_criterion_accepts (condition->field, condition->entries,
                                       dossier_demo_reader_read (reader, condition->field)))
        return FALSE;
    }
  return TRUE;
}

/* Whether the finding that the reader stands on is one of those asked for. */
gboolean
dossier_demo_matcher_matches (DossierDemoMatcher *self,
                              DossierDemoReader  *reader)
{
  const DossierDemoFinding *finding = dossier_demo_data_get_finding (reader->data, reader->at);

  if (!accepts (&self->benches[DOSSIER_DEMO_BY_FINDING], reader))
    return FALSE;
  for (guint grain = DOSSIER_DEMO_BY_RESOURCE; grain < G_N_ELEMENTS (self->benches); grain++)
    {
      Bench *bench = &self->benches[grain];
      guint8 *verdict;

      if (bench->verdicts == NULL)
        continue;
      verdict = &bench->verdicts[dossier_demo_grain_of (finding, grain)];
      if (*verdict == VERDICT_UNKNOWN)
        *verdict = accepts (bench, reader) ? VERDICT_YES : VERDICT_NO;
      if (*verdict == VERDICT_NO)
        return FALSE;
    }
  return TRUE;
}
