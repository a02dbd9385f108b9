// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "dossier-test-server.h"

struct _DossierTestServer
{
  DossierTestServerFunc func;
  DossierTestRawFunc raw_func;
  gpointer data;

  char *url;
  guint16 port;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupServer *soup;
  GSocketService *service;

  GMutex mutex;
  GPtrArray *requests;
  GHashTable *sockets;       /* those of HTTP connections seen so far */
  GPtrArray *raw_connections;
  guint n_raw;
  guint n_running;
  GCond idle;
};

static void
request_free (gpointer data)
{
  DossierTestRequest *self = data;

  g_free (self->method);
  g_free (self->target);
  soup_message_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

static DossierTestRequest *
request_new (SoupServerMessage *message)
{
  DossierTestRequest *self = g_new0 (DossierTestRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  self->method = g_strdup (soup_server_message_get_method (message));
  self->target = g_strconcat (g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "?" : "", g_uri_get_query (uri), NULL);
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  /* The server's own are emptied when the message is done. */
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (self->headers, name, value);
  return self;
}

static void
handle_request (SoupServer *,
                SoupServerMessage *message,
                const char *,
                GHashTable *,
                gpointer data)
{
  DossierTestServer *self = data;
  guint number;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, request_new (message));
  g_hash_table_add (self->sockets, g_object_ref (soup_server_message_get_socket (message)));
  number = self->requests->len;
  g_mutex_unlock (&self->mutex);

  self->func (message, number, self->data);
}

static gboolean
run_raw (GThreadedSocketService *,
         GSocketConnection *connection,
         GObject *,
         gpointer data)
{
  DossierTestServer *self = data;
  guint number;

  g_mutex_lock (&self->mutex);
  number = ++self->n_raw;
  self->n_running++;
  g_ptr_array_add (self->raw_connections, g_object_ref (connection));
  g_mutex_unlock (&self->mutex);

  g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  self->raw_func (connection, number, self->data);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  g_mutex_lock (&self->mutex);
  self->n_running--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static gpointer
serve (gpointer data)
{
  DossierTestServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  if (self->soup != NULL)
    soup_server_disconnect (self->soup);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static DossierTestServer *
make (gpointer data)
{
  DossierTestServer *self = g_new0 (DossierTestServer, 1);

  self->data = data;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->requests = g_ptr_array_new_with_free_func (request_free);
  self->raw_connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->sockets = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->idle);
  return self;
}

static DossierTestServer *
start_soup (DossierTestServerFunc func,
            gpointer              data,
            GTlsCertificate      *certificate)
{
  DossierTestServer *self = make (data);
  g_autoptr(GError) error = NULL;
  GSList *uris;

  self->func = func;
  self->soup = soup_server_new ("server-header", "dossier-test", "tls-certificate", certificate, NULL);
  soup_server_add_handler (self->soup, NULL, handle_request, self, NULL);

  /* The listening socket belongs to the context it is made under. */
  g_main_context_push_thread_default (self->context);
  soup_server_listen_local (self->soup, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY | (certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_main_context_pop_thread_default (self->context);
  g_assert_no_error (error);

  uris = soup_server_get_uris (self->soup);
  self->port = (guint16) g_uri_get_port (uris->data);
  self->url = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http", self->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  self->thread = g_thread_new ("test-server", serve, self);
  return self;
}

/**
 * dossier_test_server_new:
 * @func: answers each request, on the server's thread
 * @data: for @func
 *
 * Returns: (transfer full): an HTTP server that listens
 */
DossierTestServer *
dossier_test_server_new (DossierTestServerFunc func,
                         gpointer              data)
{
  return start_soup (func, data, NULL);
}

/**
 * dossier_test_server_new_tls:
 * @func: answers each request, on the server's thread
 * @data: for @func
 * @certificate: its certificate and key
 *
 * Returns: (transfer full): an HTTPS server that listens
 */
DossierTestServer *
dossier_test_server_new_tls (DossierTestServerFunc  func,
                             gpointer               data,
                             GTlsCertificate       *certificate)
{
  return start_soup (func, data, certificate);
}

/**
 * dossier_test_server_new_raw:
 * @func: gets each connection, on a thread of its own
 * @data: for @func
 *
 * Returns: (transfer full): a server that listens, and knows no protocol
 */
DossierTestServer *
dossier_test_server_new_raw (DossierTestRawFunc func,
                             gpointer           data)
{
  DossierTestServer *self = make (data);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  g_autoptr(GError) error = NULL;

  self->raw_func = func;
  g_main_context_push_thread_default (self->context);
  self->service = g_threaded_socket_service_new (16);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (run_raw), self);
  g_socket_service_start (self->service);
  g_main_context_pop_thread_default (self->context);

  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->url = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  self->thread = g_thread_new ("test-server", serve, self);
  return self;
}

static gboolean
quit_cb (gpointer data)
{
  DossierTestServer *self = data;

  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

/* Wakes functions that still read from a client, and waits for their end. */
static void
end_raw (DossierTestServer *self)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->raw_connections->len; i++)
    shutdown (g_socket_get_fd (g_socket_connection_get_socket (self->raw_connections->pdata[i])), SHUT_RDWR);
  while (self->n_running > 0)
    g_cond_wait (&self->idle, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/**
 * dossier_test_server_free:
 * @self: (transfer full): a server
 *
 * Closes its connections and waits for its threads.
 */
void
dossier_test_server_free (DossierTestServer *self)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  /* As a source and not by a direct call: the loop may not run yet. */
  g_source_set_callback (source, quit_cb, self, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  end_raw (self);

  g_clear_object (&self->soup);
  g_clear_object (&self->service);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->raw_connections);
  g_hash_table_unref (self->sockets);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->idle);
  g_free (self->url);
  g_free (self);
}

/**
 * dossier_test_server_get_url:
 * @self: a server
 *
 * Returns: (transfer none): `http://127.0.0.1:PORT`
 */
const char *
dossier_test_server_get_url (DossierTestServer *self)
{
  return self->url;
}

/**
 * dossier_test_server_get_port:
 * @self: a server
 *
 * Returns: the port it listens on
 */
guint16
dossier_test_server_get_port (DossierTestServer *self)
{
  return self->port;
}

/**
 * dossier_test_server_get_n_requests:
 * @self: an HTTP server
 *
 * Returns: how many requests came so far
 */
guint
dossier_test_server_get_n_requests (DossierTestServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->requests->len;
}

/**
 * dossier_test_server_get_n_connections:
 * @self: a server
 *
 * Returns: over how many connections something came so far
 */
guint
dossier_test_server_get_n_connections (DossierTestServer *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->raw_func != NULL ? self->n_raw : g_hash_table_size (self->sockets);
}

/**
 * dossier_test_server_get_request:
 * @self: an HTTP server
 * @index: which request, from 0
 *
 * Returns: (transfer none): a request, which stays as long as the server
 */
const DossierTestRequest *
dossier_test_server_get_request (DossierTestServer *self,
                                 guint              index)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_assert_cmpuint (index, <, self->requests->len);
  return self->requests->pdata[index];
}

/**
 * dossier_test_answer:
 * @message: a request
 * @status: the HTTP status
 * @content_type: the media type of @body
 * @body: the body
 */
void
dossier_test_answer (SoupServerMessage *message,
                     guint              status,
                     const char        *content_type,
                     const char        *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, content_type, SOUP_MEMORY_COPY, body, strlen (body));
}

