// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libdex.h>

#include "dossier-account.h"
#include "dossier-sso-session.h"

G_BEGIN_DECLS

/* The accounts that a person told us: a GListModel of #DossierAccount. What
 * tells them is in a file of the config folder, their secrets are in the keyring.
 */
#define DOSSIER_TYPE_ACCOUNT_LIST (dossier_account_list_get_type ())
G_DECLARE_FINAL_TYPE (DossierAccountList, dossier_account_list, DOSSIER, ACCOUNT_LIST, GObject)

DossierAccountList *dossier_account_list_new    (const char         *path);
DexFuture          *dossier_account_list_load   (DossierAccountList *self);
DossierAccount     *dossier_account_list_find   (DossierAccountList *self,
                                                 const char         *name);
DossierAccount     *dossier_account_list_find_id (DossierAccountList *self,
                                                 const char         *id);
DossierSsoSession  *dossier_account_list_get_sso_session (DossierAccountList       *self,
                                                 const DossierSsoOptions  *options,
                                                 GError                  **error);
DexFuture          *dossier_account_list_add    (DossierAccountList *self,
                                                 DossierAccount     *account,
                                                 DossierSecret      *secret_access_key,
                                                 DossierSecret      *session_token,
                                                 GCancellable       *cancellable);
DexFuture          *dossier_account_list_remove (DossierAccountList *self,
                                                 const char         *name,
                                                 GCancellable       *cancellable);

G_END_DECLS
