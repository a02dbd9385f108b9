// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-object-fetch.h"
#include "dossier-part-file.h"
#include "dossier-retry.h"
#include "dossier-s3.h"
#include "dossier-soup.h"

#define BLOCK 262144
#define DEFAULT_TIMEOUT_MS 60000u

/* How often a connection may break in a row without a byte in between. */
#define MAX_BREAKS     5u
#define FIRST_DELAY_MS 1000u

typedef struct
{
  DossierAwsClient *client;
  char *bucket;
  char *key;
  char *etag;
  gint64 size;
  char *target;
  guint timeout_ms;
  DossierObjectFetchFunc func;
  gpointer data;
  GCancellable *cancellable;

  DossierPartFile *part;
  char *checksum; /* (nullable) Base64 of the SHA-256, as S3 has it */
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *self = data;

  g_object_unref (self->client);
  g_free (self->bucket);
  g_free (self->key);
  g_free (self->etag);
  g_free (self->target);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->part, dossier_part_file_unref);
  g_free (self->checksum);
  g_free (self);
}

typedef struct
{
  char *target;
  gint64 size;
} OpenJob;

static void
open_job_free (gpointer data)
{
  OpenJob *job = data;

  g_free (job->target);
  g_free (job);
}

static gpointer
open_part (gpointer   data,
           GError   **error)
{
  OpenJob *job = data;

  return dossier_part_file_open (job->target, job->size, error);
}

typedef struct
{
  DossierPartFile *part;
  GBytes *bytes;
} PartJob;

static void
part_job_free (gpointer data)
{
  PartJob *job = data;

  dossier_part_file_unref (job->part);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static gpointer
append_part (gpointer   data,
             GError   **error)
{
  PartJob *job = data;

  dossier_part_file_append (job->part, job->bytes, error);
  return NULL;
}

static gpointer
finish_part (gpointer   data,
             GError   **error)
{
  PartJob *job = data;

  return dossier_part_file_finish (job->part, error);
}

/* The disk is not cut short: what a thread writes has an end. */
static DexFuture *
on_part (Fetch             *self,
         DossierThreadFunc  func,
         GBytes            *bytes,
         GType              result_type)
{
  PartJob *job = g_new0 (PartJob, 1);

  job->part = dossier_part_file_ref (self->part);
  job->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  return dossier_thread_run (func, job, part_job_free, result_type);
}

static void
set_changed_error (Fetch   *self,
                   GError **error)
{
  g_clear_error (error);
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH,
               "s3://%s/%s was changed while it was fetched; resume the export to fetch it as it is now", self->bucket,
               self->key);
}

static gboolean
check_answer (Fetch               *self,
              DossierAwsResponse  *response,
              GError             **error)
{
  g_autoptr(DossierS3ObjectInfo) info = dossier_s3_object_info_read (response, error);

  if (info == NULL)
    return FALSE;
  if (!g_str_equal (info->etag, self->etag) ||
      info->size != self->size - dossier_part_file_get_length (self->part))
    {
      set_changed_error (self, error);
      return FALSE;
    }
  g_set_str (&self->checksum, info->checksum_sha256);
  return TRUE;
}

static DossierAwsResponse *
open_object (Fetch   *self,
             GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierAwsResponse) response = dossier_await_child_boxed (
      dossier_s3_get_object (self->client, self->bucket, NULL, self->key,
                             dossier_part_file_get_length (self->part), self->etag, self->cancellable),
      &local_error);

  if (g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_PRECONDITION_FAILED) ||
      dossier_aws_error_has_code (local_error, "InvalidRange"))
    set_changed_error (self, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return check_answer (self, response, error) ? g_steal_pointer (&response) : NULL;
}

static gboolean
take (Fetch   *self,
      GBytes  *bytes,
      GError **error)
{
  if (dossier_part_file_get_length (self->part) + (gint64) g_bytes_get_size (bytes) > self->size)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "S3 sent more of s3://%s/%s than the object has; resume the export", self->bucket, self->key);
      return FALSE;
    }
  if (!dossier_await_leaf (on_part (self, append_part, bytes, G_TYPE_NONE), NULL, DOSSIER_NO_TIMEOUT, error))
    {
      /* What no disk takes is of no use, and in the way of others. */
      dossier_part_file_discard (self->target);
      return FALSE;
    }
  if (self->func != NULL)
    self->func (dossier_part_file_get_length (self->part), self->data);
  return TRUE;
}

