// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "dossier-cli-prompt.h"
#include "dossier-demo-finding.h"
#include "dossier-demo-scenario.h"
#include "dossier-demo-world.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-session-choice.h"

static gpointer
start_run (gpointer   data,
           GError   **error)
{
  g_autoptr(DossierDemoServer) server = dossier_demo_server_new (data);

  return dossier_demo_server_start (server, error) ? g_steal_pointer (&server) : NULL;
}

/**
 * dossier_cli_start_demo:
 * @options: how to set it up; has to live until this returns
 * @error: return location, see dossier_demo_server_start()
 *
 * Starts the demo service without blocking the main loop.
 *
 * Returns: (transfer full) (nullable): the service
 */
DossierDemoServer *
dossier_cli_start_demo (const DossierDemoOptions  *options,
                        GError                   **error)
{
  return dossier_await_leaf_object (dossier_thread_run (start_run, (gpointer) options, NULL,
                                                        DOSSIER_TYPE_DEMO_SERVER),
                                    NULL, DOSSIER_NO_TIMEOUT, error);
}

static gboolean
check_demo_region (const char  *region,
                   GError     **error)
{
  for (guint i = 0; i < DOSSIER_DEMO_N_REGIONS; i++)
    if (region == NULL || g_str_equal (region, dossier_demo_region (i)))
      return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, _("The demo has the Regions %s and %s, not “%s”"),
               dossier_demo_region (0), dossier_demo_region (1), region);
  return FALSE;
}

static DossierSession *
open_demo (DossierCli  *cli,
           GError     **error)
{
  g_autofree char *folder = dossier_demo_world_default_folder (cli->demo);
  g_autofree char *source = g_strdup_printf ("demo:%s", cli->demo);
  const DossierDemoOptions options = {
    .scenario = cli->demo,
    .n_findings = DOSSIER_DEMO_DEFAULT_FINDINGS,
    .seed = DOSSIER_DEMO_DEFAULT_SEED,
    .report_ms = DOSSIER_DEMO_DEFAULT_REPORT_MS,
    .folder = folder,
  };

  if (!check_demo_region (cli->region, error))
    return NULL;
  if (cli->server == NULL)
    cli->server = dossier_cli_start_demo (&options, error);
  if (cli->server == NULL)
    return NULL;

  return dossier_session_new_static (
      source, cli->region != NULL ? cli->region : dossier_demo_server_get_region (cli->server),
      dossier_demo_server_get_endpoint_url (cli->server),
      dossier_demo_server_get_access_key_id (cli->server),
      dossier_demo_server_get_secret_access_key (cli->server), error);
}

static DossierSession *
open_aws (DossierCli  *cli,
          GError     **error)
{
  g_autoptr(DossierPrompt) prompt = dossier_cli_prompt_new (cli, FALSE);
  const DossierSessionChoice choice = {
    .account = cli->account,
    .profile = cli->profile,
    .region = cli->region,
    .endpoint_url = cli->endpoint_url,
    .prompt = prompt,
  };
  g_autoptr(DossierAccountList) accounts = NULL;

  if (cli->account != NULL)
    {
      accounts = dossier_cli_load_accounts (error);
      if (accounts == NULL)
        return NULL;
    }
  return dossier_session_choice_resolve (&choice, environ, accounts, error);
}

/**
 * dossier_cli_load_accounts:
 * @error: return location, see dossier_account_list_load()
 *
 * Returns: (transfer full) (nullable): the accounts there are
 */
DossierAccountList *
dossier_cli_load_accounts (GError **error)
{
  g_autoptr(DossierAccountList) accounts = dossier_account_list_new (NULL);

  return dossier_await_child (dossier_account_list_load (accounts), error) ? g_steal_pointer (&accounts)
                                                                           : NULL;
}

/**
 * dossier_cli_open:
 * @cli: the options before the command
 *
 * Finds out whom to ask, and makes @cli's session. Sends nothing to AWS.
 *
 * Returns: %DOSSIER_CLI_EXIT_YES, or how the command has to end; that has been told
 */
int
dossier_cli_open (DossierCli *cli)
{
  g_autoptr(GError) error = NULL;

  if (cli->demo != NULL && (cli->account != NULL || cli->profile != NULL || cli->endpoint_url != NULL))
    return dossier_cli_usage (_("--demo asks no AWS: leave out --account, --profile and --endpoint-url"));

  cli->session = cli->demo != NULL ? open_demo (cli, &error) : open_aws (cli, &error);
  return cli->session != NULL ? DOSSIER_CLI_EXIT_YES : dossier_cli_refuse (cli, error);
}

/**
 * dossier_cli_dup_source:
 * @cli: the options before the command
 *
 * Returns: (transfer full) (nullable): whose things are meant, from the options alone;
 *   %NULL for all
 */
char *
dossier_cli_dup_source (DossierCli *cli)
{
  if (cli->demo != NULL)
    return g_strdup_printf ("demo:%s", cli->demo);
  if (cli->account != NULL)
    return g_strdup_printf ("account:%s", cli->account);
  return cli->profile != NULL ? g_strdup_printf ("profile:%s", cli->profile) : NULL;
}

/**
 * dossier_cli_take_source:
 * @cli: the options before the command
 * @source: whose the thing is that was named on the command line, a run or a change
 * @region: its Region
 *
 * Whoever names a thing means its account and its Region; other ones are a mistake.
 *
 * Returns: %FALSE after an error of usage, which has been told
 */
gboolean
dossier_cli_take_source (DossierCli *cli,
                         const char *source,
                         const char *region)
{
  const char *name = strchr (source, ':');
  g_autofree char *said = dossier_cli_dup_source (cli);

  if (said != NULL && !g_str_equal (said, source))
    dossier_cli_usage (_("It belongs to “%s”, not to “%s”"), source, said);
  else if (cli->region != NULL && !g_str_equal (cli->region, region))
    dossier_cli_usage (_("It is in %s, not in %s"), region, cli->region);
  else
    {
      if (said == NULL && g_str_has_prefix (source, "demo:"))
        cli->demo = g_strdup (name + 1);
      else if (said == NULL && g_str_has_prefix (source, "account:"))
        cli->account = g_strdup (name + 1);
      else if (said == NULL && g_str_has_prefix (source, "profile:"))
        cli->profile = g_strdup (name + 1);
      g_set_str (&cli->region, region);
      return TRUE;
    }
  return FALSE;
}

/**
 * dossier_cli_close:
 * @cli: the options before the command
 *
 * Ends the session and the demo service, if there are any.
 */
void
dossier_cli_close (DossierCli *cli)
{
  g_clear_object (&cli->session);
  if (cli->server != NULL)
    dossier_demo_server_stop (cli->server);
  g_clear_object (&cli->server);
}
