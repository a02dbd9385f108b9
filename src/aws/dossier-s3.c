// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-typed-call-private.h"
#include "dossier-s3-parse-private.h"
#include "dossier-s3-request.h"
#include "dossier-s3.h"

/**
 * dossier_s3_list_buckets:
 * @client: a client
 * @region: (nullable): only buckets of this Region, which must be the one of @client
 * @max_buckets: buckets on a page, 1 to 10,000; 0 for all of them on one, without their Regions
 * @continuation_token: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListBuckets that resolves to a #DossierS3BucketList
 */
DexFuture *
dossier_s3_list_buckets (DossierAwsClient *client,
                         const char       *region,
                         guint             max_buckets,
                         const char       *continuation_token,
                         GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client,
                                     dossier_s3_list_buckets_request (region, max_buckets, continuation_token),
                                     DOSSIER_TYPE_S3_BUCKET_LIST,
                                     (DossierAwsParseFunc) dossier_s3_bucket_list_parse, cancellable);
}

/**
 * dossier_s3_head_bucket:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @cancellable: (nullable): stops waiting
 *
 * A refusal tells the Region of the bucket too, see dossier_aws_error_get_region();
 * it has no code, for an answer to HEAD has no body: 404 is a bucket that does
 * not exist, 403 one that may not be used or belongs to another account.
 *
 * Returns: (transfer full): a future of HeadBucket that resolves to a #DossierS3BucketInfo
 */
DexFuture *
dossier_s3_head_bucket (DossierAwsClient *client,
                        const char       *bucket,
                        const char       *owner,
                        GCancellable     *cancellable)
{
  return dossier_aws_call_and_read (client, dossier_s3_head_bucket_request (bucket, owner),
                                    DOSSIER_TYPE_S3_BUCKET_INFO,
                                    (DossierAwsReadFunc) dossier_s3_bucket_info_read, cancellable);
}

/**
 * dossier_s3_get_bucket_location:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of GetBucketLocation that resolves to a string, the bucket's Region
 */
DexFuture *
dossier_s3_get_bucket_location (DossierAwsClient *client,
                                const char       *bucket,
                                const char       *owner,
                                GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_s3_get_bucket_location_request (bucket, owner),
                                     G_TYPE_STRING, (DossierAwsParseFunc) dossier_s3_parse_bucket_location,
                                     cancellable);
}

/**
 * dossier_s3_create_bucket:
 * @client: a client
 * @bucket: the bucket's name
 * @cancellable: (nullable): stops waiting
 *
 * Where the answer gets lost, nothing is repeated: dossier_s3_head_bucket() tells.
 *
 * Returns: (transfer full): a future of CreateBucket that resolves to %TRUE, for a bucket in the Region of @client
 */
DexFuture *
dossier_s3_create_bucket (DossierAwsClient *client,
                          const char       *bucket,
                          GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client,
                                       dossier_s3_create_bucket_request (bucket, dossier_aws_client_get_region (client)),
                                       cancellable);
}

/**
 * dossier_s3_get_bucket_policy:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @cancellable: (nullable): stops waiting
 *
 * Without a policy it rejects with `NoSuchBucketPolicy`.
 *
 * Returns: (transfer full): a future of GetBucketPolicy that resolves to a string, the policy as JSON
 */
DexFuture *
dossier_s3_get_bucket_policy (DossierAwsClient *client,
                              const char       *bucket,
                              const char       *owner,
                              GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_s3_get_bucket_policy_request (bucket, owner),
                                     G_TYPE_STRING, (DossierAwsParseFunc) dossier_s3_parse_bucket_policy,
                                     cancellable);
}

/**
 * dossier_s3_put_bucket_policy:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @policy: the policy, as JSON
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of PutBucketPolicy that resolves to %TRUE
 */
DexFuture *
dossier_s3_put_bucket_policy (DossierAwsClient *client,
                              const char       *bucket,
                              const char       *owner,
                              const char       *policy,
                              GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client, dossier_s3_put_bucket_policy_request (bucket, owner, policy),
                                       cancellable);
}

