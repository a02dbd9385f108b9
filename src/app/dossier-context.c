// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-context.h"
#include "dossier-demo-server.h"
#include "dossier-demo-world.h"
#include "dossier-fiber.h"
#include "dossier-paths.h"
#include "dossier-session-choice.h"
#include "dossier-settings.h"

struct _DossierContext
{
  GObject parent_instance;

  DossierAccountList *accounts;
  DossierLaunch *launch;
  DossierContextState state;
  GError *error;

  DossierDemoServer *demo;
  DossierSession *session;
  char *name;
  DossierExportStore *store;

  DossierFilter *filter;
  DossierFindingsFeed *findings;
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (DossierContext, dossier_context, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_FILTER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Readings of all contexts that have not ended yet. */
static guint n_readings;

static void
set_state (DossierContext      *self,
           DossierContextState  state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Making the world, or reading it from disk, takes longer than a frame. */
static gpointer
start_demo_thread (gpointer data,
                   GError **error)
{
  const char *scenario = data;
  g_autofree char *folder = dossier_demo_world_default_folder (scenario);
  const DossierDemoOptions options = {
    .scenario = scenario,
    .n_findings = DOSSIER_DEMO_DEFAULT_FINDINGS,
    .seed = DOSSIER_DEMO_DEFAULT_SEED,
    .report_ms = DOSSIER_DEMO_DEFAULT_REPORT_MS,
    .folder = folder,
  };
  g_autoptr(DossierDemoServer) server = dossier_demo_server_new (&options);

  return dossier_demo_server_start (server, error) ? g_steal_pointer (&server) : NULL;
}

static DossierSession *
open_demo (DossierContext  *self,
           GError         **error)
{
  g_autofree char *source = g_strdup_printf ("demo:%s", self->launch->demo);
  DossierDemoServer *demo;

  self->demo = dossier_await_leaf_object (
      dossier_thread_run (start_demo_thread, g_strdup (self->launch->demo), g_free,
                          DOSSIER_TYPE_DEMO_SERVER),
      NULL, DOSSIER_NO_TIMEOUT, error);
  demo = self->demo;
  if (demo == NULL)
    return NULL;

  self->name = g_strdup (_("Demo"));
  return dossier_session_new_static (
      source,
      self->launch->region != NULL ? self->launch->region : dossier_demo_server_get_region (demo),
      dossier_demo_server_get_endpoint_url (demo), dossier_demo_server_get_access_key_id (demo),
      dossier_demo_server_get_secret_access_key (demo), error);
}

/* The account that was used last, or the only one. */
static char *
choose_account (DossierContext *self)
{
  GSettings *settings = dossier_settings_get ();
  g_autofree char *last = settings != NULL ? g_settings_get_string (settings, "last-account") : NULL;
  g_autoptr(DossierAccount) only = NULL;

  if (last != NULL && dossier_account_list_find (self->accounts, last) != NULL)
    return g_steal_pointer (&last);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->accounts)) != 1)
    return NULL;
  only = g_list_model_get_item (G_LIST_MODEL (self->accounts), 0);
  return g_strdup (dossier_account_get_name (only));
}

static DossierSession *
open_chosen (DossierContext  *self,
             GError         **error)
{
  g_auto(GStrv) environment = g_get_environ ();
  const DossierSessionChoice choice = {
    .account = self->launch->account,
    .profile = self->launch->profile,
    .region = self->launch->region,
    .endpoint_url = self->launch->endpoint_url,
  };
  DossierSession *session =
      dossier_session_choice_resolve (&choice, environment, self->accounts, error);
  GSettings *settings = dossier_settings_get ();

  if (session != NULL && choice.account != NULL && settings != NULL)
    g_settings_set_string (settings, "last-account", choice.account);

  self->name = g_strdup (choice.account != NULL ? choice.account : choice.profile);
  return session;
}

/* What is made up need not outlive the window, and no keyring is asked for it. */
static gboolean
open_findings (DossierContext  *self,
               GError         **error)
{
  g_autoptr(DossierFindingsStore) store = dossier_await_child_object (
      dossier_context_is_demo (self) ? dossier_findings_store_open_in_memory ()
                                     : dossier_findings_store_open (NULL, NULL),
      error);

  if (store == NULL)
    return FALSE;

  dossier_findings_feed_open (self->findings, store, dossier_session_get_client (self->session),
                              dossier_session_get_source (self->session));
  return TRUE;
}

static DexFuture *
open_fiber (gpointer data)
{
  DossierContext *self = data;
  GError *error = NULL;

  if (self->launch->demo != NULL)
    self->session = open_demo (self, &error);
  else if (dossier_await_child (dossier_account_list_load (self->accounts), &error))
    {
      if (dossier_launch_is_empty (self->launch))
        self->launch->account = choose_account (self);
      if (!dossier_launch_is_empty (self->launch))
        self->session = open_chosen (self, &error);
    }

  if (self->session != NULL && !open_findings (self, &error))
    g_clear_object (&self->session);

  self->error = error;
  set_state (self, self->session != NULL ? DOSSIER_CONTEXT_OPEN
                   : error != NULL       ? DOSSIER_CONTEXT_FAILED
                                         : DOSSIER_CONTEXT_NOBODY);
  return dex_future_new_true ();
}

static DexFuture *
reading_fiber (gpointer load)
{
  n_readings++;
  dossier_await_child (dex_ref (load), NULL);
  n_readings--;
  return dex_future_new_true ();
}

