// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdarg.h>

#include <glib/gi18n.h>

#include "dossier-cli.h"

/**
 * dossier_cli_usage:
 * @format: what is wrong with the words on the command line
 * @...: arguments of @format
 *
 * Returns: %DOSSIER_CLI_EXIT_USAGE
 */
int
dossier_cli_usage (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_printerr ("dossier-cli: %s\n%s\n", message, _("“dossier-cli help” lists the commands."));
  return DOSSIER_CLI_EXIT_USAGE;
}

/**
 * dossier_cli_fail:
 * @cli: the options before the command
 * @error: what ended the command
 *
 * Tells a failure on standard error, so that standard output stays clean.
 *
 * Returns: %DOSSIER_CLI_EXIT_INTERRUPTED after an interrupt, else
 *   %DOSSIER_CLI_EXIT_FAILED
 */
int
dossier_cli_fail (DossierCli   *cli,
                  const GError *error)
{
  if (g_cancellable_is_cancelled (cli->cancellable))
    {
      g_printerr ("dossier-cli: %s\n", _("interrupted"));
      return DOSSIER_CLI_EXIT_INTERRUPTED;
    }

  g_printerr ("dossier-cli: %s\n", error->message);
  return DOSSIER_CLI_EXIT_FAILED;
}

/**
 * dossier_cli_parse:
 * @summary: what the command does, for its help
 * @entries: its options
 * @argc: (inout): number of words
 * @argv: (inout): the words; options are taken out
 *
 * Parses the options of a command. `--help` prints and ends the program, as
 * everywhere.
 *
 * Returns: %FALSE after an error of usage, which has been told
 */
gboolean
dossier_cli_parse (const char           *summary,
                   const GOptionEntry   *entries,
                   int                  *argc,
                   char               ***argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;

  dossier_cli_usage ("%s", error->message);
  return FALSE;
}
