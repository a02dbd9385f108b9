// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <libxml/parser.h>
#include <string.h>

#include "dossier-error.h"
#include "dossier-time.h"
#include "dossier-xml-private.h"

/* The longest answer is a page of 1,000 S3 objects: well below. */
#define MAX_BODY (16u * 1024u * 1024u)

static void
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "The XML of the answer %s", why);
}

/**
 * dossier_xml_read:
 * @body: the body of an answer
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Reads XML from the network: no document type, no entities but XML's own five,
 * nothing is fetched, and libxml2's limits of depth and length hold. A NUL,
 * where libxml2 would take the document to end, is refused.
 *
 * Returns: (transfer full) (nullable): the document, which has a root; never
 *   %NULL without an error
 */
xmlDoc *
dossier_xml_read (GBytes  *body,
                  GError **error)
{
  g_autoptr(xmlDoc) document = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (length > MAX_BODY)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                   "The answer has %" G_GSIZE_FORMAT " bytes of XML; at most %u are read", length, MAX_BODY);
      return NULL;
    }
  if (length > 0 && memchr (text, '\0', length) != NULL)
    {
      refuse (error, "is not valid: it holds a NUL");
      return NULL;
    }

  if (length > 0)
    document = xmlReadMemory (text, (int) length, NULL, NULL,
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
  if (document == NULL || xmlDocGetRootElement (document) == NULL)
    {
      refuse (error, "is cut off or damaged: it is not valid XML");
      return NULL;
    }
  if (document->intSubset != NULL)
    {
      refuse (error, "declares a document type, which AWS never does");
      return NULL;
    }
  return g_steal_pointer (&document);
}

/**
 * dossier_xml_parse:
 * @body: the body of an answer
 * @root: the name its root must have
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * dossier_xml_read() for an answer whose kind is known.
 *
 * Returns: (transfer full) (nullable): the document; never %NULL without an error
 */
xmlDoc *
dossier_xml_parse (GBytes      *body,
                   const char  *root,
                   GError     **error)
{
  g_autoptr(xmlDoc) document = dossier_xml_read (body, error);
  const char *name;

  if (document == NULL)
    return NULL;

  name = (const char *) xmlDocGetRootElement (document)->name;
  if (!g_str_equal (name, root))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "The answer should be <%s>, but is <%s>", root, name);
      return NULL;
    }
  return g_steal_pointer (&document);
}

static xmlNode *
find (xmlNode    *node,
      const char *name)
{
  for (; node != NULL; node = node->next)
    if (node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name))
      return node;
  return NULL;
}

/**
 * dossier_xml_child:
 * @parent: an element
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the first child of that name
 */
xmlNode *
dossier_xml_child (xmlNode    *parent,
                   const char *name)
{
  return find (parent->children, name);
}

/**
 * dossier_xml_next:
 * @node: an element of a list
 *
 * Returns: (transfer none) (nullable): the next one of the same name
 */
xmlNode *
dossier_xml_next (xmlNode *node)
{
  return find (node->next, (const char *) node->name);
}

/**
 * dossier_xml_get_text:
 * @parent: an element
 * @name: the name of a child that holds text
 * @value: (out) (transfer full) (nullable): the text as it stands, %NULL if there is no such child
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the child holds elements instead, or is there twice
 */
gboolean
dossier_xml_get_text (xmlNode     *parent,
                      const char  *name,
                      char       **value,
                      GError     **error)
{
  xmlNode *node = dossier_xml_child (parent, name);
  xmlChar *content;

  *value = NULL;
  if (node == NULL)
    return TRUE;

  if (xmlFirstElementChild (node) != NULL || dossier_xml_next (node) != NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "Element <%s> should be there once, with text, but %s", name,
                   dossier_xml_next (node) != NULL ? "is there twice" : "holds elements");
      return FALSE;
    }

  content = xmlNodeGetContent (node);
  *value = g_strdup (content != NULL ? (const char *) content : "");
  xmlFree (content);
  return TRUE;
}

/**
 * dossier_xml_need_text:
 * @parent: an element
 * @name: the name of a child that must hold text
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the text, never empty; %NULL with an error
 */
char *
dossier_xml_need_text (xmlNode     *parent,
                       const char  *name,
                       GError     **error)
{
  g_autofree char *value = NULL;

  if (!dossier_xml_get_text (parent, name, &value, error))
    return NULL;

  if (value == NULL || *value == '\0')
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Element <%s> is missing or empty",
                   name);
      return NULL;
    }

  return g_steal_pointer (&value);
}

/**
 * dossier_xml_need_child:
 * @parent: an element
 * @name: the name of a child that must be there
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer none) (nullable): the first child of that name; %NULL with an error
 */
xmlNode *
dossier_xml_need_child (xmlNode     *parent,
                        const char  *name,
                        GError     **error)
{
  xmlNode *child = dossier_xml_child (parent, name);

  if (child == NULL)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Element <%s> is missing", name);
  return child;
}