static gboolean
read_byte (GSocketConnection *connection,
           char              *byte)
{
  return g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), byte, 1, NULL, NULL) == 1;
}

/**
 * dossier_test_raw_read_request:
 * @connection: a connection
 *
 * Waits for a whole request, with the body that its Content-Length promises.
 *
 * Returns: (transfer full): its bytes as text; what came, if it broke off
 */
char *
dossier_test_raw_read_request (GSocketConnection *connection)
{
  g_autoptr(GString) text = g_string_new (NULL);
  gsize missing = 0;
  const char *length;
  char byte;

  while (!g_str_has_suffix (text->str, "\r\n\r\n") && read_byte (connection, &byte))
    g_string_append_c (text, byte);

  length = strstr (text->str, "Content-Length: ");
  if (length != NULL)
    missing = g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
  while (missing-- > 0 && read_byte (connection, &byte))
    g_string_append_c (text, byte);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * dossier_test_raw_write:
 * @connection: a connection
 * @text: bytes to send at once
 * @length: how many, or -1 if @text ends with NUL
 *
 * Returns: whether the client was still there to be sent to
 */
gboolean
dossier_test_raw_write (GSocketConnection *connection,
                        const char        *text,
                        gssize             length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                                    length < 0 ? strlen (text) : (gsize) length, NULL, NULL, NULL);
}

/**
 * dossier_test_raw_hold:
 * @connection: a connection
 *
 * Says nothing until the client is gone, or the server freed.
 */
void
dossier_test_raw_hold (GSocketConnection *connection)
{
  char byte;

  while (read_byte (connection, &byte))
    ;
}

/**
 * dossier_test_raw_reset:
 * @connection: a connection
 *
 * Breaks it: the client gets a reset instead of an orderly end.
 */
void
dossier_test_raw_reset (GSocketConnection *connection)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &at_once,
              sizeof at_once);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

/**
 * dossier_test_closed_port:
 *
 * Returns: a loopback port on which nobody listens
 */
guint16
dossier_test_closed_port (void)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr(GSocketAddress) bound = NULL;

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}
