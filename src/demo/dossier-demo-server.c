// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <libsoup/soup.h>

#include "dossier-demo-dispatch-private.h"
#include "dossier-demo-scenario-private.h"
#include "dossier-demo-server.h"
#include "dossier-json.h"
#include "dossier-secret.h"

/* The log keeps the newest requests, so that it cannot grow for ever. */
#define MAX_LOG 10000

struct _DossierDemoServer
{
  GObject parent_instance;

  DossierDemoOptions options; /* its texts and the clock are owned */
  DossierSecret *secret;
  char *endpoint_url;
  char *kms_key_arn;
  char *notice;
  SoupServer *soup;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;

  /* The service's thread has these to itself. */
  DossierDemoData *data;
  DossierDemoFaults faults;
  DossierDemoStage stage;

  GMutex mutex;
  GQueue log; /* of char*, guarded by the mutex */
};

G_DEFINE_FINAL_TYPE (DossierDemoServer, dossier_demo_server, G_TYPE_OBJECT)

static void
add_to_log (DossierDemoServer *self,
            char              *line)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->log, line);
  if (g_queue_get_length (&self->log) > MAX_LOG)
    g_free (g_queue_pop_head (&self->log));
  g_mutex_unlock (&self->mutex);
}

static void
answer (DossierDemoServer *self,
        SoupServerMessage *message)
{
  add_to_log (self, dossier_demo_dispatch (&self->stage, message, dossier_clock_now (self->options.clock)));
}

/* A request that waits for its answer. */
typedef struct
{
  DossierDemoServer *server;
  SoupServerMessage *message;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->message);
  g_free (waiting);
}

static gboolean
answer_late (gpointer data)
{
  Waiting *waiting = data;

  answer (waiting->server, waiting->message);
  soup_server_message_unpause (waiting->message);
  return G_SOURCE_REMOVE;
}

