// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-demo-policy-private.h"
#include "dossier-json.h"

static JsonObject *
parse (const char *text,
       gssize      length)
{
  return dossier_json_parse_object (text, length, NULL);
}

/* The statements of a policy, also of one that has a single one without brackets. */
static GPtrArray *
statements_of (JsonObject *policy)
{
  GPtrArray *found = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (policy, "Statement");

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    g_ptr_array_add (found, json_node_get_object (node));
  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    {
      JsonNode *item = json_array_get_element (json_node_get_array (node), i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        g_ptr_array_add (found, json_node_get_object (item));
    }
  return found;
}

/* The texts of a member that holds one or a list of them. */
static GPtrArray *
texts_of (JsonObject *object,
          const char *member)
{
  GPtrArray *found = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_ptr_array_add (found, (gpointer) json_node_get_string (node));
  for (guint i = 0; node != NULL && JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
    {
      const char *text = json_node_get_string (json_array_get_element (json_node_get_array (node), i));

      if (text != NULL)
        g_ptr_array_add (found, (gpointer) text);
    }
  return found;
}

static gboolean
has_either (JsonObject *statement,
            const char *yes,
            const char *no)
{
  return json_object_has_member (statement, yes) || json_object_has_member (statement, no);
}

/**
 * dossier_demo_policy_read:
 * @text: a policy that the service took
 *
 * Reads a policy for its evaluation. A trust policy has no resource, so it is
 * taken to be of any; of a key policy the statements without an action or a
 * resource are left out, as KMS takes them and heeds none.
 *
 * Returns: (transfer full) (nullable): the policy, %NULL if nothing in it can be heeded
 */
DossierPolicy *
dossier_demo_policy_read (const char *text)
{
  g_autoptr (JsonObject) policy = parse (text, -1);
  g_autoptr (GPtrArray) statements = policy != NULL ? statements_of (policy) : g_ptr_array_new ();
  JsonArray *kept = json_array_new ();
  g_autofree char *whole = NULL;

  for (guint i = 0; i < statements->len; i++)
    {
      JsonObject *statement = g_ptr_array_index (statements, i);
      g_autoptr (GPtrArray) actions = texts_of (statement, "Action");
      gboolean trust = actions->len > 0 && g_str_has_prefix (g_ptr_array_index (actions, 0), "sts:");

      if (trust && !has_either (statement, "Resource", "NotResource"))
        json_object_set_string_member (statement, "Resource", "*");
      if (has_either (statement, "Action", "NotAction") && has_either (statement, "Resource", "NotResource"))
        json_array_add_object_element (kept, json_object_ref (statement));
    }
  if (policy == NULL || json_array_get_length (kept) == 0)
    {
      json_array_unref (kept);
      return NULL;
    }
  json_object_set_array_member (policy, "Statement", kept);
  whole = dossier_json_object_to_text (policy, FALSE);
  return dossier_policy_parse (whole, -1, NULL);
}

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
    return g_str_has_prefix (arn->resource, "assumed-role/") || g_str_has_prefix (arn->resource, "federated-user/");
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
  people = texts_of (principal, "AWS");
  services = texts_of (principal, "Service");
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
  static const char *const names[] = { "s3:getobject", "s3:putobject", "s3:deleteobject", "s3:abortmultipartupload",
                                       "s3:listmultipartuploadparts", "s3:restoreobject" };
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
  g_autoptr (GPtrArray) actions = texts_of (statement, "Action");

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
  g_autoptr (GPtrArray) resources = texts_of (statement, "Resource");
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
  if (!has_either (statement, "Principal", "NotPrincipal"))
    return "Missing required field Principal";
  if (!json_object_has_member (statement, "Effect"))
    return "Missing required field Effect";
  if (complete && !has_either (statement, "Action", "NotAction"))
    return "Missing required field Action";
  if (complete && !has_either (statement, "Resource", "NotResource"))
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
  g_autoptr (JsonObject) policy = parse (text, (gssize) length);
  g_autoptr (DossierPolicy) parsed = NULL;
  g_autoptr (GPtrArray) statements = NULL;

  if (length == 0 || *text != '{' || policy == NULL)
    return "Policies must be valid JSON and the first byte must be '{'";
  statements = statements_of (policy);
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
  g_autoptr (JsonObject) policy = parse (text, -1);
  g_autoptr (GPtrArray) statements = policy != NULL ? statements_of (policy) : NULL;
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

/* Whether the Condition limits who may call to something fixed (S3 user guide,
 * “the meaning of public”). A value with a wildcard is not fixed. */
static gboolean
is_limited (JsonObject *statement)
{
  static const char *const keys[] = { "aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce",
                                      "aws:sourceaccount", "aws:sourceowner", "aws:userid", "aws:principalarn",
                                      "aws:principalaccount", "aws:principalorgid", "aws:principalorgpaths",
                                      "aws:sourceorgid", "s3:dataaccesspointaccount", NULL };
  JsonNode *node = json_object_get_member (statement, "Condition");
  g_autoptr (GList) operators = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  operators = json_object_get_members (json_node_get_object (node));
  for (GList *at = operators; at != NULL; at = at->next)
    {
      JsonNode *inner = json_object_get_member (json_node_get_object (node), at->data);
      g_autoptr (GList) names = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (inner) || strstr (at->data, "Not") != NULL || g_str_has_suffix (at->data, "IfExists"))
        continue;
      names = json_object_get_members (json_node_get_object (inner));
      for (GList *name = names; name != NULL; name = name->next)
        {
          g_autofree char *lower = g_ascii_strdown (name->data, -1);
          g_autoptr (GPtrArray) values = texts_of (json_node_get_object (inner), name->data);
          gboolean fixed = values->len > 0;

          for (guint i = 0; i < values->len; i++)
            fixed = fixed && strpbrk (g_ptr_array_index (values, i), "*?") == NULL;
          if (fixed && g_strv_contains (keys, lower))
            return TRUE;
        }
    }
  return FALSE;
}

/**
 * dossier_demo_policy_is_public:
 * @text: a bucket policy
 *
 * Returns: whether S3 would call it public: it allows something to everybody
 *   without naming a fixed account, network or organisation
 */
gboolean
dossier_demo_policy_is_public (const char *text)
{
  g_autoptr (JsonObject) policy = parse (text, -1);
  g_autoptr (GPtrArray) statements = policy != NULL ? statements_of (policy) : g_ptr_array_new ();

  for (guint i = 0; i < statements->len; i++)
    {
      JsonObject *statement = g_ptr_array_index (statements, i);
      JsonNode *node = json_object_get_member (statement, "Principal");
      gboolean everybody = json_object_has_member (statement, "NotPrincipal");

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
        everybody = TRUE;
      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autoptr (GPtrArray) people = texts_of (json_node_get_object (node), "AWS");

          for (guint j = 0; j < people->len; j++)
            everybody |= g_str_equal (g_ptr_array_index (people, j), "*");
        }
      if (everybody && g_strcmp0 (json_object_get_string_member_with_default (statement, "Effect", ""), "Allow") == 0 &&
          !is_limited (statement))
        return TRUE;
    }
  return FALSE;
}

