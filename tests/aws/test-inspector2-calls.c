// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Inspector's operations over the network, and answers that are not theirs. */

#include "config.h"

#include <string.h>

#include "aws-test.h"
#include "dossier-error.h"
#include "dossier-inspector2.h"

#define ID "9d9f4c1e-7a5e-4f0e-8f5b-0c6d7b9b1a2f"

static void
answer (SoupServerMessage *message,
        guint,
        gpointer text)
{
  dossier_test_answer (message, 200, "application/json", text);
}

/* Each operation, with the answer that it waits for thrown away. */
static gboolean
call (const char        *operation,
      DossierAwsClient  *client,
      GError           **error)
{
  if (g_str_equal (operation, "ListFindings"))
    {
      const DossierListFindingsInput input = { .max_results = 1 };
      g_autoptr(DossierFindingsPage) page =
          dossier_await_child_boxed (dossier_inspector2_list_findings (client, &input, NULL), error);

      return page != NULL;
    }
  if (g_str_equal (operation, "GetFindingsReportStatus"))
    {
      g_autoptr(DossierReportStatus) status =
          dossier_await_child_boxed (dossier_inspector2_get_findings_report_status (client, ID, NULL), error);

      return status != NULL;
    }
  if (g_str_equal (operation, "CreateFindingsReport"))
    {
      g_autofree char *id = dossier_await_child_string (
          dossier_inspector2_create_findings_report (client, "CSV", NULL, "bucket", NULL, "arn", NULL), error);

      return id != NULL;
    }
  if (g_str_equal (operation, "CancelFindingsReport"))
    return dossier_await_child (dossier_inspector2_cancel_findings_report (client, ID, NULL), error);

  DexFuture *future = NULL;
  g_autoptr(JsonObject) object = NULL;

  if (g_str_equal (operation, "ListFindingAggregations"))
    future = dossier_inspector2_list_finding_aggregations (client, "TITLE", NULL, NULL, NULL);
  else if (g_str_equal (operation, "BatchGetAccountStatus"))
    future = dossier_inspector2_batch_get_account_status (client, NULL, NULL);
  else if (g_str_equal (operation, "ListMembers"))
    future = dossier_inspector2_list_members (client, TRUE, 50, NULL, NULL);
  g_assert_nonnull (future);

  object = dossier_await_child_boxed (future, error);
  return object != NULL;
}

static const char *const operations[] = {
  "ListFindings",          "GetFindingsReportStatus", "CreateFindingsReport", "CancelFindingsReport",
  "ListFindingAggregations", "BatchGetAccountStatus", "ListMembers",
};

static void
assert_refused (const char *operation,
                const char *text)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer, (gpointer) text);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  g_autoptr(GError) error = NULL;

  g_assert_false (call (operation, client, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  /* What it was, and that there is something to do. */
  g_assert_nonnull (strstr (error->message, operation));
  g_assert_nonnull (strstr (error->message, "inspector2"));
  g_assert_nonnull (strstr (error->message, "Try again"));
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 1);
}

