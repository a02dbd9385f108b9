// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-environment-credentials.h"
#include "dossier-error.h"
#include "dossier-provider-context.h"
#include "dossier-session-choice.h"
#include "dossier-setting-private.h"
#include "dossier-static-credentials.h"

/* The profile that is meant where nobody names one. */
#define DEFAULT_PROFILE "default"

/* As AWS spells our services in variables. */
static const char *const one_service_endpoints[] = {
  "AWS_ENDPOINT_URL_INSPECTOR2", "AWS_ENDPOINT_URL_S3",  "AWS_ENDPOINT_URL_KMS",
  "AWS_ENDPOINT_URL_IAM",        "AWS_ENDPOINT_URL_STS",
};

static gboolean
is_set (char                **environment,
        const char           *variable,
        DossierProfileFiles  *files,
        const char           *profile,
        const char           *key)
{
  const char *value = dossier_setting_look_up (environment, variable);

  return dossier_setting_is_true (value != NULL ? value : dossier_profile_files_get (files, profile, key));
}

static gboolean
find_profile (char       **environment,
              const char **profile,
              GError     **error)
{
  const char *one = dossier_setting_look_up (environment, "AWS_PROFILE");
  const char *other = dossier_setting_look_up (environment, "AWS_DEFAULT_PROFILE");

  /* The AWS CLI and the SDKs do not agree on which of the two counts. */
  if (one != NULL && other != NULL && !g_str_equal (one, other))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "AWS_PROFILE is “%s” and AWS_DEFAULT_PROFILE is “%s”; unset one, or use --profile",
                   one, other);
      return FALSE;
    }
  *profile = one != NULL ? one : other;
  return TRUE;
}

static gboolean
find_endpoint (const DossierSessionChoice  *self,
               char                       **environment,
               DossierProfileFiles         *files,
               const char                  *profile,
               const char                 **url,
               GError                     **error)
{
  *url = self->endpoint_url;
  if (*url != NULL || dossier_setting_is_true (dossier_setting_look_up (environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")))
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (one_service_endpoints); i++)
    if (dossier_setting_look_up (environment, one_service_endpoints[i]) != NULL)
      {
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                     "%s is set, but Dossier has one endpoint for all services; set AWS_ENDPOINT_URL, "
                     "or use --endpoint-url",
                     one_service_endpoints[i]);
        return FALSE;
      }

  *url = dossier_setting_look_up (environment, "AWS_ENDPOINT_URL");
  return *url != NULL || dossier_profile_files_get_endpoint (files, profile, url, error);
}

static DossierSession *
finish (DossierSessionOptions  *options,
        GError                **error)
{
  if (options->region != NULL)
    return dossier_session_new (options, error);

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       "Nothing says which Region to ask: use --region, set AWS_REGION, or write a "
                       "region into the profile");
  return NULL;
}

static DossierSession *
resolve_account (const DossierSessionChoice  *self,
                 DossierAccountList          *accounts,
                 GError                     **error)
{
  DossierAccount *account =
      accounts != NULL ? dossier_account_list_find (accounts, self->account) : NULL;
  g_autoptr(DossierCredentialsProvider) provider = NULL;
  g_autofree char *source = g_strdup_printf ("account:%s", self->account);
  DossierSessionOptions options = { .source = source, .endpoint_url = self->endpoint_url };
  DossierProviderContext context = { .endpoint_url = self->endpoint_url, .prompt = self->prompt };

  if (account == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                   "There is no account “%s”; “dossier-cli accounts list” shows them", self->account);
      return NULL;
    }

  options.region = self->region != NULL ? self->region : dossier_account_get_region (account);
  options.read_only = dossier_account_get_options (account)->read_only;
  context.region = options.region;
  provider = dossier_account_provider_new (account, accounts, &context, error);
  if (provider == NULL)
    return NULL;
  options.credentials = provider;
  return finish (&options, error);
}

/* Which key counts: an explicit profile's; else the environment's; else those of the
 * profile that the environment names, or of “default”.
 */
