// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* The file of kept findings: what is on disk, and what happens to it. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "dossier-error.h"
#include "dossier-findings-store-private.h"
#include "dossier-findings-store-scribe-private.h"
#include "dossier-test.h"
#include "store-test.h"

#define PAGE 100u
#define OTHER_KEY "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct
{
  char *folder;
  char *path;
  char *log;
  sqlite3 *db;
  gint64 snapshot;
  DossierFindingsStoreScribe *scribe;
} Fixture;

static void
fixture_open (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  self->db = store_test_open (self->path, STORE_TEST_KEY, &error);
  g_assert_no_error (error);
}

static void
fixture_close (Fixture *self)
{
  g_clear_pointer (&self->scribe, dossier_findings_store_scribe_free);
  g_clear_pointer (&self->db, sqlite3_close_v2);
}

static void
fixture_init (Fixture       *self,
              gconstpointer)
{
  self->folder = dossier_test_make_folder ();
  self->path = g_build_filename (self->folder, "deep", "findings?.db", NULL);
  self->log = g_strconcat (self->path, "-wal", NULL);
  fixture_open (self);
  self->snapshot = store_test_add_snapshot (self->db);
  self->scribe = dossier_findings_store_scribe_new (self->db, self->snapshot);
}

static void
fixture_clear (Fixture       *self,
               gconstpointer)
{
  fixture_close (self);
  dossier_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->log);
}

static gboolean
write_page (Fixture              *self,
            DossierFindingsPage  *page,
            GError              **error)
{
  g_autoptr(GPtrArray) pages = g_ptr_array_new ();

  g_ptr_array_add (pages, page);
  return dossier_findings_store_scribe_write (self->scribe, pages, error);
}

static void
write_findings (Fixture    *self,
                guint       from,
                guint       n,
                const char *title)
{
  g_autoptr(DossierFindingsPage) page = store_test_make_page (from, n, title);
  g_autoptr(GError) error = NULL;

  g_assert_true (write_page (self, page, &error));
  g_assert_no_error (error);
}

/* Whether they are as store_test_make_json() wrote them, byte for byte. */
static void
assert_kept (sqlite3    *db,
             guint       n,
             const char *title)
{
  DossierFindingsStoreFetcher *fetcher = dossier_findings_store_fetcher_new (db);
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3_stmt) rows =
      dossier_findings_store_db_prepare (db, "SELECT id FROM finding ORDER BY arn", &error);
  gboolean has_row;

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *wanted = store_test_make_json (i, title);
      g_autofree char *kept = NULL;
      g_autoptr(DossierFinding) finding = NULL;

      dossier_findings_store_db_step (rows, &has_row, &error);
      g_assert_no_error (error);
      g_assert_true (has_row);
      finding = dossier_findings_store_fetcher_get (fetcher, sqlite3_column_int64 (rows, 0), &error);
      g_assert_no_error (error);
      kept = dossier_finding_dup_json (finding);
      g_assert_cmpstr (kept, ==, wanted);
    }
  dossier_findings_store_db_step (rows, &has_row, &error);
  g_assert_false (has_row);
  dossier_findings_store_fetcher_free (fetcher);
}

static void
test_kept_whole (Fixture       *self,
                 gconstpointer)
{
  GStatBuf info;

  write_findings (self, 0, PAGE, "A title");
  write_findings (self, PAGE, PAGE, "A title");
  fixture_close (self);
  fixture_open (self);
  assert_kept (self->db, 2 * PAGE, "A title");

  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (store_test_ask (self->db, "PRAGMA user_version"), ==, 1);
}

static void
assert_nothing_readable (Fixture *self)
{
  /* The last is how a zstd frame begins. */
  static const char *const texts[] = {
    STORE_TEST_MARK, "findingArn", "CREATE TABLE", "SQLite format", "\x28\xb5\x2f\xfd",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_false (store_test_file_has (self->path, texts[i]));
      g_assert_false (store_test_file_has (self->log, texts[i]));
    }
}

