// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* A call is cancelled in each of its phases, and ends at once. The deadline
 * is the default, a minute: a case that waits for it fails.
 */

#include "config.h"

#include "aws-test.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static void
answer_unavailable (SoupServerMessage *message,
                    guint,
                    gpointer)
{
  dossier_test_answer (message, 503, "application/json", "{}");
}

static void
cancel_and_hold (GSocketConnection *connection,
                 guint,
                 gpointer cancellable)
{
  g_autofree char *request = dossier_test_raw_read_request (connection);

  g_cancellable_cancel (cancellable);
  dossier_test_raw_hold (connection);
}

/* So much that it fits into no buffer: the client is reading it by then. */
static void
cancel_in_body (GSocketConnection *connection,
                guint,
                gpointer cancellable)
{
  g_autofree char *request = dossier_test_raw_read_request (connection);
  g_autofree char *block = g_strnfill (1024 * 1024, ' ');

  dossier_test_raw_write (connection, HEAD "Content-Length: 60000000\r\n\r\n", -1);
  for (guint i = 0; i < 32; i++)
    dossier_test_raw_write (connection, block, 1024 * 1024);
  g_cancellable_cancel (cancellable);
  dossier_test_raw_hold (connection);
}

static void
cancel_in_refusal (GSocketConnection *connection,
                   guint,
                   gpointer cancellable)
{
  g_autofree char *request = dossier_test_raw_read_request (connection);

  dossier_test_raw_write (connection, "HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n{", -1);
  g_cancellable_cancel (cancellable);
  dossier_test_raw_hold (connection);
}

/* Waits for the first word of TLS, and never answers. */
static void
cancel_in_handshake (GSocketConnection *connection,
                     guint,
                     gpointer cancellable)
{
  char byte;

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &byte, 1, NULL, NULL);
  g_cancellable_cancel (cancellable);
  dossier_test_raw_hold (connection);
}

static void
assert_cancelled (DossierAwsClient *client,
                  GCancellable     *cancellable)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_await_child_boxed (dossier_aws_client_call (client, test_request_new (), cancellable), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_network (void)
{
  const struct
  {
    DossierTestRawFunc func;
    const char *scheme;
  } cases[] = {
    { cancel_and_hold, "http" },
    { cancel_in_body, "http" },
    { cancel_in_refusal, "http" },
    { cancel_in_handshake, "https" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(DossierTestServer) server = dossier_test_server_new_raw (cases[i].func, cancellable);
      g_autofree char *url =
          g_strdup_printf ("%s://127.0.0.1:%u", cases[i].scheme, dossier_test_server_get_port (server));
      g_autoptr(DossierAwsClient) client = test_client_new (url, NULL, 0);

      assert_cancelled (client, cancellable);
      g_assert_cmpuint (dossier_test_server_get_n_connections (server), ==, 1);
    }
}

static void
test_before (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_unavailable, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);

  g_cancellable_cancel (cancellable);
  assert_cancelled (client, cancellable);
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 0);
}

/* A clock whose sleeps never end, and cancel something as they begin. */
struct _EndlessClock
{
  DossierClock parent_instance;

  GCancellable *cancellable;
};

#define TEST_TYPE_ENDLESS_CLOCK (endless_clock_get_type ())
G_DECLARE_FINAL_TYPE (EndlessClock, endless_clock, TEST, ENDLESS_CLOCK, DossierClock)
G_DEFINE_FINAL_TYPE (EndlessClock, endless_clock, DOSSIER_TYPE_CLOCK)

static DexFuture *
endless_clock_sleep (DossierClock *clock,
                     guint)
{
  g_cancellable_cancel (TEST_ENDLESS_CLOCK (clock)->cancellable);
  return DEX_FUTURE (dex_promise_new ());
}

static void
endless_clock_class_init (EndlessClockClass *klass)
{
  DOSSIER_CLOCK_CLASS (klass)->sleep = endless_clock_sleep;
}

static void
endless_clock_init (EndlessClock *)
{
}

static void
test_pause (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(EndlessClock) clock = g_object_new (TEST_TYPE_ENDLESS_CLOCK, NULL);
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_unavailable, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), DOSSIER_CLOCK (clock), 0);

  clock->cancellable = cancellable;
  assert_cancelled (client, cancellable);
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 1);
}

/* A provider that waits for a person, until it is cancelled. */
struct _PatientProvider
{
  GObject parent_instance;
};

#define TEST_TYPE_PATIENT_PROVIDER (patient_provider_get_type ())
G_DECLARE_FINAL_TYPE (PatientProvider, patient_provider, TEST, PATIENT_PROVIDER, GObject)

static DexFuture *
wait_fiber (gpointer cancellable)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_leaf (DEX_FUTURE (dex_promise_new ()), cancellable, DOSSIER_NO_TIMEOUT, &error));
  return dex_future_new_for_error (g_steal_pointer (&error));
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static DexFuture *
patient_provider_get_credentials (DossierCredentialsProvider *,
                                  GCancellable *cancellable)
{
  g_idle_add_full (G_PRIORITY_LOW, cancel_cb, g_object_ref (cancellable), g_object_unref);
  return dossier_fiber_spawn (wait_fiber, g_object_ref (cancellable), g_object_unref);
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = patient_provider_get_credentials;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PatientProvider, patient_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER, provider_iface_init))

static void
patient_provider_class_init (PatientProviderClass *)
{
}

static void
patient_provider_init (PatientProvider *)
{
}

static void
test_credentials (void)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(PatientProvider) provider = g_object_new (TEST_TYPE_PATIENT_PROVIDER, NULL);
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_unavailable, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsClient) client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = "us-east-1",
        .endpoint_url = dossier_test_server_get_url (server),
        .credentials = DOSSIER_CREDENTIALS_PROVIDER (provider),
      },
      &error);

  g_assert_no_error (error);
  assert_cancelled (client, cancellable);
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 0);
}

static void
answer_ok (SoupServerMessage *message,
           guint,
           gpointer)
{
  dossier_test_answer (message, 200, "application/json", "{}");
}

/* One of many is cancelled: the others, and what comes after, are not touched. */
static void
test_among_others (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_ok, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      DexFuture *calls[16];

      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        calls[i] = dossier_aws_client_call (client, test_request_new (), i % 2 == 0 ? cancellable : NULL);
      g_idle_add_full (G_PRIORITY_DEFAULT, cancel_cb, g_object_ref (cancellable), g_object_unref);

      for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(DossierAwsResponse) response = dossier_await_child_boxed (calls[i], &error);

          if (i % 2 != 0)
            g_assert_no_error (error);
          else if (response == NULL)
            g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/aws/client-cancel/before", test_before);
  dossier_test_add_fiber ("/aws/client-cancel/credentials", test_credentials);
  dossier_test_add_fiber ("/aws/client-cancel/network", test_network);
  dossier_test_add_fiber ("/aws/client-cancel/pause", test_pause);
  dossier_test_add_fiber ("/aws/client-cancel/among-others", test_among_others);
  return g_test_run ();
}
