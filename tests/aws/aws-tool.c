// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Builds the requests given as JSON lines on standard input, for peers to judge.
 * A line: {"operation": NAME, "arguments": {…}}; an answer: path, idempotent, body.
 */

#include "config.h"

#include <stdio.h>

#include "dossier-inspector2-request.h"
#include "dossier-json.h"

static const char *
string (JsonObject *arguments,
        const char *name)
{
  return json_object_get_string_member_with_default (arguments, name, NULL);
}

static JsonObject *
object (JsonObject *arguments,
        const char *name)
{
  return json_object_has_member (arguments, name) ? json_object_get_object_member (arguments, name) : NULL;
}

static GBytes *
build_account_status (JsonObject  *arguments,
                      GError     **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) accounts = NULL;
  JsonArray *array = NULL;

  if (!json_object_has_member (arguments, "accountIds"))
    return dossier_inspector2_batch_get_account_status_body (NULL, error);

  array = json_object_get_array_member (arguments, "accountIds");
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  accounts = g_strv_builder_end (builder);
  return dossier_inspector2_batch_get_account_status_body ((const char *const *) accounts, error);
}

static GBytes *
build (const char  *operation,
       JsonObject  *arguments,
       GError     **error)
{
  if (g_str_equal (operation, "ListFindings"))
    return dossier_inspector2_list_findings_body (
        &(DossierListFindingsInput){
          .filter_criteria = object (arguments, "filterCriteria"),
          .sort_field = string (arguments, "sortField"),
          .descending = json_object_get_boolean_member_with_default (arguments, "descending", FALSE),
          .max_results = (guint) json_object_get_int_member_with_default (arguments, "maxResults", 0),
          .next_token = string (arguments, "nextToken"),
        },
        error);
  if (g_str_equal (operation, "CreateFindingsReport"))
    return dossier_inspector2_create_findings_report_body (
        string (arguments, "format"), object (arguments, "filterCriteria"), string (arguments, "bucket"),
        string (arguments, "keyPrefix"), string (arguments, "kmsKeyArn"), error);
  if (g_str_equal (operation, "ListFindingAggregations"))
    return dossier_inspector2_list_finding_aggregations_body (
        string (arguments, "type"), object (arguments, "request"), string (arguments, "nextToken"));
  if (g_str_equal (operation, "BatchGetAccountStatus"))
    return build_account_status (arguments, error);
  if (g_str_equal (operation, "ListMembers"))
    return dossier_inspector2_list_members_body (
        json_object_get_boolean_member_with_default (arguments, "onlyAssociated", FALSE),
        (guint) json_object_get_int_member_with_default (arguments, "maxResults", 0),
        string (arguments, "nextToken"), error);
  return dossier_inspector2_report_id_body (string (arguments, "reportId"));
}

static gboolean
answer (JsonObject  *line,
        GError     **error)
{
  const char *name = dossier_json_need_string (line, "operation", error);
  const DossierInspector2Operation *operation = name != NULL ? dossier_inspector2_operation_find (name) : NULL;
  g_autoptr(JsonObject) out = json_object_new ();
  g_autoptr(GBytes) body = NULL;
  g_autofree char *text = NULL, *line_out = NULL;

  if (operation == NULL)
    return FALSE;
  body = build (name, json_object_get_object_member (line, "arguments"), error);
  if (body == NULL)
    return FALSE;

  text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  json_object_set_string_member (out, "path", operation->path);
  json_object_set_boolean_member (out, "idempotent", operation->idempotent);
  json_object_set_string_member (out, "body", text);
  line_out = dossier_json_object_to_text (out, FALSE);
  puts (line_out);
  return TRUE;
}

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) request = dossier_json_parse_object (line, -1, &error);

      if (request == NULL || !answer (request, &error))
        {
          fprintf (stderr, "aws-tool: %s\n", error != NULL ? error->message : "no such operation");
          return 1;
        }
    }
  return 0;
}
