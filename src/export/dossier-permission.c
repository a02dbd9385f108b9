// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-aws-error.h"
#include "dossier-iam.h"
#include "dossier-inspector2.h"
#include "dossier-kms.h"
#include "dossier-permission.h"
#include "dossier-s3.h"

static DexFuture *
list_findings (const DossierPermissionTarget *target,
               GCancellable                  *cancellable)
{
  const DossierListFindingsInput input = { .max_results = 1 };

  return dossier_inspector2_list_findings (target->client, &input, cancellable);
}

static DexFuture *
get_status (const DossierPermissionTarget *target,
            GCancellable                  *cancellable)
{
  return dossier_inspector2_get_findings_report_status (target->client, NULL, cancellable);
}

/* No report has this id, so none is cancelled. */
static DexFuture *
cancel_nothing (const DossierPermissionTarget *target,
                GCancellable                  *cancellable)
{
  return dossier_inspector2_cancel_findings_report (target->client, target->nonce, cancellable);
}

static DexFuture *
get_key_policy (const DossierPermissionTarget *target,
                GCancellable                  *cancellable)
{
  return dossier_kms_get_key_policy (target->client, target->kms_key_arn, cancellable);
}

static DexFuture *
describe_key (const DossierPermissionTarget *target,
              GCancellable                  *cancellable)
{
  return dossier_kms_describe_key (target->client, target->kms_key_arn, cancellable);
}

static DexFuture *
list_keys (const DossierPermissionTarget *target,
           GCancellable                  *cancellable)
{
  return dossier_kms_list_keys (target->client, 1, NULL, cancellable);
}

static DexFuture *
list_aliases (const DossierPermissionTarget *target,
              GCancellable                  *cancellable)
{
  return dossier_kms_list_aliases (target->client, NULL, 1, NULL, cancellable);
}

static DexFuture *
list_buckets (const DossierPermissionTarget *target,
              GCancellable                  *cancellable)
{
  return dossier_s3_list_buckets (target->client, NULL, 1, NULL, cancellable);
}

static DexFuture *
get_location (const DossierPermissionTarget *target,
              GCancellable                  *cancellable)
{
  return dossier_s3_get_bucket_location (target->client, target->bucket, NULL, cancellable);
}

static DexFuture *
get_bucket_policy (const DossierPermissionTarget *target,
                   GCancellable                  *cancellable)
{
  return dossier_s3_get_bucket_policy (target->client, target->bucket, NULL, cancellable);
}

static DexFuture *
get_public_access (const DossierPermissionTarget *target,
                   GCancellable                  *cancellable)
{
  return dossier_s3_get_public_access_block (target->client, target->bucket, NULL, cancellable);
}

static DexFuture *
get_ownership (const DossierPermissionTarget *target,
               GCancellable                  *cancellable)
{
  return dossier_s3_get_bucket_ownership (target->client, target->bucket, NULL, cancellable);
}

static DexFuture *
get_encryption (const DossierPermissionTarget *target,
                GCancellable                  *cancellable)
{
  return dossier_s3_get_bucket_encryption (target->client, target->bucket, NULL, cancellable);
}

static DexFuture *
list_objects (const DossierPermissionTarget *target,
              GCancellable                  *cancellable)
{
  return dossier_s3_list_objects (target->client, target->bucket, NULL, target->prefix, NULL, NULL, cancellable);
}

/* GetObject rather than HeadObject: its refusal has a body that tells why. */
static DexFuture *
get_no_object (const DossierPermissionTarget *target,
               GCancellable                  *cancellable)
{
  gboolean slash = target->prefix != NULL && *target->prefix != '\0' && !g_str_has_suffix (target->prefix, "/");
  g_autofree char *key = g_strconcat (target->prefix != NULL ? target->prefix : "", slash ? "/" : "",
                                      target->nonce, NULL);

  return dossier_s3_get_object (target->client, target->bucket, NULL, key, 0, NULL, cancellable);
}

static DexFuture *
get_account_status (const DossierPermissionTarget *target,
                    GCancellable                  *cancellable)
{
  return dossier_inspector2_batch_get_account_status (target->client, NULL, cancellable);
}

/* A user has no role, so one is asked for that nobody has. */
static DexFuture *
get_role (const DossierPermissionTarget *target,
          GCancellable                  *cancellable)
{
  return dossier_iam_get_role (target->client, target->role != NULL ? target->role : target->nonce, cancellable);
}