/**
 * dossier_s3_delete_bucket_policy:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of DeleteBucketPolicy that resolves to %TRUE, also where there was no policy
 */
DexFuture *
dossier_s3_delete_bucket_policy (DossierAwsClient *client,
                                 const char       *bucket,
                                 const char       *owner,
                                 GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client, dossier_s3_delete_bucket_policy_request (bucket, owner),
                                       cancellable);
}

/**
 * dossier_s3_get_public_access_block:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @cancellable: (nullable): stops waiting
 *
 * Where nothing was ever set it rejects with `NoSuchPublicAccessBlockConfiguration`.
 *
 * Returns: (transfer full): a future of GetPublicAccessBlock that resolves to a #DossierS3PublicAccessBlock
 */
DexFuture *
dossier_s3_get_public_access_block (DossierAwsClient *client,
                                    const char       *bucket,
                                    const char       *owner,
                                    GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_s3_get_public_access_block_request (bucket, owner),
                                     DOSSIER_TYPE_S3_PUBLIC_ACCESS_BLOCK,
                                     (DossierAwsParseFunc) dossier_s3_public_access_block_parse, cancellable);
}

/**
 * dossier_s3_put_public_access_block:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @block: the switches
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of PutPublicAccessBlock that resolves to %TRUE
 */
DexFuture *
dossier_s3_put_public_access_block (DossierAwsClient                 *client,
                                    const char                       *bucket,
                                    const char                       *owner,
                                    const DossierS3PublicAccessBlock *block,
                                    GCancellable                     *cancellable)
{
  return dossier_aws_call_for_nothing (client,
                                       dossier_s3_put_public_access_block_request (bucket, owner, block),
                                       cancellable);
}

/**
 * dossier_s3_get_bucket_ownership:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @cancellable: (nullable): stops waiting
 *
 * Where nothing was ever set it rejects with `OwnershipControlsNotFoundError`.
 *
 * Returns: (transfer full): a future of GetBucketOwnershipControls that resolves to a
 *   string: `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`
 */
DexFuture *
dossier_s3_get_bucket_ownership (DossierAwsClient *client,
                                 const char       *bucket,
                                 const char       *owner,
                                 GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_s3_get_bucket_ownership_request (bucket, owner),
                                     G_TYPE_STRING, (DossierAwsParseFunc) dossier_s3_parse_bucket_ownership,
                                     cancellable);
}

/**
 * dossier_s3_get_bucket_encryption:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @cancellable: (nullable): stops waiting
 *
 * Where nothing was ever set it rejects with
 * `ServerSideEncryptionConfigurationNotFoundError`.
 *
 * Returns: (transfer full): a future of GetBucketEncryption that resolves to a #DossierS3BucketEncryption
 */
DexFuture *
dossier_s3_get_bucket_encryption (DossierAwsClient *client,
                                  const char       *bucket,
                                  const char       *owner,
                                  GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_s3_get_bucket_encryption_request (bucket, owner),
                                     DOSSIER_TYPE_S3_BUCKET_ENCRYPTION,
                                     (DossierAwsParseFunc) dossier_s3_bucket_encryption_parse, cancellable);
}

/**
 * dossier_s3_put_bucket_encryption:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @encryption: how S3 encrypts what comes without a wish
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of PutBucketEncryption that resolves to %TRUE
 */
DexFuture *
dossier_s3_put_bucket_encryption (DossierAwsClient                *client,
                                  const char                      *bucket,
                                  const char                      *owner,
                                  const DossierS3BucketEncryption *encryption,
                                  GCancellable                    *cancellable)
{
  return dossier_aws_call_for_nothing (client, dossier_s3_put_bucket_encryption_request (bucket, owner, encryption),
                                       cancellable);
}

/**
 * dossier_s3_list_objects:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @prefix: (nullable): what the keys begin with
 * @delimiter: (nullable): `/` to get folders instead of what is in them
 * @continuation_token: (nullable): what the page before gave
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of ListObjectsV2 that resolves to a #DossierS3ObjectList of at most 1,000 objects
 */
