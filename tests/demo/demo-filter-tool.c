// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* usage: demo-filter-tool FINDINGS
 *
 * FINDINGS has one finding a line. Reads one FilterCriteria a line and answers
 * each with a line: the numbers of the findings that match, or ! and why the
 * criteria are refused. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "dossier-demo-filter.h"

static void
answer (JsonObject *criteria,
        GPtrArray  *findings)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) out = g_string_new (NULL);

  if (!dossier_demo_filter_check (criteria, &error))
    g_string_append_printf (out, "! %s", error->message);
  else
    for (guint at = 0; at < findings->len; at++)
      if (dossier_demo_filter_matches (criteria, yyjson_doc_get_root (findings->pdata[at])))
        g_string_append_printf (out, "%u ", at);
  g_print ("%s\n", out->str);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) yyjson_doc_free);
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  char *line = NULL;

  if (argc != 2 || !g_file_get_contents (argv[1], &text, NULL, &error))
    return 2;
  lines = g_strsplit (text, "\n", -1);
  for (guint at = 0; lines[at] != NULL && *lines[at] != '\0'; at++)
    g_ptr_array_add (findings, yyjson_read (lines[at], strlen (lines[at]), 0));

  while (g_io_channel_read_line (input, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      g_autofree char *owned = line;
      g_autoptr(JsonNode) node = json_from_string (owned, NULL);

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return 2;
      answer (json_node_get_object (node), findings);
    }
  return 0;
}
