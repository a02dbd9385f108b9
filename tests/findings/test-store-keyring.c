// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* The store on disk, with a real keyring that has its key. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-findings-rows.h"
#include "dossier-findings-snapshot-writer.h"
#include "dossier-findings-snapshot.h"
#include "dossier-findings-store.h"
#include "dossier-keyring.h"
#include "dossier-test.h"
#include "store-test.h"

#define KEY_ID "findings-store"
#define LIMIT_MS 20000

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_key (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSecret) secret = text != NULL ? dossier_secret_new (text) : NULL;

  if (secret != NULL)
    dossier_await_leaf (dossier_keyring_store (KEY_ID, "Dossier test", secret), NULL, LIMIT_MS, &error);
  else
    dossier_await_leaf (dossier_keyring_clear (KEY_ID), NULL, LIMIT_MS, &error);
  g_assert_no_error (error);
}

static char *
get_key (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSecret) found =
      dossier_await_leaf_boxed (dossier_keyring_lookup (KEY_ID), NULL, LIMIT_MS, &error);

  g_assert_no_error (error);
  return found != NULL ? g_strdup (dossier_secret_peek (found)) : NULL;
}

static void
fixture_init (Fixture *self)
{
  self->folder = dossier_test_make_folder ();
  self->path = g_build_filename (self->folder, "findings.db", NULL);
  set_key (NULL);
}

static void
fixture_clear (Fixture *self)
{
  dossier_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static DossierFindingsStore *
open_store (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  DossierFindingsStore *store = dossier_await_child_object (dossier_findings_store_open (self->path, NULL), &error);

  g_assert_no_error (error);
  return store;
}

static void
add_snapshot (DossierFindingsStore *store,
              guint                 n_findings)
{
  g_autoptr(DossierFilter) filter = dossier_filter_new_default ();
  g_autoptr(DossierFindingsPage) page = store_test_make_page (0, n_findings, STORE_TEST_MARK);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsSnapshotWriter) writer = dossier_await_child_object (
      dossier_findings_store_begin (store, "demo", "eu-central-1", filter, NULL), &error);

  g_assert_no_error (error);
  dossier_await_leaf (dossier_findings_snapshot_writer_add_page (writer, page), NULL, DOSSIER_NO_TIMEOUT, &error);
  g_assert_no_error (error);
  dossier_await_child (dossier_findings_snapshot_writer_finish (writer, TRUE, -1), &error);
  g_assert_no_error (error);
}

/* How many findings the newest snapshot has, all of which are read; -1: no snapshot. */
static gint64
count_findings (DossierFindingsStore *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) snapshots = dossier_await_leaf_boxed (dossier_findings_store_list_snapshots (store), NULL,
                                                             DOSSIER_NO_TIMEOUT, &error);
  g_autoptr(DossierFindingsRows) rows = dossier_findings_rows_new (store);
  DossierFindingsStoreQuery query = { 0 };
  guint n_rows;

  g_assert_no_error (error);
  if (snapshots->len == 0)
    return -1;
  query.snapshot = ((DossierFindingsSnapshot *) g_ptr_array_index (snapshots, 0))->id;
  dossier_await_child (dossier_findings_rows_show (rows, &query), &error);
  g_assert_no_error (error);
  n_rows = g_list_model_get_n_items (G_LIST_MODEL (rows));
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr(DossierFinding) finding = g_list_model_get_item (G_LIST_MODEL (rows), i);

      g_assert_cmpstr (dossier_finding_get_title (finding), ==, STORE_TEST_MARK);
    }
  g_assert_no_error (dossier_findings_rows_get_error (rows));
  return n_rows;
}

static void
assert_set_aside (Fixture              *self,
                  DossierFindingsStore *store)
{
  g_assert_true (dossier_findings_store_is_kept (store));
  g_assert_error (dossier_findings_store_get_problem (store), DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
  g_assert_nonnull (dossier_findings_store_get_set_aside (store));
  g_assert_true (g_file_test (dossier_findings_store_get_set_aside (store), G_FILE_TEST_EXISTS));
  g_assert_true (g_str_has_prefix (dossier_findings_store_get_set_aside (store), self->path));
  g_assert_cmpint (count_findings (store), ==, -1);
}

static void
assert_kept_and_well (DossierFindingsStore *store)
{
  g_assert_no_error (dossier_findings_store_get_problem (store));
  g_assert_null (dossier_findings_store_get_set_aside (store));
  g_assert_true (dossier_findings_store_is_kept (store));
}

static void
test_the_key_is_made_once (void)
{
  g_auto(Fixture) self = { 0 };
  g_autofree char *key = NULL;

  fixture_init (&self);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(DossierFindingsStore) store = open_store (&self);
      g_autofree char *now = get_key ();

      assert_kept_and_well (store);
      g_assert_cmpuint (strlen (now), ==, 64);
      if (key == NULL)
        key = g_strdup (now);
      g_assert_cmpstr (now, ==, key);
      g_assert_cmpint (count_findings (store), ==, i == 0 ? -1 : 300);
      add_snapshot (store, 300);
      g_assert_cmpint (count_findings (store), ==, 300);
      g_assert_false (store_test_file_has (self.path, STORE_TEST_MARK));
      g_assert_false (store_test_file_has (self.path, key));
    }
}

