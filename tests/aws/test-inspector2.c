// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-findings-page.h"
#include "dossier-inspector-filter.h"
#include "dossier-inspector2-request.h"
#include "dossier-report-status.h"
#include "dossier-test.h"

/* A copy of exactly that size, so that a sanitizer sees a step too far. */
static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static DossierFindingsPage *
parse_page (const char  *text,
            GError     **error)
{
  g_autoptr(GBytes) body = bytes (text);

  return dossier_findings_page_parse (body, error);
}

static void
check_finding (DossierFindingsPage *page,
               gsize                index,
               const char          *expected)
{
  g_autoptr(GBytes) json = dossier_findings_page_get_findings_json (page, index);

  g_assert_cmpmem (g_bytes_get_data (json, NULL), g_bytes_get_size (json), expected, strlen (expected));
}

static void
test_page_keeps_bytes (void)
{
  const char *first = "{ \"title\" : \"a ]},{[ \\\" \\\\\", \"new\":[{\"x\":[1.50,[]]}], \"n\":12345678901234567890.10 }";
  const char *second = "{}";
  const char *third = "{\"title\":\"\\u00e9 한글 😀\",\"s\":\"\\\\\"}";
  g_autofree char *text = g_strdup_printf (
      " {\"later\":{\"findings\":[1,{}]},\"n\":-1.5e3 ,\"s\":\"\\\"}\", \"findings\" :\n[ %s ,%s,\t%s ] , \"nextToken\":\"abc\"} ",
      first, second, third);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsPage) page = parse_page (text, &error);
  gsize offset, length;

  g_assert_no_error (error);
  g_assert_cmpuint (dossier_findings_page_get_n_findings (page), ==, 3);
  check_finding (page, 0, first);
  check_finding (page, 1, second);
  check_finding (page, 2, third);
  dossier_findings_page_get_range (page, 0, &offset, &length);
  g_assert_cmpuint (offset, ==, (gsize) (strstr (text, first) - text));
  g_assert_cmpuint (length, ==, strlen (first));
  g_assert_cmpstr (dossier_findings_page_get_next_token (page), ==, "abc");
  g_assert_cmpmem (g_bytes_get_data (dossier_findings_page_get_body (page), NULL),
                   g_bytes_get_size (dossier_findings_page_get_body (page)), text, strlen (text));
}

static void
test_page_without_findings (void)
{
  static const struct
  {
    const char *text;
    const char *token;
  } cases[] = {
    { "{}", NULL },
    { "{\"findings\":[]}", NULL },
    { "{\"findings\":[ ],\"nextToken\":null}", NULL },
    { "{\"findings\":null,\"nextToken\":\"\"}", NULL },
    { "{\"nextToken\":\"more\",\"findings\":[]}", "more" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFindingsPage) page = parse_page (cases[i].text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (dossier_findings_page_get_n_findings (page), ==, 0);
      g_assert_cmpstr (dossier_findings_page_get_next_token (page), ==, cases[i].token);
    }
}

/* A member's name may be written with escapes. */
static void
test_page_with_escaped_name (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsPage) page = parse_page ("{\"\\u0066indings\":[{\"a\":1}]}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (dossier_findings_page_get_n_findings (page), ==, 1);
  check_finding (page, 0, "{\"a\":1}");
}

static void
test_page_refuses (void)
{
  static const struct
  {
    const char *text;
    const char *named;
  } cases[] = {
    { "", "JSON" },
    { "<html>", "JSON" },
    { "{\"findings\":[{}]} {}", "JSON" },
    { "{\"findings\":[{\"t\":\"\xff\"}]}", "JSON" },
    { "[]", "“$”" },
    { "null", "“$”" },
    { "{\"findings\":{}}", "“findings”" },
    { "{\"findings\":\"no\"}", "“findings”" },
    { "{\"findings\":[{},7]}", "“findings[1]”" },
    { "{\"findings\":[null]}", "“findings[0]”" },
    { "{\"nextToken\":5}", "“nextToken”" },
    { "{\"nextToken\":\"a\\u0000b\"}", "“nextToken”" },
    { "{\"findings\":[{\"title\":\"a\\u0000b\"}]}", "NUL" },
    { "{\"findings\":[{\"a\\\\\\u0000b\":1}]}", "NUL" },
    { "{\"findings\":[],\"findings\":[{}]}", "“findings” is there twice" },
    { "{\"nextToken\":null,\"nextToken\":\"a\"}", "“nextToken” is there twice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFindingsPage) page = parse_page (cases[i].text, &error);

      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      g_assert_null (page);
      g_assert_nonnull (strstr (error->message, cases[i].named));
    }
}

/* A backslash that is escaped itself begins nothing. */
static void
test_page_with_backslash (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsPage) page = parse_page ("{\"findings\":[{\"path\":\"C:\\\\u0000\"}]}", &error);

  g_assert_no_error (error);
  check_finding (page, 0, "{\"path\":\"C:\\\\u0000\"}");
}

/* Whoever reads a finding next may have a small stack. */
static void
test_page_depth (void)
{
  static const gsize depths[] = { 1, 255, 256, 257, 200000 };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      gsize depth = depths[i];
      g_autofree char *open = g_strnfill (depth - 1, '[');
      g_autofree char *close = g_strnfill (depth - 1, ']');
      g_autofree char *text = g_strdup_printf ("{\"findings\":[{\"a\":%s7%s},{}]}", open, close);
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFindingsPage) page = parse_page (text, &error);

      if (depth <= 256)
        g_assert_no_error (error);
      else
        g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

static void
test_page_cut_anywhere (void)
{
  const char *text = "{\"findings\":[{\"a\":[1,\"\\\"]\"]},{}],\"nextToken\":\"abc\"}";

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr(GBytes) body = g_bytes_new (text, length);
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFindingsPage) page = dossier_findings_page_parse (body, &error);

      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      g_assert_null (page);
    }
}

