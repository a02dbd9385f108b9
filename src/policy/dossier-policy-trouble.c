// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-policy-trouble.h"

/* Words for programs, in the order of the kinds. */
static const char *const kinds[] = {
  "denyTransport",       "denyTlsVersion",       "denyEncryption",  "denyKey",
  "denyOrganization",    "denyPrincipal",        "denyEndpoint",    "denyAddress",
  "denySourceOrganization", "denySource",        "denyAcl",         "denyNotPrincipal",
  "denyUnconditional",   "denyOther",            "allowMissing",    "allowAccountOnly",
  "allowPrincipalRegion", "allowSourcePartition", "allowSourceRegion", "allowSourceAccount",
  "allowSourceForm",     "allowLiteralWildcard", "allowBucketOnly", "allowResource",
  "allowAction",         "allowEverybody",       "allowCondition",
};
G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == DOSSIER_POLICY_TROUBLE_CONDITION + 1);

static const char *const effects[] = { "blocks", "mayBlock", "passes" };
static const char *const mends[] = { NULL, "exemptServices", "nameKey", "merge" };

/**
 * dossier_policy_trouble_kind_to_text:
 * @kind: a kind
 *
 * Returns: (transfer none): a word for programs
 */
const char *
dossier_policy_trouble_kind_to_text (DossierPolicyTroubleKind kind)
{
  return kinds[kind];
}

/**
 * dossier_policy_trouble_effect_to_text:
 * @effect: an effect
 *
 * Returns: (transfer none): a word for programs
 */
const char *
dossier_policy_trouble_effect_to_text (DossierPolicyTroubleEffect effect)
{
  return effects[effect];
}

/**
 * dossier_policy_mend_to_text:
 * @mend: what can be proposed
 *
 * Returns: (transfer none) (nullable): a word for programs, %NULL for nothing
 */
const char *
dossier_policy_mend_to_text (DossierPolicyMend mend)
{
  return mends[mend];
}
