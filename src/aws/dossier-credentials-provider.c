// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-credentials-provider.h"

G_DEFINE_INTERFACE (DossierCredentialsProvider, dossier_credentials_provider, G_TYPE_OBJECT)

static void
ignore (DossierCredentialsProvider *,
        DossierCredentials *)
{
}

static void
dossier_credentials_provider_default_init (DossierCredentialsProviderInterface *iface)
{
  iface->expire = ignore;
}

/**
 * dossier_credentials_provider_get:
 * @self: a provider
 * @cancellable: (nullable): ends the wait
 *
 * Returns: (transfer full): a future of #DossierCredentials; rejects with
 *   %DOSSIER_ERROR_NO_CREDENTIALS where there are none
 */
DexFuture *
dossier_credentials_provider_get (DossierCredentialsProvider *self,
                                  GCancellable               *cancellable)
{
  g_return_val_if_fail (DOSSIER_IS_CREDENTIALS_PROVIDER (self), NULL);

  return DOSSIER_CREDENTIALS_PROVIDER_GET_IFACE (self)->get (self, cancellable);
}

/**
 * dossier_credentials_provider_expire:
 * @self: a provider
 * @credentials: what it gave, and AWS refused as expired
 *
 * Tells a provider that keeps credentials to get others when it is asked next. One that
 * has others already does nothing, so that many who are refused at once cause one renewal.
 */
void
dossier_credentials_provider_expire (DossierCredentialsProvider *self,
                                     DossierCredentials         *credentials)
{
  g_return_if_fail (DOSSIER_IS_CREDENTIALS_PROVIDER (self));

  DOSSIER_CREDENTIALS_PROVIDER_GET_IFACE (self)->expire (self, credentials);
}
