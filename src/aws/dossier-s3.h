// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-s3-bucket-encryption.h"
#include "dossier-s3-bucket-info.h"
#include "dossier-s3-bucket-list.h"
#include "dossier-s3-object-info.h"
#include "dossier-s3-object-list.h"
#include "dossier-s3-public-access-block.h"

G_BEGIN_DECLS

/* Amazon S3. Every call rejects with a DOSSIER_AWS_ERROR where AWS refuses,
 * with G_IO_ERROR where the network fails, and with a DOSSIER_ERROR where an
 * answer, or a bucket or key given, is not valid. A setting that a bucket does
 * not have is a refusal that dossier_s3_error_is_absent() recognises.
 */
DexFuture *dossier_s3_list_buckets (DossierAwsClient *client,
                                    const char       *region,
                                    guint             max_buckets,
                                    const char       *continuation_token,
                                    GCancellable     *cancellable);
DexFuture *dossier_s3_head_bucket (DossierAwsClient *client,
                                   const char       *bucket,
                                   const char       *owner,
                                   GCancellable     *cancellable);
DexFuture *dossier_s3_get_bucket_location (DossierAwsClient *client,
                                           const char       *bucket,
                                           const char       *owner,
                                           GCancellable     *cancellable);
DexFuture *dossier_s3_create_bucket (DossierAwsClient *client,
                                     const char       *bucket,
                                     GCancellable     *cancellable);
DexFuture *dossier_s3_get_bucket_policy (DossierAwsClient *client,
                                         const char       *bucket,
                                         const char       *owner,
                                         GCancellable     *cancellable);
DexFuture *dossier_s3_put_bucket_policy (DossierAwsClient *client,
                                         const char       *bucket,
                                         const char       *owner,
                                         const char       *policy,
                                         GCancellable     *cancellable);
DexFuture *dossier_s3_delete_bucket_policy (DossierAwsClient *client,
                                            const char       *bucket,
                                            const char       *owner,
                                            GCancellable     *cancellable);
DexFuture *dossier_s3_get_public_access_block (DossierAwsClient *client,
                                               const char       *bucket,
                                               const char       *owner,
                                               GCancellable     *cancellable);
DexFuture *dossier_s3_put_public_access_block (DossierAwsClient                 *client,
                                               const char                       *bucket,
                                               const char                       *owner,
                                               const DossierS3PublicAccessBlock *block,
                                               GCancellable                     *cancellable);
DexFuture *dossier_s3_get_bucket_ownership (DossierAwsClient *client,
                                            const char       *bucket,
                                            const char       *owner,
                                            GCancellable     *cancellable);
DexFuture *dossier_s3_get_bucket_encryption (DossierAwsClient *client,
                                             const char       *bucket,
                                             const char       *owner,
                                             GCancellable     *cancellable);
DexFuture *dossier_s3_put_bucket_encryption (DossierAwsClient                *client,
                                             const char                      *bucket,
                                             const char                      *owner,
                                             const DossierS3BucketEncryption *encryption,
                                             GCancellable                    *cancellable);
DexFuture *dossier_s3_list_objects (DossierAwsClient *client,
                                    const char       *bucket,
                                    const char       *owner,
                                    const char       *prefix,
                                    const char       *delimiter,
                                    const char       *continuation_token,
                                    GCancellable     *cancellable);
DexFuture *dossier_s3_head_object (DossierAwsClient *client,
                                   const char       *bucket,
                                   const char       *owner,
                                   const char       *key,
                                   GCancellable     *cancellable);
DexFuture *dossier_s3_get_object (DossierAwsClient *client,
                                  const char       *bucket,
                                  const char       *owner,
                                  const char       *key,
                                  gint64            offset,
                                  const char       *if_match,
                                  GCancellable     *cancellable);
DexFuture *dossier_s3_put_object (DossierAwsClient *client,
                                  const char       *bucket,
                                  const char       *owner,
                                  const char       *key,
                                  GBytes           *body,
                                  const char       *content_type,
                                  GCancellable     *cancellable);
DexFuture *dossier_s3_delete_object (DossierAwsClient *client,
                                     const char       *bucket,
                                     const char       *owner,
                                     const char       *key,
                                     GCancellable     *cancellable);
DexFuture *dossier_s3_copy_object (DossierAwsClient *client,
                                   const char       *bucket,
                                   const char       *owner,
                                   const char       *key,
                                   const char       *source_bucket,
                                   const char       *source_key,
                                   GCancellable     *cancellable);

gboolean dossier_s3_error_is_absent (const GError *error);

G_END_DECLS
