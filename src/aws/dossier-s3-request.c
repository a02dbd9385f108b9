// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-crypto.h"
#include "dossier-s3-request.h"
#include "dossier-uri.h"

static DossierAwsRequest *
bucket_request (const char *operation,
                const char *method,
                const char *bucket,
                const char *owner)
{
  DossierAwsRequest *request = dossier_aws_request_new ("s3", operation, method, "/");

  dossier_aws_request_set_bucket (request, bucket);
  if (owner != NULL)
    dossier_aws_request_set_header (request, "x-amz-expected-bucket-owner", owner);
  return request;
}

static DossierAwsRequest *
setting_request (const char *operation,
                 const char *method,
                 const char *setting,
                 const char *bucket,
                 const char *owner)
{
  DossierAwsRequest *request = bucket_request (operation, method, bucket, owner);

  dossier_aws_request_add_query (request, setting, NULL);
  return request;
}

static DossierAwsRequest *
object_request (const char *operation,
                const char *method,
                const char *bucket,
                const char *owner,
                const char *key)
{
  DossierAwsRequest *request = bucket_request (operation, method, bucket, owner);

  dossier_aws_request_set_key (request, key);
  return request;
}

/* The policy and the public access block of a bucket are refused without a
 * digest. Content-MD5 would do, but is not there on systems that keep to FIPS 140.
 */
static void
set_body (DossierAwsRequest *request,
          GBytes            *body,
          const char        *content_type)
{
  guint8 digest[DOSSIER_SHA256_SIZE];
  g_autofree char *checksum = NULL;
  gsize length;
  const void *data = g_bytes_get_data (body, &length);

  dossier_sha256 (data != NULL ? data : "", length, digest);
  checksum = g_base64_encode (digest, sizeof digest);
  dossier_aws_request_set_header (request, "x-amz-checksum-sha256", checksum);
  dossier_aws_request_set_body (request, body, content_type);
}

/**
 * dossier_s3_list_buckets_request:
 * @region: (nullable): only buckets of this Region, which must be the one that is called
 * @max_buckets: buckets on a page, 1 to 10,000; 0 for all of them on one, without their Regions
 * @continuation_token: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListBuckets
 */
DossierAwsRequest *
dossier_s3_list_buckets_request (const char *region,
                                 guint       max_buckets,
                                 const char *continuation_token)
{
  DossierAwsRequest *request = dossier_aws_request_new ("s3", "ListBuckets", "GET", "/");
  g_autofree char *max = g_strdup_printf ("%u", max_buckets);

  if (max_buckets > 0)
    dossier_aws_request_add_query (request, "max-buckets", max);
  if (continuation_token != NULL)
    dossier_aws_request_add_query (request, "continuation-token", continuation_token);
  if (region != NULL)
    dossier_aws_request_add_query (request, "bucket-region", region);
  return request;
}

/**
 * dossier_s3_head_bucket_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 *
 * Returns: (transfer full): a request of HeadBucket
 */
DossierAwsRequest *
dossier_s3_head_bucket_request (const char *bucket,
                                const char *owner)
{
  return bucket_request ("HeadBucket", "HEAD", bucket, owner);
}

/**
 * dossier_s3_get_bucket_location_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 *
 * Returns: (transfer full): a request of GetBucketLocation
 */
DossierAwsRequest *
dossier_s3_get_bucket_location_request (const char *bucket,
                                        const char *owner)
{
  return setting_request ("GetBucketLocation", "GET", "location", bucket, owner);
}

/**
 * dossier_s3_create_bucket_request:
 * @bucket: the bucket's name
 * @region: the Region to create it in, which must be the one that is called
 *
 * A bucket made now blocks all public access and has no ACLs: AWS's defaults
 * since April 2023.
 *
 * Returns: (transfer full): a request of CreateBucket
 */