static void
test_nothing_readable (Fixture       *self,
                       gconstpointer)
{
  g_autofree char *control = g_build_filename (self->folder, "control", NULL);
  g_autofree char *json = store_test_make_json (0, "x");
  GStatBuf info;

  /* What is looked for is found where it is. */
  g_assert_true (g_file_set_contents (control, json, -1, NULL));
  g_assert_true (store_test_file_has (control, STORE_TEST_MARK));

  write_findings (self, 0, 5 * PAGE, STORE_TEST_MARK);
  g_assert_cmpint (g_stat (self->log, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 10000);
  assert_nothing_readable (self);
  fixture_close (self);
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 10000);
  assert_nothing_readable (self);
}

static void
test_wrong_key (Fixture       *self,
                gconstpointer)
{
  g_autoptr(GError) error = NULL;

  write_findings (self, 0, PAGE, "A title");
  fixture_close (self);

  g_assert_null (store_test_open (self->path, OTHER_KEY, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);

  fixture_open (self);
  assert_kept (self->db, PAGE, "A title");
}

static void
test_not_a_database (Fixture       *self,
                     gconstpointer)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *noise = g_strnfill (20000, 'x');

  fixture_close (self);
  g_assert_true (g_file_set_contents (self->path, noise, -1, NULL));
  g_assert_null (store_test_open (self->path, STORE_TEST_KEY, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
}

static void
test_anothers_database (Fixture       *self,
                        gconstpointer)
{
  g_autoptr(GError) error = NULL;

  dossier_findings_store_db_exec (self->db, "PRAGMA application_id = 7; PRAGMA user_version = 0", &error);
  g_assert_no_error (error);
  fixture_close (self);
  g_assert_null (store_test_open (self->path, STORE_TEST_KEY, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
}

static void
test_newer_version (Fixture       *self,
                    gconstpointer)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before, n_after;

  dossier_findings_store_db_exec (self->db, "PRAGMA user_version = 2", &error);
  g_assert_no_error (error);
  fixture_close (self);
  g_assert_true (g_file_get_contents (self->path, &before, &n_before, NULL));

  g_assert_null (store_test_open (self->path, STORE_TEST_KEY, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_assert_true (g_file_get_contents (self->path, &after, &n_after, NULL));
  g_assert_cmpmem (after, n_after, before, n_before);
}

static void
test_half_made (Fixture       *self,
                gconstpointer)
{
  /* A program that was killed before it wrote anything leaves an empty file. */
  fixture_close (self);
  g_assert_true (g_file_set_contents (self->path, "", 0, NULL));
  fixture_open (self);
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM snapshot"), ==, 0);
}

static void
test_one_byte_is_wrong (Fixture       *self,
                        gconstpointer)
{
  g_autofree char *content = NULL;
  gsize length;
  guint n_refused = 0;

  write_findings (self, 0, PAGE, "A title");
  fixture_close (self);
  g_assert_true (g_file_get_contents (self->path, &content, &length, NULL));

  for (gsize at = 8192 + 100; at < length; at += 8192)
    {
      DossierFindingsStoreFetcher *fetcher;
      g_autoptr(GError) error = NULL;
      g_autoptr(sqlite3_stmt) rows = NULL;
      gboolean has_row = TRUE;

      content[at] ^= 1;
      g_assert_true (g_file_set_contents (self->path, content, (gssize) length, NULL));
      content[at] ^= 1;

      self->db = store_test_open (self->path, STORE_TEST_KEY, &error);
      fetcher = self->db != NULL ? dossier_findings_store_fetcher_new (self->db) : NULL;
      if (self->db != NULL)
        rows = dossier_findings_store_db_prepare (self->db, "SELECT id FROM finding ORDER BY arn", &error);
      while (error == NULL && dossier_findings_store_db_step (rows, &has_row, &error) && has_row)
        {
          g_autoptr(DossierFinding) finding =
              dossier_findings_store_fetcher_get (fetcher, sqlite3_column_int64 (rows, 0), &error);

          g_assert_true ((finding != NULL) == (error == NULL));
        }
      /* Not every page is needed for that, but none of the others is believed. */
      if (error != NULL)
        {
          g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
          n_refused++;
        }
      g_clear_pointer (&rows, sqlite3_finalize);
      dossier_findings_store_fetcher_free (fetcher);
      g_clear_pointer (&self->db, sqlite3_close_v2);
    }
  g_assert_cmpuint (n_refused, >, 3);
}

static void
test_disk_is_full (Fixture       *self,
                   gconstpointer)
{
  struct rlimit former, tight;
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsPage) page = store_test_make_page (PAGE, 100 * PAGE, "Too much");
  GStatBuf info;
  gboolean good;

  write_findings (self, 0, PAGE, "A title");
  g_assert_cmpint (g_stat (self->log, &info), ==, 0);

  /* The system refuses to let any file grow, as it does on a full disk. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &former), ==, 0);
  tight = former;
  tight.rlim_cur = (rlim_t) info.st_size + 30000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  good = write_page (self, page, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &former), ==, 0);

  g_assert_false (good);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  assert_kept (self->db, PAGE, "A title");

  /* It goes on once there is room. */
  write_findings (self, PAGE, PAGE, "A title");
  fixture_close (self);
  fixture_open (self);
  assert_kept (self->db, 2 * PAGE, "A title");
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM block"), ==, 2);
}

static void
test_what_is_no_finding (Fixture       *self,
                         gconstpointer)
{
  static const char body[] = "{\"findings\":[{\"findingArn\":\"a\",\"severity\":\"LOW\"},"
                             "{\"findingArn\":\"b\",\"title\":7}]}";
  g_autoptr(GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr(DossierFindingsPage) page = dossier_findings_page_parse (bytes, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (write_page (self, page, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM finding"), ==, 0);
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM class"), ==, 0);

  /* Nothing that was taken back is believed to be there. */
  write_findings (self, 0, PAGE, "A title");
  assert_kept (self->db, PAGE, "A title");
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM finding f JOIN class ON f.class = class.id "
                                             "JOIN resource ON f.resource = resource.id "
                                             "JOIN weakness ON f.weakness = weakness.id"),
                   ==, PAGE);
}

static void
test_the_later_word_counts (Fixture       *self,
                            gconstpointer)
{
  gint64 row;

  write_findings (self, 0, PAGE, "Before");
  row = store_test_ask (self->db, "SELECT id FROM finding WHERE arn LIKE '%00000007'");
  write_findings (self, 0, PAGE, "After");
  assert_kept (self->db, PAGE, "After");
  g_assert_cmpint (store_test_ask (self->db, "SELECT id FROM finding WHERE arn LIKE '%00000007'"), ==, row);

  /* Another snapshot has its own. */
  dossier_findings_store_scribe_free (self->scribe);
  self->scribe = dossier_findings_store_scribe_new (self->db, store_test_add_snapshot (self->db));
  write_findings (self, 0, PAGE, "Elsewhere");
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM finding"), ==, 2 * PAGE);
}

static void
test_what_is_the_same_is_kept_once (Fixture       *self,
                                    gconstpointer)
{
  write_findings (self, 0, PAGE, "A title");
  write_findings (self, PAGE, PAGE, "A title");
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM class"), ==, 3);
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM resource"), ==, 50);
  g_assert_cmpint (store_test_ask (self->db, "SELECT count(*) FROM weakness"), ==, 1);
}

static void
test_deleted (Fixture       *self,
              gconstpointer)
{
  /* And how many rows the other snapshot has there: its resource has an id, a type and a tag. */
  static const struct { const char *name; gint64 stays; } tables[] = {
    { "snapshot", 1 }, { "block", 1 }, { "class", 1 }, { "resource", 1 },
    { "weakness", 1 }, { "fact", 3 }, { "package", 1 }, { "finding", 1 },
  };
  DossierFindingsStoreScribe *other;
  g_autoptr(GError) error = NULL;
  gint64 stays;

  write_findings (self, 0, 5 * PAGE, "A title");
  other = g_steal_pointer (&self->scribe);
  stays = store_test_add_snapshot (self->db);
  self->scribe = dossier_findings_store_scribe_new (self->db, stays);
  write_findings (self, 0, 1, "Another");

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i].name);

      g_assert_cmpint (store_test_ask (self->db, sql), >, tables[i].stays);
    }
  g_assert_true (dossier_findings_store_delete_rows (self->db, self->snapshot, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s", tables[i].name);

      g_assert_cmpint (store_test_ask (self->db, sql), ==, tables[i].stays);
    }
  assert_kept (self->db, 1, "Another");

  /* Who was writing it is told. */
  dossier_findings_store_scribe_free (self->scribe);
  self->scribe = other;
  {
    g_autoptr(DossierFindingsPage) page = store_test_make_page (0, 1, "Late");

    g_assert_false (write_page (self, page, &error));
    g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
  }
  g_assert_cmpint (store_test_add_snapshot (self->db), >, stays);
}

static void
test_read_while_it_is_written (Fixture       *self,
                               gconstpointer)
{
  g_autoptr(DossierSecret) key = dossier_secret_new (STORE_TEST_KEY);
  g_autofree char *place = dossier_findings_store_db_get_place (self->path);
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3) reader = dossier_findings_store_db_open_more (place, key, &error);

  g_assert_no_error (error);
  write_findings (self, 0, PAGE, "A title");
  assert_kept (reader, PAGE, "A title");

  g_assert_true (dossier_findings_store_db_exec (self->db, "BEGIN IMMEDIATE; DELETE FROM finding", &error));
  assert_kept (reader, PAGE, "A title");
  g_assert_false (dossier_findings_store_db_exec (reader, "DELETE FROM finding", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (dossier_findings_store_db_end (self->db, FALSE, &error));
  assert_kept (reader, PAGE, "A title");
}

/* The program that is killed: says after each page how many are kept. */
static int
write_for_ever (const char *path)
{
  Fixture self = { .path = (char *) path };

  fixture_open (&self);
  self.snapshot = store_test_add_snapshot (self.db);
  self.scribe = dossier_findings_store_scribe_new (self.db, self.snapshot);
  for (guint at = 0;; at += PAGE)
    {
      write_findings (&self, at, PAGE, "A title");
      g_print ("%u\n", at + PAGE);
    }
  return 0;
}

static void
test_killed (Fixture       *self,
             gconstpointer)
{
  fixture_close (self);
  for (guint pages = 1; pages <= 41; pages += 20)
    {
      g_autofree char *path = g_strdup_printf ("%s-%u", self->path, pages);
      g_autoptr(GError) error = NULL;
      g_autoptr(GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_get_prgname (),
                                                         "--write", path, NULL);
      g_autoptr(GDataInputStream) output = NULL;
      g_autoptr(sqlite3) db = NULL;
      gint64 n_said = 0, n_kept;

      g_assert_no_error (error);
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
      for (guint i = 0; i < pages; i++)
        {
          g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

          g_assert_nonnull (line);
          n_said = g_ascii_strtoll (line, NULL, 10);
        }
      g_subprocess_force_exit (process);
      g_assert_true (g_subprocess_wait (process, NULL, &error));
      g_assert_true (g_subprocess_get_if_signaled (process));

      db = store_test_open (path, STORE_TEST_KEY, &error);
      g_assert_no_error (error);
      n_kept = store_test_ask (db, "SELECT count(*) FROM finding");
      g_assert_cmpint (n_kept, >=, n_said);
      g_assert_cmpint (n_kept % PAGE, ==, 0);
      g_assert_cmpint (store_test_ask (db, "SELECT complete FROM snapshot"), ==, 0);
      assert_kept (db, (guint) n_kept, "A title");
    }
}

static void
add (const char *path,
     void      (*func) (Fixture *, gconstpointer))
{
  g_autofree char *full = g_strconcat ("/findings/store-file/", path, NULL);

  g_test_add (full, Fixture, NULL, fixture_init, func, fixture_clear);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--write"))
    return write_for_ever (argv[2]);

  dossier_test_init (&argc, &argv);
  g_set_prgname (argv[0]);

  add ("kept-whole", test_kept_whole);
  add ("nothing-readable", test_nothing_readable);
  add ("wrong-key", test_wrong_key);
  add ("not-a-database", test_not_a_database);
  add ("anothers-database", test_anothers_database);
  add ("newer-version", test_newer_version);
  add ("half-made", test_half_made);
  add ("one-byte-is-wrong", test_one_byte_is_wrong);
  add ("disk-is-full", test_disk_is_full);
  add ("what-is-no-finding", test_what_is_no_finding);
  add ("the-later-word-counts", test_the_later_word_counts);
  add ("what-is-the-same-is-kept-once", test_what_is_the_same_is_kept_once);
  add ("deleted", test_deleted);
  add ("read-while-it-is-written", test_read_while_it_is_written);
  add ("killed", test_killed);

  return g_test_run ();
}
