// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-s3-parse-private.h"
#include "dossier-xml-private.h"

/* AWS takes no larger policy; what is larger is none. */
#define MAX_POLICY (1024u * 1024u)

/**
 * dossier_s3_parse_bucket_location:
 * @body: the body of an answer of GetBucketLocation
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * The two oldest Regions have names of their own here: none at all, and `EU`.
 *
 * Returns: (transfer full) (nullable): the Region; never %NULL without an error
 */
char *
dossier_s3_parse_bucket_location (GBytes  *body,
                                  GError **error)
{
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "LocationConstraint", error);
  g_autofree char *region = NULL;

  /* The one answer whose text is in its root. */
  if (document == NULL || !dossier_xml_get_text ((xmlNode *) document, "LocationConstraint", &region, error))
    return NULL;

  if (*region == '\0')
    return g_strdup ("us-east-1");
  if (g_str_equal (region, "EU"))
    return g_strdup ("eu-west-1");
  return g_steal_pointer (&region);
}

/**
 * dossier_s3_parse_bucket_policy:
 * @body: the body of an answer of GetBucketPolicy
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * A bucket without a policy is refused by AWS; an empty answer is therefore none.
 *
 * Returns: (transfer full) (nullable): the policy, which is text, but not
 *   checked to be a policy; never %NULL without an error
 */
char *
dossier_s3_parse_bucket_policy (GBytes  *body,
                                GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (length > MAX_POLICY)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                   "The policy has %" G_GSIZE_FORMAT " bytes; at most %u are read", length, MAX_POLICY);
      return NULL;
    }
  if (length == 0 || !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                           length == 0 ? "The policy is empty" : "The policy is not UTF-8");
      return NULL;
    }

  return g_strndup (text, length);
}

/**
 * dossier_s3_parse_bucket_ownership:
 * @body: the body of an answer of GetBucketOwnershipControls
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): who owns objects that others store; never %NULL without an error
 */
char *
dossier_s3_parse_bucket_ownership (GBytes  *body,
                                   GError **error)
{
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "OwnershipControls", error);
  xmlNode *rule = NULL;

  if (document != NULL)
    rule = dossier_xml_need_child (xmlDocGetRootElement (document), "Rule", error);
  return rule != NULL ? dossier_xml_need_text (rule, "ObjectOwnership", error) : NULL;
}

/**
 * dossier_s3_parse_copied:
 * @body: the body of an answer of CopyObject
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the copy's entity tag; never %NULL without an error
 */
char *
dossier_s3_parse_copied (GBytes  *body,
                         GError **error)
{
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "CopyObjectResult", error);

  return document != NULL ? dossier_xml_need_text (xmlDocGetRootElement (document), "ETag", error) : NULL;
}

/**
 * dossier_s3_check_range:
 * @status: the status of an answer of GetObject
 * @content_range: (nullable): its header Content-Range
 * @offset: the byte that was asked for
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * A server may ignore a range (RFC 9110, 14.2). Whoever then took the
 * beginning for the rest would put a damaged file together.
 *
 * Returns: whether the answer begins at @offset
 */
gboolean
dossier_s3_check_range (guint        status,
                        const char  *content_range,
                        gint64       offset,
                        GError     **error)
{
  g_autofree char *start = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-", offset);

  if (offset == 0 ? status == 200 : status == 206 && content_range != NULL && g_str_has_prefix (content_range, start))
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               "It should begin at byte %" G_GINT64_FORMAT ", but has status %u and the range “%s”", offset, status,
               content_range != NULL ? content_range : "");
  return FALSE;
}
