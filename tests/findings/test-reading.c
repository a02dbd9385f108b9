// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Partitions, against an Inspector that filters: whatever it holds and however it
 * fails, each finding comes once. */

#include "config.h"

#include "dossier-error.h"
#include "dossier-findings-pace-private.h"
#include "dossier-findings-reading.h"
#include "dossier-json.h"
#include "findings-test.h"

#define N_FINDINGS 3000
#define PAGE_SIZE 100

/* The first six severities are AWS's; it may add others, or leave one out. */
static const char *const severities[] = { "CRITICAL", "HIGH", "MEDIUM", "MEDIUM", "LOW", "INFORMATIONAL", "UNTRIAGED",
                                          "APOCALYPTIC", NULL };
static const char *const types[] = { "PACKAGE_VULNERABILITY", "PACKAGE_VULNERABILITY", "NETWORK_REACHABILITY",
                                     "SECRET_LEAK" };
static const char *const statuses[] = { "ACTIVE", "ACTIVE", "SUPPRESSED", "CLOSED", "SNOOZED" };

typedef struct
{
  guint n_accounts;
  gboolean lies;            /* pays no attention to criteria */
  gboolean loops;           /* one partition leads back to its first page */
  guint refuse_each;        /* every so many requests are refused … */
  guint refuse_status;      /* … with this */
  guint refuse_from;        /* all from this one on are refused */
  int drops;                /* connections that ask for severity HIGH are cut, atomic */
  int n_requests;           /* atomic */
} Inspector;

/* Independent of each other, so that all combinations occur. */
static const char *
severity_of (guint number)
{
  return severities[number % G_N_ELEMENTS (severities)];
}

static const char *
type_of (guint number)
{
  return types[number / 9 % G_N_ELEMENTS (types)];
}

static const char *
status_of (guint number)
{
  return statuses[number / 36 % G_N_ELEMENTS (statuses)];
}

static char *
account_of (guint number,
            guint n_accounts)
{
  return g_strdup_printf ("%012u", number / 180 % n_accounts);
}

/* By the rules of the API reference, as the console shows them. */
static gboolean
accepts (JsonObject *criteria,
         const char *field,
         const char *value)
{
  JsonArray *entries = json_object_has_member (criteria, field) ? json_object_get_array_member (criteria, field) : NULL;
  gboolean any = FALSE, positive = FALSE;

  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      const char *comparison = json_object_get_string_member (entry, "comparison");
      const char *wanted = json_object_get_string_member (entry, "value");

      if (g_str_equal (comparison, "NOT_EQUALS") && g_strcmp0 (value, wanted) == 0)
        return FALSE;
      if (g_str_equal (comparison, "NOT_EQUALS"))
        continue;
      positive = TRUE;
      any = any || (value != NULL && (g_str_equal (comparison, "PREFIX") ? g_str_has_prefix (value, wanted)
                                                                         : g_str_equal (value, wanted)));
    }
  return any || !positive;
}

static gboolean
matches (JsonObject *criteria,
         guint       number,
         guint       n_accounts)
{
  g_autofree char *account = account_of (number, n_accounts);

  return accepts (criteria, "severity", severity_of (number)) && accepts (criteria, "awsAccountId", account) &&
         accepts (criteria, "findingType", type_of (number)) && accepts (criteria, "findingStatus", status_of (number));
}

static void
append_finding (GString *page,
                guint    number,
                guint    n_accounts)
{
  g_autofree char *account = account_of (number, n_accounts);
  const char *severity = severity_of (number);

  g_string_append_printf (page, "%s{\"findingArn\":\"%u\",\"awsAccountId\":\"%s\",\"type\":\"%s\",\"status\":\"%s\"",
                          g_str_has_suffix (page->str, "[") ? "" : ",", number, account, type_of (number),
                          status_of (number));
  if (severity != NULL)
    g_string_append_printf (page, ",\"severity\":\"%s\"", severity);
  g_string_append_c (page, '}');
}

static JsonObject *
get_input (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr(GError) error = NULL;
  JsonObject *input = dossier_json_parse_object (body->data, (gssize) body->length, &error);

  g_assert_no_error (error);
  return input;
}

