// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>
#include <libdex.h>

#include "dossier-application.h"
#include "dossier-context.h"
#include "dossier-launch.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr(DossierApplication) application = NULL;
  int status;
  g_auto(GStrv) words = dossier_launch_expand_words (argv);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  dex_init ();

  application = dossier_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, words);

  /* What the closing of the windows cancelled has its last turn here. */
  dossier_context_finish_all ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return status;
}
