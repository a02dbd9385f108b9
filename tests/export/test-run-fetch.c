// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* From a finished report to a file: what networks, buckets, disks and other people do to it. */

#include "config.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dossier-aws-error.h"
#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-fiber.h"
#include "dossier-object-fetch.h"
#include "dossier-part-file.h"
#include "dossier-test.h"
#include "export-fixture.h"

#define N_ROWS 20000

/* A report of about two megabytes, so that it comes in many pieces. */
static char *
make_content (void)
{
  GString *content = g_string_new ("AWS Account Id,Severity,Title,Finding ARN\n");

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (content, "111122223333,HIGH,Title %u,arn:aws:inspector2:us-east-1:111122223333:finding/%032x\n",
                            i, i);
  return g_string_free_and_steal (content);
}

static char *
read_file (const char *path)
{
  char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  return content;
}

static void
test_cut_and_go_on (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *content = make_content ();
  gsize length = strlen (content);

  world_set_content (self->world, content, -1);
  world_set_cut (self->world, length / 3, 2);
  fixture_drive (self);
  fixture_assert_file (self, content, length);
  g_assert_cmpint (fixture_record (self)->n_findings, ==, N_ROWS);
  g_assert_cmpuint (world_count (self->world, "GetObject"), ==, 3);
  g_assert_cmpuint (world_count_sent (self->world), ==, length);
  g_assert_cmpuint (fixture_count_files (self), ==, 1);
}

/* The program ends in the middle of the download; the next one goes on from there. */
static void
test_cut_and_restart (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *content = make_content ();
  g_autofree char *part = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = strlen (content);
  guint64 before;
  GStatBuf info;

  world_set_content (self->world, content, -1);
  g_signal_connect_swapped (self->run, "notify::received", G_CALLBACK (g_cancellable_cancel), cancellable);
  g_assert_false (dossier_await_child (dossier_export_run_drive (self->run, cancellable), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  part = dossier_part_file_path (fixture_record (self)->file);
  g_assert_cmpint (g_stat (part, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 0);
  g_assert_cmpint (info.st_size, <, (gint64) length);
  g_assert_false (g_file_test (fixture_record (self)->file, G_FILE_TEST_EXISTS));
  before = world_count_sent (self->world);

  fixture_restart (self);
  fixture_drive (self);
  fixture_assert_file (self, content, length);
  g_assert_cmpuint (world_count_sent (self->world) - before, ==, length - (gsize) info.st_size);
  g_assert_cmpuint (fixture_count_files (self), ==, 1);
}

/* A listing without end is told; with one, the run goes on. */
static void
test_endless_list (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;

  world_set_circle (self->world, TRUE);
  g_set_str (&((DossierExportRecord *) fixture_record (self))->report_id, "11111111-2222-4333-8444-555555555555");
  fixture_save_state (self, DOSSIER_EXPORT_STATE_FETCHING, WORLD_TIME);
  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_nonnull (strstr (message, "ListObjectsV2"));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FETCHING);
  g_assert_cmpuint (world_count (self->world, "ListObjectsV2"), ==, 2);
}

/* A connection that breaks again and again without a byte: told, and gone on later. */
static void
test_no_byte (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;

  world_set_cut (self->world, 0, 100);
  message = fixture_drive_to_error (self, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FETCHING);
  world_set_cut (self->world, 0, 0);
  fixture_restart (self);
  fixture_drive (self);
  fixture_assert_done (self);
}

static void
test_changed_at_cut (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *content = make_content ();
  g_autofree char *message = NULL;

  world_set_content (self->world, content, -1);
  world_set_cut (self->world, 100000, 1);
  world_set_change (self->world, TRUE);
  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH);
  g_assert_nonnull (strstr (message, "was changed"));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FETCHING);
  g_assert_cmpuint (fixture_count_files (self), ==, 0);

  fixture_restart (self);
  fixture_drive (self);
  fixture_assert_file (self, content, strlen (content));
}

