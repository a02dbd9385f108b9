// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-credentials-provider.h"

G_DEFINE_INTERFACE (DossierCredentialsProvider, dossier_credentials_provider, G_TYPE_OBJECT)

static void
dossier_credentials_provider_default_init (DossierCredentialsProviderInterface *)
{
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
