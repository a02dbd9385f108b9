// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-inspector-private.h"

/* What a Deny is about, by the condition key that makes it apply. A name that ends in a
 * slash means all keys that begin so. */
static const struct
{
  const char *key;
  DossierPolicyTroubleKind kind;
} keys[] = {
  { "aws:SecureTransport", DOSSIER_POLICY_TROUBLE_TRANSPORT },
  { "s3:TlsVersion", DOSSIER_POLICY_TROUBLE_TLS_VERSION },
  { "s3:x-amz-server-side-encryption", DOSSIER_POLICY_TROUBLE_ENCRYPTION },
  { "s3:x-amz-server-side-encryption-customer-algorithm", DOSSIER_POLICY_TROUBLE_ENCRYPTION },
  { "s3:x-amz-server-side-encryption-aws-kms-key-id", DOSSIER_POLICY_TROUBLE_KEY },
  { "aws:PrincipalOrgID", DOSSIER_POLICY_TROUBLE_ORGANIZATION },
  { "aws:PrincipalOrgPaths", DOSSIER_POLICY_TROUBLE_ORGANIZATION },
  { "aws:PrincipalArn", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:PrincipalAccount", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:PrincipalType", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:PrincipalTag/", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:userid", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:username", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:MultiFactorAuthPresent", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:MultiFactorAuthAge", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "kms:CallerAccount", DOSSIER_POLICY_TROUBLE_PRINCIPAL },
  { "aws:SourceVpce", DOSSIER_POLICY_TROUBLE_ENDPOINT },
  { "aws:SourceVpc", DOSSIER_POLICY_TROUBLE_ENDPOINT },
  { "aws:SourceVpcArn", DOSSIER_POLICY_TROUBLE_ENDPOINT },
  { "aws:SourceIp", DOSSIER_POLICY_TROUBLE_ADDRESS },
  { "aws:VpcSourceIp", DOSSIER_POLICY_TROUBLE_ADDRESS },
  { "aws:SourceOrgID", DOSSIER_POLICY_TROUBLE_SOURCE_ORGANIZATION },
  { "aws:SourceOrgPaths", DOSSIER_POLICY_TROUBLE_SOURCE_ORGANIZATION },
  { "aws:SourceAccount", DOSSIER_POLICY_TROUBLE_SOURCE },
  { "aws:SourceArn", DOSSIER_POLICY_TROUBLE_SOURCE },
  { "s3:x-amz-acl", DOSSIER_POLICY_TROUBLE_ACL },
  { "s3:x-amz-grant-", DOSSIER_POLICY_TROUBLE_ACL },
};

static gboolean
key_is (const char *key,
        const char *name)
{
  gsize length = strlen (name);

  if (name[length - 1] == '/' || name[length - 1] == '-')
    return g_ascii_strncasecmp (key, name, length) == 0;
  return g_ascii_strcasecmp (key, name) == 0;
}

static const DossierPolicyCondition *
find_condition (const DossierPolicyStatement *statement,
                const char                   *key)
{
  for (guint i = 0; i < statement->n_conditions; i++)
    if (key_is (statement->conditions[i].key, key))
      return &statement->conditions[i];
  return NULL;
}

/* The condition that says what the statement is about: the one that comes first in the
 * table, so that exceptions beside it do not name it. */
static const DossierPolicyCondition *
classify (const DossierPolicyStatement *statement,
          DossierPolicyTroubleKind     *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const DossierPolicyCondition *condition = find_condition (statement, keys[i].key);

      if (condition != NULL)
        {
          *kind = keys[i].kind;
          return condition;
        }
    }
  *kind = statement->n_conditions > 0    ? DOSSIER_POLICY_TROUBLE_OTHER
          : statement->not_principal ? DOSSIER_POLICY_TROUBLE_NOT_PRINCIPAL
                                     : DOSSIER_POLICY_TROUBLE_UNCONDITIONAL;
  return statement->n_conditions > 0 ? &statement->conditions[0] : NULL;
}

