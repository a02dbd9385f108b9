// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-demo-policy-private.h"
#include "dossier-json.h"

/* Whether a principal that a policy names is somebody: `*`, an account, or an
 * identity that exists if it is of an account of this world. */
static gboolean
principal_exists (DossierDemoWorld *world,
                  const char       *value)
{
  g_autoptr (DossierArn) arn = NULL;

  if (g_str_equal (value, "*") || dossier_account_id_is_valid (value))
    return TRUE;
  arn = dossier_arn_parse (value, NULL);
  if (arn == NULL || !dossier_account_id_is_valid (arn->account))
    return FALSE;
  if (g_str_equal (arn->service, "sts"))
    return g_str_has_prefix (arn->resource, "assumed-role/") ||
           g_str_has_prefix (arn->resource, "federated-user/");
  if (!g_str_equal (arn->service, "iam"))
    return FALSE;
  return g_str_equal (arn->resource, "root") || dossier_demo_world_find_identity (world, value) != NULL;
}

static gboolean
principals_exist (DossierDemoWorld *world,
                  JsonObject       *statement)
{
  JsonNode *node = json_object_get_member (statement, "Principal");
  JsonObject *principal;
  g_autoptr (GPtrArray) people = NULL, services = NULL;

  if (node == NULL)
    node = json_object_get_member (statement, "NotPrincipal");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  principal = json_node_get_object (node);
  people = dossier_demo_policy_texts (principal, "AWS");
  services = dossier_demo_policy_texts (principal, "Service");
  for (guint i = 0; i < people->len; i++)
    if (!principal_exists (world, g_ptr_array_index (people, i)))
      return FALSE;
  for (guint i = 0; i < services->len; i++)
    {
      const char *name = g_ptr_array_index (services, i);

      if (!g_str_equal (name, "*") && !g_str_has_suffix (name, ".amazonaws.com"))
        return FALSE;
    }
  return TRUE;
}

/* Whether an action of S3 acts on a bucket rather than on an object; only those
 * that this service knows are told apart. */
static gboolean
action_is_of_objects (const char *action)
{
  static const char *const names[] = { "s3:getobject",
                                       "s3:putobject",
                                       "s3:deleteobject",
                                       "s3:abortmultipartupload",
                                       "s3:listmultipartuploadparts",
                                       "s3:restoreobject" };
  g_autofree char *lower = g_ascii_strdown (action, -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (lower, names[i]))
      return TRUE;
  return FALSE;
}

static const char *
check_actions (JsonObject *statement,
               gboolean    objects,
               gboolean    whole)
{
  g_autoptr (GPtrArray) actions = dossier_demo_policy_texts (statement, "Action");

  for (guint i = 0; i < actions->len; i++)
    {
      const char *action = g_ptr_array_index (actions, i);

      if (g_str_equal (action, "*"))
        continue;
      if (g_ascii_strncasecmp (action, "s3:", 3) != 0)
        return "Policy has invalid action";
      if (strchr (action, '*') == NULL && (action_is_of_objects (action) ? !objects : !whole))
        return "Action does not apply to any resource(s) in statement";
    }
  return NULL;
}

static const char *
check_resources (const char *bucket,
                 JsonObject *statement)
{
  g_autoptr (GPtrArray) resources = dossier_demo_policy_texts (statement, "Resource");
  g_autofree char *own = g_strdup_printf ("arn:aws:s3:::%s", bucket);
  gboolean objects = FALSE, whole = FALSE;

  if (resources->len == 0)
    return check_actions (statement, TRUE, TRUE);
  for (guint i = 0; i < resources->len; i++)
    {
      const char *resource = g_ptr_array_index (resources, i);
      const char *rest = g_str_has_prefix (resource, own) ? resource + strlen (own) : NULL;

      if (rest == NULL || (*rest != '\0' && *rest != '/' && *rest != '*'))
        return "Policy has invalid resource";
      objects |= *rest != '\0';
      whole |= *rest != '/';
    }
  return check_actions (statement, objects, whole);
}

static const char *
check_fields (JsonObject *statement,
              gboolean    complete)
{
  if (!dossier_demo_policy_has_either (statement, "Principal", "NotPrincipal"))
    return "Missing required field Principal";
  if (!json_object_has_member (statement, "Effect"))
    return "Missing required field Effect";
  if (complete && !dossier_demo_policy_has_either (statement, "Action", "NotAction"))
    return "Missing required field Action";
  if (complete && !dossier_demo_policy_has_either (statement, "Resource", "NotResource"))
    return "Missing required field Resource";
  return NULL;
}

/**
 * dossier_demo_bucket_policy_check:
 * @world: a world
 * @bucket: whose policy it shall be
 * @text: the document
 * @length: its bytes
 *
 * What PutBucketPolicy of S3 refuses as MalformedPolicy.
 *
 * Returns: (nullable): AWS's words, %NULL when S3 would take it
 */
const char *
dossier_demo_bucket_policy_check (DossierDemoWorld *world,
                                  const char       *bucket,
                                  const char       *text,
                                  gsize             length)
{
  g_autoptr (JsonObject) policy = dossier_json_parse_object (text, (gssize) length, NULL);
  g_autoptr (DossierPolicy) parsed = NULL;
  g_autoptr (GPtrArray) statements = NULL;

  if (length == 0 || *text != '{' || policy == NULL)
    return "Policies must be valid JSON and the first byte must be '{'";
  statements = dossier_demo_policy_statements (policy);
  for (guint i = 0; i < statements->len; i++)
    {
      const char *problem = check_fields (g_ptr_array_index (statements, i), TRUE);

      if (problem != NULL)
        return problem;
    }
  parsed = dossier_policy_parse (text, (gssize) length, NULL);
  if (parsed == NULL)
    return "Invalid policy syntax.";
  for (guint i = 0; i < statements->len; i++)
    {
      JsonObject *statement = g_ptr_array_index (statements, i);
      const char *problem = check_resources (bucket, statement);

      if (!principals_exist (world, statement))
        return "Invalid principal in policy";
      if (problem != NULL)
        return problem;
    }
  return NULL;
}

/**
 * dossier_demo_key_policy_check:
 * @world: a world
 * @text: the document
 *
 * What PutKeyPolicy of KMS refuses as MalformedPolicyDocumentException. A
 * statement without an action or a resource is taken, and has no effect.
 *
 * Returns: (nullable): AWS's words, %NULL when KMS would take it
 */
const char *
dossier_demo_key_policy_check (DossierDemoWorld *world,
                               const char       *text)
{
  g_autoptr (JsonObject) policy = dossier_json_parse_object (text, -1, NULL);
  g_autoptr (GPtrArray) statements = policy != NULL ? dossier_demo_policy_statements (policy) : NULL;
  g_autoptr (DossierPolicy) parsed = NULL;

  if (statements == NULL || statements->len == 0)
    return "Policy document is not valid JSON, or has no statement.";
  for (guint i = 0; i < statements->len; i++)
    {
      JsonObject *statement = g_ptr_array_index (statements, i);
      const char *problem = check_fields (statement, FALSE);

      if (problem != NULL)
        return problem;
      if (!principals_exist (world, statement))
        return "Policy contains a statement with one or more invalid principals.";
    }
  parsed = dossier_demo_policy_read (text);
  return parsed == NULL ? "Policy contains invalid syntax." : NULL;
}
