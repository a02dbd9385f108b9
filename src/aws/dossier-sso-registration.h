// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-secret.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_SSO_REGISTRATION (dossier_sso_registration_get_type ())

/**
 * DossierSsoRegistration:
 * @client_id: what this program is called there
 * @client_secret: what goes with it
 * @expires: when both end, microseconds since 1970 UTC
 *
 * What RegisterClient gives: this program, as IAM Identity Center knows it. Immutable;
 * shared by reference.
 */
typedef struct
{
  char *client_id;
  DossierSecret *client_secret;
  gint64 expires;
} DossierSsoRegistration;

GType dossier_sso_registration_get_type (void);

DossierSsoRegistration *dossier_sso_registration_new   (const char                    *client_id,
                                                        DossierSecret                 *client_secret,
                                                        gint64                         expires);
DossierSsoRegistration *dossier_sso_registration_parse (GBytes                        *body,
                                                        GError                       **error);
DossierSsoRegistration *dossier_sso_registration_ref   (const DossierSsoRegistration  *self);
void                    dossier_sso_registration_unref (DossierSsoRegistration        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSsoRegistration, dossier_sso_registration_unref)

G_END_DECLS
