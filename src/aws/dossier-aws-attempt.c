// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-attempt-private.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-soup.h"

#define BLOCK_SIZE (64u * 1024u)

/* What a server promises of its answer is believed up to here. */
#define MAX_RESERVE (4u * 1024u * 1024u)

typedef struct
{
  SoupMessage *message;
  DexPromise *stopped;
  GCancellable *sending;
  GSource *timer;
  gint64 patience;    /* µs */
  GPtrArray *tunnels; /* CONNECT requests to a proxy */
  gboolean sent;
} Watch;

static void
stop (DexPromise *stopped,
      GQuark      domain,
      int         code,
      const char *why)
{
  if (dex_future_is_pending (DEX_FUTURE (stopped)))
    dex_promise_reject (stopped, g_error_new_literal (domain, code, why));
}

static gboolean
stalled_cb (gpointer stopped)
{
  stop (stopped, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "No answer came within the time allowed");
  return G_SOURCE_REMOVE;
}

static void
progress_cb (Watch *watch)
{
  g_source_set_ready_time (watch->timer, g_get_monotonic_time () + watch->patience);
}

/* TLS 1.2 at least (RFC 8996), which GIO does not ask for. Sending is cancelled
 * here and now: by the time the fiber wakes, the request would be on its way.
 */
static void
network_event_cb (Watch              *watch,
                  GSocketClientEvent  event,
                  GIOStream          *connection)
{
  progress_cb (watch);
  if (event != G_SOCKET_CLIENT_TLS_HANDSHAKED || !G_IS_TLS_CONNECTION (connection) ||
      g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection)) >= G_TLS_PROTOCOL_VERSION_TLS_1_2)
    return;

  stop (watch->stopped, G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE, "the server speaks only TLS that is older than 1.2");
  g_cancellable_cancel (watch->sending);
}

static void
starting_cb (Watch *watch)
{
  watch->sent = TRUE;
  progress_cb (watch);
}

/* libsoup shows a proxy the password that its URL holds again and again, for
 * ever, if the proxy does not take it.
 */
static void
tunnel_restarted_cb (Watch       *watch,
                     SoupMessage *tunnel)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (tunnel);

  if (soup_message_headers_get_one (headers, "Proxy-Authorization") != NULL)
    stop (watch->stopped, G_IO_ERROR, G_IO_ERROR_PROXY_AUTH_FAILED,
          "the proxy does not take the password it was given");
}

static void
queued_cb (Watch       *watch,
           SoupMessage *queued)
{
  if (soup_message_get_method (queued) != SOUP_METHOD_CONNECT ||
      !g_str_equal (g_uri_get_host (soup_message_get_uri (queued)),
                    g_uri_get_host (soup_message_get_uri (watch->message))))
    return;

  g_signal_connect_swapped (queued, "restarted", G_CALLBACK (tunnel_restarted_cb), watch);
  g_ptr_array_add (watch->tunnels, g_object_ref (queued));
}

/* A deadline that each step forward puts off: a large upload over a slow line
 * is no fault.
 */
static DexFuture *
start_watch (Watch       *watch,
             SoupSession *session,
             SoupMessage *message,
             guint        timeout_ms)
{
  watch->message = message;
  watch->stopped = dex_promise_new ();
  watch->tunnels = g_ptr_array_new_with_free_func (g_object_unref);
  watch->patience = (gint64) timeout_ms * 1000;
  watch->timer = g_timeout_source_new (timeout_ms);
  g_source_set_callback (watch->timer, stalled_cb, dex_ref (watch->stopped), dex_unref);
  g_source_attach (watch->timer, g_main_context_get_thread_default ());

  g_signal_connect_swapped (message, "network-event", G_CALLBACK (network_event_cb), watch);
  g_signal_connect_swapped (message, "starting", G_CALLBACK (starting_cb), watch);
  g_signal_connect_swapped (message, "wrote-headers", G_CALLBACK (progress_cb), watch);
  g_signal_connect_swapped (message, "wrote-body-data", G_CALLBACK (progress_cb), watch);
  g_signal_connect_swapped (session, "request-queued", G_CALLBACK (queued_cb), watch);
  return dex_ref (DEX_FUTURE (watch->stopped));
}

