// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Whether Inspector may write a report, for the policies that people have. What
 * is expected follows from “export findings reports” of Inspector's user guide
 * and from how the IAM user guide treats keys that a service's call lacks.
 */

#include "config.h"

#include "dossier-demo-delivery-private.h"
#include "dossier-demo-scenario-private.h"
#include "dossier-test.h"

#define NOW G_GINT64_CONSTANT (1767225600000000)
#define ACCOUNT "111122223333"
#define OBJECTS "arn:aws:s3:::" DOSSIER_DEMO_BUCKET "/*"
#define ALLOW(principal, action, resource, condition) \
  "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"" principal "\"},\"Action\":" action ",\"Resource\":\"" resource "\"" condition "}"
#define POLICY(statements) "{\"Version\":\"2012-10-17\",\"Statement\":[" statements "]}"
#define GUIDE_ACTIONS "[\"s3:PutObject\",\"s3:PutObjectAcl\",\"s3:AbortMultipartUpload\"]"
#define GUIDE ALLOW ("inspector2.amazonaws.com", GUIDE_ACTIONS, OBJECTS, \
  ",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"" ACCOUNT "\"},\"ArnLike\":{\"aws:SourceArn\":" \
  "\"arn:aws:inspector2:eu-central-1:" ACCOUNT ":report/*\"}}")
#define DENY(condition) \
  "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"" OBJECTS "\",\"Condition\":{" condition "}}"

static DossierDemoReport
report_for (const char *region,
            const char *bucket,
            const char *key)
{
  static char arn[100];

  g_snprintf (arn, sizeof arn, "arn:aws:kms:%s:%s:key/%s", region, ACCOUNT, key);
  return (DossierDemoReport) {
    .id = (char *) "0e9d2f6c-0000-4000-8000-000000000001", .account = (char *) ACCOUNT, .region = (char *) region,
    .bucket = (char *) bucket, .kms_key_arn = arn, .format = (char *) "CSV",
  };
}

static void
check (DossierDemoWorld *world,
       const char       *region,
       const char       *bucket,
       const char       *key,
       const char       *expected)
{
  const DossierDemoReport report = report_for (region, bucket, key);
  g_autofree char *explanation = NULL;
  const char *code = dossier_demo_delivery_check (world, &report, "audit/x.csv", &explanation);

  g_test_message ("%s %s: %s", bucket, key, explanation != NULL ? explanation : "allowed");
  g_assert_cmpstr (code, ==, expected);
  g_assert_true ((explanation != NULL) == (expected != NULL));
}

static DossierDemoWorld *
open_world (void)
{
  g_autoptr (GError) error = NULL;
  DossierDemoWorld *world = dossier_demo_world_open (NULL, "default", NOW, &error);

  g_assert_no_error (error);
  return world;
}

