// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-keyring.h"
#include "dossier-sso-session-private.h"
#include "dossier-sso.h"

/* How long before its end a token is renewed. */
#define MARGIN (5 * G_TIME_SPAN_MINUTE)

/* What access to accounts and roles is called. */
#define USUAL_SCOPE "sso:account:access"

G_DEFINE_FINAL_TYPE (DossierSsoSession, dossier_sso_session, G_TYPE_OBJECT)

typedef struct
{
  DossierSsoSession *self;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->self);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static Job *
job_new (DossierSsoSession *self,
         GCancellable      *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  g_set_object (&job->cancellable, cancellable);
  return job;
}

/* Without a keyring tokens are in memory alone; that is told, and no failure. */
static void
note_keyring_error (DossierSsoSession *self,
                    GError            *error)
{
  g_clear_error (&self->keyring_error);
  self->keyring_error = error;
  if (error != NULL)
    g_dbus_error_strip_remote_error (error);
}

static void
load (DossierSsoSession *self,
      GCancellable      *cancellable)
{
  g_autoptr(DossierSecret) entry = NULL;
  GError *error = NULL;

  if (self->loaded || self->for_this_run)
    return;

  entry = dossier_await_leaf_boxed (dossier_keyring_lookup (self->keyring_id), cancellable, DOSSIER_NO_TIMEOUT, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }

  note_keyring_error (self, error);
  self->loaded = TRUE;
  if (entry != NULL)
    dossier_sso_kept_read (&self->kept, entry);
}

static void
store (DossierSsoSession *self)
{
  g_autoptr(DossierSecret) entry = NULL;
  g_autofree char *label = g_strdup_printf ("Dossier: %s", self->start_url);
  GError *error = NULL;

  if (self->for_this_run)
    return;

  entry = dossier_sso_kept_to_text (&self->kept);
  if (entry != NULL)
    dossier_await_leaf (dossier_keyring_store (self->keyring_id, label, entry), NULL, DOSSIER_NO_TIMEOUT, &error);
  note_keyring_error (self, error);
}

static void
keep (DossierSsoSession *self,
      DossierSsoToken   *token)
{
  DossierSsoKept *kept = &self->kept;

  g_clear_pointer (&kept->access_token, dossier_secret_unref);
  kept->access_token = dossier_secret_ref (token->access_token);
  if (token->refresh_token != NULL)
    {
      g_clear_pointer (&kept->refresh_token, dossier_secret_unref);
      kept->refresh_token = dossier_secret_ref (token->refresh_token);
    }
  kept->ends = dossier_clock_now (self->clock) + token->expires_in * G_TIME_SPAN_SECOND;
  store (self);
}

static gboolean
is_good (DossierSsoSession *self,
         gint64             margin)
{
  return self->kept.access_token != NULL && dossier_clock_now (self->clock) < self->kept.ends - margin;
}

/* Whether asking again with the same refresh token is of no use. */
static gboolean
is_final (const GError *error)
{
  return error->domain == DOSSIER_AWS_ERROR && dossier_aws_error_get_status (error) < 500 &&
         error->code != DOSSIER_AWS_ERROR_THROTTLED;
}

/* Whether there is a good token now, without a question to anybody. */
static gboolean
refresh (DossierSsoSession  *self,
         GCancellable       *cancellable,
         GError            **error)
{
  DossierSsoKept *kept = &self->kept;
  g_autoptr(DossierSsoToken) token = NULL;
  g_autoptr(GError) local_error = NULL;

  if (kept->refresh_token == NULL || kept->registration == NULL)
    return FALSE;

  token = dossier_await_child_boxed (
      dossier_sso_oidc_create_token (self->client,
                                     &(DossierCreateTokenInput) {
                                       .registration = kept->registration,
                                       .refresh_token = kept->refresh_token,
                                     },
                                     cancellable),
      &local_error);
  if (token != NULL)
    {
      keep (self, token);
      return TRUE;
    }

  if (is_final (local_error))
    g_clear_pointer (&kept->refresh_token, dossier_secret_unref);
  else if (!is_good (self, 0))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return is_good (self, 0);
}

