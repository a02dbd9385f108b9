// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-findings-count.h"
#include "dossier-findings-reader.h"
#include "dossier-findings-writer.h"
#include "dossier-json.h"
#include "findings-test.h"

#define F(arn) "{\"findingArn\":\"" arn "\"}"
#define PAGE(findings) "{\"findings\":[" findings "]}"
#define PAGE_ON(findings, token) "{\"findings\":[" findings "],\"nextToken\":\"" token "\"}"

typedef struct
{
  GString *got; /* the sizes that were taken */
  guint stop_after;
  gboolean fail;
  GCancellable *cancel;
} Sink;

static gboolean
take_page (DossierFindingsPage *,
           gsize   n_findings,
           gpointer data,
           GError **error)
{
  Sink *sink = data;

  g_string_append_printf (sink->got, "%" G_GSIZE_FORMAT " ", n_findings);
  if (sink->cancel != NULL)
    g_cancellable_cancel (sink->cancel);
  if (sink->fail)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full");
  return !sink->fail && --sink->stop_after != 0;
}

static gint64
read_all (TestInspector              *script,
          const DossierFindingsQuery *query,
          Sink                       *sink,
          DossierTestServer         **server,
          GError                    **error)
{
  g_autoptr(DossierTestServer) own = dossier_test_server_new (test_inspector_answer, script);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client =
      test_client_new (dossier_test_server_get_url (own), clock, 0);
  gint64 count;

  sink->got = g_string_new (NULL);
  count = dossier_await_child_int64 (dossier_findings_read (client, query, take_page, sink, sink->cancel), error);
  if (server != NULL)
    *server = g_steal_pointer (&own);
  return count;
}

static void
assert_got (Sink       *sink,
            const char *sizes)
{
  g_assert_cmpstr (sink->got->str, ==, sizes);
  g_string_free (sink->got, TRUE);
}

static JsonObject *
parse_request (DossierTestServer *server,
               guint              index)
{
  GBytes *body = dossier_test_server_get_request (server, index)->body;
  g_autoptr(GError) error = NULL;
  JsonObject *object =
      dossier_json_parse_object (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), &error);

  g_assert_no_error (error);
  return object;
}

static void
test_pages (void)
{
  static const char *const pages[] = {
    PAGE_ON (F ("a") "," F ("b"), "t 1"), PAGE_ON ("", "t2"), "{\"nextToken\":\"t3\"}", PAGE (F ("c")), NULL,
  };
  TestInspector script = { .pages = pages };
  DossierFindingsQuery query = { .sort_field = "SEVERITY", .descending = TRUE };
  Sink sink = { 0 };
  g_autoptr(DossierTestServer) server = NULL;
  g_autoptr(GError) error = NULL;
  static const char *const tokens[] = { NULL, "t 1", "t2", "t3" };

  g_assert_cmpint (read_all (&script, &query, &sink, &server, &error), ==, 3);
  g_assert_no_error (error);
  assert_got (&sink, "2 0 0 1 ");

  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, G_N_ELEMENTS (tokens));
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr(JsonObject) request = parse_request (server, i);
      g_autofree char *criteria =
          dossier_json_object_to_text (json_object_get_object_member (request, "filterCriteria"), FALSE);
      g_autofree char *sort =
          dossier_json_object_to_text (json_object_get_object_member (request, "sortCriteria"), FALSE);

      g_assert_cmpstr (criteria, ==, "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}]}");
      g_assert_cmpstr (sort, ==, "{\"field\":\"SEVERITY\",\"sortOrder\":\"DESC\"}");
      g_assert_cmpint (json_object_get_int_member (request, "maxResults"), ==, 100);
      g_assert_cmpstr (json_object_get_string_member_with_default (request, "nextToken", NULL), ==, tokens[i]);
    }
}

/* A status that was asked for stays, and a filter without one gets it. */
static void
test_status_is_sent (void)
{
  static const char *const pages[] = { PAGE (""), NULL };
  static const struct { const char *filter; const char *sent; } cases[] = {
    { "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}", "ACTIVE" },
    { "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"CLOSED\"}]}", "CLOSED" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(JsonObject) criteria = dossier_json_parse_object (cases[i].filter, -1, NULL);
      g_autoptr(DossierFilter) filter = dossier_filter_from_json (criteria, NULL);
      TestInspector script = { .pages = pages };
      DossierFindingsQuery query = { .filter = filter };
      Sink sink = { 0 };
      g_autoptr(DossierTestServer) server = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) request = NULL;
      JsonArray *status;

      g_assert_cmpint (read_all (&script, &query, &sink, &server, &error), ==, 0);
      g_assert_no_error (error);
      assert_got (&sink, "0 ");
      request = parse_request (server, 0);
      status = json_object_get_array_member (json_object_get_object_member (request, "filterCriteria"), "findingStatus");
      g_assert_cmpuint (json_array_get_length (status), ==, 1);
      g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (status, 0), "value"), ==,
                       cases[i].sent);
    }
}

