// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-caller-identity.h"
#include "dossier-iam.h"
#include "dossier-kms.h"
#include "dossier-s3.h"
#include "services-tool.h"

static void
text (JsonObject *object,
      const char *member,
      const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

/* Seconds since 1970, as Python takes them. */
static void
instant (JsonObject *object,
         const char *member,
         gint64      value)
{
  if (value != 0)
    json_object_set_double_member (object, member, (double) value / G_USEC_PER_SEC);
}

static JsonNode *
node (JsonObject *object)
{
  return json_node_init_object (json_node_alloc (), object);
}

static JsonArray *
texts (const char *const *values)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; values[i] != NULL; i++)
    json_array_add_string_element (array, values[i]);
  return array;
}

JsonNode *
show_buckets (gpointer boxed)
{
  const DossierS3BucketList *list = boxed;
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->buckets->len; i++)
    {
      const DossierS3Bucket *bucket = g_ptr_array_index (list->buckets, i);
      JsonObject *item = json_object_new ();

      text (item, "Name", bucket->name);
      text (item, "BucketRegion", bucket->region);
      instant (item, "CreationDate", bucket->created);
      json_array_add_object_element (array, item);
    }
  json_object_set_array_member (object, "Buckets", array);
  text (object, "OwnerID", list->owner_id);
  text (object, "ContinuationToken", list->next_token);
  return node (object);
}

JsonNode *
show_bucket_info (gpointer boxed)
{
  const DossierS3BucketInfo *info = boxed;
  JsonObject *object = json_object_new ();

  text (object, "BucketRegion", info->region);
  json_object_set_boolean_member (object, "AccessPointAlias", info->access_point_alias);
  return node (object);
}

JsonNode *
show_access_block (gpointer boxed)
{
  const DossierS3PublicAccessBlock *block = boxed;
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "BlockPublicAcls", block->block_public_acls);
  json_object_set_boolean_member (object, "IgnorePublicAcls", block->ignore_public_acls);
  json_object_set_boolean_member (object, "BlockPublicPolicy", block->block_public_policy);
  json_object_set_boolean_member (object, "RestrictPublicBuckets", block->restrict_public_buckets);
  return node (object);
}

JsonNode *
show_encryption (gpointer boxed)
{
  const DossierS3BucketEncryption *encryption = boxed;
  JsonObject *object = json_object_new ();

  text (object, "SSEAlgorithm", encryption->algorithm);
  text (object, "KMSMasterKeyID", encryption->kms_key_id);
  json_object_set_boolean_member (object, "BucketKeyEnabled", encryption->bucket_key);
  return node (object);
}

JsonNode *
show_objects (gpointer boxed)
{
  const DossierS3ObjectList *list = boxed;
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->objects->len; i++)
    {
      const DossierS3Object *entry = g_ptr_array_index (list->objects, i);
      JsonObject *item = json_object_new ();

      text (item, "Key", entry->key);
      json_object_set_int_member (item, "Size", entry->size);
      text (item, "ETag", entry->etag);
      text (item, "StorageClass", entry->storage_class);
      instant (item, "LastModified", entry->last_modified);
      json_array_add_object_element (array, item);
    }
  json_object_set_array_member (object, "Contents", array);
  json_object_set_array_member (object, "CommonPrefixes", texts ((const char *const *) list->common_prefixes));
  text (object, "NextContinuationToken", list->next_token);
  return node (object);
}

JsonNode *
show_object_info (gpointer boxed)
{
  const DossierS3ObjectInfo *info = boxed;
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "ContentLength", info->size);
  text (object, "ETag", info->etag);
  instant (object, "LastModified", info->last_modified);
  text (object, "ContentType", info->content_type);
  text (object, "ServerSideEncryption", info->sse);
  text (object, "SSEKMSKeyId", info->kms_key_id);
  text (object, "ChecksumSHA256", info->checksum_sha256);
  text (object, "VersionId", info->version_id);
  text (object, "StorageClass", info->storage_class);
  return node (object);
}

JsonNode *
show_key (gpointer boxed)
{
  const DossierKmsKey *key = boxed;
  JsonObject *object = json_object_new ();

  text (object, "KeyId", key->key_id);
  text (object, "Arn", key->arn);
  text (object, "AWSAccountId", key->account);
  text (object, "Description", key->description);
  text (object, "KeyState", key->state);
  text (object, "KeyManager", key->manager);
  text (object, "KeySpec", key->spec);
  text (object, "KeyUsage", key->usage);
  text (object, "Origin", key->origin);
  text (object, "MultiRegionKeyType", key->multi_region_type);
  instant (object, "CreationDate", key->created);
  instant (object, "DeletionDate", key->deletion);
  return node (object);
}

static JsonNode *
show_kms_list (const DossierKmsList *list,
               const char           *member,
               const char           *arn_member,
               const char           *id_member)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->entries->len; i++)
    {
      const DossierKmsListEntry *entry = g_ptr_array_index (list->entries, i);
      JsonObject *item = json_object_new ();

      text (item, "AliasName", entry->name);
      text (item, arn_member, entry->arn);
      text (item, id_member, entry->key_id);
      json_array_add_object_element (array, item);
    }
  json_object_set_array_member (object, member, array);
  text (object, "NextMarker", list->next_marker);
  return node (object);
}

