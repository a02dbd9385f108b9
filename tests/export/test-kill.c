// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* A program that is killed, at every point that the outside can tell apart: at
 * each record that it wrote, and at each request, before AWS acted and after.
 * The next program ends with one report and one file.
 */

#include "config.h"

#include <signal.h>

#include <glib/gstdio.h>

#include "dossier-export-store.h"
#include "dossier-test.h"
#include "export-world.h"

typedef struct
{
  World *world;
  char *folder;
  char *records;
  char *downloads;
  gint64 now;
} Desk;

static Desk *
desk_new (void)
{
  Desk *self = g_new0 (Desk, 1);

  self->world = world_new ();
  self->folder = dossier_test_make_folder ();
  self->records = g_build_filename (self->folder, "records", NULL);
  self->downloads = g_build_filename (self->folder, "downloads", NULL);
  self->now = WORLD_TIME;
  g_assert_cmpint (g_mkdir (self->downloads, 0700), ==, 0);
  return self;
}

static void
desk_free (Desk *self)
{
  world_free (self->world);
  dossier_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->records);
  g_free (self->downloads);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

/* Runs the program: the signal that killed it, or 0 if it ended well. */
static int
run_program (Desk       *self,
             const char *die_at,
             guint64    *peak)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DOSSIER_BUILDDIR"), "tests", "export", "export-drive", NULL);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, self->now);
  g_autofree char *output = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *options = g_strconcat (g_getenv ("ASAN_OPTIONS") != NULL ? g_getenv ("ASAN_OPTIONS") : "",
                                          ":quarantine_size_mb=1", NULL);
  g_autoptr(GSubprocess) process = NULL;
  const char *pid;

  /* What AddressSanitizer keeps of freed memory is none that the program needs. */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", options, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, path, world_get_url (self->world), self->records,
                                         self->downloads, now, die_at, NULL);
  g_assert_no_error (error);
  pid = g_subprocess_get_identifier (process);
  world_watch_process (self->world, pid != NULL ? (int) g_ascii_strtoll (pid, NULL, 10) : 0);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &complaint, &error));
  g_assert_no_error (error);
  world_watch_process (self->world, 0);
  /* Its clock went on by its own sleeps, which are short of a minute. */
  self->now += 60 * G_USEC_PER_SEC;

  if (g_subprocess_get_if_signaled (process))
    return g_subprocess_get_term_sig (process);
  g_test_message ("it says: %s", complaint);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  if (peak != NULL)
    *peak = g_ascii_strtoull (output, NULL, 10);
  return 0;
}

static void
assert_one_report (Desk *self)
{
  g_autoptr(DossierExportStore) store = dossier_export_store_new (self->records);
  g_autoptr(GPtrArray) records = dossier_export_store_list (store, NULL, NULL);
  g_autoptr(GDir) dir = g_dir_open (self->downloads, 0, NULL);
  const DossierExportRecord *record;
  g_autofree char *content = NULL;
  guint n_files = 0;

  g_assert_cmpuint (records->len, ==, 1);
  record = records->pdata[0];
  g_assert_cmpint (record->state, ==, DOSSIER_EXPORT_STATE_DONE);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
  g_assert_true (g_file_get_contents (record->file, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, WORLD_CSV);
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_assert_cmpuint (n_files, ==, 1);
}

static void
test_at_each_record (void)
{
  static const char *const states[] = { "planned", "starting", "waiting", "fetching", "verifying", "done" };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(Desk) self = desk_new ();

      g_test_message ("killed when “%s” was written", states[i]);
      g_assert_cmpint (run_program (self, states[i], NULL), ==, SIGKILL);
      g_assert_cmpint (run_program (self, NULL, NULL), ==, 0);
      assert_one_report (self);
    }
}

/* Killed at one state, and the next program at the next, to the end. */
static void
test_at_every_record (void)
{
  static const char *const states[] = { "planned", "starting", "waiting", "fetching", "verifying", "done" };
  g_autoptr(Desk) self = desk_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    g_assert_cmpint (run_program (self, states[i], NULL), ==, SIGKILL);
  g_assert_cmpint (run_program (self, NULL, NULL), ==, 0);
  assert_one_report (self);
}

static void
kill_at_each_request (gboolean after)
{
  guint n_killed = 0;

  for (guint number = 1;; number++)
    {
      g_autoptr(Desk) self = desk_new ();

      g_test_message ("killed at request %u, %s", number, after ? "heard" : "not heard");
      world_set_kill (self->world, number, after);
      if (run_program (self, NULL, NULL) == 0 && world_count (self->world, NULL) < number)
        break;
      n_killed++;
      world_set_kill (self->world, 0, FALSE);
      g_assert_cmpint (run_program (self, NULL, NULL), ==, 0);
      assert_one_report (self);
    }
  /* HeadBucket, DescribeKey, CreateFindingsReport, twice its status, ListObjectsV2, HeadObject, GetObject. */
  g_assert_cmpuint (n_killed, ==, 8);
}

static void
test_at_each_request_unheard (void)
{
  kill_at_each_request (FALSE);
}

static void
test_at_each_request_heard (void)
{
  kill_at_each_request (TRUE);
}

/* A report of 64 MiB takes no more memory than one of two lines. */
static void
test_memory (void)
{
  g_autoptr(Desk) small = desk_new ();
  g_autoptr(Desk) large = desk_new ();
  const gsize length = 64 * 1024 * 1024;
  g_autofree char *content = g_strnfill (length, 'x');
  guint64 small_peak = 0;
  guint64 large_peak = 0;

  /* One column, and a row in each hundred bytes. */
  memcpy (content, "Title\n", strlen ("Title\n"));
  for (gsize i = 99; i < length; i += 100)
    content[i] = '\n';
  world_set_content (large->world, content, (gssize) length);
  g_assert_cmpint (run_program (small, NULL, &small_peak), ==, 0);
  g_assert_cmpint (run_program (large, NULL, &large_peak), ==, 0);
  g_test_message ("peaks: %" G_GUINT64_FORMAT " KiB and %" G_GUINT64_FORMAT " KiB", small_peak, large_peak);
  g_assert_cmpuint (small_peak, >, 0);
  g_assert_cmpuint (large_peak, <, small_peak + 16 * 1024);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/export/kill/at-each-record", test_at_each_record);
  g_test_add_func ("/export/kill/at-every-record", test_at_every_record);
  g_test_add_func ("/export/kill/at-each-request-unheard", test_at_each_request_unheard);
  g_test_add_func ("/export/kill/at-each-request-heard", test_at_each_request_heard);
  g_test_add_func ("/export/kill/memory", test_memory);

  return g_test_run ();
}
