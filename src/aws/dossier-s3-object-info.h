// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-response.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_S3_OBJECT_INFO (dossier_s3_object_info_get_type ())

/**
 * DossierS3ObjectInfo:
 * @size: bytes of what the answer carries: the object, or the range of it that was asked for
 * @etag: its entity tag with the quotes that belong to it; for objects encrypted with KMS it is no MD5
 * @last_modified: microseconds since 1970 UTC, or 0 where AWS does not say
 * @content_type: (nullable): its media type
 * @sse: (nullable): how it is encrypted: `AES256`, `aws:kms`, `aws:kms:dsse`
 * @kms_key_id: (nullable): the ARN of the key, where KMS encrypts it
 * @checksum_sha256: (nullable): Base64 of its SHA-256, where it was stored with one and the request
 *   asked for it, as dossier_s3_get_object() does
 * @version_id: (nullable): its version, in a bucket that keeps versions
 * @storage_class: (nullable): %NULL for `STANDARD`
 *
 * What the headers of HeadObject and GetObject tell. Immutable; shared by reference.
 */
typedef struct
{
  gint64 size;
  char *etag;
  gint64 last_modified;
  char *content_type;
  char *sse;
  char *kms_key_id;
  char *checksum_sha256;
  char *version_id;
  char *storage_class;
} DossierS3ObjectInfo;

GType dossier_s3_object_info_get_type (void);

DossierS3ObjectInfo *dossier_s3_object_info_read (DossierAwsResponse *response,
                                                  GError            **error);
DossierS3ObjectInfo *dossier_s3_object_info_ref (const DossierS3ObjectInfo *self);
void dossier_s3_object_info_unref (DossierS3ObjectInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3ObjectInfo, dossier_s3_object_info_unref)

G_END_DECLS