/* Reads as much as one connection gives. */
static gboolean
read_once (Fetch     *self,
           gboolean  *broken,
           GError   **error)
{
  g_autoptr(DossierAwsResponse) response = open_object (self, error);
  GInputStream *stream;

  if (response == NULL)
    {
      *broken = error != NULL && dossier_retry_classify (*error, TRUE) != DOSSIER_RETRY_FINAL;
      return FALSE;
    }

  stream = dossier_aws_response_get_stream (response);
  while (dossier_part_file_get_length (self->part) < self->size)
    {
      g_autoptr(GBytes) bytes = dossier_await_leaf_boxed (dossier_stream_read_bytes (stream, BLOCK),
                                                          self->cancellable, self->timeout_ms, error);

      if (bytes == NULL || g_bytes_get_size (bytes) == 0)
        {
          *broken = !g_cancellable_is_cancelled (self->cancellable);
          if (bytes != NULL)
            g_set_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                         "The connection ended in the middle of s3://%s/%s; resume the export to go on from there",
                         self->bucket, self->key);
          return FALSE;
        }
      if (!take (self, bytes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_all (Fetch   *self,
          GError **error)
{
  guint breaks = 0;

  for (;;)
    {
      g_autoptr(GError) local_error = NULL;
      gint64 before = dossier_part_file_get_length (self->part);
      gboolean broken = FALSE;

      if (read_once (self, &broken, &local_error))
        return TRUE;

      breaks = dossier_part_file_get_length (self->part) > before ? 1 : breaks + 1;
      if (!broken || breaks >= MAX_BREAKS)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!dossier_await_sleep (dossier_aws_client_get_clock (self->client), FIRST_DELAY_MS << (breaks - 1),
                                self->cancellable, error))
        return FALSE;
    }
}

/* S3 has a checksum of the whole only for what was stored in one piece; of
 * several pieces it has one of their checksums, with a hyphen and their number.
 */
static gboolean
check_sum (Fetch       *self,
           const char  *sha256,
           GError     **error)
{
  guint8 digest[DOSSIER_SHA256_SIZE];
  g_autofree char *base64 = NULL;

  if (self->checksum == NULL || strchr (self->checksum, '-') != NULL)
    return TRUE;

  for (gsize i = 0; i < sizeof digest; i++)
    digest[i] = (guint8) (g_ascii_xdigit_value (sha256[2 * i]) << 4 | g_ascii_xdigit_value (sha256[2 * i + 1]));
  base64 = g_base64_encode (digest, sizeof digest);
  if (g_str_equal (base64, self->checksum))
    return TRUE;

  dossier_part_file_discard (self->target);
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH,
               "What was fetched of s3://%s/%s differs from the checksum that S3 has of it; resume the export to "
               "fetch it again", self->bucket, self->key);
  return FALSE;
}

static DexFuture *
fetch_fiber (gpointer data)
{
  Fetch *self = data;
  OpenJob *job = g_new0 (OpenJob, 1);
  g_autoptr(GError) error = NULL;
  g_autofree char *sha256 = NULL;

  job->target = g_strdup (self->target);
  job->size = self->size;
  self->part = dossier_await_leaf_boxed (dossier_thread_run (open_part, job, open_job_free, DOSSIER_TYPE_PART_FILE),
                                         NULL, DOSSIER_NO_TIMEOUT, &error);
  if (self->part != NULL && self->func != NULL)
    self->func (dossier_part_file_get_length (self->part), self->data);
  if (self->part != NULL && read_all (self, &error))
    sha256 = dossier_await_child_string (on_part (self, finish_part, NULL, G_TYPE_STRING), &error);
  if (sha256 == NULL || !check_sum (self, sha256, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_string (g_steal_pointer (&sha256));
}

/**
 * dossier_object_fetch:
 * @client: whom to ask
 * @what: the object
 * @cancellable: (nullable): stops the fetch; what is here stays, to go on later
 *
 * GetObject, to a file beside the target, going on after what is there. A
 * connection that breaks or brings nothing is made again from where it ended
 * (Range and If-Match). Takes no more memory for a large object than for a small
 * one. The file is not renamed, see dossier_part_file_publish().
 *
 * Returns: (transfer full): a future that resolves to the content's SHA-256 in
 *   hexadecimal; rejects with %DOSSIER_ERROR_MISMATCH when the object is another
 *   one by now or its checksum differs, %DOSSIER_ERROR_INVALID_RESPONSE, a
 *   #DossierAwsError, or a #GIOErrorEnum of the network or the disk
 */
DexFuture *
dossier_object_fetch (DossierAwsClient         *client,
                      const DossierObjectFetch *what,
                      GCancellable             *cancellable)
{
  Fetch *self = g_new0 (Fetch, 1);

  self->client = g_object_ref (client);
  self->bucket = g_strdup (what->bucket);
  self->key = g_strdup (what->key);
  self->etag = g_strdup (what->etag);
  self->size = what->size;
  self->target = g_strdup (what->target);
  self->timeout_ms = what->timeout_ms != 0 ? what->timeout_ms : DEFAULT_TIMEOUT_MS;
  self->func = what->func;
  self->data = what->data;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (fetch_fiber, self, fetch_free);
}
