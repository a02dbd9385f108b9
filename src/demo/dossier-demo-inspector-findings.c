// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-aggregate.h"
#include "dossier-demo-inspector-private.h"
#include "dossier-demo-matcher-private.h"
#include "dossier-demo-page.h"

#define MAX_PAGE 100
#define MAX_DETAILS 10
#define AFTER_EMPTY "after an empty page: "

static gboolean
read_sort (DossierDemoCall  *call,
           DossierDemoQuery *query)
{
  static const char *const orders[] = { "ASC", "DESC", NULL };
  const char *order = NULL;
  JsonObject *sort;

  if (!dossier_demo_inspector_read_object (call, "sortCriteria", FALSE, &sort))
    return FALSE;
  if (sort == NULL)
    return TRUE;
  if (!dossier_demo_inspector_read_text (call, sort, "sortCriteria", "field", TRUE, &query->sort_field) ||
      !dossier_demo_inspector_read_choice (call, sort, "sortCriteria", "sortOrder", TRUE, orders, &order))
    return FALSE;
  query->descending = g_str_equal (order, "DESC");
  if (dossier_demo_sort_field_is_known (query->sort_field))
    return TRUE;
  dossier_demo_inspector_invalid (call, "sortCriteria.field", "there is no such field");
  return FALSE;
}

/* The end of an answer, with a token for the next one where there is more. */
static void
end_page (GString    *body,
          const char *question,
          guint       offset,
          guint       total)
{
  if (offset < total)
    {
      g_autofree char *token = dossier_demo_page_token (question, offset);

      g_string_append_printf (body, ",\"nextToken\":\"%s\"", token);
    }
  g_string_append_c (body, '}');
}

/* With empty pages between the others, a token says which of the two comes. */
static gboolean
read_page (DossierDemoCall *call,
           const char      *question,
           guint           *offset,
           guint           *count,
           gboolean        *empty)
{
  g_autofree char *after = g_strconcat (AFTER_EMPTY, question, NULL);
  JsonNode *token = json_object_get_member (call->input, "nextToken");

  *empty = FALSE;
  if (call->faults->fault != DOSSIER_DEMO_FAULT_EMPTY_PAGES || token == NULL)
    return dossier_demo_inspector_read_page (call, MAX_PAGE, question, offset, count);
  if (dossier_demo_page_read_token (json_node_get_string (token), after, offset, NULL))
    return dossier_demo_inspector_read_page (call, MAX_PAGE, after, offset, count);
  *empty = TRUE;
  return dossier_demo_inspector_read_page (call, MAX_PAGE, question, offset, count);
}

void
dossier_demo_inspector_list_findings (DossierDemoCall *call)
{
  DossierDemoQuery query = { .scope = dossier_demo_inspector_scope (call->caller.account, call->region) };
  gboolean loop = call->faults->fault == DOSSIER_DEMO_FAULT_TOKEN_LOOP;
  g_autofree char *question = NULL, *after = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GString) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint offset, count;
  gboolean empty;

  if (!dossier_demo_call_authorize (call, "inspector2:ListFindings", "*", NULL) ||
      !dossier_demo_inspector_read_criteria (call, &query.criteria) || !read_sort (call, &query))
    return;
  question = dossier_demo_query_to_text (&query);
  if (dossier_demo_fault_expires (call) || !read_page (call, question, &offset, &count, &empty))
    return;

  found = dossier_demo_index_find (call->index, &query);
  body = g_string_new ("{\"findings\":[");
  for (guint at = offset; !empty && at < found->len && at - offset < count; at++)
    {
      if (at > offset)
        g_string_append_c (body, ',');
      dossier_demo_data_append_finding_json (dossier_demo_index_get_data (call->index),
                                             g_array_index (found, guint, at), body);
    }
  g_string_append_c (body, ']');
  if (empty)
    after = g_strconcat (AFTER_EMPTY, question, NULL);
  if (empty || (loop && offset > 0))
    end_page (body, empty ? after : question, offset, offset + 1);
  else
    end_page (body, question, offset + count, found->len);
  bytes = g_string_free_to_bytes (g_steal_pointer (&body));
  dossier_demo_call_reply (call, SOUP_STATUS_OK, "application/json", bytes);
}

void
dossier_demo_inspector_list_aggregations (DossierDemoCall *call)
{
  const DossierDemoScope scope = dossier_demo_inspector_scope (call->caller.account, call->region);
  g_autofree char *question = dossier_demo_inspector_question (call);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) body = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint offset, count;

  if (!dossier_demo_call_authorize (call, "inspector2:ListFindingAggregations", "*", NULL) ||
      !dossier_demo_inspector_read_page (call, MAX_PAGE, question, &offset, &count))
    return;
  rows = dossier_demo_aggregate (call->index, &scope, call->input, &error);
  if (rows == NULL)
    {
      dossier_demo_inspector_refuse (call, error);
      return;
    }
  body = g_string_new (NULL);
  g_string_append_printf (body, "{\"aggregationType\":\"%s\",\"responses\":[",
                          json_object_get_string_member (call->input, "aggregationType"));
  for (guint at = offset; at < rows->len && at - offset < count; at++)
    g_string_append_printf (body, "%s%s", at > offset ? "," : "", (const char *) rows->pdata[at]);
  g_string_append_c (body, ']');
  end_page (body, question, offset + count, rows->len);
  bytes = g_string_free_to_bytes (g_steal_pointer (&body));
  dossier_demo_call_reply (call, SOUP_STATUS_OK, "application/json", bytes);
}