static void
test_no_json (void)
{
  static const char *const texts[] = {
    "", " ", "{", "{\"findings\":[", "[]", "null", "7", "\"text\"", "<html><body>Sign in</body></html>",
    "{\"reportId\":\"" ID "\"} {}", "{\"reportId\":\"a\\u0000b\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (texts); j++)
      assert_refused (operations[i], texts[j]);
}

/* So deep that a reader that calls itself would leave a fiber's stack. */
static void
test_too_deep (void)
{
  g_autofree char *open = g_strnfill (200000, '[');
  g_autofree char *close = g_strnfill (200000, ']');
  g_autofree char *text = g_strdup_printf ("{\"findings\":[{\"a\":%s%s}]}", open, close);

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    assert_refused (operations[i], text);
}

static void
test_wrong_types (void)
{
  const struct
  {
    const char *operation;
    const char *text;
  } cases[] = {
    { "ListFindings", "{\"findings\":{}}" },
    { "ListFindings", "{\"findings\":[[]]}" },
    { "ListFindings", "{\"nextToken\":7}" },
    { "CreateFindingsReport", "{}" },
    { "CreateFindingsReport", "{\"reportId\":7}" },
    { "CreateFindingsReport", "{\"reportId\":null}" },
    { "CancelFindingsReport", "{\"reportId\":[]}" },
    { "GetFindingsReportStatus", "{\"reportId\":\"" ID "\"}" },
    { "GetFindingsReportStatus", "{\"reportId\":\"" ID "\",\"status\":5}" },
    { "GetFindingsReportStatus", "{\"reportId\":\"" ID "\",\"status\":\"FAILED\",\"errorCode\":{}}" },
    { "GetFindingsReportStatus", "{\"reportId\":\"" ID "\",\"status\":\"FAILED\",\"destination\":\"x\"}" },
    { "ListFindingAggregations", "{\"responses\":{}}" },
    { "ListFindingAggregations", "{\"responses\":[7]}" },
    { "ListFindingAggregations", "{\"responses\":[],\"nextToken\":{}}" },
    { "BatchGetAccountStatus", "{\"accounts\":\"none\"}" },
    { "BatchGetAccountStatus", "{\"accounts\":[],\"failedAccounts\":[null]}" },
    { "ListMembers", "{\"members\":[\"111122223333\"]}" },
    { "ListMembers", "{\"members\":[],\"nextToken\":[]}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].operation, cases[i].text);
}

static void
test_good_answers (void)
{
  const struct
  {
    const char *operation;
    const char *text;
  } cases[] = {
    { "ListFindings", "{\"findings\":[{}],\"nextToken\":\"t\",\"new\":1}" },
    { "CreateFindingsReport", "{\"reportId\":\"" ID "\"}" },
    { "CancelFindingsReport", "{\"reportId\":\"" ID "\"}" },
    { "GetFindingsReportStatus", "{\"reportId\":\"" ID "\",\"status\":\"A_NEW_WORD\"}" },
    { "ListFindingAggregations", "{\"aggregationType\":\"TITLE\",\"responses\":[{\"titleAggregation\":{}}]}" },
    { "BatchGetAccountStatus", "{\"accounts\":[{}],\"failedAccounts\":null}" },
    { "ListMembers", "{}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierTestServer) server = dossier_test_server_new (answer, (gpointer) cases[i].text);
      g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
      g_autoptr(GError) error = NULL;
      gboolean good = call (cases[i].operation, client, &error);

      g_assert_no_error (error);
      g_assert_true (good);
    }
}

/* What AWS would refuse is refused here, and not sent. */
static void
test_wrong_input (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer, (gpointer) "{}");
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  const DossierListFindingsInput input = { .max_results = 101 };
  g_autoptr(GError) page_error = NULL;
  g_autoptr(GError) format_error = NULL;
  g_autoptr(GError) members_error = NULL;

  g_assert_null (dossier_await_child_boxed (dossier_inspector2_list_findings (client, &input, NULL), &page_error));
  g_assert_error (page_error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_assert_null (dossier_await_child_string (
      dossier_inspector2_create_findings_report (client, "PDF", NULL, "b", NULL, "k", NULL), &format_error));
  g_assert_error (format_error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_assert_null (dossier_await_child_boxed (dossier_inspector2_list_members (client, TRUE, 51, NULL, NULL),
                                            &members_error));
  g_assert_error (members_error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 0);
}

static void
break_off (GSocketConnection *connection,
           guint,
           gpointer)
{
  g_autofree char *request = dossier_test_raw_read_request (connection);

  dossier_test_raw_reset (connection);
}

/* Nobody knows what became of the request: what makes a report is sent once. */
static void
test_what_is_repeated (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (break_off, NULL);
      g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
      g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, 0);
      g_autoptr(GError) error = NULL;
      gboolean writes = strstr (operations[i], "FindingsReport") != NULL && !g_str_has_prefix (operations[i], "Get");

      g_assert_false (call (operations[i], client, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
      g_assert_cmpuint (dossier_test_server_get_n_connections (server), ==, writes ? 1 : 3);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/aws/inspector2-calls/no-json", test_no_json);
  dossier_test_add_fiber ("/aws/inspector2-calls/too-deep", test_too_deep);
  dossier_test_add_fiber ("/aws/inspector2-calls/wrong-types", test_wrong_types);
  dossier_test_add_fiber ("/aws/inspector2-calls/good-answers", test_good_answers);
  dossier_test_add_fiber ("/aws/inspector2-calls/wrong-input", test_wrong_input);
  dossier_test_add_fiber ("/aws/inspector2-calls/what-is-repeated", test_what_is_repeated);
  return g_test_run ();
}
