// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-checksum-private.h"
#include "dossier-demo-s3-private.h"
#include "dossier-time.h"

#define MAX_KEY 1024
#define METADATA "x-amz-meta-"

typedef DossierDemoObject Object;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Object, dossier_demo_object_free)

static char *
md5_hex (GBytes *content)
{
  g_autofree char *base64 = dossier_md5_base64 (g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  gsize length;
  g_autofree guchar *digest = g_base64_decode (base64, &length);

  return dossier_hex (digest, length);
}

static void
take_metadata (const char *name,
               const char *value,
               gpointer    data)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (g_str_has_prefix (lower, METADATA))
    g_strv_builder_take (data, g_strdup_printf ("%s=%s", lower + strlen (METADATA), value));
}

static GStrv
read_metadata (DossierDemoCall *call)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  soup_message_headers_foreach (soup_server_message_get_request_headers (call->message), take_metadata, builder);
  return g_strv_builder_end (builder);
}

/* Access control lists: those who write with one need a right more, and buckets
 * that have none take only the one that changes nothing. */
static gboolean
check_acl (DossierDemoCall         *call,
           const DossierDemoBucket *bucket)
{
  const char *acl = dossier_demo_call_get_header (call, "x-amz-acl");
  g_autofree char *text = NULL;

  if (acl == NULL)
    return TRUE;
  if (!dossier_demo_s3_may (call, bucket, call->key, "s3:PutObjectAcl", &text))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied", "%s", text);
      return FALSE;
    }
  if (g_str_equal (bucket->ownership, "BucketOwnerEnforced") && !g_str_equal (acl, "bucket-owner-full-control"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "AccessControlListNotSupported", "The bucket does not allow ACLs");
      return FALSE;
    }
  if (g_str_has_prefix (acl, "public-") && dossier_demo_s3_blocks (bucket, DOSSIER_DEMO_BLOCK_ACLS))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied",
                                "User: %s is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::%s/%s\" "
                                "because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access",
                                call->caller.arn, call->bucket, call->key);
      return FALSE;
    }
  return TRUE;
}

/* The bucket to write an object to; NULL when refused. */
static DossierDemoBucket *
authorize_write (DossierDemoCall *call)
{
  const char *none = dossier_demo_call_get_header (call, "If-None-Match");
  DossierDemoBucket *bucket;

  if (strlen (call->key) > MAX_KEY)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "KeyTooLongError", "Your key is too long");
      return NULL;
    }
  bucket = dossier_demo_s3_authorize (call, "s3:PutObject");
  if (bucket == NULL || !check_acl (call, bucket))
    return NULL;
  if (none != NULL && dossier_demo_world_find_object (call->world, call->bucket, call->key) != NULL)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_PRECONDITION_FAILED, "PreconditionFailed",
                                "At least one of the pre-conditions you specified did not hold");
      return NULL;
    }
  return bucket;
}

static void
tell_etag (DossierDemoCall         *call,
           const DossierDemoObject *object)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", object->etag);

  dossier_demo_call_set_header (call, "ETag", quoted);
}

static void
tell_checksum (DossierDemoCall         *call,
               const DossierDemoObject *object)
{
  g_autofree char *name = object->checksum != NULL ? g_strdup_printf ("x-amz-checksum-%s", object->checksum) : NULL;

  if (name == NULL)
    return;
  dossier_demo_call_set_header (call, name, object->checksum_value);
  dossier_demo_call_set_header (call, "x-amz-checksum-type", "FULL_OBJECT");
}

