// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "dossier-demo-world-private.h"
#include "dossier-policy.h"

G_BEGIN_DECLS

DossierPolicy *dossier_demo_policy_read         (const char        *text);
GPtrArray     *dossier_demo_policy_statements   (JsonObject        *policy);
GPtrArray     *dossier_demo_policy_texts        (JsonObject        *object,
                                                 const char        *member);
gboolean       dossier_demo_policy_has_either   (JsonObject        *statement,
                                                 const char        *yes,
                                                 const char        *no);
const char    *dossier_demo_bucket_policy_check (DossierDemoWorld  *world,
                                                 const char        *bucket,
                                                 const char        *text,
                                                 gsize              length);
const char    *dossier_demo_key_policy_check    (DossierDemoWorld  *world,
                                                 const char        *text);
gboolean       dossier_demo_policy_is_public    (const char        *text);
void           dossier_demo_policy_list_keys    (const char        *text,
                                                 GPtrArray         *keys);

/* A place in the text of a policy, both from 1. */
typedef struct
{
  guint line;
  guint column;
} DossierDemoPosition;

void           dossier_demo_policy_find         (const char          *text,
                                                 guint                statement,
                                                 DossierDemoPosition *start,
                                                 DossierDemoPosition *end);

G_END_DECLS