static void
add_key (GPtrArray  *keys,
         const char *key,
         gsize       length)
{
  g_autofree char *name = g_strndup (key, length);

  for (guint i = 0; i < keys->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (keys, i), name) == 0)
      return;
  g_ptr_array_add (keys, g_steal_pointer (&name));
}

/* `${aws:username}` and `${aws:PrincipalTag/team, 'none'}`; `${*}` is no key. */
static void
add_variables (GPtrArray  *keys,
               const char *text)
{
  for (const char *at = text; (at = strstr (at, "${")) != NULL; at += 2)
    {
      gsize length = strcspn (at + 2, ",} ");

      if (memchr (at + 2, ':', length) != NULL)
        add_key (keys, at + 2, length);
    }
}

static void
add_condition_keys (GPtrArray  *keys,
                    JsonObject *operators)
{
  g_autoptr (GList) names = json_object_get_members (operators);

  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonNode *node = json_object_get_member (operators, at->data);
      g_autoptr (GList) inner = JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_members (json_node_get_object (node)) : NULL;

      for (GList *key = inner; key != NULL; key = key->next)
        add_key (keys, key->data, strlen (key->data));
    }
}

/**
 * dossier_demo_policy_list_keys:
 * @text: a policy
 * @keys: (element-type utf8): where to add, with g_free() as its free function
 *
 * Adds the context keys that a policy asks for, in conditions and variables,
 * each once.
 */
void
dossier_demo_policy_list_keys (const char *text,
                               GPtrArray  *keys)
{
  g_autoptr (JsonObject) policy = parse (text, -1);
  g_autoptr (GPtrArray) statements = policy != NULL ? statements_of (policy) : g_ptr_array_new ();

  for (guint i = 0; i < statements->len; i++)
    {
      JsonNode *condition = json_object_get_member (g_ptr_array_index (statements, i), "Condition");

      if (condition != NULL && JSON_NODE_HOLDS_OBJECT (condition))
        add_condition_keys (keys, json_node_get_object (condition));
    }
  add_variables (keys, text);
}