static void
answer_page (SoupServerMessage *message,
             const Inspector   *inspector)
{
  g_autoptr(JsonObject) input = get_input (message);
  JsonObject *criteria = json_object_get_object_member (input, "filterCriteria");
  guint from = (guint) g_ascii_strtoull (json_object_get_string_member_with_default (input, "nextToken", "0"), NULL, 10);
  g_autoptr(GString) page = g_string_new ("{\"findings\":[");
  guint n_matches = 0;

  for (guint number = 0; number < N_FINDINGS; number++)
    if ((inspector->lies || matches (criteria, number, inspector->n_accounts)) && n_matches++ >= from &&
        n_matches <= from + PAGE_SIZE)
      append_finding (page, number, inspector->n_accounts);
  g_string_append (page, "]");
  if (inspector->loops && from > 0 && accepts (criteria, "severity", "MEDIUM") &&
      !accepts (criteria, "severity", "HIGH"))
    g_string_append_printf (page, ",\"nextToken\":\"%u\"", from);
  else if (n_matches > from + PAGE_SIZE)
    g_string_append_printf (page, ",\"nextToken\":\"%u\"", from + PAGE_SIZE);
  g_string_append (page, "}");
  dossier_test_answer (message, 200, "application/json", page->str);
}

static void
refuse (SoupServerMessage *message,
        guint              status)
{
  soup_message_headers_append (soup_server_message_get_response_headers (message), "x-amzn-ErrorType",
                               status == 429 ? "ThrottlingException" : "ExpiredTokenException");
  dossier_test_answer (message, status, "application/json", "{\"message\":\"no\"}");
}

static gboolean
asks_for_high (SoupServerMessage *message)
{
  g_autoptr(JsonObject) input = get_input (message);
  JsonObject *criteria = json_object_get_object_member (input, "filterCriteria");

  return accepts (criteria, "severity", "HIGH") && !accepts (criteria, "severity", "MEDIUM");
}

static void
inspector_answer (SoupServerMessage *message,
                  guint,
                  gpointer data)
{
  Inspector *inspector = data;
  guint number = (guint) g_atomic_int_add (&inspector->n_requests, 1) + 1;

  if (g_atomic_int_get (&inspector->drops) != 0 && asks_for_high (message))
    {
      g_autoptr(GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
    }
  else if ((inspector->refuse_each > 0 && number % inspector->refuse_each == 0) ||
           (inspector->refuse_from > 0 && number >= inspector->refuse_from))
    refuse (message, inspector->refuse_status);
  else
    answer_page (message, inspector);
}

typedef struct
{
  guint seen[N_FINDINGS];
  guint n_pages;
  guint stop_after;         /* pages */
  gboolean fail;
  GCancellable *cancel;
  gboolean inside;
} Sink;

static gboolean
take_page (DossierFindingsPage *page,
           gsize                n_findings,
           gpointer             data,
           GError             **error)
{
  Sink *sink = data;
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (0);
  guint before = 0;

  /* One at a time, also while one waits. */
  g_assert_false (sink->inside);
  sink->inside = TRUE;
  g_assert_true (dossier_await_sleep (clock, 10, NULL, NULL));
  sink->inside = FALSE;

  for (gsize i = 0; i < n_findings; i++)
    {
      g_autoptr(GBytes) json = dossier_findings_page_get_findings_json (page, i);
      g_autoptr(JsonObject) finding =
          dossier_json_parse_object (g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json), NULL);
      guint number = (guint) g_ascii_strtoull (json_object_get_string_member (finding, "findingArn"), NULL, 10);

      g_assert_cmpuint (number, <, N_FINDINGS);
      g_assert_true (i == 0 || number > before);
      sink->seen[number]++;
      before = number;
    }
  sink->n_pages++;
  if (sink->cancel != NULL)
    g_cancellable_cancel (sink->cancel);
  if (sink->fail)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full");
  return !sink->fail && sink->n_pages != sink->stop_after;
}