static void
test_destinations (void)
{
  g_autoptr (DossierDemoWorld) world = open_world ();
  static const struct { const char *region, *bucket, *key, *expected; } cases[] = {
    { "eu-central-1", DOSSIER_DEMO_BUCKET, DOSSIER_DEMO_KEY_ID, NULL },
    { "me-central-1", "dossier-demo-reports-opt-in", "d0551e40-5eed-4000-8000-000000000008", NULL },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "mrk-d0551e405eed4000800000000000000a", NULL },
    { "eu-central-1", "dossier-demo-member", DOSSIER_DEMO_KEY_ID, NULL },
    { "eu-central-1", "dossier-demo-nowhere", DOSSIER_DEMO_KEY_ID, "BUCKET_NOT_FOUND" },
    { "eu-central-1", "dossier-demo-reports-opt-in", DOSSIER_DEMO_KEY_ID, "INCOMPATIBLE_BUCKET_REGION" },
    { "eu-central-1", "dossier-demo-elsewhere", DOSSIER_DEMO_KEY_ID, "INCOMPATIBLE_BUCKET_REGION" },
    { "eu-central-1", "dossier-demo-archive", DOSSIER_DEMO_KEY_ID, "INVALID_PERMISSIONS" },
    { "eu-central-1", "dossier-demo-tls-only", DOSSIER_DEMO_KEY_ID, "INVALID_PERMISSIONS" },
    { "eu-central-1", "dossier-demo-stranger", DOSSIER_DEMO_KEY_ID, "INVALID_PERMISSIONS" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000002", "INVALID_PERMISSIONS" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000003", "MALFORMED_KMS_KEY" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000004", "MALFORMED_KMS_KEY" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000005", "MALFORMED_KMS_KEY" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000006", "MALFORMED_KMS_KEY" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000007", "MALFORMED_KMS_KEY" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000008", "MALFORMED_KMS_KEY" },
    { "eu-central-1", DOSSIER_DEMO_BUCKET, "d0551e40-5eed-4000-8000-000000000099", "MALFORMED_KMS_KEY" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    check (world, cases[i].region, cases[i].bucket, cases[i].key, cases[i].expected);
}

static void
test_bucket_policies (void)
{
  g_autoptr (DossierDemoWorld) world = open_world ();
  DossierDemoBucket *bucket = dossier_demo_world_find_bucket (world, DOSSIER_DEMO_BUCKET);
  static const struct { const char *policy; gboolean works; } cases[] = {
    { POLICY (GUIDE), TRUE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", "\"s3:*\"", OBJECTS, "")), TRUE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", GUIDE_ACTIONS, "arn:aws:s3:::" DOSSIER_DEMO_BUCKET "/audit/*", "")), TRUE },
    /* What people get wrong in the Allow. */
    { POLICY (ALLOW ("inspector2.eu-central-1.amazonaws.com", GUIDE_ACTIONS, OBJECTS, "")), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", "\"s3:PutObject\"", OBJECTS, "")), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", GUIDE_ACTIONS, "arn:aws:s3:::" DOSSIER_DEMO_BUCKET, "")), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", GUIDE_ACTIONS, "arn:aws:s3:::" DOSSIER_DEMO_BUCKET "/other/*", "")), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", GUIDE_ACTIONS, OBJECTS,
                     ",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"222233334444\"}}")), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", GUIDE_ACTIONS, OBJECTS,
                     ",\"Condition\":{\"StringEquals\":{\"aws:SourceArn\":\"arn:aws:inspector2:eu-central-1:"
                     ACCOUNT ":report/*\"}}")), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", GUIDE_ACTIONS, OBJECTS,
                     ",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:inspector2:eu-west-1:"
                     ACCOUNT ":report/*\"}}")), FALSE },
    /* Denies that people add for everybody. */
    { POLICY (GUIDE "," DENY ("\"Bool\":{\"aws:SecureTransport\":\"false\"}")), TRUE },
    { POLICY (GUIDE "," DENY ("\"BoolIfExists\":{\"aws:SecureTransport\":\"false\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"aws:SecureTransport\":\"true\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"NumericLessThan\":{\"s3:TlsVersion\":\"1.2\"}")), TRUE },
    { POLICY (GUIDE "," DENY ("\"NumericLessThanIfExists\":{\"s3:TlsVersion\":\"1.2\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"s3:x-amz-server-side-encryption\":\"aws:kms\"}")), TRUE },
    { POLICY (GUIDE "," DENY ("\"Null\":{\"s3:x-amz-server-side-encryption\":\"true\"}")), TRUE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"s3:x-amz-server-side-encryption\":\"AES256\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"s3:x-amz-server-side-encryption-aws-kms-key-id\":"
                              "\"arn:aws:kms:eu-central-1:" ACCOUNT ":key/" DOSSIER_DEMO_KEY_ID "\"}")), TRUE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"s3:x-amz-server-side-encryption-aws-kms-key-id\":\""
                              DOSSIER_DEMO_KEY_ID "\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"" DOSSIER_DEMO_ORGANIZATION_ID "\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"aws:PrincipalOrgID\":\"" DOSSIER_DEMO_ORGANIZATION_ID "\"},"
                              "\"BoolIfExists\":{\"aws:PrincipalIsAWSService\":\"false\"}")), TRUE },
    { POLICY (GUIDE "," DENY ("\"StringNotEqualsIfExists\":{\"aws:SourceOrgID\":\"" DOSSIER_DEMO_ORGANIZATION_ID "\"},"
                              "\"Bool\":{\"aws:PrincipalIsAWSService\":\"true\"}")), TRUE },
    { POLICY (GUIDE "," DENY ("\"StringNotEquals\":{\"aws:SourceVpce\":\"vpce-1\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"NotIpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"NotIpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"},"
                              "\"Bool\":{\"aws:ViaAWSService\":\"false\"}")), FALSE },
    { POLICY (GUIDE "," DENY ("\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::" ACCOUNT ":role/*\"}")), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_set_str (&bucket->policy, cases[i].policy);
      g_test_message ("%s", cases[i].policy);
      check (world, "eu-central-1", DOSSIER_DEMO_BUCKET, DOSSIER_DEMO_KEY_ID, cases[i].works ? NULL : "INVALID_PERMISSIONS");
    }
}

