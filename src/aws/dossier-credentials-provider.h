// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-credentials.h"

G_BEGIN_DECLS

/* Where credentials come from. The client asks before each request, so that
 * what expires can be renewed behind it.
 */
#define DOSSIER_TYPE_CREDENTIALS_PROVIDER (dossier_credentials_provider_get_type ())
G_DECLARE_INTERFACE (DossierCredentialsProvider, dossier_credentials_provider, DOSSIER,
                     CREDENTIALS_PROVIDER, GObject)

struct _DossierCredentialsProviderInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*get) (DossierCredentialsProvider *self,
                     GCancellable               *cancellable);
  void       (*expire) (DossierCredentialsProvider *self,
                        DossierCredentials         *credentials);
};

DexFuture *dossier_credentials_provider_get    (DossierCredentialsProvider *self,
                                                GCancellable               *cancellable);
void       dossier_credentials_provider_expire (DossierCredentialsProvider *self,
                                                DossierCredentials         *credentials);

G_END_DECLS
