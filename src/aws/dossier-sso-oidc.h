// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-sso-device.h"
#include "dossier-sso-registration.h"
#include "dossier-sso-token.h"

G_BEGIN_DECLS

/**
 * DossierRegisterClientInput:
 * @name: what the person reads when asked for consent
 * @start_url: (nullable): where the person's directory is; only for a redirect
 * @redirect_uri: (nullable): where the browser comes back to, without a port (RFC 8252, 7.3);
 *   %NULL for a device code
 * @scopes: (array zero-terminated=1): what is asked for
 *
 * What to ask RegisterClient.
 */
typedef struct
{
  const char *name;
  const char *start_url;
  const char *redirect_uri;
  const char *const *scopes;
} DossierRegisterClientInput;

/**
 * DossierCreateTokenInput:
 * @registration: who asks
 * @device_code: (nullable): of a device
 * @code: (nullable): what the redirect brought
 * @code_verifier: (nullable): with @code: what its challenge was made of (RFC 7636)
 * @redirect_uri: (nullable): with @code: the one that was used, with its port
 * @refresh_token: (nullable): of an earlier token
 *
 * What to ask CreateToken: one of @device_code, @code and @refresh_token.
 */
typedef struct
{
  const DossierSsoRegistration *registration;
  DossierSecret *device_code;
  DossierSecret *code;
  DossierSecret *code_verifier;
  const char *redirect_uri;
  DossierSecret *refresh_token;
} DossierCreateTokenInput;

/**
 * DossierSsoAuthorizeInput:
 * @client_id: who asks
 * @redirect_uri: where the browser comes back to, with its port
 * @scopes: (array zero-terminated=1): what is asked for
 * @state: what the redirect has to bring back
 * @code_challenge: the digest of the code verifier, in base64url
 *
 * What the browser is sent with.
 */
typedef struct
{
  const char *client_id;
  const char *redirect_uri;
  const char *const *scopes;
  const char *state;
  const char *code_challenge;
} DossierSsoAuthorizeInput;

/* IAM Identity Center's OpenID Connect service: how a person signs in. Its requests are
 * not signed. Every call rejects with a DOSSIER_AWS_ERROR where AWS refuses, with
 * G_IO_ERROR where the network fails, and with DOSSIER_ERROR_INVALID_RESPONSE where an
 * answer is not valid.
 */
DexFuture *dossier_sso_oidc_register_client            (DossierAwsClient                  *client,
                                                        const DossierRegisterClientInput  *input,
                                                        GCancellable                      *cancellable);
DexFuture *dossier_sso_oidc_start_device_authorization (DossierAwsClient                  *client,
                                                        const DossierSsoRegistration      *registration,
                                                        const char                        *start_url,
                                                        GCancellable                      *cancellable);
DexFuture *dossier_sso_oidc_create_token               (DossierAwsClient                  *client,
                                                        const DossierCreateTokenInput     *input,
                                                        GCancellable                      *cancellable);
char      *dossier_sso_oidc_authorize_url              (DossierAwsClient                  *client,
                                                        const DossierSsoAuthorizeInput    *input,
                                                        GError                           **error);

G_END_DECLS
