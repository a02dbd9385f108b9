// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-authorize-private.h"
#include "dossier-demo-checksum-private.h"
#include "dossier-demo-policy-private.h"
#include "dossier-demo-s3-private.h"
#include "dossier-demo-xml-private.h"

#define MAX_POLICY (20 * 1024)

static const char *const settings[] = { "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy",
                                        "RestrictPublicBuckets" };

/* Only the owner's account may see or alter a policy, whatever the policy says. */
static DossierDemoBucket *
authorize_owner (DossierDemoCall *call,
                 const char      *action)
{
  DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, action);

  if (bucket == NULL || g_str_equal (bucket->account, call->caller.account))
    return bucket;
  dossier_demo_call_refuse (call, SOUP_STATUS_METHOD_NOT_ALLOWED, "MethodNotAllowed",
                            "The specified method is not allowed against this resource.");
  return NULL;
}

static DossierDemoBucket *
authorize_with_policy (DossierDemoCall *call,
                       const char      *action)
{
  DossierDemoBucket *bucket = authorize_owner (call, action);

  if (bucket == NULL || bucket->policy != NULL)
    return bucket;
  dossier_demo_s3_refuse_bucket (call, SOUP_STATUS_NOT_FOUND, "NoSuchBucketPolicy",
                                 "The bucket policy does not exist");
  return NULL;
}

void
dossier_demo_s3_get_bucket_policy (DossierDemoCall *call)
{
  const DossierDemoBucket *bucket = authorize_with_policy (call, "s3:GetBucketPolicy");
  g_autoptr (GBytes) text = NULL;

  if (bucket == NULL)
    return;
  text = g_bytes_new (bucket->policy, strlen (bucket->policy));
  dossier_demo_call_reply (call, SOUP_STATUS_OK, "application/json", text);
}

void
dossier_demo_s3_get_policy_status (DossierDemoCall *call)
{
  const DossierDemoBucket *bucket = authorize_with_policy (call, "s3:GetBucketPolicyStatus");
  GString *xml;

  if (bucket == NULL)
    return;
  xml = g_string_new ("<PolicyStatus>");
  dossier_demo_xml_add (xml, "IsPublic", dossier_demo_policy_is_public (bucket->policy) ? "true" : "false");
  g_string_append (xml, "</PolicyStatus>");
  dossier_demo_call_reply_xml (call, xml);
}

void
dossier_demo_s3_put_bucket_policy (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = authorize_owner (call, "s3:PutBucketPolicy");
  const gsize length = g_bytes_get_size (call->body);
  g_autofree char *text = g_strndup (g_bytes_get_data (call->body, NULL), length);
  g_autofree char *resource = g_strdup_printf ("arn:aws:s3:::%s", call->bucket);
  g_autofree char *sentence = NULL;
  const char *problem;

  if (bucket == NULL || !dossier_demo_checksum_check (call, TRUE, NULL, NULL))
    return;
  if (length > MAX_POLICY)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "PolicyTooLarge",
                                "Policy exceeds the maximum allowed document size.");
      return;
    }
  problem = dossier_demo_bucket_policy_check (call->world, call->bucket, text != NULL ? text : "", length);
  if (problem != NULL)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "MalformedPolicy", "%s", problem);
      return;
    }
  if (dossier_demo_s3_blocks (bucket, DOSSIER_DEMO_BLOCK_POLICY) && dossier_demo_policy_is_public (text))
    {
      sentence = dossier_demo_denied_text (
          call, "s3:PutBucketPolicy", resource, TRUE,
          "because public policies are prevented by the BlockPublicPolicy setting in "
          "S3 Block Public Access");
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied", "%s", sentence);
      return;
    }
  g_set_str (&bucket->policy, text);
  dossier_demo_world_change (call->world);
  dossier_demo_call_reply (call, SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

void
dossier_demo_s3_delete_bucket_policy (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = authorize_owner (call, "s3:DeleteBucketPolicy");

  if (bucket == NULL)
    return;
  g_clear_pointer (&bucket->policy, g_free);
  dossier_demo_world_change (call->world);
  dossier_demo_call_reply (call, SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

void
dossier_demo_s3_get_public_access_block (DossierDemoCall *call)
{
  const DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:GetBucketPublicAccessBlock");
  GString *xml;

  if (bucket == NULL)
    return;
  if (bucket->block_public == NULL)
    {
      dossier_demo_s3_refuse_bucket (call, SOUP_STATUS_NOT_FOUND, "NoSuchPublicAccessBlockConfiguration",
                                     "The public access block configuration was not found");
      return;
    }
  xml = g_string_new ("<PublicAccessBlockConfiguration>");
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    dossier_demo_xml_add (xml, settings[i], dossier_demo_s3_blocks (bucket, i) ? "true" : "false");
  g_string_append (xml, "</PublicAccessBlockConfiguration>");
  dossier_demo_call_reply_xml (call, xml);
}

/* PutPublicAccessBlock; what is left out is off. */
void
dossier_demo_s3_put_public_access_block (DossierDemoCall *call)
{
  DossierDemoBucket *bucket = dossier_demo_s3_authorize (call, "s3:PutBucketPublicAccessBlock");
  g_autoptr (GHashTable) texts = NULL;
  char digits[G_N_ELEMENTS (settings) + 1] = "0000";

  if (bucket == NULL || !dossier_demo_checksum_check (call, TRUE, NULL, NULL))
    return;
  texts = dossier_demo_xml_read (call->body);
  for (guint i = 0; texts != NULL && i < G_N_ELEMENTS (settings); i++)
    {
      const char *value = g_hash_table_lookup (texts, settings[i]);

      if (g_strcmp0 (value, "true") == 0 || g_strcmp0 (value, "TRUE") == 0)
        digits[i] = '1';
      else if (value != NULL && g_ascii_strcasecmp (value, "false") != 0)
        g_clear_pointer (&texts, g_hash_table_unref);
    }
  if (texts == NULL)
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "MalformedXML",
          "The XML you provided was not well-formed or did not validate against our published schema");
      return;
    }
  g_set_str (&bucket->block_public, digits);
  dossier_demo_world_change (call->world);
  dossier_demo_call_reply (call, SOUP_STATUS_OK, NULL, NULL);
}
