// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gstdio.h>

#include "dossier-crypto.h"
#include "dossier-fiber.h"
#include "dossier-test.h"
#include "export-fixture.h"

Fixture *
fixture_new (void)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autofree char *records = NULL;

  self->world = world_new ();
  self->folder = dossier_test_make_folder ();
  self->downloads = g_build_filename (self->folder, "downloads", NULL);
  records = g_build_filename (self->folder, "records", NULL);
  g_assert_cmpint (g_mkdir (self->downloads, 0700), ==, 0);
  self->client = world_client_new (world_get_url (self->world), world_get_clock (self->world));
  self->store = dossier_export_store_new (records);
  self->run = dossier_export_run_new (self->client, self->store, world_record_new (self->downloads, WORLD_TIME));
  return self;
}

void
fixture_free (Fixture *self)
{
  g_object_unref (self->run);
  g_object_unref (self->store);
  g_object_unref (self->client);
  world_free (self->world);
  dossier_test_remove_tree (self->folder);
  g_free (self->downloads);
  g_free (self->folder);
  g_free (self);
}

void
fixture_drive (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_child (dossier_export_run_drive (self->run, NULL), &error));
  g_assert_no_error (error);
}

char *
fixture_drive_to_error (Fixture *self,
                        GQuark   domain,
                        int      code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_child (dossier_export_run_drive (self->run, NULL), &error));
  g_assert_error (error, domain, code);
  g_assert_true (g_error_matches (dossier_export_run_get_error (self->run), domain, code));
  return g_strdup (error->message);
}

const DossierExportRecord *
fixture_record (Fixture *self)
{
  return dossier_export_run_get_record (self->run);
}

/* What a run knows after the program was started anew. */
void
fixture_restart (Fixture *self)
{
  const char *id = dossier_export_run_get_record (self->run)->id;
  g_autoptr(GError) error = NULL;
  DossierExportRecord *record = dossier_export_store_load (self->store, id, &error);

  g_assert_no_error (error);
  g_object_unref (self->run);
  self->run = dossier_export_run_new (self->client, self->store, record);
}

void
fixture_save_state (Fixture            *self,
                    DossierExportState  state,
                    gint64              asked)
{
  DossierExportRecord *record = (DossierExportRecord *) dossier_export_run_get_record (self->run);

  record->state = state;
  record->asked = asked;
  g_assert_true (dossier_await_leaf (dossier_export_store_save (self->store, record), NULL, DOSSIER_NO_TIMEOUT,
                                     NULL));
  fixture_restart (self);
}

guint
fixture_count_files (Fixture *self)
{
  g_autoptr(GDir) dir = g_dir_open (self->downloads, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

void
fixture_assert_done (Fixture *self)
{
  g_assert_null (fixture_record (self)->warning);
  g_assert_cmpuint (fixture_count_files (self), ==, 1);
  fixture_assert_file (self, WORLD_CSV, strlen (WORLD_CSV));
  g_assert_cmpint (fixture_record (self)->n_findings, ==, 2);
}

/* The file of a run that is done has this content, and the record says so. */
void
fixture_assert_file (Fixture    *self,
                     const char *expected,
                     gsize       expected_length)
{
  const DossierExportRecord *record = dossier_export_run_get_record (self->run);
  g_autofree char *content = NULL;
  g_autofree char *sha256 = dossier_sha256_hex (expected, expected_length);
  g_autofree char *key = g_strdup_printf ("audit/%s.csv", record->report_id);
  gsize length;

  g_assert_cmpint (record->state, ==, DOSSIER_EXPORT_STATE_DONE);
  g_assert_cmpstr (record->object_key, ==, key);
  g_assert_true (g_file_get_contents (record->file, &content, &length, NULL));
  g_assert_cmpmem (content, length, expected, expected_length);
  g_assert_cmpstr (record->sha256, ==, sha256);
  g_assert_cmpint (record->size, ==, (gint64) expected_length);
  g_assert_null (dossier_export_run_get_error (self->run));
}

DossierExportStepStatus
fixture_step (Fixture               *self,
              DossierExportStepKind  kind)
{
  g_autoptr(DossierExportStep) step = g_list_model_get_item (dossier_export_run_get_steps (self->run), kind);

  return dossier_export_step_get_status (step);
}
