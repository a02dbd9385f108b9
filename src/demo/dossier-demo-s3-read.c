// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-s3-private.h"
#include "dossier-time.h"

/**
 * dossier_demo_s3_tell_etag:
 * @call: a call that was not answered yet
 * @object: an object
 *
 * Sets the header ETag.
 */
void
dossier_demo_s3_tell_etag (DossierDemoCall         *call,
                           const DossierDemoObject *object)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", object->etag);

  dossier_demo_call_set_header (call, "ETag", quoted);
}

/**
 * dossier_demo_s3_tell_checksum:
 * @call: a call that was not answered yet
 * @object: an object
 *
 * Sets the headers that tell the object's checksum, if it has one.
 */
void
dossier_demo_s3_tell_checksum (DossierDemoCall         *call,
                               const DossierDemoObject *object)
{
  g_autofree char *name =
      object->checksum != NULL ? g_strdup_printf ("x-amz-checksum-%s", object->checksum) : NULL;

  if (name == NULL)
    return;
  dossier_demo_call_set_header (call, name, object->checksum_value);
  dossier_demo_call_set_header (call, "x-amz-checksum-type", "FULL_OBJECT");
}

/* Who may not list a bucket is not told whether something is in it. */
static void
refuse_missing (DossierDemoCall         *call,
                const DossierDemoBucket *bucket,
                const char              *key)
{
  g_autoptr (JsonObject) members = json_object_new ();
  g_autofree char *text = NULL;

  if (!dossier_demo_s3_may (call, bucket, NULL, "s3:ListBucket", &text))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied", "%s", text);
      return;
    }
  json_object_set_string_member (members, "Key", key);
  dossier_demo_call_refuse_with (call, SOUP_STATUS_NOT_FOUND, "NoSuchKey",
                                 "The specified key does not exist.", members);
}

/**
 * dossier_demo_s3_has_etag:
 * @object: an object
 * @list: a value of If-Match or If-None-Match
 *
 * Returns: whether the object is one of those that the list means
 */
gboolean
dossier_demo_s3_has_etag (const DossierDemoObject *object,
                          const char              *list)
{
  g_auto (GStrv) parts = g_strsplit (list, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *one = g_strstrip (parts[i]);
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", object->etag);

      if (g_str_equal (one, "*") || g_str_equal (one, quoted) || g_str_equal (one, object->etag))
        return TRUE;
    }
  return FALSE;
}

/* RFC 9110, section 13.2.2, in seconds as the headers have them. */
static gboolean
check_conditions (DossierDemoCall         *call,
                  const DossierDemoObject *object)
{
  const char *match = dossier_demo_call_get_header (call, "If-Match");
  const char *none = dossier_demo_call_get_header (call, "If-None-Match");
  const char *since = dossier_demo_call_get_header (call, "If-Modified-Since");
  const char *until = dossier_demo_call_get_header (call, "If-Unmodified-Since");
  const gint64 modified = object->modified - object->modified % G_TIME_SPAN_SECOND;
  gint64 time;

  if (match != NULL ? !dossier_demo_s3_has_etag (object, match)
                    : until != NULL && dossier_time_from_http_date (until, &time) && modified > time)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_PRECONDITION_FAILED, "PreconditionFailed",
                                "At least one of the pre-conditions you specified did not hold");
      return FALSE;
    }
  if (none != NULL ? dossier_demo_s3_has_etag (object, none)
                   : since != NULL && dossier_time_from_http_date (since, &time) && modified <= time)
    {
      dossier_demo_s3_tell_etag (call, object);
      dossier_demo_call_reply (call, SOUP_STATUS_NOT_MODIFIED, NULL, NULL);
      return FALSE;
    }
  return TRUE;
}

/* `bytes=A-B`, `bytes=A-` and `bytes=-N`. Anything else, also several ranges,
 * is no range, and all is sent. */
static gboolean
read_range (const char *header,
            gint64      size,
            gint64     *first,
            gint64     *last)
{
  guint64 a, b;
  char *end;

  if (header == NULL || !g_str_has_prefix (header, "bytes="))
    return FALSE;
  header += strlen ("bytes=");
  if (*header == '-')
    {
      b = g_ascii_strtoull (header + 1, &end, 10);
      if (end == header + 1 || *end != '\0')
        return FALSE;
      *first = b == 0 ? size : size - (gint64) MIN (b, (guint64) size);
      *last = size - 1;
      return TRUE;
    }
  a = g_ascii_strtoull (header, &end, 10);
  if (end == header || *end != '-' || a > G_MAXINT64)
    return FALSE;
  header = end + 1;
  b = *header != '\0' ? g_ascii_strtoull (header, &end, 10) : G_MAXINT64;
  if ((*header != '\0' && *end != '\0') || b < a)
    return FALSE;
  *first = (gint64) a;
  *last = (gint64) MIN (b, (guint64) size - 1);
  return TRUE;
}