static DossierCredentialsProvider *
find_provider (const DossierSessionChoice    *self,
               const DossierProviderContext  *context,
               DossierProfileFiles           *files,
               const char                    *profile,
               char                         **source,
               GError                       **error)
{
  char **environment = context->environment;
  g_autoptr(DossierCredentials) keys = NULL;
  gboolean from_environment = self->profile == NULL &&
                              (dossier_setting_look_up (environment, "AWS_ACCESS_KEY_ID") != NULL ||
                               dossier_setting_look_up (environment, "AWS_SECRET_ACCESS_KEY") != NULL);

  *source = from_environment ? g_strdup ("environment") : g_strdup_printf ("profile:%s", profile);
  if (from_environment)
    {
      keys = dossier_environment_credentials_read (environment, error);
      return keys != NULL ? dossier_static_credentials_new (keys) : NULL;
    }

  if (self->profile == NULL && dossier_setting_look_up (environment, "AWS_WEB_IDENTITY_TOKEN_FILE") != NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                           "AWS_WEB_IDENTITY_TOKEN_FILE asks for a web identity, which Dossier does "
                           "not use; name a --profile or an --account, or set AWS_ACCESS_KEY_ID and "
                           "AWS_SECRET_ACCESS_KEY");
      return NULL;
    }
  if (self->profile == NULL && g_str_equal (profile, DEFAULT_PROFILE) &&
      !dossier_profile_files_has (files, profile))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                           "There are no credentials: name an --account or a --profile, set "
                           "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or try --demo");
      return NULL;
    }
  return dossier_profile_provider_new (files, profile, context, error);
}

static DossierSession *
resolve_profile (const DossierSessionChoice  *self,
                 char                       **environment,
                 GError                     **error)
{
  const char *profile = self->profile;
  g_autoptr(DossierProfileFiles) files = NULL;
  g_autoptr(DossierCredentialsProvider) provider = NULL;
  g_autofree char *source = NULL;
  DossierSessionOptions options = { .region = self->region };
  DossierProviderContext context = { .environment = environment, .prompt = self->prompt };

  if (profile == NULL && !find_profile (environment, &profile, error))
    return NULL;
  if (profile == NULL)
    profile = DEFAULT_PROFILE;

  files = dossier_profile_files_load (environment, error);
  if (files == NULL)
    return NULL;
  if (!find_endpoint (self, environment, files, profile, &options.endpoint_url, error))
    return NULL;

  if (options.region == NULL)
    options.region = dossier_setting_look_up (environment, "AWS_REGION");
  if (options.region == NULL)
    options.region = dossier_setting_look_up (environment, "AWS_DEFAULT_REGION");
  if (options.region == NULL)
    options.region = dossier_profile_files_get (files, profile, "region");

  if (is_set (environment, "AWS_USE_FIPS_ENDPOINT", files, profile, "use_fips_endpoint"))
    options.endpoint_flags |= DOSSIER_ENDPOINT_FIPS;
  if (is_set (environment, "AWS_USE_DUALSTACK_ENDPOINT", files, profile, "use_dualstack_endpoint"))
    options.endpoint_flags |= DOSSIER_ENDPOINT_DUAL_STACK;

  context.region = options.region;
  context.endpoint_url = options.endpoint_url;
  context.endpoint_flags = options.endpoint_flags;
  provider = find_provider (self, &context, files, profile, &source, error);
  if (provider == NULL)
    return NULL;
  options.source = source;
  options.credentials = provider;
  return finish (&options, error);
}

/**
 * dossier_session_choice_resolve:
 * @self: what the person said
 * @environment: (array zero-terminated=1): `NAME=VALUE` strings
 * @accounts: (nullable): the accounts there are, loaded
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, %DOSSIER_ERROR_NOT_FOUND,
 *   %DOSSIER_ERROR_NO_CREDENTIALS, %DOSSIER_ERROR_TOO_LARGE or a #GIOErrorEnum
 *
 * The one place that knows what counts before what. What was said counts most, then the
 * environment, then the profile; this is the AWS CLI's order:
 *
 * - the key: @account or @profile; `AWS_ACCESS_KEY_ID` and its kin; the profile in
 *   `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`; the profile “default”
 * - the Region: @region; `AWS_REGION`; `AWS_DEFAULT_REGION`; the profile's
 * - the endpoint: @endpoint_url; `AWS_ENDPOINT_URL`; the profile's; AWS's own
 *
 * Who names an account means it whole: its Region counts, and the environment does not.
 *
 * Returns: (transfer full) (nullable): a session; nothing was sent yet
 */
DossierSession *
dossier_session_choice_resolve (const DossierSessionChoice  *self,
                                char                       **environment,
                                DossierAccountList          *accounts,
                                GError                     **error)
{
  if (self->account == NULL)
    return resolve_profile (self, environment, error);
  if (self->profile == NULL)
    return resolve_account (self, accounts, error);

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       "An account and a profile are two keys; name one of them");
  return NULL;
}
