// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-json.h"

static gboolean
wrong_type (const char  *member,
            const char  *wanted,
            JsonNode    *node,
            GError     **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               "Member “%s” should be %s, but is %s", member, wanted, json_node_type_name (node));
  return FALSE;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static JsonNode *
find (JsonObject *object,
      const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/**
 * dossier_json_has_nul:
 * @text: JSON
 * @length: its bytes
 *
 * Readers in C end a string at U+0000 without a word: "admin\u0000x" would
 * read as "admin".
 *
 * Returns: whether U+0000 is in @text, written out or escaped
 */
gboolean
dossier_json_has_nul (const char *text,
                      gsize       length)
{
  static const char escape[] = "\\u0000";
  const char *end = text + length;

  if (length == 0)
    return FALSE;
  if (memchr (text, '\0', length) != NULL)
    return TRUE;

  for (const char *at = text; (at = memmem (at, (gsize) (end - at), escape, strlen (escape))) != NULL; at++)
    {
      const char *run = at;

      /* After an odd number of backslashes this one is escaped itself. */
      while (run > text && run[-1] == '\\')
        run--;
      if ((at - run) % 2 == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * dossier_json_parse:
 * @text: JSON in UTF-8
 * @length: bytes of @text, or -1 if it ends with NUL
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Text with U+0000 in it, written out or escaped, is refused: C strings cannot
 * carry it.
 *
 * Returns: (transfer full) (nullable): the root; never %NULL without an error
 */
JsonNode *
dossier_json_parse (const char  *text,
                    gssize       length,
                    GError     **error)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
  g_autoptr(GError) local_error = NULL;
  JsonNode *root;

  if (dossier_json_has_nul (text, length < 0 ? strlen (text) : (gsize) length))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                           "This JSON has a NUL character in it, which no value may hold");
      return NULL;
    }

  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, text, length, &local_error))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "This is not valid JSON: %s",
                   local_error->message);
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                         "There is no JSON here, only white space");
  return root;
}

/**
 * dossier_json_parse_object:
 * @text: JSON in UTF-8
 * @length: bytes of @text, or -1 if it ends with NUL
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the root, which must be an object
 */
JsonObject *
dossier_json_parse_object (const char  *text,
                           gssize       length,
                           GError     **error)
{
  g_autoptr(JsonNode) root = dossier_json_parse (text, length, error);

  if (root == NULL)
    return NULL;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "A JSON object was expected, but this is %s", json_node_type_name (root));
      return NULL;
    }
  return json_node_dup_object (root);
}

/**
 * dossier_json_to_text:
 * @node: JSON
 * @pretty: whether to break and indent lines
 *
 * Returns: (transfer full): @node as text
 */
char *
dossier_json_to_text (JsonNode *node,
                      gboolean  pretty)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, pretty);
  return json_generator_to_data (generator, NULL);
}

/**
 * dossier_json_object_to_text:
 * @object: a JSON object
 * @pretty: whether to break and indent lines
 *
 * Returns: (transfer full): @object as text
 */
char *
dossier_json_object_to_text (JsonObject *object,
                             gboolean    pretty)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return dossier_json_to_text (node, pretty);
}

/**
 * dossier_json_need_string:
 * @object: a JSON object
 * @member: the name of a member that its protocol requires
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer none) (nullable): the string, owned by @object
 */
const char *
dossier_json_need_string (JsonObject  *object,
                          const char  *member,
                          GError     **error)
{
  const char *value = NULL;

  if (dossier_json_get_string (object, member, &value, error) && value == NULL)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Member “%s” is missing",
                 member);
  return value;
}

/**
 * dossier_json_get_string:
 * @object: a JSON object
 * @member: the name of a member
 * @value: (out) (transfer none) (nullable): the string, owned by @object, or %NULL if absent
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_json_get_string (JsonObject  *object,
                         const char  *member,
                         const char **value,
                         GError     **error)
{
  JsonNode *node = find (object, member);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_STRING))
    return wrong_type (member, "a string", node, error);

  *value = json_node_get_string (node);
  return TRUE;
}

/**
 * dossier_json_get_int64:
 * @object: a JSON object
 * @member: the name of a member
 * @value: (out): the number; untouched if absent
 * @present: (out) (optional): whether the member is there and not null
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_json_get_int64 (JsonObject  *object,
                        const char  *member,
                        gint64      *value,
                        gboolean    *present,
                        GError     **error)
{
  JsonNode *node = find (object, member);

  if (present != NULL)
    *present = node != NULL;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_INT64))
    return wrong_type (member, "a whole number", node, error);

  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * dossier_json_get_double:
 * @object: a JSON object
 * @member: the name of a member
 * @value: (out): the number; untouched if absent
 * @present: (out) (optional): whether the member is there and not null
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_json_get_double (JsonObject  *object,
                         const char  *member,
                         double      *value,
                         gboolean    *present,
                         GError     **error)
{
  JsonNode *node = find (object, member);

  if (present != NULL)
    *present = node != NULL;
  if (node == NULL)
    return TRUE;
  if (!is_number (node))
    return wrong_type (member, "a number", node, error);

  *value = json_node_get_double (node);
  return TRUE;
}

/**
 * dossier_json_get_boolean:
 * @object: a JSON object
 * @member: the name of a member
 * @value: (out): the truth value; untouched if absent
 * @present: (out) (optional): whether the member is there and not null
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_json_get_boolean (JsonObject  *object,
                          const char  *member,
                          gboolean    *value,
                          gboolean    *present,
                          GError     **error)
{
  JsonNode *node = find (object, member);

  if (present != NULL)
    *present = node != NULL;
  if (node == NULL)
    return TRUE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return wrong_type (member, "true or false", node, error);

  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * dossier_json_get_object:
 * @object: a JSON object
 * @member: the name of a member
 * @value: (out) (transfer none) (nullable): the object, owned by @object, or %NULL if absent
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_json_get_object (JsonObject  *object,
                         const char  *member,
                         JsonObject **value,
                         GError     **error)
{
  JsonNode *node = find (object, member);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return wrong_type (member, "an object", node, error);

  *value = json_node_get_object (node);
  return TRUE;
}

/**
 * dossier_json_get_array:
 * @object: a JSON object
 * @member: the name of a member
 * @value: (out) (transfer none) (nullable): the array, owned by @object, or %NULL if absent
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE only if the member is there with another type
 */
gboolean
dossier_json_get_array (JsonObject  *object,
                        const char  *member,
                        JsonArray  **value,
                        GError     **error)
{
  JsonNode *node = find (object, member);

  *value = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return wrong_type (member, "an array", node, error);

  *value = json_node_get_array (node);
  return TRUE;
}
