// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Runs the demo service for tests in other languages: prints what a client
 * needs as one line of JSON, and serves until standard input ends. Each line of
 * standard input is a command: “log” prints the requests so far as one line,
 * a number puts the service's clock forward by so many seconds.
 */

#include "config.h"

#include <libdex.h>
#include <stdio.h>

#include "dossier-demo-server.h"

static void
obey (DossierDemoServer *server,
      DossierClock      *clock,
      char              *line)
{
  g_strstrip (line);
  if (g_str_equal (line, "log"))
    {
      g_auto (GStrv) log = dossier_demo_server_dup_log (server);
      g_autofree char *text = g_strjoinv (";", log);

      puts (text);
    }
  else
    {
      dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (clock), g_ascii_strtoll (line, NULL, 10) * G_TIME_SPAN_SECOND);
      puts ("");
    }
  fflush (stdout);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *scenario = NULL, *folder = NULL;
  int n_findings = 100, latency = 0, report = 0;
  gboolean fake = FALSE;
  const GOptionEntry entries[] = {
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &scenario, "its name", "NAME" },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "where the world is kept", "FOLDER" },
    { "findings", 0, 0, G_OPTION_ARG_INT, &n_findings, "how many", "N" },
    { "latency", 0, 0, G_OPTION_ARG_INT, &latency, "of each request", "MS" },
    { "report", 0, 0, G_OPTION_ARG_INT, &report, "how long one is made", "MS" },
    { "fake-clock", 0, 0, G_OPTION_ARG_NONE, &fake, "a clock that stands still", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (DossierClock) clock = NULL;
  g_autoptr (DossierDemoServer) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *info = NULL;
  char line[64];

  dex_init ();
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);
  if (fake)
    clock = dossier_fake_clock_new (g_get_real_time ());
  server = dossier_demo_server_new (&(DossierDemoOptions) {
    .scenario = scenario, .folder = folder, .n_findings = (guint) n_findings, .seed = 1,
    .latency_ms = (guint) latency, .report_ms = (guint) report, .clock = clock,
  });
  if (!dossier_demo_server_start (server, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  if (dossier_demo_server_get_notice (server) != NULL)
    g_printerr ("%s\n", dossier_demo_server_get_notice (server));
  info = dossier_demo_server_info_json (server);
  puts (info);
  fflush (stdout);
  while (fgets (line, sizeof line, stdin) != NULL)
    obey (server, clock, line);
  return 0;
}
