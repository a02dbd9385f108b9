// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Makes the calls given as JSON lines on standard input, for peers to judge:
 *
 *   aws-tool ENDPOINT
 *
 * A line: {"operation": NAME, "arguments": {…}}; an answer: {} or {"error": TEXT}.
 */

#include "config.h"

#include <stdio.h>

#include "dossier-aws-client.h"
#include "dossier-fiber.h"
#include "dossier-inspector2-filters.h"
#include "dossier-inspector2.h"
#include "dossier-json.h"
#include "dossier-static-credentials.h"

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

static guint
number (JsonObject *arguments,
        const char *name)
{
  return (guint) json_object_get_int_member_with_default (arguments, name, 0);
}

static gboolean
truth (JsonObject *arguments,
       const char *name)
{
  return json_object_get_boolean_member_with_default (arguments, name, FALSE);
}

static DexFuture *
call_account_status (DossierAwsClient *client,
                     JsonObject       *arguments)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) accounts = NULL;
  JsonArray *array = NULL;

  if (!json_object_has_member (arguments, "accountIds"))
    return dossier_inspector2_batch_get_account_status (client, NULL, NULL);

  array = json_object_get_array_member (arguments, "accountIds");
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (builder, json_array_get_string_element (array, i));
  accounts = g_strv_builder_end (builder);
  return dossier_inspector2_batch_get_account_status (client, (const char *const *) accounts, NULL);
}

static DossierInspectorFilterInput
filter_input (JsonObject *arguments)
{
  return (DossierInspectorFilterInput) {
    .name = string (arguments, "name"),
    .action = string (arguments, "action"),
    .criteria = object (arguments, "filterCriteria"),
    .description = string (arguments, "description"),
    .reason = string (arguments, "reason"),
  };
}

static DexFuture *
call (DossierAwsClient *client,
      const char       *operation,
      JsonObject       *arguments)
{
  if (g_str_equal (operation, "ListFindings"))
    return dossier_inspector2_list_findings (client,
                                             &(DossierListFindingsInput) {
                                               .filter_criteria = object (arguments, "filterCriteria"),
                                               .sort_field = string (arguments, "sortField"),
                                               .descending = truth (arguments, "descending"),
                                               .max_results = number (arguments, "maxResults"),
                                               .next_token = string (arguments, "nextToken"),
                                             },
                                             NULL);
  if (g_str_equal (operation, "CreateFindingsReport"))
    return dossier_inspector2_create_findings_report (
        client, string (arguments, "format"), object (arguments, "filterCriteria"), string (arguments, "bucket"),
        string (arguments, "keyPrefix"), string (arguments, "kmsKeyArn"), NULL);
  if (g_str_equal (operation, "GetFindingsReportStatus"))
    return dossier_inspector2_get_findings_report_status (client, string (arguments, "reportId"), NULL);
  if (g_str_equal (operation, "CancelFindingsReport"))
    return dossier_inspector2_cancel_findings_report (client, string (arguments, "reportId"), NULL);
  if (g_str_equal (operation, "ListFindingAggregations"))
    return dossier_inspector2_list_finding_aggregations (client, string (arguments, "type"),
                                                         object (arguments, "request"), string (arguments, "nextToken"),
                                                         NULL);
  if (g_str_equal (operation, "BatchGetAccountStatus"))
    return call_account_status (client, arguments);
  if (g_str_equal (operation, "ListMembers"))
    return dossier_inspector2_list_members (client, truth (arguments, "onlyAssociated"), number (arguments, "maxResults"),
                                            string (arguments, "nextToken"), NULL);
  if (g_str_equal (operation, "ListFilters"))
    return dossier_inspector2_list_filters (client, string (arguments, "action"), number (arguments, "maxResults"),
                                            string (arguments, "nextToken"), NULL);
  if (g_str_equal (operation, "CreateFilter"))
    {
      const DossierInspectorFilterInput input = filter_input (arguments);

      return dossier_inspector2_create_filter (client, &input, NULL);
    }
  if (g_str_equal (operation, "UpdateFilter"))
    {
      const DossierInspectorFilterInput input = filter_input (arguments);

      return dossier_inspector2_update_filter (client, string (arguments, "arn"), &input, NULL);
    }
  if (g_str_equal (operation, "DeleteFilter"))
    return dossier_inspector2_delete_filter (client, string (arguments, "arn"), NULL);
  g_error ("no such operation: %s", operation);
}

static DossierAwsClient *
make_client (const char *endpoint)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("SECRET/EXAMPLE+KEY");
  g_autoptr(DossierSecret) token = dossier_secret_new ("TOKEN/EXAMPLE==");
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new ("AKIDEXAMPLE", secret, token, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (credentials);
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client = dossier_aws_client_new (&(DossierAwsClientOptions) { .region = "eu-central-1",
                                                                                  .endpoint_url = endpoint,
                                                                                  .credentials = provider },
                                                     &error);

  g_assert_no_error (error);
  return client;
}

typedef struct
{
  const char *endpoint;
  gboolean done;
} Run;

static DexFuture *
run_fiber (gpointer data)
{
  Run *run = data;
  g_autoptr(DossierAwsClient) client = make_client (run->endpoint);
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) request = dossier_json_parse_object (line, -1, &error);
      g_autoptr(JsonObject) out = json_object_new ();
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      if (!dossier_await_child (call (client, json_object_get_string_member (request, "operation"),
                                      json_object_get_object_member (request, "arguments")),
                                &error))
        json_object_set_string_member (out, "error", error->message);
      text = dossier_json_object_to_text (out, FALSE);
      puts (text);
    }
  run->done = TRUE;
  return dex_future_new_true ();
}

int
main (int    argc,
      char **argv)
{
  Run run = { .endpoint = argc > 1 ? argv[1] : NULL };

  dex_init ();
  dex_future_disown (dossier_fiber_spawn (run_fiber, &run, NULL));
  while (!run.done)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