static void
test_two_programs_begin_at_once (void)
{
  g_auto(Fixture) self = { 0 };
  g_autoptr(GError) error = NULL;
  DexFuture *first, *second;
  g_autoptr(DossierFindingsStore) one = NULL;
  g_autoptr(DossierFindingsStore) two = NULL;

  fixture_init (&self);
  first = dossier_findings_store_open (self.path, NULL);
  second = dossier_findings_store_open (self.path, NULL);
  one = dossier_await_child_object (first, &error);
  g_assert_no_error (error);
  two = dossier_await_child_object (second, &error);
  g_assert_no_error (error);
  assert_kept_and_well (one);
  assert_kept_and_well (two);
  add_snapshot (one, 10);
  g_assert_cmpint (count_findings (two), ==, 10);
  add_snapshot (two, 20);
  g_assert_cmpint (count_findings (one), ==, 20);
}

static void
test_the_key_is_gone (void)
{
  g_auto(Fixture) self = { 0 };
  g_autofree char *former = NULL;
  g_autofree char *aside = NULL;

  fixture_init (&self);
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);

    add_snapshot (store, 10);
    former = get_key ();
  }
  set_key (NULL);
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);
    g_autofree char *now = get_key ();

    assert_set_aside (&self, store);
    g_assert_cmpstr (now, !=, former);
    aside = g_strdup (dossier_findings_store_get_set_aside (store));
    add_snapshot (store, 20);
  }
  /* Nothing was destroyed: whoever finds the key has the findings. */
  set_key (former);
  g_clear_pointer (&self.path, g_free);
  self.path = g_steal_pointer (&aside);
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);

    assert_kept_and_well (store);
    g_assert_cmpint (count_findings (store), ==, 10);
  }
}

static void
test_the_key_is_none (void)
{
  static const char *const keys[] = { "", "secret", STORE_TEST_KEY "'; --", STORE_TEST_KEY "00" };
  g_auto(Fixture) self = { 0 };

  fixture_init (&self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(DossierFindingsStore) store = NULL;
      g_autofree char *after = NULL;

      set_key (keys[i]);
      store = open_store (&self);
      g_assert_false (dossier_findings_store_is_kept (store));
      g_assert_error (dossier_findings_store_get_problem (store), DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
      g_assert_null (strstr (dossier_findings_store_get_problem (store)->message, "secret"));
      add_snapshot (store, 10);
      g_assert_cmpint (count_findings (store), ==, 10);
      after = get_key ();
      g_assert_cmpstr (after, ==, keys[i]);
    }
}

static void
test_damaged (void)
{
  static const char *const contents[] = { "no database", NULL };
  g_auto(Fixture) self = { 0 };

  fixture_init (&self);
  for (guint i = 0; contents[i] != NULL; i++)
    {
      g_autofree char *noise = g_strnfill (30000, contents[i][0]);
      g_autofree char *kept = NULL;
      g_autoptr(DossierFindingsStore) store = NULL;

      g_assert_true (g_file_set_contents (self.path, noise, -1, NULL));
      store = open_store (&self);
      assert_set_aside (&self, store);
      g_assert_true (g_file_get_contents (dossier_findings_store_get_set_aside (store), &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, noise);
      add_snapshot (store, 10);
      g_assert_cmpint (count_findings (store), ==, 10);
    }
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);

    assert_kept_and_well (store);
    g_assert_cmpint (count_findings (store), ==, 10);
  }
}

