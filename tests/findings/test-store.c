// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* The store as programs use it, here in memory: there is no keyring. */

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-findings-rows.h"
#include "dossier-findings-snapshot-writer.h"
#include "dossier-findings-snapshot.h"
#include "dossier-findings-sort.h"
#include "dossier-json.h"
#include "dossier-test.h"
#include "store-test.h"

#define PAGE 100u
#define NOW G_GINT64_CONSTANT (1767225600000000)

typedef struct
{
  DossierFindingsStore *store;
  DossierFilter *filter;
  DossierClock *clock;
} Fixture;

static void
fixture_init (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  self->store = dossier_await_child_object (dossier_findings_store_open (NULL, NULL), &error);
  g_assert_no_error (error);
  self->filter = dossier_filter_new_default ();
  self->clock = dossier_fake_clock_new (NOW);
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->store);
  dossier_filter_unref (self->filter);
  g_object_unref (self->clock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static DossierFindingsSnapshotWriter *
begin (Fixture    *self,
       const char *account)
{
  g_autoptr(GError) error = NULL;
  DossierFindingsSnapshotWriter *writer = dossier_await_child_object (
      dossier_findings_store_begin (self->store, account, "eu-central-1", self->filter, self->clock), &error);

  g_assert_no_error (error);
  return writer;
}

static void
add (DossierFindingsSnapshotWriter *writer,
     guint                          from,
     guint                          n,
     const char                    *title)
{
  g_autoptr(DossierFindingsPage) page = store_test_make_page (from, n, title);
  g_autoptr(GError) error = NULL;

  dossier_await_leaf (dossier_findings_snapshot_writer_add_page (writer, page), NULL, DOSSIER_NO_TIMEOUT, &error);
  g_assert_no_error (error);
}

static void
finish (DossierFindingsSnapshotWriter *writer,
        gboolean                       is_complete)
{
  g_autoptr(GError) error = NULL;

  dossier_await_child (dossier_findings_snapshot_writer_finish (writer, is_complete, 4000), &error);
  g_assert_no_error (error);
}

static gint64
fill (Fixture    *self,
      const char *account,
      guint       n_pages,
      gboolean    is_complete)
{
  g_autoptr(DossierFindingsSnapshotWriter) writer = begin (self, account);

  for (guint i = 0; i < n_pages; i++)
    add (writer, i * PAGE, PAGE, "A title");
  finish (writer, is_complete);
  return dossier_findings_snapshot_writer_get_id (writer);
}

static GPtrArray *
list (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *snapshots = dossier_await_leaf_boxed (dossier_findings_store_list_snapshots (self->store), NULL,
                                                   DOSSIER_NO_TIMEOUT, &error);

  g_assert_no_error (error);
  return snapshots;
}

/* As “id:findings” and * for a complete one, the newest first. */
static void
assert_snapshots (Fixture    *self,
                  const char *wanted)
{
  g_autoptr(GPtrArray) snapshots = list (self);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < snapshots->len; i++)
    {
      const DossierFindingsSnapshot *snapshot = g_ptr_array_index (snapshots, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT "%s", i > 0 ? " " : "", snapshot->id,
                              snapshot->n_findings, snapshot->is_complete ? "*" : "");
    }
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_without_a_keyring (void)
{
  g_auto(Fixture) self = { 0 };
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "dossier", "findings.db", NULL);

  fixture_init (&self);
  g_assert_false (dossier_findings_store_is_kept (self.store));
  g_assert_nonnull (dossier_findings_store_get_problem (self.store));
  g_assert_nonnull (strstr (dossier_findings_store_get_problem (self.store)->message, "in memory only"));
  g_assert_null (dossier_findings_store_get_set_aside (self.store));
  fill (&self, "demo", 1, TRUE);
  assert_snapshots (&self, "1:100*");
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_two_in_memory_are_apart (void)
{
  g_auto(Fixture) one = { 0 };
  g_auto(Fixture) two = { 0 };

  fixture_init (&one);
  fixture_init (&two);
  fill (&one, "demo", 1, TRUE);
  assert_snapshots (&two, "");
}

static void
test_what_is_told_of_one (void)
{
  g_auto(Fixture) self = { 0 };
  g_autoptr(DossierFindingsSnapshotWriter) writer = NULL;
  g_autoptr(GPtrArray) snapshots = NULL;
  const DossierFindingsSnapshot *snapshot;

  fixture_init (&self);
  writer = begin (&self, "account:비밀");
  dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (self.clock), 7);
  add (writer, 0, PAGE, "A title");
  finish (writer, FALSE);

  snapshots = list (&self);
  g_assert_cmpuint (snapshots->len, ==, 1);
  snapshot = g_ptr_array_index (snapshots, 0);
  g_assert_cmpstr (snapshot->account, ==, "account:비밀");
  g_assert_cmpstr (snapshot->region, ==, "eu-central-1");
  g_assert_true (dossier_filter_equal (snapshot->criteria, self.filter));
  g_assert_cmpint (snapshot->started, ==, NOW);
  g_assert_cmpint (snapshot->finished, ==, NOW + 7);
  g_assert_cmpint (snapshot->total, ==, 4000);
  g_assert_false (snapshot->is_complete);
}

