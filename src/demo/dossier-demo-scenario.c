// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-scenario-private.h"

/* How long the report of the scenario `busy` is being made. */
#define BUSY_FOR (365 * G_TIME_SPAN_DAY)

#define SCP_ARN "arn:aws:organizations::111122223333:policy/" DOSSIER_DEMO_ORGANIZATION_ID \
  "/service_control_policy/p-d0551e40"

static DossierDemoBucket *
bucket_of (DossierDemoWorld *world)
{
  return dossier_demo_world_find_bucket (world, DOSSIER_DEMO_BUCKET);
}

static DossierDemoKey *
key_of (DossierDemoWorld *world)
{
  return dossier_demo_world_find_key (world, dossier_demo_account_id (0), dossier_demo_region (0), DOSSIER_DEMO_KEY_ID);
}

static void
add_policy (DossierDemoWorld *world,
            const char       *owner,
            const char       *name,
            const char       *arn,
            const char       *document)
{
  DossierDemoPolicy *policy = g_new0 (DossierDemoPolicy, 1);

  policy->owner = g_strdup (owner);
  policy->name = g_strdup (name);
  policy->arn = g_strdup (arn);
  policy->document = g_strdup (document);
  g_ptr_array_add (world->policies, policy);
}

static void
take_bucket_policy (DossierDemoWorld *world,
                    gint64,
                    const char *)
{
  g_clear_pointer (&bucket_of (world)->policy, g_free);
}

static void
take_key_policy (DossierDemoWorld *world,
                 gint64,
                 const char *)
{
  g_autofree char *text = dossier_demo_root_key_policy_text (dossier_demo_account_id (0));

  g_set_str (&key_of (world)->policy, text);
}

/* The caller may look, but not start a report nor alter a policy. */
static void
take_rights (DossierDemoWorld *world,
             gint64            now,
             const char *)
{
  add_policy (world, dossier_demo_world_find_named (world, dossier_demo_account_id (0), "user", "demo")->arn,
              "no-exports", NULL,
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"NoExports\",\"Effect\":\"Deny\","
              "\"Action\":[\"inspector2:CreateFindingsReport\",\"s3:PutBucketPolicy\","
              "\"kms:PutKeyPolicy\"],\"Resource\":\"*\"}]}");
  take_bucket_policy (world, now, NULL);
}

/* The organisation forbids what the caller's own policies allow. */
static void
forbid_by_organization (DossierDemoWorld *world,
                        gint64,
                        const char *)
{
  add_policy (world, DOSSIER_DEMO_ORGANIZATION_ID, "no-exports", SCP_ARN,
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
              "{\"Sid\":\"NoExports\",\"Effect\":\"Deny\",\"Action\":\"inspector2:CreateFindingsReport\","
              "\"Resource\":\"*\"}]}");
}

static void
move_bucket (DossierDemoWorld *world,
             gint64,
             const char *region)
{
  g_set_str (&bucket_of (world)->region, region);
}

/* Another account's, which lets the caller look at all but its policy, as S3 does, and forgot Inspector. */
static void
give_bucket_away (DossierDemoWorld *world,
                  gint64,
                  const char *)
{
  DossierDemoBucket *bucket = bucket_of (world);

  g_set_str (&bucket->account, DOSSIER_DEMO_OUTSIDE_ACCOUNT);
  g_free (bucket->policy);
  bucket->policy = g_strdup_printf (
      "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Sid\": \"administrator\", \"Effect\": \"Allow\", "
      "\"Principal\": {\"AWS\": \"arn:aws:iam::%s:root\"}, \"Action\": [\"s3:ListBucket\", \"s3:GetBucket*\", "
      "\"s3:GetEncryptionConfiguration\", \"s3:GetObject\"], \"Resource\": [\"arn:aws:s3:::" DOSSIER_DEMO_BUCKET "\", "
      "\"arn:aws:s3:::" DOSSIER_DEMO_BUCKET "/*\"]}]}",
      dossier_demo_account_id (0));
}

