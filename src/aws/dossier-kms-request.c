// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-json.h"
#include "dossier-kms-request.h"

/* The only name that the policy of a key can have. */
#define POLICY_NAME "default"

static DossierAwsRequest *
make_request (const char *operation,
              JsonObject *object)
{
  DossierAwsRequest *request = dossier_aws_request_new ("kms", operation, "POST", "/");
  g_autofree char *target = g_strconcat ("TrentService.", operation, NULL);
  g_autoptr(GBytes) body = dossier_aws_json_to_bytes (object);

  dossier_aws_request_set_header (request, "X-Amz-Target", target);
  dossier_aws_request_set_body (request, body, "application/x-amz-json-1.1");
  return request;
}

static void
set_limit (JsonObject *body,
           guint       limit)
{
  if (limit > 0)
    json_object_set_int_member (body, "Limit", limit);
}

/**
 * dossier_kms_list_keys_request:
 * @limit: keys on a page, 1 to 1,000; 0 for as many as AWS likes
 * @marker: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListKeys
 */
DossierAwsRequest *
dossier_kms_list_keys_request (guint       limit,
                               const char *marker)
{
  g_autoptr(JsonObject) body = json_object_new ();

  set_limit (body, limit);
  dossier_aws_json_set_string (body, "Marker", marker);
  return make_request ("ListKeys", body);
}

/**
 * dossier_kms_list_aliases_request:
 * @key_id: (nullable): id or ARN of the key whose aliases are meant; %NULL for all of them
 * @limit: aliases on a page, 1 to 100; 0 for as many as AWS likes
 * @marker: (nullable): what the page before gave
 *
 * Returns: (transfer full): a request of ListAliases
 */
DossierAwsRequest *
dossier_kms_list_aliases_request (const char *key_id,
                                  guint       limit,
                                  const char *marker)
{
  g_autoptr(JsonObject) body = json_object_new ();

  dossier_aws_json_set_string (body, "KeyId", key_id);
  set_limit (body, limit);
  dossier_aws_json_set_string (body, "Marker", marker);
  return make_request ("ListAliases", body);
}

/**
 * dossier_kms_describe_key_request:
 * @key_id: id or ARN of a key, or name or ARN of an alias; an ARN for a key of another account
 *
 * Returns: (transfer full): a request of DescribeKey
 */
DossierAwsRequest *
dossier_kms_describe_key_request (const char *key_id)
{
  g_autoptr(JsonObject) body = json_object_new ();

  dossier_aws_json_set_string (body, "KeyId", key_id);
  return make_request ("DescribeKey", body);
}

/**
 * dossier_kms_get_key_policy_request:
 * @key_id: id or ARN of a key of the same account
 *
 * Returns: (transfer full): a request of GetKeyPolicy
 */
DossierAwsRequest *
dossier_kms_get_key_policy_request (const char *key_id)
{
  g_autoptr(JsonObject) body = json_object_new ();

  dossier_aws_json_set_string (body, "KeyId", key_id);
  dossier_aws_json_set_string (body, "PolicyName", POLICY_NAME);
  return make_request ("GetKeyPolicy", body);
}

/**
 * dossier_kms_put_key_policy_request:
 * @key_id: id or ARN of a key of the same account
 * @policy: the policy, as JSON
 *
 * Returns: (transfer full): a request of PutKeyPolicy
 */
DossierAwsRequest *
dossier_kms_put_key_policy_request (const char *key_id,
                                    const char *policy)
{
  g_autoptr(JsonObject) body = json_object_new ();

  dossier_aws_json_set_string (body, "KeyId", key_id);
  dossier_aws_json_set_string (body, "PolicyName", POLICY_NAME);
  dossier_aws_json_set_string (body, "Policy", policy);
  return make_request ("PutKeyPolicy", body);
}

/**
 * dossier_kms_create_key_request:
 * @policy: (nullable): its policy, as JSON; %NULL for AWS's own, which leaves all to IAM
 * @description: (nullable): what it is for
 *
 * Returns: (transfer full): a request of CreateKey
 */
DossierAwsRequest *
dossier_kms_create_key_request (const char *policy,
                                const char *description)
{
  g_autoptr(JsonObject) body = json_object_new ();
  DossierAwsRequest *request;

  dossier_aws_json_set_string (body, "Policy", policy);
  dossier_aws_json_set_string (body, "Description", description);
  request = make_request ("CreateKey", body);
  dossier_aws_request_set_idempotent (request, FALSE);
  return request;
}

/**
 * dossier_kms_create_alias_request:
 * @alias: its name with the prefix `alias/`
 * @key_id: id or ARN of the key
 *
 * Returns: (transfer full): a request of CreateAlias
 */
DossierAwsRequest *
dossier_kms_create_alias_request (const char *alias,
                                  const char *key_id)
{
  g_autoptr(JsonObject) body = json_object_new ();
  DossierAwsRequest *request;

  dossier_aws_json_set_string (body, "AliasName", alias);
  dossier_aws_json_set_string (body, "TargetKeyId", key_id);
  request = make_request ("CreateAlias", body);
  dossier_aws_request_set_idempotent (request, FALSE);
  return request;
}

/**
 * dossier_kms_parse_key_policy:
 * @body: the body of an answer of GetKeyPolicy
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the policy, which is text, but not
 *   checked to be a policy; never %NULL without an error
 */
char *
dossier_kms_parse_key_policy (GBytes  *body,
                              GError **error)
{
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);

  return root != NULL ? g_strdup (dossier_json_need_string (root, "Policy", error)) : NULL;
}
