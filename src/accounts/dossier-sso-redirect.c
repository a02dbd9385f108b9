// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "dossier-error.h"
#include "dossier-sso-redirect-private.h"

struct _DossierSsoRedirect
{
  DossierPrompt *prompt;
  char *state;
  char *uri;
  SoupServer *server;
  DexPromise *code;
};

static void
reply (DossierSsoRedirect *self,
       SoupServerMessage  *message,
       gboolean            good)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *text = dossier_prompt_describe_page (self->prompt, good);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  char *page = g_strdup_printf ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Dossier</title></head>"
                                "<body><p>%s</p></body></html>\n",
                                escaped);

  soup_server_message_set_status (message, good ? SOUP_STATUS_OK : SOUP_STATUS_BAD_REQUEST, NULL);
  /* The code is in the address: nobody else may get to know it, and nothing may be loaded. */
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_TAKE, page, strlen (page));
}

/* Whoever knows the port may call; who does not know the state is not the browser that was
 * sent (RFC 6749, 10.12), and does not end the wait for it.
 */
static void
handle (SoupServer *,
        SoupServerMessage *message,
        const char        *path,
        GHashTable        *query,
        gpointer           data)
{
  DossierSsoRedirect *self = data;
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;
  const char *code = query != NULL ? g_hash_table_lookup (query, "code") : NULL;
  const char *refusal = query != NULL ? g_hash_table_lookup (query, "error") : NULL;
  gboolean mine = g_str_equal (path, DOSSIER_SSO_REDIRECT_PATH) &&
                  soup_server_message_get_method (message) == SOUP_METHOD_GET && g_strcmp0 (state, self->state) == 0;

  if (!mine || (code == NULL && refusal == NULL) || !dex_future_is_pending (DEX_FUTURE (self->code)))
    {
      reply (self, message, FALSE);
      return;
    }

  reply (self, message, refusal == NULL);
  if (refusal == NULL)
    dex_promise_resolve_boxed (self->code, DOSSIER_TYPE_SECRET, dossier_secret_new (code));
  else
    dex_promise_reject (self->code, g_error_new_literal (DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                                                         "The sign-in was refused in the browser; try again, and "
                                                         "allow it there"));
}

/**
 * dossier_sso_redirect_new:
 * @prompt: knows what to show in the browser
 * @state: what the browser has to bring back, which nobody can guess
 * @error: return location for a #GIOErrorEnum: the port cannot be listened on
 *
 * Returns: (transfer full) (nullable): a listener on a free port of 127.0.0.1, for the
 *   thread's main context
 */
DossierSsoRedirect *
dossier_sso_redirect_new (DossierPrompt  *prompt,
                          const char     *state,
                          GError        **error)
{
  g_autoptr(DossierSsoRedirect) self = g_new0 (DossierSsoRedirect, 1);
  GSList *uris;

  self->prompt = g_object_ref (prompt);
  self->state = g_strdup (state);
  self->code = dex_promise_new ();
  self->server = soup_server_new ("server-header", "Dossier", NULL);
  soup_server_add_handler (self->server, NULL, handle, self, NULL);
  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    {
      g_prefix_error (error, "The browser cannot come back to this computer, sign in by a device code instead: ");
      return NULL;
    }

  uris = soup_server_get_uris (self->server);
  self->uri = g_strdup_printf ("http://127.0.0.1:%d" DOSSIER_SSO_REDIRECT_PATH, g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return g_steal_pointer (&self);
}

/**
 * dossier_sso_redirect_free:
 * @self: (transfer full): a listener; its port is closed, once what is being answered is
 */
void
dossier_sso_redirect_free (DossierSsoRedirect *self)
{
  soup_server_remove_handler (self->server, NULL);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->prompt);
  dex_clear (&self->code);
  g_free (self->state);
  g_free (self->uri);
  g_free (self);
}

/**
 * dossier_sso_redirect_get_uri:
 * @self: a listener
 *
 * Returns: (transfer none): where the browser has to come back to
 */
const char *
dossier_sso_redirect_get_uri (const DossierSsoRedirect *self)
{
  return self->uri;
}

/**
 * dossier_sso_redirect_dup_code:
 * @self: a listener
 *
 * Returns: (transfer full): a leaf to wait for, of a #DossierSecret: the authorization code;
 *   rejects with %DOSSIER_ERROR_NO_CREDENTIALS where the person refused
 */
DexFuture *
dossier_sso_redirect_dup_code (DossierSsoRedirect *self)
{
  return dex_ref (DEX_FUTURE (self->code));
}
