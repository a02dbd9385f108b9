// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-checksum-private.h"
#include "dossier-demo-s3-private.h"
#include "dossier-time.h"

#define MAX_KEY 1024

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
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  if (g_str_has_prefix (lower, DOSSIER_DEMO_METADATA))
    g_strv_builder_take (data, g_strdup_printf ("%s=%s", lower + strlen (DOSSIER_DEMO_METADATA), valid));
}

static char *
read_content_type (DossierDemoCall *call)
{
  const char *type = dossier_demo_call_get_header (call, "Content-Type");

  return type != NULL ? g_utf8_make_valid (type, -1) : NULL;
}

static GStrv
read_metadata (DossierDemoCall *call)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  soup_message_headers_foreach (soup_server_message_get_request_headers (call->message), take_metadata,
                                builder);
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
  if (g_str_equal (bucket->ownership, "BucketOwnerEnforced") &&
      !g_str_equal (acl, "bucket-owner-full-control"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "AccessControlListNotSupported",
                                "The bucket does not allow ACLs");
      return FALSE;
    }
  if (g_str_has_prefix (acl, "public-") && dossier_demo_s3_blocks (bucket, DOSSIER_DEMO_BLOCK_ACLS))
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_FORBIDDEN, "AccessDenied",
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

  if (bucket == NULL ||
      !dossier_demo_checksum_check (call, FALSE, &object->checksum, &object->checksum_value))
    return;
  if (object->checksum == NULL)
    {
      object->checksum = g_strdup ("crc64nvme");
      object->checksum_value = dossier_demo_checksum (object->checksum, call->body);
    }
  object->bucket = g_strdup (call->bucket);
  object->key = g_strdup (call->key);
  object->content_type = read_content_type (call);
  object->metadata = read_metadata (call);
  if (!store (call, bucket, &object, call->body))
    return;
  stored = dossier_demo_world_find_object (call->world, call->bucket, call->key);
  dossier_demo_s3_tell_etag (call, stored);
  dossier_demo_s3_tell_checksum (call, stored);
  dossier_demo_call_reply (call, SOUP_STATUS_OK, NULL, NULL);
}

/* Sends the call's bucket and key to where it copies from, and back. */
static DossierDemoObject *
authorize_source (DossierDemoCall *call)
{
  const char *source = dossier_demo_call_get_header (call, "x-amz-copy-source");
  const char *match = dossier_demo_call_get_header (call, "x-amz-copy-source-if-match");
  g_autofree char *path = g_strndup (*source == '/' ? source + 1 : source,
                                     strcspn (*source == '/' ? source + 1 : source, "?"));
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
  object = dossier_demo_s3_authorize_read (call);
  call->bucket = bucket;
  call->key = key;
  if (object != NULL && match != NULL && !dossier_demo_s3_has_etag (object, match))
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

  content = source != NULL ? dossier_demo_s3_open (call, source) : NULL;
  if (content == NULL)
    return;
  object->bucket = g_strdup (call->bucket);
  object->key = g_strdup (call->key);
  object->content_type = replace ? read_content_type (call) : g_strdup (source->content_type);
  object->metadata = replace ? read_metadata (call) : g_strdupv (source->metadata);
  object->checksum = g_strdup (source->checksum);
  object->checksum_value = g_strdup (source->checksum_value);
  if (!store (call, bucket, &object, content))
    return;
  etag = g_strdup_printf ("\"%s\"",
                          dossier_demo_world_find_object (call->world, call->bucket, call->key)->etag);
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