static void
assert_each_once (const Sink *sink,
                  const char *criteria_text,
                  guint       n_accounts,
                  gint64      count)
{
  g_autoptr(JsonObject) criteria = dossier_json_parse_object (criteria_text, -1, NULL);
  gint64 expected = 0;

  for (guint number = 0; number < N_FINDINGS; number++)
    {
      guint times = matches (criteria, number, n_accounts);

      g_assert_cmpuint (sink->seen[number], ==, times);
      expected += times;
    }
  g_assert_cmpint (count, ==, expected);
  g_assert_cmpint (expected, >, 0);
}

typedef struct
{
  DossierTestServer *server;
  DossierAwsClient *client;
  DossierFindingsReading *reading;
  DossierClock *clock;
} Fixture;

static void
set_up (Fixture    *self,
        Inspector  *inspector,
        const char *criteria_text,
        guint       jobs)
{
  g_autoptr(JsonObject) criteria = dossier_json_parse_object (criteria_text, -1, NULL);
  g_autoptr(DossierFilter) filter = dossier_filter_from_json (criteria, NULL);
  DossierFindingsQuery query = { .filter = filter, .jobs = jobs };

  inspector->n_accounts = MAX (inspector->n_accounts, 3);
  self->server = dossier_test_server_new (inspector_answer, inspector);
  self->clock = dossier_fake_clock_new (TEST_TIME);
  self->client = test_client_new (dossier_test_server_get_url (self->server), self->clock, 0);
  self->reading = dossier_findings_reading_new (self->client, &query);
}

static void
tear_down (Fixture *self)
{
  g_object_unref (self->reading);
  g_object_unref (self->client);
  g_object_unref (self->clock);
  dossier_test_server_free (self->server);
}

static gint64
run (Fixture       *self,
     Sink          *sink,
     GCancellable  *cancellable,
     GError       **error)
{
  return dossier_await_child_int64 (dossier_findings_reading_run (self->reading, take_page, sink, cancellable), error);
}

#define ACTIVE "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}]}"
#define EACH_STATUS "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}," \
                    "{\"comparison\":\"EQUALS\",\"value\":\"SUPPRESSED\"},{\"comparison\":\"EQUALS\",\"value\":\"CLOSED\"}]}"

/* What is asked for, in how many accounts. */
static const struct
{
  const char *criteria;
  guint n_accounts;
} queries[] = {
  { ACTIVE, 3 },
  { ACTIVE, 1 },
  { EACH_STATUS, 14 },
  { "{\"findingStatus\":[{\"comparison\":\"NOT_EQUALS\",\"value\":\"CLOSED\"}]}", 3 },
  { "{\"findingStatus\":[{\"comparison\":\"PREFIX\",\"value\":\"S\"},{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}],"
    "\"severity\":[{\"comparison\":\"NOT_EQUALS\",\"value\":\"LOW\"}]}", 3 },
  { "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}],\"severity\":[{\"comparison\":\"EQUALS\","
    "\"value\":\"HIGH\"},{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}", 5 },
  { "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}],\"awsAccountId\":[{\"comparison\":"
    "\"EQUALS\",\"value\":\"000000000001\"}]}", 5 },
};

static void
test_nothing_lost_or_doubled (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    for (guint jobs = 1; jobs <= 9; jobs += 4)
      {
        Inspector inspector = { .n_accounts = queries[i].n_accounts };
        Fixture fixture = { 0 };
        Sink sink = { 0 };
        g_autoptr(GError) error = NULL;
        gint64 count;

        set_up (&fixture, &inspector, queries[i].criteria, jobs);
        count = run (&fixture, &sink, NULL, &error);
        g_assert_no_error (error);
        assert_each_once (&sink, queries[i].criteria, queries[i].n_accounts, count);
        g_assert_true (dossier_findings_reading_is_complete (fixture.reading));
        tear_down (&fixture);
      }
}

