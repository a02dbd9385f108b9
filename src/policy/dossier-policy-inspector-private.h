// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy-inspector.h"
#include "dossier-policy-private.h"

G_BEGIN_DECLS

/* The name of the report that is asked about. */
#define DOSSIER_POLICY_REPORT "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"

void dossier_policy_find_denies  (GArray                        *troubles,
                                  const DossierPolicy           *policy,
                                  const DossierInspectorAccess  *access);
void dossier_policy_find_lacks   (GArray                        *troubles,
                                  const DossierPolicy           *policy,
                                  const DossierInspectorAccess  *access,
                                  const char                    *account,
                                  const char                    *action);
void dossier_policy_add_trouble  (GArray                        *troubles,
                                  DossierPolicyTrouble           trouble,
                                  const char                    *key,
                                  const char                    *value);

G_END_DECLS