/* What is found out only while the file is in use is set aside the next time. */
static void
test_damaged_within (void)
{
  g_auto(Fixture) self = { 0 };
  g_autofree char *key = NULL;
  g_autofree char *content = NULL;
  gsize length;

  fixture_init (&self);
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);

    key = get_key ();
  }
  {
    /* Opened here as well, so that closing it puts all into the file. */
    g_autoptr(GError) error = NULL;
    g_autoptr(sqlite3) db = store_test_open (self.path, key, &error);

    g_assert_no_error (error);
    store_test_add_snapshot (db);
    dossier_findings_store_db_exec (db, "PRAGMA wal_checkpoint(TRUNCATE)", &error);
    g_assert_no_error (error);
  }
  g_assert_true (g_file_get_contents (self.path, &content, &length, NULL));
  /* All pages but the first two, where the list of tables is. */
  for (gsize at = 8192 * 4 + 100; at < length; at += 8192)
    content[at] ^= 1;
  g_assert_true (g_file_set_contents (self.path, content, (gssize) length, NULL));
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);
    g_autoptr(DossierFilter) filter = dossier_filter_new_default ();
    g_autoptr(GError) error = NULL;
    g_autoptr(DossierFindingsSnapshotWriter) writer = NULL;

    assert_kept_and_well (store);
    writer = dossier_await_child_object (dossier_findings_store_begin (store, "a", "b", filter, NULL), &error);
    if (error == NULL)
      {
        g_autoptr(DossierFindingsPage) page = store_test_make_page (0, 10, "x");

        dossier_await_leaf (dossier_findings_snapshot_writer_add_page (writer, page), NULL, DOSSIER_NO_TIMEOUT, NULL);
        dossier_await_child (dossier_findings_snapshot_writer_finish (writer, TRUE, -1), &error);
      }
    g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
  }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(DossierFindingsStore) store = open_store (&self);

      if (i == 0)
        assert_set_aside (&self, store);
      else
        assert_kept_and_well (store);
    }
}

static void
test_newer_version (void)
{
  g_auto(Fixture) self = { 0 };
  g_autofree char *key = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&self);
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);

    add_snapshot (store, 10);
    key = get_key ();
  }
  {
    g_autoptr(sqlite3) db = store_test_open (self.path, key, &error);

    g_assert_no_error (error);
    dossier_findings_store_db_exec (db, "PRAGMA user_version = 1000", &error);
    g_assert_no_error (error);
  }
  {
    g_autoptr(DossierFindingsStore) store = open_store (&self);

    g_assert_false (dossier_findings_store_is_kept (store));
    g_assert_error (dossier_findings_store_get_problem (store), DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
    g_assert_nonnull (strstr (dossier_findings_store_get_problem (store)->message, "newer"));
    add_snapshot (store, 20);
  }
  {
    g_autofree char *place = dossier_findings_store_db_get_place (self.path);
    g_autoptr(DossierSecret) secret = dossier_secret_new (key);
    g_autoptr(sqlite3) db = dossier_findings_store_db_open_more (place, secret, &error);

    g_assert_no_error (error);
    g_assert_cmpint (store_test_ask (db, "SELECT count(*) FROM finding"), ==, 10);
  }
}

static void
test_no_place (void)
{
  g_auto(Fixture) self = { 0 };
  g_autoptr(DossierFindingsStore) store = NULL;

  fixture_init (&self);
  g_assert_true (g_file_set_contents (self.path, "a file where a folder should be", -1, NULL));
  g_free (self.path);
  self.path = g_build_filename (self.folder, "findings.db", "below", NULL);
  store = open_store (&self);
  g_assert_false (dossier_findings_store_is_kept (store));
  g_assert_cmpuint (dossier_findings_store_get_problem (store)->domain, ==, G_IO_ERROR);
  add_snapshot (store, 10);
  g_assert_cmpint (count_findings (store), ==, 10);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/findings/store-keyring/the-key-is-made-once", test_the_key_is_made_once);
  dossier_test_add_fiber ("/findings/store-keyring/two-programs-begin-at-once", test_two_programs_begin_at_once);
  dossier_test_add_fiber ("/findings/store-keyring/the-key-is-gone", test_the_key_is_gone);
  dossier_test_add_fiber ("/findings/store-keyring/the-key-is-none", test_the_key_is_none);
  dossier_test_add_fiber ("/findings/store-keyring/damaged", test_damaged);
  dossier_test_add_fiber ("/findings/store-keyring/damaged-within", test_damaged_within);
  dossier_test_add_fiber ("/findings/store-keyring/newer-version", test_newer_version);
  dossier_test_add_fiber ("/findings/store-keyring/no-place", test_no_place);

  return g_test_run ();
}
