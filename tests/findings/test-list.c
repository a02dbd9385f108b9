// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-findings-list.h"
#include "dossier-json.h"
#include "findings-test.h"

#define F(arn, severity) "{\"findingArn\":\"" arn "\",\"severity\":\"" severity "\"}"
#define FIRST "{\"findings\":[" F ("a", "HIGH") "," F ("b", "LOW") "],\"nextToken\":\"t\"}"
#define SECOND "{\"findings\":[" F ("c", "HIGH") "," F ("d", "DIRE") "]}"
#define ALL_COUNTS "{\"responses\":[{\"accountAggregation\":{\"severityCounts\":{\"all\":9}}}]}"

static const char *const two_pages[] = { FIRST, SECOND, NULL };
static const char *const broken_second[] = { FIRST, "{\"findings\":[{}]}", NULL };
static const char *const nothing[] = { "{\"findings\":[]}", NULL };
static const char *const counts[] = { ALL_COUNTS, NULL };

typedef struct
{
  DossierTestServer *server;
  DossierAwsClient *client;
  DossierFindingsList *list;
  guint n_changes;
  GString *states;
  GCancellable *cancel_at_first;
} Fixture;

static void
items_changed_cb (GListModel *list,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  Fixture *fixture = user_data;

  fixture->n_changes++;
  g_assert_cmpuint (position + added, ==, g_list_model_get_n_items (list));
  g_assert_true (removed == 0 || added == 0);
  if (fixture->cancel_at_first != NULL)
    g_cancellable_cancel (fixture->cancel_at_first);
}

static void
state_cb (DossierFindingsList *list,
          GParamSpec *,
          gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->states, "%d ", dossier_findings_list_get_state (list));
}

static void
fixture_init (Fixture       *fixture,
              TestInspector *script)
{
  fixture->server = dossier_test_server_new (test_inspector_answer, script);
  fixture->client = test_client_new (dossier_test_server_get_url (fixture->server), NULL, 0);
  fixture->list = dossier_findings_list_new ();
  fixture->states = g_string_new (NULL);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  g_signal_connect (fixture->list, "notify::state", G_CALLBACK (state_cb), fixture);
}

static void
fixture_clear (Fixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->list, fixture);
  g_object_unref (fixture->list);
  g_object_unref (fixture->client);
  dossier_test_server_free (fixture->server);
  g_string_free (fixture->states, TRUE);
}

static gboolean
load (Fixture      *fixture,
      GCancellable *cancellable,
      GError      **error)
{
  return dossier_await_child (
      dossier_findings_list_load (fixture->list, fixture->client, NULL, "SEVERITY", TRUE, cancellable), error);
}

static guint
n_items (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

/* What the list says after one load, by what AWS does. */
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
      g_assert_cmpint (dossier_findings_list_get_state (fixture.list), ==, DOSSIER_FINDINGS_IDLE);
      g_assert_cmpint (dossier_findings_list_get_total (fixture.list), ==, -1);
      good = load (&fixture, NULL, &error);
      g_assert_cmpint (good, ==, cases[i].state == DOSSIER_FINDINGS_COMPLETE);
      g_assert_cmpint (dossier_findings_list_get_state (fixture.list), ==, cases[i].state);
      g_assert_cmpuint (n_items (&fixture), ==, cases[i].n_items);
      g_assert_cmpint (dossier_findings_list_get_total (fixture.list), ==, cases[i].total);
      g_assert_cmpstr (fixture.states->str, ==, cases[i].states);
      g_assert_cmpint (dossier_findings_list_get_error (fixture.list) == NULL, ==, good);
      if (!good)
        g_assert_cmpstr (dossier_findings_list_get_error (fixture.list)->message, ==, error->message);
      g_assert_cmpuint (fixture.n_changes, ==, (cases[i].n_items + 1) / 2);
      fixture_clear (&fixture);
    }
}

