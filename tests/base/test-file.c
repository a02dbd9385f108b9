// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <sys/stat.h>

#include <glib/gstdio.h>

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-file.h"
#include "dossier-paths.h"
#include "dossier-test.h"

static void
test_write_and_read (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "new", "deep", "file", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) content = NULL;
  GStatBuf status;

  g_assert_true (dossier_file_write_atomic (path, "one", 3, &error));
  g_assert_no_error (error);
  g_assert_true (dossier_file_write_atomic (path, "second", 6, &error));
  g_assert_no_error (error);

  content = dossier_file_read (path, 6, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), "second", 6);

  /* What we keep is nobody else's business. */
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  dossier_test_remove_tree (folder);
}

static void
test_read_refuses (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_file_read (path, 10, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (dossier_file_write_atomic (path, "0123456789", 10, NULL));
  g_assert_null (dossier_file_read (path, 9, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE);

  dossier_test_remove_tree (folder);
}

/* A file where a folder should be stops even root, whom permissions do not. */
static void
test_unwritable_folder (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *obstacle = g_build_filename (folder, "obstacle", NULL);
  g_autofree char *path = g_build_filename (obstacle, "file", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = g_bytes_new_static ("x", 1);

  g_assert_true (g_file_set_contents (obstacle, "", 0, NULL));
  g_assert_false (dossier_await_leaf (dossier_file_write_atomic_async (path, bytes), NULL,
                                      DOSSIER_NO_TIMEOUT, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_nonnull (strstr (error->message, obstacle));

  dossier_test_remove_tree (folder);
}

static void
test_failed_write_keeps_the_old (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "target", NULL);
  g_autoptr(GDir) listing = NULL;
  g_autoptr(GError) error = NULL;

  /* A folder cannot be replaced by a file. */
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (dossier_file_write_atomic (path, "x", 1, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));

  listing = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (listing), ==, "target");
  g_assert_null (g_dir_read_name (listing));

  dossier_test_remove_tree (folder);
}

static void
test_lock (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  g_autoptr(GError) error = NULL;
  DossierFileLock *held = dossier_file_lock_acquire (path, &error);

  g_assert_no_error (error);
  g_assert_null (dossier_file_lock_try (path, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_clear_error (&error);

  dossier_file_lock_release (held);
  held = dossier_file_lock_try (path, &error);
  g_assert_no_error (error);
  dossier_file_lock_release (held);

  dossier_test_remove_tree (folder);
}

static void
test_paths (void)
{
  g_autofree char *state = dossier_path_in_state ("runs", "a.json", NULL);
  g_autofree char *expected = g_build_filename (g_get_user_state_dir (), "dossier", "runs", "a.json", NULL);
  g_autofree char *data = dossier_path_in_data (NULL, NULL);
  g_autofree char *config = dossier_path_in_config ("accounts", NULL);

  g_assert_cmpstr (state, ==, expected);
  g_assert_true (g_str_has_suffix (data, "/dossier"));
  g_assert_true (g_str_has_suffix (config, "/dossier/accounts"));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/base/file/write-and-read", test_write_and_read);
  g_test_add_func ("/base/file/read-refuses", test_read_refuses);
  dossier_test_add_fiber ("/base/file/unwritable-folder", test_unwritable_folder);
  g_test_add_func ("/base/file/failed-write-keeps-the-old", test_failed_write_keeps_the_old);
  g_test_add_func ("/base/file/lock", test_lock);
  g_test_add_func ("/base/file/paths", test_paths);

  return g_test_run ();
}