/* One more statement, which forbids everybody to write unless a condition holds. */
static void
deny_writing (DossierDemoWorld *world,
              gint64,
              const char *condition)
{
  DossierDemoBucket *bucket = bucket_of (world);
  char *text = g_strdup_printf ("%.*s, {\"Sid\": \"guard\", \"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": "
                                "\"s3:PutObject\", \"Resource\": \"arn:aws:s3:::" DOSSIER_DEMO_BUCKET "/*\", "
                                "\"Condition\": %s}]}",
                                (int) strlen (bucket->policy) - 2, bucket->policy, condition);

  g_free (bucket->policy);
  bucket->policy = text;
}

/* The opt-in Region's bucket, with the name under which Inspector acts in all others. */
static void
name_wrong_principal (DossierDemoWorld *world,
                      gint64,
                      const char *name)
{
  const char *region = dossier_demo_region (1);
  g_autofree char *wrong = g_strdup_printf ("inspector2.%s.amazonaws.com", region);
  g_autoptr (GString) policy =
      g_string_new_take (dossier_demo_bucket_policy_text (name, dossier_demo_account_id (0), region));

  g_string_replace (policy, wrong, "inspector2.amazonaws.com", 0);
  g_set_str (&dossier_demo_world_find_bucket (world, name)->policy, policy->str);
}

static void
disable_key (DossierDemoWorld *world,
             gint64,
             const char *state)
{
  g_set_str (&key_of (world)->state, state);
}

static void
make_key_asymmetric (DossierDemoWorld *world,
                     gint64,
                     const char *spec)
{
  g_set_str (&key_of (world)->spec, spec);
}

static void
start_report (DossierDemoWorld *world,
              gint64            now,
              const char *)
{
  DossierDemoReport *report = g_new0 (DossierDemoReport, 1);
  const char *account = dossier_demo_account_id (0);
  const char *region = dossier_demo_region (0);

  report->id = g_strdup ("b0550000-5eed-4000-8000-000000000001");
  report->account = g_strdup (account);
  report->region = g_strdup (region);
  report->caller = g_strdup_printf ("arn:aws:iam::%s:user/limited", account);
  report->format = g_strdup ("CSV");
  report->bucket = g_strdup (DOSSIER_DEMO_BUCKET);
  report->prefix = g_strdup ("nightly/");
  report->kms_key_arn = g_strdup_printf ("arn:aws:kms:%s:%s:key/" DOSSIER_DEMO_KEY_ID, region, account);
  report->status = g_strdup ("IN_PROGRESS");
  report->created = now;
  report->due = now + BUSY_FOR;
  g_ptr_array_add (world->reports, report);
}

typedef void (*Alter) (DossierDemoWorld *world,
                       gint64            now,
                       const char       *argument);

