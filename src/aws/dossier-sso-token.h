// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-secret.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_SSO_TOKEN (dossier_sso_token_get_type ())

/**
 * DossierSsoToken:
 * @access_token: what the portal is asked with
 * @refresh_token: (nullable): what another one is asked for with, good once
 * @expires_in: for how long @access_token is good, seconds
 *
 * What CreateToken gives (RFC 6749, 5.1). Immutable; shared by reference.
 */
typedef struct
{
  DossierSecret *access_token;
  DossierSecret *refresh_token;
  guint expires_in;
} DossierSsoToken;

GType dossier_sso_token_get_type (void);

DossierSsoToken *dossier_sso_token_parse (GBytes                 *body,
                                          GError                **error);
DossierSsoToken *dossier_sso_token_ref   (const DossierSsoToken  *self);
void             dossier_sso_token_unref (DossierSsoToken        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSsoToken, dossier_sso_token_unref)

G_END_DECLS
