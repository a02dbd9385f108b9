// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-record-private.h"
#include "dossier-demo-world-records-private.h"
#include "dossier-error.h"
#include "dossier-json.h"

/* Raised by a change that older programs would misread. */
#define VERSION 1

#define TEXT(Type, member, name) { name, DOSSIER_DEMO_FIELD_TEXT, G_STRUCT_OFFSET (Type, member) }
#define MAYBE(Type, member, name) { name, DOSSIER_DEMO_FIELD_MAYBE_TEXT, G_STRUCT_OFFSET (Type, member) }
#define TEXTS(Type, member, name) { name, DOSSIER_DEMO_FIELD_TEXTS, G_STRUCT_OFFSET (Type, member) }
#define NUMBER(Type, member, name) { name, DOSSIER_DEMO_FIELD_NUMBER, G_STRUCT_OFFSET (Type, member) }
#define FLAG(Type, member, name) { name, DOSSIER_DEMO_FIELD_FLAG, G_STRUCT_OFFSET (Type, member) }

static const DossierDemoField identity_fields[] = {
  TEXT (DossierDemoIdentity, arn, "arn"),
  TEXT (DossierDemoIdentity, account, "account"),
  TEXT (DossierDemoIdentity, name, "name"),
  TEXT (DossierDemoIdentity, id, "id"),
  MAYBE (DossierDemoIdentity, trust, "trust"),
  MAYBE (DossierDemoIdentity, boundary, "boundary"),
  TEXTS (DossierDemoIdentity, groups, "groups"),
  NUMBER (DossierDemoIdentity, created, "created"),
};

static const DossierDemoField policy_fields[] = {
  TEXT (DossierDemoPolicy, owner, "owner"),
  TEXT (DossierDemoPolicy, name, "name"),
  MAYBE (DossierDemoPolicy, arn, "arn"),
  TEXT (DossierDemoPolicy, document, "document"),
};

static const DossierDemoField credential_fields[] = {
  TEXT (DossierDemoCredential, access_key_id, "accessKeyId"),
  TEXT (DossierDemoCredential, secret, "secret"),
  MAYBE (DossierDemoCredential, token, "token"),
  TEXT (DossierDemoCredential, identity, "identity"),
  MAYBE (DossierDemoCredential, session, "session"),
  MAYBE (DossierDemoCredential, session_policy, "sessionPolicy"),
  MAYBE (DossierDemoCredential, source_identity, "sourceIdentity"),
  FLAG (DossierDemoCredential, mfa, "mfa"),
  NUMBER (DossierDemoCredential, created, "created"),
  NUMBER (DossierDemoCredential, expires, "expires"),
};

static const DossierDemoField bucket_fields[] = {
  TEXT (DossierDemoBucket, name, "name"),
  TEXT (DossierDemoBucket, account, "account"),
  TEXT (DossierDemoBucket, region, "region"),
  MAYBE (DossierDemoBucket, policy, "policy"),
  TEXT (DossierDemoBucket, ownership, "ownership"),
  MAYBE (DossierDemoBucket, block_public, "blockPublic"),
  TEXT (DossierDemoBucket, sse, "sse"),
  MAYBE (DossierDemoBucket, sse_key, "sseKey"),
  FLAG (DossierDemoBucket, sse_bucket_key, "sseBucketKey"),
  NUMBER (DossierDemoBucket, created, "created"),
};

static const DossierDemoField object_fields[] = {
  TEXT (DossierDemoObject, bucket, "bucket"),
  TEXT (DossierDemoObject, key, "key"),
  TEXT (DossierDemoObject, file, "file"),
  TEXT (DossierDemoObject, etag, "etag"),
  MAYBE (DossierDemoObject, content_type, "contentType"),
  TEXT (DossierDemoObject, sse, "sse"),
  MAYBE (DossierDemoObject, kms_key_arn, "kmsKeyArn"),
  FLAG (DossierDemoObject, bucket_key, "bucketKey"),
  MAYBE (DossierDemoObject, checksum, "checksum"),
  MAYBE (DossierDemoObject, checksum_value, "checksumValue"),
  TEXTS (DossierDemoObject, metadata, "metadata"),
  NUMBER (DossierDemoObject, size, "size"),
  NUMBER (DossierDemoObject, modified, "modified"),
};

