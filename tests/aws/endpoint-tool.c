// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Resolves `SERVICE REGION FLAGS` lines on standard input, for peers to compare. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "dossier-endpoint.h"

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_auto(GStrv) words = g_strsplit (g_strstrip (line), " ", 3);
      g_autoptr(GError) error = NULL;
      g_autofree char *signing_region = NULL;
      g_autofree char *url =
          dossier_endpoint_resolve (words[0], words[1], (DossierEndpointFlags) atoi (words[2]),
                                    &signing_region, &error);

      printf ("%s %s\n", url != NULL ? url : "refused", signing_region);
    }
  return 0;
}
