// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-export-error.h"
#include "dossier-export-match.h"
#include "dossier-export-problem.h"
#include "dossier-json.h"
#include "dossier-test.h"

#define KEY "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
#define ID "6b1e2c4d-1111-4222-8333-444455556666"
#define OTHER_ID "7b1e2c4d-1111-4222-8333-444455556666"
#define HIGH "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}"
#define ACTIVE "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}]}"

static JsonObject *
parse (const char *text)
{
  return text != NULL ? dossier_json_parse_object (text, -1, NULL) : NULL;
}

static void
test_status (void)
{
  static const struct
  {
    const char *prefix, *criteria;
    const char *bucket, *key_prefix, *kms_key_arn, *status_criteria;
    gboolean same;
  } cases[] = {
    { "audit", HIGH, "reports", "audit", KEY, HIGH, TRUE },
    { "audit", HIGH, "reports", "audit/", KEY, HIGH, TRUE },
    { "audit/", HIGH, "reports", "audit", KEY, HIGH, TRUE },
    { NULL, HIGH, "reports", "", KEY, HIGH, TRUE },
    { NULL, HIGH, "reports", NULL, KEY, HIGH, TRUE },
    { "audit", HIGH, "reports", "audi", KEY, HIGH, FALSE },
    { "audit", HIGH, "reports", "audit2", KEY, HIGH, FALSE },
    { "audit", HIGH, "reports", NULL, KEY, HIGH, FALSE },
    { "audit", HIGH, "other", "audit", KEY, HIGH, FALSE },
    { "audit", HIGH, NULL, NULL, NULL, HIGH, FALSE },
    { "audit", HIGH, "reports", "audit", KEY "0", HIGH, FALSE },
    { "audit", HIGH, "reports", "audit", KEY, NULL, FALSE },
    { "audit", HIGH, "reports", "audit", KEY, ACTIVE, FALSE },
    /* Without a status, a report takes active findings. */
    { NULL, NULL, "reports", NULL, KEY, ACTIVE, TRUE },
    { NULL, "{}", "reports", NULL, KEY, NULL, TRUE },
    { NULL, ACTIVE, "reports", NULL, KEY, "{}", TRUE },
    /* The order of entries and members means nothing. */
    { NULL, "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"},"
            "{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}",
      "reports", NULL, KEY,
      "{\"severity\":[{\"value\":\"LOW\",\"comparison\":\"EQUALS\"},"
      "{\"value\":\"HIGH\",\"comparison\":\"EQUALS\"}]}", TRUE },
    /* Fields of tomorrow. */
    { NULL, "{\"tomorrow\":[{\"a\":1,\"b\":2}]}", "reports", NULL, KEY,
      "{\"tomorrow\":[{\"b\":2,\"a\":1}]}", TRUE },
    { NULL, "{\"tomorrow\":[{\"a\":1}]}", "reports", NULL, KEY, "{\"tomorrow\":[{\"a\":2}]}", FALSE },
    { NULL, "{\"tomorrow\":[{\"a\":1}]}", "reports", NULL, KEY, NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) wanted = parse (cases[i].criteria);
      g_autoptr(JsonObject) given = parse (cases[i].status_criteria);
      const DossierExportPlan plan = { .format = "CSV", .filter_criteria = wanted, .bucket = "reports",
                                       .prefix = (char *) cases[i].prefix, .kms_key_arn = KEY };
      const DossierReportStatus status = { .report_id = ID, .status = "IN_PROGRESS",
                                           .bucket = (char *) cases[i].bucket,
                                           .key_prefix = (char *) cases[i].key_prefix,
                                           .kms_key_arn = (char *) cases[i].kms_key_arn,
                                           .filter_criteria = given };

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (dossier_export_match_status (&plan, &status), ==, cases[i].same);
    }
}

static void
test_objects (void)
{
  static const struct
  {
    const char *key;
    gboolean ours;
  } cases[] = {
    { ID ".csv", TRUE },
    { "audit/" ID ".csv", TRUE },
    { "audit" ID ".csv", TRUE },
    { "audit/" ID ".json", FALSE },
    { "audit/" ID ".csv.gz", FALSE },
    { "audit/" ID, FALSE },
    { "audit/" OTHER_ID ".csv", FALSE },
    { "audit/" ID "/part.csv", FALSE },
    { "csv", FALSE },
    { "", FALSE },
  };
  g_auto(GStrv) none = dossier_export_match_prefixes (NULL, ID);
  g_auto(GStrv) bare = dossier_export_match_prefixes ("audit", ID);
  g_auto(GStrv) slash = dossier_export_match_prefixes ("audit/", ID);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (dossier_export_match_object (cases[i].key, ID, "csv"), ==, cases[i].ours);

  g_assert_cmpstrv (none, ((const char *const[]) { ID, "", NULL }));
  g_assert_cmpstrv (bare, ((const char *const[]) { "audit/" ID, "audit" ID, "audit", NULL }));
  g_assert_cmpstrv (slash, ((const char *const[]) { "audit/" ID, "audit/", NULL }));
}

/* The errorCode values of the Amazon Inspector API reference. */
static void
test_problems (void)
{
  static const char *const codes[] = { "INTERNAL_ERROR",    "INVALID_PERMISSIONS",
                                       "NO_FINDINGS_FOUND", "BUCKET_NOT_FOUND",
                                       "INCOMPATIBLE_BUCKET_REGION", "MALFORMED_KMS_KEY" };
  g_autoptr(GError) unknown = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      const DossierExportProblem *problem = dossier_export_problem_find (codes[i], NULL);
      g_autoptr(GError) error = NULL;

      g_assert_cmpstr (problem->code, ==, codes[i]);
      dossier_export_problem_set_error (ID, codes[i], "words of AWS", &error);
      g_assert_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED);
      g_assert_nonnull (strstr (error->message, codes[i]));
      g_assert_nonnull (strstr (error->message, "words of AWS"));
      g_assert_nonnull (strstr (error->message, problem->remedy));
    }

  g_assert_null (dossier_export_problem_find ("TOMORROW", NULL));
  dossier_export_problem_set_error (ID, "TOMORROW", NULL, &unknown);
  g_assert_error (unknown, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED);
  g_assert_nonnull (strstr (unknown->message, "TOMORROW"));
}

/* The user guide gives the text; the type of the refusal is not documented. */
static void
test_busy (void)
{
  static const struct
  {
    const char *body;
    gboolean busy;
  } cases[] = {
    { "{\"message\":\"Cannot have multiple reports in-progress\"}", TRUE },
    { "{\"message\":\"Failed. Reason: cannot have Multiple Reports in-progress\"}", TRUE },
    { "{\"message\":\"1 validation error detected\"}", FALSE },
    { "{}", FALSE },
  };

  g_assert_false (dossier_export_problem_is_busy (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
      g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      g_autoptr(GError) error = NULL;

      soup_message_headers_append (headers, "x-amzn-ErrorType", "ValidationException");
      error = dossier_aws_error_new_from_response ("inspector2", "CreateFindingsReport", 400, headers, body);
      g_assert_cmpint (dossier_export_problem_is_busy (error), ==, cases[i].busy);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/export/match/status", test_status);
  g_test_add_func ("/export/match/objects", test_objects);
  g_test_add_func ("/export/problem/codes", test_problems);
  g_test_add_func ("/export/problem/busy", test_busy);

  return g_test_run ();
}
