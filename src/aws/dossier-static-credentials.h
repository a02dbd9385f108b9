// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-credentials-provider.h"

G_BEGIN_DECLS

/* Credentials that were given, and are good until they are not. */
#define DOSSIER_TYPE_STATIC_CREDENTIALS (dossier_static_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DossierStaticCredentials, dossier_static_credentials, DOSSIER,
                      STATIC_CREDENTIALS, GObject)

DossierCredentialsProvider *dossier_static_credentials_new (DossierCredentials *credentials);

G_END_DECLS
