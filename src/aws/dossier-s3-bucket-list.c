// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-s3-bucket-list.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierS3BucketList, dossier_s3_bucket_list, dossier_s3_bucket_list_ref,
                     dossier_s3_bucket_list_unref)

static void
bucket_free (DossierS3Bucket *bucket)
{
  g_free (bucket->name);
  g_free (bucket->region);
  g_free (bucket);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierS3Bucket, bucket_free)

static void
clear (gpointer data)
{
  DossierS3BucketList *self = data;

  g_clear_pointer (&self->buckets, g_ptr_array_unref);
  g_free (self->owner_id);
  g_free (self->next_token);
}

static gboolean
take_bucket (DossierS3BucketList  *self,
             xmlNode              *node,
             GError              **error)
{
  g_autoptr(DossierS3Bucket) bucket = g_new0 (DossierS3Bucket, 1);

  bucket->name = dossier_xml_need_text (node, "Name", error);
  if (bucket->name == NULL || !dossier_xml_get_time (node, "CreationDate", &bucket->created, error) ||
      !dossier_xml_get_text (node, "BucketRegion", &bucket->region, error))
    return FALSE;

  g_ptr_array_add (self->buckets, g_steal_pointer (&bucket));
  return TRUE;
}

static gboolean
take_members (DossierS3BucketList  *self,
              xmlNode              *root,
              GError              **error)
{
  xmlNode *buckets = dossier_xml_need_child (root, "Buckets", error);
  xmlNode *owner = dossier_xml_child (root, "Owner");

  if (buckets == NULL || (owner != NULL && !dossier_xml_get_text (owner, "ID", &self->owner_id, error)) ||
      !dossier_xml_get_text (root, "ContinuationToken", &self->next_token, error))
    return FALSE;

  if (self->next_token != NULL && *self->next_token == '\0')
    g_clear_pointer (&self->next_token, g_free);
  for (xmlNode *node = dossier_xml_child (buckets, "Bucket"); node != NULL; node = dossier_xml_next (node))
    if (!take_bucket (self, node, error))
      return FALSE;
  return TRUE;
}

/**
 * dossier_s3_bucket_list_parse:
 * @body: the body of an answer of ListBuckets
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierS3BucketList *
dossier_s3_bucket_list_parse (GBytes  *body,
                              GError **error)
{
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "ListAllMyBucketsResult", error);
  g_autoptr(DossierS3BucketList) self = g_atomic_rc_box_new0 (DossierS3BucketList);

  self->buckets = g_ptr_array_new_with_free_func ((GDestroyNotify) bucket_free);
  if (document == NULL || !take_members (self, xmlDocGetRootElement (document), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_s3_bucket_list_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self
 */
DossierS3BucketList *
dossier_s3_bucket_list_ref (const DossierS3BucketList *self)
{
  return g_atomic_rc_box_acquire ((DossierS3BucketList *) self);
}

/**
 * dossier_s3_bucket_list_unref:
 * @self: (transfer full): a page
 */
void
dossier_s3_bucket_list_unref (DossierS3BucketList *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