static void
tell_object (DossierDemoCall         *call,
             const DossierDemoObject *object)
{
  g_autofree char *modified = dossier_time_to_http_date (object->modified);
  const char *mode = dossier_demo_call_get_header (call, "x-amz-checksum-mode");

  dossier_demo_s3_tell_etag (call, object);
  dossier_demo_call_set_header (call, "Last-Modified", modified);
  dossier_demo_call_set_header (call, "Accept-Ranges", "bytes");
  dossier_demo_s3_tell_encryption (call, object);
  for (GStrv at = object->metadata; at != NULL && *at != NULL; at++)
    {
      const char *equals = strchr (*at, '=');
      g_autofree char *name =
          equals != NULL ? g_strdup_printf (DOSSIER_DEMO_METADATA "%.*s", (int) (equals - *at), *at)
                         : NULL;

      if (name != NULL)
        dossier_demo_call_set_header (call, name, equals + 1);
    }
  if (mode != NULL && g_ascii_strcasecmp (mode, "ENABLED") == 0 &&
      dossier_demo_call_get_header (call, "Range") == NULL)
    dossier_demo_s3_tell_checksum (call, object);
}

/**
 * dossier_demo_s3_open:
 * @call: a call that may read the object
 * @object: the object
 *
 * A content that is lost is answered here.
 *
 * Returns: (transfer full) (nullable): the content, as it is on the disk
 */
GBytes *
dossier_demo_s3_open (DossierDemoCall         *call,
                      const DossierDemoObject *object)
{
  g_autofree char *path = dossier_demo_world_object_path (call->world, object->file);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  if (file != NULL && (gint64) g_mapped_file_get_length (file) == object->size)
    return g_mapped_file_get_bytes (file);
  dossier_demo_call_refuse (call, SOUP_STATUS_INTERNAL_SERVER_ERROR, "InternalError",
                            "We encountered an internal error. Please try again.");
  return NULL;
}

/**
 * dossier_demo_s3_authorize_read:
 * @call: a call to an object
 *
 * Asks the policies of the caller, the bucket and the object's key. A refusal
 * is answered here.
 *
 * Returns: (nullable): the object, if the caller may read it
 */
DossierDemoObject *
dossier_demo_s3_authorize_read (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:GetObject");
  DossierDemoObject *object =
      bucket != NULL ? dossier_demo_world_find_object (call->world, call->bucket, call->key) : NULL;

  if (bucket != NULL && object == NULL)
    refuse_missing (call, bucket, call->key);
  return object != NULL && dossier_demo_s3_decrypt (call, object) ? object : NULL;
}

/* GetObject and HeadObject */
void
dossier_demo_s3_get_object (DossierDemoCall *call)
{
  DossierDemoObject *object = dossier_demo_s3_authorize_read (call);
  const char *type;
  g_autofree char *range = NULL;
  g_autoptr (GBytes) whole = NULL, part = NULL;
  gint64 first = 0, last;
  gboolean ranged;

  if (object == NULL || !check_conditions (call, object))
    return;
  whole = dossier_demo_s3_open (call, object);
  if (whole == NULL)
    return;
  last = object->size - 1;
  ranged = read_range (dossier_demo_call_get_header (call, "Range"), object->size, &first, &last);
  if (ranged && first >= object->size)
    {
      range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, object->size);
      dossier_demo_call_set_header (call, "Content-Range", range);
      dossier_demo_call_refuse (call, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE, "InvalidRange",
                                "The requested range is not satisfiable");
      return;
    }
  tell_object (call, object);
  if (ranged)
    {
      range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, first,
                               last, object->size);
      dossier_demo_call_set_header (call, "Content-Range", range);
      part = g_bytes_new_from_bytes (whole, (gsize) first, (gsize) (last - first + 1));
    }
  /* libsoup would cut a 200 by itself. */
  soup_message_headers_remove (soup_server_message_get_request_headers (call->message), "Range");
  type = object->content_type != NULL ? object->content_type : "binary/octet-stream";
  dossier_demo_call_reply (call, ranged ? SOUP_STATUS_PARTIAL_CONTENT : SOUP_STATUS_OK, type,
                           ranged ? part : whole);
}
