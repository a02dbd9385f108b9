// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-account.h"
#include "dossier-credentials-provider.h"

G_BEGIN_DECLS

/* The key of an account, from memory or from the keyring, which is asked once. */
#define DOSSIER_TYPE_ACCOUNT_CREDENTIALS (dossier_account_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DossierAccountCredentials, dossier_account_credentials, DOSSIER,
                      ACCOUNT_CREDENTIALS, GObject)

DossierCredentialsProvider *dossier_account_credentials_new    (DossierAccount *account);
DexFuture                  *dossier_account_credentials_store  (DossierAccount *account,
                                                                DossierSecret  *secret_access_key,
                                                                DossierSecret  *session_token,
                                                                GCancellable   *cancellable);
DexFuture                  *dossier_account_credentials_forget (DossierAccount *account,
                                                                GCancellable   *cancellable);

G_END_DECLS
