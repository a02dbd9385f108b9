// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-scenario-private.h"

/* How long the report of the scenario `busy` is being made. */
#define BUSY_FOR (365 * G_TIME_SPAN_DAY)

static void
take_bucket_policy (DossierDemoWorld *world,
                    gint64)
{
  g_clear_pointer (&dossier_demo_world_find_bucket (world, DOSSIER_DEMO_BUCKET)->policy, g_free);
}

static void
take_key_policy (DossierDemoWorld *world,
                 gint64)
{
  const char *account = dossier_demo_account_id (0);
  DossierDemoKey *key =
      dossier_demo_world_find_key (world, account, dossier_demo_region (0), DOSSIER_DEMO_KEY_ID);

  g_free (key->policy);
  key->policy = dossier_demo_root_key_policy_text (account);
}

/* The caller may look, but not start a report nor alter a policy. */
static void
take_rights (DossierDemoWorld *world,
             gint64            now)
{
  DossierDemoPolicy *policy = g_new0 (DossierDemoPolicy, 1);

  policy->owner =
      g_strdup (dossier_demo_world_find_named (world, dossier_demo_account_id (0), "user", "demo")->arn);
  policy->name = g_strdup ("no-exports");
  policy->document =
      g_strdup ("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"NoExports\",\"Effect\":\"Deny\","
                "\"Action\":[\"inspector2:CreateFindingsReport\",\"s3:PutBucketPolicy\","
                "\"kms:PutKeyPolicy\"],\"Resource\":\"*\"}]}");
  g_ptr_array_add (world->policies, policy);
  take_bucket_policy (world, now);
}

static void
start_report (DossierDemoWorld *world,
              gint64            now)
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

static const struct
{
  const char *name;
  const char *summary;
  void (*alter) (DossierDemoWorld *world,
                 gint64            now);
  gboolean has_findings;
  DossierDemoFault fault;
} scenarios[] = {
  { DOSSIER_DEMO_DEFAULT_SCENARIO, "Everything works", NULL, TRUE, DOSSIER_DEMO_FAULT_NONE },
  { "bucket-policy-missing", "The bucket does not let Inspector write", take_bucket_policy, TRUE, DOSSIER_DEMO_FAULT_NONE },
  { "key-policy-missing", "The key does not let Inspector encrypt", take_key_policy, TRUE, DOSSIER_DEMO_FAULT_NONE },
  { "identity-denied", "The caller may neither export nor alter policies", take_rights, TRUE, DOSSIER_DEMO_FAULT_NONE },
  { "empty", "There are no findings", NULL, FALSE, DOSSIER_DEMO_FAULT_NONE },
  { "busy", "Somebody else's report is being made", start_report, TRUE, DOSSIER_DEMO_FAULT_NONE },
  { "throttled", "Inspector refuses every third call", NULL, TRUE, DOSSIER_DEMO_FAULT_THROTTLING },
  { "server-errors", "Two of three calls of Inspector fail", NULL, TRUE, DOSSIER_DEMO_FAULT_SERVER_ERRORS },
  { "empty-pages", "Pages of findings come with empty ones between them", NULL, TRUE, DOSSIER_DEMO_FAULT_EMPTY_PAGES },
  { "token-loop", "The pages of findings never end", NULL, TRUE, DOSSIER_DEMO_FAULT_TOKEN_LOOP },
  { "keys-expire", "The caller's keys expire after three pages of findings", NULL, TRUE, DOSSIER_DEMO_FAULT_EXPIRY },
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
  return scenarios[find (name)].has_findings;
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
    scenarios[index].alter (world, now);
}
