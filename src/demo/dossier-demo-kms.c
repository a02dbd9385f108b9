// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-arn.h"
#include "dossier-demo-authorize-private.h"
#include "dossier-demo-kms-private.h"
#include "dossier-demo-services-private.h"

/**
 * dossier_demo_kms_text:
 * @call: a call
 * @member: a member of its input
 *
 * Returns: (nullable): its text, %NULL if it is absent or no text
 */
const char *
dossier_demo_kms_text (DossierDemoCall *call,
                       const char      *member)
{
  JsonNode *node = json_object_get_member (call->input, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
    ? json_node_get_string (node) : NULL;
}

static void
refuse_not_found (DossierDemoCall *call,
                  const char      *reference)
{
  g_autoptr (DossierArn) arn =
      g_str_has_prefix (reference, "arn:") ? dossier_arn_parse (reference, NULL) : NULL;
  g_autofree char *full = NULL;

  if (g_str_has_prefix (reference, "arn:") && (arn == NULL || !g_str_equal (arn->service, "kms")))
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidArnException", "Invalid ARN %s",
                              reference);
  else if (arn != NULL && !g_str_equal (arn->region, call->region))
    dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "NotFoundException", "Invalid arn %s",
                              arn->region);
  else if (g_str_has_prefix (reference, "alias/") ||
           (arn != NULL && g_str_has_prefix (arn->resource, "alias/")))
    {
      full = arn != NULL ? g_strdup (reference)
                         : g_strdup_printf ("arn:aws:kms:%s:%s:%s", call->region, call->caller.account,
                                            reference);
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "NotFoundException",
                                "Alias %s is not found.", full);
    }
  else
    {
      full = arn != NULL ? g_strdup (reference)
                         : g_strdup_printf ("arn:aws:kms:%s:%s:key/%s", call->region,
                                            call->caller.account, reference);
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "NotFoundException",
                                "Key '%s' does not exist", full);
    }
}

/**
 * dossier_demo_kms_authorize:
 * @call: a call whose input has KeyId
 * @action: such as `kms:DescribeKey`
 * @own: whether the operation works in the key's account only
 *
 * Finds the key and asks its policy, and the caller's where the key's leaves
 * the decision to them. A refusal is answered here.
 *
 * Returns: (nullable): the key, if the caller may
 */
DossierDemoKey *
dossier_demo_kms_authorize (DossierDemoCall *call,
                            const char      *action,
                            gboolean         own)
{
  const char *reference = dossier_demo_kms_text (call, "KeyId");
  const char *const context[] = { "kms:CallerAccount", call->caller.account, NULL };
  DossierDemoWish wish = { .action = action, .policy_decides = TRUE, .context = context };
  DossierDemoKey *key;
  g_autofree char *reason = NULL, *text = NULL;

  if (reference == NULL)
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "ValidationException",
          "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: "
          "Member must not be null");
      return NULL;
    }
  key = dossier_demo_world_find_key (call->world, call->caller.account, call->region, reference);
  if (key == NULL || (own && !g_str_equal (key->account, call->caller.account)))
    {
      refuse_not_found (call, reference);
      return NULL;
    }
  wish.resource = key->arn;
  wish.resource_policy = key->policy;
  wish.owner = key->account;
  if (dossier_demo_authorize (call, &wish, &reason))
    return key;
  text = dossier_demo_denied_text (call, action, key->arn, FALSE, reason);
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "AccessDeniedException", "%s", text);
  return NULL;
}

/**
 * dossier_demo_kms_page:
 * @call: a call that lists
 * @most: the largest Limit
 * @fallback: the Limit that stands for none
 * @limit: (out): how many to tell
 * @start: (out): which one to begin with
 *
 * Reads Limit and Marker. A refusal is answered here.
 *
 * Returns: whether they can be heeded
 */
gboolean
dossier_demo_kms_page (DossierDemoCall *call,
                       guint            most,
                       guint            fallback,
                       gint64          *limit,
                       gint64          *start)
{
  const char *marker = dossier_demo_kms_text (call, "Marker");

  *limit = json_object_get_int_member_with_default (call->input, "Limit", fallback);
  *start = 0;
  if (*limit < 1 || *limit > most)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "ValidationException",
                                "1 validation error detected: Value '%" G_GINT64_FORMAT
                                "' at 'limit' failed to satisfy "
                                "constraint: Member must have value between 1 and %u",
                                *limit, most);
      return FALSE;
    }
  if (marker == NULL || g_ascii_string_to_signed (marker, 10, 0, G_MAXINT32, start, NULL))
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidMarkerException", "Invalid marker");
  return FALSE;
}

/**
 * dossier_demo_kms_end_page:
 * @output: the answer
 * @next: which one the next page begins with
 * @more: whether there is one
 *
 * Writes Truncated and NextMarker.
 */
void
dossier_demo_kms_end_page (JsonObject *output,
                           gint64      next,
                           gboolean    more)
{
  g_autofree char *marker = g_strdup_printf ("%" G_GINT64_FORMAT, next);

  json_object_set_boolean_member (output, "Truncated", more);
  if (more)
    json_object_set_string_member (output, "NextMarker", marker);
}