static DossierReportStatus *
parse_status (const char  *text,
              GError     **error)
{
  g_autoptr(GBytes) body = bytes (text);

  return dossier_report_status_parse (body, error);
}

static void
test_status (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierReportStatus) status = parse_status (
      "{\"reportId\":\"r-1\",\"status\":\"FAILED\",\"errorCode\":\"INVALID_PERMISSIONS\",\"errorMessage\":\"No.\","
      "\"destination\":{\"bucketName\":\"b\",\"keyPrefix\":\"p/\",\"kmsKeyArn\":\"arn:k\",\"new\":1},"
      "\"filterCriteria\":{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]},\"new\":[]}",
      &error);
  g_autoptr(DossierReportStatus) copy = NULL;

  g_assert_no_error (error);
  copy = dossier_report_status_copy (status);
  g_clear_pointer (&status, dossier_report_status_free);
  g_assert_cmpstr (copy->report_id, ==, "r-1");
  g_assert_cmpstr (copy->status, ==, "FAILED");
  g_assert_cmpstr (copy->error_code, ==, "INVALID_PERMISSIONS");
  g_assert_cmpstr (copy->error_message, ==, "No.");
  g_assert_cmpstr (copy->bucket, ==, "b");
  g_assert_cmpstr (copy->key_prefix, ==, "p/");
  g_assert_cmpstr (copy->kms_key_arn, ==, "arn:k");
  g_assert_true (json_object_has_member (copy->filter_criteria, "severity"));
}

static void
test_status_keeps_unknown_word (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierReportStatus) status =
      parse_status ("{\"reportId\":\"r\",\"status\":\"QUEUED\",\"errorCode\":null}", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (status->status, ==, "QUEUED");
  g_assert_null (status->error_code);
  g_assert_null (status->bucket);
  g_assert_null (status->filter_criteria);
}

static void
test_status_refuses (void)
{
  static const struct
  {
    const char *text;
    const char *named;
  } cases[] = {
    { "", "JSON" },
    { "[]", "JSON object" },
    { "{\"reportId\":\"r\",\"status\":", "JSON" },
    { "{\"status\":\"FAILED\"}", "reportId" },
    { "{\"reportId\":\"r\"}", "status" },
    { "{\"reportId\":\"r\",\"status\":true}", "status" },
    { "{\"reportId\":\"r\",\"status\":\"F\",\"errorCode\":1}", "errorCode" },
    { "{\"reportId\":\"r\",\"status\":\"F\",\"errorMessage\":{}}", "errorMessage" },
    { "{\"reportId\":\"r\",\"status\":\"F\",\"destination\":[]}", "destination" },
    { "{\"reportId\":\"r\",\"status\":\"F\",\"destination\":{\"kmsKeyArn\":2}}", "kmsKeyArn" },
    { "{\"reportId\":\"r\",\"status\":\"F\",\"filterCriteria\":\"x\"}", "filterCriteria" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierReportStatus) status = parse_status (cases[i].text, &error);

      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      g_assert_null (status);
      g_assert_nonnull (strstr (error->message, cases[i].named));
    }
}

