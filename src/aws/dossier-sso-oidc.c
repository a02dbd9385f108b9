// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-aws-client-private.h"
#include "dossier-aws-secret-json-private.h"
#include "dossier-aws-typed-call-private.h"
#include "dossier-sso-oidc.h"
#include "dossier-uri.h"

#define GRANT_CODE    "authorization_code"
#define GRANT_DEVICE  "urn:ietf:params:oauth:grant-type:device_code"
#define GRANT_REFRESH "refresh_token"

static DossierAwsRequest *
make_request (const char                   *operation,
              const char                   *path,
              JsonObject                   *object,
              const DossierAwsSecretMember *members,
              gsize                         n_members)
{
  DossierAwsRequest *request = dossier_aws_request_new ("oidc", operation, "POST", path);
  g_autoptr(GBytes) body = dossier_aws_secret_json_write (object, members, n_members);

  dossier_aws_request_set_unsigned (request);
  dossier_aws_request_set_body (request, body, "application/json");
  return request;
}

static void
set_strings (JsonObject        *object,
             const char        *member,
             const char *const *texts)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (object, member, array);
}

/**
 * dossier_sso_oidc_register_client:
 * @client: a client for the Region of IAM Identity Center
 * @input: what to ask; not needed after this call
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of RegisterClient that resolves to a #DossierSsoRegistration
 */
DexFuture *
dossier_sso_oidc_register_client (DossierAwsClient                 *client,
                                  const DossierRegisterClientInput *input,
                                  GCancellable                     *cancellable)
{
  const char *const by_redirect[] = { GRANT_CODE, GRANT_REFRESH, NULL };
  const char *const by_device[] = { GRANT_DEVICE, GRANT_REFRESH, NULL };
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "clientName", input->name);
  json_object_set_string_member (object, "clientType", "public");
  set_strings (object, "scopes", input->scopes);
  set_strings (object, "grantTypes", input->redirect_uri != NULL ? by_redirect : by_device);
  if (input->redirect_uri != NULL)
    {
      set_strings (object, "redirectUris", (const char *const[]) { input->redirect_uri, NULL });
      json_object_set_string_member (object, "issuerUrl", input->start_url);
    }
  return dossier_aws_call_and_parse (client, make_request ("RegisterClient", "/client/register", object, NULL, 0),
                                     DOSSIER_TYPE_SSO_REGISTRATION,
                                     (DossierAwsParseFunc) dossier_sso_registration_parse, cancellable);
}

/**
 * dossier_sso_oidc_start_device_authorization:
 * @client: a client for the Region of IAM Identity Center
 * @registration: who asks
 * @start_url: where the person's directory is
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of StartDeviceAuthorization that resolves to a #DossierSsoDevice
 */
DexFuture *
dossier_sso_oidc_start_device_authorization (DossierAwsClient             *client,
                                             const DossierSsoRegistration *registration,
                                             const char                   *start_url,
                                             GCancellable                 *cancellable)
{
  const DossierAwsSecretMember secret = { "clientSecret", registration->client_secret };
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "clientId", registration->client_id);
  json_object_set_string_member (object, "startUrl", start_url);
  return dossier_aws_call_and_parse (
      client, make_request ("StartDeviceAuthorization", "/device_authorization", object, &secret, 1),
      DOSSIER_TYPE_SSO_DEVICE, (DossierAwsParseFunc) dossier_sso_device_parse, cancellable);
}

/**
 * dossier_sso_oidc_create_token:
 * @client: a client for the Region of IAM Identity Center
 * @input: what to ask; not needed after this call
 * @cancellable: (nullable): stops waiting
 *
 * Codes and refresh tokens are good once, so nothing is repeated where the answer got lost.
 *
 * Returns: (transfer full): a future of CreateToken that resolves to a #DossierSsoToken
 */
DexFuture *
dossier_sso_oidc_create_token (DossierAwsClient              *client,
                               const DossierCreateTokenInput *input,
                               GCancellable                  *cancellable)
{
  const DossierAwsSecretMember secrets[] = {
    { "clientSecret", input->registration->client_secret },
    { "deviceCode", input->device_code },
    { "code", input->code },
    { "codeVerifier", input->code_verifier },
    { "refreshToken", input->refresh_token },
  };
  g_autoptr(JsonObject) object = json_object_new ();
  DossierAwsRequest *request;

  json_object_set_string_member (object, "clientId", input->registration->client_id);
  json_object_set_string_member (object, "grantType", input->refresh_token != NULL ? GRANT_REFRESH
                                                      : input->code != NULL        ? GRANT_CODE
                                                                                   : GRANT_DEVICE);
  if (input->redirect_uri != NULL)
    json_object_set_string_member (object, "redirectUri", input->redirect_uri);

  request = make_request ("CreateToken", "/token", object, secrets, G_N_ELEMENTS (secrets));
  dossier_aws_request_set_idempotent (request, FALSE);
  return dossier_aws_call_and_parse (client, request, DOSSIER_TYPE_SSO_TOKEN,
                                     (DossierAwsParseFunc) dossier_sso_token_parse, cancellable);
}

static void
add_parameter (GString    *url,
               const char *name,
               const char *value)
{
  g_autofree char *encoded = dossier_uri_encode (value, FALSE);

  g_string_append_printf (url, "&%s=%s", name, encoded);
}

/**
 * dossier_sso_oidc_authorize_url:
 * @client: a client for the Region of IAM Identity Center
 * @input: what the browser is sent with
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Makes the address at which a person signs in (RFC 6749, 4.1.1, and RFC 7636, 4.3). AWS's
 * name for the scopes is `scopes`.
 *
 * Returns: (transfer full) (nullable): an address for a browser
 */
char *
dossier_sso_oidc_authorize_url (DossierAwsClient                *client,
                                const DossierSsoAuthorizeInput  *input,
                                GError                         **error)
{
  g_autofree char *endpoint = g_strdup (client->endpoint_url);
  g_autofree char *scopes = g_strjoinv (" ", (char **) input->scopes);
  GString *url;

  if (endpoint == NULL)
    endpoint = dossier_endpoint_resolve ("oidc", client->region, client->endpoint_flags, NULL, error);
  if (endpoint == NULL)
    return NULL;

  if (g_str_has_suffix (endpoint, "/"))
    endpoint[strlen (endpoint) - 1] = '\0';
  url = g_string_new (endpoint);
  g_string_append (url, "/authorize?response_type=code");
  add_parameter (url, "client_id", input->client_id);
  add_parameter (url, "redirect_uri", input->redirect_uri);
  add_parameter (url, "state", input->state);
  add_parameter (url, "scopes", scopes);
  add_parameter (url, "code_challenge_method", "S256");
  add_parameter (url, "code_challenge", input->code_challenge);
  return g_string_free_and_steal (url);
}
