// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy.h"

G_BEGIN_DECLS

/**
 * DossierPolicyLockout:
 * @DOSSIER_POLICY_LOCKOUT_KEPT: the policy names the caller, who may change it again
 * @DOSSIER_POLICY_LOCKOUT_DELEGATED: it names the caller's account, whose own policies decide
 * @DOSSIER_POLICY_LOCKOUT_UNKNOWN: it depends on what is not known
 * @DOSSIER_POLICY_LOCKOUT_LOST: the caller could not change the policy again
 *
 * Whether a key's policy leaves a way back.
 */
typedef enum
{
  DOSSIER_POLICY_LOCKOUT_KEPT,
  DOSSIER_POLICY_LOCKOUT_DELEGATED,
  DOSSIER_POLICY_LOCKOUT_UNKNOWN,
  DOSSIER_POLICY_LOCKOUT_LOST,
} DossierPolicyLockout;

DossierPolicyLockout dossier_policy_check_lockout (DossierPolicy *policy,
                                                   const char    *caller_arn,
                                                   const char    *key_arn);

G_END_DECLS