static void
test_content (void)
{
  TestInspector script = { .pages = two_pages, .counts = counts };
  Fixture fixture = { 0 };
  g_autoptr(DossierFinding) third = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  g_assert_true (load (&fixture, NULL, &error));
  third = g_list_model_get_item (G_LIST_MODEL (fixture.list), 2);
  g_assert_cmpstr (dossier_finding_get_arn (third), ==, "c");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture.list), 4));
  g_assert_cmpuint (dossier_findings_list_get_severity_count (fixture.list, DOSSIER_SEVERITY_HIGH), ==, 2);
  g_assert_cmpuint (dossier_findings_list_get_severity_count (fixture.list, DOSSIER_SEVERITY_LOW), ==, 1);
  g_assert_cmpuint (dossier_findings_list_get_severity_count (fixture.list, DOSSIER_SEVERITY_UNKNOWN), ==, 1);
  g_assert_cmpuint (dossier_findings_list_get_severity_count (fixture.list, DOSSIER_SEVERITY_CRITICAL), ==, 0);
  /* What was read counts, not what was said before. */
  g_assert_cmpint (dossier_findings_list_get_total (fixture.list), ==, 4);

  /* The second answer of the script goes on for ever, as its last page. */
  g_assert_true (dossier_await_child (dossier_findings_list_reload (fixture.list, NULL), &error));
  g_assert_cmpuint (n_items (&fixture), ==, 2);
  g_assert_cmpuint (dossier_findings_list_get_severity_count (fixture.list, DOSSIER_SEVERITY_HIGH), ==, 1);
  g_assert_cmpstr (fixture.states->str, ==, "1 2 1 2 ");
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
total_cb (DossierFindingsList *list,
          GParamSpec *,
          gpointer user_data)
{
  gint64 *first = user_data;

  if (*first < 0)
    *first = dossier_findings_list_get_total (list);
}

/* The number to come is known before the findings are there. */
static void
test_many (void)
{
  static const char *const many[] = { "{\"responses\":[{\"accountAggregation\":{\"severityCounts\":{\"all\":20000}}}]}", NULL };
  TestInspector script = { .make_page = make_many, .counts = many };
  Fixture fixture = { 0 };
  gint64 first_total = -1;
  g_autoptr(DossierFinding) last = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  g_signal_connect (fixture.list, "notify::total", G_CALLBACK (total_cb), &first_total);
  g_assert_true (load (&fixture, NULL, &error));
  g_assert_cmpuint (n_items (&fixture), ==, 20000);
  g_assert_cmpuint (fixture.n_changes, ==, 200);
  g_assert_cmpint (first_total, ==, 20000);
  last = g_list_model_get_item (G_LIST_MODEL (fixture.list), 19999);
  g_assert_cmpstr (dossier_finding_get_arn (last), ==, "200-99");
  g_signal_handlers_disconnect_by_data (fixture.list, &first_total);
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
  g_assert_cmpint (dossier_findings_list_get_state (fixture.list), ==, DOSSIER_FINDINGS_CANCELLED);
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
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, &script);
  older = dossier_findings_list_load (fixture.list, fixture.client, NULL, NULL, FALSE, NULL);
  newer = dossier_findings_list_load (fixture.list, fixture.client, NULL, NULL, FALSE, NULL);
  g_assert_false (dossier_await_child (older, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (dossier_await_child (newer, &error));
  g_assert_cmpstr (fixture.states->str, ==, "1 2 ");

  dossier_findings_list_cancel (fixture.list);
  g_assert_cmpint (dossier_findings_list_get_state (fixture.list), ==, DOSSIER_FINDINGS_COMPLETE);
  fixture_clear (&fixture);
}

static void
test_reload_of_nothing (void)
{
  g_autoptr(DossierFindingsList) list = dossier_findings_list_new ();
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_child (dossier_findings_list_reload (list, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/findings/list/states", test_states);
  dossier_test_add_fiber ("/findings/list/content", test_content);
  dossier_test_add_fiber ("/findings/list/many", test_many);
  dossier_test_add_fiber ("/findings/list/cancel", test_cancel);
  dossier_test_add_fiber ("/findings/list/load-again", test_load_again);
  dossier_test_add_fiber ("/findings/list/reload-of-nothing", test_reload_of_nothing);
  return g_test_run ();
}
