// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_S3_PUBLIC_ACCESS_BLOCK (dossier_s3_public_access_block_get_type ())

/**
 * DossierS3PublicAccessBlock:
 * @block_public_acls: refuses requests that would make something public by an ACL
 * @ignore_public_acls: ignores public ACLs that are there
 * @block_public_policy: refuses bucket policies that would make something public
 * @restrict_public_buckets: lets only the owner's account and AWS services use a bucket whose policy is public
 *
 * The four switches of S3 Block Public Access.
 */
typedef struct
{
  gboolean block_public_acls;
  gboolean ignore_public_acls;
  gboolean block_public_policy;
  gboolean restrict_public_buckets;
} DossierS3PublicAccessBlock;

GType dossier_s3_public_access_block_get_type (void);

DossierS3PublicAccessBlock *dossier_s3_public_access_block_parse (GBytes  *body,
                                                                  GError **error);
GBytes *dossier_s3_public_access_block_to_xml (const DossierS3PublicAccessBlock *self);
DossierS3PublicAccessBlock *dossier_s3_public_access_block_copy (const DossierS3PublicAccessBlock *self);
void dossier_s3_public_access_block_free (DossierS3PublicAccessBlock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3PublicAccessBlock, dossier_s3_public_access_block_free)

G_END_DECLS
