// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-s3-object-info.h"
#include "dossier-time.h"

G_DEFINE_BOXED_TYPE (DossierS3ObjectInfo, dossier_s3_object_info, dossier_s3_object_info_ref,
                     dossier_s3_object_info_unref)

static void
clear (gpointer data)
{
  DossierS3ObjectInfo *self = data;

  g_free (self->etag);
  g_free (self->content_type);
  g_free (self->sse);
  g_free (self->kms_key_id);
  g_free (self->checksum_sha256);
  g_free (self->version_id);
  g_free (self->storage_class);
}

static const char *
need_header (DossierAwsResponse  *response,
             const char          *name,
             GError             **error)
{
  const char *value = dossier_aws_response_get_header (response, name);

  if (value == NULL)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "The header %s is missing", name);
  return value;
}

static gboolean
wrong_header (const char  *name,
              const char  *expected,
              GError     **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "The header %s is not %s", name, expected);
  return FALSE;
}

static char *
dup_header (DossierAwsResponse *response,
            const char         *name)
{
  return g_strdup (dossier_aws_response_get_header (response, name));
}

static gboolean
take_headers (DossierS3ObjectInfo  *self,
              DossierAwsResponse   *response,
              GError              **error)
{
  const char *length = need_header (response, "Content-Length", error);
  const char *etag = length != NULL ? need_header (response, "ETag", error) : NULL;
  const char *modified = dossier_aws_response_get_header (response, "Last-Modified");
  guint64 size;

  if (etag == NULL)
    return FALSE;
  if (!g_ascii_string_to_unsigned (length, 10, 0, G_MAXINT64, &size, NULL))
    return wrong_header ("Content-Length", "a whole number", error);
  if (modified != NULL && !dossier_time_from_http_date (modified, &self->last_modified))
    return wrong_header ("Last-Modified", "a date", error);

  self->size = (gint64) size;
  self->etag = g_strdup (etag);
  self->content_type = dup_header (response, "Content-Type");
  self->sse = dup_header (response, "x-amz-server-side-encryption");
  self->kms_key_id = dup_header (response, "x-amz-server-side-encryption-aws-kms-key-id");
  self->checksum_sha256 = dup_header (response, "x-amz-checksum-sha256");
  self->version_id = dup_header (response, "x-amz-version-id");
  self->storage_class = dup_header (response, "x-amz-storage-class");
  return TRUE;
}

/**
 * dossier_s3_object_info_read:
 * @response: an answer of HeadObject or GetObject
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): what its headers tell; never %NULL without an error
 */
DossierS3ObjectInfo *
dossier_s3_object_info_read (DossierAwsResponse  *response,
                             GError             **error)
{
  g_autoptr(DossierS3ObjectInfo) self = g_atomic_rc_box_new0 (DossierS3ObjectInfo);

  return take_headers (self, response, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * dossier_s3_object_info_ref:
 * @self: what is known of an object
 *
 * Returns: (transfer full): @self
 */
DossierS3ObjectInfo *
dossier_s3_object_info_ref (const DossierS3ObjectInfo *self)
{
  return g_atomic_rc_box_acquire ((DossierS3ObjectInfo *) self);
}

/**
 * dossier_s3_object_info_unref:
 * @self: (transfer full): what is known of an object
 */
void
dossier_s3_object_info_unref (DossierS3ObjectInfo *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
