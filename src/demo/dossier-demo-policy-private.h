// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "dossier-demo-world-private.h"
#include "dossier-policy.h"

G_BEGIN_DECLS

DossierPolicy *dossier_demo_policy_read         (const char        *text);
const char    *dossier_demo_bucket_policy_check (DossierDemoWorld  *world,
                                                 const char        *bucket,
                                                 const char        *text,
                                                 gsize              length);
const char    *dossier_demo_key_policy_check    (DossierDemoWorld  *world,
                                                 const char        *text);
gboolean       dossier_demo_policy_is_public    (const char        *text);
void           dossier_demo_policy_list_keys    (const char        *text,
                                                 GPtrArray         *keys);

G_END_DECLS