static gboolean
no_role (const GError *error)
{
  return dossier_aws_error_has_code (error, "NoSuchEntity");
}

static gboolean
no_report (const GError *error)
{
  return g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_NOT_FOUND);
}

/* S3 tells that a key is not there only to who may list the bucket and get the object. */
static gboolean
no_object (const GError *error)
{
  return dossier_aws_error_has_code (error, "NoSuchKey");
}

#define INSPECTOR "Inspector"
#define KMS       "KMS"
#define S3        "S3"
#define IAM       "IAM"

#define ALWAYS        N_("always")
#define BROWSING      N_("browsing")
#define NEW_RESOURCES N_("new resources")
#define LONG_EXPORTS  N_("long exports")
#define READINESS     N_("readiness")
#define READING_BACK  N_("reading back")
#define PREDICTIONS   N_("predictions")

#define ACCOUNT DOSSIER_PERMISSION_ACCOUNT
#define BUCKET  DOSSIER_PERMISSION_BUCKET
#define KEY     DOSSIER_PERMISSION_KEY

#define ON_ANY     DOSSIER_PERMISSION_ON_ANY
#define ON_BUCKET  DOSSIER_PERMISSION_ON_BUCKET
#define ON_OBJECTS DOSSIER_PERMISSION_ON_OBJECTS
#define ON_KEY     DOSSIER_PERMISSION_ON_KEY
#define ON_NEW_KEY DOSSIER_PERMISSION_ON_NEW_KEY
#define ON_SELF    DOSSIER_PERMISSION_ON_SELF
#define ON_ROLE    DOSSIER_PERMISSION_ON_ROLE

/* The actions of step 1 of the guide to exporting findings reports, then those
 * that reading a report back and judging a destination need besides. An action
 * without a call cannot be tried without changing something.
 */
