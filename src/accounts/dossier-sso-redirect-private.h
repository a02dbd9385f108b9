// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-prompt.h"

G_BEGIN_DECLS

/* Where the browser comes back to: RegisterClient takes it without a port (RFC 8252, 7.3). */
#define DOSSIER_SSO_REDIRECT_PATH "/oauth/callback"
#define DOSSIER_SSO_REDIRECT_URI  "http://127.0.0.1" DOSSIER_SSO_REDIRECT_PATH

/* Listens on a port of this computer for one browser to come back (RFC 6749, 4.1.2). */
typedef struct _DossierSsoRedirect DossierSsoRedirect;

DossierSsoRedirect *dossier_sso_redirect_new       (DossierPrompt             *prompt,
                                                    const char                *state,
                                                    GError                   **error);
void                dossier_sso_redirect_free      (DossierSsoRedirect        *self);
const char         *dossier_sso_redirect_get_uri   (const DossierSsoRedirect  *self);
DexFuture          *dossier_sso_redirect_dup_code  (DossierSsoRedirect        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSsoRedirect, dossier_sso_redirect_free)

G_END_DECLS