static void
test_changed_between_drives (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *content = make_content ();
  g_autofree char *broken = NULL;
  g_autofree char *message = NULL;

  world_set_content (self->world, content, -1);
  world_order_fault (self->world, "GetObject", 1, WORLD_FAULT_REFUSE, 403, "AccessDenied", NULL);
  broken = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  world_set_change (self->world, FALSE);
  fixture_restart (self);
  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH);
  g_assert_cmpuint (fixture_count_files (self), ==, 0);

  fixture_drive (self);
  fixture_assert_file (self, content, strlen (content));
  g_assert_cmpuint (fixture_count_files (self), ==, 1);
}

static void
test_checksum (void)
{
  guint8 digest[DOSSIER_SHA256_SIZE];
  g_autofree char *right = NULL;
  g_autofree char *message = NULL;
  g_autoptr(Fixture) good = fixture_new ();
  g_autoptr(Fixture) composite = fixture_new ();
  g_autoptr(Fixture) bad = fixture_new ();

  dossier_sha256 (WORLD_CSV, strlen (WORLD_CSV), digest);
  right = g_base64_encode (digest, sizeof digest);
  world_set_checksum (good->world, right);
  fixture_drive (good);
  fixture_assert_done (good);

  /* Of the parts' checksums: of no use for the whole. */
  world_set_checksum (composite->world, "d29yZHM=-3");
  fixture_drive (composite);
  fixture_assert_done (composite);

  digest[0] ^= 1;
  g_free (right);
  right = g_base64_encode (digest, sizeof digest);
  world_set_checksum (bad->world, right);
  message = fixture_drive_to_error (bad, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH);
  g_assert_nonnull (strstr (message, "checksum"));
  g_assert_cmpuint (fixture_count_files (bad), ==, 0);
  world_set_checksum (bad->world, NULL);
  fixture_restart (bad);
  fixture_drive (bad);
  fixture_assert_done (bad);
}

static void
test_object_is_gone (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *denied = NULL;
  g_autofree char *message = NULL;
  g_autofree char *key = NULL;

  world_order_fault (self->world, "ListObjectsV2", 1, WORLD_FAULT_REFUSE, 403, "AccessDenied", NULL);
  denied = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  world_remove_objects (self->world);
  /* The newest of all, but another report. */
  world_add_object (self->world, "audit/6b1e2c4d-1111-4222-8333-444455556666.csv", WORLD_TIME * 2);
  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (message, fixture_record (self)->report_id));
  g_assert_cmpuint (fixture_count_files (self), ==, 0);

  key = g_strdup_printf ("audit/%s.csv", fixture_record (self)->report_id);
  world_add_object (self->world, key, WORLD_TIME);
  fixture_drive (self);
  fixture_assert_done (self);
}

/* The file size limit of the process stands for a disk that takes no more. */
static void
test_disk_full (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *content = make_content ();
  g_autofree char *message = NULL;
  struct rlimit before;
  struct rlimit small;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 100000;
  signal (SIGXFSZ, SIG_IGN);
  world_set_content (self->world, content, -1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  message = fixture_drive_to_error (self, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (strstr (message, "choose a folder"));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FETCHING);
  g_assert_cmpuint (fixture_count_files (self), ==, 0);

  fixture_restart (self);
  fixture_drive (self);
  fixture_assert_file (self, content, strlen (content));
}

static void
remove_downloads_cb (DossierExportRun *run,
                     GParamSpec       *,
                     Fixture          *self)
{
  if (dossier_export_run_get_state (run) == DOSSIER_EXPORT_STATE_FETCHING)
    dossier_test_remove_tree (self->downloads);
}

static void
test_folder_is_gone (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;
  gulong id = g_signal_connect (self->run, "notify::state", G_CALLBACK (remove_downloads_cb), self);

  message = fixture_drive_to_error (self, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (message, self->downloads));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FETCHING);
  g_signal_handler_disconnect (self->run, id);
  g_assert_cmpint (g_mkdir (self->downloads, 0700), ==, 0);
  fixture_drive (self);
  fixture_assert_done (self);
}

