// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-accounts.h"
#include "dossier-cli-prompt.h"
#include "dossier-cli-table.h"
#include "dossier-fiber.h"
#include "dossier-session-choice.h"
#include "dossier-sso-session.h"
#include "dossier-sts.h"

static DossierSsoSession *
find_sso (DossierAccountList  *accounts,
          DossierAccount      *account,
          const char          *endpoint_url,
          DossierPrompt       *prompt,
          GError             **error)
{
  const DossierAccountOptions *options = dossier_account_get_options (account);
  const DossierSsoOptions wanted = {
    .name = options->name,
    .start_url = options->start_url,
    .region = options->sso_region,
    .way = options->by_device ? DOSSIER_SSO_BY_DEVICE : DOSSIER_SSO_BY_REDIRECT,
    .endpoint_url = endpoint_url,
    .prompt = prompt,
  };

  return dossier_account_list_get_sso_session (accounts, &wanted, error);
}

/* Without a keyring the next command knows nothing of this sign-in. */
static void
tell_keyring (DossierSsoSession *session)
{
  const GError *error = dossier_sso_session_get_keyring_error (session);

  if (error != NULL)
    g_printerr (_("dossier-cli: The sign-in is not kept, because the keyring cannot be used: %s\n"), error->message);
}

static int
tell_identity (DossierCli            *cli,
               DossierCallerIdentity *identity)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "accountId", identity->account);
  json_object_set_string_member (object, "arn", identity->arn);
  json_object_set_string_member (object, "userId", identity->user_id);
  if (cli->json)
    dossier_cli_print_object (object);
  else
    dossier_cli_print ("%s\n", identity->arn);
  return DOSSIER_CLI_EXIT_YES;
}

static int
log_in (DossierCli *cli,
        const char *name,
        const char *endpoint_url)
{
  g_autoptr(DossierPrompt) prompt = dossier_cli_prompt_new (cli, TRUE);
  const DossierSessionChoice choice = {
    .account = name,
    .region = cli->region,
    .endpoint_url = endpoint_url,
    .prompt = prompt,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAccountList) accounts = dossier_cli_load_accounts (&error);
  g_autoptr(DossierSession) session = NULL;
  g_autoptr(DossierCallerIdentity) identity = NULL;
  g_autoptr(DossierSecret) token = NULL;
  DossierSsoSession *sso = NULL;
  DossierAccount *account;

  if (accounts == NULL)
    return dossier_cli_fail (cli, error);
  session = dossier_session_choice_resolve (&choice, environ, accounts, &error);
  if (session == NULL)
    return dossier_cli_refuse (cli, error);

  account = dossier_account_list_find (accounts, name);
  if (dossier_account_get_kind (account) == DOSSIER_ACCOUNT_SSO)
    {
      sso = find_sso (accounts, account, endpoint_url, prompt, &error);
      if (sso == NULL)
        return dossier_cli_refuse (cli, error);
      token = dossier_await_child_boxed (dossier_sso_session_sign_in (sso, cli->cancellable), &error);
      if (token == NULL)
        return dossier_cli_fail (cli, error);
      tell_keyring (sso);
    }

  identity = dossier_await_child_boxed (
      dossier_sts_get_caller_identity (dossier_session_get_client (session), cli->cancellable), &error);
  return identity != NULL ? tell_identity (cli, identity) : dossier_cli_fail (cli, error);
}

