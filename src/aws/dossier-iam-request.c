// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-query-private.h"
#include "dossier-iam-request.h"
#include "dossier-xml-private.h"

static DossierAwsQuery *
begin (const char *action)
{
  return dossier_aws_query_new ("iam", "2010-05-08", action);
}

static DossierAwsRequest *
named_request (const char *action,
               const char *member,
               const char *name,
               const char *marker)
{
  DossierAwsQuery *query = begin (action);

  dossier_aws_query_add (query, member, name);
  dossier_aws_query_add (query, "Marker", marker);
  return dossier_aws_query_finish (query);
}

static void
add_context (DossierAwsQuery         *query,
             const DossierIamContext *context,
             gsize                    n)
{
  g_autofree char *key = g_strdup_printf ("ContextEntries.member.%" G_GSIZE_FORMAT ".ContextKeyName", n);
  g_autofree char *type = g_strdup_printf ("ContextEntries.member.%" G_GSIZE_FORMAT ".ContextKeyType", n);
  g_autofree char *values = g_strdup_printf ("ContextEntries.member.%" G_GSIZE_FORMAT ".ContextKeyValues", n);

  dossier_aws_query_add (query, key, context->key);
  dossier_aws_query_add_list (query, values, context->values);
  dossier_aws_query_add (query, type, context->type);
}

/**
 * dossier_iam_simulate_principal_policy_request:
 * @input: what to ask
 * @marker: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of SimulatePrincipalPolicy
 */
DossierAwsRequest *
dossier_iam_simulate_principal_policy_request (const DossierIamSimulationInput *input,
                                               const char                      *marker)
{
  DossierAwsQuery *query = begin ("SimulatePrincipalPolicy");

  dossier_aws_query_add (query, "PolicySourceArn", input->principal);
  dossier_aws_query_add_list (query, "ActionNames", input->actions);
  dossier_aws_query_add_list (query, "ResourceArns", input->resources);
  dossier_aws_query_add (query, "ResourcePolicy", input->resource_policy);
  dossier_aws_query_add (query, "ResourceOwner", input->resource_owner);
  dossier_aws_query_add (query, "CallerArn", input->caller);
  for (gsize i = 0; i < input->n_context; i++)
    add_context (query, &input->context[i], i + 1);
  dossier_aws_query_add_uint (query, "MaxItems", input->max_items);
  dossier_aws_query_add (query, "Marker", marker);
  return dossier_aws_query_finish (query);
}

/**
 * dossier_iam_get_user_request:
 * @user: (nullable): a name, not an ARN; %NULL for the caller, where he is a user
 *
 * Returns: (transfer full): a request of GetUser
 */
DossierAwsRequest *
dossier_iam_get_user_request (const char *user)
{
  return named_request ("GetUser", "UserName", user, NULL);
}

/**
 * dossier_iam_get_role_request:
 * @role: a name, not an ARN
 *
 * Returns: (transfer full): a request of GetRole
 */
DossierAwsRequest *
dossier_iam_get_role_request (const char *role)
{
  return named_request ("GetRole", "RoleName", role, NULL);
}

/**
 * dossier_iam_list_attached_user_policies_request:
 * @user: a name, not an ARN
 * @marker: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListAttachedUserPolicies
 */
DossierAwsRequest *
dossier_iam_list_attached_user_policies_request (const char *user,
                                                 const char *marker)
{
  return named_request ("ListAttachedUserPolicies", "UserName", user, marker);
}

/**
 * dossier_iam_list_attached_role_policies_request:
 * @role: a name, not an ARN
 * @marker: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListAttachedRolePolicies
 */
DossierAwsRequest *
dossier_iam_list_attached_role_policies_request (const char *role,
                                                 const char *marker)
{
  return named_request ("ListAttachedRolePolicies", "RoleName", role, marker);
}

/**
 * dossier_iam_list_user_policies_request:
 * @user: a name, not an ARN
 * @marker: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListUserPolicies
 */
DossierAwsRequest *
dossier_iam_list_user_policies_request (const char *user,
                                        const char *marker)
{
  return named_request ("ListUserPolicies", "UserName", user, marker);
}

/**
 * dossier_iam_list_groups_for_user_request:
 * @user: a name, not an ARN
 * @marker: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListGroupsForUser
 */
DossierAwsRequest *
dossier_iam_list_groups_for_user_request (const char *user,
                                          const char *marker)
{
  return named_request ("ListGroupsForUser", "UserName", user, marker);
}

/**
 * dossier_iam_get_context_keys_request:
 * @principal: the ARN of a user, a group or a role
 *
 * Returns: (transfer full): a request of GetContextKeysForPrincipalPolicy
 */
DossierAwsRequest *
dossier_iam_get_context_keys_request (const char *principal)
{
  return named_request ("GetContextKeysForPrincipalPolicy", "PolicySourceArn", principal, NULL);
}

/**
 * dossier_iam_parse_context_keys:
 * @body: the body of an answer of GetContextKeysForPrincipalPolicy
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the keys; never %NULL without an error
 */
char **
dossier_iam_parse_context_keys (GBytes  *body,
                                GError **error)
{
  g_autoptr(xmlDoc) document = NULL;
  xmlNode *result = dossier_xml_parse_result (body, "GetContextKeysForPrincipalPolicy", &document, error);
  char **keys = NULL;

  if (result == NULL || dossier_xml_need_child (result, "ContextKeyNames", error) == NULL ||
      !dossier_xml_get_texts (result, "ContextKeyNames", &keys, error))
    return NULL;

  return keys;
}
