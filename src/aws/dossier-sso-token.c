// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-secret-json-private.h"
#include "dossier-sso-token.h"

/* Sessions of IAM Identity Center last 90 days at most. */
#define LONGEST_S (366 * 24 * 60 * 60)

G_DEFINE_BOXED_TYPE (DossierSsoToken, dossier_sso_token, dossier_sso_token_ref, dossier_sso_token_unref)

static void
clear (gpointer data)
{
  DossierSsoToken *self = data;

  g_clear_pointer (&self->access_token, dossier_secret_unref);
  g_clear_pointer (&self->refresh_token, dossier_secret_unref);
}

/**
 * dossier_sso_token_parse:
 * @body: the body of an answer of CreateToken
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the tokens; never %NULL without an error
 */
DossierSsoToken *
dossier_sso_token_parse (GBytes  *body,
                         GError **error)
{
  g_autoptr(DossierSsoToken) self = g_atomic_rc_box_new0 (DossierSsoToken);
  g_autoptr(DossierAwsSecretJson) json = dossier_aws_secret_json_parse (body, error);
  yyjson_val *root = json != NULL ? dossier_aws_secret_json_root (json) : NULL;
  gint64 expires_in = 0;

  if (root == NULL || !dossier_aws_secret_json_need_secret (root, "accessToken", &self->access_token, error) ||
      !dossier_aws_secret_json_get_secret (root, "refreshToken", &self->refresh_token, error) ||
      !dossier_aws_secret_json_need_number (root, "expiresIn", LONGEST_S, &expires_in, error))
    return NULL;

  self->expires_in = (guint) expires_in;
  return g_steal_pointer (&self);
}

/**
 * dossier_sso_token_ref:
 * @self: tokens
 *
 * Returns: (transfer full): @self
 */
DossierSsoToken *
dossier_sso_token_ref (const DossierSsoToken *self)
{
  return g_atomic_rc_box_acquire ((DossierSsoToken *) self);
}

/**
 * dossier_sso_token_unref:
 * @self: (transfer full): tokens
 */
void
dossier_sso_token_unref (DossierSsoToken *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