static void
occupy_cb (DossierExportRun *run,
           GParamSpec       *,
           Fixture          *self)
{
  DossierExportState state = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (run), "at"));
  g_autofree char *name = g_strdup_printf ("%s.csv", fixture_record (self)->report_id);
  g_autofree char *path = g_build_filename (self->downloads, name, NULL);

  if (dossier_export_run_get_state (run) != state)
    return;
  if (g_object_get_data (G_OBJECT (run), "link") != NULL)
    g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  else
    g_assert_true (g_file_set_contents (path, "precious", -1, NULL));
}

/* A file of the name, made by somebody before the download or just before its end. */
static void
test_name_is_taken (void)
{
  static const DossierExportState states[] = { DOSSIER_EXPORT_STATE_FETCHING, DOSSIER_EXPORT_STATE_VERIFYING };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (states); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      gboolean link = i >= G_N_ELEMENTS (states);
      g_autofree char *name = NULL;
      g_autofree char *theirs = NULL;
      g_autofree char *ours = NULL;

      g_object_set_data (G_OBJECT (self->run), "at", GINT_TO_POINTER (states[i % G_N_ELEMENTS (states)]));
      g_object_set_data (G_OBJECT (self->run), "link", link ? "yes" : NULL);
      g_signal_connect (self->run, "notify::state", G_CALLBACK (occupy_cb), self);
      fixture_drive (self);
      fixture_assert_file (self, WORLD_CSV, strlen (WORLD_CSV));

      name = g_strdup_printf ("%s.csv", fixture_record (self)->report_id);
      theirs = g_build_filename (self->downloads, name, NULL);
      g_assert_cmpstr (fixture_record (self)->file, !=, theirs);
      if (link)
        {
          g_autofree char *leads = g_file_read_link (theirs, NULL);

          g_assert_cmpstr (leads, ==, "nowhere");
        }
      else
        {
          ours = read_file (theirs);
          g_assert_cmpstr (ours, ==, "precious");
        }
      g_assert_cmpuint (fixture_count_files (self), ==, 2);
    }
}

static void
test_other_key (void)
{
  static const char *const keys[] = { WORLD_KEY "0", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();

      world_set_sse (self->world, keys[i]);
      fixture_drive (self);
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_DONE);
      g_assert_nonnull (strstr (fixture_record (self)->warning, WORLD_KEY));
      if (keys[i] != NULL)
        g_assert_nonnull (strstr (fixture_record (self)->warning, keys[i]));
    }
}

static void
spoil_part_cb (DossierExportRun *run,
               GParamSpec       *,
               Fixture          *self)
{
  g_autofree char *part = NULL;

  if (dossier_export_run_get_state (run) != DOSSIER_EXPORT_STATE_VERIFYING)
    return;
  part = dossier_part_file_path (fixture_record (self)->file);
  if (g_object_get_data (G_OBJECT (run), "again") != NULL)
    return;
  g_object_set_data (G_OBJECT (run), "again", "yes");
  if (g_object_get_data (G_OBJECT (run), "gone") != NULL)
    g_assert_cmpint (g_unlink (part), ==, 0);
  else
    g_assert_true (g_file_set_contents (part, "spoilt", -1, NULL));
}

/* What is not the content that came is not given its name. */
static void
test_spoilt_before_verify (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;
  gulong id = g_signal_connect (self->run, "notify::state", G_CALLBACK (spoil_part_cb), self);

  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FETCHING);
  g_assert_cmpuint (fixture_count_files (self), ==, 0);
  g_signal_handler_disconnect (self->run, id);
  fixture_drive (self);
  fixture_assert_done (self);
}

