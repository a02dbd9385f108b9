// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What networks and servers do to a call. */

#include "config.h"

#include <string.h>

#include "aws-test.h"
#include "dossier-error.h"
#include "dossier-soup.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

/* Short, for the tests that wait for it. */
#define PATIENCE_MS 60

typedef struct
{
  const char *text;
  gssize length;
} Script;

/* Sends what it is told to, and ends the connection in order. */
static void
recite (GSocketConnection *connection,
        guint,
        gpointer data)
{
  const Script *script = data;
  g_autofree char *request = dossier_test_raw_read_request (connection);

  dossier_test_raw_write (connection, script->text, script->length);
}

/* Likewise, and then resets it. */
static void
recite_and_reset (GSocketConnection *connection,
                  guint              number,
                  gpointer           data)
{
  recite (connection, number, data);
  dossier_test_raw_reset (connection);
}

/* Likewise, and then says nothing any more. */
static void
recite_and_hold (GSocketConnection *connection,
                 guint              number,
                 gpointer           data)
{
  recite (connection, number, data);
  dossier_test_raw_hold (connection);
}

/* One byte a packet. */
static void
dribble (GSocketConnection *connection,
         guint,
         gpointer data)
{
  const Script *script = data;
  g_autofree char *request = dossier_test_raw_read_request (connection);

  for (const char *at = script->text; *at != '\0'; at++)
    dossier_test_raw_write (connection, at, 1);
}

static GError *
fail (DossierTestServer *server,
      gboolean           idempotent,
      guint             *n_connections)
{
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, PATIENCE_MS);
  g_autoptr(DossierAwsRequest) request = test_request_new ();
  GError *error = NULL;

  dossier_aws_request_set_idempotent (request, idempotent);
  g_assert_null (test_call (client, g_steal_pointer (&request), &error));
  g_assert_nonnull (error);
  *n_connections = dossier_test_server_get_n_connections (server);

  /* Who, what and where, and that there is a next step. */
  g_assert_nonnull (strstr (error->message, "ListFindings"));
  g_assert_nonnull (strstr (error->message, "inspector2"));
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));
  g_assert_nonnull (strstr (error->message, "ry again"));
  return error;
}

