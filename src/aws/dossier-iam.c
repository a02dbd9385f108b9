// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-typed-call-private.h"
#include "dossier-iam-request.h"
#include "dossier-iam.h"

/**
 * dossier_iam_simulate_principal_policy:
 * @client: a client
 * @input: what to ask; not needed after this call
 * @marker: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of SimulatePrincipalPolicy that resolves to a #DossierIamSimulation
 */
DexFuture *
dossier_iam_simulate_principal_policy (DossierAwsClient                *client,
                                       const DossierIamSimulationInput *input,
                                       const char                      *marker,
                                       GCancellable                    *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_simulate_principal_policy_request (input, marker),
                                     DOSSIER_TYPE_IAM_SIMULATION,
                                     (DossierAwsParseFunc) dossier_iam_simulation_parse, cancellable);
}

/**
 * dossier_iam_get_user:
 * @client: a client
 * @user: (nullable): a name, not an ARN; %NULL for the caller, where he is a user
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of GetUser that resolves to a #DossierIamPrincipal
 */
DexFuture *
dossier_iam_get_user (DossierAwsClient *client,
                      const char       *user,
                      GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_get_user_request (user), DOSSIER_TYPE_IAM_PRINCIPAL,
                                     (DossierAwsParseFunc) dossier_iam_principal_parse_user, cancellable);
}

/**
 * dossier_iam_get_role:
 * @client: a client
 * @role: a name, not an ARN
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of GetRole that resolves to a #DossierIamPrincipal
 */
DexFuture *
dossier_iam_get_role (DossierAwsClient *client,
                      const char       *role,
                      GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_get_role_request (role), DOSSIER_TYPE_IAM_PRINCIPAL,
                                     (DossierAwsParseFunc) dossier_iam_principal_parse_role, cancellable);
}

/**
 * dossier_iam_list_attached_user_policies:
 * @client: a client
 * @user: a name, not an ARN
 * @marker: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListAttachedUserPolicies that resolves to a #DossierIamList
 */
DexFuture *
dossier_iam_list_attached_user_policies (DossierAwsClient *client,
                                         const char       *user,
                                         const char       *marker,
                                         GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_list_attached_user_policies_request (user, marker),
                                     DOSSIER_TYPE_IAM_LIST,
                                     (DossierAwsParseFunc) dossier_iam_list_parse_attached_user_policies,
                                     cancellable);
}

/**
 * dossier_iam_list_attached_role_policies:
 * @client: a client
 * @role: a name, not an ARN
 * @marker: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListAttachedRolePolicies that resolves to a #DossierIamList
 */
DexFuture *
dossier_iam_list_attached_role_policies (DossierAwsClient *client,
                                         const char       *role,
                                         const char       *marker,
                                         GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_list_attached_role_policies_request (role, marker),
                                     DOSSIER_TYPE_IAM_LIST,
                                     (DossierAwsParseFunc) dossier_iam_list_parse_attached_role_policies,
                                     cancellable);
}

/**
 * dossier_iam_list_user_policies:
 * @client: a client
 * @user: a name, not an ARN
 * @marker: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListUserPolicies that resolves to a #DossierIamList of names
 */
DexFuture *
dossier_iam_list_user_policies (DossierAwsClient *client,
                                const char       *user,
                                const char       *marker,
                                GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_list_user_policies_request (user, marker),
                                     DOSSIER_TYPE_IAM_LIST,
                                     (DossierAwsParseFunc) dossier_iam_list_parse_user_policies, cancellable);
}

/**
 * dossier_iam_list_groups_for_user:
 * @client: a client
 * @user: a name, not an ARN
 * @marker: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListGroupsForUser that resolves to a #DossierIamList
 */
DexFuture *
dossier_iam_list_groups_for_user (DossierAwsClient *client,
                                  const char       *user,
                                  const char       *marker,
                                  GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_list_groups_for_user_request (user, marker),
                                     DOSSIER_TYPE_IAM_LIST,
                                     (DossierAwsParseFunc) dossier_iam_list_parse_groups_for_user,
                                     cancellable);
}

/**
 * dossier_iam_get_context_keys:
 * @client: a client
 * @principal: the ARN of a user, a group or a role
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of GetContextKeysForPrincipalPolicy that resolves to
 *   a #GStrv of the context keys that its policies look at
 */
DexFuture *
dossier_iam_get_context_keys (DossierAwsClient *client,
                              const char       *principal,
                              GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_iam_get_context_keys_request (principal), G_TYPE_STRV,
                                     (DossierAwsParseFunc) dossier_iam_parse_context_keys, cancellable);
}