static void
test_a_part_until_it_is_told (void)
{
  g_auto(Fixture) self = { 0 };

  fixture_init (&self);
  {
    g_autoptr(DossierFindingsSnapshotWriter) writer = begin (&self, "demo");
    g_autoptr(GPtrArray) snapshots = NULL;

    assert_snapshots (&self, "1:0");
    /* More than may wait: the answer to the last comes when it is kept. */
    add (writer, 0, 30 * PAGE, "A title");
    assert_snapshots (&self, "1:3000");
    snapshots = list (&self);
    g_assert_cmpint (((DossierFindingsSnapshot *) g_ptr_array_index (snapshots, 0))->finished, ==, 0);
  }
  assert_snapshots (&self, "1:3000");
}

static void
test_one_takes_the_place_of_another (void)
{
  g_auto(Fixture) self = { 0 };

  fixture_init (&self);
  fill (&self, "demo", 2, TRUE);
  fill (&self, "account:other", 1, TRUE);
  assert_snapshots (&self, "2:100* 1:200*");

  /* What broke off does not take the place of what is whole, and is itself gone
   * when there is a new reading. */
  fill (&self, "demo", 1, FALSE);
  assert_snapshots (&self, "3:100 2:100* 1:200*");
  {
    g_autoptr(DossierFindingsSnapshotWriter) writer = begin (&self, "demo");

    assert_snapshots (&self, "4:0 2:100* 1:200*");
    add (writer, 0, 3, "A title");
    finish (writer, TRUE);
  }
  assert_snapshots (&self, "4:3* 2:100*");
}

static void
await_deletion (DexFuture *future)
{
  g_autoptr(GError) error = NULL;

  dossier_await_leaf (future, NULL, DOSSIER_NO_TIMEOUT, &error);
  g_assert_no_error (error);
}

