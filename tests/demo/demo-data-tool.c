// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* usage: demo-data-tool SEED N EPOCH_MICROSECONDS
 *
 * Writes the made-up findings, one a line. */

#include "config.h"

#include <stdio.h>

#include "dossier-demo-data.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(DossierDemoData) data = NULL;
  g_autoptr(GString) out = g_string_new (NULL);
  guint n;

  if (argc != 4)
    {
      g_printerr ("usage: demo-data-tool SEED N EPOCH_MICROSECONDS\n");
      return 2;
    }
  n = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  data = dossier_demo_data_new (g_ascii_strtoull (argv[1], NULL, 10), n, g_ascii_strtoll (argv[3], NULL, 10));
  for (guint at = 0; at < n; at++)
    {
      g_string_truncate (out, 0);
      dossier_demo_data_append_finding_json (data, at, out);
      g_string_append_c (out, '\n');
      if (fwrite (out->str, 1, out->len, stdout) != out->len)
        return 1;
    }
  return fflush (stdout) == 0 ? 0 : 1;
}