static const struct
{
  const char *name;
  const char *summary;
  Alter alter;
  const char *argument;
  DossierDemoFault fault;
  gboolean has_no_findings;
} scenarios[] = {
  { .name = DOSSIER_DEMO_DEFAULT_SCENARIO, .summary = "Everything works" },
  { "bucket-policy-missing", "The bucket does not let Inspector write", .alter = take_bucket_policy },
  { "bucket-elsewhere", "The bucket is in another Region", .alter = move_bucket,
    .argument = "us-east-1" },
  { "bucket-foreign", "The bucket is another account's, and does not let Inspector write", .alter = give_bucket_away },
  { "deny-transport", "The bucket demands encrypted transport of everybody, also where nobody can tell", .alter = deny_writing,
    .argument = "{\"BoolIfExists\": {\"aws:SecureTransport\": \"false\"}}" },
  { "deny-transport-not-true", "The bucket demands that transport is known to be encrypted", .alter = deny_writing,
    .argument = "{\"StringNotEquals\": {\"aws:SecureTransport\": \"true\"}}" },
  { "deny-tls-version", "The bucket demands a version of TLS of everybody", .alter = deny_writing,
    .argument = "{\"NumericLessThanIfExists\": {\"s3:TlsVersion\": \"1.2\"}}" },
  { "deny-encryption", "The bucket demands encryption with S3's own keys", .alter = deny_writing,
    .argument = "{\"StringNotEquals\": {\"s3:x-amz-server-side-encryption\": \"AES256\"}}" },
  { "deny-other-key", "The bucket demands encryption with another key", .alter = deny_writing,
    .argument = "{\"StringNotEquals\": {\"s3:x-amz-server-side-encryption-aws-kms-key-id\": "
    "\"arn:aws:kms:eu-central-1:111122223333:key/d0551e40-5eed-4000-8000-000000000002\"}}" },
  { "deny-organization", "The bucket refuses whoever is not a principal of the organisation", .alter = deny_writing,
    .argument = "{\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"" DOSSIER_DEMO_ORGANIZATION_ID "\"}}" },
  { "deny-vpc-endpoint", "The bucket refuses what comes by another way than its VPC endpoint", .alter = deny_writing,
    .argument = "{\"StringNotEquals\": {\"aws:SourceVpce\": \"vpce-0d0551e4000000001\"}}" },
  { "deny-address", "The bucket refuses what comes from other addresses", .alter = deny_writing,
    .argument = "{\"NotIpAddress\": {\"aws:SourceIp\": \"192.0.2.0/24\"}}" },
  { "deny-acl", "The bucket demands an ACL that Inspector does not send", .alter = deny_writing,
    .argument = "{\"StringNotEquals\": {\"s3:x-amz-acl\": \"private\"}}" },
  { "key-policy-missing", "The key does not let Inspector encrypt", .alter = take_key_policy },
  { "key-disabled", "The key is disabled", .alter = disable_key,
    .argument = "Disabled" },
  { "key-asymmetric", "The key is an asymmetric one", .alter = make_key_asymmetric,
    .argument = "RSA_2048" },
  { "opt-in-region", "The bucket of the opt-in Region names Inspector as the other Regions do", .alter = name_wrong_principal,
    .argument = "dossier-demo-reports-opt-in" },
  { "identity-denied", "The caller may neither export nor alter policies", .alter = take_rights },
  { "scp-denied", "The organisation forbids to export", .alter = forbid_by_organization },
  { "empty", "There are no findings", .has_no_findings = TRUE },
  { "busy", "Somebody else's report is being made", .alter = start_report },
  { "throttled", "Inspector refuses every third call", .fault = DOSSIER_DEMO_FAULT_THROTTLING },
  { "server-errors", "Two of three calls of Inspector fail", .fault = DOSSIER_DEMO_FAULT_SERVER_ERRORS },
  { "empty-pages", "Pages of findings come with empty ones between them", .fault = DOSSIER_DEMO_FAULT_EMPTY_PAGES },
  { "token-loop", "The pages of findings never end", .fault = DOSSIER_DEMO_FAULT_TOKEN_LOOP },
  { "keys-expire", "The caller's keys expire after three pages of findings", .fault = DOSSIER_DEMO_FAULT_EXPIRY },
};

static int
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    if (g_strcmp0 (scenarios[i].name, name) == 0)
      return (int) i;
  return -1;
}

/**
 * dossier_demo_scenario_exists:
 * @name: (nullable): a name
 *
 * Returns: whether it is in the table of scenarios
 */
gboolean
dossier_demo_scenario_exists (const char *name)
{
  return find (name) >= 0;
}

/**
 * dossier_demo_scenario_get_name:
 * @index: from 0
 *
 * Returns: (nullable): the name of a scenario, %NULL after the last
 */
const char *
dossier_demo_scenario_get_name (guint index)
{
  return index < G_N_ELEMENTS (scenarios) ? scenarios[index].name : NULL;
}

/**
 * dossier_demo_scenario_get_summary:
 * @index: from 0
 *
 * Returns: (nullable): what is special about it, in English, %NULL after the last
 */
const char *
dossier_demo_scenario_get_summary (guint index)
{
  return index < G_N_ELEMENTS (scenarios) ? scenarios[index].summary : NULL;
}

/* Whether findings were found at all; @name is of the table. */
gboolean
dossier_demo_scenario_has_findings (const char *name)
{
  return !scenarios[find (name)].has_no_findings;
}

/* What goes wrong with Inspector; @name is of the table. */
DossierDemoFault
dossier_demo_scenario_get_fault (const char *name)
{
  return scenarios[find (name)].fault;
}

/* Fills an empty world; @name is of the table. */
void
dossier_demo_scenario_build (DossierDemoWorld *world,
                             const char       *name,
                             gint64            now)
{
  int index = find (name);

  dossier_demo_world_furnish (world, now);
  if (scenarios[index].alter != NULL)
    scenarios[index].alter (world, now, scenarios[index].argument);
}
