// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-credentials.h"

struct _DossierCredentials
{
  gatomicrefcount ref_count;
  char *access_key_id;
  DossierSecret *secret_access_key;
  DossierSecret *session_token;
  gint64 expires;
};

G_DEFINE_BOXED_TYPE (DossierCredentials, dossier_credentials, dossier_credentials_ref,
                     dossier_credentials_unref)

/**
 * dossier_credentials_new:
 * @access_key_id: the public half
 * @secret_access_key: the secret half
 * @session_token: (nullable): the token of temporary credentials
 * @expires: microseconds since 1970 UTC, or 0 where they last
 *
 * Returns: (transfer full): credentials
 */
DossierCredentials *
dossier_credentials_new (const char    *access_key_id,
                         DossierSecret *secret_access_key,
                         DossierSecret *session_token,
                         gint64         expires)
{
  DossierCredentials *self = g_new0 (DossierCredentials, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->access_key_id = g_strdup (access_key_id);
  self->secret_access_key = dossier_secret_ref (secret_access_key);
  self->session_token = session_token != NULL ? dossier_secret_ref (session_token) : NULL;
  self->expires = expires;
  return self;
}

/**
 * dossier_credentials_ref:
 * @self: credentials
 *
 * Returns: (transfer full): @self
 */
DossierCredentials *
dossier_credentials_ref (DossierCredentials *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_credentials_unref:
 * @self: (transfer full): credentials
 */
void
dossier_credentials_unref (DossierCredentials *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->access_key_id);
  dossier_secret_unref (self->secret_access_key);
  g_clear_pointer (&self->session_token, dossier_secret_unref);
  g_free (self);
}

/**
 * dossier_credentials_get_access_key_id:
 * @self: credentials
 *
 * Returns: (transfer none): the public half
 */
const char *
dossier_credentials_get_access_key_id (const DossierCredentials *self)
{
  return self->access_key_id;
}

/**
 * dossier_credentials_get_secret_access_key:
 * @self: credentials
 *
 * Returns: (transfer none): the secret half
 */
DossierSecret *
dossier_credentials_get_secret_access_key (const DossierCredentials *self)
{
  return self->secret_access_key;
}

/**
 * dossier_credentials_get_session_token:
 * @self: credentials
 *
 * Returns: (transfer none) (nullable): the token of temporary credentials
 */
DossierSecret *
dossier_credentials_get_session_token (const DossierCredentials *self)
{
  return self->session_token;
}

/**
 * dossier_credentials_get_expires:
 * @self: credentials
 *
 * Returns: when they end, microseconds since 1970 UTC; 0 if never
 */
gint64
dossier_credentials_get_expires (const DossierCredentials *self)
{
  return self->expires;
}

/**
 * dossier_credentials_expire_before:
 * @self: credentials
 * @instant: microseconds since 1970 UTC
 *
 * Returns: whether they are temporary and no longer good at @instant
 */
gboolean
dossier_credentials_expire_before (const DossierCredentials *self,
                                   gint64                    instant)
{
  return self->expires != 0 && self->expires <= instant;
}
