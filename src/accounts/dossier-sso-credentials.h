// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-credentials-provider.h"
#include "dossier-sso-session.h"

G_BEGIN_DECLS

/* Credentials of a role that a person may take who is signed in; anew each time. */
#define DOSSIER_TYPE_SSO_CREDENTIALS (dossier_sso_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DossierSsoCredentials, dossier_sso_credentials, DOSSIER, SSO_CREDENTIALS, GObject)

DossierCredentialsProvider *dossier_sso_credentials_new (DossierSsoSession *session,
                                                         const char        *account,
                                                         const char        *role);

G_END_DECLS
