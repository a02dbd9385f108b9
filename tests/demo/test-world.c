// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* The folder of `--demo`, and making its world afresh. */

#include "config.h"

#include "dossier-demo-scenario-private.h"
#include "dossier-error.h"
#include "dossier-test.h"

#define NOW G_GINT64_CONSTANT (1767225600000000)

static DossierDemoWorld *
open_default (const char *scenario)
{
  g_autofree char *folder = dossier_demo_world_default_folder (scenario);
  g_autoptr (GError) error = NULL;
  DossierDemoWorld *world = dossier_demo_world_open (folder, scenario, NOW, &error);

  g_assert_no_error (error);
  return world;
}

static char *
secret_of (DossierDemoWorld *world)
{
  return g_strdup (dossier_demo_world_find_credential (world, DOSSIER_DEMO_ACCESS_KEY_ID)->secret);
}

static void
put (DossierDemoWorld *world,
     const char       *key)
{
  DossierDemoObject *object = g_new0 (DossierDemoObject, 1);
  g_autoptr (GBytes) content = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  object->bucket = g_strdup (DOSSIER_DEMO_BUCKET);
  object->key = g_strdup (key);
  object->etag = g_strdup ("e");
  object->sse = g_strdup ("AES256");
  g_assert_true (dossier_demo_world_begin (world, NOW, &error));
  g_assert_true (dossier_demo_world_put_object (world, object, content, &error));
  g_assert_true (dossier_demo_world_end (world, &error));
}

static void
test_reset (void)
{
  g_autoptr (DossierDemoWorld) before = open_default ("empty");
  g_autoptr (DossierDemoWorld) after = NULL;
  g_autofree char *secret = secret_of (before), *path = NULL, *later = NULL;
  g_autoptr (GError) error = NULL;

  put (before, "x");
  path = dossier_demo_world_object_path (before, dossier_demo_world_find_object (before, DOSSIER_DEMO_BUCKET, "x")->file);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (dossier_demo_world_reset ("empty", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  after = open_default ("empty");
  later = secret_of (after);
  g_assert_cmpstr (secret, !=, later);
  g_assert_null (dossier_demo_world_find_object (after, DOSSIER_DEMO_BUCKET, "x"));

  /* One that was open meanwhile finds the new world, and they share it. */
  put (before, "y");
  g_assert_true (dossier_demo_world_begin (after, NOW, &error));
  g_assert_nonnull (dossier_demo_world_find_object (after, DOSSIER_DEMO_BUCKET, "y"));
  g_assert_true (dossier_demo_world_end (after, &error));
}

static void
test_reset_of_nothing (void)
{
  g_autofree char *folder = dossier_demo_world_default_folder ("busy");
  g_autoptr (GError) error = NULL;

  g_assert_true (dossier_demo_world_reset ("busy", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_false (dossier_demo_world_reset ("../../etc", &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
}

static void
test_scenarios (void)
{
  guint n = 0;

  for (const char *name; (name = dossier_demo_scenario_get_name (n)) != NULL; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DossierDemoWorld) world = dossier_demo_world_open (NULL, name, NOW, &error);

      g_assert_no_error (error);
      g_assert_true (dossier_demo_scenario_exists (name));
      g_assert_nonnull (dossier_demo_scenario_get_summary (n));
      g_assert_nonnull (dossier_demo_world_find_bucket (world, DOSSIER_DEMO_BUCKET));
      g_assert_true ((dossier_demo_world_find_report (world, dossier_demo_account_id (0), dossier_demo_region (0), NULL) !=
                      NULL) == g_str_equal (name, "busy"));
      g_assert_true (dossier_demo_scenario_has_findings (name) == !g_str_equal (name, "empty"));
    }
  g_assert_cmpuint (n, >=, 6);
  g_assert_null (dossier_demo_scenario_get_summary (n));
  g_assert_false (dossier_demo_scenario_exists (NULL));
}

/* What is changed and not kept did not happen. */
static void
test_change_that_cannot_be_kept (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DossierDemoWorld) world = dossier_demo_world_open (NULL, "default", NOW, &error);
  DossierDemoBucket *bucket;

  g_assert_true (dossier_demo_world_begin (world, NOW, &error));
  bucket = dossier_demo_world_find_bucket (world, DOSSIER_DEMO_BUCKET);
  g_set_str (&bucket->policy, "\xff");
  dossier_demo_world_change (world);
  g_assert_false (dossier_demo_world_end (world, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (dossier_demo_world_begin (world, NOW, &error));
  bucket = dossier_demo_world_find_bucket (world, DOSSIER_DEMO_BUCKET);
  g_assert_true (g_str_has_prefix (bucket->policy, "{"));
  g_assert_true (dossier_demo_world_end (world, &error));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = dossier_test_make_folder ();
  int status;

  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/demo/world/reset", test_reset);
  g_test_add_func ("/demo/world/reset-of-nothing", test_reset_of_nothing);
  g_test_add_func ("/demo/world/scenarios", test_scenarios);
  g_test_add_func ("/demo/world/change-that-cannot-be-kept", test_change_that_cannot_be_kept);
  status = g_test_run ();
  dossier_test_remove_tree (folder);
  return status;
}
