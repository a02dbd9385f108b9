// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_S3_OBJECT_LIST (dossier_s3_object_list_get_type ())

/**
 * DossierS3Object:
 * @key: its key, decoded
 * @size: bytes
 * @etag: (nullable): its entity tag with the quotes that belong to it; for objects encrypted with
 *   KMS it is no MD5
 * @last_modified: microseconds since 1970 UTC, or 0 where AWS does not say
 * @storage_class: (nullable): for instance `STANDARD`
 *
 * An object as a listing shows it.
 */
typedef struct
{
  char *key;
  gint64 size;
  char *etag;
  gint64 last_modified;
  char *storage_class;
} DossierS3Object;

/**
 * DossierS3ObjectList:
 * @objects: (element-type DossierS3Object): the objects, in the order of their keys' bytes
 * @common_prefixes: (array zero-terminated=1): the folders, where a delimiter was asked for
 * @next_token: (nullable): continuation token of the next page, %NULL on the last
 *
 * A page of S3's ListObjectsV2. Immutable; shared by reference.
 */
typedef struct
{
  GPtrArray *objects;
  char **common_prefixes;
  char *next_token;
} DossierS3ObjectList;

GType dossier_s3_object_list_get_type (void);

DossierS3ObjectList *dossier_s3_object_list_parse (GBytes  *body,
                                                   GError **error);
DossierS3ObjectList *dossier_s3_object_list_ref (const DossierS3ObjectList *self);
void dossier_s3_object_list_unref (DossierS3ObjectList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3ObjectList, dossier_s3_object_list_unref)

G_END_DECLS
