// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-account-credentials.h"
#include "dossier-assume-role-credentials.h"
#include "dossier-cached-credentials.h"
#include "dossier-error.h"
#include "dossier-provider-context.h"
#include "dossier-sso-credentials.h"

/* Longer chains are a mistake: AWS gives each link an hour at most. */
#define MAX_LINKS 10

static DossierCredentialsProvider *find_provider (DossierAccount                *account,
                                                  DossierAccountList            *accounts,
                                                  const DossierProviderContext  *context,
                                                  guint                          depth,
                                                  GError                       **error);

static DossierCredentialsProvider *
role_provider (DossierAccount                *account,
               DossierAccountList            *accounts,
               const DossierProviderContext  *context,
               guint                          depth,
               GError                       **error)
{
  const DossierAccountOptions *options = dossier_account_get_options (account);
  DossierAccount *source = accounts != NULL ? dossier_account_list_find_id (accounts, options->source) : NULL;
  g_autoptr(DossierCredentialsProvider) source_provider = NULL;
  g_autoptr(DossierCredentialsProvider) role = NULL;

  if (source == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                   "The account that “%s” asks for its role as does not exist any more; remove “%s” and add it again",
                   options->name, options->name);
      return NULL;
    }
  if (depth == MAX_LINKS)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                   "The roles behind “%s” go round in a circle, or through more than %d accounts; remove one of them",
                   options->name, MAX_LINKS);
      return NULL;
    }

  source_provider = find_provider (source, accounts, context, depth + 1, error);
  if (source_provider == NULL)
    return NULL;
  role = dossier_assume_role_credentials_new (
      &(DossierAssumeRole) {
        .name = options->name,
        .role = options->role,
        .session_name = options->session_name,
        .external_id = options->external_id,
        .duration = options->duration,
        .mfa_serial = options->mfa_serial,
        .source_identity = options->source_identity,
        .source = source_provider,
        .region = context->region,
        .endpoint_url = context->endpoint_url,
        .endpoint_flags = context->endpoint_flags,
        .clock = context->clock,
        .prompt = context->prompt,
      },
      error);
  return role != NULL ? dossier_cached_credentials_new (role, context->clock) : NULL;
}

static DossierCredentialsProvider *
sso_provider (DossierAccount                *account,
              DossierAccountList            *accounts,
              const DossierProviderContext  *context,
              GError                       **error)
{
  const DossierAccountOptions *options = dossier_account_get_options (account);
  DossierSsoSession *session = dossier_account_list_get_sso_session (
      accounts,
      &(DossierSsoOptions) {
        .name = options->name,
        .start_url = options->start_url,
        .region = options->sso_region,
        .way = options->by_device ? DOSSIER_SSO_BY_DEVICE : DOSSIER_SSO_BY_REDIRECT,
        .for_this_run = dossier_account_is_for_this_run (account),
        .endpoint_url = context->endpoint_url,
        .endpoint_flags = context->endpoint_flags,
        .clock = context->clock,
        .prompt = context->prompt,
      },
      error);
  g_autoptr(DossierCredentialsProvider) role = NULL;

  if (session == NULL)
    return NULL;

  role = dossier_sso_credentials_new (session, options->sso_account, options->sso_role);
  return dossier_cached_credentials_new (role, context->clock);
}

static DossierCredentialsProvider *
find_provider (DossierAccount                *account,
               DossierAccountList            *accounts,
               const DossierProviderContext  *context,
               guint                          depth,
               GError                       **error)
{
  switch (dossier_account_get_kind (account))
    {
    case DOSSIER_ACCOUNT_ROLE:
      return role_provider (account, accounts, context, depth, error);
    case DOSSIER_ACCOUNT_SSO:
      return sso_provider (account, accounts, context, error);
    case DOSSIER_ACCOUNT_KEY:
    default:
      return dossier_account_credentials_new (account);
    }
}

/**
 * dossier_account_provider_new:
 * @account: an account
 * @accounts: the accounts there are, which keep the sign-ins that several share
 * @context: what else is needed
 * @error: return location for %DOSSIER_ERROR_NO_CREDENTIALS, %DOSSIER_ERROR_NOT_FOUND or
 *   %DOSSIER_ERROR_INVALID_INPUT
 *
 * Follows the sources of roles to their end. Sends nothing, and asks nobody yet.
 *
 * Returns: (transfer full) (nullable): a provider for @account
 */
DossierCredentialsProvider *
dossier_account_provider_new (DossierAccount                *account,
                              DossierAccountList            *accounts,
                              const DossierProviderContext  *context,
                              GError                       **error)
{
  return find_provider (account, accounts, context, 0, error);
}
