// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdarg.h>

#include <glib/gi18n.h>

#include "dossier-cli.h"
#include "dossier-error.h"

static void
print_verbs (const char           *command,
             const DossierCliVerb *verbs,
             gsize                 n_verbs)
{
  dossier_cli_print ("%s\n", _("Usage:"));
  for (gsize i = 0; i < n_verbs; i++)
    dossier_cli_print ("  dossier-cli [%s] %s %s%s%s\n      %s\n", _("OPTION…"), command, verbs[i].name,
                       verbs[i].arguments != NULL ? " " : "",
                       verbs[i].arguments != NULL ? verbs[i].arguments : "", _(verbs[i].summary));
  dossier_cli_print ("\n%s\n", _("--help behind one of them tells its options."));
}

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
 * Tells a failure on standard error, so that standard output stays clean; of a
 * refusal by AWS also what its support will ask for.
 *
 * Returns: %DOSSIER_CLI_EXIT_INTERRUPTED after an interrupt, %DOSSIER_CLI_EXIT_NO
 *   when AWS denies access, else %DOSSIER_CLI_EXIT_FAILED
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
  if (error->domain == DOSSIER_AWS_ERROR)
    {
      const char *code = dossier_aws_error_get_code (error);
      const char *id = dossier_aws_error_get_request_id (error);

      g_printerr ("dossier-cli: AWS: code %s, request id %s\n", code != NULL ? code : "-",
                  id != NULL ? id : "-");
    }
  return g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED) ? DOSSIER_CLI_EXIT_NO
                                                                                     : DOSSIER_CLI_EXIT_FAILED;
}

/**
 * dossier_cli_refuse:
 * @cli: the options before the command
 * @error: what is wrong with what a person gave
 *
 * As dossier_cli_fail(), but where @error says that the input is not valid, or names
 * something that is not there, the command was used wrongly.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_refuse (DossierCli   *cli,
                    const GError *error)
{
  if (g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT) ||
      g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND))
    return dossier_cli_usage ("%s", error->message);
  return dossier_cli_fail (cli, error);
}

/**
 * dossier_cli_refuse_options:
 * @error: of g_option_context_parse()
 *
 * Returns: %DOSSIER_CLI_EXIT_USAGE
 */
int
dossier_cli_refuse_options (const GError *error)
{
  const char *charset;

  /* GLib's words for it say neither what was wrong nor what to do. */
  if (error->domain == G_CONVERT_ERROR && !g_get_charset (&charset))
    return dossier_cli_usage (_("The value of an option is not text in %s, the encoding of this locale"), charset);
  if (error->domain == G_CONVERT_ERROR)
    return dossier_cli_usage (_("The value of an option is not text in UTF-8"));
  return dossier_cli_usage ("%s", error->message);
}

/**
 * dossier_cli_parse:
 * @cli: the options before the command; `--json` is understood behind it, too
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
dossier_cli_parse (DossierCli           *cli,
                   const char           *summary,
                   const GOptionEntry   *entries,
                   int                  *argc,
                   char               ***argv)
{
  const GOptionEntry everywhere[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_("Write JSON"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, everywhere, GETTEXT_PACKAGE);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;

  dossier_cli_refuse_options (error);
  return FALSE;
}

/**
 * dossier_cli_run_verb:
 * @cli: the options before the command
 * @verbs: (array length=n_verbs): what the command can do
 * @n_verbs: how many that are
 * @argc: number of words
 * @argv: (array length=argc): the command's name and what follows it
 *
 * Runs the verb that follows the command's name, or tells which there are.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_run_verb (DossierCli            *cli,
                      const DossierCliVerb  *verbs,
                      gsize                  n_verbs,
                      int                    argc,
                      char                 **argv)
{
  g_autoptr(GString) names = g_string_new (NULL);

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      print_verbs (argv[0], verbs, n_verbs);
      return DOSSIER_CLI_EXIT_YES;
    }

  for (gsize i = 0; i < n_verbs; i++)
    {
      if (argc > 1 && g_str_equal (argv[1], verbs[i].name))
        return verbs[i].run (cli, argc - 1, argv + 1);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", verbs[i].name);
    }
  return dossier_cli_usage (_("“%s” is followed by one of: %s"), argv[0], names->str);
}

/**
 * dossier_cli_check_words:
 * @argc: number of words left after the options
 * @argv: (array length=argc): the words, the first one the command's or the verb's name
 * @name: (nullable): what the word behind it is called, for instance `FILE`; %NULL if
 *   there is to be none
 *
 * Returns: %FALSE if there are more words, or fewer; that has been told
 */
gboolean
dossier_cli_check_words (int          argc,
                         char       **argv,
                         const char  *name)
{
  int wanted = name != NULL ? 2 : 1;

  if (argc < wanted)
    dossier_cli_usage (_("“%s” needs %s"), argv[0], name);
  else if (argc > wanted)
    dossier_cli_usage (_("“%s” does not go with “%s”"), argv[wanted], argv[0]);
  return argc == wanted;
}
