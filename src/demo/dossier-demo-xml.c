// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-xml-private.h"

static void
take_text (GMarkupParseContext  *context,
           const char           *text,
           gsize                 length,
           gpointer              data,
           GError **)
{
  const char *name = g_markup_parse_context_get_element (context);
  const char *colon = name != NULL ? strchr (name, ':') : NULL;
  g_autofree char *value = g_strstrip (g_strndup (text, length));

  if (name != NULL && *value != '\0')
    g_hash_table_replace (data, g_strdup (colon != NULL ? colon + 1 : name), g_steal_pointer (&value));
}

/**
 * dossier_demo_xml_read:
 * @document: the body of a request
 *
 * Reads the texts of a small document in which no two elements with a text
 * have the same name, as S3's configurations are.
 *
 * Returns: (transfer full) (nullable): texts by the names of their elements,
 *   %NULL if it is not XML
 */
GHashTable *
dossier_demo_xml_read (GBytes *document)
{
  static const GMarkupParser parser = { .text = take_text };
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, texts, NULL);
  gsize length;
  const char *data = g_bytes_get_data (document, &length);

  if (length == 0 || !g_markup_parse_context_parse (context, data, (gssize) length, NULL) ||
      !g_markup_parse_context_end_parse (context, NULL))
    return NULL;
  return g_steal_pointer (&texts);
}
