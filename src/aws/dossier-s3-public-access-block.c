// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-s3-public-access-block.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierS3PublicAccessBlock, dossier_s3_public_access_block, dossier_s3_public_access_block_copy,
                     dossier_s3_public_access_block_free)

/**
 * dossier_s3_public_access_block_parse:
 * @body: the body of an answer of GetPublicAccessBlock
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * A switch that is not mentioned is off, as the API reference says.
 *
 * Returns: (transfer full) (nullable): the switches; never %NULL without an error
 */
DossierS3PublicAccessBlock *
dossier_s3_public_access_block_parse (GBytes  *body,
                                      GError **error)
{
  g_autoptr(DossierS3PublicAccessBlock) self = g_new0 (DossierS3PublicAccessBlock, 1);
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "PublicAccessBlockConfiguration", error);
  xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;

  if (root == NULL || !dossier_xml_get_boolean (root, "BlockPublicAcls", &self->block_public_acls, NULL, error) ||
      !dossier_xml_get_boolean (root, "IgnorePublicAcls", &self->ignore_public_acls, NULL, error) ||
      !dossier_xml_get_boolean (root, "BlockPublicPolicy", &self->block_public_policy, NULL, error) ||
      !dossier_xml_get_boolean (root, "RestrictPublicBuckets", &self->restrict_public_buckets, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_s3_public_access_block_to_xml:
 * @self: the switches
 *
 * Returns: (transfer full): the body of PutPublicAccessBlock
 */
GBytes *
dossier_s3_public_access_block_to_xml (const DossierS3PublicAccessBlock *self)
{
  char *text = g_markup_printf_escaped (
      "<PublicAccessBlockConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      "<BlockPublicAcls>%s</BlockPublicAcls>"
      "<IgnorePublicAcls>%s</IgnorePublicAcls>"
      "<BlockPublicPolicy>%s</BlockPublicPolicy>"
      "<RestrictPublicBuckets>%s</RestrictPublicBuckets>"
      "</PublicAccessBlockConfiguration>",
      self->block_public_acls ? "true" : "false", self->ignore_public_acls ? "true" : "false",
      self->block_public_policy ? "true" : "false", self->restrict_public_buckets ? "true" : "false");

  return g_bytes_new_take (text, strlen (text));
}

/**
 * dossier_s3_public_access_block_copy:
 * @self: the switches
 *
 * Returns: (transfer full): a copy
 */
DossierS3PublicAccessBlock *
dossier_s3_public_access_block_copy (const DossierS3PublicAccessBlock *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * dossier_s3_public_access_block_free:
 * @self: (transfer full): the switches
 */
void
dossier_s3_public_access_block_free (DossierS3PublicAccessBlock *self)
{
  g_free (self);
}
