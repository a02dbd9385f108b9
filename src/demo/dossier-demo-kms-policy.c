// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-authorize-private.h"
#include "dossier-demo-kms-private.h"
#include "dossier-demo-policy-private.h"
#include "dossier-demo-scenario-private.h"

#define MAX_POLICY (32 * 1024)
#define MAX_DESCRIPTION 8192

/* The specs that this service plays, and what a key of each may be for. */
static const struct
{
  const char *spec;
  const char *usages[3];
} specs[] = {
  { "SYMMETRIC_DEFAULT", { "ENCRYPT_DECRYPT" } },
  { "RSA_2048", { "SIGN_VERIFY", "ENCRYPT_DECRYPT" } },
};

static gboolean
has_only_allowed_letters (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c != '\t' && c != '\n' && c != '\r' && (c < 0x20 || c > 0xff))
        return FALSE;
    }
  return TRUE;
}

/* What the caller gives as a policy must be a document that KMS takes, and
 * must leave the caller able to mend it. A refusal is answered here. */
static gboolean
check_policy (DossierDemoCall *call,
              const char      *text,
              const char      *key_arn)
{
  const DossierDemoWish wish = { .action = "kms:PutKeyPolicy",
                                 .resource = key_arn,
                                 .resource_policy = text,
                                 .owner = call->caller.account,
                                 .policy_decides = TRUE };
  gboolean bypass =
      json_object_get_boolean_member_with_default (call->input, "BypassPolicyLockoutSafetyCheck", FALSE);
  const char *problem;
  g_autofree char *reason = NULL;

  if (strlen (text) > MAX_POLICY)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "LimitExceededException",
                                "The key policy is larger than %d bytes.", MAX_POLICY);
      return FALSE;
    }
  problem = has_only_allowed_letters (text) ? dossier_demo_key_policy_check (call->world, text)
                                            : "Policy contains characters that are not allowed.";
  if (problem == NULL && !bypass && !dossier_demo_authorize (call, &wish, &reason))
    problem = "The new key policy will not allow you to update the key policy in the future.";
  if (problem == NULL)
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "MalformedPolicyDocumentException", "%s", problem);
  return FALSE;
}

static gboolean
check_policy_name (DossierDemoCall *call)
{
  const char *name = dossier_demo_kms_text (call, "PolicyName");

  if (name == NULL || g_str_equal (name, "default"))
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "NotFoundException", "No such policy exists");
  return FALSE;
}

void
dossier_demo_kms_get_key_policy (DossierDemoCall *call)
{
  const DossierDemoKey *key = dossier_demo_kms_authorize (call, "kms:GetKeyPolicy", TRUE);
  JsonObject *output;

  if (key == NULL || !check_policy_name (call))
    return;
  output = json_object_new ();
  json_object_set_string_member (output, "Policy", key->policy);
  json_object_set_string_member (output, "PolicyName", "default");
  dossier_demo_call_reply_json (call, output);
}

void
dossier_demo_kms_put_key_policy (DossierDemoCall *call)
{
  DossierDemoKey *key = dossier_demo_kms_authorize (call, "kms:PutKeyPolicy", TRUE);
  const char *text = dossier_demo_kms_text (call, "Policy");

  if (key == NULL || !check_policy_name (call))
    return;
  if (text == NULL)
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "ValidationException",
          "1 validation error detected: Value null at 'policy' failed to satisfy constraint: "
          "Member must not be null");
      return;
    }
  if (g_str_equal (key->manager, "AWS"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "AccessDeniedException",
                                "The policy of a key that AWS manages cannot be altered.");
      return;
    }
  if (g_str_equal (key->state, "PendingDeletion"))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "KMSInvalidStateException",
                                "%s is pending deletion.", key->arn);
      return;
    }
  if (!check_policy (call, text, key->arn))
    return;
  g_set_str (&key->policy, text);
  dossier_demo_world_change (call->world);
  /* No members: the body of the answer is empty. */
  dossier_demo_call_reply (call, SOUP_STATUS_OK, "application/x-amz-json-1.1", NULL);
}

/* Whether spec, usage, origin and description can be had. */
static gboolean
check_kind (DossierDemoCall *call,
            const char      *spec,
            const char      *usage,
            const char      *origin)
{
  const char *description = dossier_demo_kms_text (call, "Description");

  if (description != NULL && g_utf8_strlen (description, -1) > MAX_DESCRIPTION)
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "ValidationException",
          "1 validation error detected: Value at 'description' failed to satisfy constraint: "
          "Member must have length less than or equal to %d",
          MAX_DESCRIPTION);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    if (g_str_equal (spec, specs[i].spec) && g_strv_contains (specs[i].usages, usage) &&
        (g_str_equal (origin, "AWS_KMS") || g_str_equal (origin, "EXTERNAL")))
      return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "UnsupportedOperationException",
                            "A key of spec %s, usage %s and origin %s is not supported.", spec, usage,
                            origin);
  return FALSE;
}

void
dossier_demo_kms_create_key (DossierDemoCall *call)
{
  const char *spec = dossier_demo_kms_text (call, "KeySpec");
  const char *usage = dossier_demo_kms_text (call, "KeyUsage");
  const char *origin = dossier_demo_kms_text (call, "Origin");
  const char *description = dossier_demo_kms_text (call, "Description");
  const char *policy = dossier_demo_kms_text (call, "Policy");
  gboolean replicated = json_object_get_boolean_member_with_default (call->input, "MultiRegion", FALSE);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *digits = dossier_random_hex (16);
  g_autofree char *arn = NULL;
  g_autofree char *replicated_id = g_strdup_printf ("mrk-%s", digits);
  const char *id = replicated ? replicated_id : uuid;
  JsonObject *output;
  DossierDemoKey *key;

  spec = spec != NULL ? spec : "SYMMETRIC_DEFAULT";
  usage = usage != NULL ? usage : "ENCRYPT_DECRYPT";
  origin = origin != NULL ? origin : "AWS_KMS";
  arn = g_strdup_printf ("arn:aws:kms:%s:%s:key/%s", call->region, call->caller.account, id);
  if (!dossier_demo_call_authorize (call, "kms:CreateKey", "*", "kms:KeySpec", spec, "kms:KeyUsage",
                                    usage, NULL) ||
      !check_kind (call, spec, usage, origin) || (policy != NULL && !check_policy (call, policy, arn)))
    return;
  if (json_object_has_member (call->input, "Tags") &&
      !dossier_demo_call_authorize (call, "kms:TagResource", "*", NULL))
    return;
  key = g_new0 (DossierDemoKey, 1);
  key->id = g_strdup (id);
  key->arn = g_steal_pointer (&arn);
  key->account = g_strdup (call->caller.account);
  key->region = g_strdup (call->region);
  key->description = g_strdup (description != NULL ? description : "");
  key->state = g_strdup (g_str_equal (origin, "EXTERNAL") ? "PendingImport" : "Enabled");
  key->manager = g_strdup ("CUSTOMER");
  key->spec = g_strdup (spec);
  key->usage = g_strdup (usage);
  key->origin = g_strdup (origin);
  key->policy = policy != NULL ? g_strdup (policy) : dossier_demo_root_key_policy_text (key->account);
  key->primary_region = replicated ? g_strdup (key->region) : NULL;
  key->created = call->now;
  g_ptr_array_add (call->world->keys, key);
  dossier_demo_world_change (call->world);
  output = json_object_new ();
  json_object_set_object_member (output, "KeyMetadata", dossier_demo_kms_describe (call->world, key));
  dossier_demo_call_reply_json (call, output);
}