static gboolean
wrong_text (const char  *name,
            const char  *expected,
            const char  *text,
            GError     **error)
{
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 40));

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Element <%s> should hold %s, but holds “%s”",
               name, expected, start);
  return FALSE;
}

/**
 * dossier_xml_get_boolean:
 * @parent: an element
 * @name: the name of a child that holds `true` or `false`
 * @value: (out): the truth value; untouched if absent
 * @present: (out) (optional): whether the child is there
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the child holds anything else
 */
gboolean
dossier_xml_get_boolean (xmlNode     *parent,
                         const char  *name,
                         gboolean    *value,
                         gboolean    *present,
                         GError     **error)
{
  g_autofree char *text = NULL;

  if (!dossier_xml_get_text (parent, name, &text, error))
    return FALSE;
  if (present != NULL)
    *present = text != NULL;
  if (text == NULL)
    return TRUE;
  if (g_ascii_strcasecmp (text, "true") != 0 && g_ascii_strcasecmp (text, "false") != 0)
    return wrong_text (name, "true or false", text, error);

  *value = g_ascii_strcasecmp (text, "true") == 0;
  return TRUE;
}

/**
 * dossier_xml_get_int64:
 * @parent: an element
 * @name: the name of a child that holds a whole number
 * @value: (out): the number, not negative; untouched if absent
 * @present: (out) (optional): whether the child is there
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the child holds anything else
 */
gboolean
dossier_xml_get_int64 (xmlNode     *parent,
                       const char  *name,
                       gint64      *value,
                       gboolean    *present,
                       GError     **error)
{
  g_autofree char *text = NULL;
  guint64 number;

  if (!dossier_xml_get_text (parent, name, &text, error))
    return FALSE;
  if (present != NULL)
    *present = text != NULL;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return wrong_text (name, "a whole number", text, error);

  *value = (gint64) number;
  return TRUE;
}

/**
 * dossier_xml_get_time:
 * @parent: an element
 * @name: the name of a child that holds a date and time
 * @value: (out): microseconds since 1970 UTC; 0 if absent
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if the child holds anything else
 */
gboolean
dossier_xml_get_time (xmlNode     *parent,
                      const char  *name,
                      gint64      *value,
                      GError     **error)
{
  g_autofree char *text = NULL;

  *value = 0;
  if (!dossier_xml_get_text (parent, name, &text, error))
    return FALSE;
  if (text != NULL && !dossier_time_from_iso8601 (text, value))
    return wrong_text (name, "a date and time", text, error);
  return TRUE;
}

/**
 * dossier_xml_get_texts:
 * @parent: an element
 * @list: the name of a child that holds a list of texts, each in an element `member`
 * @values: (out) (transfer full) (array zero-terminated=1): the texts; none if there is no such child
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE if a member holds elements instead
 */
gboolean
dossier_xml_get_texts (xmlNode     *parent,
                       const char  *list,
                       char      ***values,
                       GError     **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  xmlNode *child = dossier_xml_child (parent, list);
  xmlNode *member = child != NULL ? dossier_xml_child (child, "member") : NULL;

  *values = NULL;
  for (; member != NULL; member = dossier_xml_next (member))
    {
      xmlChar *content;

      if (xmlFirstElementChild (member) != NULL)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "The members of <%s> should be text, but hold elements", list);
          return FALSE;
        }
      content = xmlNodeGetContent (member);
      g_strv_builder_add (builder, content != NULL ? (const char *) content : "");
      xmlFree (content);
    }

  *values = g_strv_builder_end (builder);
  return TRUE;
}

/**
 * dossier_xml_parse_result:
 * @body: the body of an answer of the query protocol
 * @operation: the operation that was asked for
 * @document: (out) (transfer full) (nullable): what the returned element lives in
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Opens the envelope `<OperationResponse><OperationResult>` of IAM and STS.
 *
 * Returns: (transfer none) (nullable): the result; never %NULL without an error
 */
xmlNode *
dossier_xml_parse_result (GBytes      *body,
                          const char  *operation,
                          xmlDoc     **document,
                          GError     **error)
{
  g_autofree char *response = g_strconcat (operation, "Response", NULL);
  g_autofree char *result = g_strconcat (operation, "Result", NULL);

  *document = dossier_xml_parse (body, response, error);
  return *document != NULL ? dossier_xml_need_child (xmlDocGetRootElement (*document), result, error) : NULL;
}

/**
 * dossier_xml_get_marker:
 * @result: a page of one of IAM's listings
 * @marker: (out) (transfer full) (nullable): the marker of the next page, %NULL on the last
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: %FALSE where the page says that there is more, but not where, lest it pass for the last
 */
gboolean
dossier_xml_get_marker (xmlNode  *result,
                        char    **marker,
                        GError  **error)
{
  gboolean truncated = FALSE;

  *marker = NULL;
  if (!dossier_xml_get_boolean (result, "IsTruncated", &truncated, NULL, error))
    return FALSE;

  if (truncated)
    *marker = dossier_xml_need_text (result, "Marker", error);
  return !truncated || *marker != NULL;
}