/* Reports that came as S3 has them, and that are none. */
static void
test_no_report (void)
{
  static const struct
  {
    const char *content, *word;
  } cases[] = {
    { "", "empty" },
    { "Title,Severity\n\"open", "read" },
    { "Title,Severity\nOne\n", "cells" },
    { "<html>Sign in</html>", "columns" },
    { "{\"findings\":[]}", "JSON" },
    { "{\"findings\":[{", "read" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *message = NULL;

      world_set_content (self->world, cases[i].content, -1);
      message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
      g_assert_nonnull (strstr (message, cases[i].word));
      g_assert_cmpuint (fixture_count_files (self), ==, 0);
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FETCHING);
      world_set_content (self->world, WORLD_CSV, -1);
      fixture_restart (self);
      fixture_drive (self);
      fixture_assert_done (self);
    }
}

static void
test_json_report (void)
{
  static const char content[] = "{\"findings\":[{\"severity\":\"HIGH\"},{\"severity\":\"LOW\"},{}]}";
  g_autoptr(Fixture) self = fixture_new ();
  DossierExportRecord *record = (DossierExportRecord *) fixture_record (self);

  g_set_str (&record->plan->format, "JSON");
  world_set_content (self->world, content, -1);
  fixture_drive (self);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_DONE);
  g_assert_cmpint (fixture_record (self)->n_findings, ==, 3);
  g_assert_true (g_str_has_suffix (fixture_record (self)->file, ".json"));
}

/* Lost once, and fetched again in the same drive. */
static void
test_gone_before_verify (void)
{
  g_autoptr(Fixture) self = fixture_new ();

  g_object_set_data (G_OBJECT (self->run), "gone", "yes");
  g_signal_connect (self->run, "notify::state", G_CALLBACK (spoil_part_cb), self);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_cmpuint (world_count (self->world, "GetObject"), ==, 2);
}

/* Killed after the file had its name, and somebody put another there since. */
static void
test_replaced_after_end (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *theirs = NULL;
  g_autofree char *content = NULL;

  fixture_drive (self);
  theirs = g_strdup (fixture_record (self)->file);
  g_assert_true (g_file_set_contents (theirs, "precious", -1, NULL));
  fixture_save_state (self, DOSSIER_EXPORT_STATE_VERIFYING, WORLD_TIME);
  fixture_drive (self);
  fixture_assert_file (self, WORLD_CSV, strlen (WORLD_CSV));
  g_assert_cmpstr (fixture_record (self)->file, !=, theirs);
  content = read_file (theirs);
  g_assert_cmpstr (content, ==, "precious");
}

