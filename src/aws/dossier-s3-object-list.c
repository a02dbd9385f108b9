// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-s3-object-list.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierS3ObjectList, dossier_s3_object_list, dossier_s3_object_list_ref,
                     dossier_s3_object_list_unref)

static void
object_free (DossierS3Object *object)
{
  g_free (object->key);
  g_free (object->etag);
  g_free (object->storage_class);
  g_free (object);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3Object, object_free)

static void
clear (gpointer data)
{
  DossierS3ObjectList *self = data;

  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_strfreev (self->common_prefixes);
  g_free (self->next_token);
}

/* Asked for `encoding-type=url`, S3 writes keys as an HTML form would: XML 1.0
 * has no way to write every character that a key may hold. */
static char *
take_key (xmlNode     *parent,
          const char  *name,
          gboolean     encoded,
          GError     **error)
{
  g_autofree char *text = dossier_xml_need_text (parent, name, error);
  g_autofree char *key = NULL;

  if (text == NULL || !encoded)
    return g_steal_pointer (&text);

  key = g_uri_unescape_string (g_strdelimit (text, "+", ' '), NULL);
  if (key == NULL || !g_utf8_validate (key, -1, NULL))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "Element <%s> is not URL-encoded UTF-8", name);
      return NULL;
    }

  return g_steal_pointer (&key);
}

static DossierS3Object *
take_object (xmlNode   *node,
             gboolean   encoded,
             GError   **error)
{
  g_autoptr(DossierS3Object) object = g_new0 (DossierS3Object, 1);
  gboolean sized = FALSE;

  object->key = take_key (node, "Key", encoded, error);
  if (object->key == NULL || !dossier_xml_get_int64 (node, "Size", &object->size, &sized, error) ||
      !dossier_xml_get_text (node, "ETag", &object->etag, error) ||
      !dossier_xml_get_time (node, "LastModified", &object->last_modified, error) ||
      !dossier_xml_get_text (node, "StorageClass", &object->storage_class, error))
    return NULL;

  if (!sized)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Element <Size> is missing");
      return NULL;
    }

  return g_steal_pointer (&object);
}

static gboolean
take_prefixes (DossierS3ObjectList  *self,
               xmlNode              *root,
               gboolean              encoded,
               GError              **error)
{
  g_autoptr(GStrvBuilder) prefixes = g_strv_builder_new ();

  for (xmlNode *node = dossier_xml_child (root, "CommonPrefixes"); node != NULL; node = dossier_xml_next (node))
    {
      char *prefix = take_key (node, "Prefix", encoded, error);

      if (prefix == NULL)
        return FALSE;
      g_strv_builder_take (prefixes, prefix);
    }

  self->common_prefixes = g_strv_builder_end (prefixes);
  return TRUE;
}

static gboolean
take_members (DossierS3ObjectList  *self,
              xmlNode              *root,
              GError              **error)
{
  g_autofree char *encoding = NULL;
  gboolean truncated = FALSE;
  gboolean encoded;

  if (!dossier_xml_get_text (root, "EncodingType", &encoding, error) ||
      !dossier_xml_get_boolean (root, "IsTruncated", &truncated, NULL, error))
    return FALSE;

  encoded = g_strcmp0 (encoding, "url") == 0;
  for (xmlNode *node = dossier_xml_child (root, "Contents"); node != NULL; node = dossier_xml_next (node))
    {
      DossierS3Object *object = take_object (node, encoded, error);

      if (object == NULL)
        return FALSE;
      g_ptr_array_add (self->objects, object);
    }

  if (!take_prefixes (self, root, encoded, error))
    return FALSE;

  /* A page that says there is more, but not where, must not pass for the last. */
  if (truncated)
    self->next_token = dossier_xml_need_text (root, "NextContinuationToken", error);
  return !truncated || self->next_token != NULL;
}

/**
 * dossier_s3_object_list_parse:
 * @body: the body of an answer of ListObjectsV2
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierS3ObjectList *
dossier_s3_object_list_parse (GBytes  *body,
                              GError **error)
{
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "ListBucketResult", error);
  g_autoptr(DossierS3ObjectList) self = g_atomic_rc_box_new0 (DossierS3ObjectList);

  self->objects = g_ptr_array_new_with_free_func ((GDestroyNotify) object_free);
  if (document == NULL || !take_members (self, xmlDocGetRootElement (document), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_s3_object_list_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self
 */
DossierS3ObjectList *
dossier_s3_object_list_ref (const DossierS3ObjectList *self)
{
  return g_atomic_rc_box_acquire ((DossierS3ObjectList *) self);
}

/**
 * dossier_s3_object_list_unref:
 * @self: (transfer full): a page
 */
void
dossier_s3_object_list_unref (DossierS3ObjectList *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
