// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "dossier-credentials.h"

G_BEGIN_DECLS

/* An access key that a person gave a name. Immutable, and without its secret,
 * which is in the keyring; only an account for this run holds it in memory.
 */
#define DOSSIER_TYPE_ACCOUNT (dossier_account_get_type ())
G_DECLARE_FINAL_TYPE (DossierAccount, dossier_account, DOSSIER, ACCOUNT, GObject)

DossierAccount     *dossier_account_new               (const char           *name,
                                                       const char           *region,
                                                       const char           *access_key_id,
                                                       GError              **error);
DossierAccount     *dossier_account_new_for_this_run  (const char           *name,
                                                       const char           *region,
                                                       DossierCredentials   *credentials,
                                                       GError              **error);
DossierAccount     *dossier_account_from_json         (JsonObject           *object,
                                                       GError              **error);
JsonObject         *dossier_account_to_json           (DossierAccount       *self);
const char         *dossier_account_get_id            (DossierAccount       *self);
const char         *dossier_account_get_name          (DossierAccount       *self);
const char         *dossier_account_get_region        (DossierAccount       *self);
const char         *dossier_account_get_access_key_id (DossierAccount       *self);
DossierCredentials *dossier_account_get_credentials   (DossierAccount       *self);
gboolean            dossier_account_is_for_this_run   (DossierAccount       *self);

G_END_DECLS
