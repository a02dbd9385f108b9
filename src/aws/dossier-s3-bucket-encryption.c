// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-s3-bucket-encryption.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierS3BucketEncryption, dossier_s3_bucket_encryption, dossier_s3_bucket_encryption_ref,
                     dossier_s3_bucket_encryption_unref)

static void
clear (gpointer data)
{
  DossierS3BucketEncryption *self = data;

  g_free (self->algorithm);
  g_free (self->kms_key_id);
}

static gboolean
take_members (DossierS3BucketEncryption  *self,
              xmlNode                    *root,
              GError                    **error)
{
  xmlNode *rule = dossier_xml_need_child (root, "Rule", error);
  xmlNode *by_default =
      rule != NULL ? dossier_xml_need_child (rule, "ApplyServerSideEncryptionByDefault", error) : NULL;

  if (by_default == NULL || !dossier_xml_get_boolean (rule, "BucketKeyEnabled", &self->bucket_key, NULL, error) ||
      !dossier_xml_get_text (by_default, "KMSMasterKeyID", &self->kms_key_id, error))
    return FALSE;

  self->algorithm = dossier_xml_need_text (by_default, "SSEAlgorithm", error);
  return self->algorithm != NULL;
}

/**
 * dossier_s3_bucket_encryption_parse:
 * @body: the body of an answer of GetBucketEncryption
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the rule; never %NULL without an error
 */
DossierS3BucketEncryption *
dossier_s3_bucket_encryption_parse (GBytes  *body,
                                    GError **error)
{
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "ServerSideEncryptionConfiguration", error);
  g_autoptr(DossierS3BucketEncryption) self = g_atomic_rc_box_new0 (DossierS3BucketEncryption);

  if (document == NULL || !take_members (self, xmlDocGetRootElement (document), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_s3_bucket_encryption_to_xml:
 * @self: a rule
 *
 * Returns: (transfer full): the body of PutBucketEncryption
 */
GBytes *
dossier_s3_bucket_encryption_to_xml (const DossierS3BucketEncryption *self)
{
  g_autofree char *key = self->kms_key_id != NULL
                           ? g_markup_printf_escaped ("<KMSMasterKeyID>%s</KMSMasterKeyID>", self->kms_key_id)
                           : g_strdup ("");
  g_autofree char *algorithm = g_markup_escape_text (self->algorithm, -1);
  char *text = g_strdup_printf (
      "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>"
      "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>%s</SSEAlgorithm>%s</ApplyServerSideEncryptionByDefault>"
      "<BucketKeyEnabled>%s</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>",
      algorithm, key, self->bucket_key ? "true" : "false");

  return g_bytes_new_take (text, strlen (text));
}

/**
 * dossier_s3_bucket_encryption_ref:
 * @self: a rule
 *
 * Returns: (transfer full): @self
 */
DossierS3BucketEncryption *
dossier_s3_bucket_encryption_ref (const DossierS3BucketEncryption *self)
{
  return g_atomic_rc_box_acquire ((DossierS3BucketEncryption *) self);
}

/**
 * dossier_s3_bucket_encryption_unref:
 * @self: (transfer full): a rule
 */
void
dossier_s3_bucket_encryption_unref (DossierS3BucketEncryption *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
