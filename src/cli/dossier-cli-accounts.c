// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <termios.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-error.h"
#include "dossier-fiber.h"

/* Session tokens are the longest: a few thousand characters. */
#define MAX_SECRET_BYTES 16384

/* Blocks until a whole line is there. Byte by byte, so that no buffer keeps what
 * is not ours to read, or a copy of what is.
 */
static gpointer
read_line_run (gpointer,
               GError **error)
{
  char line[MAX_SECRET_BYTES + 1];
  DossierSecret *secret = NULL;
  gsize length = 0;
  gssize n;

  while ((n = read (STDIN_FILENO, line + length, 1)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || line[length] == '\n' || ++length == MAX_SECRET_BYTES)
        break;
    }

  if (n < 0)
    g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno),
                 "The secret could not be read: %s", g_strerror (errno));
  else if (memchr (line, '\0', length) != NULL)
    g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                         "The secret holds a character that AWS does not use");
  else
    {
      if (length > 0 && line[length - 1] == '\r')
        length--;
      line[length] = '\0';
      secret = dossier_secret_new (line);
    }
  dossier_wipe (line, sizeof line);
  return secret;
}

/* From a terminal without showing it, else from whatever standard input is. */
static DossierSecret *
ask (DossierCli  *cli,
     const char  *prompt,
     GError     **error)
{
  struct termios before;
  gboolean terminal = isatty (STDIN_FILENO) && tcgetattr (STDIN_FILENO, &before) == 0;
  DossierSecret *secret;

  if (terminal)
    {
      struct termios silent = before;

      silent.c_lflag &= ~(tcflag_t) ECHO;
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
      g_printerr ("%s ", prompt);
    }

  secret = dossier_await_leaf_boxed (dossier_thread_run (read_line_run, NULL, NULL, DOSSIER_TYPE_SECRET),
                                     cli->cancellable, DOSSIER_NO_TIMEOUT, error);

  if (terminal)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      g_printerr ("\n");
    }
  return secret;
}

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
add_account (DossierCli     *cli,
             DossierAccount *account)
{
  const char *id = dossier_account_get_access_key_id (account);
  g_autoptr(DossierAccountList) accounts = NULL;
  g_autoptr(DossierSecret) secret = NULL;
  g_autoptr(DossierSecret) token = NULL;
  g_autoptr(GError) error = NULL;

  /* First what can be refused without having asked for a secret. */
  accounts = dossier_cli_load_accounts (&error);
  if (accounts == NULL)
    return dossier_cli_fail (cli, error);
  if (dossier_account_list_find (accounts, dossier_account_get_name (account)) != NULL)
    return dossier_cli_usage (_("There is an account “%s” already; take another name, or remove that one first"),
                              dossier_account_get_name (account));

  secret = ask (cli, _("Secret access key:"), &error);
  if (secret != NULL && g_str_has_prefix (id, "ASIA"))
    token = ask (cli, _("Session token:"), &error);
  if (error != NULL)
    return dossier_cli_refuse (cli, error);

  if (!dossier_await_child (dossier_account_list_add (accounts, account, secret, token, cli->cancellable),
                            &error))
    return dossier_cli_refuse (cli, error);
  g_printerr (_("The account “%s” is kept; its secret is in the keyring.\n"),
              dossier_account_get_name (account));
  return DOSSIER_CLI_EXIT_YES;
}

static int
accounts_add (DossierCli  *cli,
              int          argc,
              char       **argv)
{
  g_autofree char *id = NULL;
  g_autofree char *region = NULL;
  const GOptionEntry entries[] = {
    { "access-key-id", 0, 0, G_OPTION_ARG_STRING, &id, N_("The id of the access key"), "ID" },
    { "region", 0, 0, G_OPTION_ARG_STRING, &region, N_("The Region to begin with"), N_("REGION") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierAccount) account = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Keep an access key under a name. Its secret is asked for, or read as a line of "
                                 "standard input, with the session token of a temporary key as the next line; it "
                                 "goes to the keyring."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "NAME"))
    return DOSSIER_CLI_EXIT_USAGE;
  if (id == NULL || (region == NULL && cli->region == NULL))
    return dossier_cli_usage (_("“accounts add” needs --access-key-id and --region"));

  account = dossier_account_new (argv[1], region != NULL ? region : cli->region, id, &error);
  return account != NULL ? add_account (cli, account) : dossier_cli_refuse (cli, error);
}

static int
accounts_remove (DossierCli  *cli,
                 int          argc,
                 char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierAccountList) accounts = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Forget an account and its secret"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "NAME"))
    return DOSSIER_CLI_EXIT_USAGE;

  accounts = dossier_cli_load_accounts (&error);
  if (accounts == NULL)
    return dossier_cli_fail (cli, error);
  if (!dossier_await_child (dossier_account_list_remove (accounts, argv[1], cli->cancellable), &error))
    return dossier_cli_refuse (cli, error);

  g_printerr (_("The account “%s” is forgotten. Its key still works at AWS until it is deactivated there.\n"),
              argv[1]);
  return DOSSIER_CLI_EXIT_YES;
}

static const DossierCliVerb verbs[] = {
  { "list", accounts_list, NULL, N_("List the accounts") },
  { "add", accounts_add, "NAME --access-key-id ID --region REGION", N_("Keep an access key under a name") },
  { "remove", accounts_remove, "NAME", N_("Forget an account and its secret") },
};

/**
 * dossier_cli_accounts:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `accounts`, a verb and its options
 *
 * Keeps access keys under names: what tells them in a file, secrets in the keyring.
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
