// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-sso-list.h"

G_BEGIN_DECLS

/* The portal of IAM Identity Center: what somebody may use who has signed in, see
 * dossier-sso-oidc.h. Its requests are not signed, they carry the access token. Every call
 * rejects with a DOSSIER_AWS_ERROR where AWS refuses, and with
 * %DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS where the token is not good any more; with
 * G_IO_ERROR where the network fails, and with DOSSIER_ERROR_INVALID_RESPONSE where an
 * answer is not valid.
 */
DexFuture   *dossier_sso_list_accounts                (DossierAwsClient  *client,
                                                       DossierSecret     *access_token,
                                                       const char        *next_token,
                                                       GCancellable      *cancellable);
DexFuture   *dossier_sso_list_account_roles           (DossierAwsClient  *client,
                                                       DossierSecret     *access_token,
                                                       const char        *account,
                                                       const char        *next_token,
                                                       GCancellable      *cancellable);
DexFuture   *dossier_sso_get_role_credentials         (DossierAwsClient  *client,
                                                       DossierSecret     *access_token,
                                                       const char        *account,
                                                       const char        *role,
                                                       GCancellable      *cancellable);
DexFuture   *dossier_sso_logout                       (DossierAwsClient  *client,
                                                       DossierSecret     *access_token,
                                                       GCancellable      *cancellable);

DossierCredentials *dossier_sso_parse_role_credentials (GBytes           *body,
                                                        GError          **error);

G_END_DECLS