DexFuture *
dossier_s3_list_objects (DossierAwsClient *client,
                         const char       *bucket,
                         const char       *owner,
                         const char       *prefix,
                         const char       *delimiter,
                         const char       *continuation_token,
                         GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client,
                                     dossier_s3_list_objects_request (bucket, owner, prefix, delimiter, continuation_token),
                                     DOSSIER_TYPE_S3_OBJECT_LIST,
                                     (DossierAwsParseFunc) dossier_s3_object_list_parse, cancellable);
}

/**
 * dossier_s3_head_object:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @key: the object's key
 * @cancellable: (nullable): stops waiting
 *
 * An object that is not there rejects with %DOSSIER_AWS_ERROR_NOT_FOUND, or with
 * %DOSSIER_AWS_ERROR_ACCESS_DENIED for callers who may not list the bucket.
 *
 * Returns: (transfer full): a future of HeadObject that resolves to a #DossierS3ObjectInfo
 */
DexFuture *
dossier_s3_head_object (DossierAwsClient *client,
                        const char       *bucket,
                        const char       *owner,
                        const char       *key,
                        GCancellable     *cancellable)
{
  return dossier_aws_call_and_read (client, dossier_s3_head_object_request (bucket, owner, key),
                                    DOSSIER_TYPE_S3_OBJECT_INFO,
                                    (DossierAwsReadFunc) dossier_s3_object_info_read, cancellable);
}

/**
 * dossier_s3_put_object:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @key: the object's key
 * @body: what it holds
 * @content_type: its media type
 * @cancellable: (nullable): stops waiting
 *
 * AWS checks the content against its SHA-256 and keeps that as a checksum.
 *
 * Returns: (transfer full): a future of PutObject that resolves to %TRUE
 */
DexFuture *
dossier_s3_put_object (DossierAwsClient *client,
                       const char       *bucket,
                       const char       *owner,
                       const char       *key,
                       GBytes           *body,
                       const char       *content_type,
                       GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client,
                                       dossier_s3_put_object_request (bucket, owner, key, body, content_type),
                                       cancellable);
}

/**
 * dossier_s3_delete_object:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @key: the object's key
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of DeleteObject that resolves to %TRUE, also where there was no such object
 */
DexFuture *
dossier_s3_delete_object (DossierAwsClient *client,
                          const char       *bucket,
                          const char       *owner,
                          const char       *key,
                          GCancellable     *cancellable)
{
  return dossier_aws_call_for_nothing (client, dossier_s3_delete_object_request (bucket, owner, key),
                                       cancellable);
}

/**
 * dossier_s3_copy_object:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @key: the key of the copy
 * @source_bucket: the bucket of the original
 * @source_key: its key
 * @cancellable: (nullable): stops waiting
 *
 * S3 may find out that it fails after it has begun to answer with status 200; that
 * rejects like any refusal.
 *
 * Returns: (transfer full): a future of CopyObject that resolves to a string, the copy's entity tag
 */
DexFuture *
dossier_s3_copy_object (DossierAwsClient *client,
                        const char       *bucket,
                        const char       *owner,
                        const char       *key,
                        const char       *source_bucket,
                        const char       *source_key,
                        GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client,
                                    dossier_s3_copy_object_request (bucket, owner, key, source_bucket, source_key),
                                    G_TYPE_STRING, (DossierAwsParseFunc) dossier_s3_parse_copied, cancellable);
}

/**
 * dossier_s3_error_is_absent:
 * @error: (nullable): any error
 *
 * Tells a bucket without a policy, a public access block, ownership controls or
 * encryption from one that does not exist, and from one that may not be looked at.
 *
 * Returns: whether AWS said that the bucket has no such setting
 */
gboolean
dossier_s3_error_is_absent (const GError *error)
{
  return dossier_aws_error_has_code (error, "NoSuchBucketPolicy") ||
         dossier_aws_error_has_code (error, "NoSuchPublicAccessBlockConfiguration") ||
         dossier_aws_error_has_code (error, "OwnershipControlsNotFoundError") ||
         dossier_aws_error_has_code (error, "ServerSideEncryptionConfigurationNotFoundError");
}
