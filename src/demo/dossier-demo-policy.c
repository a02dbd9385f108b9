// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-policy-private.h"
#include "dossier-json.h"

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* The statements of a policy, also of one that has a single one without brackets. */
GPtrArray *
dossier_demo_policy_statements (JsonObject *policy)
{
  GPtrArray *found = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (policy, "Statement");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    g_ptr_array_add (found, json_node_get_object (node));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      g_ptr_array_add (found, json_array_get_object_element (array, i));
  return found;
}

/* The texts of a member that holds one or a list of them. */
GPtrArray *
dossier_demo_policy_texts (JsonObject *object,
                           const char *member)
{
  GPtrArray *found = g_ptr_array_new ();
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node != NULL && is_text (node))
    g_ptr_array_add (found, (gpointer) json_node_get_string (node));
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (is_text (json_array_get_element (array, i)))
      g_ptr_array_add (found, (gpointer) json_array_get_string_element (array, i));
  return found;
}

/* Whether a statement has an element or its opposite. */
gboolean
dossier_demo_policy_has_either (JsonObject *statement,
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
  g_autoptr (JsonObject) policy = dossier_json_parse_object (text, -1, NULL);
  g_autoptr (GPtrArray) statements =
      policy != NULL ? dossier_demo_policy_statements (policy) : g_ptr_array_new ();
  JsonArray *kept = json_array_new ();
  g_autofree char *whole = NULL;

  for (guint i = 0; i < statements->len; i++)
    {
      JsonObject *statement = g_ptr_array_index (statements, i);
      g_autoptr (GPtrArray) actions = dossier_demo_policy_texts (statement, "Action");
      gboolean trust = actions->len > 0 && g_str_has_prefix (g_ptr_array_index (actions, 0), "sts:");

      if (trust && !dossier_demo_policy_has_either (statement, "Resource", "NotResource"))
        json_object_set_string_member (statement, "Resource", "*");
      if (dossier_demo_policy_has_either (statement, "Action", "NotAction") &&
          dossier_demo_policy_has_either (statement, "Resource", "NotResource"))
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

/* Whether the Condition limits who may call to something fixed (S3 user guide,
 * “the meaning of public”). A value with a wildcard is not fixed. */
static gboolean
is_limited (JsonObject *statement)
{
  static const char *const keys[] = { "aws:sourceip",
                                      "aws:sourcearn",
                                      "aws:sourcevpc",
                                      "aws:sourcevpce",
                                      "aws:sourceaccount",
                                      "aws:sourceowner",
                                      "aws:userid",
                                      "aws:principalarn",
                                      "aws:principalaccount",
                                      "aws:principalorgid",
                                      "aws:principalorgpaths",
                                      "aws:sourceorgid",
                                      "s3:dataaccesspointaccount",
                                      NULL };
  JsonNode *node = json_object_get_member (statement, "Condition");
  g_autoptr (GList) operators = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  operators = json_object_get_members (json_node_get_object (node));
  for (GList *at = operators; at != NULL; at = at->next)
    {
      JsonNode *inner = json_object_get_member (json_node_get_object (node), at->data);
      g_autoptr (GList) names = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (inner) || strstr (at->data, "Not") != NULL ||
          g_str_has_suffix (at->data, "IfExists"))
        continue;
      names = json_object_get_members (json_node_get_object (inner));
      for (GList *name = names; name != NULL; name = name->next)
        {
          g_autofree char *lower = g_ascii_strdown (name->data, -1);
          g_autoptr (GPtrArray) values = dossier_demo_policy_texts (json_node_get_object (inner), name->data);
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
  g_autoptr (JsonObject) policy = dossier_json_parse_object (text, -1, NULL);
  g_autoptr (GPtrArray) statements =
      policy != NULL ? dossier_demo_policy_statements (policy) : g_ptr_array_new ();

  for (guint i = 0; i < statements->len; i++)
    {
      JsonObject *statement = g_ptr_array_index (statements, i);
      JsonNode *node = json_object_get_member (statement, "Principal");
      gboolean everybody = json_object_has_member (statement, "NotPrincipal");

      if (node != NULL && JSON_NODE_HOLDS_VALUE (node))
        everybody = TRUE;
      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autoptr (GPtrArray) people = dossier_demo_policy_texts (json_node_get_object (node), "AWS");

          for (guint j = 0; j < people->len; j++)
            everybody |= g_str_equal (g_ptr_array_index (people, j), "*");
        }
      if (everybody &&
          g_strcmp0 (json_object_get_string_member_with_default (statement, "Effect", ""), "Allow") ==
              0 &&
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
      g_autoptr (GList) inner =
          JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_members (json_node_get_object (node)) : NULL;

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
  g_autoptr (JsonObject) policy = dossier_json_parse_object (text, -1, NULL);
  g_autoptr (GPtrArray) statements =
      policy != NULL ? dossier_demo_policy_statements (policy) : g_ptr_array_new ();

  for (guint i = 0; i < statements->len; i++)
    {
      JsonNode *condition = json_object_get_member (g_ptr_array_index (statements, i), "Condition");

      if (condition != NULL && JSON_NODE_HOLDS_OBJECT (condition))
        add_condition_keys (keys, json_node_get_object (condition));
    }
  add_variables (keys, text);
}