static gboolean
sign_in (DossierSsoSession  *self,
         GCancellable       *cancellable,
         GError            **error)
{
  g_autoptr(DossierSsoToken) token = NULL;

  if (self->prompt == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                   "Nobody is signed in for “%s” at %s; sign in, for instance by “dossier-cli accounts login”",
                   self->name, self->start_url);
      return FALSE;
    }

  token = dossier_sso_sign_in (self, cancellable, error);
  if (token == NULL)
    return FALSE;

  keep (self, token);
  return TRUE;
}

static DexFuture *
renew_fiber (gpointer data)
{
  Job *job = data;
  DossierSsoSession *self = job->self;
  gboolean anew = self->sign_in_anew;
  GError *error = NULL;

  self->sign_in_anew = FALSE;
  load (self, job->cancellable);
  if ((!anew && (is_good (self, MARGIN) || refresh (self, job->cancellable, &error))) ||
      (error == NULL && sign_in (self, job->cancellable, &error)))
    return dex_future_new_take_boxed (DOSSIER_TYPE_SECRET, dossier_secret_ref (self->kept.access_token));
  return dex_future_new_for_error (error);
}

static DexFuture *
renew (gpointer      owner,
       GCancellable *cancellable)
{
  return dossier_fiber_spawn (renew_fiber, job_new (owner, cancellable), job_free);
}

static DexFuture *
sign_out_fiber (gpointer data)
{
  Job *job = data;
  DossierSsoSession *self = job->self;
  g_autoptr(DossierSecret) token = NULL;
  g_autoptr(GError) error = NULL;

  load (self, job->cancellable);
  token = g_steal_pointer (&self->kept.access_token);
  dossier_sso_kept_clear (&self->kept);

  /* First here, so that nothing stays behind if AWS is not reached. */
  if (!self->for_this_run &&
      !dossier_await_leaf (dossier_keyring_clear (self->keyring_id), job->cancellable, DOSSIER_NO_TIMEOUT, &error))
    {
      g_dbus_error_strip_remote_error (error);
      return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                                    "The keyring still holds the sign-in for “%s”: %s. Unlock it and try again",
                                    self->name, error->message);
    }
  if (token == NULL ||
      dossier_await_child (dossier_sso_logout (self->client, token, job->cancellable), &error) ||
      g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS))
    return dex_future_new_true ();
  return dex_future_new_for_error (g_steal_pointer (&error));
}

static void
dossier_sso_session_finalize (GObject *object)
{
  DossierSsoSession *self = DOSSIER_SSO_SESSION (object);

  g_free (self->name);
  g_free (self->start_url);
  g_free (self->keyring_id);
  g_strfreev (self->scopes);
  g_clear_object (&self->prompt);
  g_clear_object (&self->clock);
  g_clear_object (&self->client);
  dossier_sso_kept_clear (&self->kept);
  g_clear_error (&self->keyring_error);
  dossier_once_free (self->renewal);

  G_OBJECT_CLASS (dossier_sso_session_parent_class)->finalize (object);
}

static void
dossier_sso_session_class_init (DossierSsoSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_sso_session_finalize;
}

static void
dossier_sso_session_init (DossierSsoSession *self)
{
  self->renewal = dossier_once_new (DOSSIER_TYPE_SECRET, renew);
}

/**
 * dossier_sso_session_new:
 * @options: what a sign-in needs; not needed after this call
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Sends nothing, and asks no keyring yet.
 *
 * Returns: (transfer full) (nullable): a session in which nobody may be signed in
 */