static void
stop_watch (Watch       *watch,
            SoupSession *session)
{
  g_signal_handlers_disconnect_by_data (session, watch);
  g_signal_handlers_disconnect_by_data (watch->message, watch);
  for (guint i = 0; i < watch->tunnels->len; i++)
    g_signal_handlers_disconnect_by_data (watch->tunnels->pdata[i], watch);
  g_ptr_array_unref (watch->tunnels);
  g_object_unref (watch->sending);
  dex_unref (watch->stopped);
  g_source_destroy (watch->timer);
  g_source_unref (watch->timer);
}

/* Nothing was sent, and yet there is an answer: it is not the service's. */
static void
blame_proxy (SoupMessage  *message,
             GError      **error)
{
  guint status = soup_message_get_status (message);

  g_set_error (error, G_IO_ERROR,
               status == SOUP_STATUS_PROXY_UNAUTHORIZED ? G_IO_ERROR_PROXY_NEED_AUTH : G_IO_ERROR_PROXY_FAILED,
               "the proxy refused to connect, with HTTP status %u", status);
}

/**
 * dossier_aws_attempt_send:
 * @session: the client's session
 * @message: a signed message
 * @timeout_ms: milliseconds without progress until %G_IO_ERROR_TIMED_OUT
 * @cancellable: (nullable): ends the wait with %G_IO_ERROR_CANCELLED
 * @sent: (out): whether a part of the request may have reached the service
 * @error: return location, see dossier_soup_send()
 *
 * Suspends the calling fiber until the head of the answer is there.
 *
 * Returns: (transfer full) (nullable): the body of the answer
 */
GInputStream *
dossier_aws_attempt_send (SoupSession   *session,
                          SoupMessage   *message,
                          guint          timeout_ms,
                          GCancellable  *cancellable,
                          gboolean      *sent,
                          GError       **error)
{
  Watch watch = { 0 };
  DexFuture *stopped = start_watch (&watch, session, message, timeout_ms);
  DexFuture *sending = dossier_soup_send (session, message);
  g_autoptr(GInputStream) stream = NULL;

  watch.sending = g_object_ref (dex_promise_get_cancellable (DEX_PROMISE (sending)));
  stream = dossier_await_leaf_object (dex_future_first (sending, stopped, NULL), cancellable, DOSSIER_NO_TIMEOUT, error);
  stop_watch (&watch, session);
  *sent = watch.sent;
  if (stream == NULL)
    return NULL;
  if (!watch.sent)
    {
      blame_proxy (message, error);
      return NULL;
    }
  return g_steal_pointer (&stream);
}

static gboolean
refuse_size (gsize    limit,
             GError **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE, "the answer has more than %" G_GSIZE_FORMAT
               " bytes", limit);
  return FALSE;
}

/**
 * dossier_aws_attempt_read:
 * @message: a message whose head was answered
 * @stream: the body
 * @limit: how many bytes it may have
 * @timeout_ms: milliseconds without a byte until %G_IO_ERROR_TIMED_OUT
 * @cancellable: (nullable): ends the wait with %G_IO_ERROR_CANCELLED
 * @error: return location for %DOSSIER_ERROR_TOO_LARGE or a #GIOErrorEnum
 *
 * Suspends the calling fiber until the whole body is there.
 *
 * Returns: (transfer full) (nullable): the body
 */
GBytes *
dossier_aws_attempt_read (SoupMessage   *message,
                          GInputStream  *stream,
                          gsize          limit,
                          guint          timeout_ms,
                          GCancellable  *cancellable,
                          GError       **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr(GByteArray) body = NULL;
  goffset promised = 0;

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_get_method (message) != SOUP_METHOD_HEAD)
    promised = soup_message_headers_get_content_length (headers);
  if (promised > 0 && (guint64) promised > limit)
    return refuse_size (limit, error), NULL;

  body = g_byte_array_sized_new ((guint) CLAMP (promised, 0, MAX_RESERVE));
  for (;;)
    {
      g_autoptr(GBytes) block = dossier_await_leaf_boxed (dossier_stream_read_bytes (stream, BLOCK_SIZE), cancellable,
                                                          timeout_ms, error);

      if (block == NULL)
        return NULL;
      if (g_bytes_get_size (block) == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&body));
      if (body->len + g_bytes_get_size (block) > limit)
        return refuse_size (limit, error), NULL;
      g_byte_array_append (body, g_bytes_get_data (block, NULL), (guint) g_bytes_get_size (block));
    }
}