static void
add_texts (JsonObject *output,
           const char *member,
           yyjson_val *array)
{
  JsonArray *texts = json_array_new ();
  yyjson_val *text;
  size_t at, n;

  yyjson_arr_foreach (array, at, n, text)
    json_array_add_string_element (texts, yyjson_get_str (text));
  json_object_set_array_member (output, member, texts);
}

/* What a vulnerability database would add to the finding. */
static JsonObject *
make_details (yyjson_val *finding,
              const char *arn)
{
  JsonObject *details = json_object_new ();
  yyjson_val *package = yyjson_obj_get (finding, "packageVulnerabilityDetails");
  yyjson_val *code = yyjson_obj_get (finding, "codeVulnerabilityDetails");
  yyjson_val *epss = yyjson_obj_get (yyjson_obj_get (finding, "epss"), "score");
  yyjson_val *score = yyjson_obj_get (finding, "inspectorScore");
  yyjson_val *exploited = yyjson_obj_get (yyjson_obj_get (finding, "exploitabilityDetails"), "lastKnownExploitAt");

  json_object_set_string_member (details, "findingArn", arn);
  if (epss != NULL)
    json_object_set_double_member (details, "epssScore", yyjson_get_num (epss));
  if (score != NULL)
    json_object_set_int_member (details, "riskScore", (gint64) (yyjson_get_num (score) * 10 + 0.5));
  add_texts (details, "cwes", yyjson_obj_get (code, "cwes"));
  add_texts (details, "referenceUrls", yyjson_obj_get (package != NULL ? package : code, "referenceUrls"));
  if (exploited != NULL)
    {
      gint64 last = (gint64) yyjson_get_num (exploited);
      JsonObject *observed = json_object_new ();
      JsonObject *cisa = json_object_new ();

      json_object_set_int_member (observed, "firstSeen", last - 30 * 86400);
      json_object_set_int_member (observed, "lastSeen", last);
      json_object_set_object_member (details, "exploitObserved", observed);
      json_object_set_int_member (cisa, "dateAdded", last);
      json_object_set_int_member (cisa, "dateDue", last + 21 * 86400);
      json_object_set_string_member (cisa, "action", "Apply updates as the vendor describes.");
      json_object_set_object_member (details, "cisaData", cisa);
    }
  return details;
}

static GArray *
find_by_arn (DossierDemoCall *call,
             const char      *arn)
{
  g_autoptr (JsonObject) criteria = json_object_new ();
  JsonArray *entries = json_array_new ();
  JsonObject *entry = json_object_new ();
  const DossierDemoQuery query = { dossier_demo_inspector_scope (call->caller.account, call->region), criteria,
                                   NULL, FALSE };

  json_object_set_string_member (entry, "comparison", "EQUALS");
  json_object_set_string_member (entry, "value", arn);
  json_array_add_object_element (entries, entry);
  json_object_set_array_member (criteria, "findingArn", entries);
  return dossier_demo_index_find (call->index, &query);
}

void
dossier_demo_inspector_get_details (DossierDemoCall *call)
{
  g_autoptr (GPtrArray) arns = g_ptr_array_new ();
  g_auto (DossierDemoReader) reader = { 0 };
  JsonObject *output;
  JsonArray *details, *errors;

  if (!dossier_demo_call_authorize (call, "inspector2:BatchGetFindingDetails", "*", NULL) ||
      !dossier_demo_inspector_read_texts (call, "findingArns", 1, MAX_DETAILS, arns))
    return;
  dossier_demo_reader_init (&reader, dossier_demo_index_get_data (call->index));
  details = json_array_new ();
  errors = json_array_new ();
  for (guint at = 0; at < arns->len; at++)
    {
      g_autoptr (GArray) found = find_by_arn (call, arns->pdata[at]);
      JsonObject *error;

      if (found->len > 0)
        {
          dossier_demo_reader_seek (&reader, g_array_index (found, guint, 0));
          json_array_add_object_element (details, make_details (dossier_demo_reader_finding (&reader), arns->pdata[at]));
          continue;
        }
      error = json_object_new ();
      json_object_set_string_member (error, "findingArn", arns->pdata[at]);
      json_object_set_string_member (error, "errorCode", "FINDING_DETAILS_NOT_FOUND");
      json_object_set_string_member (error, "errorMessage", "There is no such finding, or the caller may not see it.");
      json_array_add_object_element (errors, error);
    }
  output = json_object_new ();
  json_object_set_array_member (output, "findingDetails", details);
  json_object_set_array_member (output, "errors", errors);
  dossier_demo_call_reply_json (call, output);
}