static const DossierPermission permissions[] = {
  { INSPECTOR, "inspector2:ListFindings", ALWAYS, ACCOUNT, ON_ANY, "inspector2:ListFindings", list_findings, NULL,
    N_("allow it to this user or role; without it no findings are shown or counted") },
  { INSPECTOR, "inspector2:CreateFindingsReport", ALWAYS, ACCOUNT, ON_ANY, NULL, NULL, NULL,
    N_("allow it to this user or role; without it no report can be asked for") },
  { INSPECTOR, "inspector2:GetFindingsReportStatus", LONG_EXPORTS, ACCOUNT, ON_ANY, "inspector2:GetFindingsReportStatus",
    get_status, no_report,
    N_("allow it to this user or role; without it nobody learns when a report is finished") },
  { INSPECTOR, "inspector2:CancelFindingsReport", LONG_EXPORTS, ACCOUNT, ON_ANY, "inspector2:CancelFindingsReport",
    cancel_nothing, no_report,
    N_("allow it to this user or role; without it a report that was asked for cannot be stopped") },
  { INSPECTOR, "inspector2:BatchGetAccountStatus", READINESS, ACCOUNT, ON_ANY, "inspector2:BatchGetAccountStatus",
    get_account_status, NULL,
    N_("allow it to this user or role; without it nobody sees whether Inspector is enabled") },

  { KMS, "kms:GetKeyPolicy", ALWAYS, KEY, ON_KEY, "kms:GetKeyPolicy", get_key_policy, NULL,
    N_("allow it on the key, or let the key's owner show its policy") },
  { KMS, "kms:PutKeyPolicy", ALWAYS, KEY, ON_KEY, NULL, NULL, NULL,
    N_("allow it on the key, or let the key's owner add Inspector's statement") },
  { KMS, "kms:DescribeKey", BROWSING, KEY, ON_KEY, "kms:DescribeKey", describe_key, NULL,
    N_("allow it on the key; without it nobody sees beforehand whether the key is one that Inspector can use") },
  { KMS, "kms:ListAliases", BROWSING, ACCOUNT, ON_ANY, "kms:ListAliases", list_aliases, NULL,
    N_("allow it to this user or role, or give the ARN of the key") },
  { KMS, "kms:ListKeys", BROWSING, ACCOUNT, ON_ANY, "kms:ListKeys", list_keys, NULL,
    N_("allow it to this user or role, or give the ARN of the key") },
  { KMS, "kms:CreateKey", NEW_RESOURCES, ACCOUNT, ON_ANY, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a key that exists") },
  { KMS, "kms:CreateAlias", NEW_RESOURCES, ACCOUNT, ON_NEW_KEY, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a key that exists") },
  { KMS, "kms:TagResource", NEW_RESOURCES, ACCOUNT, ON_NEW_KEY, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a key that exists") },
  { KMS, "kms:Decrypt", READING_BACK, KEY, ON_KEY, NULL, NULL, NULL,
    N_("allow it on the key; without it a finished report cannot be read") },

  { S3, "s3:PutBucketPolicy", ALWAYS, BUCKET, ON_BUCKET, NULL, NULL, NULL,
    N_("allow it on the bucket, or let the bucket's owner add Inspector's statement") },
  { S3, "s3:PutObject", ALWAYS, BUCKET, ON_OBJECTS, NULL, NULL, NULL,
    N_("allow it on the objects of the bucket") },
  { S3, "s3:PutObjectAcl", ALWAYS, BUCKET, ON_OBJECTS, NULL, NULL, NULL,
    N_("allow it on the objects of the bucket") },
  { S3, "s3:DeleteObject", ALWAYS, BUCKET, ON_OBJECTS, NULL, NULL, NULL,
    N_("allow it on the objects of the bucket") },
  { S3, "s3:ListAllMyBuckets", BROWSING, ACCOUNT, ON_ANY, "s3:ListBuckets", list_buckets, NULL,
    N_("allow it to this user or role, or give the bucket's name") },
  { S3, "s3:GetBucketLocation", BROWSING, BUCKET, ON_BUCKET, "s3:GetBucketLocation", get_location, NULL,
    N_("allow it on the bucket; without it nobody sees beforehand whether it is in the right Region") },
  { S3, "s3:CreateBucket", NEW_RESOURCES, ACCOUNT, ON_BUCKET, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a bucket that exists") },
  { S3, "s3:PutBucketPublicAccessBlock", NEW_RESOURCES, ACCOUNT, ON_BUCKET, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a bucket that exists") },
  { S3, "s3:PutBucketAcl", NEW_RESOURCES, ACCOUNT, ON_BUCKET, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a bucket that exists") },
  { S3, "s3:PutEncryptionConfiguration", NEW_RESOURCES, ACCOUNT, ON_BUCKET, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a bucket that exists") },
  { S3, "s3:GetBucketPolicy", READINESS, BUCKET, ON_BUCKET, "s3:GetBucketPolicy", get_bucket_policy, dossier_s3_error_is_absent,
    N_("allow it on the bucket, or let the bucket's owner show its policy") },
  { S3, "s3:GetBucketPublicAccessBlock", READINESS, BUCKET, ON_BUCKET, "s3:GetPublicAccessBlock", get_public_access,
    dossier_s3_error_is_absent,
    N_("allow it on the bucket; without it nobody sees whether the bucket is closed to the public") },
  { S3, "s3:GetBucketOwnershipControls", READINESS, BUCKET, ON_BUCKET, "s3:GetBucketOwnershipControls", get_ownership,
    dossier_s3_error_is_absent,
    N_("allow it on the bucket; without it nobody sees who owns what Inspector writes there") },
  { S3, "s3:GetEncryptionConfiguration", READINESS, BUCKET, ON_BUCKET, "s3:GetBucketEncryption", get_encryption,
    dossier_s3_error_is_absent,
    N_("allow it on the bucket; without it nobody sees how the bucket encrypts") },
  { S3, "s3:ListBucket", READING_BACK, BUCKET, ON_BUCKET, "s3:ListObjectsV2", list_objects, NULL,
    N_("allow it on the bucket; without it a finished report cannot be found") },
  { S3, "s3:GetObject", READING_BACK, BUCKET, ON_OBJECTS, "s3:GetObject", get_no_object, no_object,
    N_("allow it on the objects of the bucket; without it a finished report cannot be fetched") },

  { IAM, "iam:SimulatePrincipalPolicy", PREDICTIONS, ACCOUNT, ON_SELF, "iam:SimulatePrincipalPolicy", NULL, NULL,
    N_("allow it on this user or role; without it nobody knows beforehand of what no harmless call shows") },
  { IAM, "iam:GetRole", PREDICTIONS, ACCOUNT, ON_ROLE, "iam:GetRole", get_role, no_role,
    N_("allow it on this role; without it a role with a path, such as those of IAM Identity Center, is not found") },
};

/**
 * dossier_permission_list:
 * @n_permissions: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_permissions): the catalogue
 */
const DossierPermission *
dossier_permission_list (gsize *n_permissions)
{
  *n_permissions = G_N_ELEMENTS (permissions);
  return permissions;
}
