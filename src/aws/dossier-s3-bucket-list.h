// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_S3_BUCKET_LIST (dossier_s3_bucket_list_get_type ())

/**
 * DossierS3Bucket:
 * @name: its name
 * @created: microseconds since 1970 UTC, or 0 where AWS does not say
 * @region: (nullable): its Region; AWS tells it on pages of a limited size only
 *
 * A bucket as a listing shows it.
 */
typedef struct
{
  char *name;
  gint64 created;
  char *region;
} DossierS3Bucket;

/**
 * DossierS3BucketList:
 * @buckets: (element-type DossierS3Bucket): the buckets
 * @owner_id: (nullable): the canonical id of their owner, which is no account number
 * @next_token: (nullable): continuation token of the next page, %NULL on the last
 *
 * A page of S3's ListBuckets. Immutable; shared by reference.
 */
typedef struct
{
  GPtrArray *buckets;
  char *owner_id;
  char *next_token;
} DossierS3BucketList;

GType dossier_s3_bucket_list_get_type (void);

DossierS3BucketList *dossier_s3_bucket_list_parse (GBytes  *body,
                                                   GError **error);
DossierS3BucketList *dossier_s3_bucket_list_ref (const DossierS3BucketList *self);
void dossier_s3_bucket_list_unref (DossierS3BucketList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3BucketList, dossier_s3_bucket_list_unref)

G_END_DECLS
