// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-finding.h"
#include "dossier-finding-member.h"
#include "dossier-finding-time.h"
#include "dossier-test.h"

#define ARN "arn:aws:inspector2:eu-central-1:111122223333:finding/0f3a9c51d2b84e6f9a7710c4e58b2d01"

static DossierFinding *
parse (const char *text,
       GError    **error)
{
  g_autoptr(GBytes) json = g_bytes_new (text, strlen (text));

  return dossier_finding_new (json, error);
}

static DossierFinding *
parse_good (const char *text)
{
  g_autoptr(GError) error = NULL;
  DossierFinding *finding = parse (text, &error);

  g_assert_no_error (error);
  return finding;
}

static void
test_values (void)
{
  static const char text[] =
      "{\"findingArn\":\"" ARN "\",\"awsAccountId\":\"111122223333\",\"type\":\"PACKAGE_VULNERABILITY\","
      "\"title\":\"CVE-2099-10001 - libdemoxml\",\"severity\":\"CRITICAL\",\"status\":\"ACTIVE\","
      "\"firstObservedAt\":1735693200.512,\"lastObservedAt\":1738371600.25,\"updatedAt\":1738371601,"
      "\"fixAvailable\":\"PARTIAL\",\"exploitAvailable\":\"YES\",\"epss\":{\"score\":0.41877},"
      "\"inspectorScore\":9.8,\"packageVulnerabilityDetails\":{\"vulnerabilityId\":\"CVE-2099-10001\"},"
      "\"resources\":[{\"type\":\"AWS_EC2_INSTANCE\",\"id\":\"i-0aa11bb22cc33dd44\",\"region\":\"eu-west-3\","
      "\"tags\":{\"Name\":\"bastion\"}}], \"newMember\" : [ 1e3 ]}";
  g_autoptr(DossierFinding) finding = parse_good (text);
  g_autofree char *json = dossier_finding_dup_json (finding);
  double number;

  g_assert_cmpstr (json, ==, text);
  g_assert_cmpstr (dossier_finding_get_arn (finding), ==, ARN);
  g_assert_cmpstr (dossier_finding_get_account_id (finding), ==, "111122223333");
  g_assert_cmpstr (dossier_finding_get_finding_type (finding), ==, "PACKAGE_VULNERABILITY");
  g_assert_cmpstr (dossier_finding_get_title (finding), ==, "CVE-2099-10001 - libdemoxml");
  g_assert_cmpstr (dossier_finding_get_severity (finding), ==, "CRITICAL");
  g_assert_cmpint (dossier_finding_get_severity_rank (finding), ==, 6);
  g_assert_cmpstr (dossier_finding_get_status (finding), ==, "ACTIVE");
  g_assert_cmpint (dossier_finding_get_first_observed (finding), ==, 1735693200512000);
  g_assert_cmpint (dossier_finding_get_last_observed (finding), ==, 1738371600250000);
  g_assert_cmpint (dossier_finding_get_updated (finding), ==, 1738371601000000);
  g_assert_cmpstr (dossier_finding_get_fix_available (finding), ==, "PARTIAL");
  g_assert_cmpstr (dossier_finding_get_exploit_available (finding), ==, "YES");
  g_assert_cmpstr (dossier_finding_get_vulnerability_id (finding), ==, "CVE-2099-10001");
  g_assert_cmpstr (dossier_finding_get_resource_id (finding), ==, "i-0aa11bb22cc33dd44");
  g_assert_cmpstr (dossier_finding_get_resource_type (finding), ==, "AWS_EC2_INSTANCE");
  g_assert_cmpstr (dossier_finding_get_resource_label (finding), ==, "bastion");
  g_assert_cmpstr (dossier_finding_get_region (finding), ==, "eu-west-3");
  g_assert_true (dossier_finding_get_score (finding, &number));
  g_assert_cmpfloat (number, ==, 9.8);
  g_assert_true (dossier_finding_get_epss (finding, &number));
  g_assert_cmpfloat (number, ==, 0.41877);
}

