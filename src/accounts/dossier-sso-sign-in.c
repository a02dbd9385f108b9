// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-sso-redirect-private.h"
#include "dossier-sso-session-private.h"

#define CLIENT_NAME "Dossier"

/* A registration that ends while the person signs in is of no use. */
#define CLIENT_MARGIN G_TIME_SPAN_HOUR

/* For how long a browser may be away. */
#define BROWSER_MS (10u * 60u * 1000u)

/* RFC 7636, 4.1: 32 bytes are 43 letters. RFC 8628, 3.5: how much slower to ask. */
#define VERIFIER_BYTES 32
#define SLOW_DOWN_S    5

static char *
base64url (const guint8 *bytes,
           gsize         length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static gboolean
ensure_registration (DossierSsoSession  *self,
                     GCancellable       *cancellable,
                     GError            **error)
{
  DossierSsoKept *kept = &self->kept;
  gboolean by_redirect = self->way == DOSSIER_SSO_BY_REDIRECT;
  DossierSsoRegistration *registration;

  if (kept->registration != NULL && kept->way == self->way &&
      dossier_clock_now (self->clock) < kept->registration->expires - CLIENT_MARGIN)
    return TRUE;

  registration = dossier_await_child_boxed (
      dossier_sso_oidc_register_client (self->client,
                                        &(DossierRegisterClientInput) {
                                          .name = CLIENT_NAME,
                                          .start_url = self->start_url,
                                          .redirect_uri = by_redirect ? DOSSIER_SSO_REDIRECT_URI : NULL,
                                          .scopes = (const char *const *) self->scopes,
                                        },
                                        cancellable),
      error);
  if (registration == NULL)
    return FALSE;

  g_clear_pointer (&kept->registration, dossier_sso_registration_unref);
  kept->registration = registration;
  kept->way = self->way;
  return TRUE;
}

static DossierSsoToken *
create_token (DossierSsoSession              *self,
              const DossierCreateTokenInput  *wanted,
              GCancellable                   *cancellable,
              GError                        **error)
{
  DossierCreateTokenInput input = *wanted;

  input.registration = self->kept.registration;
  return dossier_await_child_boxed (dossier_sso_oidc_create_token (self->client, &input, cancellable), error);
}

static DossierSecret *
await_browser (DossierSsoSession   *self,
               DossierSsoRedirect  *redirect,
               const char          *url,
               GCancellable        *cancellable,
               GError             **error)
{
  const DossierSignIn shown = { .name = self->name, .uri = url };
  g_autoptr(GError) local_error = NULL;
  DossierSecret *code = NULL;

  if (dossier_await_child (dossier_prompt_begin_sign_in (self->prompt, &shown, cancellable), &local_error))
    code = dossier_await_leaf_boxed (dex_future_first (dossier_sso_redirect_dup_code (redirect),
                                                       dossier_clock_sleep (self->clock, BROWSER_MS), NULL),
                                     cancellable, DOSSIER_NO_TIMEOUT, &local_error);
  dossier_prompt_end_sign_in (self->prompt);
  if (code != NULL)
    return code;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                 "The browser did not come back within ten minutes, so nobody is signed in for “%s”; try again, or "
                 "sign in by a device code",
                 self->name);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static DossierSsoToken *
sign_in_by_redirect (DossierSsoSession  *self,
                     GCancellable       *cancellable,
                     GError            **error)
{
  guint8 bytes[VERIFIER_BYTES];
  guint8 digest[DOSSIER_SHA256_SIZE];
  g_autoptr(DossierSecret) verifier = NULL;
  g_autoptr(DossierSecret) code = NULL;
  g_autoptr(DossierSsoRedirect) redirect = NULL;
  g_autofree char *challenge = NULL;
  g_autofree char *state = dossier_random_hex (VERIFIER_BYTES);
  g_autofree char *url = NULL;

  dossier_random (bytes, sizeof bytes);
  verifier = dossier_secret_new_take (base64url (bytes, sizeof bytes));
  dossier_wipe (bytes, sizeof bytes);
  dossier_sha256 (dossier_secret_peek (verifier), dossier_secret_length (verifier), digest);
  challenge = base64url (digest, sizeof digest);

  redirect = dossier_sso_redirect_new (self->prompt, state, error);
  if (redirect == NULL)
    return NULL;

  url = dossier_sso_oidc_authorize_url (self->client,
                                        &(DossierSsoAuthorizeInput) {
                                          .client_id = self->kept.registration->client_id,
                                          .redirect_uri = dossier_sso_redirect_get_uri (redirect),
                                          .scopes = (const char *const *) self->scopes,
                                          .state = state,
                                          .code_challenge = challenge,
                                        },
                                        error);
  code = url != NULL ? await_browser (self, redirect, url, cancellable, error) : NULL;
  if (code == NULL)
    return NULL;

  return create_token (self,
                       &(DossierCreateTokenInput) {
                         .code = code,
                         .code_verifier = verifier,
                         .redirect_uri = dossier_sso_redirect_get_uri (redirect),
                       },
                       cancellable, error);
}

/* Codes as AWS's models name them, and as OAuth does (RFC 8628, 3.5). */
static gboolean
says (const GError *error,
      const char   *code,
      const char   *oauth)
{
  return dossier_aws_error_has_code (error, code) || dossier_aws_error_has_code (error, oauth);
}

static DossierSsoToken *
poll (DossierSsoSession       *self,
      const DossierSsoDevice  *device,
      GCancellable            *cancellable,
      GError                 **error)
{
  gint64 deadline = dossier_clock_now (self->clock) + device->expires_in * G_TIME_SPAN_SECOND;
  guint interval = device->interval;

  while (dossier_clock_now (self->clock) < deadline)
    {
      g_autoptr(GError) local_error = NULL;
      DossierSsoToken *token;

      if (!dossier_await_sleep (self->clock, interval * 1000, cancellable, error))
        return NULL;
      token = create_token (self, &(DossierCreateTokenInput) { .device_code = device->device_code }, cancellable,
                            &local_error);
      if (token != NULL)
        return token;

      if (says (local_error, "SlowDownException", "slow_down"))
        interval += SLOW_DOWN_S;
      else if (says (local_error, "AccessDeniedException", "access_denied"))
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                       "The sign-in for “%s” was refused in the browser; try again, and allow it there", self->name);
          return NULL;
        }
      else if (says (local_error, "ExpiredTokenException", "expired_token"))
        break;
      else if (!says (local_error, "AuthorizationPendingException", "authorization_pending"))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
               "The code %s expired before anybody signed in with it for “%s”; try again to get another",
               device->user_code, self->name);
  return NULL;
}

