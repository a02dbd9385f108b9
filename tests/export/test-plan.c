// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-plan.h"
#include "dossier-export-state.h"
#include "dossier-json.h"
#include "dossier-test.h"

#define KEY "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

static void
test_check (void)
{
  const struct
  {
    DossierExportPlan plan;
    gboolean good;
  } cases[] = {
    { { .format = "CSV", .bucket = "reports", .prefix = "a", .kms_key_arn = KEY }, TRUE },
    { { .format = "JSON", .bucket = "reports", .kms_key_arn = KEY }, TRUE },
    { { .format = "csv", .bucket = "reports", .kms_key_arn = KEY }, FALSE },
    { { .format = "CSV", .bucket = "Reports", .kms_key_arn = KEY }, FALSE },
    { { .format = "CSV", .bucket = "reports", .prefix = "/a", .kms_key_arn = KEY }, FALSE },
    { { .format = "CSV", .bucket = "reports", .kms_key_arn = "alias/reports" }, FALSE },
    { { .format = "CSV", .bucket = "reports", .kms_key_arn = "arn:aws:s3:::reports" }, FALSE },
    { { .format = "CSV", .bucket = "reports",
        .kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:alias/reports" }, FALSE },
    { { .format = "CSV", .bucket = "reports",
        .kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234" }, FALSE },
    { { .format = "CSV", .bucket = "reports", .kms_key_arn = KEY, .download_folder = (char *) "/tmp/보고서" }, TRUE },
    { { .format = "CSV", .bucket = "reports", .kms_key_arn = KEY, .download_folder = (char *) "/tmp/\xff" }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      gboolean good = dossier_export_plan_check (&cases[i].plan, "eu-central-1", &error);

      g_assert_cmpint (good, ==, cases[i].good);
      if (!good)
        g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

static gboolean
reaches (DossierExportState from,
         DossierExportState goal)
{
  gboolean seen[DOSSIER_EXPORT_N_STATES] = { FALSE };

  seen[from] = TRUE;
  /* As many rounds as there are states follow every path to its end. */
  for (guint round = 0; round < DOSSIER_EXPORT_N_STATES; round++)
    for (guint state = 0; state < DOSSIER_EXPORT_N_STATES; state++)
      for (guint to = 0; seen[state] && to < DOSSIER_EXPORT_N_STATES; to++)
        if (dossier_export_state_may_follow ((DossierExportState) state, (DossierExportState) to))
          seen[to] = TRUE;
  return seen[goal];
}

/* Once a report exists, no path leads to where another would be asked for. */
static void
test_no_second_report (void)
{
  for (guint from = DOSSIER_EXPORT_STATE_WAITING; from < DOSSIER_EXPORT_N_STATES; from++)
    {
      g_assert_false (reaches ((DossierExportState) from, DOSSIER_EXPORT_STATE_PLANNED));
      g_assert_false (reaches ((DossierExportState) from, DOSSIER_EXPORT_STATE_STARTING));
    }
  g_assert_true (reaches (DOSSIER_EXPORT_STATE_PLANNED, DOSSIER_EXPORT_STATE_DONE));

  /* A report is asked for in no other state than the one that says so. */
  g_assert_false (dossier_export_state_may_follow (DOSSIER_EXPORT_STATE_PLANNED,
                                                   DOSSIER_EXPORT_STATE_WAITING));
}

static void
test_ends (void)
{
  for (guint state = 0; state < DOSSIER_EXPORT_N_STATES; state++)
    {
      gboolean last = state >= DOSSIER_EXPORT_STATE_DONE;

      g_assert_cmpint (dossier_export_state_is_final ((DossierExportState) state), ==, last);
      /* A person may stop caring at any time. */
      g_assert_cmpint (dossier_export_state_may_follow ((DossierExportState) state,
                                                        DOSSIER_EXPORT_STATE_CANCELLED), ==, !last);
    }
}

static void
test_state_names (void)
{
  DossierExportState state;

  for (guint i = 0; i < DOSSIER_EXPORT_N_STATES; i++)
    {
      g_assert_true (dossier_export_state_from_text (
          dossier_export_state_to_text ((DossierExportState) i), &state));
      g_assert_cmpuint (state, ==, i);
    }
  g_assert_false (dossier_export_state_from_text ("asleep", &state));
}

static void
test_json_lacks (void)
{
  static const char *const bad[] = {
    "{}",
    "{\"reportFormat\":\"CSV\",\"bucketName\":\"b\"}",
    "{\"reportFormat\":\"CSV\",\"bucketName\":7,\"kmsKeyArn\":\"k\"}",
    "{\"reportFormat\":\"CSV\",\"bucketName\":\"b\",\"kmsKeyArn\":\"k\",\"filterCriteria\":[]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(JsonObject) object = dossier_json_parse_object (bad[i], -1, NULL);
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_export_plan_from_json (object, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/export/plan/check", test_check);
  g_test_add_func ("/export/plan/json-lacks", test_json_lacks);
  g_test_add_func ("/export/state/no-second-report", test_no_second_report);
  g_test_add_func ("/export/state/ends", test_ends);
  g_test_add_func ("/export/state/names", test_state_names);

  return g_test_run ();
}