/* Services can be left out where the Deny does not mean a service by its name. */
static gboolean
can_exempt (const DossierPolicyStatement *statement)
{
  for (guint i = 0; i < statement->n_principals && !statement->not_principal; i++)
    if (strcmp (statement->principals[i].type, "Service") == 0)
      return FALSE;
  return find_condition (statement, "aws:PrincipalIsAWSService") == NULL;
}

static DossierPolicyMend
choose_mend (const DossierPolicyStatement *statement,
             DossierPolicyTroubleKind      kind,
             const DossierPolicyCondition *condition,
             const DossierInspectorAccess *access)
{
  /* Only a list of the keys that are right can get one more. */
  if (kind == DOSSIER_POLICY_TROUBLE_KEY && access->key_arn != NULL && condition->negated && condition->values.n > 0 &&
      condition->set == DOSSIER_POLICY_SET_NONE)
    return DOSSIER_POLICY_MEND_NAME_KEY;
  return can_exempt (statement) ? DOSSIER_POLICY_MEND_EXEMPT_SERVICES : DOSSIER_POLICY_MEND_NONE;
}

/* The worst that the statement does to any of the calls. */
static DossierTri
test_calls (const DossierPolicy           *policy,
            const DossierPolicyStatement  *statement,
            const DossierInspectorAccess  *access,
            GPtrArray                     *open,
            gboolean                      *speaks)
{
  const char *const *actions = dossier_inspector_access_get_actions (access);
  DossierTri worst = DOSSIER_TRI_FALSE;

  for (guint a = 0; access->accounts[a] != NULL; a++)
    for (gsize i = 0; actions[i] != NULL; i++)
      {
        g_autoptr (DossierPolicyRequest) request = dossier_inspector_access_new_request (
            access, access->accounts[a], actions[i], DOSSIER_POLICY_REPORT, policy);
        DossierPolicyStatement bare = *statement;

        if (dossier_policy_principal_match (statement, request) == DOSSIER_POLICY_PRINCIPAL_OTHER)
          continue;
        bare.n_conditions = 0;
        *speaks = *speaks || dossier_policy_statement_test (policy, &bare, request, NULL) != DOSSIER_TRI_FALSE;
        worst = MAX (worst, dossier_policy_statement_test (policy, statement, request, open));
      }
  return worst;
}

/* Adds what each Deny does to Inspector's calls. */
void
dossier_policy_find_denies (GArray                       *troubles,
                            const DossierPolicy          *policy,
                            const DossierInspectorAccess *access)
{
  for (guint s = 0; s < policy->n_statements; s++)
    {
      const DossierPolicyStatement *statement = &policy->statements[s];
      g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
      const DossierPolicyCondition *condition;
      DossierPolicyTroubleKind kind;
      gboolean speaks = FALSE;
      DossierTri applies = statement->allow ? DOSSIER_TRI_FALSE : test_calls (policy, statement, access, open, &speaks);
      DossierPolicyTrouble trouble = { .statement = (int) s };

      if (statement->allow || !speaks)
        continue;
      condition = classify (statement, &kind);
      trouble.kind = kind;
      trouble.effect = applies == DOSSIER_TRI_TRUE      ? DOSSIER_POLICY_TROUBLE_BLOCKS
                       : applies == DOSSIER_TRI_UNKNOWN ? DOSSIER_POLICY_TROUBLE_MAY_BLOCK
                                                        : DOSSIER_POLICY_TROUBLE_PASSES;
      /* Of those that let Inspector through only the one that others have doubts about. */
      if (applies == DOSSIER_TRI_FALSE &&
          (kind != DOSSIER_POLICY_TROUBLE_TRANSPORT || find_condition (statement, "aws:PrincipalIsAWSService") != NULL))
        continue;
      trouble.mend = choose_mend (statement, kind, condition, access);
      dossier_policy_add_trouble (troubles, trouble,
                                  applies == DOSSIER_TRI_UNKNOWN && open->len > 0 ? g_ptr_array_index (open, 0)
                                  : condition != NULL                             ? condition->key
                                                                                  : NULL,
                                  condition != NULL && condition->values.n > 0 ? condition->values.items[0].text : NULL);
    }
}
