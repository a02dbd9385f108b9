// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-request.h"

G_BEGIN_DECLS

/**
 * DossierIamContext:
 * @key: a context key, for instance `aws:SourceIp`
 * @type: `string`, `numeric`, `boolean`, `ip`, `binary` or `date`, or one of these with `List`
 * @values: (array zero-terminated=1): its values
 *
 * What the request that is simulated would carry.
 */
typedef struct
{
  const char *key;
  const char *type;
  const char *const *values;
} DossierIamContext;

/**
 * DossierIamSimulationInput:
 * @principal: the ARN of a user, a group or a role, with its path; not that of a session
 * @actions: (array zero-terminated=1): what it would do
 * @resources: (nullable) (array zero-terminated=1): to what; every action is tried on each; %NULL for `*`
 * @context: (nullable) (array length=n_context): what is known of the request
 * @n_context: how many of them
 * @resource_policy: (nullable): the policy of the resources; AWS looks at it for users only
 * @resource_owner: (nullable): the ARN of the account that owns the resources, `arn:aws:iam::ACCOUNT:root`
 * @caller: (nullable): the ARN of a user as whom, where @principal is none and there is a @resource_policy
 * @max_items: evaluations on a page, 1 to 1,000; 0 for as many as AWS likes
 *
 * What to ask SimulatePrincipalPolicy.
 */
typedef struct
{
  const char *principal;
  const char *const *actions;
  const char *const *resources;
  const DossierIamContext *context;
  gsize n_context;
  const char *resource_policy;
  const char *resource_owner;
  const char *caller;
  guint max_items;
} DossierIamSimulationInput;

/* The requests of IAM (query protocol), one function for each operation. */
DossierAwsRequest *dossier_iam_simulate_principal_policy_request (const DossierIamSimulationInput *input,
                                                                  const char                      *marker);
DossierAwsRequest *dossier_iam_get_user_request (const char *user);
DossierAwsRequest *dossier_iam_get_role_request (const char *role);
DossierAwsRequest *dossier_iam_list_attached_user_policies_request (const char *user,
                                                                    const char *marker);
DossierAwsRequest *dossier_iam_list_attached_role_policies_request (const char *role,
                                                                    const char *marker);
DossierAwsRequest *dossier_iam_list_user_policies_request (const char *user,
                                                           const char *marker);
DossierAwsRequest *dossier_iam_list_groups_for_user_request (const char *user,
                                                             const char *marker);
DossierAwsRequest *dossier_iam_get_context_keys_request (const char *principal);

char             **dossier_iam_parse_context_keys (GBytes  *body,
                                                   GError **error);

G_END_DECLS
