// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-values.h"
#include "dossier-findings-feed.h"
#include "findings-test.h"

#define F(arn, severity) "{\"findingArn\":\"" arn "\",\"severity\":\"" severity "\"}"
#define FIRST "{\"findings\":[" F ("a", "HIGH") "," F ("b", "LOW") "],\"nextToken\":\"t\"}"
#define SECOND "{\"findings\":[" F ("c", "HIGH") "," F ("d", "DIRE") "]}"
#define ALL_COUNTS "{\"responses\":[{\"accountAggregation\":{\"severityCounts\":{\"all\":9}}}]}"

static const char *const two_pages[] = { FIRST, SECOND, NULL };
static const char *const broken_second[] = { FIRST, "{\"findings\":[{}]}", NULL };
static const char *const nothing[] = { "{\"findings\":[]}", NULL };
static const char *const titled[] = {
  "{\"findings\":[{\"findingArn\":\"a\",\"severity\":\"HIGH\",\"title\":\"Port 1\"},"
  "{\"findingArn\":\"b\",\"severity\":\"LOW\",\"title\":\"Lint\"},"
  "{\"findingArn\":\"c\",\"severity\":\"LOW\",\"title\":\"Port 2\"}]}",
  NULL,
};
static const char *const counts[] = { ALL_COUNTS, NULL };

typedef struct
{
  DossierTestServer *server;
  DossierAwsClient *client;
  DossierFindingsStore *store;
  DossierFindingsFeed *feed;
  GString *states;
  GCancellable *cancel_at_first;
} Fixture;

static void
n_findings_cb (DossierFindingsFeed *feed,
               GParamSpec *,
               gpointer user_data)
{
  Fixture *fixture = user_data;

  if (fixture->cancel_at_first != NULL && dossier_findings_feed_get_n_read (feed) > 0)
    g_cancellable_cancel (fixture->cancel_at_first);
}

static void
state_cb (DossierFindingsFeed *feed,
          GParamSpec *,
          gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->states, "%d ", dossier_findings_feed_get_state (feed));
}

/* Another window, of the same account. */
static void
fixture_renew (Fixture *fixture)
{
  if (fixture->feed != NULL)
    g_signal_handlers_disconnect_by_data (fixture->feed, fixture);
  g_clear_object (&fixture->feed);
  fixture->feed = dossier_findings_feed_new ();
  dossier_findings_feed_open (fixture->feed, fixture->store, fixture->client, "profile:test");
  g_string_truncate (fixture->states, 0);
  g_signal_connect (fixture->feed, "notify::n-findings", G_CALLBACK (n_findings_cb), fixture);
  g_signal_connect (fixture->feed, "notify::state", G_CALLBACK (state_cb), fixture);
}

static void
fixture_init (Fixture       *fixture,
              TestInspector *script)
{
  g_autoptr(GError) error = NULL;

  fixture->server = dossier_test_server_new (test_inspector_answer, script);
  fixture->client = test_client_new (dossier_test_server_get_url (fixture->server), NULL, 0);
  fixture->store = dossier_await_child_object (dossier_findings_store_open_in_memory (), &error);
  g_assert_no_error (error);
  g_assert_false (dossier_findings_store_is_kept (fixture->store));
  g_assert_null (dossier_findings_store_get_problem (fixture->store));
  fixture->states = g_string_new (NULL);
  fixture_renew (fixture);
}

static void
fixture_clear (Fixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->feed, fixture);
  g_object_unref (fixture->feed);
  g_object_unref (fixture->store);
  g_object_unref (fixture->client);
  dossier_test_server_free (fixture->server);
  g_string_free (fixture->states, TRUE);
}

static gboolean
load (Fixture      *fixture,
      GCancellable *cancellable,
      GError      **error)
{
  g_autoptr(DossierFilter) filter = dossier_filter_new_default ();

  return dossier_await_child (dossier_findings_feed_load (fixture->feed, filter, cancellable), error);
}

static GListModel *
rows_of (Fixture *fixture)
{
  return G_LIST_MODEL (dossier_findings_feed_get_rows (fixture->feed));
}

static guint
count_severity (Fixture             *fixture,
                DossierSeverityRank  rank)
{
  return dossier_findings_rows_get_severity_count (dossier_findings_feed_get_rows (fixture->feed), rank);
}

static char *
dup_arn_at (Fixture *fixture,
            guint    position)
{
  g_autoptr(DossierFinding) finding = g_list_model_get_item (rows_of (fixture), position);

  return g_strdup (dossier_finding_get_arn (finding));
}

