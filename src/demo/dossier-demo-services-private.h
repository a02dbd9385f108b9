// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* One table of operations a service; dossier-demo-dispatch.c lists them. */
extern const DossierDemoService dossier_demo_iam;
extern const DossierDemoService dossier_demo_inspector;
extern const DossierDemoService dossier_demo_kms;
extern const DossierDemoService dossier_demo_oidc;
extern const DossierDemoService dossier_demo_portal;
extern const DossierDemoService dossier_demo_s3;
extern const DossierDemoService dossier_demo_sts;

G_END_DECLS
