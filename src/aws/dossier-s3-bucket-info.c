// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-s3-bucket-info.h"

G_DEFINE_BOXED_TYPE (DossierS3BucketInfo, dossier_s3_bucket_info, dossier_s3_bucket_info_ref,
                     dossier_s3_bucket_info_unref)

static void
clear (gpointer data)
{
  DossierS3BucketInfo *self = data;

  g_free (self->region);
}

/**
 * dossier_s3_bucket_info_read:
 * @response: an answer of HeadBucket
 * @error: return location for an error; there is none so far
 *
 * Returns: (transfer full): what its headers tell
 */
DossierS3BucketInfo *
dossier_s3_bucket_info_read (DossierAwsResponse *response,
                             GError            **)
{
  g_autoptr(DossierS3BucketInfo) self = g_atomic_rc_box_new0 (DossierS3BucketInfo);
  const char *alias = dossier_aws_response_get_header (response, "x-amz-access-point-alias");

  self->region = g_strdup (dossier_aws_response_get_header (response, "x-amz-bucket-region"));
  self->access_point_alias = alias != NULL && g_ascii_strcasecmp (alias, "true") == 0;
  return g_steal_pointer (&self);
}

/**
 * dossier_s3_bucket_info_ref:
 * @self: what is known of a bucket
 *
 * Returns: (transfer full): @self
 */
DossierS3BucketInfo *
dossier_s3_bucket_info_ref (const DossierS3BucketInfo *self)
{
  return g_atomic_rc_box_acquire ((DossierS3BucketInfo *) self);
}

/**
 * dossier_s3_bucket_info_unref:
 * @self: (transfer full): what is known of a bucket
 */
void
dossier_s3_bucket_info_unref (DossierS3BucketInfo *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
