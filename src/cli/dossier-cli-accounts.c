// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-accounts.h"
#include "dossier-cli-table.h"
#include "dossier-fiber.h"

/* As whom an account asks, in one word. */
static char *
describe (DossierAccount *account)
{
  const DossierAccountOptions *options = dossier_account_get_options (account);

  switch (options->kind)
    {
    case DOSSIER_ACCOUNT_ROLE:
      return g_strdup (options->role);
    case DOSSIER_ACCOUNT_SSO:
      return g_strdup_printf ("%s/%s", options->sso_account, options->sso_role);
    case DOSSIER_ACCOUNT_KEY:
    default:
      return g_strdup (options->access_key_id);
    }
}

static int
accounts_list (DossierCli  *cli,
               int          argc,
               char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(DossierAccountList) accounts = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("List the accounts: what they are called, their kind, their Region, and the key or the role they use"),
                          entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;

  accounts = dossier_cli_load_accounts (&error);
  if (accounts == NULL)
    return dossier_cli_fail (cli, error);

  dossier_cli_table_add_column (table, _("Name"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Kind"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Region"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Key or role"), DOSSIER_CLI_COLUMN_WHOLE);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (accounts)); i++)
    {
      g_autoptr(DossierAccount) account = g_list_model_get_item (G_LIST_MODEL (accounts), i);
      g_autofree char *identity = describe (account);

      json_array_add_object_element (array, dossier_account_to_json (account));
      dossier_cli_table_add_row (table, dossier_account_get_name (account),
                                 dossier_account_kind_to_word (dossier_account_get_kind (account)),
                                 dossier_account_get_region (account), identity, NULL);
    }

  if (cli->json)
    dossier_cli_print_array (array);
  else if (json_array_get_length (array) > 0)
    dossier_cli_table_print (table);
  else
    g_printerr ("%s\n", _("There are no accounts yet; “accounts add” makes one."));
  return DOSSIER_CLI_EXIT_YES;
}

static int
accounts_remove (DossierCli  *cli,
                 int          argc,
                 char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierAccountList) accounts = NULL;
  g_autoptr(GError) error = NULL;
  DossierAccount *account;
  gboolean has_key;

  if (!dossier_cli_parse (cli, _("Forget an account and its secret"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "NAME"))
    return DOSSIER_CLI_EXIT_USAGE;

  accounts = dossier_cli_load_accounts (&error);
  if (accounts == NULL)
    return dossier_cli_fail (cli, error);
  account = dossier_account_list_find (accounts, argv[1]);
  has_key = account != NULL && dossier_account_get_kind (account) == DOSSIER_ACCOUNT_KEY;
  if (!dossier_await_child (dossier_account_list_remove (accounts, argv[1], cli->cancellable), &error))
    return dossier_cli_refuse (cli, error);

  if (has_key)
    g_printerr (_("The account “%s” is forgotten. Its key still works at AWS until it is deactivated there.\n"),
                argv[1]);
  else
    g_printerr (_("The account “%s” is forgotten.\n"), argv[1]);
  return DOSSIER_CLI_EXIT_YES;
}

static const DossierCliVerb verbs[] = {
  { "list", accounts_list, NULL, N_("List the accounts") },
  { "add", dossier_cli_accounts_add, "NAME --region REGION …", N_("Keep an access key, a role or a sign-in under a name") },
  { "import", dossier_cli_accounts_import, "[--apply]", N_("Make accounts of the AWS CLI's profiles") },
  { "remove", accounts_remove, "NAME", N_("Forget an account and its secret") },
  { "login", dossier_cli_accounts_login, "NAME", N_("Sign in, and tell as whom") },
  { "logout", dossier_cli_accounts_logout, "NAME", N_("End a sign-in at IAM Identity Center") },
  { "roles", dossier_cli_accounts_roles, "--start-url URL --sso-region REGION", N_("Sign in, and list the roles to choose from") },
};

/**
 * dossier_cli_accounts:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `accounts`, a verb and its options
 *
 * Keeps accounts under names: what tells them in a file, secrets in the keyring.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_accounts (DossierCli  *cli,
                      int          argc,
                      char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