/* Absent is not zero, and zero is not absent. */
static void
test_absent (void)
{
  g_autoptr(DossierFinding) bare = parse_good ("{\"findingArn\":\"" ARN "\",\"title\":null}");
  g_autoptr(DossierFinding) zero =
      parse_good ("{\"findingArn\":\"" ARN "\",\"inspectorScore\":0,\"epss\":{\"score\":0.0}}");
  g_autoptr(DossierFinding) empty =
      parse_good ("{\"findingArn\":\"x\",\"epss\":{},\"resources\":[],\"severity\":\"DIRE\"}");

  g_assert_false (dossier_finding_get_score (bare, NULL));
  g_assert_false (dossier_finding_get_epss (bare, NULL));
  g_assert_null (dossier_finding_get_title (bare));
  g_assert_null (dossier_finding_get_severity (bare));
  g_assert_null (dossier_finding_get_fix_available (bare));
  g_assert_null (dossier_finding_get_resource_label (bare));
  g_assert_cmpint (dossier_finding_get_first_observed (bare), ==, 0);
  g_assert_cmpint (dossier_finding_get_severity_rank (bare), ==, DOSSIER_SEVERITY_UNKNOWN);
  g_assert_cmpstr (dossier_finding_get_region (bare), ==, "eu-central-1");
  g_assert_true (dossier_finding_get_score (zero, NULL));
  g_assert_true (dossier_finding_get_epss (zero, NULL));
  g_assert_false (dossier_finding_get_epss (empty, NULL));
  g_assert_null (dossier_finding_get_region (empty));
  g_assert_cmpstr (dossier_finding_get_severity (empty), ==, "DIRE");
  g_assert_cmpint (dossier_finding_get_severity_rank (empty), ==, DOSSIER_SEVERITY_UNKNOWN);
}

/* What expressions in the window's templates look up by name. */
static void
test_properties (void)
{
  g_autoptr(DossierFinding) finding = parse_good (
      "{\"findingArn\":\"" ARN "\",\"severity\":\"LOW\",\"inspectorScore\":3.5,\"firstObservedAt\":1}");
  g_autofree GParamSpec **specs = NULL;
  g_autofree char *arn = NULL, *severity = NULL, *title = NULL;
  gboolean has_score, has_epss;
  double score;
  gint64 first;
  guint rank, n_specs;

  g_object_get (finding, "arn", &arn, "severity", &severity, "severity-rank", &rank, "title", &title,
                "has-score", &has_score, "score", &score, "has-epss", &has_epss, "first-observed", &first, NULL);
  g_assert_cmpstr (arn, ==, ARN);
  g_assert_cmpstr (severity, ==, "LOW");
  g_assert_cmpuint (rank, ==, 3);
  g_assert_null (title);
  g_assert_true (has_score);
  g_assert_cmpfloat (score, ==, 3.5);
  g_assert_false (has_epss);
  g_assert_cmpint (first, ==, G_TIME_SPAN_SECOND);

  specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (finding), &n_specs);
  for (guint i = 0; i < n_specs; i++)
    {
      g_auto(GValue) value = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (finding), specs[i]->name, &value);
      g_assert_true (G_IS_VALUE (&value));
      g_assert_false (specs[i]->flags & G_PARAM_WRITABLE);
    }
}

