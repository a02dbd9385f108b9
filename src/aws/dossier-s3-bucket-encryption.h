// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_S3_BUCKET_ENCRYPTION (dossier_s3_bucket_encryption_get_type ())

/**
 * DossierS3BucketEncryption:
 * @algorithm: `AES256`, `aws:kms`, `aws:kms:dsse`, or a word AWS added since
 * @kms_key_id: (nullable): id, ARN or alias of the key as it was given; %NULL for AWS's own key
 * @bucket_key: whether a bucket key saves calls of KMS
 *
 * How S3 encrypts what comes without a wish: the first rule of GetBucketEncryption. Immutable; shared by reference.
 */
typedef struct
{
  char *algorithm;
  char *kms_key_id;
  gboolean bucket_key;
} DossierS3BucketEncryption;

GType dossier_s3_bucket_encryption_get_type (void);

DossierS3BucketEncryption *dossier_s3_bucket_encryption_parse (GBytes  *body,
                                                               GError **error);
GBytes *dossier_s3_bucket_encryption_to_xml (const DossierS3BucketEncryption *self);
DossierS3BucketEncryption *dossier_s3_bucket_encryption_ref (const DossierS3BucketEncryption *self);
void dossier_s3_bucket_encryption_unref (DossierS3BucketEncryption *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3BucketEncryption, dossier_s3_bucket_encryption_unref)

G_END_DECLS