/* One page needs no partitions, and neither does what has a limit or an order. */
static void
test_in_sequence (void)
{
  static const DossierFindingsQuery cases[] = {
    { .jobs = 1 }, { .jobs = 9, .limit = 250 }, { .jobs = 9, .sort_field = "SEVERITY" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Inspector inspector = { .n_accounts = 3 };
      g_autoptr(DossierTestServer) server = dossier_test_server_new (inspector_answer, &inspector);
      g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
      g_autoptr(DossierFindingsReading) reading = dossier_findings_reading_new (client, &cases[i]);
      g_autoptr(GError) error = NULL;
      Sink sink = { 0 };

      dossier_await_child_int64 (dossier_findings_reading_run (reading, take_page, &sink, NULL), &error);
      g_assert_no_error (error);
      g_assert_cmpint (inspector.n_requests, ==, (int) sink.n_pages);
      g_assert_cmpint (dossier_findings_reading_get_n_read (reading), ==, cases[i].limit > 0 ? 250 : 17 * 72);
      for (guint n = 0; n < dossier_test_server_get_n_requests (server); n++)
        {
          GBytes *body = dossier_test_server_get_request (server, n)->body;
          g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

          g_assert_null (strstr (text, "awsAccountId"));
        }
    }
}

/* Stopped again and again, by the sink, by cancelling and by a full disk. */
static void
test_stopped_and_continued (void)
{
  Inspector inspector = { .n_accounts = 3 };
  Fixture fixture = { 0 };
  Sink sink = { 0 };
  gint64 count = 0;

  set_up (&fixture, &inspector, EACH_STATUS, 7);
  for (guint turn = 0; !dossier_findings_reading_is_complete (fixture.reading); turn++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GError) error = NULL;

      g_assert_cmpuint (turn, <, 500);
      sink.stop_after = turn % 3 == 0 ? sink.n_pages + 2 : 0;
      sink.cancel = turn % 3 == 1 ? cancellable : NULL;
      sink.fail = turn % 3 == 2;
      count = run (&fixture, &sink, cancellable, &error);
      if (error != NULL)
        g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                       g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE));
      g_assert_cmpint (error != NULL ? 0 : count, ==,
                       error != NULL ? 0 : dossier_findings_reading_get_n_read (fixture.reading));
    }
  assert_each_once (&sink, EACH_STATUS, 3, dossier_findings_reading_get_n_read (fixture.reading));
  tear_down (&fixture);
}

static void
test_cancelled_before (void)
{
  Inspector inspector = { 0 };
  Fixture fixture = { 0 };
  Sink sink = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  set_up (&fixture, &inspector, ACTIVE, 4);
  g_cancellable_cancel (cancellable);
  run (&fixture, &sink, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (inspector.n_requests, ==, 0);
  tear_down (&fixture);
}

/* Every third request is one too many. */
static void
test_throttled (void)
{
  Inspector inspector = { .refuse_each = 3, .refuse_status = 429 };
  Fixture fixture = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;
  gint64 count;

  set_up (&fixture, &inspector, ACTIVE, 8);
  count = run (&fixture, &sink, NULL, &error);
  g_assert_no_error (error);
  assert_each_once (&sink, ACTIVE, 3, count);
  g_assert_cmpuint (dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (fixture.clock)), >, 0);
  tear_down (&fixture);
}

/* For ever: it ends, tells so, and goes on when AWS does. */
static void
test_throttled_for_long (void)
{
  Inspector inspector = { .refuse_from = 9, .refuse_status = 429 };
  Fixture fixture = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;
  gint64 count;

  set_up (&fixture, &inspector, ACTIVE, 8);
  run (&fixture, &sink, NULL, &error);
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_THROTTLED);
  g_clear_error (&error);
  g_assert_false (dossier_findings_reading_is_complete (fixture.reading));

  inspector.refuse_from = 0;
  count = run (&fixture, &sink, NULL, &error);
  g_assert_no_error (error);
  assert_each_once (&sink, ACTIVE, 3, count);
  tear_down (&fixture);
}

static void
test_expired (void)
{
  Inspector inspector = { .refuse_from = 12, .refuse_status = 403 };
  Fixture fixture = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;
  gint64 count;

  set_up (&fixture, &inspector, EACH_STATUS, 5);
  run (&fixture, &sink, NULL, &error);
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS);
  g_clear_error (&error);

  inspector.refuse_from = 0;
  count = run (&fixture, &sink, NULL, &error);
  g_assert_no_error (error);
  assert_each_once (&sink, EACH_STATUS, 3, count);
  tear_down (&fixture);
}