/**
 * dossier_cli_accounts_login:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `login`, a name and options
 *
 * Has the person sign in, or give what else is needed, and asks AWS as whom.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_accounts_login (DossierCli  *cli,
                            int          argc,
                            char       **argv)
{
  g_autofree char *endpoint_url = NULL;
  const GOptionEntry entries[] = {
    { "endpoint-url", 0, 0, G_OPTION_ARG_STRING, &endpoint_url, N_("Ask there instead of at AWS"), "URL" },
    G_OPTION_ENTRY_NULL,
  };

  if (!dossier_cli_parse (cli, _("Sign in at IAM Identity Center with a browser, or give the code that a role asks for; then tell "
                                 "as whom AWS knows the account"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "NAME"))
    return DOSSIER_CLI_EXIT_USAGE;
  return log_in (cli, argv[1], endpoint_url);
}

/**
 * dossier_cli_accounts_logout:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `logout`, a name and options
 *
 * Ends a sign-in, here and at AWS.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_accounts_logout (DossierCli  *cli,
                             int          argc,
                             char       **argv)
{
  g_autofree char *endpoint_url = NULL;
  const GOptionEntry entries[] = {
    { "endpoint-url", 0, 0, G_OPTION_ARG_STRING, &endpoint_url, N_("Ask there instead of at AWS"), "URL" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierAccountList) accounts = NULL;
  g_autoptr(GError) error = NULL;
  DossierSsoSession *sso;
  DossierAccount *account;

  if (!dossier_cli_parse (cli, _("End the sign-in of an account at IAM Identity Center, and of all that share it"), entries,
                          &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "NAME"))
    return DOSSIER_CLI_EXIT_USAGE;

  accounts = dossier_cli_load_accounts (&error);
  if (accounts == NULL)
    return dossier_cli_fail (cli, error);
  account = dossier_account_list_find (accounts, argv[1]);
  if (account == NULL || dossier_account_get_kind (account) != DOSSIER_ACCOUNT_SSO)
    return dossier_cli_usage (_("There is no account “%s” that signs in at IAM Identity Center; “accounts list” shows them"),
                              argv[1]);
  sso = find_sso (accounts, account, endpoint_url, NULL, &error);
  if (sso == NULL)
    return dossier_cli_refuse (cli, error);
  if (!dossier_await_child (dossier_sso_session_sign_out (sso, cli->cancellable), &error))
    return dossier_cli_fail (cli, error);
  g_printerr (_("Nobody is signed in for “%s” any more.\n"), argv[1]);
  return DOSSIER_CLI_EXIT_YES;
}

static int
print_roles (DossierCli           *cli,
             const DossierSsoList *list)
{
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();
  g_autoptr(JsonArray) array = json_array_new ();

  dossier_cli_table_add_column (table, _("Account"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Name"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Role"), DOSSIER_CLI_COLUMN_WHOLE);
  for (guint i = 0; i < list->entries->len; i++)
    {
      const DossierSsoListEntry *entry = g_ptr_array_index (list->entries, i);
      const char *name = entry->account_name != NULL ? entry->account_name : "";
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "accountId", entry->account);
      json_object_set_string_member (object, "accountName", name);
      json_object_set_string_member (object, "roleName", entry->role);
      json_array_add_object_element (array, object);
      dossier_cli_table_add_row (table, entry->account, name, entry->role, NULL);
    }

  if (cli->json)
    dossier_cli_print_array (array);
  else if (list->entries->len > 0)
    dossier_cli_table_print (table);
  else
    g_printerr ("%s\n", _("There is no role for you; ask who runs IAM Identity Center in your organization."));
  return DOSSIER_CLI_EXIT_YES;
}

/**
 * dossier_cli_accounts_roles:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `roles` and options
 *
 * Lists what `accounts add` may choose from.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_accounts_roles (DossierCli  *cli,
                            int          argc,
                            char       **argv)
{
  g_autofree char *endpoint_url = NULL;
  g_autofree char *start_url = NULL;
  g_autofree char *region = NULL;
  gboolean by_device = FALSE;
  const GOptionEntry entries[] = {
    { "start-url", 0, 0, G_OPTION_ARG_STRING, &start_url, N_("Where to sign in"), "URL" },
    { "sso-region", 0, 0, G_OPTION_ARG_STRING, &region, N_("The Region of IAM Identity Center"), N_("REGION") },
    { "device-code", 0, 0, G_OPTION_ARG_NONE, &by_device, N_("Sign in by a code to compare"), NULL },
    { "endpoint-url", 0, 0, G_OPTION_ARG_STRING, &endpoint_url, N_("Ask there instead of at AWS"), "URL" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierPrompt) prompt = dossier_cli_prompt_new (cli, TRUE);
  g_autoptr(DossierSsoSession) session = NULL;
  g_autoptr(DossierSsoList) list = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("List the accounts and roles that you may use at IAM Identity Center; signs in if need be"), entries,
                          &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;
  if (start_url == NULL || region == NULL)
    return dossier_cli_usage (_("“accounts roles” needs --start-url and --sso-region"));

  session = dossier_sso_session_new (
      &(DossierSsoOptions) {
        .name = start_url,
        .start_url = start_url,
        .region = region,
        .way = by_device ? DOSSIER_SSO_BY_DEVICE : DOSSIER_SSO_BY_REDIRECT,
        .endpoint_url = endpoint_url,
        .prompt = prompt,
      },
      &error);
  if (session == NULL)
    return dossier_cli_refuse (cli, error);
  list = dossier_await_child_boxed (dossier_sso_session_list_roles (session, cli->cancellable), &error);
  if (list == NULL)
    return dossier_cli_fail (cli, error);
  tell_keyring (session);
  return print_roles (cli, list);
}
