// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-secret.h"

G_BEGIN_DECLS

/* The person's keyring: the Secret Service, or in a sandbox the Secret portal.
 * Entries are found by an id of ours, for instance an account's.
 */
DexFuture *dossier_keyring_store  (const char    *id,
                                   const char    *label,
                                   DossierSecret *secret);
DexFuture *dossier_keyring_lookup (const char    *id);
DexFuture *dossier_keyring_clear  (const char    *id);

G_END_DECLS
