// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-crypto.h"
#include "dossier-demo-authorize-private.h"
#include "dossier-demo-delivery-private.h"

/* What Inspector asks S3 and KMS for, by its user guide. */
static const char *const bucket_actions[] = { "s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload" };
static const char *const key_actions[] = { "kms:GenerateDataKey", "kms:Decrypt" };

static const char *
refuse (char       **explanation,
        const char  *code,
        char        *text)
{
  *explanation = text;
  return code;
}

/* The name under which Inspector acts. */
static char *
principal_in (const char *region)
{
  return dossier_demo_region_is_opt_in (region) ? g_strdup_printf ("inspector2.%s.amazonaws.com", region)
                                                : g_strdup ("inspector2.amazonaws.com");
}

/* The key for a report: the caller must name it by its ARN, and it must be able
 * to encrypt here. */
static DossierDemoKey *
find_usable_key (DossierDemoWorld         *world,
                 const DossierDemoReport  *report,
                 char                    **explanation)
{
  g_autoptr (DossierArn) arn = dossier_arn_parse (report->kms_key_arn, NULL);
  DossierDemoKey *key = NULL;

  if (arn == NULL || !g_str_equal (arn->service, "kms") || !g_str_has_prefix (arn->resource, "key/"))
    *explanation = g_strdup ("The KMS key is not the ARN of a key.");
  else if (!g_str_equal (arn->region, report->region))
    *explanation = g_strdup_printf ("The KMS key is in %s and not in %s.", arn->region, report->region);
  else if ((key = dossier_demo_world_find_key (world, arn->account, report->region,
                                               report->kms_key_arn)) == NULL)
    *explanation = g_strdup ("The KMS key does not exist.");
  else if (!g_str_equal (key->manager, "CUSTOMER") || !g_str_equal (key->spec, "SYMMETRIC_DEFAULT") ||
           !g_str_equal (key->usage, "ENCRYPT_DECRYPT"))
    *explanation = g_strdup ("The KMS key is not a customer managed, symmetric encryption key.");
  else if (!g_str_equal (key->state, "Enabled"))
    *explanation = g_strdup_printf ("The KMS key is not enabled but %s.", key->state);
  else
    return key;
  return NULL;
}

/**
 * dossier_demo_delivery_check:
 * @world: a world
 * @report: a report that is to be written
 * @object_key: where in its bucket
 * @explanation: (out) (transfer full): a sentence for errorMessage, when refused
 *
 * Decides whether Inspector may write a report, by the bucket's and the key's
 * policies alone. The service sends no network context and no principal of an
 * account; it encrypts with the key, hands the object to the bucket's owner,
 * and reaches KMS through S3.
 *
 * Returns: (nullable): %NULL when it may, else the errorCode of
 *   GetFindingsReportStatus
 */
const char *
dossier_demo_delivery_check (DossierDemoWorld         *world,
                             const DossierDemoReport  *report,
                             const char               *object_key,
                             char                    **explanation)
{
  g_autofree char *principal = principal_in (report->region);
  g_autofree char *source =
      g_strdup_printf ("arn:aws:inspector2:%s:%s:report/%s", report->region, report->account, report->id);
  g_autofree char *object = g_strdup_printf ("arn:aws:s3:::%s/%s", report->bucket, object_key);
  g_autofree char *via = g_strdup_printf ("s3.%s.amazonaws.com", report->region);
  gboolean member = dossier_demo_is_member (report->account);
  const char *const context[] = {
    "aws:SourceAccount", report->account,
    "aws:SourceArn", source,
    "aws:PrincipalIsAWSService", "true",
    "aws:PrincipalServiceName", principal,
    "aws:PrincipalServiceNamesList", principal,
    "aws:ViaAWSService", "false",
    "aws:RequestedRegion", report->region,
    "s3:x-amz-server-side-encryption", "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id", report->kms_key_arn,
    "s3:x-amz-acl", "bucket-owner-full-control",
    "kms:ViaService", via,
    "kms:EncryptionContext:aws:s3:arn", object,
    "kms:CallerAccount", report->account,
    member ? "aws:SourceOrgID" : NULL, DOSSIER_DEMO_ORGANIZATION_ID,
    "aws:SourceOrgPaths", DOSSIER_DEMO_ORGANIZATION_PATH,
    NULL,
  };
  const DossierDemoBucket *bucket = dossier_demo_world_find_bucket (world, report->bucket);
  const DossierDemoKey *key;

  if (bucket == NULL)
    return refuse (explanation, "BUCKET_NOT_FOUND",
                   g_strdup_printf ("The bucket %s does not exist.", report->bucket));
  if (!g_str_equal (bucket->region, report->region))
    return refuse (explanation, "INCOMPATIBLE_BUCKET_REGION",
                   g_strdup_printf ("The bucket %s is in %s and not in %s.", report->bucket,
                                    bucket->region, report->region));
  key = find_usable_key (world, report, explanation);
  if (key == NULL)
    return "MALFORMED_KMS_KEY";
  for (guint i = 0; i < G_N_ELEMENTS (bucket_actions); i++)
    if (!dossier_demo_policy_allows (bucket->policy, principal, bucket_actions[i], object, context))
      return refuse (
          explanation, "INVALID_PERMISSIONS",
          g_strdup_printf ("Amazon Inspector does not have permission to perform %s on the bucket %s.",
                           bucket_actions[i], report->bucket));
  for (guint i = 0; i < G_N_ELEMENTS (key_actions); i++)
    if (!dossier_demo_policy_allows (key->policy, principal, key_actions[i], key->arn, context))
      return refuse (
          explanation, "INVALID_PERMISSIONS",
          g_strdup_printf ("Amazon Inspector does not have permission to perform %s with the key %s.",
                           key_actions[i], key->arn));
  return NULL;
}

/**
 * dossier_demo_delivery_add:
 * @world: a world that was begun
 * @report: a report that dossier_demo_delivery_check() let through
 * @object_key: where in its bucket
 * @file: what dossier_demo_world_new_object_file() named; it holds the report
 * @size: of the file, in bytes
 *
 * Puts the report into its bucket, encrypted with its key as S3 would tell. It is
 * as old as the time at which the report was due.
 */
void
dossier_demo_delivery_add (DossierDemoWorld        *world,
                           const DossierDemoReport *report,
                           const char              *object_key,
                           const char              *file,
                           gint64                   size)
{
  DossierDemoObject *object = g_new0 (DossierDemoObject, 1);

  object->bucket = g_strdup (report->bucket);
  object->key = g_strdup (object_key);
  object->file = g_strdup (file);
  object->size = size;
  /* With SSE-KMS an ETag is not the MD5 of the content. */
  object->etag = dossier_random_hex (16);
  object->content_type = g_strdup (g_str_equal (report->format, "CSV") ? "text/csv" : "application/json");
  object->sse = g_strdup ("aws:kms");
  object->kms_key_arn = g_strdup (report->kms_key_arn);
  object->modified = report->due;
  dossier_demo_world_add_object (world, object);
}