JsonNode *
show_keys (gpointer boxed)
{
  return show_kms_list (boxed, "Keys", "KeyArn", "KeyId");
}

JsonNode *
show_aliases (gpointer boxed)
{
  return show_kms_list (boxed, "Aliases", "AliasArn", "TargetKeyId");
}

static void
verdict (JsonObject        *object,
         const char        *member,
         DossierIamVerdict  value)
{
  if (value != DOSSIER_IAM_VERDICT_ABSENT)
    json_object_set_boolean_member (object, member, value == DOSSIER_IAM_VERDICT_YES);
}

static JsonArray *
show_evaluations (GPtrArray *evaluations)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < evaluations->len; i++)
    {
      const DossierIamEvaluation *evaluation = g_ptr_array_index (evaluations, i);
      JsonObject *item = json_object_new ();
      JsonObject *details = json_object_new ();
      JsonArray *statements = json_array_new ();
      GHashTableIter iter;
      gpointer key, value;

      for (guint j = 0; j < evaluation->statements->len; j++)
        {
          const DossierIamStatement *statement = g_ptr_array_index (evaluation->statements, j);
          JsonObject *shown = json_object_new ();

          text (shown, "SourcePolicyId", statement->policy_id);
          text (shown, "SourcePolicyType", statement->policy_type);
          json_object_set_int_member (shown, "StartLine", statement->start_line);
          json_object_set_int_member (shown, "StartColumn", statement->start_column);
          json_object_set_int_member (shown, "EndLine", statement->end_line);
          json_object_set_int_member (shown, "EndColumn", statement->end_column);
          json_array_add_object_element (statements, shown);
        }
      g_hash_table_iter_init (&iter, evaluation->details);
      while (g_hash_table_iter_next (&iter, &key, &value))
        json_object_set_string_member (details, key, value);
      text (item, "EvalActionName", evaluation->action);
      text (item, "EvalResourceName", evaluation->resource);
      text (item, "EvalDecision", evaluation->decision);
      json_object_set_array_member (item, "MatchedStatements", statements);
      json_object_set_array_member (item, "MissingContextValues",
                                    texts ((const char *const *) evaluation->missing_context));
      verdict (item, "AllowedByOrganizations", evaluation->organizations);
      verdict (item, "AllowedByPermissionsBoundary", evaluation->permissions_boundary);
      json_object_set_object_member (item, "EvalDecisionDetails", details);
      json_object_set_array_member (item, "ResourceSpecificResults", show_evaluations (evaluation->resources));
      json_array_add_object_element (array, item);
    }
  return array;
}

JsonNode *
show_simulation (gpointer boxed)
{
  const DossierIamSimulation *simulation = boxed;
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, "EvaluationResults", show_evaluations (simulation->evaluations));
  text (object, "Marker", simulation->next_marker);
  return node (object);
}

JsonNode *
show_principal (gpointer boxed)
{
  const DossierIamPrincipal *principal = boxed;
  JsonObject *object = json_object_new ();

  text (object, "Name", principal->name);
  text (object, "Arn", principal->arn);
  text (object, "Id", principal->id);
  text (object, "Path", principal->path);
  text (object, "PermissionsBoundaryArn", principal->permissions_boundary);
  text (object, "AssumeRolePolicyDocument", principal->trust_policy);
  return node (object);
}

JsonNode *
show_iam_list (gpointer boxed)
{
  const DossierIamList *list = boxed;
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->entries->len; i++)
    {
      const DossierIamListEntry *entry = g_ptr_array_index (list->entries, i);
      JsonObject *item = json_object_new ();

      text (item, "Name", entry->name);
      text (item, "Arn", entry->arn);
      json_array_add_object_element (array, item);
    }
  json_object_set_array_member (object, "Entries", array);
  text (object, "Marker", list->next_marker);
  return node (object);
}

JsonNode *
show_texts (gpointer boxed)
{
  return json_node_init_array (json_node_alloc (), texts (boxed));
}

JsonNode *
show_identity (gpointer boxed)
{
  const DossierCallerIdentity *identity = boxed;
  JsonObject *object = json_object_new ();

  text (object, "Account", identity->account);
  text (object, "Arn", identity->arn);
  text (object, "UserId", identity->user_id);
  return node (object);
}

JsonNode *
show_credentials (gpointer boxed)
{
  const DossierCredentials *credentials = boxed;
  JsonObject *object = json_object_new ();

  text (object, "AccessKeyId", dossier_credentials_get_access_key_id (credentials));
  text (object, "SecretAccessKey", dossier_secret_peek (dossier_credentials_get_secret_access_key (credentials)));
  text (object, "SessionToken", dossier_secret_peek (dossier_credentials_get_session_token (credentials)));
  return node (object);
}