static const DossierDemoField key_fields[] = {
  TEXT (DossierDemoKey, id, "id"),
  TEXT (DossierDemoKey, arn, "arn"),
  TEXT (DossierDemoKey, account, "account"),
  TEXT (DossierDemoKey, region, "region"),
  TEXT (DossierDemoKey, description, "description"),
  TEXT (DossierDemoKey, state, "state"),
  TEXT (DossierDemoKey, manager, "manager"),
  TEXT (DossierDemoKey, spec, "spec"),
  TEXT (DossierDemoKey, usage, "usage"),
  TEXT (DossierDemoKey, origin, "origin"),
  TEXT (DossierDemoKey, policy, "policy"),
  MAYBE (DossierDemoKey, primary_region, "primaryRegion"),
  NUMBER (DossierDemoKey, created, "created"),
  NUMBER (DossierDemoKey, deletion, "deletion"),
};

static const DossierDemoField alias_fields[] = {
  TEXT (DossierDemoAlias, name, "name"),
  TEXT (DossierDemoAlias, account, "account"),
  TEXT (DossierDemoAlias, region, "region"),
  MAYBE (DossierDemoAlias, target, "target"),
  NUMBER (DossierDemoAlias, created, "created"),
};

static const DossierDemoField report_fields[] = {
  TEXT (DossierDemoReport, id, "id"),
  TEXT (DossierDemoReport, account, "account"),
  TEXT (DossierDemoReport, region, "region"),
  TEXT (DossierDemoReport, caller, "caller"),
  TEXT (DossierDemoReport, format, "format"),
  TEXT (DossierDemoReport, bucket, "bucket"),
  MAYBE (DossierDemoReport, prefix, "prefix"),
  TEXT (DossierDemoReport, kms_key_arn, "kmsKeyArn"),
  MAYBE (DossierDemoReport, criteria, "criteria"),
  TEXT (DossierDemoReport, status, "status"),
  MAYBE (DossierDemoReport, error_code, "errorCode"),
  MAYBE (DossierDemoReport, error_message, "errorMessage"),
  NUMBER (DossierDemoReport, created, "created"),
  NUMBER (DossierDemoReport, due, "due"),
};

static const DossierDemoField grant_fields[] = {
  TEXT (DossierDemoGrant, kind, "kind"),
  TEXT (DossierDemoGrant, id, "id"),
  MAYBE (DossierDemoGrant, secret, "secret"),
  MAYBE (DossierDemoGrant, client, "client"),
  MAYBE (DossierDemoGrant, state, "state"),
  MAYBE (DossierDemoGrant, challenge, "challenge"),
  MAYBE (DossierDemoGrant, redirect_uri, "redirectUri"),
  MAYBE (DossierDemoGrant, session, "session"),
  NUMBER (DossierDemoGrant, asked, "asked"),
  NUMBER (DossierDemoGrant, expires, "expires"),
};

static const DossierDemoField filter_fields[] = {
  TEXT (DossierDemoSavedFilter, arn, "arn"),
  TEXT (DossierDemoSavedFilter, account, "account"),
  TEXT (DossierDemoSavedFilter, region, "region"),
  TEXT (DossierDemoSavedFilter, name, "name"),
  TEXT (DossierDemoSavedFilter, action, "action"),
  TEXT (DossierDemoSavedFilter, criteria, "criteria"),
  MAYBE (DossierDemoSavedFilter, description, "description"),
  MAYBE (DossierDemoSavedFilter, reason, "reason"),
  MAYBE (DossierDemoSavedFilter, tags, "tags"),
  NUMBER (DossierDemoSavedFilter, created, "created"),
  NUMBER (DossierDemoSavedFilter, updated, "updated"),
};

#define RECORD_TYPE(Type, list, fields) \
  { #list, sizeof (Type), G_STRUCT_OFFSET (DossierDemoWorld, list), fields, G_N_ELEMENTS (fields) }

static const DossierDemoRecordType record_types[] = {
  RECORD_TYPE (DossierDemoIdentity, identities, identity_fields),
  RECORD_TYPE (DossierDemoPolicy, policies, policy_fields),
  RECORD_TYPE (DossierDemoCredential, credentials, credential_fields),
  RECORD_TYPE (DossierDemoBucket, buckets, bucket_fields),
  RECORD_TYPE (DossierDemoObject, objects, object_fields),
  RECORD_TYPE (DossierDemoKey, keys, key_fields),
  RECORD_TYPE (DossierDemoAlias, aliases, alias_fields),
  RECORD_TYPE (DossierDemoReport, reports, report_fields),
  RECORD_TYPE (DossierDemoSavedFilter, filters, filter_fields),
  RECORD_TYPE (DossierDemoGrant, grants, grant_fields),
};

static GPtrArray *
list_of (DossierDemoWorld            *self,
         const DossierDemoRecordType *type)
{
  return G_STRUCT_MEMBER (GPtrArray *, self, type->list);
}

static void
clear_list (const DossierDemoRecordType *type,
            GPtrArray                   *list)
{
  for (guint i = 0; i < list->len; i++)
    dossier_demo_record_free (type, g_ptr_array_index (list, i));
  g_ptr_array_set_size (list, 0);
}

/* Makes the lists, all empty. */
void
dossier_demo_world_init_records (DossierDemoWorld *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (record_types); i++)
    G_STRUCT_MEMBER (GPtrArray *, self, record_types[i].list) = g_ptr_array_new ();
}

