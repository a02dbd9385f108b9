// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy-request.h"
#include "dossier-policy.h"

G_BEGIN_DECLS

/**
 * DossierDecision:
 * @DOSSIER_DECISION_IMPLICIT_DENY: no statement speaks of the request
 * @DOSSIER_DECISION_ALLOW: allowed
 * @DOSSIER_DECISION_EXPLICIT_DENY: a Deny applies
 * @DOSSIER_DECISION_UNKNOWN: which of the three it is depends on keys of which nothing is known
 */
typedef enum
{
  DOSSIER_DECISION_IMPLICIT_DENY,
  DOSSIER_DECISION_ALLOW,
  DOSSIER_DECISION_EXPLICIT_DENY,
  DOSSIER_DECISION_UNKNOWN,
} DossierDecision;

/* A statement that decided: index of the policy, index in it. */
typedef struct
{
  guint policy;
  guint statement;
} DossierPolicyStatementRef;

#define DOSSIER_TYPE_POLICY_VERDICT (dossier_policy_verdict_get_type ())

typedef struct _DossierPolicyVerdict DossierPolicyVerdict;

GType                            dossier_policy_verdict_get_type         (void);
DossierPolicyVerdict            *dossier_policy_verdict_copy             (const DossierPolicyVerdict *self);
void                             dossier_policy_verdict_free             (DossierPolicyVerdict       *self);
DossierDecision                  dossier_policy_verdict_get_decision     (const DossierPolicyVerdict *self);
const DossierPolicyStatementRef *dossier_policy_verdict_get_statements   (const DossierPolicyVerdict *self,
                                                                          gsize                      *n);
const char *const               *dossier_policy_verdict_get_unknown_keys (const DossierPolicyVerdict *self);
gboolean                         dossier_policy_verdict_is_delegated     (const DossierPolicyVerdict *self);
DossierPolicyVerdict            *dossier_policy_evaluate                 (DossierPolicy *const       *policies,
                                                                          gsize                       n_policies,
                                                                          const DossierPolicyRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyVerdict, dossier_policy_verdict_free)

G_END_DECLS