static void
test_delete (void)
{
  g_auto(Fixture) self = { 0 };
  g_autoptr(DossierFindingsSnapshotWriter) writer = NULL;
  g_autoptr(DossierFindingsPage) page = store_test_make_page (0, 1, "Late");
  g_autoptr(GError) error = NULL;

  fixture_init (&self);
  fill (&self, "demo", 1, TRUE);
  fill (&self, "account:other", 1, TRUE);
  fill (&self, "account:other", 1, FALSE);
  await_deletion (dossier_findings_store_delete_account (self.store, "account:other"));
  assert_snapshots (&self, "1:100*");
  await_deletion (dossier_findings_store_delete_account (self.store, "account:nobody"));
  assert_snapshots (&self, "1:100*");

  writer = begin (&self, "demo");
  add (writer, 0, PAGE, "A title");
  await_deletion (
      dossier_findings_store_delete_snapshot (self.store, dossier_findings_snapshot_writer_get_id (writer)));
  await_deletion (dossier_findings_store_delete_snapshot (self.store, 1));
  assert_snapshots (&self, "");

  /* Who still writes is told, at the latest when it ends. */
  dossier_await_leaf (dossier_findings_snapshot_writer_add_page (writer, page), NULL, DOSSIER_NO_TIMEOUT, NULL);
  g_assert_false (dossier_await_child (dossier_findings_snapshot_writer_finish (writer, TRUE, -1), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (dossier_await_leaf (dossier_findings_snapshot_writer_add_page (writer, page), NULL,
                                      DOSSIER_NO_TIMEOUT, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
  assert_snapshots (&self, "");
}

/* What a selection believes: where the selected finding is, by what it was told. */
typedef struct
{
  DossierFindingsRows *rows;
  GPtrArray *arns;
  guint selected;
  guint n_changes;
} Watcher;

static char *
arn_at (DossierFindingsRows *rows,
        guint                position)
{
  g_autoptr(DossierFinding) finding = g_list_model_get_item (G_LIST_MODEL (rows), position);

  g_assert_nonnull (finding);
  return g_strdup (dossier_finding_get_arn (finding));
}

static void
items_changed_cb (GListModel *,
                  guint    position,
                  guint    n_removed,
                  guint    n_added,
                  gpointer user_data)
{
  Watcher *self = user_data;

  self->n_changes++;
  g_ptr_array_remove_range (self->arns, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_insert (self->arns, (int) (position + i), arn_at (self->rows, position + i));
  if (self->selected != G_MAXUINT && self->selected >= position + n_removed)
    self->selected = self->selected - n_removed + n_added;
  else if (self->selected != G_MAXUINT && self->selected >= position)
    self->selected = G_MAXUINT;
}

/* That all it was told adds up to what is there. */
static void
assert_in_step (Watcher *self)
{
  g_assert_cmpuint (self->arns->len, ==, g_list_model_get_n_items (G_LIST_MODEL (self->rows)));
  for (guint i = 0; i < self->arns->len; i++)
    {
      g_autofree char *arn = arn_at (self->rows, i);

      g_assert_cmpstr (arn, ==, g_ptr_array_index (self->arns, i));
    }
  g_assert_cmpuint (dossier_findings_rows_get_anchor (self->rows), ==, self->selected);
  g_assert_no_error (dossier_findings_rows_get_error (self->rows));
}

static void
show (Watcher                         *self,
      const DossierFindingsStoreQuery *query)
{
  g_autoptr(GError) error = NULL;

  dossier_await_child (dossier_findings_rows_show (self->rows, query), &error);
  g_assert_no_error (error);
  assert_in_step (self);
}

static void
watcher_init (Watcher              *self,
              DossierFindingsStore *store)
{
  self->rows = dossier_findings_rows_new (store);
  self->arns = g_ptr_array_new_with_free_func (g_free);
  self->selected = G_MAXUINT;
  g_signal_connect (self->rows, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
watcher_clear (Watcher *self)
{
  g_signal_handlers_disconnect_by_data (self->rows, self);
  g_object_unref (self->rows);
  g_ptr_array_unref (self->arns);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Watcher, watcher_clear)

static void
select_finding (Watcher *self,
                guint    position)
{
  self->selected = position;
  dossier_findings_rows_set_anchor (self->rows, position);
}

static void
test_rows (void)
{
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { 0 };
  g_autofree char *first = NULL;

  fixture_init (&self);
  query.snapshot = fill (&self, "demo", 30, TRUE);
  watcher_init (&watcher, self.store);
  show (&watcher, &query);
  g_assert_cmpuint (watcher.arns->len, ==, 3000);
  g_assert_cmpuint (watcher.n_changes, ==, 1);
  g_assert_cmpuint (dossier_findings_rows_get_severity_count (watcher.rows, DOSSIER_SEVERITY_HIGH), ==, 1000);
  g_assert_cmpuint (dossier_findings_rows_get_severity_count (watcher.rows, DOSSIER_SEVERITY_MEDIUM), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (watcher.rows), 3000));

  /* The same again is no change, and an order is one. */
  show (&watcher, &query);
  g_assert_cmpuint (watcher.n_changes, ==, 1);
  query.sort_field = "FIRST_OBSERVED_AT";
  query.descending = TRUE;
  show (&watcher, &query);
  g_assert_cmpuint (watcher.n_changes, ==, 2);
  first = arn_at (watcher.rows, 0);
  g_assert_true (g_str_has_suffix (first, "00002999"));
}

static void
test_selection_stays (void)
{
  static const char *const orders[] = { "SEVERITY", "RESOURCE_ID", "FIRST_OBSERVED_AT", NULL };
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { 0 };
  g_autofree char *selected = NULL;
  g_autoptr(JsonObject) criteria = NULL;
  g_autoptr(DossierFilter) high = NULL;

  fixture_init (&self);
  query.snapshot = fill (&self, "demo", 20, TRUE);
  watcher_init (&watcher, self.store);
  show (&watcher, &query);

  select_finding (&watcher, 1234);
  selected = arn_at (watcher.rows, 1234);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *after = NULL;

      query.sort_field = orders[i / 2];
      query.descending = i % 2;
      show (&watcher, &query);
      g_assert_cmpuint (watcher.selected, !=, G_MAXUINT);
      after = arn_at (watcher.rows, watcher.selected);
      g_assert_cmpstr (after, ==, selected);
    }

  /* Read anew, with more before and after it. */
  query.snapshot = fill (&self, "demo", 25, TRUE);
  show (&watcher, &query);
  g_assert_cmpuint (watcher.arns->len, ==, 2500);
  g_assert_cmpstr (g_ptr_array_index (watcher.arns, watcher.selected), ==, selected);

  /* 1234 % 3 is 1: it is a HIGH one. */
  criteria = dossier_json_parse_object ("{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}", -1, NULL);
  high = dossier_filter_from_json (criteria, NULL);
  query.filter = high;
  show (&watcher, &query);
  g_assert_cmpuint (watcher.arns->len, ==, 833);
  g_assert_cmpstr (g_ptr_array_index (watcher.arns, watcher.selected), ==, selected);

  query.search = "no such words";
  show (&watcher, &query);
  g_assert_cmpuint (watcher.arns->len, ==, 0);
  g_assert_cmpuint (watcher.selected, ==, G_MAXUINT);
}

static void
test_selection_that_changed_meanwhile (void)
{
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { 0 };
  g_autofree char *selected = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *shown;

  fixture_init (&self);
  query.snapshot = fill (&self, "demo", 5, TRUE);
  watcher_init (&watcher, self.store);
  show (&watcher, &query);

  select_finding (&watcher, 7);
  query.sort_field = "FIRST_OBSERVED_AT";
  query.descending = TRUE;
  shown = dossier_findings_rows_show (watcher.rows, &query);
  select_finding (&watcher, 300);
  selected = arn_at (watcher.rows, 300);
  dossier_await_child (shown, &error);
  g_assert_no_error (error);
  assert_in_step (&watcher);
  g_assert_cmpstr (g_ptr_array_index (watcher.arns, watcher.selected), ==, selected);
}

static void
test_selected_finding_changes (void)
{
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { 0 };
  g_autoptr(DossierFinding) finding = NULL;
  g_autoptr(DossierFindingsSnapshotWriter) writer = NULL;

  fixture_init (&self);
  writer = begin (&self, "demo");
  add (writer, 0, 30 * PAGE, "Before");
  query.snapshot = dossier_findings_snapshot_writer_get_id (writer);
  watcher_init (&watcher, self.store);
  show (&watcher, &query);
  dossier_findings_rows_set_anchor (watcher.rows, 17);
  watcher.n_changes = 0;

  add (writer, 0, 30 * PAGE, "After");
  g_assert_true (dossier_await_child (dossier_findings_rows_show (watcher.rows, &query), NULL));
  g_assert_cmpuint (watcher.n_changes, ==, 1);
  g_assert_cmpuint (dossier_findings_rows_get_anchor (watcher.rows), ==, 17);
  finding = g_list_model_get_item (G_LIST_MODEL (watcher.rows), 17);
  g_assert_cmpstr (dossier_finding_get_title (finding), ==, "After");
}

static void
test_the_last_query_has_the_say (void)
{
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { 0 };
  DexFuture *shown[20];
  g_autoptr(GError) error = NULL;

  fixture_init (&self);
  query.snapshot = fill (&self, "demo", 10, TRUE);
  watcher_init (&watcher, self.store);
  query.sort_field = "RESOURCE_ID";
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      query.search = i % 2 == 0 ? "no such words" : STORE_TEST_MARK;
      shown[i] = dossier_findings_rows_show (watcher.rows, &query);
    }
  for (guint i = 0; i < G_N_ELEMENTS (shown) - 1; i++)
    {
      g_assert_false (dossier_await_child (shown[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
    }
  g_assert_true (dossier_await_child (shown[G_N_ELEMENTS (shown) - 1], &error));
  g_assert_cmpuint (watcher.n_changes, ==, 1);
  g_assert_cmpuint (watcher.arns->len, ==, 1000);
  assert_in_step (&watcher);
}

static void
test_what_is_lost_is_told (void)
{
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { 0 };
  g_autofree char *arn = NULL;

  fixture_init (&self);
  query.snapshot = fill (&self, "demo", 20, TRUE);
  watcher_init (&watcher, self.store);
  g_signal_handlers_disconnect_by_data (watcher.rows, &watcher);
  g_assert_true (dossier_await_child (dossier_findings_rows_show (watcher.rows, &query), NULL));
  await_deletion (dossier_findings_store_delete_snapshot (self.store, query.snapshot));

  arn = arn_at (watcher.rows, 1500);
  g_assert_cmpstr (arn, ==, "");
  g_assert_error (dossier_findings_rows_get_error (watcher.rows), DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);

  g_assert_true (dossier_await_child (dossier_findings_rows_show (watcher.rows, &query), NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (watcher.rows)), ==, 0);
  g_assert_no_error (dossier_findings_rows_get_error (watcher.rows));
}

/* What AWS can put in order is put in order here, too. */
static void
test_every_order (void)
{
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { 0 };
  const char *const *mine = dossier_findings_store_sort_fields ();
  const char *const *theirs = dossier_findings_sort_fields ();

  for (guint i = 0; theirs[i] != NULL; i++)
    g_assert_true (g_strv_contains (mine, theirs[i]));

  fixture_init (&self);
  query.snapshot = fill (&self, "demo", 1, TRUE);
  watcher_init (&watcher, self.store);
  for (guint i = 0; mine[i] != NULL; i++)
    {
      query.sort_field = mine[i];
      show (&watcher, &query);
      g_assert_cmpuint (watcher.arns->len, ==, PAGE);
    }
}

static void
test_no_such_order (void)
{
  g_auto(Fixture) self = { 0 };
  g_auto(Watcher) watcher = { 0 };
  DossierFindingsStoreQuery query = { .sort_field = "f.arn; DROP TABLE finding" };
  g_autoptr(GError) error = NULL;

  fixture_init (&self);
  watcher_init (&watcher, self.store);
  g_assert_false (dossier_await_child (dossier_findings_rows_show (watcher.rows, &query), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);

  dossier_test_add_fiber ("/findings/store/without-a-keyring", test_without_a_keyring);
  dossier_test_add_fiber ("/findings/store/two-in-memory-are-apart", test_two_in_memory_are_apart);
  dossier_test_add_fiber ("/findings/store/what-is-told-of-one", test_what_is_told_of_one);
  dossier_test_add_fiber ("/findings/store/a-part-until-it-is-told", test_a_part_until_it_is_told);
  dossier_test_add_fiber ("/findings/store/one-takes-the-place-of-another", test_one_takes_the_place_of_another);
  dossier_test_add_fiber ("/findings/store/delete", test_delete);
  dossier_test_add_fiber ("/findings/rows/shown", test_rows);
  dossier_test_add_fiber ("/findings/rows/selection-stays", test_selection_stays);
  dossier_test_add_fiber ("/findings/rows/selection-that-changed-meanwhile", test_selection_that_changed_meanwhile);
  dossier_test_add_fiber ("/findings/rows/selected-finding-changes", test_selected_finding_changes);
  dossier_test_add_fiber ("/findings/rows/the-last-query-has-the-say", test_the_last_query_has_the_say);
  dossier_test_add_fiber ("/findings/rows/what-is-lost-is-told", test_what_is_lost_is_told);
  dossier_test_add_fiber ("/findings/rows/every-order", test_every_order);
  dossier_test_add_fiber ("/findings/rows/no-such-order", test_no_such_order);

  return g_test_run ();
}
