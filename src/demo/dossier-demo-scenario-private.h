// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-fault-private.h"
#include "dossier-demo-scenario.h"
#include "dossier-demo-world-private.h"

G_BEGIN_DECLS

/* What every scenario has: who calls, and a destination that works unless the
 * scenario breaks it. The bucket and the key are in the world's first Region. */
#define DOSSIER_DEMO_ACCESS_KEY_ID "AKIADOSSIERDEMO00001"
#define DOSSIER_DEMO_BUCKET "dossier-demo-reports"
#define DOSSIER_DEMO_KEY_ID "d0551e40-5eed-4000-8000-000000000001"

/* What the names of roles begin with that IAM Identity Center made. */
#define DOSSIER_DEMO_SSO_ROLE "AWSReservedSSO_"

void     dossier_demo_scenario_build        (DossierDemoWorld *world,
                                             const char       *name,
                                             gint64            now);
gboolean dossier_demo_scenario_has_findings (const char       *name);
DossierDemoFault
         dossier_demo_scenario_get_fault    (const char       *name);

/* The world of the scenario `default`, which the others alter. */
void     dossier_demo_world_furnish         (DossierDemoWorld *world,
                                             gint64            now);

char    *dossier_demo_bucket_policy_text    (const char       *bucket,
                                             const char       *account,
                                             const char       *region);
char    *dossier_demo_key_policy_text       (const char       *owner,
                                             const char       *account,
                                             const char       *region);
char    *dossier_demo_root_key_policy_text  (const char       *owner);

G_END_DECLS
