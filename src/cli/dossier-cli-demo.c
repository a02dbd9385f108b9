// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-demo-scenario.h"
#include "dossier-demo-world.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-json.h"

/* What the service keeps about each finding is small; this is 1 GB of it. */
#define MAX_FINDINGS 20000000

/* A day: longer than anybody waits for an answer. */
#define MAX_MS (24 * 60 * 60 * 1000)

typedef struct
{
  gint64 port;
  gint64 findings;
  gint64 seed;
  gint64 latency;
  gint64 report;
  char *scenario;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->scenario);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
check_range (const char *option,
             gint64      value,
             gint64      maximum)
{
  if (value >= 0 && value <= maximum)
    return TRUE;
  dossier_cli_usage (_("%s takes a number from 0 to %" PRId64), option, maximum);
  return FALSE;
}

/* The scenario may be named before the command or behind the verb. */
static gboolean
choose_scenario (DossierCli  *cli,
                 char       **scenario)
{
  if (*scenario != NULL && cli->demo != NULL && !g_str_equal (*scenario, cli->demo))
    {
      dossier_cli_usage (_("--demo=%s and --scenario %s name two scenarios"), cli->demo, *scenario);
      return FALSE;
    }
  if (*scenario == NULL)
    *scenario = g_strdup (cli->demo != NULL ? cli->demo : DOSSIER_DEMO_DEFAULT_SCENARIO);
  if (dossier_demo_scenario_exists (*scenario))
    return TRUE;

  dossier_cli_usage (_("There is no demo scenario “%s”; “demo scenarios” lists them"), *scenario);
  return FALSE;
}

/* The person, or the program, that started us is told how to call, once. */
static int
serve_until_interrupted (DossierCli        *cli,
                         DossierDemoServer *server)
{
  g_autoptr(DexPromise) never = dex_promise_new ();
  g_autofree char *info = dossier_demo_server_info_json (server);

  if (dossier_cli_print ("%s\n", info) && fflush (stdout) == 0)
    dossier_await_leaf (dex_ref (DEX_FUTURE (never)), cli->cancellable, DOSSIER_NO_TIMEOUT, NULL);
  return DOSSIER_CLI_EXIT_YES;
}

static int
demo_serve (DossierCli  *cli,
            int          argc,
            char       **argv)
{
  g_auto(Options) options = {
    .findings = DOSSIER_DEMO_DEFAULT_FINDINGS,
    .seed = DOSSIER_DEMO_DEFAULT_SEED,
    .report = DOSSIER_DEMO_DEFAULT_REPORT_MS,
  };
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT64, &options.port, N_("A TCP port of 127.0.0.1; 0 for a free one"), "N" },
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &options.scenario, N_("What is wrong with it; “demo scenarios” lists them"), "S" },
    { "findings", 0, 0, G_OPTION_ARG_INT64, &options.findings, N_("How many findings there are"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, N_("The same number gives the same findings"), "N" },
    { "latency", 0, 0, G_OPTION_ARG_INT64, &options.latency, N_("How long each answer takes"), N_("MILLISECONDS") },
    { "report-ms", 0, 0, G_OPTION_ARG_INT64, &options.report, N_("How long a report takes"), N_("MILLISECONDS") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierDemoServer) server = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Play AWS on 127.0.0.1 until interrupted. The world is a new one, and gone "
                                 "in the end."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL) || !choose_scenario (cli, &options.scenario) ||
      !check_range ("--port", options.port, G_MAXUINT16) ||
      !check_range ("--findings", options.findings, MAX_FINDINGS) ||
      !check_range ("--seed", options.seed, G_MAXINT64) ||
      !check_range ("--latency", options.latency, MAX_MS) ||
      !check_range ("--report-ms", options.report, MAX_MS))
    return DOSSIER_CLI_EXIT_USAGE;

  server = dossier_cli_start_demo (&(DossierDemoOptions) {
                                       .port = (guint16) options.port,
                                       .scenario = options.scenario,
                                       .n_findings = (guint) options.findings,
                                       .seed = (guint64) options.seed,
                                       .latency_ms = (guint) options.latency,
                                       .report_ms = (guint) options.report,
                                   },
                                   &error);
  if (server == NULL)
    return dossier_cli_fail (cli, error);
  return serve_until_interrupted (cli, server);
}

static int
demo_info (DossierCli  *cli,
           int          argc,
           char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autofree char *info = NULL;
  int status;

  if (!dossier_cli_parse (cli, _("Tell what the world of --demo holds: its Region, bucket and key"), entries,
                          &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL) || !choose_scenario (cli, &cli->demo))
    return DOSSIER_CLI_EXIT_USAGE;

  status = dossier_cli_open (cli);
  if (status != DOSSIER_CLI_EXIT_YES)
    return status;

  info = dossier_demo_server_info_json (cli->server);
  dossier_cli_print ("%s\n", info);
  return DOSSIER_CLI_EXIT_YES;
}

static int
demo_scenarios (DossierCli  *cli,
                int          argc,
                char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();
  g_autoptr(JsonArray) array = json_array_new ();
  const char *name;

  if (!dossier_cli_parse (cli, _("List the scenarios of the demo service"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;

  dossier_cli_table_add_column (table, _("Scenario"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("What it is"), DOSSIER_CLI_COLUMN_SHRINKS);
  for (guint i = 0; (name = dossier_demo_scenario_get_name (i)) != NULL; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "scenario", name);
      json_object_set_string_member (object, "summary", dossier_demo_scenario_get_summary (i));
      json_array_add_object_element (array, object);
      dossier_cli_table_add_row (table, name, dossier_demo_scenario_get_summary (i), NULL);
    }

  if (cli->json)
    dossier_cli_print_array (array);
  else
    dossier_cli_table_print (table);
  return DOSSIER_CLI_EXIT_YES;
}

static gpointer
reset_run (gpointer   data,
           GError   **error)
{
  dossier_demo_world_reset (data, error);
  return NULL;
}

static int
demo_reset (DossierCli  *cli,
            int          argc,
            char       **argv)
{
  g_auto(Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &options.scenario, N_("Whose world"), "S" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Start the world of --demo afresh"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL) || !choose_scenario (cli, &options.scenario))
    return DOSSIER_CLI_EXIT_USAGE;

  if (!dossier_await_leaf (dossier_thread_run (reset_run, g_strdup (options.scenario), g_free, G_TYPE_NONE),
                           cli->cancellable, DOSSIER_NO_TIMEOUT, &error))
    return dossier_cli_fail (cli, error);
  g_printerr (_("The demo world “%s” starts afresh.\n"), options.scenario);
  return DOSSIER_CLI_EXIT_YES;
}

static const DossierCliVerb verbs[] = {
  { "serve", demo_serve, NULL, N_("Play AWS on 127.0.0.1 until interrupted") },
  { "info", demo_info, NULL, N_("Tell what the world of --demo holds") },
  { "scenarios", demo_scenarios, NULL, N_("List the scenarios") },
  { "reset", demo_reset, NULL, N_("Start the world of --demo afresh") },
};

/**
 * dossier_cli_demo:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `demo`, a verb and its options
 *
 * Plays AWS, for people and programs without an account.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_demo (DossierCli  *cli,
                  int          argc,
                  char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
