// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-credentials-provider.h"
#include "dossier-credentials.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_ENVIRONMENT_CREDENTIALS (dossier_environment_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DossierEnvironmentCredentials, dossier_environment_credentials, DOSSIER,
                      ENVIRONMENT_CREDENTIALS, GObject)

DossierCredentialsProvider *dossier_environment_credentials_new  (void);
DossierCredentials         *dossier_environment_credentials_read (char   **environment,
                                                                  GError **error);

G_END_DECLS
