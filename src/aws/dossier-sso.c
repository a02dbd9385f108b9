// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-secret-json-private.h"
#include "dossier-aws-typed-call-private.h"
#include "dossier-error.h"
#include "dossier-sso.h"

/* The most that AWS gives on a page. */
#define PAGE "100"

/* Milliseconds since 1970; what is later is a mistake. */
#define LATEST G_GINT64_CONSTANT (253402300799000)

static DossierAwsRequest *
make_request (const char    *operation,
              const char    *method,
              const char    *path,
              DossierSecret *access_token)
{
  DossierAwsRequest *request = dossier_aws_request_new ("portal.sso", operation, method, path);

  dossier_aws_request_set_unsigned (request);
  dossier_aws_request_set_header (request, "x-amz-sso_bearer_token", dossier_secret_peek (access_token));
  return request;
}

static void
set_page (DossierAwsRequest *request,
          const char        *next_token)
{
  dossier_aws_request_add_query (request, "max_result", PAGE);
  if (next_token != NULL)
    dossier_aws_request_add_query (request, "next_token", next_token);
}

/**
 * dossier_sso_list_accounts:
 * @client: a client for the Region of IAM Identity Center
 * @access_token: of somebody who signed in
 * @next_token: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListAccounts that resolves to a #DossierSsoList of accounts
 */
DexFuture *
dossier_sso_list_accounts (DossierAwsClient *client,
                           DossierSecret    *access_token,
                           const char       *next_token,
                           GCancellable     *cancellable)
{
  DossierAwsRequest *request = make_request ("ListAccounts", "GET", "/assignment/accounts", access_token);

  set_page (request, next_token);
  return dossier_aws_call_and_parse (client, request, DOSSIER_TYPE_SSO_LIST,
                                     (DossierAwsParseFunc) dossier_sso_list_parse_accounts, cancellable);
}

/**
 * dossier_sso_list_account_roles:
 * @client: a client for the Region of IAM Identity Center
 * @access_token: of somebody who signed in
 * @account: an AWS account, twelve digits
 * @next_token: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListAccountRoles that resolves to a #DossierSsoList of roles
 */
DexFuture *
dossier_sso_list_account_roles (DossierAwsClient *client,
                                DossierSecret    *access_token,
                                const char       *account,
                                const char       *next_token,
                                GCancellable     *cancellable)
{
  DossierAwsRequest *request = make_request ("ListAccountRoles", "GET", "/assignment/roles", access_token);

  dossier_aws_request_add_query (request, "account_id", account);
  set_page (request, next_token);
  return dossier_aws_call_and_parse (client, request, DOSSIER_TYPE_SSO_LIST,
                                     (DossierAwsParseFunc) dossier_sso_list_parse_roles, cancellable);
}

/**
 * dossier_sso_get_role_credentials:
 * @client: a client for the Region of IAM Identity Center
 * @access_token: of somebody who signed in
 * @account: an AWS account, twelve digits
 * @role: the name of a role that the person may take there
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of GetRoleCredentials that resolves to #DossierCredentials
 */
DexFuture *
dossier_sso_get_role_credentials (DossierAwsClient *client,
                                  DossierSecret    *access_token,
                                  const char       *account,
                                  const char       *role,
                                  GCancellable     *cancellable)
{
  DossierAwsRequest *request = make_request ("GetRoleCredentials", "GET", "/federation/credentials", access_token);

  dossier_aws_request_add_query (request, "role_name", role);
  dossier_aws_request_add_query (request, "account_id", account);
  return dossier_aws_call_and_parse (client, request, DOSSIER_TYPE_CREDENTIALS,
                                     (DossierAwsParseFunc) dossier_sso_parse_role_credentials, cancellable);
}

/**
 * dossier_sso_logout:
 * @client: a client for the Region of IAM Identity Center
 * @access_token: of somebody who signed in; not good any more afterwards
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of Logout that resolves to %TRUE
 */
DexFuture *
dossier_sso_logout (DossierAwsClient *client,
                    DossierSecret    *access_token,
                    GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client, make_request ("Logout", "POST", "/logout", access_token), cancellable);
}

/**
 * dossier_sso_parse_role_credentials:
 * @body: the body of an answer of GetRoleCredentials
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the credentials of the role; never %NULL without an error
 */
DossierCredentials *
dossier_sso_parse_role_credentials (GBytes  *body,
                                    GError **error)
{
  g_autoptr(DossierAwsSecretJson) json = dossier_aws_secret_json_parse (body, error);
  yyjson_val *object = NULL;
  g_autofree char *id = NULL;
  g_autoptr(DossierSecret) secret = NULL;
  g_autoptr(DossierSecret) token = NULL;
  gint64 expiration = 0;

  if (json == NULL)
    return NULL;

  object = yyjson_obj_get (dossier_aws_secret_json_root (json), "roleCredentials");
  if (!yyjson_is_obj (object))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                           "Member “roleCredentials” should be an object");
      return NULL;
    }

  if (!dossier_aws_secret_json_need_text (object, "accessKeyId", &id, error) ||
      !dossier_aws_secret_json_need_secret (object, "secretAccessKey", &secret, error) ||
      !dossier_aws_secret_json_need_secret (object, "sessionToken", &token, error) ||
      !dossier_aws_secret_json_need_number (object, "expiration", LATEST, &expiration, error))
    return NULL;
  return dossier_credentials_new (id, secret, token, expiration * 1000);
}