/* Each type of resource, by its description in the API. */
static const struct
{
  const char *resource;
  const char *label;
} labels[] = {
  { "{\"type\":\"AWS_EC2_INSTANCE\",\"id\":\"i-0a\",\"details\":{\"awsEc2Instance\":{\"type\":\"t3.micro\"}}}", "i-0a" },
  { "{\"type\":\"AWS_EC2_INSTANCE\",\"id\":\"i-0a\",\"tags\":{\"Name\":\"web\"}}", "web" },
  { "{\"type\":\"AWS_EC2_INSTANCE\",\"id\":\"i-0a\",\"tags\":{\"Name\":\"\"}}", "i-0a" },
  { "{\"id\":\"arn:aws:ecr:eu-west-1:111122223333:repository/shop/pay/sha256:2222\",\"details\":"
    "{\"awsEcrContainerImage\":{\"repositoryName\":\"shop/pay\",\"imageTags\":[\"1.8\",\"latest\"],"
    "\"imageHash\":\"sha256:0123456789abcdef\"}}}", "shop/pay:1.8" },
  { "{\"id\":\"x\",\"details\":{\"awsEcrContainerImage\":{\"repositoryName\":\"shop/pay\",\"imageTags\":[],"
    "\"imageHash\":\"sha256:0123456789abcdef\"}}}", "shop/pay@0123456789ab" },
  { "{\"id\":\"x\",\"details\":{\"awsEcrContainerImage\":{\"repositoryName\":\"shop/pay\"}}}", "shop/pay" },
  { "{\"type\":\"AWS_ECR_REPOSITORY\",\"id\":\"arn:aws:ecr:eu-west-1:111122223333:repository/shop/pay\"}", "shop/pay" },
  { "{\"id\":\"arn:aws:lambda:eu-west-1:111122223333:function:mailer:$LATEST\","
    "\"details\":{\"awsLambdaFunction\":{\"functionName\":\"mailer\"}}}", "mailer" },
  { "{\"id\":\"arn:aws:lambda:eu-west-1:111122223333:function:mailer:$LATEST\"}", "mailer:$LATEST" },
  { "{\"id\":\"x\",\"tags\":{\"Name\":\"tag\"},\"details\":{\"codeRepository\":{\"projectName\":\"shop\"}}}", "shop" },
  { "{\"id\":\"x\",\"details\":{\"vm\":{\"vmName\":\"vm-7\"}}}", "vm-7" },
  { "{\"id\":\"x\",\"details\":{\"image\":{\"repositoryName\":\"shop\",\"imageDigest\":\"sha256:ab\"}}}", "shop@ab" },
  { "{\"id\":\"x\",\"details\":{\"serverlessFunction\":{\"serverlessFunctionName\":\"fn\"}}}", "fn" },
  { "{\"id\":\"/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/site-1\"}", "site-1" },
  { "{\"type\":\"SOMETHING_NEW\",\"id\":\"new/\",\"details\":{\"somethingNew\":{\"name\":\"n\"}}}", "new/" },
  { "{\"id\":\"x\",\"details\":{\"vm\":7},\"tags\":[]}", "x" },
  { "{\"details\":{}}", NULL },
};

static void
test_labels (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("{\"findingArn\":\"" ARN "\",\"resources\":[%s,{\"id\":\"second\"}]}", labels[i].resource);
      g_autoptr(DossierFinding) finding = parse_good (text);

      g_assert_cmpstr (dossier_finding_get_resource_label (finding), ==, labels[i].label);
    }
}

/* What is refused, and the words that must tell why. */
static const struct
{
  const char *text;
  const char *why;
} refused[] = {
  { "", "not valid JSON" },
  { "{\"findingArn\":\"" ARN "\"", "not valid JSON at byte" },
  { "[]", "should be an object, but is array" },
  { "{}", "no “findingArn”" },
  { "{\"findingArn\":7}", "“findingArn” should be text" },
  { "{\"findingArn\":\"" ARN "\",\"severity\":[]}", "“severity” should be text" },
  { "{\"findingArn\":\"" ARN "\",\"inspectorScore\":\"9.8\"}", "“inspectorScore” should be a number" },
  { "{\"findingArn\":\"" ARN "\",\"epss\":1}", "“epss” should be an object" },
  { "{\"findingArn\":\"" ARN "\",\"epss\":{\"score\":true}}", "“epss/score” should be a number" },
  { "{\"findingArn\":\"" ARN "\",\"firstObservedAt\":{}}", "“firstObservedAt” should be a time" },
  { "{\"findingArn\":\"" ARN "\",\"resources\":{}}", "“resources” should be a list" },
  { "{\"findingArn\":\"" ARN "\",\"resources\":[7]}", "“resources/0” should be an object" },
  { "{\"findingArn\":\"" ARN "\",\"resources\":[{\"id\":1}]}", "“resources/0/id” should be text" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFinding) finding = parse (refused[i].text, &error);

      g_assert_null (finding);
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      if (strstr (error->message, refused[i].why) == NULL)
        g_error ("“%s” does not tell “%s”", error->message, refused[i].why);
    }
}

static void
test_nul (void)
{
  g_autoptr(DossierFinding) finding =
      parse_good ("{\"findingArn\":\"" ARN "\",\"title\":\"a\\u0000b\",\"resources\":[{\"id\":\"\\u0000\"}]}");

  g_assert_cmpstr (dossier_finding_get_title (finding), ==, "a\357\277\275b");
  g_assert_cmpstr (dossier_finding_get_resource_id (finding), ==, "\357\277\275");
}