static DossierSsoToken *
sign_in_by_device (DossierSsoSession  *self,
                   GCancellable       *cancellable,
                   GError            **error)
{
  g_autoptr(DossierSsoDevice) device = dossier_await_child_boxed (
      dossier_sso_oidc_start_device_authorization (self->client, self->kept.registration, self->start_url, cancellable),
      error);
  const char *uri;
  DossierSsoToken *token = NULL;

  if (device == NULL)
    return NULL;

  uri = device->verification_uri_complete != NULL ? device->verification_uri_complete : device->verification_uri;
  if (dossier_await_child (dossier_prompt_begin_sign_in (self->prompt,
                                                         &(DossierSignIn) {
                                                           .name = self->name,
                                                           .uri = uri,
                                                           .user_code = device->user_code,
                                                         },
                                                         cancellable),
                           error))
    token = poll (self, device, cancellable, error);
  dossier_prompt_end_sign_in (self->prompt);
  return token;
}

/**
 * dossier_sso_sign_in:
 * @self: a session with a prompt
 * @cancellable: ends the wait for the person
 * @error: return location for %DOSSIER_ERROR_NO_CREDENTIALS, a #DossierAwsError or a #GIOErrorEnum
 *
 * For fibers.
 *
 * Returns: (transfer full) (nullable): tokens
 */
DossierSsoToken *
dossier_sso_sign_in (DossierSsoSession  *self,
                     GCancellable       *cancellable,
                     GError            **error)
{
  g_autoptr(GError) local_error = NULL;
  DossierSsoToken *token = NULL;

  if (ensure_registration (self, cancellable, &local_error))
    token = self->way == DOSSIER_SSO_BY_REDIRECT ? sign_in_by_redirect (self, cancellable, &local_error)
                                                 : sign_in_by_device (self, cancellable, &local_error);
  if (token != NULL)
    return token;

  /* To who waits for credentials it is no matter that somebody gave up a question. */
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                 "The sign-in for “%s” was given up; try again to be asked again", self->name);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  /* One that is not known there any more: the next attempt registers anew. */
  if (says (*error, "InvalidClientException", "invalid_client") ||
      says (*error, "UnauthorizedClientException", "unauthorized_client"))
    g_clear_pointer (&self->kept.registration, dossier_sso_registration_unref);
  return NULL;
}