static void
test_key_policies (void)
{
  g_autoptr (DossierDemoWorld) world = open_world ();
  DossierDemoKey *key = dossier_demo_world_find_key (world, ACCOUNT, "eu-central-1", DOSSIER_DEMO_KEY_ID);
  static const struct { const char *policy; gboolean works; } cases[] = {
    { POLICY (ALLOW ("inspector2.amazonaws.com", "[\"kms:Decrypt\",\"kms:GenerateDataKey*\"]", "*", "")), TRUE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", "\"kms:GenerateDataKey*\"", "*", "")), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", "\"kms:Decrypt\"", "*", "")), FALSE },
    { POLICY (ALLOW ("inspector.amazonaws.com", "\"kms:*\"", "*", "")), FALSE },
    { POLICY ("{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" ACCOUNT "\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}"), FALSE },
    { POLICY (ALLOW ("inspector2.amazonaws.com", "\"kms:*\"", "*",
                     ",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"222233334444\"}}")), FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_set_str (&key->policy, cases[i].policy);
      check (world, "eu-central-1", DOSSIER_DEMO_BUCKET, DOSSIER_DEMO_KEY_ID, cases[i].works ? NULL : "INVALID_PERMISSIONS");
    }
}

static void
test_key_references (void)
{
  g_autoptr (DossierDemoWorld) world = open_world ();
  static const char *const references[] = {
    DOSSIER_DEMO_KEY_ID,
    "alias/dossier-reports",
    ("arn:aws:kms:eu-central-1:" ACCOUNT ":alias/dossier-reports"),
    "",
    ("arn:aws:s3:::" DOSSIER_DEMO_BUCKET),
  };

  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    {
      DossierDemoReport report = report_for ("eu-central-1", DOSSIER_DEMO_BUCKET, "");
      g_autofree char *explanation = NULL;

      report.kms_key_arn = (char *) references[i];
      g_assert_cmpstr (dossier_demo_delivery_check (world, &report, "x", &explanation), ==, "MALFORMED_KMS_KEY");
    }
}

static void
test_add (void)
{
  g_autoptr (DossierDemoWorld) world = open_world ();
  DossierDemoReport report = report_for ("eu-central-1", DOSSIER_DEMO_BUCKET, DOSSIER_DEMO_KEY_ID);
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL, *path = NULL, *found = NULL;
  const DossierDemoObject *object;

  report.due = NOW;
  g_assert_true (dossier_demo_world_begin (world, NOW, &error));
  file = dossier_demo_world_new_object_file (world, &error);
  g_assert_no_error (error);
  path = dossier_demo_world_object_path (world, file);
  g_assert_true (g_file_set_contents (path, "a,b\n", 4, &error));
  dossier_demo_delivery_add (world, &report, "audit/x.csv", file, 4);
  g_assert_true (dossier_demo_world_end (world, &error));
  object = dossier_demo_world_find_object (world, DOSSIER_DEMO_BUCKET, "audit/x.csv");
  g_assert_cmpint (object->size, ==, 4);
  g_assert_cmpint (object->modified, ==, NOW);
  g_assert_cmpstr (object->content_type, ==, "text/csv");
  g_assert_cmpstr (object->sse, ==, "aws:kms");
  g_assert_cmpstr (object->kms_key_arn, ==, report.kms_key_arn);
  found = dossier_demo_world_object_path (world, object->file);
  g_assert_cmpstr (found, ==, path);
}

int
main (int   argc,
      char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/demo/delivery/destinations", test_destinations);
  g_test_add_func ("/demo/delivery/bucket-policies", test_bucket_policies);
  g_test_add_func ("/demo/delivery/key-policies", test_key_policies);
  g_test_add_func ("/demo/delivery/key-references", test_key_references);
  g_test_add_func ("/demo/delivery/add", test_add);
  return g_test_run ();
}