/* Stores an object whose bucket let it in. */
static gboolean
store (DossierDemoCall         *call,
       DossierDemoBucket       *bucket,
       Object                 **object,
       GBytes                  *content)
{
  g_autoptr (GError) error = NULL;

  if (!dossier_demo_s3_encrypt (call, bucket, *object))
    return FALSE;
  /* With SSE-KMS an ETag is not the MD5 of the content. */
  (*object)->etag = (*object)->kms_key_arn != NULL ? dossier_random_hex (16) : md5_hex (content);
  (*object)->modified = call->now;
  dossier_demo_s3_tell_encryption (call, *object);
  if (dossier_demo_world_put_object (call->world, g_steal_pointer (object), content, &error))
    return TRUE;
  g_message ("The demo could not keep an object: %s", error->message);
  dossier_demo_call_refuse (call, SOUP_STATUS_INTERNAL_SERVER_ERROR, "InternalError",
                            "We encountered an internal error. Please try again.");
  return FALSE;
}

void
dossier_demo_s3_put_object (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = authorize_write (call);
  g_autoptr (Object) object = g_new0 (DossierDemoObject, 1);
  const DossierDemoObject *stored;

  if (bucket == NULL || !dossier_demo_checksum_check (call, FALSE, &object->checksum, &object->checksum_value))
    return;
  if (object->checksum == NULL)
    {
      object->checksum = g_strdup ("crc64nvme");
      object->checksum_value = dossier_demo_checksum (object->checksum, call->body);
    }
  object->bucket = g_strdup (call->bucket);
  object->key = g_strdup (call->key);
  object->content_type = g_strdup (dossier_demo_call_get_header (call, "Content-Type"));
  object->metadata = read_metadata (call);
  if (!store (call, bucket, &object, call->body))
    return;
  stored = dossier_demo_world_find_object (call->world, call->bucket, call->key);
  tell_etag (call, stored);
  tell_checksum (call, stored);
  dossier_demo_call_reply (call, SOUP_STATUS_OK, NULL, NULL);
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
  dossier_demo_call_refuse_with (call, SOUP_STATUS_NOT_FOUND, "NoSuchKey", "The specified key does not exist.", members);
}

static gboolean
etag_is_in (const DossierDemoObject *object,
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

  if (match != NULL ? !etag_is_in (object, match)
                    : until != NULL && dossier_time_from_http_date (until, &time) && modified > time)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_PRECONDITION_FAILED, "PreconditionFailed",
                                "At least one of the pre-conditions you specified did not hold");
      return FALSE;
    }
  if (none != NULL ? etag_is_in (object, none)
                   : since != NULL && dossier_time_from_http_date (since, &time) && modified <= time)
    {
      tell_etag (call, object);
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

  tell_etag (call, object);
  dossier_demo_call_set_header (call, "Last-Modified", modified);
  dossier_demo_call_set_header (call, "Accept-Ranges", "bytes");
  dossier_demo_s3_tell_encryption (call, object);
  for (GStrv at = object->metadata; at != NULL && *at != NULL; at++)
    {
      const char *equals = strchr (*at, '=');
      g_autofree char *name = equals != NULL ? g_strdup_printf (METADATA "%.*s", (int) (equals - *at), *at) : NULL;

      if (name != NULL)
        dossier_demo_call_set_header (call, name, equals + 1);
    }
  if (mode != NULL && g_ascii_strcasecmp (mode, "ENABLED") == 0 && dossier_demo_call_get_header (call, "Range") == NULL)
    tell_checksum (call, object);
}

static GBytes *
open_content (DossierDemoCall         *call,
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

/* An object that the caller may read; NULL when refused. */
static DossierDemoObject *
authorize_read (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:GetObject");
  DossierDemoObject *object = bucket != NULL ? dossier_demo_world_find_object (call->world, call->bucket, call->key) : NULL;

  if (bucket != NULL && object == NULL)
    refuse_missing (call, bucket, call->key);
  return object != NULL && dossier_demo_s3_decrypt (call, object) ? object : NULL;
}

/* GetObject and HeadObject */
void
dossier_demo_s3_get_object (DossierDemoCall *call)
{
  DossierDemoObject *object = authorize_read (call);
  const char *type;
  g_autofree char *range = NULL;
  g_autoptr (GBytes) whole = NULL, part = NULL;
  gint64 first = 0, last;
  gboolean ranged;

  if (object == NULL || !check_conditions (call, object))
    return;
  whole = open_content (call, object);
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
      range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, first, last, object->size);
      dossier_demo_call_set_header (call, "Content-Range", range);
      part = g_bytes_new_from_bytes (whole, (gsize) first, (gsize) (last - first + 1));
    }
  /* libsoup would cut a 200 by itself. */
  soup_message_headers_remove (soup_server_message_get_request_headers (call->message), "Range");
  type = object->content_type != NULL ? object->content_type : "binary/octet-stream";
  dossier_demo_call_reply (call, ranged ? SOUP_STATUS_PARTIAL_CONTENT : SOUP_STATUS_OK, type, ranged ? part : whole);
}