static void
test_broken_answers (void)
{
  const struct
  {
    DossierTestRawFunc func;
    Script script;
    GQuark domain;
    int code;
    guint repeated; /* connections of a request that may be repeated */
    guint single;   /* and of one that may not */
  } cases[] = {
    { recite, { "", 0 }, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, 3, 1 },
    { recite, { "HTTP/1.1 20", -1 }, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, 1, 1 },
    { recite, { HEAD "Content-Length: 100\r\n\r\n{\"findings\":[", -1 }, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, 3, 1 },
    { recite, { HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"fin", -1 }, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, 3, 1 },
    { recite_and_reset, { HEAD "Content-Length: 100\r\n\r\n{\"fin", -1 }, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, 3, 1 },
    { recite_and_reset, { "", 0 }, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, 3, 1 },
    { recite, { "SSH-2.0-OpenSSH_9.2\r\n\r\n", -1 }, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, 1, 1 },
    { recite, { "\x15\x03\x01\x00\x02\x02\x46\r\n\r\n", 11 }, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, 1, 1 },
    { recite, { HEAD "Content-Length: 99999999999\r\n\r\n{", -1 }, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE, 1, 1 },
    { recite_and_hold, { "", 0 }, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, 3, 1 },
    { recite_and_hold, { "HTTP/1.1 200 OK\r\nConte", -1 }, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, 3, 1 },
    { recite_and_hold, { HEAD "Content-Length: 100\r\n\r\n{\"findings\":[", -1 }, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, 3, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint idempotent = 0; idempotent < 2; idempotent++)
      {
        g_autoptr(DossierTestServer) server =
            dossier_test_server_new_raw (cases[i].func, (gpointer) &cases[i].script);
        guint n_connections;
        g_autoptr(GError) error = fail (server, idempotent != 0, &n_connections);

        g_test_message ("case %" G_GSIZE_FORMAT ": %s", i, error->message);
        g_assert_error (error, cases[i].domain, cases[i].code);
        g_assert_cmpuint (n_connections, ==, idempotent != 0 ? cases[i].repeated : cases[i].single);
      }
}

static void
flood (GSocketConnection *connection,
       guint,
       gpointer)
{
  g_autofree char *request = dossier_test_raw_read_request (connection);
  g_autofree char *block = g_strnfill (1024 * 1024, ' ');

  dossier_test_raw_write (connection, HEAD "Transfer-Encoding: chunked\r\n\r\n", -1);
  while (dossier_test_raw_write (connection, "100000\r\n", -1) && dossier_test_raw_write (connection, block, -1) &&
         dossier_test_raw_write (connection, "\r\n", -1))
    ;
}

static void
test_endless_answer (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (flood, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  g_autoptr(GError) error = NULL;

  g_assert_null (test_call (client, test_request_new (), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE);
  g_assert_cmpuint (dossier_test_server_get_n_connections (server), ==, 1);
}

static void
flood_refusal (GSocketConnection *connection,
               guint,
               gpointer)
{
  g_autofree char *request = dossier_test_raw_read_request (connection);
  g_autofree char *block = g_strnfill (64 * 1024, ' ');

  dossier_test_raw_write (connection, "HTTP/1.1 403 Forbidden\r\nx-amzn-RequestId: id-9\r\n\r\n", -1);
  while (dossier_test_raw_write (connection, block, -1))
    ;
}

/* It is a refusal, however long: the status tells. */
static void
test_endless_refusal (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (flood_refusal, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  g_autoptr(GError) error = NULL;

  g_assert_null (test_call (client, test_request_new (), &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  g_assert_cmpstr (dossier_aws_error_get_request_id (error), ==, "id-9");
}

static void
test_dribble (void)
{
  const Script script = { HEAD "Content-Length: 15\r\nConnection: close\r\n\r\n{\"findings\":[]}", -1 };
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (dribble, (gpointer) &script);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (dossier_aws_response_get_body (response)), ==, 15);
}

static void
test_refused (void)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", dossier_test_closed_port ());
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client = test_client_new (url, clock, 0);
  g_autoptr(DossierAwsRequest) request = test_request_new ();
  g_autoptr(GError) error = NULL;

  /* Nobody heard it: it is tried again, though it must not act twice. */
  dossier_aws_request_set_idempotent (request, FALSE);
  g_assert_null (test_call (client, g_steal_pointer (&request), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpuint (dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (clock)), >, 0);
}

/* A server may close a connection that rests just when the next request comes. */
static void
close_after_one (GSocketConnection *connection,
                 guint,
                 gpointer)
{
  g_autofree char *first = dossier_test_raw_read_request (connection);
  g_autofree char *second = NULL;

  dossier_test_raw_write (connection, HEAD "Content-Length: 2\r\n\r\n{}", -1);
  second = dossier_test_raw_read_request (connection);
}

static void
test_connection_that_died (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (close_after_one, NULL);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, 0);

  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);

      g_assert_no_error (error);
      g_assert_cmpuint (dossier_test_server_get_n_connections (server), ==, i);
    }

  /* One that must not act twice does not go where that can happen. */
  for (guint i = 3; i <= 4; i++)
    {
      g_autoptr(DossierAwsRequest) request = test_request_new ();
      g_autoptr(DossierAwsResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      dossier_aws_request_set_idempotent (request, FALSE);
      response = test_call (client, g_steal_pointer (&request), &error);
      g_assert_no_error (error);
      g_assert_cmpuint (dossier_test_server_get_n_connections (server), ==, i);
    }
}

#define AT_ONCE 8

typedef struct
{
  GMutex mutex;
  GCond everybody;
  guint n_there;
} Meeting;

/* Answers nobody before all are there. */
static void
meet (GSocketConnection *connection,
      guint,
      gpointer data)
{
  Meeting *meeting = data;
  g_autofree char *request = dossier_test_raw_read_request (connection);

  g_mutex_lock (&meeting->mutex);
  meeting->n_there++;
  g_cond_broadcast (&meeting->everybody);
  while (meeting->n_there < AT_ONCE)
    g_cond_wait (&meeting->everybody, &meeting->mutex);
  g_mutex_unlock (&meeting->mutex);
  dossier_test_raw_write (connection, HEAD "Content-Length: 2\r\nConnection: close\r\n\r\n{}", -1);
}

static void
test_calls_at_once (void)
{
  Meeting meeting = { 0 };
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (meet, &meeting);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  DexFuture *calls[AT_ONCE];

  for (guint i = 0; i < AT_ONCE; i++)
    calls[i] = dossier_aws_client_call (client, test_request_new (), NULL);
  for (guint i = 0; i < AT_ONCE; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierAwsResponse) response = dossier_await_child_boxed (calls[i], &error);

      g_assert_no_error (error);
    }
}

static void
answer_ok (SoupServerMessage *message,
           guint,
           gpointer)
{
  dossier_test_answer (message, 200, "application/json", "{}");
}

static void
test_more_calls_than_connections (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_ok, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  DexFuture *calls[200];

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = dossier_aws_client_call (client, test_request_new (), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierAwsResponse) response = dossier_await_child_boxed (calls[i], &error);

      g_assert_no_error (error);
    }
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, G_N_ELEMENTS (calls));
  g_assert_cmpuint (dossier_test_server_get_n_connections (server), <=, 32);
}

/* Reading what was opened: the head came, the rest does not. */
static void
test_open (void)
{
  const Script script = { HEAD "Content-Length: 100\r\n\r\n0123456789", -1 };
  g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (recite_and_hold, (gpointer) &script);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsResponse) response =
      dossier_await_child_boxed (dossier_aws_client_open (client, test_request_new (), NULL), &error);
  g_autoptr(GBytes) block = NULL;

  g_assert_no_error (error);
  g_assert_null (dossier_aws_response_get_body (response));

  /* The stream outlives the client. */
  g_clear_object (&client);
  block = dossier_await_leaf_boxed (
      dossier_stream_read_bytes (dossier_aws_response_get_stream (response), 1000), NULL, DOSSIER_NO_TIMEOUT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (block), ==, 10);

  g_clear_pointer (&block, g_bytes_unref);
  block = dossier_await_leaf_boxed (
      dossier_stream_read_bytes (dossier_aws_response_get_stream (response), 1000), NULL, PATIENCE_MS, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/aws/client-faults/broken-answers", test_broken_answers);
  dossier_test_add_fiber ("/aws/client-faults/endless-answer", test_endless_answer);
  dossier_test_add_fiber ("/aws/client-faults/endless-refusal", test_endless_refusal);
  dossier_test_add_fiber ("/aws/client-faults/dribble", test_dribble);
  dossier_test_add_fiber ("/aws/client-faults/refused", test_refused);
  dossier_test_add_fiber ("/aws/client-faults/connection-that-died", test_connection_that_died);
  dossier_test_add_fiber ("/aws/client-faults/calls-at-once", test_calls_at_once);
  dossier_test_add_fiber ("/aws/client-faults/more-calls-than-connections", test_more_calls_than_connections);
  dossier_test_add_fiber ("/aws/client-faults/open", test_open);
  return g_test_run ();
}