static void
handle_request (SoupServer *,
                SoupServerMessage *message,
                const char *,
                GHashTable *,
                gpointer data)
{
  DossierDemoServer *self = data;
  g_autoptr (GSource) source = NULL;
  Waiting *waiting;

  if (self->options.latency_ms == 0)
    {
      answer (self, message);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->server = self;
  waiting->message = g_object_ref (message);
  source = g_timeout_source_new (self->options.latency_ms);
  g_source_set_callback (source, answer_late, waiting, waiting_free);
  g_source_attach (source, self->context);
  soup_server_message_pause (message);
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

static gboolean
listen (DossierDemoServer  *self,
        GError            **error)
{
  GSList *uris;
  gboolean ok;

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  /* Keys of objects may hold what a path must not, so paths stay as they came. */
  self->soup = soup_server_new ("server-header", "dossier-demo", "raw-paths", TRUE, NULL);
  soup_server_add_handler (self->soup, NULL, handle_request, self, NULL);

  /* The listening socket belongs to the context it is made under. */
  g_main_context_push_thread_default (self->context);
  ok = soup_server_listen_local (self->soup, self->options.port, SOUP_SERVER_LISTEN_IPV4_ONLY, error);
  g_main_context_pop_thread_default (self->context);
  if (!ok)
    return FALSE;
  uris = soup_server_get_uris (self->soup);
  g_free (self->endpoint_url);
  self->endpoint_url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return TRUE;
}

static gboolean
open_world (DossierDemoServer  *self,
            GError            **error)
{
  DossierDemoWorld *world = dossier_demo_world_open (self->options.folder, self->options.scenario,
                                                     dossier_clock_now (self->options.clock), error);
  const DossierDemoCredential *credential;

  if (world == NULL)
    return FALSE;
  self->stage.world = world;
  self->stage.report_ms = self->options.report_ms;
  self->data = dossier_demo_data_new (self->options.seed,
                                      dossier_demo_scenario_has_findings (self->options.scenario)
                                        ? self->options.n_findings : 0,
                                      world->epoch);
  self->stage.index = dossier_demo_index_new (self->data);
  self->faults = (DossierDemoFaults) { .fault = dossier_demo_scenario_get_fault (self->options.scenario) };
  self->stage.faults = &self->faults;
  credential = dossier_demo_world_find_credential (world, DOSSIER_DEMO_ACCESS_KEY_ID);
  g_clear_pointer (&self->secret, dossier_secret_unref);
  self->secret = dossier_secret_new (credential != NULL ? credential->secret : "");
  g_set_str (&self->notice, world->notice);
  return TRUE;
}

static void
dossier_demo_server_finalize (GObject *object)
{
  DossierDemoServer *self = DOSSIER_DEMO_SERVER (object);

  dossier_demo_server_stop (self);
  g_clear_pointer (&self->secret, dossier_secret_unref);
  g_free (self->endpoint_url);
  g_free (self->kms_key_arn);
  g_free (self->notice);
  g_free ((char *) self->options.scenario);
  g_free ((char *) self->options.folder);
  g_clear_object (&self->options.clock);
  g_queue_clear_full (&self->log, g_free);
  g_mutex_clear (&self->mutex);
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
  g_mutex_init (&self->mutex);
  g_queue_init (&self->log);
}

/**
 * dossier_demo_server_new:
 * @options: how to set it up; copied
 *
 * Returns: (transfer full): a service that does not listen yet
 */
DossierDemoServer *
dossier_demo_server_new (const DossierDemoOptions *options)
{
  DossierDemoServer *self = g_object_new (DOSSIER_TYPE_DEMO_SERVER, NULL);

  self->options = *options;
  self->options.scenario =
      g_strdup (options->scenario != NULL ? options->scenario : DOSSIER_DEMO_DEFAULT_SCENARIO);
  self->options.folder = g_strdup (options->folder);
  self->options.clock = g_object_ref (options->clock != NULL ? options->clock : dossier_clock_get_system ());
  self->kms_key_arn = g_strdup_printf ("arn:aws:kms:%s:%s:key/" DOSSIER_DEMO_KEY_ID, dossier_demo_region (0),
                                       dossier_demo_account_id (0));
  return self;
}

/**
 * dossier_demo_server_start:
 * @self: a service that does not listen
 * @error: return location
 *
 * Reads or makes its world, listens on 127.0.0.1 and answers on a thread of its
 * own, so that a caller's main loop is free to wait for it. Blocks for the
 * reading of a file.
 *
 * Returns: %TRUE, or %FALSE with a %G_IO_ERROR, a %G_FILE_ERROR or
 *   %DOSSIER_ERROR_INVALID_INPUT for a scenario that is not known
 */
gboolean
dossier_demo_server_start (DossierDemoServer  *self,
                           GError            **error)
{
  g_return_val_if_fail (self->thread == NULL, FALSE);

  if (open_world (self, error) && listen (self, error))
    {
      self->thread = g_thread_new ("demo-server", serve, self);
      return TRUE;
    }
  dossier_demo_server_stop (self);
  return FALSE;
}

/**
 * dossier_demo_server_stop:
 * @self: a service
 *
 * Closes its connections and waits for its thread. A world without a folder of
 * the caller's is gone then. Does nothing when stopped.
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
  g_clear_pointer (&self->stage.index, dossier_demo_index_free);
  g_clear_pointer (&self->data, dossier_demo_data_free);
  g_clear_pointer (&self->faults.access_key_id, g_free);
  g_clear_pointer (&self->stage.world, dossier_demo_world_close);
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
 * @self: a service
 *
 * Returns: the Region in which its bucket and key are
 */
const char *
dossier_demo_server_get_region (DossierDemoServer *)
{
  return dossier_demo_region (0);
}

/**
 * dossier_demo_server_get_account_id:
 * @self: a service
 *
 * Returns: the account of its caller, twelve digits: the delegated administrator
 */
const char *
dossier_demo_server_get_account_id (DossierDemoServer *)
{
  return dossier_demo_account_id (0);
}

/**
 * dossier_demo_server_get_access_key_id:
 * @self: a service
 *
 * Returns: the key id of its caller
 */
const char *
dossier_demo_server_get_access_key_id (DossierDemoServer *)
{
  return DOSSIER_DEMO_ACCESS_KEY_ID;
}

/**
 * dossier_demo_server_get_secret_access_key:
 * @self: a service
 *
 * Returns: (nullable): the secret of its caller, made at random with the world;
 *   it opens nothing else. %NULL before it was started
 */
const char *
dossier_demo_server_get_secret_access_key (DossierDemoServer *self)
{
  return self->secret != NULL ? dossier_secret_peek (self->secret) : NULL;
}

/**
 * dossier_demo_server_get_bucket:
 * @self: a service
 *
 * Returns: the name of a bucket that Inspector may write to, unless the
 *   scenario has it otherwise
 */
const char *
dossier_demo_server_get_bucket (DossierDemoServer *)
{
  return DOSSIER_DEMO_BUCKET;
}

/**
 * dossier_demo_server_get_kms_key_arn:
 * @self: a service
 *
 * Returns: a key that Inspector may use, unless the scenario has it otherwise
 */
const char *
dossier_demo_server_get_kms_key_arn (DossierDemoServer *self)
{
  return self->kms_key_arn;
}

/**
 * dossier_demo_server_get_notice:
 * @self: a service that was started
 *
 * Returns: (nullable): what a person should be told about its world, a sentence
 *   in English, such as that a damaged file was set aside
 */
const char *
dossier_demo_server_get_notice (DossierDemoServer *self)
{
  return self->notice;
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

  json_object_set_string_member (info, "endpoint", self->endpoint_url);
  json_object_set_string_member (info, "region", dossier_demo_server_get_region (self));
  json_object_set_string_member (info, "accountId", dossier_demo_server_get_account_id (self));
  json_object_set_string_member (info, "accessKeyId", dossier_demo_server_get_access_key_id (self));
  json_object_set_string_member (info, "secretAccessKey", dossier_demo_server_get_secret_access_key (self));
  json_object_set_string_member (info, "bucket", dossier_demo_server_get_bucket (self));
  json_object_set_string_member (info, "kmsKeyArn", self->kms_key_arn);
  return dossier_json_object_to_text (info, FALSE);
}

/**
 * dossier_demo_server_dup_log:
 * @self: a service
 *
 * From any thread.
 *
 * Returns: (transfer full): its newest requests, oldest first, each as service,
 *   operation, and `OK` or the error code
 */
GStrv
dossier_demo_server_dup_log (DossierDemoServer *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_mutex_lock (&self->mutex);
  for (GList *at = self->log.head; at != NULL; at = at->next)
    g_strv_builder_add (builder, at->data);
  g_mutex_unlock (&self->mutex);
  return g_strv_builder_end (builder);
}