/* Sends the call's bucket and key to where it copies from, and back. */
static DossierDemoObject *
authorize_source (DossierDemoCall *call)
{
  const char *source = dossier_demo_call_get_header (call, "x-amz-copy-source");
  const char *match = dossier_demo_call_get_header (call, "x-amz-copy-source-if-match");
  g_autofree char *path = g_strndup (*source == '/' ? source + 1 : source, strcspn (*source == '/' ? source + 1 : source, "?"));
  g_autofree char *decoded = g_uri_unescape_string (path, NULL);
  char *slash = decoded != NULL ? strchr (decoded, '/') : NULL;
  char *bucket = call->bucket, *key = call->key;
  DossierDemoObject *object;

  if (slash == NULL || slash[1] == '\0')
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                                "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
      return NULL;
    }
  *slash = '\0';
  call->bucket = decoded;
  call->key = slash + 1;
  object = authorize_read (call);
  call->bucket = bucket;
  call->key = key;
  if (object != NULL && match != NULL && !etag_is_in (object, match))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_PRECONDITION_FAILED, "PreconditionFailed",
                                "At least one of the pre-conditions you specified did not hold");
      return NULL;
    }
  return object;
}

void
dossier_demo_s3_copy_object (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = authorize_write (call);
  const DossierDemoObject *source = bucket != NULL ? authorize_source (call) : NULL;
  const char *directive = dossier_demo_call_get_header (call, "x-amz-metadata-directive");
  gboolean replace = directive != NULL && g_str_equal (directive, "REPLACE");
  g_autoptr (Object) object = g_new0 (DossierDemoObject, 1);
  g_autoptr (GBytes) content = NULL;
  g_autofree char *modified = dossier_time_to_iso8601 (call->now);
  g_autofree char *etag = NULL;
  GString *xml;

  content = source != NULL ? open_content (call, source) : NULL;
  if (content == NULL)
    return;
  object->bucket = g_strdup (call->bucket);
  object->key = g_strdup (call->key);
  object->content_type = g_strdup (replace ? dossier_demo_call_get_header (call, "Content-Type") : source->content_type);
  object->metadata = replace ? read_metadata (call) : g_strdupv (source->metadata);
  object->checksum = g_strdup (source->checksum);
  object->checksum_value = g_strdup (source->checksum_value);
  if (!store (call, bucket, &object, content))
    return;
  etag = g_strdup_printf ("\"%s\"", dossier_demo_world_find_object (call->world, call->bucket, call->key)->etag);
  xml = g_string_new ("<CopyObjectResult>");
  dossier_demo_xml_add (xml, "LastModified", modified);
  dossier_demo_xml_add (xml, "ETag", etag);
  g_string_append (xml, "</CopyObjectResult>");
  dossier_demo_call_reply_xml (call, xml);
}

/* DeleteObject says the same whether there was one or not. */
void
dossier_demo_s3_delete_object (DossierDemoCall *call)
{
  DossierDemoObject *object;

  if (dossier_demo_s3_authorize (call, "s3:DeleteObject") == NULL)
    return;
  object = dossier_demo_world_find_object (call->world, call->bucket, call->key);
  if (object != NULL)
    dossier_demo_world_remove_object (call->world, object);
  dossier_demo_call_reply (call, SOUP_STATUS_NO_CONTENT, NULL, NULL);
}
