// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-request.h"
#include "dossier-s3-bucket-encryption.h"
#include "dossier-s3-public-access-block.h"

G_BEGIN_DECLS

/* The requests of S3 (REST with XML), one function for each operation. Where
 * an @owner is given, AWS refuses to touch a bucket of any other account.
 */
DossierAwsRequest *dossier_s3_list_buckets_request            (const char *region,
                                                               guint       max_buckets,
                                                               const char *continuation_token);
DossierAwsRequest *dossier_s3_head_bucket_request             (const char *bucket,
                                                               const char *owner);
DossierAwsRequest *dossier_s3_get_bucket_location_request     (const char *bucket,
                                                               const char *owner);
DossierAwsRequest *dossier_s3_create_bucket_request           (const char *bucket,
                                                               const char *region);
DossierAwsRequest *dossier_s3_get_bucket_policy_request       (const char *bucket,
                                                               const char *owner);
DossierAwsRequest *dossier_s3_put_bucket_policy_request       (const char *bucket,
                                                               const char *owner,
                                                               const char *policy);
DossierAwsRequest *dossier_s3_delete_bucket_policy_request    (const char *bucket,
                                                               const char *owner);
DossierAwsRequest *dossier_s3_get_public_access_block_request (const char *bucket,
                                                               const char *owner);
DossierAwsRequest *dossier_s3_put_public_access_block_request (const char                       *bucket,
                                                               const char                       *owner,
                                                               const DossierS3PublicAccessBlock *block);
DossierAwsRequest *dossier_s3_get_bucket_ownership_request    (const char *bucket,
                                                               const char *owner);
DossierAwsRequest *dossier_s3_get_bucket_encryption_request   (const char *bucket,
                                                               const char *owner);
DossierAwsRequest *dossier_s3_put_bucket_encryption_request   (const char                      *bucket,
                                                               const char                      *owner,
                                                               const DossierS3BucketEncryption *encryption);
DossierAwsRequest *dossier_s3_list_objects_request            (const char *bucket,
                                                               const char *owner,
                                                               const char *prefix,
                                                               const char *delimiter,
                                                               const char *continuation_token);
DossierAwsRequest *dossier_s3_head_object_request             (const char *bucket,
                                                               const char *owner,
                                                               const char *key);
DossierAwsRequest *dossier_s3_get_object_request              (const char *bucket,
                                                               const char *owner,
                                                               const char *key,
                                                               gint64      offset,
                                                               const char *if_match);
DossierAwsRequest *dossier_s3_put_object_request              (const char *bucket,
                                                               const char *owner,
                                                               const char *key,
                                                               GBytes     *body,
                                                               const char *content_type);
DossierAwsRequest *dossier_s3_delete_object_request           (const char *bucket,
                                                               const char *owner,
                                                               const char *key);
DossierAwsRequest *dossier_s3_copy_object_request             (const char *bucket,
                                                               const char *owner,
                                                               const char *key,
                                                               const char *source_bucket,
                                                               const char *source_key);

G_END_DECLS