static void
test_report_id (void)
{
  g_autoptr(GBytes) good = bytes ("{\"reportId\":\"r-1\",\"new\":1}");
  g_autoptr(GError) error = NULL;
  g_autofree char *id = dossier_inspector2_parse_report_id (good, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "r-1");

  for (const char *const *text = (const char *const[]){ "", "{}", "{\"reportId\":3}", "{\"reportId\":null}", NULL };
       *text != NULL; text++)
    {
      g_autoptr(GBytes) body = bytes (*text);
      g_autoptr(GError) problem = NULL;

      g_assert_null (dossier_inspector2_parse_report_id (body, &problem));
      g_assert_error (problem, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

static void
test_requests_refuse (void)
{
  static const guint wrong[] = { 0, 101, G_MAXUINT };
  g_autoptr(GError) format_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      DossierListFindingsInput input = { .max_results = wrong[i] };
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_inspector2_list_findings_body (&input, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }

  g_assert_null (dossier_inspector2_create_findings_report_body ("csv", NULL, "b", NULL, "k", &format_error));
  g_assert_error (format_error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_assert_null (dossier_inspector2_operation_find ("listFindings"));
}

#define KEPT "\"arn\":\"a\",\"ownerId\":\"o\",\"name\":\"n\",\"action\":\"HIDE_LATER\",\"createdAt\":1.5,\"updatedAt\":2"

static DossierInspectorFilterList *
parse_filters (const char  *text,
               GError     **error)
{
  g_autoptr(GBytes) body = bytes (text);

  return dossier_inspector_filter_list_parse (body, error);
}

static void
test_filters (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierInspectorFilterList) page = parse_filters (
      "{\"filters\":[{" KEPT ",\"criteria\":{\"new\":[{\"x\":1}]},\"reason\":\"r\",\"later\":1}],\"nextToken\":\"t\"}",
      &error);
  g_autoptr(DossierInspectorFilterList) copy = NULL;
  const DossierInspectorFilter *filter;

  g_assert_no_error (error);
  copy = dossier_inspector_filter_list_copy (page);
  g_assert_cmpuint (copy->filters->len, ==, 1);
  g_assert_cmpstr (copy->next_token, ==, "t");
  filter = copy->filters->pdata[0];
  g_assert_cmpstr (filter->arn, ==, "a");
  g_assert_cmpstr (filter->owner_id, ==, "o");
  g_assert_cmpstr (filter->name, ==, "n");
  g_assert_cmpstr (filter->action, ==, "HIDE_LATER");
  g_assert_cmpint (filter->created_at, ==, 1500000);
  g_assert_cmpint (filter->updated_at, ==, 2000000);
  g_assert_cmpstr (filter->reason, ==, "r");
  g_assert_null (filter->description);
  g_assert_true (json_object_has_member (filter->criteria, "new"));
}

static void
test_no_filters (void)
{
  for (const char *const *text =
           (const char *const[]){ "{}", "{\"filters\":[]}", "{\"filters\":null,\"nextToken\":\"\"}", NULL };
       *text != NULL; text++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierInspectorFilterList) page = parse_filters (*text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->filters->len, ==, 0);
      g_assert_null (page->next_token);
    }
}

static void
test_filters_refuse (void)
{
  static const char *const texts[] = {
    "", "[]", "{\"filters\":{}}", "{\"filters\":[1]}", "{\"filters\":[{}]}", "{\"filters\":[{" KEPT "}]}",
    "{\"filters\":[{" KEPT ",\"criteria\":[]}]}", "{\"filters\":[{" KEPT ",\"criteria\":{},\"reason\":1}]}",
    "{\"filters\":[{\"arn\":\"a\",\"ownerId\":\"o\",\"name\":\"n\",\"action\":\"x\",\"createdAt\":\"2026\",\"updatedAt\":2,"
    "\"criteria\":{}}]}",
    "{\"filters\":[{\"arn\":\"a\",\"ownerId\":\"o\",\"name\":\"n\",\"action\":\"x\",\"createdAt\":1e300,\"updatedAt\":2,"
    "\"criteria\":{}}]}",
    "{\"filters\":[],\"nextToken\":1}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse_filters (texts[i], &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/inspector2/page/keeps-bytes", test_page_keeps_bytes);
  g_test_add_func ("/inspector2/page/without-findings", test_page_without_findings);
  g_test_add_func ("/inspector2/page/escaped-name", test_page_with_escaped_name);
  g_test_add_func ("/inspector2/page/refuses", test_page_refuses);
  g_test_add_func ("/inspector2/page/cut-anywhere", test_page_cut_anywhere);
  g_test_add_func ("/inspector2/page/backslash", test_page_with_backslash);
  g_test_add_func ("/inspector2/page/depth", test_page_depth);
  g_test_add_func ("/inspector2/status/all-members", test_status);
  g_test_add_func ("/inspector2/status/unknown-word", test_status_keeps_unknown_word);
  g_test_add_func ("/inspector2/status/refuses", test_status_refuses);
  g_test_add_func ("/inspector2/report-id", test_report_id);
  g_test_add_func ("/inspector2/filters", test_filters);
  g_test_add_func ("/inspector2/filters/none", test_no_filters);
  g_test_add_func ("/inspector2/filters/refuse", test_filters_refuse);
  g_test_add_func ("/inspector2/requests-refuse", test_requests_refuse);
  return g_test_run ();
}
