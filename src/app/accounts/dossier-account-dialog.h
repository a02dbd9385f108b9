// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-account-list.h"

G_BEGIN_DECLS

/* Asks for an access key, and where its secret is to be kept.
 *
 * Signal “added” (the account's name): it is in the list now.
 */
#define DOSSIER_TYPE_ACCOUNT_DIALOG (dossier_account_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DossierAccountDialog, dossier_account_dialog, DOSSIER, ACCOUNT_DIALOG, AdwDialog)

AdwDialog *dossier_account_dialog_new (DossierAccountList *accounts);

G_END_DECLS
