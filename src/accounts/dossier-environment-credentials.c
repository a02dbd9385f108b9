// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <unistd.h>

#include "dossier-environment-credentials.h"
#include "dossier-error.h"
#include "dossier-setting-private.h"
#include "dossier-time.h"

struct _DossierEnvironmentCredentials
{
  GObject parent_instance;
};

static DexFuture *
dossier_environment_credentials_get (DossierCredentialsProvider *,
                                     GCancellable *)
{
  g_autoptr(GError) error = NULL;
  DossierCredentials *credentials = dossier_environment_credentials_read (environ, &error);

  if (credentials == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, credentials);
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = dossier_environment_credentials_get;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierEnvironmentCredentials, dossier_environment_credentials,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER,
                                                      provider_iface_init))

static void
dossier_environment_credentials_class_init (DossierEnvironmentCredentialsClass *)
{
}

static void
dossier_environment_credentials_init (DossierEnvironmentCredentials *)
{
}

/**
 * dossier_environment_credentials_read:
 * @environment: (nullable) (array zero-terminated=1): `NAME=VALUE` strings
 * @error: return location for %DOSSIER_ERROR_NO_CREDENTIALS, which names the variable
 *   that is missing, or %DOSSIER_ERROR_INVALID_INPUT
 *
 * Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and
 * `AWS_CREDENTIAL_EXPIRATION`, which are the names that the AWS CLI knows.
 *
 * Returns: (transfer full) (nullable): the credentials
 */
DossierCredentials *
dossier_environment_credentials_read (char   **environment,
                                      GError **error)
{
  const char *id = dossier_setting_look_up (environment, "AWS_ACCESS_KEY_ID");
  const char *key = dossier_setting_look_up (environment, "AWS_SECRET_ACCESS_KEY");
  const char *token = dossier_setting_look_up (environment, "AWS_SESSION_TOKEN");
  const char *expiration = dossier_setting_look_up (environment, "AWS_CREDENTIAL_EXPIRATION");
  g_autoptr(DossierSecret) secret = NULL;
  g_autoptr(DossierSecret) session_token = NULL;
  gint64 expires = 0;

  if (id == NULL || key == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                   "The environment holds no credentials: %s is not set",
                   id == NULL ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY");
      return NULL;
    }
  if (expiration != NULL && !dossier_time_from_iso8601 (expiration, &expires))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "AWS_CREDENTIAL_EXPIRATION is “%s”, which is not an ISO 8601 time", expiration);
      return NULL;
    }

  secret = dossier_secret_new (key);
  session_token = token != NULL ? dossier_secret_new (token) : NULL;
  return dossier_credentials_new (id, secret, session_token, expires);
}

/**
 * dossier_environment_credentials_new:
 *
 * Returns: (transfer full): a provider that reads the environment of the process
 */
DossierCredentialsProvider *
dossier_environment_credentials_new (void)
{
  return g_object_new (DOSSIER_TYPE_ENVIRONMENT_CREDENTIALS, NULL);
}
