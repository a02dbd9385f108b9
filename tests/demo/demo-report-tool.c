// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* usage: demo-report-tool SEED N EPOCH_MICROSECONDS NOW_MICROSECONDS CSV|JSON FILE
 *
 * Writes a report of all findings of the first Region to FILE, and the greatest
 * size of this process in KiB to standard output. */

#include "config.h"

#include <string.h>

#include "dossier-demo-index.h"
#include "dossier-demo-report.h"

int
main (int    argc,
      char **argv)
{
  const DossierDemoQuery query = { .scope = { 0, 15 } };
  g_autoptr(DossierDemoData) data = NULL;
  g_autoptr(DossierDemoIndex) index = NULL;
  g_autoptr(GArray) found = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GFileOutputStream) out = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *status = NULL;

  if (argc != 7)
    return 2;
  data = dossier_demo_data_new (g_ascii_strtoull (argv[1], NULL, 10),
                                (guint) g_ascii_strtoull (argv[2], NULL, 10),
                                g_ascii_strtoll (argv[3], NULL, 10));
  index = dossier_demo_index_new (data);
  found = dossier_demo_index_find (index, &query);
  file = g_file_new_for_path (argv[6]);
  out = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  if (out == NULL ||
      !dossier_demo_report_write (data, found,
                                  g_str_equal (argv[5], "CSV") ? DOSSIER_DEMO_REPORT_CSV : DOSSIER_DEMO_REPORT_JSON,
                                  g_ascii_strtoll (argv[4], NULL, 10), G_OUTPUT_STREAM (out), &error) ||
      !g_output_stream_close (G_OUTPUT_STREAM (out), NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  /* Not getrusage(): its peak goes back to before the exec. */
  if (!g_file_get_contents ("/proc/self/status", &status, NULL, &error))
    return 1;
  g_print ("%" G_GUINT64_FORMAT "\n", g_ascii_strtoull (strstr (status, "VmHWM:") + strlen ("VmHWM:"), NULL, 10));
  return 0;
}
