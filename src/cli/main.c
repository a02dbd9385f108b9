// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "dossier-cli.h"
#include "dossier-fiber.h"

typedef struct
{
  const char *name;
  DossierCliRun run;
  const char *summary;
} Command;

/* Help, dispatch and shell completion read this one table. */
static const Command commands[] = {
  { "policy", dossier_cli_policy, N_("Evaluate IAM policies: eval") },
};

typedef struct
{
  DossierCli *cli;
  const Command *command;
  int argc;
  char **argv;
  GMainLoop *loop;
  int status;
} Job;

static DexFuture *
job_fiber (gpointer user_data)
{
  Job *job = user_data;

  job->status = job->command->run (job->cli, job->argc, job->argv);
  g_main_loop_quit (job->loop);
  return dex_future_new_true ();
}

static gboolean
interrupt_cb (gpointer user_data)
{
  GCancellable *cancellable = user_data;

  /* A second interrupt means that ending in order takes too long. */
  if (g_cancellable_is_cancelled (cancellable))
    exit (DOSSIER_CLI_EXIT_INTERRUPTED);

  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static void
print_help (void)
{
  g_print ("%s\n  dossier-cli [%s] %s\n\n%s\n", _("Usage:"), _("OPTION…"), _("COMMAND …"),
           _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_print ("\n%s\n", _("“dossier-cli COMMAND --help” tells more. "
                       "Options before the command: --json, --version."));
}

static gboolean
parse_globals (DossierCli   *cli,
               int          *argc,
               char       ***argv,
               gboolean     *version,
               gboolean     *help)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, version, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);

  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;

  dossier_cli_usage ("%s", error->message);
  return FALSE;
}

static int
run_command (DossierCli    *cli,
             const Command *command,
             int            argc,
             char         **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Job job = { .cli = cli, .command = command, .argc = argc, .argv = argv, .loop = loop };
  guint interrupt = g_unix_signal_add (SIGINT, interrupt_cb, cli->cancellable);
  guint terminate = g_unix_signal_add (SIGTERM, interrupt_cb, cli->cancellable);

  dex_future_disown (dossier_fiber_spawn (job_fiber, &job, NULL));
  g_main_loop_run (loop);

  g_source_remove (interrupt);
  g_source_remove (terminate);
  return job.status;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  DossierCli cli = { .cancellable = cancellable };
  g_auto(GStrv) words = NULL;
  g_autofree char **rest = NULL;
  gboolean version = FALSE;
  gboolean help = FALSE;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("dossier-cli");
  dex_init ();

  /* GOption takes words out of the array; the copy keeps them to be freed. */
  words = g_strdupv (argv);
  rest = g_memdup2 (words, sizeof *words * ((gsize) argc + 1));

  if (!parse_globals (&cli, &argc, &rest, &version, &help))
    status = DOSSIER_CLI_EXIT_USAGE;
  else if (version)
    {
      g_print ("dossier-cli %s\n", PACKAGE_VERSION);
      status = DOSSIER_CLI_EXIT_YES;
    }
  else if (help || argc < 2 || strcmp (rest[1], "help") == 0)
    {
      print_help ();
      status = help || argc >= 2 ? DOSSIER_CLI_EXIT_YES : DOSSIER_CLI_EXIT_USAGE;
    }
  else
    {
      const Command *command = find_command (rest[1]);

      status = command != NULL
                   ? run_command (&cli, command, argc - 1, rest + 1)
                   : dossier_cli_usage (_("There is no command “%s”"), rest[1]);
    }

  return status;
}