static guint
n_items (Fixture *fixture)
{
  return g_list_model_get_n_items (rows_of (fixture));
}

/* What the feed says after one load, by what AWS does. */
static void
test_states (void)
{
  static const struct
  {
    TestInspector script;
    DossierFindingsState state;
    guint n_items;
    gint64 total;
    const char *states;
  } cases[] = {
    { { .pages = two_pages }, DOSSIER_FINDINGS_COMPLETE, 4, 4, "1 2 " },
    { { .pages = nothing }, DOSSIER_FINDINGS_COMPLETE, 0, 0, "1 2 " },
    { { .pages = two_pages, .status = 403, .status_at = 1 }, DOSSIER_FINDINGS_DENIED, 0, -1, "1 3 " },
    { { .pages = two_pages, .status = 403, .status_at = 2 }, DOSSIER_FINDINGS_DENIED, 2, -1, "1 3 " },
    { { .pages = two_pages, .status = 400, .status_at = 2 }, DOSSIER_FINDINGS_FAILED, 2, -1, "1 4 " },
    { { .pages = broken_second }, DOSSIER_FINDINGS_FAILED, 2, -1, "1 4 " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TestInspector script = cases[i].script;
      Fixture fixture = { 0 };
      g_autoptr(GError) error = NULL;
      gboolean good;

      fixture_init (&fixture, &script);
      g_assert_cmpint (dossier_findings_feed_get_state (fixture.feed), ==, DOSSIER_FINDINGS_IDLE);
      g_assert_cmpint (dossier_findings_feed_get_total (fixture.feed), ==, -1);
      good = load (&fixture, NULL, &error);
      g_assert_cmpint (good, ==, cases[i].state == DOSSIER_FINDINGS_COMPLETE);
      g_assert_cmpint (dossier_findings_feed_get_state (fixture.feed), ==, cases[i].state);
      g_assert_cmpuint (n_items (&fixture), ==, cases[i].n_items);
      g_assert_cmpint (dossier_findings_feed_get_total (fixture.feed), ==, cases[i].total);
      g_assert_cmpstr (fixture.states->str, ==, cases[i].states);
      g_assert_cmpint (dossier_findings_feed_get_error (fixture.feed) == NULL, ==, good);
      if (!good)
        g_assert_cmpstr (dossier_findings_feed_get_error (fixture.feed)->message, ==, error->message);
      g_assert_cmpint (dossier_findings_feed_get_n_findings (fixture.feed), ==, cases[i].n_items);
      g_assert_null (dossier_findings_feed_get_former (fixture.feed));
      fixture_clear (&fixture);
    }
}

static void
test_content (void)
{
  TestInspector script = { .pages = two_pages, .counts = counts };
  Fixture fixture = { 0 };
  g_autofree char *third = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  g_assert_true (load (&fixture, NULL, &error));
  third = dup_arn_at (&fixture, 2);
  g_assert_cmpstr (third, ==, "c");
  g_assert_null (g_list_model_get_item (rows_of (&fixture), 4));
  g_assert_cmpuint (count_severity (&fixture, DOSSIER_SEVERITY_HIGH), ==, 2);
  g_assert_cmpuint (count_severity (&fixture, DOSSIER_SEVERITY_LOW), ==, 1);
  g_assert_cmpuint (count_severity (&fixture, DOSSIER_SEVERITY_UNKNOWN), ==, 1);
  g_assert_cmpuint (count_severity (&fixture, DOSSIER_SEVERITY_CRITICAL), ==, 0);
  /* What was read counts, not what was said before. */
  g_assert_cmpint (dossier_findings_feed_get_total (fixture.feed), ==, 4);

  /* The second answer of the script goes on for ever, as its last page. */
  g_assert_true (load (&fixture, NULL, &error));
  g_assert_cmpuint (n_items (&fixture), ==, 2);
  g_assert_cmpuint (count_severity (&fixture, DOSSIER_SEVERITY_HIGH), ==, 1);
  g_assert_cmpstr (fixture.states->str, ==, "1 2 1 2 ");
  fixture_clear (&fixture);
}

/* The store orders and searches; what can be shown is still all of it. */
static void
test_order_and_search (void)
{
  TestInspector script = { .pages = titled, .counts = counts };
  Fixture fixture = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  dossier_findings_feed_set_order (fixture.feed, "SEVERITY", FALSE);
  dossier_findings_feed_set_search (fixture.feed, "port");
  g_assert_true (load (&fixture, NULL, &error));
  g_assert_cmpuint (n_items (&fixture), ==, 2);
  first = dup_arn_at (&fixture, 0);
  second = dup_arn_at (&fixture, 1);
  g_assert_cmpstr (first, ==, "c");
  g_assert_cmpstr (second, ==, "a");
  g_assert_cmpint (dossier_findings_feed_get_n_findings (fixture.feed), ==, 3);
  fixture_clear (&fixture);
}

/* What was whole stays when the next reading comes to nothing, and says that it is old. */
static void
test_former (void)
{
  static const struct
  {
    guint status; /* of the second reading */
    guint status_at;
    DossierFindingsState state;
  } cases[] = {
    { 403, 1, DOSSIER_FINDINGS_DENIED },
    { 400, 1, DOSSIER_FINDINGS_FAILED },
    { 400, 2, DOSSIER_FINDINGS_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TestInspector script = { .pages = two_pages };
      Fixture fixture = { 0 };
      const DossierFindingsSnapshot *former;
      gint64 read, later;
      g_autoptr(GError) error = NULL;

      fixture_init (&fixture, &script);
      g_assert_true (load (&fixture, NULL, &error));
      read = dossier_findings_feed_get_read (fixture.feed);
      later = dossier_clock_now (dossier_clock_get_system ());
      g_assert_cmpint (read, >, 0);

      fixture_renew (&fixture);
      script = (TestInspector) { .pages = two_pages, .status = cases[i].status, .status_at = cases[i].status_at };
      g_assert_false (load (&fixture, NULL, &error));
      g_assert_cmpint (dossier_findings_feed_get_state (fixture.feed), ==, cases[i].state);
      former = dossier_findings_feed_get_former (fixture.feed);
      g_assert_nonnull (former);
      g_assert_true (former->is_complete);
      g_assert_cmpint (dossier_findings_feed_get_read (fixture.feed), >=, read);
      g_assert_cmpint (dossier_findings_feed_get_read (fixture.feed), <=, later);
      g_assert_cmpint (dossier_findings_feed_get_n_findings (fixture.feed), ==, 4);
      g_assert_cmpint (dossier_findings_feed_get_total (fixture.feed), ==, -1);
      g_assert_cmpuint (n_items (&fixture), ==, 4);

      /* And gives way to the next one that is whole. */
      g_clear_error (&error);
      script = (TestInspector) { .pages = nothing };
      g_assert_true (load (&fixture, NULL, &error));
      g_assert_null (dossier_findings_feed_get_former (fixture.feed));
      g_assert_cmpint (dossier_findings_feed_get_n_findings (fixture.feed), ==, 0);
      g_assert_cmpuint (n_items (&fixture), ==, 0);
      fixture_clear (&fixture);
    }
}

/* A part is shown as one, until there is anything newer. */
static void
test_former_part (void)
{
  TestInspector script = { .pages = two_pages, .status = 400, .status_at = 2 };
  Fixture fixture = { 0 };
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  g_assert_false (load (&fixture, NULL, &error));
  g_clear_error (&error);

  fixture_renew (&fixture);
  script = (TestInspector) { .pages = two_pages, .status = 403, .status_at = 1 };
  g_assert_false (load (&fixture, NULL, &error));
  g_clear_error (&error);
  g_assert_nonnull (dossier_findings_feed_get_former (fixture.feed));
  g_assert_false (dossier_findings_feed_get_former (fixture.feed)->is_complete);
  g_assert_cmpuint (n_items (&fixture), ==, 2);

  script = (TestInspector) { .pages = nothing, .status = 400, .status_at = 2 };
  g_assert_true (load (&fixture, NULL, &error));
  g_assert_null (dossier_findings_feed_get_former (fixture.feed));
  g_assert_cmpuint (n_items (&fixture), ==, 0);
  fixture_clear (&fixture);
}

/* Findings that another account or another filter brought are none of this one's. */
static void
test_former_of_others (void)
{
  TestInspector script = { .pages = two_pages };
  Fixture fixture = { 0 };
  g_autoptr(DossierFilter) standard = dossier_filter_new_default ();
  g_autoptr(DossierFilter) other = dossier_filter_toggle_value (standard, "severity", "HIGH");
  g_autoptr(DossierFindingsFeed) stranger = dossier_findings_feed_new ();
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  g_assert_true (load (&fixture, NULL, &error));
  script = (TestInspector) { .pages = two_pages, .status = 403, .status_at = 1 };
  g_assert_false (dossier_await_child (dossier_findings_feed_load (fixture.feed, other, NULL), &error));
  g_clear_error (&error);
  g_assert_null (dossier_findings_feed_get_former (fixture.feed));
  g_assert_cmpint (dossier_findings_feed_get_n_findings (fixture.feed), ==, 0);

  dossier_findings_feed_open (stranger, fixture.store, fixture.client, "profile:stranger");
  script = (TestInspector) { .pages = two_pages, .status = 403, .status_at = 1 };
  g_assert_false (dossier_await_child (dossier_findings_feed_load (stranger, standard, NULL), &error));
  g_assert_null (dossier_findings_feed_get_former (stranger));
  g_assert_cmpint (dossier_findings_feed_get_n_findings (stranger), ==, 0);
  fixture_clear (&fixture);
}

static char *
make_many (guint number)
{
  g_autoptr(GString) page = g_string_new ("{\"findings\":[");

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (page, "%s{\"findingArn\":\"%u-%u\",\"severity\":\"LOW\"}", i > 0 ? "," : "", number, i);
  g_string_append_c (page, ']');
  if (number < 200)
    g_string_append_printf (page, ",\"nextToken\":\"%u\"", number);
  g_string_append_c (page, '}');
  return g_string_free_and_steal (g_steal_pointer (&page));
}

static void
total_cb (DossierFindingsFeed *feed,
          GParamSpec *,
          gpointer user_data)
{
  gint64 *first = user_data;

  if (*first < 0)
    *first = dossier_findings_feed_get_total (feed);
}

/* The number to come is known before the findings are there. */
static void
test_many (void)
{
  static const char *const many[] = { "{\"responses\":[{\"accountAggregation\":{\"severityCounts\":{\"all\":20000}}}]}", NULL };
  TestInspector script = { .make_page = make_many, .counts = many };
  Fixture fixture = { 0 };
  gint64 first_total = -1;
  g_autofree char *last = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  g_signal_connect (fixture.feed, "notify::total", G_CALLBACK (total_cb), &first_total);
  g_assert_true (load (&fixture, NULL, &error));
  g_assert_cmpuint (n_items (&fixture), ==, 20000);
  g_assert_cmpint (first_total, ==, 20000);
  last = dup_arn_at (&fixture, 19999);
  g_assert_cmpstr (last, ==, "200-99");
  g_signal_handlers_disconnect_by_data (fixture.feed, &first_total);
  fixture_clear (&fixture);
}

static void
test_cancel (void)
{
  TestInspector script = { .make_page = make_many };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture = { .cancel_at_first = cancellable };
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  g_assert_false (load (&fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (dossier_findings_feed_get_state (fixture.feed), ==, DOSSIER_FINDINGS_CANCELLED);
  g_assert_cmpuint (n_items (&fixture), ==, 100);
  fixture_clear (&fixture);
}

/* The older load ends and leaves the newer one alone. */
static void
test_load_again (void)
{
  TestInspector script = { .pages = nothing };
  Fixture fixture = { 0 };
  DexFuture *older, *newer;
  g_autoptr(DossierFilter) filter = dossier_filter_new_default ();
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  older = dossier_findings_feed_load (fixture.feed, filter, NULL);
  newer = dossier_findings_feed_load (fixture.feed, filter, NULL);
  g_assert_false (dossier_await_child (older, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (dossier_await_child (newer, &error));
  g_assert_cmpstr (fixture.states->str, ==, "1 2 ");
  g_assert_cmpint (dossier_findings_feed_get_state (fixture.feed), ==, DOSSIER_FINDINGS_COMPLETE);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/findings/feed/states", test_states);
  dossier_test_add_fiber ("/findings/feed/content", test_content);
  dossier_test_add_fiber ("/findings/feed/order-and-search", test_order_and_search);
  dossier_test_add_fiber ("/findings/feed/many", test_many);
  dossier_test_add_fiber ("/findings/feed/cancel", test_cancel);
  dossier_test_add_fiber ("/findings/feed/load-again", test_load_again);
  dossier_test_add_fiber ("/findings/feed/former", test_former);
  dossier_test_add_fiber ("/findings/feed/former-part", test_former_part);
  dossier_test_add_fiber ("/findings/feed/former-of-others", test_former_of_others);
  return g_test_run ();
}
