// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Runs the demo service for tests in other languages: prints what a client
 * needs as one line of JSON, and serves until standard input ends.
 */

#include "config.h"

#include <libdex.h>
#include <stdio.h>

#include "dossier-demo-server.h"

int
main (void)
{
  const DossierDemoOptions options = { 0 };
  g_autoptr (DossierDemoServer) server = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *info = NULL;

  dex_init ();
  server = dossier_demo_server_new (&options);
  if (!dossier_demo_server_start (server, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  info = dossier_demo_server_info_json (server);
  puts (info);
  fflush (stdout);
  while (getchar () != EOF)
    continue;
  return 0;
}
