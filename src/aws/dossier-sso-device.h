// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-secret.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_SSO_DEVICE (dossier_sso_device_get_type ())

/**
 * DossierSsoDevice:
 * @device_code: what a token is asked for with
 * @user_code: what the person compares, or types
 * @verification_uri: where
 * @verification_uri_complete: (nullable): the same with the code in it
 * @expires_in: for how long all of it is good, seconds
 * @interval: how long to wait between two questions, seconds
 *
 * What StartDeviceAuthorization gives (RFC 8628, 3.2). Immutable; shared by reference.
 */
typedef struct
{
  DossierSecret *device_code;
  char *user_code;
  char *verification_uri;
  char *verification_uri_complete;
  guint expires_in;
  guint interval;
} DossierSsoDevice;

GType dossier_sso_device_get_type (void);

DossierSsoDevice *dossier_sso_device_parse (GBytes                  *body,
                                            GError                 **error);
DossierSsoDevice *dossier_sso_device_ref   (const DossierSsoDevice  *self);
void              dossier_sso_device_unref (DossierSsoDevice        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSsoDevice, dossier_sso_device_unref)

G_END_DECLS
