// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <libxml/parser.h>

#include "dossier-error.h"
#include "dossier-xml-private.h"

/* The longest answer is a page of 1,000 S3 objects: well below. */
#define MAX_BODY (16u * 1024u * 1024u)

/**
 * dossier_xml_parse:
 * @body: the body of an answer
 * @root: the name its root must have
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Reads XML from the network: no document type, no entities but XML's own five,
 * nothing is fetched, and libxml2's limits of depth and length hold.
 *
 * Returns: (transfer full) (nullable): the document; never %NULL without an error
 */
xmlDoc *
dossier_xml_parse (GBytes      *body,
                   const char  *root,
                   GError     **error)
{
  g_autoptr(xmlDoc) document = NULL;
  xmlNode *element;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  if (length > MAX_BODY)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                   "The answer has %" G_GSIZE_FORMAT " bytes of XML; at most %u are read", length, MAX_BODY);
      return NULL;
    }

  if (length > 0)
    document = xmlReadMemory (text, (int) length, NULL, NULL,
                              XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
  element = document != NULL ? xmlDocGetRootElement (document) : NULL;
  if (element == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "The answer should be <%s>, but is not valid XML", root);
      return NULL;
    }

  if (document->intSubset != NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "The answer should be <%s>, but declares a document type, which AWS never does", root);
      return NULL;
    }

  if (!g_str_equal ((const char *) element->name, root))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "The answer should be <%s>, but is <%s>", root, (const char *) element->name);
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
