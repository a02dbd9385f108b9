// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <locale.h>
#include <signal.h>
#include <string.h>

#include <glib/gi18n.h>

#include "dossier-cli-interrupt.h"
#include "dossier-cli.h"
#include "dossier-demo-scenario.h"
#include "dossier-fiber.h"

/* Which of the options before a command mean something to it. */
typedef enum
{
  TAKES_NOTHING = 0,
  TAKES_DEMO = 1 << 0,
  TAKES_REGION = 1 << 1,
  TAKES_KEY = 1 << 2,
  TAKES_ALL = TAKES_DEMO | TAKES_REGION | TAKES_KEY,
} Takes;

typedef struct
{
  const char *name;
  DossierCliRun run;
  Takes takes;
  const char *summary;
} Command;

/* Help and dispatch read this one table. */
static const Command commands[] = {
  { "findings", dossier_cli_findings, TAKES_ALL, N_("Read findings: list, count, show") },
  { "filter", dossier_cli_filter, TAKES_REGION, N_("Write filters in another form: convert, fields") },
  { "check", dossier_cli_check, TAKES_ALL, N_("Find out what is allowed, by calls that change nothing") },
  { "prepare", dossier_cli_prepare, TAKES_ALL, N_("Let Inspector use a bucket and a key, by a change that is shown first: bucket, key") },
  { "undo", dossier_cli_undo, TAKES_ALL, N_("Take back what “prepare” changed") },
  { "export", dossier_cli_export, TAKES_ALL, N_("Have findings reports made: start, list, status, cancel, resume") },
  { "report", dossier_cli_report, TAKES_NOTHING, N_("Read report files: show") },
  { "policy", dossier_cli_policy, TAKES_NOTHING, N_("Work with IAM policies: eval, explain, lint, merge") },
  { "accounts", dossier_cli_accounts, TAKES_REGION, N_("Keep accounts: list, add, import, remove, login, logout, roles") },
  { "demo", dossier_cli_demo, TAKES_DEMO, N_("Play AWS without an account: serve, info, scenarios, reset") },
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

/* What the rooms below tell of, from any thread. A poll would tell it again and again. */
static void
message_cb (const char *,
            GLogLevelFlags,
            const char *message,
            gpointer    user_data)
{
  static GMutex mutex;
  GHashTable *told = user_data;

  g_mutex_lock (&mutex);
  if (g_hash_table_add (told, g_strdup (message)))
    g_printerr ("dossier-cli: %s\n", message);
  g_mutex_unlock (&mutex);
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
  dossier_cli_print ("%s\n  dossier-cli [%s] %s\n\n%s\n", _("Usage:"), _("OPTION…"), _("COMMAND …"),
                     _("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    dossier_cli_print ("  %-10s %s\n", commands[i].name, _(commands[i].summary));

  dossier_cli_print ("\n%s\n", _("Options before the command:"));
  dossier_cli_print ("  --demo[=SCENARIO]   %s\n", _("Ask the demo service that plays AWS; its world is kept"));
  dossier_cli_print ("  --account NAME      %s\n", _("Ask as an account of “accounts list”"));
  dossier_cli_print ("  --profile NAME      %s\n", _("Ask as a profile of the AWS CLI"));
  dossier_cli_print ("  --region REGION     %s\n", _("Ask in this AWS Region"));
  dossier_cli_print ("  --endpoint-url URL  %s\n", _("Ask there instead of at AWS: https, or http to this computer"));
  dossier_cli_print ("  --json              %s\n", _("Write JSON"));
  dossier_cli_print ("  --version           %s\n", _("Tell the version"));
  dossier_cli_print ("\n%s\n", _("“dossier-cli help COMMAND” tells more. Ends with 0 for yes or done, 1 for no, 2 for "
                                 "wrong words, 3 for\nan error of AWS, the network or a file, 130 if interrupted."));
}

static gboolean
takes_a_value (const char *word)
{
  static const char *const options[] = { "--account", "--profile", "--region", "--endpoint-url", NULL };

  return g_strv_contains (options, word);
}

/* GOption would take the word behind a bare `--demo` for its value. */
static void
spell_out_demo (char **words)
{
  for (guint i = 1; words[i] != NULL && words[i][0] == '-' && !g_str_equal (words[i], "--"); i++)
    {
      if (g_str_equal (words[i], "--demo"))
        {
          g_free (words[i]);
          words[i] = g_strdup ("--demo=" DOSSIER_DEMO_DEFAULT_SCENARIO);
        }
      else if (takes_a_value (words[i]) && words[i + 1] != NULL)
        i++;
    }
}

static gboolean
parse_globals (DossierCli   *cli,
               int          *argc,
               char       ***argv,
               gboolean     *version,
               gboolean     *help)
{
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_STRING, &cli->demo, NULL, NULL },
    { "account", 0, 0, G_OPTION_ARG_STRING, &cli->account, NULL, NULL },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &cli->profile, NULL, NULL },
    { "region", 0, 0, G_OPTION_ARG_STRING, &cli->region, NULL, NULL },
    { "endpoint-url", 0, 0, G_OPTION_ARG_STRING, &cli->endpoint_url, NULL, NULL },
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

  dossier_cli_refuse_options (error);
  return FALSE;
}

/* An option that is passed over in silence is one that somebody relied on. */
static gboolean
check_options (DossierCli    *cli,
               const Command *command)
{
  const struct
  {
    const char *option;
    const char *value;
    Takes takes;
  } given[] = {
    { "--demo", cli->demo, TAKES_DEMO },          { "--region", cli->region, TAKES_REGION },
    { "--account", cli->account, TAKES_KEY },     { "--profile", cli->profile, TAKES_KEY },
    { "--endpoint-url", cli->endpoint_url, TAKES_KEY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      if (given[i].value == NULL)
        continue;
      if ((command->takes & given[i].takes) == 0)
        {
          dossier_cli_usage (_("“%s” does not take %s"), command->name, given[i].option);
          return FALSE;
        }
      if (*given[i].value == '\0')
        {
          dossier_cli_usage (_("%s is empty"), given[i].option);
          return FALSE;
        }
    }
  if (cli->account == NULL || cli->profile == NULL)
    return TRUE;

  dossier_cli_usage (_("--account and --profile name two keys; leave one out"));
  return FALSE;
}

static int
run_command (DossierCli  *cli,
             int          argc,
             char       **argv)
{
  const Command *command = find_command (argv[0]);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Job job = { .cli = cli, .command = command, .argc = argc, .argv = argv, .loop = loop };
  g_autoptr(DossierCliInterrupt) interrupt = NULL;

  if (command == NULL)
    return dossier_cli_usage (_("There is no command “%s”"), argv[0]);
  if (!check_options (cli, command))
    return DOSSIER_CLI_EXIT_USAGE;

  interrupt = dossier_cli_interrupt_new (cli->cancellable);
  dex_future_disown (dossier_fiber_spawn (job_fiber, &job, NULL));
  g_main_loop_run (loop);

  dossier_cli_close (cli);
  return job.status;
}

/* `help COMMAND` is `COMMAND --help`. */
static int
run_help (DossierCli  *cli,
          int          argc,
          char       **argv)
{
  char *words[] = { argc > 1 ? argv[1] : NULL, (char *) "--help", NULL };

  if (argc > 2)
    return dossier_cli_usage (_("“%s” does not go with “%s”"), argv[2], argv[0]);
  if (argc == 2)
    return run_command (cli, 2, words);

  print_help ();
  return DOSSIER_CLI_EXIT_YES;
}

static void
cli_clear (DossierCli *cli)
{
  g_free (cli->demo);
  g_free (cli->account);
  g_free (cli->profile);
  g_free (cli->region);
  g_free (cli->endpoint_url);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  DossierCli cli = { .cancellable = cancellable };
  g_autoptr(GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) words = NULL;
  g_autofree char **rest = NULL;
  gboolean version = FALSE;
  gboolean help = FALSE;
  guint log_handler;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("dossier-cli");
  dex_init ();
  log_handler = g_log_set_handler (NULL, G_LOG_LEVEL_MESSAGE, message_cb, told);

  /* A reader that went away is an error of writing, not a sudden death. */
  signal (SIGPIPE, SIG_IGN);

  /* GOption takes words out of the array; the copy keeps them to be freed. */
  words = g_strdupv (argv);
  spell_out_demo (words);
  rest = g_memdup2 (words, sizeof *words * ((gsize) argc + 1));

  if (!parse_globals (&cli, &argc, &rest, &version, &help))
    status = DOSSIER_CLI_EXIT_USAGE;
  else if (version)
    {
      dossier_cli_print ("dossier-cli %s\n", PACKAGE_VERSION);
      status = DOSSIER_CLI_EXIT_YES;
    }
  else if (help || argc < 2)
    {
      print_help ();
      status = help ? DOSSIER_CLI_EXIT_YES : DOSSIER_CLI_EXIT_USAGE;
    }
  else if (strcmp (rest[1], "help") == 0)
    status = run_help (&cli, argc - 1, rest + 1);
  else
    status = run_command (&cli, argc - 1, rest + 1);

  cli_clear (&cli);
  g_log_remove_handler (NULL, log_handler);
  return dossier_cli_finish (status);
}
