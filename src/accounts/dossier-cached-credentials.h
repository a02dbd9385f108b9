// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-clock.h"
#include "dossier-credentials-provider.h"

G_BEGIN_DECLS

/* Keeps what another provider gives, and renews it before it ends: once, however
 * many wait for it.
 */
#define DOSSIER_TYPE_CACHED_CREDENTIALS (dossier_cached_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DossierCachedCredentials, dossier_cached_credentials, DOSSIER, CACHED_CREDENTIALS, GObject)

DossierCredentialsProvider *dossier_cached_credentials_new         (DossierCredentialsProvider *source,
                                                                    DossierClock               *clock);
gint64                      dossier_cached_credentials_get_expires (DossierCachedCredentials   *self);

G_END_DECLS
