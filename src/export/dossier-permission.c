// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-aws-error.h"
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

#define ALWAYS        N_("always")
#define BROWSING      N_("browsing")
#define NEW_RESOURCES N_("new resources")
#define LONG_EXPORTS  N_("long exports")
#define READINESS     N_("readiness")
#define READING_BACK  N_("reading back")

#define ACCOUNT DOSSIER_PERMISSION_ACCOUNT
#define BUCKET  DOSSIER_PERMISSION_BUCKET
#define KEY     DOSSIER_PERMISSION_KEY

/* The actions of step 1 of the guide to exporting findings reports, then those
 * that reading a report back and judging a destination need besides. An action
 * without a call cannot be tried without changing something.
 */
static const DossierPermission permissions[] = {
  { INSPECTOR, "inspector2:ListFindings", ALWAYS, ACCOUNT, "inspector2:ListFindings", list_findings, NULL,
    N_("allow it to this user or role; without it no findings are shown or counted") },
  { INSPECTOR, "inspector2:CreateFindingsReport", ALWAYS, ACCOUNT, NULL, NULL, NULL,
    N_("allow it to this user or role; without it no report can be asked for") },
  { INSPECTOR, "inspector2:GetFindingsReportStatus", LONG_EXPORTS, ACCOUNT, "inspector2:GetFindingsReportStatus",
    get_status, no_report,
    N_("allow it to this user or role; without it nobody learns when a report is finished") },
  { INSPECTOR, "inspector2:CancelFindingsReport", LONG_EXPORTS, ACCOUNT, "inspector2:CancelFindingsReport",
    cancel_nothing, no_report,
    N_("allow it to this user or role; without it a report that was asked for cannot be stopped") },

  { KMS, "kms:GetKeyPolicy", ALWAYS, KEY, "kms:GetKeyPolicy", get_key_policy, NULL,
    N_("allow it on the key, or let the key's owner show its policy") },
  { KMS, "kms:PutKeyPolicy", ALWAYS, KEY, NULL, NULL, NULL,
    N_("allow it on the key, or let the key's owner add Inspector's statement") },
  { KMS, "kms:DescribeKey", BROWSING, KEY, "kms:DescribeKey", describe_key, NULL,
    N_("allow it on the key; without it nobody sees beforehand whether the key is one that Inspector can use") },
  { KMS, "kms:ListAliases", BROWSING, ACCOUNT, "kms:ListAliases", list_aliases, NULL,
    N_("allow it to this user or role, or give the ARN of the key") },
  { KMS, "kms:ListKeys", BROWSING, ACCOUNT, "kms:ListKeys", list_keys, NULL,
    N_("allow it to this user or role, or give the ARN of the key") },
  { KMS, "kms:CreateKey", NEW_RESOURCES, ACCOUNT, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a key that exists") },
  { KMS, "kms:CreateAlias", NEW_RESOURCES, ACCOUNT, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a key that exists") },
  { KMS, "kms:TagResource", NEW_RESOURCES, ACCOUNT, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a key that exists") },
  { KMS, "kms:Decrypt", READING_BACK, KEY, NULL, NULL, NULL,
    N_("allow it on the key; without it a finished report cannot be read") },

  { S3, "s3:PutBucketPolicy", ALWAYS, BUCKET, NULL, NULL, NULL,
    N_("allow it on the bucket, or let the bucket's owner add Inspector's statement") },
  { S3, "s3:PutObject", ALWAYS, BUCKET, NULL, NULL, NULL,
    N_("allow it on the objects of the bucket") },
  { S3, "s3:PutObjectAcl", ALWAYS, BUCKET, NULL, NULL, NULL,
    N_("allow it on the objects of the bucket") },
  { S3, "s3:DeleteObject", ALWAYS, BUCKET, NULL, NULL, NULL,
    N_("allow it on the objects of the bucket") },
  { S3, "s3:ListAllMyBuckets", BROWSING, ACCOUNT, "s3:ListBuckets", list_buckets, NULL,
    N_("allow it to this user or role, or give the bucket's name") },
  { S3, "s3:GetBucketLocation", BROWSING, BUCKET, "s3:GetBucketLocation", get_location, NULL,
    N_("allow it on the bucket; without it nobody sees beforehand whether it is in the right Region") },
  { S3, "s3:CreateBucket", NEW_RESOURCES, ACCOUNT, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a bucket that exists") },
  { S3, "s3:PutBucketPublicAccessBlock", NEW_RESOURCES, ACCOUNT, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a bucket that exists") },
  { S3, "s3:PutBucketAcl", NEW_RESOURCES, ACCOUNT, NULL, NULL, NULL,
    N_("allow it to this user or role, or use a bucket that exists") },
  { S3, "s3:GetBucketPolicy", READINESS, BUCKET, "s3:GetBucketPolicy", get_bucket_policy, dossier_s3_error_is_absent,
    N_("allow it on the bucket, or let the bucket's owner show its policy") },
  { S3, "s3:GetBucketPublicAccessBlock", READINESS, BUCKET, "s3:GetPublicAccessBlock", get_public_access,
    dossier_s3_error_is_absent,
    N_("allow it on the bucket; without it nobody sees whether the bucket is closed to the public") },
  { S3, "s3:GetBucketOwnershipControls", READINESS, BUCKET, "s3:GetBucketOwnershipControls", get_ownership,
    dossier_s3_error_is_absent,
    N_("allow it on the bucket; without it nobody sees who owns what Inspector writes there") },
  { S3, "s3:GetEncryptionConfiguration", READINESS, BUCKET, "s3:GetBucketEncryption", get_encryption,
    dossier_s3_error_is_absent,
    N_("allow it on the bucket; without it nobody sees how the bucket encrypts") },
  { S3, "s3:ListBucket", READING_BACK, BUCKET, "s3:ListObjectsV2", list_objects, NULL,
    N_("allow it on the bucket; without it a finished report cannot be found") },
  { S3, "s3:GetObject", READING_BACK, BUCKET, "s3:GetObject", get_no_object, no_object,
    N_("allow it on the objects of the bucket; without it a finished report cannot be fetched") },
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
