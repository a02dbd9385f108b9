// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-policy-lockout.h"
#include "dossier-policy-private.h"

/**
 * dossier_policy_check_lockout:
 * @policy: the policy that a key is to have
 * @caller_arn: who will set it: a user, a role's session, the account's root
 * @key_arn: (nullable): the key, where it has an ARN already
 *
 * KMS refuses a policy after which its caller could not call PutKeyPolicy again. This asks
 * before KMS is asked. Of the condition keys those of the caller are known, no other.
 *
 * Returns: whether there is a way back
 */
DossierPolicyLockout
dossier_policy_check_lockout (DossierPolicy *policy,
                              const char    *caller_arn,
                              const char    *key_arn)
{
  g_autoptr (DossierPolicyRequest) request =
      dossier_policy_request_new ("kms:PutKeyPolicy", key_arn != NULL ? key_arn : "arn:aws:kms:::key/new");
  g_autoptr (DossierArn) caller = dossier_arn_parse (caller_arn, NULL);
  g_autoptr (DossierPolicyVerdict) verdict = NULL;
  gboolean session = caller != NULL && strcmp (caller->service, "sts") == 0;
  const char *const known[][2] = {
    { "aws:PrincipalIsAWSService", "false" },
    { "aws:ViaAWSService", "false" },
    { "aws:SecureTransport", "true" },
    { "kms:BypassPolicyLockoutSafetyCheck", "false" },
    { "aws:PrincipalAccount", caller != NULL ? caller->account : NULL },
    { "kms:CallerAccount", caller != NULL ? caller->account : NULL },
    /* Of a session the role's ARN is meant, whose path is not to be seen. */
    { "aws:PrincipalArn", session ? NULL : caller_arn },
  };

  dossier_policy_request_set_principal_aws (request, caller_arn);
  for (guint s = 0; s < policy->n_statements; s++)
    for (guint c = 0; c < policy->statements[s].n_conditions; c++)
      {
        const char *key = policy->statements[s].conditions[c].key;
        gsize i = 0;

        while (i < G_N_ELEMENTS (known) && g_ascii_strcasecmp (known[i][0], key) != 0)
          i++;
        if (i == G_N_ELEMENTS (known) || known[i][1] == NULL)
          dossier_policy_request_set_unknown (request, key);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i][1] != NULL)
      dossier_policy_request_add_context (request, known[i][0], known[i][1]);
  verdict = dossier_policy_evaluate (&policy, 1, request);
  switch (dossier_policy_verdict_get_decision (verdict))
    {
    case DOSSIER_DECISION_ALLOW:
      return dossier_policy_verdict_is_delegated (verdict) ? DOSSIER_POLICY_LOCKOUT_DELEGATED : DOSSIER_POLICY_LOCKOUT_KEPT;
    case DOSSIER_DECISION_UNKNOWN:
      return DOSSIER_POLICY_LOCKOUT_UNKNOWN;
    case DOSSIER_DECISION_IMPLICIT_DENY:
    case DOSSIER_DECISION_EXPLICIT_DENY:
    default:
      return DOSSIER_POLICY_LOCKOUT_LOST;
    }
}
