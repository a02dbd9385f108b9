// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-account-list.h"
#include "dossier-profile-files.h"

G_BEGIN_DECLS

/**
 * DossierImportItem:
 * @profile: the profile it comes from
 * @account: (nullable): the account it becomes; %NULL if it is not taken
 * @credentials: (nullable): the key of an account that has one
 * @reason: (nullable): why it is not taken
 *
 * What becomes of one profile.
 */
typedef struct
{
  char *profile;
  DossierAccount *account;
  DossierCredentials *credentials;
  char *reason;
} DossierImportItem;

GPtrArray *dossier_import_plan  (const DossierProfileFiles *files,
                                 DossierAccountList        *accounts,
                                 const char                *region);
DexFuture *dossier_import_apply (DossierImportItem         *item,
                                 DossierAccountList        *accounts,
                                 GCancellable              *cancellable);

G_END_DECLS
