// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-operation.h"

/* Every operation that Dossier calls, and whether it leaves all at AWS as it was. To get
 * a session is to change nothing, to sign out is to change only what was begun here.
 */
static const struct
{
  const char *service;
  const char *operation;
  gboolean reads;
} operations[] = {
  { "iam", "GetContextKeysForPrincipalPolicy", TRUE },
  { "iam", "GetRole", TRUE },
  { "iam", "GetUser", TRUE },
  { "iam", "ListAttachedRolePolicies", TRUE },
  { "iam", "ListAttachedUserPolicies", TRUE },
  { "iam", "ListGroupsForUser", TRUE },
  { "iam", "ListUserPolicies", TRUE },
  { "iam", "SimulatePrincipalPolicy", TRUE },
  { "inspector2", "BatchGetAccountStatus", TRUE },
  { "inspector2", "CancelFindingsReport", FALSE },
  { "inspector2", "CreateFilter", FALSE },
  { "inspector2", "CreateFindingsReport", FALSE },
  { "inspector2", "DeleteFilter", FALSE },
  { "inspector2", "GetFindingsReportStatus", TRUE },
  { "inspector2", "ListFilters", TRUE },
  { "inspector2", "ListFindingAggregations", TRUE },
  { "inspector2", "ListFindings", TRUE },
  { "inspector2", "ListMembers", TRUE },
  { "inspector2", "UpdateFilter", FALSE },
  { "kms", "CreateAlias", FALSE },
  { "kms", "CreateKey", FALSE },
  { "kms", "DescribeKey", TRUE },
  { "kms", "GetKeyPolicy", TRUE },
  { "kms", "ListAliases", TRUE },
  { "kms", "ListKeys", TRUE },
  { "kms", "PutKeyPolicy", FALSE },
  { "oidc", "CreateToken", TRUE },
  { "oidc", "RegisterClient", TRUE },
  { "oidc", "StartDeviceAuthorization", TRUE },
  { "portal.sso", "GetRoleCredentials", TRUE },
  { "portal.sso", "ListAccountRoles", TRUE },
  { "portal.sso", "ListAccounts", TRUE },
  { "portal.sso", "Logout", TRUE },
  { "s3", "CopyObject", FALSE },
  { "s3", "CreateBucket", FALSE },
  { "s3", "DeleteBucketPolicy", FALSE },
  { "s3", "DeleteObject", FALSE },
  { "s3", "GetBucketEncryption", TRUE },
  { "s3", "GetBucketLocation", TRUE },
  { "s3", "GetBucketOwnershipControls", TRUE },
  { "s3", "GetBucketPolicy", TRUE },
  { "s3", "GetObject", TRUE },
  { "s3", "GetPublicAccessBlock", TRUE },
  { "s3", "HeadBucket", TRUE },
  { "s3", "HeadObject", TRUE },
  { "s3", "ListBuckets", TRUE },
  { "s3", "ListObjectsV2", TRUE },
  { "s3", "PutBucketEncryption", FALSE },
  { "s3", "PutBucketPolicy", FALSE },
  { "s3", "PutObject", FALSE },
  { "s3", "PutPublicAccessBlock", FALSE },
  { "sts", "AssumeRole", TRUE },
  { "sts", "GetCallerIdentity", TRUE },
  { "sts", "GetSessionToken", TRUE },
};

/**
 * dossier_aws_operation_is_read:
 * @service: the signing name of a service, for instance `inspector2`
 * @operation: an operation, for instance `ListFindings`
 *
 * Returns: whether it is known to change nothing; one that is not in the table may
 */
gboolean
dossier_aws_operation_is_read (const char *service,
                               const char *operation)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_str_equal (operations[i].service, service) && g_str_equal (operations[i].operation, operation))
      return operations[i].reads;
  return FALSE;
}

/**
 * dossier_aws_operation_get:
 * @index: from 0
 * @service: (out): the signing name of the service
 * @operation: (out): the operation
 * @reads: (out): whether it changes nothing
 *
 * Returns: whether there is a row with this index
 */
gboolean
dossier_aws_operation_get (guint        index,
                           const char **service,
                           const char **operation,
                           gboolean    *reads)
{
  if (index >= G_N_ELEMENTS (operations))
    return FALSE;

  *service = operations[index].service;
  *operation = operations[index].operation;
  *reads = operations[index].reads;
  return TRUE;
}