static void
test_loop (void)
{
  static const char *const pages[] = { PAGE_ON (F ("a"), "t1"), PAGE_ON (F ("b"), "t2"), PAGE_ON ("", "t1"), NULL };
  TestInspector script = { .pages = pages };
  DossierFindingsQuery query = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;

  read_all (&script, &query, &sink, NULL, &error);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_nonnull (strstr (error->message, "circle"));
  assert_got (&sink, "1 1 0 ");
  g_assert_cmpint (script.n_pages, ==, 3);
}

static char *
make_endless_page (guint number)
{
  return g_strdup_printf ("{\"findings\":[],\"nextToken\":\"t%u\"}", number);
}

static void
test_endless (void)
{
  TestInspector script = { .make_page = make_endless_page };
  DossierFindingsQuery query = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;

  read_all (&script, &query, &sink, NULL, &error);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_nonnull (strstr (error->message, "5000 pages in a row"));
  g_string_free (sink.got, TRUE);
  g_assert_cmpint (script.n_pages, ==, 5000);
}

/* The second page is larger than was asked for. */
static void
test_limit (void)
{
  static const char *const pages[] = {
    PAGE_ON (F ("a") "," F ("b"), "t1"), PAGE_ON (F ("c") "," F ("d") "," F ("e"), "t2"), NULL,
  };
  TestInspector script = { .pages = pages };
  DossierFindingsQuery query = { .limit = 3 };
  Sink sink = { 0 };
  g_autoptr(DossierTestServer) server = NULL;
  g_autoptr(JsonObject) first = NULL;
  g_autoptr(JsonObject) second = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (read_all (&script, &query, &sink, &server, &error), ==, 3);
  g_assert_no_error (error);
  assert_got (&sink, "2 1 ");
  g_assert_cmpint (script.n_pages, ==, 2);
  first = parse_request (server, 0);
  second = parse_request (server, 1);
  g_assert_cmpint (json_object_get_int_member (first, "maxResults"), ==, 3);
  g_assert_cmpint (json_object_get_int_member (second, "maxResults"), ==, 1);
}