static void
test_network_lost_in_one_partition (void)
{
  Inspector inspector = { .drops = 1 };
  Fixture fixture = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;
  gint64 count;

  set_up (&fixture, &inspector, EACH_STATUS, 6);
  run (&fixture, &sink, NULL, &error);
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, !=, DOSSIER_ERROR);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  g_clear_error (&error);
  g_assert_false (dossier_findings_reading_is_complete (fixture.reading));

  g_atomic_int_set (&inspector.drops, 0);
  count = run (&fixture, &sink, NULL, &error);
  g_assert_no_error (error);
  assert_each_once (&sink, EACH_STATUS, 3, count);
  tear_down (&fixture);
}

/* An Inspector that answers beside the question is found out, not believed. */
static void
test_lies (void)
{
  Inspector inspector = { .lies = TRUE };
  Fixture fixture = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;

  set_up (&fixture, &inspector, ACTIVE, 4);
  run (&fixture, &sink, NULL, &error);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_nonnull (strstr (error->message, "another part"));
  for (guint number = 0; number < N_FINDINGS; number++)
    g_assert_cmpuint (sink.seen[number], ==, 0);
  tear_down (&fixture);
}

static void
test_loop_in_one_partition (void)
{
  Inspector inspector = { .loops = TRUE, .n_accounts = 1 };
  Fixture fixture = { 0 };
  Sink sink = { 0 };

  set_up (&fixture, &inspector, EACH_STATUS, 4);
  inspector.n_accounts = 1;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GError) error = NULL;

      run (&fixture, &sink, NULL, &error);
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      g_assert_nonnull (strstr (error->message, "circle"));
    }
  tear_down (&fixture);
}

static void
test_pace (void)
{
  DossierFindingsPace pace;

  dossier_findings_pace_init (&pace, 8);
  g_assert_cmpuint (pace.limit, ==, 8);
  for (guint expected = 4; expected > 0; expected /= 2)
    {
      dossier_findings_pace_throttled (&pace);
      g_assert_cmpuint (pace.limit, ==, expected);
    }
  dossier_findings_pace_throttled (&pace);
  g_assert_cmpuint (pace.limit, ==, 1);

  /* 1 + 2 + … + 7 good answers until it is back. */
  for (guint i = 0; i < 27; i++)
    dossier_findings_pace_good (&pace);
  g_assert_cmpuint (pace.limit, ==, 7);
  dossier_findings_pace_good (&pace);
  g_assert_cmpuint (pace.limit, ==, 8);
  for (guint i = 0; i < 100; i++)
    dossier_findings_pace_good (&pace);
  g_assert_cmpuint (pace.limit, ==, 8);

  g_assert_cmpuint (dossier_findings_pace_delay (1), ==, 1000);
  g_assert_cmpuint (dossier_findings_pace_delay (3), ==, 4000);
  g_assert_cmpuint (dossier_findings_pace_delay (99), ==, 20000);
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/findings/reading/nothing-lost-or-doubled", test_nothing_lost_or_doubled);
  dossier_test_add_fiber ("/findings/reading/in-sequence", test_in_sequence);
  dossier_test_add_fiber ("/findings/reading/stopped-and-continued", test_stopped_and_continued);
  dossier_test_add_fiber ("/findings/reading/cancelled-before", test_cancelled_before);
  dossier_test_add_fiber ("/findings/reading/throttled", test_throttled);
  dossier_test_add_fiber ("/findings/reading/throttled-for-long", test_throttled_for_long);
  dossier_test_add_fiber ("/findings/reading/expired", test_expired);
  dossier_test_add_fiber ("/findings/reading/network-lost-in-one-partition", test_network_lost_in_one_partition);
  dossier_test_add_fiber ("/findings/reading/lies", test_lies);
  dossier_test_add_fiber ("/findings/reading/loop-in-one-partition", test_loop_in_one_partition);
  g_test_add_func ("/findings/reading/pace", test_pace);
  return g_test_run ();
}