DossierAwsRequest *
dossier_s3_create_bucket_request (const char *bucket,
                                  const char *region)
{
  DossierAwsRequest *request = bucket_request ("CreateBucket", "PUT", bucket, NULL);

  /* A second one says that the bucket exists, as it says where another has it. */
  dossier_aws_request_set_idempotent (request, FALSE);

  /* The oldest Region is the one that must not be named. */
  if (!g_str_equal (region, "us-east-1"))
    {
      char *text = g_markup_printf_escaped (
          "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
          "<LocationConstraint>%s</LocationConstraint></CreateBucketConfiguration>",
          region);
      g_autoptr(GBytes) body = g_bytes_new_take (text, strlen (text));

      dossier_aws_request_set_body (request, body, "application/xml");
    }
  return request;
}

/**
 * dossier_s3_get_bucket_policy_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 *
 * Returns: (transfer full): a request of GetBucketPolicy
 */
DossierAwsRequest *
dossier_s3_get_bucket_policy_request (const char *bucket,
                                      const char *owner)
{
  return setting_request ("GetBucketPolicy", "GET", "policy", bucket, owner);
}

/**
 * dossier_s3_put_bucket_policy_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @policy: the policy, as JSON
 *
 * Returns: (transfer full): a request of PutBucketPolicy
 */
DossierAwsRequest *
dossier_s3_put_bucket_policy_request (const char *bucket,
                                      const char *owner,
                                      const char *policy)
{
  DossierAwsRequest *request = setting_request ("PutBucketPolicy", "PUT", "policy", bucket, owner);
  g_autoptr(GBytes) body = g_bytes_new (policy, strlen (policy));

  set_body (request, body, "application/json");
  return request;
}

/**
 * dossier_s3_delete_bucket_policy_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 *
 * Returns: (transfer full): a request of DeleteBucketPolicy
 */
DossierAwsRequest *
dossier_s3_delete_bucket_policy_request (const char *bucket,
                                         const char *owner)
{
  return setting_request ("DeleteBucketPolicy", "DELETE", "policy", bucket, owner);
}

/**
 * dossier_s3_get_public_access_block_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 *
 * Returns: (transfer full): a request of GetPublicAccessBlock
 */
DossierAwsRequest *
dossier_s3_get_public_access_block_request (const char *bucket,
                                            const char *owner)
{
  return setting_request ("GetPublicAccessBlock", "GET", "publicAccessBlock", bucket, owner);
}

/**
 * dossier_s3_put_public_access_block_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @block: the switches
 *
 * Returns: (transfer full): a request of PutPublicAccessBlock
 */
DossierAwsRequest *
dossier_s3_put_public_access_block_request (const char                       *bucket,
                                            const char                       *owner,
                                            const DossierS3PublicAccessBlock *block)
{
  DossierAwsRequest *request = setting_request ("PutPublicAccessBlock", "PUT", "publicAccessBlock", bucket, owner);
  g_autoptr(GBytes) body = dossier_s3_public_access_block_to_xml (block);

  set_body (request, body, "application/xml");
  return request;
}

/**
 * dossier_s3_get_bucket_ownership_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 *
 * Returns: (transfer full): a request of GetBucketOwnershipControls
 */
DossierAwsRequest *
dossier_s3_get_bucket_ownership_request (const char *bucket,
                                         const char *owner)
{
  return setting_request ("GetBucketOwnershipControls", "GET", "ownershipControls", bucket, owner);
}

/**
 * dossier_s3_get_bucket_encryption_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 *
 * Returns: (transfer full): a request of GetBucketEncryption
 */
DossierAwsRequest *
dossier_s3_get_bucket_encryption_request (const char *bucket,
                                          const char *owner)
{
  return setting_request ("GetBucketEncryption", "GET", "encryption", bucket, owner);
}

/**
 * dossier_s3_put_bucket_encryption_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @encryption: the rule
 *
 * Returns: (transfer full): a request of PutBucketEncryption
 */
DossierAwsRequest *
dossier_s3_put_bucket_encryption_request (const char                      *bucket,
                                          const char                      *owner,
                                          const DossierS3BucketEncryption *encryption)
{
  DossierAwsRequest *request = setting_request ("PutBucketEncryption", "PUT", "encryption", bucket, owner);
  g_autoptr(GBytes) body = dossier_s3_bucket_encryption_to_xml (encryption);

  set_body (request, body, "application/xml");
  return request;
}