/* Empties the lists. */
void
dossier_demo_world_clear_records (DossierDemoWorld *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (record_types); i++)
    clear_list (&record_types[i], list_of (self, &record_types[i]));
}

/* Frees the lists and what is in them. */
void
dossier_demo_world_free_records (DossierDemoWorld *self)
{
  dossier_demo_world_clear_records (self);
  for (gsize i = 0; i < G_N_ELEMENTS (record_types); i++)
    g_ptr_array_unref (list_of (self, &record_types[i]));
}

static void
free_record (const DossierDemoField *fields,
             gpointer                record)
{
  for (gsize i = 0; i < G_N_ELEMENTS (record_types); i++)
    if (record_types[i].fields == fields)
      dossier_demo_record_free (&record_types[i], record);
}

/* Frees an object that is in no list. */
void
dossier_demo_object_free (DossierDemoObject *object)
{
  free_record (object_fields, object);
}

/* Frees a pair of keys that is in no list. */
void
dossier_demo_credential_free (DossierDemoCredential *credential)
{
  free_record (credential_fields, credential);
}

/* Frees a filter that is in no list. */
void
dossier_demo_saved_filter_free (DossierDemoSavedFilter *filter)
{
  free_record (filter_fields, filter);
}

/* Frees a grant that is in no list. */
void
dossier_demo_grant_free (DossierDemoGrant *grant)
{
  free_record (grant_fields, grant);
}

static gboolean
read_list (DossierDemoWorld             *self,
           const DossierDemoRecordType  *type,
           JsonObject                   *root,
           GError                      **error)
{
  JsonArray *array = NULL;

  if (!dossier_json_get_array (root, type->name, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gpointer record;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "“%s” should be a list of objects",
                       type->name);
          return FALSE;
        }
      record = dossier_demo_record_read (type, json_node_get_object (node), error);
      if (record == NULL)
        return FALSE;
      g_ptr_array_add (list_of (self, type), record);
    }
  return TRUE;
}

/* Reads what dossier_demo_world_write_records() wrote. Returns: whether it is whole */
gboolean
dossier_demo_world_read_records (DossierDemoWorld  *self,
                                 GBytes            *bytes,
                                 GError           **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonObject) root = dossier_json_parse_object (text != NULL ? text : "", (gssize) length, error);
  gint64 version = 0;

  if (root == NULL ||
      !dossier_json_get_int64 (root, "version", &version, NULL, error) ||
      !dossier_json_get_int64 (root, "epoch", &self->epoch, NULL, error))
    return FALSE;
  if (version != VERSION)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                   "it is of version %" G_GINT64_FORMAT ", and this program reads version %d", version,
                   VERSION);
      return FALSE;
    }
  dossier_demo_world_clear_records (self);
  for (gsize i = 0; i < G_N_ELEMENTS (record_types); i++)
    if (!read_list (self, &record_types[i], root, error))
      return FALSE;
  if (self->credentials->len > 0)
    return TRUE;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "nobody may sign in to it");
  return FALSE;
}

/* Returns: (transfer full): the world as JSON, in lines that a person can read */
char *
dossier_demo_world_write_records (DossierDemoWorld *self)
{
  g_autoptr (JsonObject) root = json_object_new ();

  json_object_set_int_member (root, "version", VERSION);
  json_object_set_int_member (root, "epoch", self->epoch);
  for (gsize i = 0; i < G_N_ELEMENTS (record_types); i++)
    {
      JsonArray *array = json_array_new ();
      GPtrArray *list = list_of (self, &record_types[i]);

      for (guint j = 0; j < list->len; j++)
        json_array_add_object_element (
            array, dossier_demo_record_write (&record_types[i], g_ptr_array_index (list, j)));
      json_object_set_array_member (root, record_types[i].name, array);
    }
  return dossier_json_object_to_text (root, TRUE);
}
