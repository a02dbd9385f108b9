// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-cached-credentials.h"
#include "dossier-fiber.h"

/* How long before their end credentials are renewed: a request that is on its way
 * must not meet it. Of short ones, a quarter of their life.
 */
#define MARGIN    (5 * G_TIME_SPAN_MINUTE)
#define MAX_SHARE 4

/* After a renewal that failed, while the old ones are good still. */
#define PAUSE G_TIME_SPAN_MINUTE

#define NEVER G_MAXINT64

struct _DossierCachedCredentials
{
  GObject parent_instance;

  DossierCredentialsProvider *source;
  DossierClock *clock;
  DossierCredentials *credentials;
  gint64 ends;      /* µs since 1970 UTC: not to be used from then on */
  gint64 renew_at;  /* µs since 1970 UTC */

  /* The renewal under way, if any, and how many wait for it. */
  DexPromise *renewal;
  GCancellable *cancellable;
  guint n_waiting;
};

/* What a fiber holds on to: the cache may have begun another renewal meanwhile. */
typedef struct
{
  DossierCachedCredentials *self;
  DexPromise *renewal;
  GCancellable *cancellable;
} Part;

static Part *
part_new (DossierCachedCredentials *self,
          GCancellable             *cancellable)
{
  Part *part = g_new0 (Part, 1);

  part->self = g_object_ref (self);
  part->renewal = dex_ref (self->renewal);
  g_set_object (&part->cancellable, cancellable);
  return part;
}

static void
part_free (gpointer data)
{
  Part *part = data;

  g_object_unref (part->self);
  dex_unref (part->renewal);
  g_clear_object (&part->cancellable);
  g_free (part);
}

/* Those that come with an end that is past by the clock here are not from the past:
 * the clock is wrong. They are used until AWS refuses them.
 */
static void
keep (DossierCachedCredentials *self,
      DossierCredentials       *credentials)
{
  gint64 now = dossier_clock_now (self->clock);
  gint64 expires = dossier_credentials_get_expires (credentials);
  gint64 left = expires - now;

  g_clear_pointer (&self->credentials, dossier_credentials_unref);
  self->credentials = dossier_credentials_ref (credentials);
  self->ends = expires == 0 || left <= 0 ? NEVER : expires;
  self->renew_at = self->ends == NEVER ? NEVER : expires - MIN (MARGIN, left / MAX_SHARE);
}

static void
forget_renewal (DossierCachedCredentials *self)
{
  dex_clear (&self->renewal);
  g_clear_object (&self->cancellable);
  self->n_waiting = 0;
}

static DexFuture *
renew_fiber (gpointer data)
{
  Part *part = data;
  DossierCachedCredentials *self = part->self;
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCredentials) credentials =
      dossier_await_child_boxed (dossier_credentials_provider_get (self->source, part->cancellable), &error);
  gint64 now = dossier_clock_now (self->clock);

  /* Nobody waits any more, or others wait for another renewal. */
  if (self->renewal != part->renewal)
    return dex_future_new_true ();

  forget_renewal (self);
  if (credentials != NULL)
    keep (self, credentials);
  else if (self->credentials != NULL && now < self->ends)
    {
      credentials = dossier_credentials_ref (self->credentials);
      self->renew_at = now + PAUSE;
    }

  if (credentials != NULL)
    dex_promise_resolve_boxed (part->renewal, DOSSIER_TYPE_CREDENTIALS, g_steal_pointer (&credentials));
  else
    dex_promise_reject (part->renewal, g_steal_pointer (&error));
  return dex_future_new_true ();
}

static DexFuture *
wait_fiber (gpointer data)
{
  Part *part = data;
  DossierCachedCredentials *self = part->self;
  GError *error = NULL;
  DossierCredentials *credentials = dossier_await_leaf_boxed (dex_ref (DEX_FUTURE (part->renewal)), part->cancellable,
                                                              DOSSIER_NO_TIMEOUT, &error);

  /* The last one who gives up ends the renewal, and with it a question to a person. */
  if (self->renewal == part->renewal && --self->n_waiting == 0)
    {
      g_cancellable_cancel (self->cancellable);
      forget_renewal (self);
    }

  return credentials != NULL ? dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, credentials)
                             : dex_future_new_for_error (error);
}

static DexFuture *
dossier_cached_credentials_get (DossierCredentialsProvider *provider,
                                GCancellable               *cancellable)
{
  DossierCachedCredentials *self = DOSSIER_CACHED_CREDENTIALS (provider);

  if (self->credentials != NULL && dossier_clock_now (self->clock) < self->renew_at)
    return dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, dossier_credentials_ref (self->credentials));

  if (self->renewal == NULL)
    {
      self->renewal = dex_promise_new ();
      self->cancellable = g_cancellable_new ();
      dex_future_disown (dossier_fiber_spawn (renew_fiber, part_new (self, self->cancellable), part_free));
    }
  self->n_waiting++;
  return dossier_fiber_spawn (wait_fiber, part_new (self, cancellable), part_free);
}

static void
dossier_cached_credentials_expire (DossierCredentialsProvider *provider,
                                   DossierCredentials         *credentials)
{
  DossierCachedCredentials *self = DOSSIER_CACHED_CREDENTIALS (provider);

  if (self->credentials == credentials)
    g_clear_pointer (&self->credentials, dossier_credentials_unref);
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = dossier_cached_credentials_get;
  iface->expire = dossier_cached_credentials_expire;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierCachedCredentials, dossier_cached_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER, provider_iface_init))

static void
dossier_cached_credentials_finalize (GObject *object)
{
  DossierCachedCredentials *self = DOSSIER_CACHED_CREDENTIALS (object);

  g_clear_object (&self->source);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->credentials, dossier_credentials_unref);
  forget_renewal (self);

  G_OBJECT_CLASS (dossier_cached_credentials_parent_class)->finalize (object);
}

static void
dossier_cached_credentials_class_init (DossierCachedCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_cached_credentials_finalize;
}

static void
dossier_cached_credentials_init (DossierCachedCredentials *)
{
}

/**
 * dossier_cached_credentials_new:
 * @source: where they come from
 * @clock: (nullable): the time; %NULL for this computer's
 *
 * @source is asked by the first request, and again five minutes before what it gave ends,
 * or when AWS says that it has ended. If that fails while the old credentials are good
 * still, they stay in use and @source is asked again a minute later.
 *
 * Returns: (transfer full): a provider; it rejects as @source does
 */
DossierCredentialsProvider *
dossier_cached_credentials_new (DossierCredentialsProvider *source,
                                DossierClock               *clock)
{
  DossierCachedCredentials *self = g_object_new (DOSSIER_TYPE_CACHED_CREDENTIALS, NULL);

  self->source = g_object_ref (source);
  self->clock = g_object_ref (clock != NULL ? clock : dossier_clock_get_system ());
  return DOSSIER_CREDENTIALS_PROVIDER (self);
}

/**
 * dossier_cached_credentials_get_expires:
 * @self: a provider
 *
 * Returns: when the credentials at hand end, microseconds since 1970 UTC; 0 if there are
 *   none, or if they last
 */
gint64
dossier_cached_credentials_get_expires (DossierCachedCredentials *self)
{
  return self->credentials != NULL ? dossier_credentials_get_expires (self->credentials) : 0;
}