static JsonObject *
describe_regions (DossierDemoWorld     *world,
                  const DossierDemoKey *key)
{
  JsonObject *configuration = json_object_new (), *primary = json_object_new ();
  g_autofree char *arn =
      g_strdup_printf ("arn:aws:kms:%s:%s:key/%s", key->primary_region, key->account, key->id);
  JsonArray *replicas = json_array_new ();
  gboolean is_primary = g_str_equal (key->primary_region, key->region);

  json_object_set_string_member (configuration, "MultiRegionKeyType", is_primary ? "PRIMARY" : "REPLICA");
  json_object_set_string_member (primary, "Arn", arn);
  json_object_set_string_member (primary, "Region", key->primary_region);
  json_object_set_object_member (configuration, "PrimaryKey", primary);
  for (guint i = 0; i < DOSSIER_DEMO_N_REGIONS; i++)
    if (!g_str_equal (dossier_demo_region (i), key->primary_region) &&
        dossier_demo_world_find_key (world, key->account, dossier_demo_region (i), key->id) != NULL)
      {
        JsonObject *replica = json_object_new ();
        g_autofree char *other =
            g_strdup_printf ("arn:aws:kms:%s:%s:key/%s", dossier_demo_region (i), key->account, key->id);

        json_object_set_string_member (replica, "Arn", other);
        json_object_set_string_member (replica, "Region", dossier_demo_region (i));
        json_array_add_object_element (replicas, replica);
      }
  json_object_set_array_member (configuration, "ReplicaKeys", replicas);
  return configuration;
}

/**
 * dossier_demo_kms_describe:
 * @world: a world
 * @key: a key of it
 *
 * Returns: (transfer full): its KeyMetadata
 */
JsonObject *
dossier_demo_kms_describe (DossierDemoWorld     *world,
                           const DossierDemoKey *key)
{
  JsonObject *metadata = json_object_new ();
  JsonArray *algorithms = json_array_new ();
  gboolean signs = g_str_equal (key->usage, "SIGN_VERIFY");

  json_object_set_string_member (metadata, "AWSAccountId", key->account);
  json_object_set_string_member (metadata, "KeyId", key->id);
  json_object_set_string_member (metadata, "Arn", key->arn);
  json_object_set_double_member (metadata, "CreationDate",
                                 (double) (key->created / G_TIME_SPAN_MILLISECOND) / 1000);
  json_object_set_boolean_member (metadata, "Enabled", g_str_equal (key->state, "Enabled"));
  json_object_set_string_member (metadata, "Description", key->description);
  json_object_set_string_member (metadata, "KeyUsage", key->usage);
  json_object_set_string_member (metadata, "KeyState", key->state);
  if (key->deletion != 0)
    json_object_set_double_member (metadata, "DeletionDate",
                                   (double) (key->deletion / G_TIME_SPAN_MILLISECOND) / 1000);
  json_object_set_string_member (metadata, "Origin", key->origin);
  json_object_set_string_member (metadata, "KeyManager", key->manager);
  json_object_set_string_member (metadata, "KeySpec", key->spec);
  json_object_set_string_member (metadata, "CustomerMasterKeySpec", key->spec);
  json_array_add_string_element (algorithms, signs ? "RSASSA_PKCS1_V1_5_SHA_256"
                                             : g_str_equal (key->spec, "SYMMETRIC_DEFAULT")
                                                 ? "SYMMETRIC_DEFAULT"
                                                 : "RSAES_OAEP_SHA_256");
  json_object_set_array_member (metadata, signs ? "SigningAlgorithms" : "EncryptionAlgorithms",
                                algorithms);
  json_object_set_boolean_member (metadata, "MultiRegion", key->primary_region != NULL);
  if (key->primary_region != NULL)
    json_object_set_object_member (metadata, "MultiRegionConfiguration", describe_regions (world, key));
  return metadata;
}

static void
describe_key (DossierDemoCall *call)
{
  const DossierDemoKey *key = dossier_demo_kms_authorize (call, "kms:DescribeKey", FALSE);
  JsonObject *output;

  if (key == NULL)
    return;
  output = json_object_new ();
  json_object_set_object_member (output, "KeyMetadata", dossier_demo_kms_describe (call->world, key));
  dossier_demo_call_reply_json (call, output);
}

static const DossierDemoOperation operations[] = {
  { "ListKeys", NULL, dossier_demo_kms_list_keys },
  { "ListAliases", NULL, dossier_demo_kms_list_aliases },
  { "DescribeKey", NULL, describe_key },
  { "GetKeyPolicy", NULL, dossier_demo_kms_get_key_policy },
  { "PutKeyPolicy", NULL, dossier_demo_kms_put_key_policy },
  { "CreateKey", NULL, dossier_demo_kms_create_key },
  { "CreateAlias", NULL, dossier_demo_kms_create_alias },
};

const DossierDemoService dossier_demo_kms = {
  .name = "kms", .protocol = DOSSIER_DEMO_JSON, .target = "TrentService.", .global = TRUE,
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
};
