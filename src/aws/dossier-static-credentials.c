// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-static-credentials.h"

struct _DossierStaticCredentials
{
  GObject parent_instance;

  DossierCredentials *credentials;
};

static DexFuture *
dossier_static_credentials_get (DossierCredentialsProvider *provider,
                                GCancellable *)
{
  DossierStaticCredentials *self = DOSSIER_STATIC_CREDENTIALS (provider);

  return dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS,
                                    dossier_credentials_ref (self->credentials));
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = dossier_static_credentials_get;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierStaticCredentials, dossier_static_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER,
                                                      provider_iface_init))

static void
dossier_static_credentials_finalize (GObject *object)
{
  DossierStaticCredentials *self = DOSSIER_STATIC_CREDENTIALS (object);

  g_clear_pointer (&self->credentials, dossier_credentials_unref);

  G_OBJECT_CLASS (dossier_static_credentials_parent_class)->finalize (object);
}

static void
dossier_static_credentials_class_init (DossierStaticCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_static_credentials_finalize;
}

static void
dossier_static_credentials_init (DossierStaticCredentials *)
{
}

/**
 * dossier_static_credentials_new:
 * @credentials: credentials
 *
 * Returns: (transfer full): a provider that always gives @credentials
 */
DossierCredentialsProvider *
dossier_static_credentials_new (DossierCredentials *credentials)
{
  DossierStaticCredentials *self = g_object_new (DOSSIER_TYPE_STATIC_CREDENTIALS, NULL);

  self->credentials = dossier_credentials_ref (credentials);
  return DOSSIER_CREDENTIALS_PROVIDER (self);
}
