// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Makes the calls to IAM Identity Center that are given as JSON lines, so that others may
 * judge what was sent: {"operation": "CreateToken", "arguments": {…}}, with the members of
 * AWS's model. Without arguments of its own it prints the table of operations.
 *
 * usage: sso-tool [ENDPOINT REGION]
 */

#include "config.h"

#include <stdio.h>

#include "dossier-aws-operation.h"
#include "dossier-fiber.h"
#include "dossier-json.h"
#include "dossier-sso-oidc.h"
#include "dossier-sso.h"

#define S(name) json_object_get_string_member_with_default (arguments, name, NULL)

static DossierSecret *
secret (JsonObject *arguments,
        const char *name)
{
  return S (name) != NULL ? dossier_secret_new (S (name)) : NULL;
}

static DexFuture *
call (DossierAwsClient *client,
      const char       *operation,
      JsonObject       *arguments)
{
  static const char *const scopes[] = { "sso:account:access", NULL };
  g_autoptr(DossierSecret) client_secret = dossier_secret_new (S ("clientSecret") != NULL ? S ("clientSecret") : "");
  g_autoptr(DossierSsoRegistration) registration = dossier_sso_registration_new (S ("clientId"), client_secret, 0);
  g_autoptr(DossierSecret) access_token = secret (arguments, "accessToken");
  g_autoptr(DossierSecret) device_code = secret (arguments, "deviceCode");
  g_autoptr(DossierSecret) code = secret (arguments, "code");
  g_autoptr(DossierSecret) verifier = secret (arguments, "codeVerifier");
  g_autoptr(DossierSecret) refresh_token = secret (arguments, "refreshToken");

  if (g_str_equal (operation, "RegisterClient"))
    return dossier_sso_oidc_register_client (client,
                                             &(DossierRegisterClientInput) {
                                               .name = S ("clientName"),
                                               .start_url = S ("issuerUrl"),
                                               .redirect_uri = S ("redirectUri"),
                                               .scopes = scopes,
                                             },
                                             NULL);
  if (g_str_equal (operation, "StartDeviceAuthorization"))
    return dossier_sso_oidc_start_device_authorization (client, registration, S ("startUrl"), NULL);
  if (g_str_equal (operation, "CreateToken"))
    return dossier_sso_oidc_create_token (client,
                                          &(DossierCreateTokenInput) {
                                            .registration = registration,
                                            .device_code = device_code,
                                            .code = code,
                                            .code_verifier = verifier,
                                            .redirect_uri = S ("redirectUri"),
                                            .refresh_token = refresh_token,
                                          },
                                          NULL);
  if (g_str_equal (operation, "ListAccounts"))
    return dossier_sso_list_accounts (client, access_token, S ("nextToken"), NULL);
  if (g_str_equal (operation, "ListAccountRoles"))
    return dossier_sso_list_account_roles (client, access_token, S ("accountId"), S ("nextToken"), NULL);
  if (g_str_equal (operation, "GetRoleCredentials"))
    return dossier_sso_get_role_credentials (client, access_token, S ("accountId"), S ("roleName"), NULL);
  g_assert_cmpstr (operation, ==, "Logout");
  return dossier_sso_logout (client, access_token, NULL);
}

static DexFuture *
main_fiber (gpointer data)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr(JsonObject) request = dossier_json_parse_object (line, -1, NULL);
      g_autoptr(GError) error = NULL;

      if (dossier_await_child (call (data, json_object_get_string_member (request, "operation"),
                                     json_object_get_object_member (request, "arguments")),
                               &error))
        puts ("done");
      else
        puts (error->message);
      fflush (stdout);
    }
  return dex_future_new_true ();
}

static DexFuture *
quit_cb (DexFuture *,
         gpointer   loop)
{
  g_main_loop_quit (loop);
  return dex_future_new_true ();
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(DossierAwsClient) client = NULL;
  g_autoptr(GError) error = NULL;
  const char *service;
  const char *operation;
  gboolean reads;

  for (guint i = 0; argc == 1 && dossier_aws_operation_get (i, &service, &operation, &reads); i++)
    printf ("%s %s %d\n", service, operation, reads);
  if (argc == 1)
    return 0;

  dex_init ();
  client = dossier_aws_client_new (&(DossierAwsClientOptions) { .region = argv[2], .endpoint_url = argv[1] }, &error);
  if (client == NULL)
    g_error ("%s", error->message);
  dex_future_disown (dex_future_finally (dossier_fiber_spawn (main_fiber, client, NULL), quit_cb, loop, NULL));
  g_main_loop_run (loop);
  return 0;
}
