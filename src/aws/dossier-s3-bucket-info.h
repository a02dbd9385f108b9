// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-response.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_S3_BUCKET_INFO (dossier_s3_bucket_info_get_type ())

/**
 * DossierS3BucketInfo:
 * @region: (nullable): its Region; %NULL only from services that are not AWS
 * @access_point_alias: whether the name is an alias of an access point rather than a bucket
 *
 * What HeadBucket tells of a bucket that may be used. Immutable; shared by reference.
 */
typedef struct
{
  char *region;
  gboolean access_point_alias;
} DossierS3BucketInfo;

GType dossier_s3_bucket_info_get_type (void);

DossierS3BucketInfo *dossier_s3_bucket_info_read (DossierAwsResponse *response,
                                                  GError            **error);
DossierS3BucketInfo *dossier_s3_bucket_info_ref (const DossierS3BucketInfo *self);
void dossier_s3_bucket_info_unref (DossierS3BucketInfo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3BucketInfo, dossier_s3_bucket_info_unref)

G_END_DECLS