static void
test_part_files (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *first = dossier_part_file_choose (folder, "report", "csv");
  g_autofree char *expected = g_build_filename (folder, "report.csv", NULL);
  g_autofree char *part_path = dossier_part_file_path (first);
  g_autoptr(GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autofree char *abc = dossier_sha256_hex ("abc", 3);
  g_autofree char *second = NULL;
  g_autofree char *digest = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierPartFile) part = NULL;
  GStatBuf info;

  g_assert_cmpstr (first, ==, expected);
  part = dossier_part_file_open (first, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (part_path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  second = dossier_part_file_choose (folder, "report", "csv");
  g_assert_true (g_str_has_suffix (second, "report (2).csv"));

  g_assert_true (dossier_part_file_append (part, bytes, &error));
  g_clear_pointer (&part, dossier_part_file_unref);
  part = dossier_part_file_open (first, 3, &error);
  g_assert_cmpint (dossier_part_file_get_length (part), ==, 3);
  digest = dossier_part_file_finish (part, &error);
  g_assert_cmpstr (digest, ==, abc);
  g_clear_pointer (&part, dossier_part_file_unref);

  /* More than the object has: not of this object. */
  part = dossier_part_file_open (first, 2, &error);
  g_assert_cmpint (dossier_part_file_get_length (part), ==, 0);
  g_clear_pointer (&part, dossier_part_file_unref);

  g_assert_true (dossier_part_file_publish (first, first, &error));
  part = dossier_part_file_open (first, 3, &error);
  g_clear_pointer (&part, dossier_part_file_unref);
  g_assert_false (dossier_part_file_publish (first, first, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);

  /* A link of this name leads who knows where. */
  g_assert_cmpint (g_unlink (part_path), ==, 0);
  g_assert_cmpint (symlink ("elsewhere", part_path), ==, 0);
  g_assert_null (dossier_part_file_open (first, 3, &error));
  g_assert_nonnull (error);
  dossier_test_remove_tree (folder);
}

static void
hold (GSocketConnection *connection,
      guint              number,
      gpointer)
{
  g_free (dossier_test_raw_read_request (connection));
  /* One byte at first, then nothing. */
  dossier_test_raw_write (connection, number == 1
                                          ? "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 9\r\n\r\na"
                                          : "HTTP/1.1 206 Partial Content\r\nETag: \"1\"\r\nContent-Length: 8\r\n"
                                            "Content-Range: bytes 1-8/9\r\n\r\n", -1);
  dossier_test_raw_hold (connection);
}

/* A connection that stays open and brings nothing is given up. */
static void
test_no_progress (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (hold, NULL);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (WORLD_TIME);
  g_autoptr(DossierAwsClient) client = world_client_new (dossier_test_server_get_url (server), clock);
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *target = g_build_filename (folder, "report.csv", NULL);
  g_autoptr(GError) error = NULL;
  const DossierObjectFetch what = {
    .bucket = WORLD_BUCKET, .key = "report.csv", .etag = "\"1\"", .size = 9, .target = target, .timeout_ms = 20,
  };
  g_autofree char *sha256 = dossier_await_child_string (dossier_object_fetch (client, &what, NULL), &error);

  g_assert_null (sha256);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpuint (dossier_test_server_get_n_connections (server), ==, 5);
  dossier_test_remove_tree (folder);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/export/run/fetch/cut-and-go-on", test_cut_and_go_on);
  dossier_test_add_fiber ("/export/run/fetch/cut-and-restart", test_cut_and_restart);
  dossier_test_add_fiber ("/export/run/fetch/endless-list", test_endless_list);
  dossier_test_add_fiber ("/export/run/fetch/no-byte", test_no_byte);
  dossier_test_add_fiber ("/export/run/fetch/no-progress", test_no_progress);
  dossier_test_add_fiber ("/export/run/fetch/changed-at-cut", test_changed_at_cut);
  dossier_test_add_fiber ("/export/run/fetch/changed-between-drives", test_changed_between_drives);
  dossier_test_add_fiber ("/export/run/fetch/checksum", test_checksum);
  dossier_test_add_fiber ("/export/run/fetch/object-is-gone", test_object_is_gone);
  dossier_test_add_fiber ("/export/run/fetch/disk-full", test_disk_full);
  dossier_test_add_fiber ("/export/run/fetch/folder-is-gone", test_folder_is_gone);
  dossier_test_add_fiber ("/export/run/fetch/name-is-taken", test_name_is_taken);
  dossier_test_add_fiber ("/export/run/fetch/other-key", test_other_key);
  dossier_test_add_fiber ("/export/run/fetch/spoilt-before-verify", test_spoilt_before_verify);
  dossier_test_add_fiber ("/export/run/fetch/no-report", test_no_report);
  dossier_test_add_fiber ("/export/run/fetch/json-report", test_json_report);
  dossier_test_add_fiber ("/export/run/fetch/gone-before-verify", test_gone_before_verify);
  dossier_test_add_fiber ("/export/run/fetch/replaced-after-end", test_replaced_after_end);
  g_test_add_func ("/export/run/fetch/part-files", test_part_files);

  return g_test_run ();
}
