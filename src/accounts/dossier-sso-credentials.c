// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-sso-credentials.h"

struct _DossierSsoCredentials
{
  GObject parent_instance;

  DossierSsoSession *session;
  char *account;
  char *role;
};

static DexFuture *
dossier_sso_credentials_get (DossierCredentialsProvider *provider,
                             GCancellable               *cancellable)
{
  DossierSsoCredentials *self = DOSSIER_SSO_CREDENTIALS (provider);

  return dossier_sso_session_get_role_credentials (self->session, self->account, self->role, cancellable);
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = dossier_sso_credentials_get;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierSsoCredentials, dossier_sso_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER, provider_iface_init))

static void
dossier_sso_credentials_finalize (GObject *object)
{
  DossierSsoCredentials *self = DOSSIER_SSO_CREDENTIALS (object);

  g_clear_object (&self->session);
  g_free (self->account);
  g_free (self->role);

  G_OBJECT_CLASS (dossier_sso_credentials_parent_class)->finalize (object);
}

static void
dossier_sso_credentials_class_init (DossierSsoCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_sso_credentials_finalize;
}

static void
dossier_sso_credentials_init (DossierSsoCredentials *)
{
}

/**
 * dossier_sso_credentials_new:
 * @session: somebody's sign-in, which may be still to come
 * @account: an AWS account, twelve digits
 * @role: the name of a role there
 *
 * Returns: (transfer full): a provider; it rejects as
 *   dossier_sso_session_get_role_credentials() does
 */
DossierCredentialsProvider *
dossier_sso_credentials_new (DossierSsoSession *session,
                             const char        *account,
                             const char        *role)
{
  DossierSsoCredentials *self = g_object_new (DOSSIER_TYPE_SSO_CREDENTIALS, NULL);

  self->session = g_object_ref (session);
  self->account = g_strdup (account);
  self->role = g_strdup (role);
  return DOSSIER_CREDENTIALS_PROVIDER (self);
}
