// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-inspector-access.h"
#include "dossier-policy-evaluate.h"
#include "dossier-policy-trouble.h"

G_BEGIN_DECLS

/**
 * DossierPolicyCall:
 * @account: whose report it is
 * @action: what Inspector does
 * @verdict: what the policy says of it
 */
typedef struct
{
  char *account;
  char *action;
  DossierPolicyVerdict *verdict;
} DossierPolicyCall;

#define DOSSIER_TYPE_POLICY_INSPECTOR (dossier_policy_inspector_get_type ())

typedef struct _DossierPolicyInspector DossierPolicyInspector;

GType                       dossier_policy_inspector_get_type       (void);
DossierPolicyInspector     *dossier_policy_inspector_new            (DossierPolicy                 *policy,
                                                                     const DossierInspectorAccess  *access,
                                                                     GError                       **error);
DossierPolicyInspector     *dossier_policy_inspector_ref            (DossierPolicyInspector        *self);
void                        dossier_policy_inspector_unref          (DossierPolicyInspector        *self);
DossierDecision             dossier_policy_inspector_get_decision   (const DossierPolicyInspector  *self);
guint                       dossier_policy_inspector_get_n_calls    (const DossierPolicyInspector  *self);
const DossierPolicyCall    *dossier_policy_inspector_get_call       (const DossierPolicyInspector  *self,
                                                                     guint                          index);
guint                       dossier_policy_inspector_get_n_troubles (const DossierPolicyInspector  *self);
const DossierPolicyTrouble *dossier_policy_inspector_get_trouble    (const DossierPolicyInspector  *self,
                                                                     guint                          index);
char                       *dossier_policy_inspector_mend           (const DossierPolicyInspector  *self,
                                                                     guint                          trouble,
                                                                     const char                    *key_arn,
                                                                     GError                       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyInspector, dossier_policy_inspector_unref)

G_END_DECLS
