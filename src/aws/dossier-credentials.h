// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-secret.h"

G_BEGIN_DECLS

/* What a request is signed with. Immutable; shared by reference. */
#define DOSSIER_TYPE_CREDENTIALS (dossier_credentials_get_type ())
typedef struct _DossierCredentials DossierCredentials;
GType dossier_credentials_get_type (void) G_GNUC_CONST;

DossierCredentials *dossier_credentials_new                   (const char               *access_key_id,
                                                               DossierSecret            *secret_access_key,
                                                               DossierSecret            *session_token,
                                                               gint64                    expires);
DossierCredentials *dossier_credentials_ref                   (DossierCredentials       *self);
void                dossier_credentials_unref                 (DossierCredentials       *self);
const char         *dossier_credentials_get_access_key_id     (const DossierCredentials *self);
DossierSecret      *dossier_credentials_get_secret_access_key (const DossierCredentials *self);
DossierSecret      *dossier_credentials_get_session_token     (const DossierCredentials *self);
gint64              dossier_credentials_get_expires           (const DossierCredentials *self);
gboolean            dossier_credentials_expire_before         (const DossierCredentials *self,
                                                               gint64                    instant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierCredentials, dossier_credentials_unref)

G_END_DECLS