static void
dossier_context_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  DossierContext *self = DOSSIER_CONTEXT (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;

    case PROP_FILTER:
      g_value_set_boxed (value, self->filter);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_context_dispose (GObject *object)
{
  DossierContext *self = DOSSIER_CONTEXT (object);

  dossier_context_stop (self);
  if (self->demo != NULL)
    dossier_demo_server_stop (self->demo);
  g_clear_object (&self->demo);

  G_OBJECT_CLASS (dossier_context_parent_class)->dispose (object);
}

static void
dossier_context_finalize (GObject *object)
{
  DossierContext *self = DOSSIER_CONTEXT (object);

  g_clear_object (&self->accounts);
  g_clear_pointer (&self->launch, dossier_launch_free);
  g_clear_error (&self->error);
  g_clear_object (&self->session);
  g_free (self->name);
  g_clear_object (&self->store);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  g_clear_object (&self->findings);

  G_OBJECT_CLASS (dossier_context_parent_class)->finalize (object);
}

static void
dossier_context_class_init (DossierContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dossier_context_get_property;
  object_class->dispose = dossier_context_dispose;
  object_class->finalize = dossier_context_finalize;

  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, DOSSIER_CONTEXT_FAILED, DOSSIER_CONTEXT_OPENING,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILTER] = g_param_spec_boxed ("filter", NULL, NULL, DOSSIER_TYPE_FILTER,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_context_init (DossierContext *self)
{
  g_autofree char *folder = dossier_path_in_state ("exports", NULL);

  self->store = dossier_export_store_new (folder);
  self->filter = dossier_filter_new_default ();
  self->findings = dossier_findings_feed_new ();
}

/**
 * dossier_context_new:
 * @accounts: the accounts there are; loaded here
 * @launch: whose findings to show
 *
 * Returns: (transfer full): a context that is opening
 */
DossierContext *
dossier_context_new (DossierAccountList  *accounts,
                     const DossierLaunch *launch)
{
  DossierContext *self = g_object_new (DOSSIER_TYPE_CONTEXT, NULL);

  self->accounts = g_object_ref (accounts);
  self->launch = dossier_launch_copy (launch);
  dex_future_disown (dossier_fiber_spawn (open_fiber, g_object_ref (self), g_object_unref));
  return self;
}

/**
 * dossier_context_get_launch:
 * @self: a context
 *
 * Returns: (transfer none): whose findings it shows
 */
const DossierLaunch *
dossier_context_get_launch (DossierContext *self)
{
  return self->launch;
}

/**
 * dossier_context_get_state:
 * @self: a context
 *
 * Returns: how far it is
 */
DossierContextState
dossier_context_get_state (DossierContext *self)
{
  return self->state;
}

/**
 * dossier_context_get_error:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): why there is no session
 */
const GError *
dossier_context_get_error (DossierContext *self)
{
  return self->error;
}

/**
 * dossier_context_get_accounts:
 * @self: a context
 *
 * Returns: (transfer none): the accounts there are
 */
DossierAccountList *
dossier_context_get_accounts (DossierContext *self)
{
  return self->accounts;
}

/**
 * dossier_context_get_session:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): who asks; set once the context is open
 */
DossierSession *
dossier_context_get_session (DossierContext *self)
{
  return self->session;
}

/**
 * dossier_context_is_demo:
 * @self: a context
 *
 * Returns: whether nothing of it is real
 */
gboolean
dossier_context_is_demo (DossierContext *self)
{
  return self->launch->demo != NULL;
}

/**
 * dossier_context_get_name:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): what people call the account
 */
const char *
dossier_context_get_name (DossierContext *self)
{
  return self->name;
}

/**
 * dossier_context_get_store:
 * @self: a context
 *
 * Returns: (transfer none): the exports made so far
 */
DossierExportStore *
dossier_context_get_store (DossierContext *self)
{
  return self->store;
}

/**
 * dossier_context_get_findings:
 * @self: a context
 *
 * Returns: (transfer none): the findings that were read
 */
DossierFindingsFeed *
dossier_context_get_findings (DossierContext *self)
{
  return self->findings;
}

/**
 * dossier_context_get_filter:
 * @self: a context
 *
 * Returns: (transfer none): which findings are shown
 */
DossierFilter *
dossier_context_get_filter (DossierContext *self)
{
  return self->filter;
}

/**
 * dossier_context_set_filter:
 * @self: a context
 * @filter: which findings to show; without a status, active ones
 *
 * Reads the findings again where @filter is another one.
 */
void
dossier_context_set_filter (DossierContext *self,
                            DossierFilter  *filter)
{
  g_autoptr(DossierFilter) whole = dossier_filter_with_default_status (filter);
  gboolean same = dossier_filter_equal (whole, self->filter);

  dossier_filter_unref (self->filter);
  self->filter = g_steal_pointer (&whole);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
  if (!same)
    dossier_context_refresh (self);
}

/**
 * dossier_context_refresh:
 * @self: an open context
 *
 * Reads the findings again. How it goes is in the feed's state.
 */
void
dossier_context_refresh (DossierContext *self)
{
  if (self->session == NULL)
    return;

  dossier_context_stop (self);
  self->reading = g_cancellable_new ();
  dex_future_disown (dossier_fiber_spawn (
      reading_fiber, dossier_findings_feed_load (self->findings, self->filter, self->reading), dex_unref));
}

/**
 * dossier_context_stop:
 * @self: a context
 *
 * Stops reading findings. Those that were read stay.
 */
void
dossier_context_stop (DossierContext *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

/**
 * dossier_context_finish_all:
 *
 * Runs the main loop until all readings have ended, which were stopped before: what
 * they brought goes into the store.
 */
void
dossier_context_finish_all (void)
{
  while (n_readings > 0)
    g_main_context_iteration (NULL, TRUE);
}
