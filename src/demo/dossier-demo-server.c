// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "dossier-clock.h"
#include "dossier-crypto.h"
#include "dossier-demo-auth-private.h"
#include "dossier-demo-server.h"
#include "dossier-demo-sts-private.h"

#define ACCOUNT_ID "111122223333"
#define REGION "us-east-1"
#define ACCESS_KEY_ID "AKIADOSSIERDEMO00001"
#define USER_ID "AIDADOSSIERDEMO000001"
#define USER_ARN "arn:aws:iam::" ACCOUNT_ID ":user/demo"

struct _DossierDemoServer
{
  GObject parent_instance;

  guint16 port;
  DossierSecret *secret;
  char *endpoint_url;
  SoupServer *soup;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
};

G_DEFINE_FINAL_TYPE (DossierDemoServer, dossier_demo_server, G_TYPE_OBJECT)

static void
dossier_demo_server_finalize (GObject *object)
{
  DossierDemoServer *self = DOSSIER_DEMO_SERVER (object);

  dossier_demo_server_stop (self);
  g_clear_pointer (&self->secret, dossier_secret_unref);
  g_clear_pointer (&self->endpoint_url, g_free);
  G_OBJECT_CLASS (dossier_demo_server_parent_class)->finalize (object);
}

static void
dossier_demo_server_class_init (DossierDemoServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_demo_server_finalize;
}

static void
dossier_demo_server_init (DossierDemoServer *self)
{
  /* Made anew for each service: no other program on this machine can guess it. */
  self->secret = dossier_secret_new_take (dossier_random_hex (20));
}

/**
 * dossier_demo_server_new:
 * @options: how to set it up
 *
 * Returns: (transfer full): a service that does not listen yet
 */
DossierDemoServer *
dossier_demo_server_new (const DossierDemoOptions *options)
{
  DossierDemoServer *self = g_object_new (DOSSIER_TYPE_DEMO_SERVER, NULL);

  self->port = options->port;
  return self;
}

static void
handle_request (SoupServer *,
                SoupServerMessage *message,
                const char        *path,
                GHashTable *,
                gpointer data)
{
  DossierDemoServer *self = data;
  const DossierDemoIdentity identity = { ACCESS_KEY_ID, self->secret, REGION, "sts" };
  g_autofree char *text = NULL;
  const char *code;

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST || !g_str_equal (path, "/"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  code = dossier_demo_auth_check (&identity, message, dossier_clock_now (dossier_clock_get_system ()), &text);
  if (code == NULL)
    dossier_demo_sts_answer (message, ACCOUNT_ID, USER_ARN, USER_ID);
  else
    dossier_demo_sts_refuse (message,
                             g_str_equal (code, "IncompleteSignature") ? SOUP_STATUS_BAD_REQUEST : SOUP_STATUS_FORBIDDEN,
                             code, text);
}

static gpointer
serve (gpointer data)
{
  DossierDemoServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->soup);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/**
 * dossier_demo_server_start:
 * @self: a service that does not listen
 * @error: return location
 *
 * Listens on 127.0.0.1 and answers on a thread of its own, so that a caller's
 * main loop is free to wait for it.
 *
 * Returns: %TRUE, or %FALSE with a %G_IO_ERROR
 */
gboolean
dossier_demo_server_start (DossierDemoServer  *self,
                           GError            **error)
{
  gboolean ok;

  g_return_val_if_fail (self->thread == NULL, FALSE);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->soup = soup_server_new ("server-header", "dossier-demo", NULL);
  soup_server_add_handler (self->soup, NULL, handle_request, self, NULL);

  /* The listening socket belongs to the context it is made under. */
  g_main_context_push_thread_default (self->context);
  ok = soup_server_listen_local (self->soup, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, error);
  g_main_context_pop_thread_default (self->context);

  if (ok)
    {
      GSList *uris = soup_server_get_uris (self->soup);

      g_free (self->endpoint_url);
      self->endpoint_url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
      g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
      self->thread = g_thread_new ("demo-server", serve, self);
    }
  else
    {
      dossier_demo_server_stop (self);
    }
  return ok;
}

/**
 * dossier_demo_server_stop:
 * @self: a service
 *
 * Closes its connections and waits for its thread. Does nothing when stopped.
 */
void
dossier_demo_server_stop (DossierDemoServer *self)
{
  if (self->thread != NULL)
    {
      /* As a source and not by a direct call: the loop may not run yet. */
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_callback (source, quit, self->loop, NULL);
      g_source_attach (source, self->context);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  g_clear_object (&self->soup);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
}

/**
 * dossier_demo_server_get_endpoint_url:
 * @self: a service
 *
 * Returns: (nullable): `http://127.0.0.1:PORT`, %NULL before it was started
 */
const char *
dossier_demo_server_get_endpoint_url (DossierDemoServer *self)
{
  return self->endpoint_url;
}

/**
 * dossier_demo_server_get_region:
 *
 * Returns: the Region that the service plays
 */
const char *
dossier_demo_server_get_region (DossierDemoServer *)
{
  return REGION;
}

/**
 * dossier_demo_server_get_account_id:
 *
 * Returns: the account of its only user, twelve digits
 */
const char *
dossier_demo_server_get_account_id (DossierDemoServer *)
{
  return ACCOUNT_ID;
}

/**
 * dossier_demo_server_get_access_key_id:
 *
 * Returns: the key id it accepts
 */
const char *
dossier_demo_server_get_access_key_id (DossierDemoServer *)
{
  return ACCESS_KEY_ID;
}

/**
 * dossier_demo_server_get_secret_access_key:
 * @self: a service
 *
 * Returns: the secret it accepts, made at random; it opens nothing else
 */
const char *
dossier_demo_server_get_secret_access_key (DossierDemoServer *self)
{
  return dossier_secret_peek (self->secret);
}

/**
 * dossier_demo_server_info_json:
 * @self: a service that was started
 *
 * Returns: (transfer full): what a client needs to call it, as one JSON object
 */
char *
dossier_demo_server_info_json (DossierDemoServer *self)
{
  g_autoptr (JsonObject) info = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (info, "endpoint", self->endpoint_url);
  json_object_set_string_member (info, "region", REGION);
  json_object_set_string_member (info, "accountId", ACCOUNT_ID);
  json_object_set_string_member (info, "accessKeyId", ACCESS_KEY_ID);
  json_object_set_string_member (info, "secretAccessKey", dossier_secret_peek (self->secret));
  json_node_set_object (node, info);
  return json_to_string (node, FALSE);
}