/**
 * dossier_s3_list_objects_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @prefix: (nullable): what the keys begin with
 * @delimiter: (nullable): `/` to get folders instead of what is in them
 * @continuation_token: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListObjectsV2
 */
DossierAwsRequest *
dossier_s3_list_objects_request (const char *bucket,
                                 const char *owner,
                                 const char *prefix,
                                 const char *delimiter,
                                 const char *continuation_token)
{
  DossierAwsRequest *request = bucket_request ("ListObjectsV2", "GET", bucket, owner);

  dossier_aws_request_add_query (request, "list-type", "2");
  dossier_aws_request_add_query (request, "encoding-type", "url");
  if (prefix != NULL)
    dossier_aws_request_add_query (request, "prefix", prefix);
  if (delimiter != NULL)
    dossier_aws_request_add_query (request, "delimiter", delimiter);
  if (continuation_token != NULL)
    dossier_aws_request_add_query (request, "continuation-token", continuation_token);
  return request;
}

/**
 * dossier_s3_head_object_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @key: the object's key
 *
 * It does not ask for checksums: that would need the right to decrypt.
 *
 * Returns: (transfer full): a request of HeadObject
 */
DossierAwsRequest *
dossier_s3_head_object_request (const char *bucket,
                                const char *owner,
                                const char *key)
{
  return object_request ("HeadObject", "HEAD", bucket, owner, key);
}

/**
 * dossier_s3_get_object_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @key: the object's key
 * @offset: the byte to begin at; 0 for the whole object
 * @if_match: (nullable): the entity tag it must still have, with its quotes
 *
 * Returns: (transfer full): a request of GetObject
 */
DossierAwsRequest *
dossier_s3_get_object_request (const char *bucket,
                               const char *owner,
                               const char *key,
                               gint64      offset,
                               const char *if_match)
{
  DossierAwsRequest *request = object_request ("GetObject", "GET", bucket, owner, key);
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GINT64_FORMAT "-", offset);

  dossier_aws_request_set_header (request, "x-amz-checksum-mode", "ENABLED");
  if (offset > 0)
    dossier_aws_request_set_header (request, "Range", range);
  if (if_match != NULL)
    dossier_aws_request_set_header (request, "If-Match", if_match);
  return request;
}

/**
 * dossier_s3_put_object_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @key: the object's key
 * @body: what it holds
 * @content_type: its media type
 *
 * Returns: (transfer full): a request of PutObject
 */
DossierAwsRequest *
dossier_s3_put_object_request (const char *bucket,
                               const char *owner,
                               const char *key,
                               GBytes     *body,
                               const char *content_type)
{
  DossierAwsRequest *request = object_request ("PutObject", "PUT", bucket, owner, key);

  set_body (request, body, content_type);
  return request;
}

/**
 * dossier_s3_delete_object_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @key: the object's key
 *
 * Returns: (transfer full): a request of DeleteObject
 */
DossierAwsRequest *
dossier_s3_delete_object_request (const char *bucket,
                                  const char *owner,
                                  const char *key)
{
  return object_request ("DeleteObject", "DELETE", bucket, owner, key);
}

/**
 * dossier_s3_copy_object_request:
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it
 * @key: the key of the copy
 * @source_bucket: the bucket of the original
 * @source_key: its key
 *
 * Returns: (transfer full): a request of CopyObject
 */
DossierAwsRequest *
dossier_s3_copy_object_request (const char *bucket,
                                const char *owner,
                                const char *key,
                                const char *source_bucket,
                                const char *source_key)
{
  DossierAwsRequest *request = object_request ("CopyObject", "PUT", bucket, owner, key);
  g_autofree char *encoded_bucket = dossier_uri_encode (source_bucket, FALSE);
  g_autofree char *encoded_key = dossier_uri_encode (source_key, TRUE);
  g_autofree char *source = g_strconcat (encoded_bucket, "/", encoded_key, NULL);

  dossier_aws_request_set_header (request, "x-amz-copy-source", source);
  return request;
}