DossierSsoSession *
dossier_sso_session_new (const DossierSsoOptions  *options,
                         GError                  **error)
{
  const char *const usual[] = { USUAL_SCOPE, NULL };
  g_autoptr(DossierAwsClient) client = NULL;
  g_autofree char *place = g_strdup_printf ("%s\n%s", options->start_url, options->region);
  g_autofree char *digest = dossier_sha256_hex (place, strlen (place));
  DossierSsoSession *self;

  if (!dossier_endpoint_check_custom (options->start_url, NULL))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is no start URL of IAM Identity Center; they look like "
                   "https://d-1234567890.awsapps.com/start",
                   options->start_url);
      return NULL;
    }
  client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = options->region,
        .endpoint_url = options->endpoint_url,
        .endpoint_flags = options->endpoint_flags,
        .clock = options->clock,
      },
      error);
  if (client == NULL)
    return NULL;

  self = g_object_new (DOSSIER_TYPE_SSO_SESSION, NULL);
  self->name = g_strdup (options->name);
  self->start_url = g_strdup (options->start_url);
  self->keyring_id = g_strconcat ("sso:", digest, NULL);
  self->scopes = g_strdupv ((char **) (options->scopes != NULL ? options->scopes : usual));
  self->way = options->way;
  self->for_this_run = options->for_this_run;
  g_set_object (&self->prompt, options->prompt);
  self->clock = g_object_ref (dossier_aws_client_get_clock (client));
  self->client = g_steal_pointer (&client);
  return self;
}

/**
 * dossier_sso_session_get_token:
 * @self: a session
 * @cancellable: (nullable): ends this wait
 *
 * Takes the token that is there, refreshes it before it ends, and has the person sign in
 * where that is not possible. All who ask wait for one answer.
 *
 * Returns: (transfer full): a future of a #DossierSecret; rejects with
 *   %DOSSIER_ERROR_NO_CREDENTIALS where nobody is signed in, and as the calls of
 *   dossier-sso-oidc.h do
 */
DexFuture *
dossier_sso_session_get_token (DossierSsoSession *self,
                               GCancellable      *cancellable)
{
  if (is_good (self, MARGIN))
    return dex_future_new_take_boxed (DOSSIER_TYPE_SECRET, dossier_secret_ref (self->kept.access_token));
  return dossier_once_wait (self->renewal, G_OBJECT (self), cancellable);
}

/**
 * dossier_sso_session_expire_token:
 * @self: a session
 * @token: what it gave, and AWS refused
 *
 * Has another token got when one is asked for next.
 */
void
dossier_sso_session_expire_token (DossierSsoSession *self,
                                  DossierSecret     *token)
{
  DossierSecret *mine = self->kept.access_token;

  if (mine != NULL && g_str_equal (dossier_secret_peek (mine), dossier_secret_peek (token)))
    g_clear_pointer (&self->kept.access_token, dossier_secret_unref);
}

/**
 * dossier_sso_session_sign_in:
 * @self: a session
 * @cancellable: (nullable): ends the wait for the person
 *
 * Has the person sign in even if somebody is signed in.
 *
 * Returns: (transfer full): a future of a #DossierSecret, the access token; rejects as
 *   dossier_sso_session_get_token() does
 */
DexFuture *
dossier_sso_session_sign_in (DossierSsoSession *self,
                             GCancellable      *cancellable)
{
  self->sign_in_anew = TRUE;
  return dossier_once_wait (self->renewal, G_OBJECT (self), cancellable);
}

/**
 * dossier_sso_session_sign_out:
 * @self: a session
 * @cancellable: (nullable): ends the wait
 *
 * Forgets the tokens here, in the keyring too, and has AWS end them.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects with
 *   %DOSSIER_ERROR_NO_CREDENTIALS where the keyring holds on to them, and as
 *   dossier_sso_logout() does, when they are forgotten here but may be good still
 */
DexFuture *
dossier_sso_session_sign_out (DossierSsoSession *self,
                              GCancellable      *cancellable)
{
  return dossier_fiber_spawn (sign_out_fiber, job_new (self, cancellable), job_free);
}

/**
 * dossier_sso_session_get_keyring_error:
 * @self: a session
 *
 * Returns: (nullable): why tokens are in memory alone and will be gone when the program ends,
 *   although they should be in the keyring
 */
const GError *
dossier_sso_session_get_keyring_error (DossierSsoSession *self)
{
  return self->keyring_error;
}
