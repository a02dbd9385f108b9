// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* What the files of KMS share. */
DossierDemoKey *dossier_demo_kms_authorize      (DossierDemoCall       *call,
                                                 const char            *action,
                                                 gboolean               own);
gboolean        dossier_demo_kms_page           (DossierDemoCall       *call,
                                                 guint                  most,
                                                 guint                  fallback,
                                                 gint64                *limit,
                                                 gint64                *start);
void            dossier_demo_kms_end_page       (JsonObject            *output,
                                                 gint64                 next,
                                                 gboolean               more);
const char     *dossier_demo_kms_text           (DossierDemoCall       *call,
                                                 const char            *member);
JsonObject     *dossier_demo_kms_describe       (DossierDemoWorld      *world,
                                                 const DossierDemoKey  *key);

void dossier_demo_kms_list_keys      (DossierDemoCall *call);
void dossier_demo_kms_list_aliases   (DossierDemoCall *call);
void dossier_demo_kms_create_alias   (DossierDemoCall *call);
void dossier_demo_kms_create_key     (DossierDemoCall *call);
void dossier_demo_kms_get_key_policy (DossierDemoCall *call);
void dossier_demo_kms_put_key_policy (DossierDemoCall *call);

G_END_DECLS