static void
test_page (void)
{
  static const char text[] = "{\"findings\":[{\"findingArn\":\"a\"}, {\"findingArn\":\"b\"},{\"findingArn\":3}]}";
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsPage) page = dossier_findings_page_parse (body, &error);
  g_autoptr(GPtrArray) findings = NULL;
  g_autoptr(GPtrArray) all = NULL;

  g_assert_no_error (error);
  findings = dossier_findings_new_for_page (page, 2, &error);
  g_assert_no_error (error);
  all = dossier_findings_new_for_page (page, 3, &error);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_null (all);

  /* The findings outlive their page. */
  g_clear_pointer (&page, dossier_findings_page_unref);
  g_clear_pointer (&body, g_bytes_unref);
  g_assert_cmpuint (findings->len, ==, 2);
  g_assert_cmpstr (dossier_finding_get_arn (g_ptr_array_index (findings, 1)), ==, "b");
  g_assert_cmpmem (g_bytes_get_data (dossier_finding_get_json (g_ptr_array_index (findings, 1)), NULL), 18,
                   "{\"findingArn\":\"b\"}", 18);
}

/* Spellings of one instant that were seen in reports, and what is none. */
static void
test_times (void)
{
  static const char *const same[] = {
    "2023-03-20T18:08:05Z", "2023-03-20 18:08:05Z", "2023-03-20T18:08:05", "2023-03-20T20:08:05+02:00",
    "Mar 20, 2023, 6:08:05 PM", "Mon Mar 20 18:08:05 UTC 2023", "Mon Mar 20 18:08:05.000 UTC 2023",
  };
  static const char *const none[] = {
    "", "yesterday", "2023-13-01T00:00:00Z", "Mar 20, 2023, 13:08:05 PM", "Mar 20, 2023, 6:08:05 XM",
    "Foo 20, 2023, 6:08:05 PM", "Mon Mar 20 18:08:05 CET 2023", "Mar 20, 2023, 6:08:05 PM or so",
  };
  gint64 instant;

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_assert_true (dossier_finding_time_from_text (same[i], &instant));
      g_assert_cmpint (instant, ==, 1679335685000000);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_false (dossier_finding_time_from_text (none[i], &instant));

  g_assert_true (dossier_finding_time_from_text ("Mar 20, 2023, 12:00:00 AM", &instant));
  g_assert_cmpint (instant, ==, 1679270400000000);
  g_assert_true (dossier_finding_time_from_text ("Wed Sep 04 16:59:44.356 UTC 2024", &instant));
  g_assert_cmpint (instant, ==, 1725469184356000);
  g_assert_true (dossier_finding_time_from_seconds (-1.5, &instant));
  g_assert_cmpint (instant, ==, -1500000);
  g_assert_false (dossier_finding_time_from_seconds (1e300, &instant));
  g_assert_false (dossier_finding_time_from_seconds (0.0 / 0.0, &instant));
}

static void
test_deep_members (void)
{
  g_autoptr(GString) text = g_string_new ("{\"findingArn\":\"a\",\"deep\":");
  g_autoptr(DossierFinding) finding = NULL;
  g_autoptr(GListModel) rows = NULL;
  g_autoptr(DossierFindingMember) row = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  g_string_append_c (text, '1');
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, ']');
  g_string_append_c (text, '}');

  finding = parse_good (text->str);
  rows = dossier_finding_list_members (finding);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 2);
  row = g_list_model_get_item (rows, 1);
  g_assert_cmpint (dossier_finding_member_get_kind (row), ==, DOSSIER_FINDING_MEMBER_JSON);
  g_assert_true (g_str_has_prefix (dossier_finding_member_get_value (row), "[[[["));
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/findings/finding/values", test_values);
  g_test_add_func ("/findings/finding/absent", test_absent);
  g_test_add_func ("/findings/finding/properties", test_properties);
  g_test_add_func ("/findings/finding/labels", test_labels);
  g_test_add_func ("/findings/finding/refused", test_refused);
  g_test_add_func ("/findings/finding/nul", test_nul);
  g_test_add_func ("/findings/finding/page", test_page);
  g_test_add_func ("/findings/finding/times", test_times);
  g_test_add_func ("/findings/finding/deep-members", test_deep_members);
  return g_test_run ();
}
