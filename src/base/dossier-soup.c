// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-soup.h"

static void
send_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);

  if (stream != NULL)
    dex_promise_resolve_object (promise, stream);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

/**
 * dossier_soup_send:
 * @session: a session
 * @message: a message that was not sent yet; a retry needs a new one
 *
 * Sends a request and waits for the head of the response. A leaf: discarding
 * it closes the connection.
 *
 * Returns: (transfer full): a future of the body's #GInputStream, whatever the
 *   HTTP status; rejects with #GIOErrorEnum, #GTlsError, #GResolverError or
 *   #SoupSessionError when there is no response
 */
DexFuture *
dossier_soup_send (SoupSession *session,
                   SoupMessage *message)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  soup_session_send_async (session, message, G_PRIORITY_DEFAULT,
                           dex_promise_get_cancellable (promise), send_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);

  if (bytes != NULL)
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, bytes);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

/**
 * dossier_stream_read_bytes:
 * @stream: a stream
 * @count: bytes to read at the most
 *
 * Returns: (transfer full): a future of #GBytes, empty at the end of the
 *   stream; rejects with #GIOErrorEnum
 */
DexFuture *
dossier_stream_read_bytes (GInputStream *stream,
                           gsize         count)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  g_input_stream_read_bytes_async (stream, count, G_PRIORITY_DEFAULT,
                                   dex_promise_get_cancellable (promise), read_cb,
                                   dex_ref (promise));
  return DEX_FUTURE (promise);
}