static void
test_sink (void)
{
  static const char *const pages[] = { PAGE_ON (F ("a"), "t1"), PAGE_ON (F ("b"), "t2"), PAGE (F ("c")), NULL };
  TestInspector stopped = { .pages = pages }, failing = { .pages = pages }, cancelled = { .pages = pages };
  DossierFindingsQuery query = { 0 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Sink stop = { .stop_after = 2 }, fail = { .fail = TRUE }, cancel = { .cancel = cancellable };
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (read_all (&stopped, &query, &stop, NULL, &error), ==, 2);
  g_assert_no_error (error);
  assert_got (&stop, "1 1 ");

  read_all (&failing, &query, &fail, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_clear_error (&error);
  assert_got (&fail, "1 ");

  read_all (&cancelled, &query, &cancel, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_got (&cancel, "1 ");
  g_assert_cmpint (cancelled.n_pages, ==, 1);
}

/* A page that was throttled is asked for again, and no finding comes twice. */
static void
test_faults (void)
{
  static const char *const pages[] = { PAGE_ON (F ("a"), "t1"), PAGE (F ("b")), NULL };
  static const char *const broken[] = { PAGE_ON (F ("a"), "t1"), "{\"findings\":[{\"findingArn\"", NULL };
  TestInspector throttled = { .pages = pages, .status = 429, .status_at = 2 };
  TestInspector denied = { .pages = pages, .status = 403, .status_at = 2 };
  TestInspector truncated = { .pages = broken };
  DossierFindingsQuery query = { 0 };
  Sink sink = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (read_all (&throttled, &query, &sink, NULL, &error), ==, 2);
  g_assert_no_error (error);
  assert_got (&sink, "1 1 ");
  read_all (&denied, &query, &sink, NULL, &error);
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  g_clear_error (&error);
  assert_got (&sink, "1 ");
  read_all (&truncated, &query, &sink, NULL, &error);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  assert_got (&sink, "1 ");
}

#define ACCOUNT(count) "{\"accountAggregation\":{\"accountId\":\"1\",\"severityCounts\":{\"all\":" count ",\"high\":1}}}"

/* How a number is known, for what Inspector may say of it. */
static void
test_count (void)
{
  static const char *const pages[] = { PAGE_ON (F ("a") "," F ("b"), "t1"), PAGE (F ("c")), NULL };
  static const char *const counts[] = {
    "{\"responses\":[" ACCOUNT ("40") "," ACCOUNT ("2") "],\"nextToken\":\"n\"}", "{\"responses\":[" ACCOUNT ("0") "]}", NULL,
  };
  static const char *const none[] = { "{\"aggregationType\":\"ACCOUNT\"}", NULL };
  static const char *const partial[] = { "{\"responses\":[" ACCOUNT ("4") ",{\"accountAggregation\":{}}]}", NULL };
  static const char *const wrong[] = { "{\"responses\":[" ACCOUNT ("\"4\"") "]}", NULL };
  static const char *const circle[] = { "{\"responses\":[],\"nextToken\":\"n\"}", NULL };
  static const struct
  {
    const char *const *counts;
    const char *filter;
    gint64 n_findings;
    gboolean by_reading;
  } cases[] = {
    { counts, "{}", 42, FALSE },
    { counts, "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"ACTIVE\"}]}", 42, FALSE },
    { counts, "{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"CLOSED\"}]}", 3, TRUE },
    { counts, "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}", 3, TRUE },
    { none, "{}", 0, FALSE },
    { NULL, "{}", 3, TRUE },
    { partial, "{}", 3, TRUE },
    { wrong, "{}", 3, TRUE },
    { circle, "{}", 3, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TestInspector script = { .pages = pages, .counts = cases[i].counts };
      g_autoptr(DossierTestServer) server = dossier_test_server_new (test_inspector_answer, &script);
      g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
      g_autoptr(JsonObject) criteria = dossier_json_parse_object (cases[i].filter, -1, NULL);
      g_autoptr(DossierFilter) filter = dossier_filter_from_json (criteria, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFindingsCount) count =
          dossier_await_child_boxed (dossier_findings_count (client, filter, NULL), &error);

      g_assert_no_error (error);
      g_assert_cmpint (count->n_findings, ==, cases[i].n_findings);
      g_assert_cmpint (count->by_reading, ==, cases[i].by_reading);
      g_assert_cmpint (script.n_pages > 0, ==, cases[i].by_reading);
    }
}

static char *
write_pages (const char *const *texts,
             gsize              limit)
{
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr(DossierFindingsWriter) writer = dossier_findings_writer_new (stream);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr(GBytes) body = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr(DossierFindingsPage) page = dossier_findings_page_parse (body, &error);

      g_assert_no_error (error);
      dossier_findings_writer_add_page (writer, page, MIN (limit, dossier_findings_page_get_n_findings (page)), NULL,
                                        &error);
      g_assert_no_error (error);
    }
  g_assert_true (dossier_findings_writer_finish (writer, NULL, &error));
  g_assert_true (g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
test_writer (void)
{
  static const char *const pages[] = {
    PAGE (""), PAGE_ON ("\n" F ("a") " ,\t{\"n\": 1.0e0, \"x\\u0041\":\"]\"}\n", "t"), "{}", "{\"a\":0,\"findings\" : [ {} ] }", NULL,
  };
  static const char *const nothing[] = { NULL };
  g_autofree char *all = write_pages (pages, 99);
  g_autofree char *one = write_pages (pages, 1);
  g_autofree char *empty = write_pages (nothing, 1);

  g_assert_cmpstr (all, ==, "{\"findings\":[" F ("a") " ,\t{\"n\": 1.0e0, \"x\\u0041\":\"]\"},{}]}\n");
  g_assert_cmpstr (one, ==, "{\"findings\":[" F ("a") ",{}]}\n");
  g_assert_cmpstr (empty, ==, "{\"findings\":[]}\n");
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/findings/reader/pages", test_pages);
  dossier_test_add_fiber ("/findings/reader/status-is-sent", test_status_is_sent);
  dossier_test_add_fiber ("/findings/reader/loop", test_loop);
  dossier_test_add_fiber ("/findings/reader/endless", test_endless);
  dossier_test_add_fiber ("/findings/reader/limit", test_limit);
  dossier_test_add_fiber ("/findings/reader/sink", test_sink);
  dossier_test_add_fiber ("/findings/reader/faults", test_faults);
  dossier_test_add_fiber ("/findings/reader/count", test_count);
  g_test_add_func ("/findings/reader/writer", test_writer);
  return g_test_run ();
}
