// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-authorize-private.h"
#include "dossier-demo-s3-private.h"

#define SSE "x-amz-server-side-encryption"
#define SSE_KEY "x-amz-server-side-encryption-aws-kms-key-id"
#define SSE_BUCKET_KEY "x-amz-server-side-encryption-bucket-key-enabled"

/* S3 asks KMS in the caller's name. */
static gboolean
may_use_key (DossierDemoCall         *call,
             const DossierDemoKey    *key,
             const char              *action,
             const DossierDemoObject *object)
{
  g_autofree char *arn = g_strdup_printf ("arn:aws:s3:::%s/%s", object->bucket, object->key);
  g_autofree char *via = g_strdup_printf ("s3.%s.amazonaws.com", call->region);
  const char *const context[] = {
    "kms:ViaService", via,
    "kms:CallerAccount", call->caller.account,
    "kms:EncryptionContext:aws:s3:arn", arn,
    NULL,
  };
  const DossierDemoWish wish = { action, key->arn, key->policy, key->account, TRUE, context };
  g_autofree char *reason = NULL, *text = NULL;

  if (!dossier_demo_authorize (call, &wish, &reason))
    {
      text = dossier_demo_denied_text (call, action, key->arn, FALSE, reason);
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "AccessDenied", "%s", text);
      return FALSE;
    }
  if (g_str_equal (key->state, "Enabled"))
    return TRUE;
  if (g_str_equal (key->state, "Disabled"))
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "KMS.DisabledException", "%s is disabled.",
                              key->arn);
  else
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "KMS.KMSInvalidStateException",
                              "%s is pending %s.", key->arn,
                              g_str_equal (key->state, "PendingImport") ? "import" : "deletion");
  return FALSE;
}

static DossierDemoKey *
find_key (DossierDemoCall *call,
          const char      *reference)
{
  DossierDemoKey *key =
      dossier_demo_world_find_key (call->world, call->caller.account, call->region, reference);

  if (key != NULL && g_str_equal (key->spec, "SYMMETRIC_DEFAULT"))
    return key;
  if (key != NULL)
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "KMS.UnsupportedOperationException",
                              "%s does not support the requested operation.", key->arn);
  else if (g_str_has_prefix (reference, "arn:") && strstr (reference, call->region) == NULL)
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "KMS.NotFoundException", "Invalid arn %s",
                              reference);
  else
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "KMS.NotFoundException",
                              "Key '%s' does not exist", reference);
  return NULL;
}

/**
 * dossier_demo_s3_encrypt:
 * @call: a call that writes an object
 * @bucket: its bucket
 * @object: the object; how it is encrypted is set here
 *
 * Decides by the request's headers, else by the bucket's default, and asks the
 * key's policy. A refusal is answered here.
 *
 * Returns: whether the object may be encrypted so
 */
gboolean
dossier_demo_s3_encrypt (DossierDemoCall         *call,
                         const DossierDemoBucket *bucket,
                         DossierDemoObject       *object)
{
  const char *sse = dossier_demo_call_get_header (call, SSE);
  const char *reference = dossier_demo_call_get_header (call, SSE_KEY);
  const char *bucket_key = dossier_demo_call_get_header (call, SSE_BUCKET_KEY);
  const DossierDemoKey *key;

  if (sse == NULL && reference != NULL)
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
          "Server Side Encryption with AWS KMS managed key requires HTTP header " SSE " : aws:kms");
      return FALSE;
    }
  if (sse == NULL)
    {
      sse = bucket->sse;
      reference = bucket->sse_key;
    }
  object->sse = g_strdup (sse);
  object->bucket_key =
      bucket_key != NULL ? g_ascii_strcasecmp (bucket_key, "true") == 0 : bucket->sse_bucket_key;
  if (g_str_equal (sse, "AES256"))
    return TRUE;
  if (!g_str_equal (sse, "aws:kms") && !g_str_equal (sse, "aws:kms:dsse"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArgument",
                                "The encryption method specified is not supported");
      return FALSE;
    }
  key = find_key (call, reference != NULL ? reference : "alias/aws/s3");
  if (key == NULL || !may_use_key (call, key, "kms:GenerateDataKey", object))
    return FALSE;
  object->kms_key_arn = g_strdup (key->arn);
  return TRUE;
}

/**
 * dossier_demo_s3_decrypt:
 * @call: a call that reads an object
 * @object: the object
 *
 * Asks the policy of the object's key. A refusal is answered here.
 *
 * Returns: whether its content may be read
 */
gboolean
dossier_demo_s3_decrypt (DossierDemoCall         *call,
                         const DossierDemoObject *object)
{
  const DossierDemoKey *key;

  if (object->kms_key_arn == NULL)
    return TRUE;
  key = find_key (call, object->kms_key_arn);
  return key != NULL && may_use_key (call, key, "kms:Decrypt", object);
}

/**
 * dossier_demo_s3_tell_encryption:
 * @call: a call that was not answered yet
 * @object: an object
 *
 * Sets the headers that tell how an object is encrypted.
 */
void
dossier_demo_s3_tell_encryption (DossierDemoCall         *call,
                                 const DossierDemoObject *object)
{
  dossier_demo_call_set_header (call, SSE, object->sse);
  dossier_demo_call_set_header (call, SSE_KEY, object->kms_key_arn);
  if (object->kms_key_arn != NULL && object->bucket_key)
    dossier_demo_call_set_header (call, SSE_BUCKET_KEY, "true");
}
