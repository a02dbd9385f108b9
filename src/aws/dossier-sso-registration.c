// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-secret-json-private.h"
#include "dossier-sso-registration.h"

/* Seconds since 1970; what is later is a mistake. */
#define LATEST G_GINT64_CONSTANT (253402300799)

G_DEFINE_BOXED_TYPE (DossierSsoRegistration, dossier_sso_registration, dossier_sso_registration_ref,
                     dossier_sso_registration_unref)

static void
clear (gpointer data)
{
  DossierSsoRegistration *self = data;

  g_free (self->client_id);
  g_clear_pointer (&self->client_secret, dossier_secret_unref);
}

/**
 * dossier_sso_registration_new:
 * @client_id: what this program is called there
 * @client_secret: what goes with it
 * @expires: when both end, microseconds since 1970 UTC
 *
 * Returns: (transfer full): a registration
 */
DossierSsoRegistration *
dossier_sso_registration_new (const char    *client_id,
                              DossierSecret *client_secret,
                              gint64         expires)
{
  DossierSsoRegistration *self = g_atomic_rc_box_new0 (DossierSsoRegistration);

  self->client_id = g_strdup (client_id);
  self->client_secret = dossier_secret_ref (client_secret);
  self->expires = expires;
  return self;
}

/**
 * dossier_sso_registration_parse:
 * @body: the body of an answer of RegisterClient
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the registration; never %NULL without an error
 */
DossierSsoRegistration *
dossier_sso_registration_parse (GBytes  *body,
                                GError **error)
{
  g_autoptr(DossierSsoRegistration) self = g_atomic_rc_box_new0 (DossierSsoRegistration);
  g_autoptr(DossierAwsSecretJson) json = dossier_aws_secret_json_parse (body, error);
  yyjson_val *root = json != NULL ? dossier_aws_secret_json_root (json) : NULL;

  if (root == NULL || !dossier_aws_secret_json_need_text (root, "clientId", &self->client_id, error) ||
      !dossier_aws_secret_json_need_secret (root, "clientSecret", &self->client_secret, error) ||
      !dossier_aws_secret_json_need_number (root, "clientSecretExpiresAt", LATEST, &self->expires, error))
    return NULL;

  self->expires *= G_USEC_PER_SEC;
  return g_steal_pointer (&self);
}

/**
 * dossier_sso_registration_ref:
 * @self: a registration
 *
 * Returns: (transfer full): @self
 */
DossierSsoRegistration *
dossier_sso_registration_ref (const DossierSsoRegistration *self)
{
  return g_atomic_rc_box_acquire ((DossierSsoRegistration *) self);
}

/**
 * dossier_sso_registration_unref:
 * @self: (transfer full): a registration
 */
void
dossier_sso_registration_unref (DossierSsoRegistration *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
