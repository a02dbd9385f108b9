// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

#define DOSSIER_DEMO_GRANT_CLIENT  "client"
#define DOSSIER_DEMO_GRANT_DEVICE  "device"
#define DOSSIER_DEMO_GRANT_CODE    "code"
#define DOSSIER_DEMO_GRANT_ACCESS  "access"
#define DOSSIER_DEMO_GRANT_REFRESH "refresh"

#define DOSSIER_DEMO_DEVICE_PENDING "pending"
#define DOSSIER_DEMO_DEVICE_ALLOWED "allowed"
#define DOSSIER_DEMO_DEVICE_DENIED  "denied"

/* Whom IAM Identity Center knows: there is one person in this world. */
#define DOSSIER_DEMO_PERSON "demo@dossier.example"

DossierDemoGrant *dossier_demo_grant_add    (DossierDemoCall  *call,
                                             const char       *kind,
                                             const char       *client,
                                             gint64            lasts);
DossierDemoGrant *dossier_demo_grant_find   (DossierDemoCall  *call,
                                             const char       *kind,
                                             const char       *id);
DossierDemoGrant *dossier_demo_grant_find_device (DossierDemoCall *call,
                                             const char       *user_code);
void              dossier_demo_grant_remove (DossierDemoCall  *call,
                                             DossierDemoGrant *grant);
void              dossier_demo_grant_remove_session (DossierDemoCall *call,
                                             const char       *session);

/* The operations a browser calls, see dossier-demo-oidc-pages.c. */
void dossier_demo_oidc_authorize (DossierDemoCall *call);
void dossier_demo_oidc_device    (DossierDemoCall *call);

G_END_DECLS
