// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-store.h"
#include "dossier-fiber.h"
#include "dossier-json.h"
#include "dossier-test.h"

#define START G_GINT64_CONSTANT (1764000000000000)

static DossierExportRecord *
make_record (const char *source,
             gint64      started)
{
  g_autoptr(JsonObject) criteria =
      dossier_json_parse_object ("{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}", -1, NULL);
  const DossierExportPlan plan = {
    .format = "CSV",
    .filter_criteria = criteria,
    .bucket = "reports",
    .prefix = "보고서/",
    .kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/1",
  };

  return dossier_export_record_new (source, "eu-central-1", &plan, started);
}

static void
save (DossierExportStore  *store,
      DossierExportRecord *record)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_leaf (dossier_export_store_save (store, record), NULL,
                                     DOSSIER_NO_TIMEOUT, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autoptr(DossierExportStore) store = dossier_export_store_new (folder);
  g_autoptr(DossierExportRecord) record = make_record ("work", START);
  g_autoptr(DossierExportRecord) found = NULL;
  g_autoptr(GError) error = NULL;

  save (store, record);
  found = dossier_export_store_load (store, record->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found->n_findings, ==, -1);
  g_assert_null (found->report_id);
  g_assert_cmpint (found->asked, ==, 0);
  g_clear_pointer (&found, dossier_export_record_free);

  record->state = DOSSIER_EXPORT_STATE_VERIFYING;
  record->report_id = g_strdup ("6b1e2c4d-0000-4000-8000-000000000000");
  record->object_key = g_strdup ("보고서/6b1e2c4d.csv");
  record->etag = g_strdup ("\"1-2\"");
  record->file = g_strdup ("/tmp/6b1e2c4d.csv");
  record->warning = g_strdup ("another key");
  record->asked = START + 5 * G_USEC_PER_SEC;
  record->size = G_GINT64_CONSTANT (5000000000);
  record->n_findings = 0;
  save (store, record);

  found = dossier_export_store_load (store, record->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found->state, ==, DOSSIER_EXPORT_STATE_VERIFYING);
  g_assert_cmpstr (found->source, ==, "work");
  g_assert_cmpstr (found->region, ==, "eu-central-1");
  g_assert_cmpstr (found->report_id, ==, record->report_id);
  g_assert_cmpstr (found->object_key, ==, record->object_key);
  g_assert_cmpint (found->size, ==, G_GINT64_CONSTANT (5000000000));
  g_assert_cmpint (found->n_findings, ==, 0);
  g_assert_cmpstr (found->etag, ==, "\"1-2\"");
  g_assert_cmpstr (found->warning, ==, "another key");
  g_assert_cmpint (found->asked, ==, START + 5 * G_USEC_PER_SEC);
  g_assert_cmpint (found->started, ==, START);
  g_assert_cmpstr (found->plan->prefix, ==, "보고서/");
  g_assert_null (found->plan->download_folder);
  g_assert_true (json_object_has_member (found->plan->filter_criteria, "severity"));

  dossier_test_remove_tree (folder);
}

static void
test_list (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *damaged = g_build_filename (folder, "7f6b5a7c-0000-4000-8000-000000000000.json", NULL);
  g_autofree char *foreign = g_build_filename (folder, "notes.txt", NULL);
  g_autoptr(DossierExportStore) store = dossier_export_store_new (folder);
  g_autoptr(DossierExportRecord) older = make_record ("work", START);
  g_autoptr(DossierExportRecord) newer = make_record ("work", START + G_USEC_PER_SEC);
  g_autoptr(DossierExportRecord) other = make_record ("demo:default", START);
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;

  save (store, older);
  save (store, newer);
  save (store, other);
  g_assert_true (g_file_set_contents (damaged, "{\"version\":1", -1, NULL));
  g_assert_true (g_file_set_contents (foreign, "hello", -1, NULL));

  g_test_expect_message (NULL, G_LOG_LEVEL_MESSAGE, "*7f6b5a7c*");
  records = dossier_export_store_list (store, "work", &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_cmpstr (((DossierExportRecord *) records->pdata[0])->id, ==, newer->id);
  g_assert_cmpstr (((DossierExportRecord *) records->pdata[1])->id, ==, older->id);
  /* The damaged file is left for a person to look at. */
  g_assert_true (g_file_test (damaged, G_FILE_TEST_EXISTS));

  dossier_test_remove_tree (folder);
}

static void
test_empty_and_unknown (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *none = g_build_filename (folder, "none", NULL);
  g_autoptr(DossierExportStore) store = dossier_export_store_new (none);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = dossier_export_store_list (store, NULL, &error);
  static const char *const ids[] = {
    "", "../../etc/passwd", "6b1e2c4d", "6b1e2c4d-0000-4000-8000-000000000000",
  };

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(GError) refusal = NULL;

      g_assert_null (dossier_export_store_load (store, ids[i], &refusal));
      g_assert_error (refusal, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
    }

  dossier_test_remove_tree (folder);
}

static void
test_newer_version (void)
{
  g_autoptr(DossierExportRecord) record = make_record ("work", START);
  g_autoptr(JsonObject) object = dossier_export_record_to_json (record);
  g_autoptr(GError) error = NULL;

  json_object_set_int_member (object, "version", 2);
  g_assert_null (dossier_export_record_from_json (object, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
  g_clear_error (&error);

  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "state", "asleep");
  g_assert_null (dossier_export_record_from_json (object, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/export/store/round-trip", test_round_trip);
  dossier_test_add_fiber ("/export/store/list", test_list);
  g_test_add_func ("/export/store/empty-and-unknown", test_empty_and_unknown);
  g_test_add_func ("/export/store/newer-version", test_newer_version);

  return g_test_run ();
}
