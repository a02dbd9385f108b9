// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* usage: demo-query-tool SEED N EPOCH_MICROSECONDS
 *
 * Answers each line {"region":0,"accounts":15,"criteria":{…},"sort":"SEVERITY","descending":true}
 * of input with a line: the numbers of the findings in order, or ! and what is
 * refused. A line with "many" asks for the length of the answer and nothing else. */

#include "config.h"

#include <gio/gio.h>

#include "dossier-demo-filter.h"
#include "dossier-demo-index.h"

static void
answer (DossierDemoIndex *index,
        JsonObject       *line)
{
  DossierDemoQuery query = {
    .scope = { (guint) json_object_get_int_member_with_default (line, "region", 0),
               (guint) json_object_get_int_member_with_default (line, "accounts", 15) },
    .criteria = json_object_has_member (line, "criteria") ? json_object_get_object_member (line, "criteria") : NULL,
    .sort_field = json_object_get_string_member_with_default (line, "sort", NULL),
    .descending = json_object_get_boolean_member_with_default (line, "descending", FALSE),
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) found = NULL;

  if (query.criteria != NULL && !dossier_demo_filter_check (query.criteria, &error))
    {
      g_print ("! %s\n", error->message);
      return;
    }
  if (query.sort_field != NULL && !dossier_demo_sort_field_is_known (query.sort_field))
    {
      g_print ("! sort\n");
      return;
    }
  found = dossier_demo_index_find (index, &query);
  if (json_object_has_member (line, "many"))
    g_print ("%u", found->len);
  else
    for (guint at = 0; at < found->len; at++)
      g_print ("%u ", g_array_index (found, guint, at));
  g_print ("\n");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(DossierDemoData) data = NULL;
  g_autoptr(DossierDemoIndex) index = NULL;
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  char *line = NULL;

  if (argc != 4)
    return 2;
  data = dossier_demo_data_new (g_ascii_strtoull (argv[1], NULL, 10),
                                (guint) g_ascii_strtoull (argv[2], NULL, 10),
                                g_ascii_strtoll (argv[3], NULL, 10));
  index = dossier_demo_index_new (data);
  while (g_io_channel_read_line (input, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      g_autofree char *owned = line;
      g_autoptr(JsonNode) node = json_from_string (owned, NULL);

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        return 2;
      answer (index, json_node_get_object (node));
    }
  return 0;
}
