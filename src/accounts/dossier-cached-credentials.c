// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-cached-credentials.h"
#include "dossier-fiber.h"
#include "dossier-once-private.h"

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
  DossierOnce *renewal;
};

typedef struct
{
  DossierCachedCredentials *self;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->self);
  g_object_unref (job->cancellable);
  g_free (job);
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

static DexFuture *
renew_fiber (gpointer data)
{
  Job *job = data;
  DossierCachedCredentials *self = job->self;
  GError *error = NULL;
  DossierCredentials *credentials =
      dossier_await_child_boxed (dossier_credentials_provider_get (self->source, job->cancellable), &error);
  gint64 now = dossier_clock_now (self->clock);

  if (credentials != NULL)
    keep (self, credentials);
  else if (self->credentials != NULL && now < self->ends)
    {
      g_clear_error (&error);
      credentials = dossier_credentials_ref (self->credentials);
      self->renew_at = now + PAUSE;
    }

  return credentials != NULL ? dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, credentials)
                             : dex_future_new_for_error (error);
}

static DexFuture *
renew (gpointer      owner,
       GCancellable *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (owner);
  job->cancellable = g_object_ref (cancellable);
  return dossier_fiber_spawn (renew_fiber, job, job_free);
}

static DexFuture *
dossier_cached_credentials_get (DossierCredentialsProvider *provider,
                                GCancellable               *cancellable)
{
  DossierCachedCredentials *self = DOSSIER_CACHED_CREDENTIALS (provider);

  if (self->credentials != NULL && dossier_clock_now (self->clock) < self->renew_at)
    return dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, dossier_credentials_ref (self->credentials));

  return dossier_once_wait (self->renewal, G_OBJECT (self), cancellable);
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
  dossier_once_free (self->renewal);

  G_OBJECT_CLASS (dossier_cached_credentials_parent_class)->finalize (object);
}

static void
dossier_cached_credentials_class_init (DossierCachedCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_cached_credentials_finalize;
}

static void
dossier_cached_credentials_init (DossierCachedCredentials *self)
{
  self->renewal = dossier_once_new (DOSSIER_TYPE_CREDENTIALS, renew);
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
