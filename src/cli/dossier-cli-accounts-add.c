// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-accounts.h"
#include "dossier-cli-prompt.h"
#include "dossier-fiber.h"

/* What the options say, owned. */
typedef struct
{
  char *access_key_id;
  char *region;
  char *source;
  char *role;
  char *external_id;
  char *mfa_serial;
  char *session_name;
  char *source_identity;
  int duration;
  char *start_url;
  char *sso_region;
  char *sso_account;
  char *sso_role;
  gboolean by_device;
  gboolean read_only;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->access_key_id);
  g_free (words->region);
  g_free (words->source);
  g_free (words->role);
  g_free (words->external_id);
  g_free (words->mfa_serial);
  g_free (words->session_name);
  g_free (words->source_identity);
  g_free (words->start_url);
  g_free (words->sso_region);
  g_free (words->sso_account);
  g_free (words->sso_role);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static int
keep (DossierCli         *cli,
      DossierAccountList *accounts,
      DossierAccount     *account)
{
  const DossierAccountOptions *options = dossier_account_get_options (account);
  g_autoptr(DossierSecret) secret = NULL;
  g_autoptr(DossierSecret) token = NULL;
  g_autoptr(GError) error = NULL;

  if (options->kind == DOSSIER_ACCOUNT_KEY)
    secret = dossier_cli_ask (cli, _("Secret access key:"), &error);
  if (secret != NULL && g_str_has_prefix (options->access_key_id, "ASIA"))
    token = dossier_cli_ask (cli, _("Session token:"), &error);
  if (error != NULL)
    return dossier_cli_refuse (cli, error);

  if (!dossier_await_child (dossier_account_list_add (accounts, account, secret, token, cli->cancellable), &error))
    return dossier_cli_refuse (cli, error);
  if (secret != NULL)
    g_printerr (_("The account “%s” is kept; its secret is in the keyring.\n"), options->name);
  else
    g_printerr (_("The account “%s” is kept.\n"), options->name);
  return DOSSIER_CLI_EXIT_YES;
}

/* Exactly one of the three kinds, and all that it needs. */
static gboolean
find_kind (const Words        *words,
           DossierAccountKind *kind)
{
  gboolean key = words->access_key_id != NULL;
  gboolean role = words->role != NULL || words->source != NULL;
  gboolean sso = words->start_url != NULL || words->sso_region != NULL || words->sso_account != NULL || words->sso_role != NULL;

  if (key + role + sso != 1 || (role && (words->role == NULL || words->source == NULL)) ||
      (sso && (words->start_url == NULL || words->sso_region == NULL || words->sso_account == NULL ||
               words->sso_role == NULL)) ||
      (!role && (words->external_id != NULL || words->mfa_serial != NULL || words->session_name != NULL ||
                 words->source_identity != NULL || words->duration != 0)) ||
      (!sso && words->by_device) || words->duration < 0)
    return FALSE;

  *kind = role ? DOSSIER_ACCOUNT_ROLE : sso ? DOSSIER_ACCOUNT_SSO : DOSSIER_ACCOUNT_KEY;
  return TRUE;
}

static int
add (DossierCli  *cli,
     const char  *name,
     const Words *words)
{
  g_autoptr(DossierAccountList) accounts = NULL;
  g_autoptr(DossierAccount) account = NULL;
  g_autoptr(GError) error = NULL;
  DossierAccount *source = NULL;
  DossierAccountOptions options = {
    .name = name,
    .region = words->region != NULL ? words->region : cli->region,
    .read_only = words->read_only,
    .access_key_id = words->access_key_id,
    .role = words->role,
    .external_id = words->external_id,
    .mfa_serial = words->mfa_serial,
    .session_name = words->session_name,
    .source_identity = words->source_identity,
    .duration = (guint) words->duration,
    .start_url = words->start_url,
    .sso_region = words->sso_region,
    .sso_account = words->sso_account,
    .sso_role = words->sso_role,
    .by_device = words->by_device,
  };

  if (options.region == NULL || !find_kind (words, &options.kind))
    return dossier_cli_usage (_("“accounts add” needs --region, and one kind of account whole: --access-key-id, or --role-arn and "
                                "--source, or --start-url, --sso-region, --sso-account and --sso-role"));

  /* First what can be refused without having asked for a secret. */
  accounts = dossier_cli_load_accounts (&error);
  if (accounts == NULL)
    return dossier_cli_fail (cli, error);
  if (dossier_account_list_find (accounts, name) != NULL)
    return dossier_cli_usage (_("There is an account “%s” already; take another name, or remove that one first"), name);
  if (words->source != NULL)
    {
      source = dossier_account_list_find (accounts, words->source);
      if (source == NULL)
        return dossier_cli_usage (_("There is no account “%s” to ask for the role as; “accounts list” shows them"),
                                  words->source);
      options.source = dossier_account_get_id (source);
    }

  account = dossier_account_new_with (&options, &error);
  return account != NULL ? keep (cli, accounts, account) : dossier_cli_refuse (cli, error);
}

/**
 * dossier_cli_accounts_add:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `add`, a name and options
 *
 * Keeps an account of any kind.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_accounts_add (DossierCli  *cli,
                          int          argc,
                          char       **argv)
{
  g_auto(Words) words = { 0 };
  const GOptionEntry entries[] = {
    { "region", 0, 0, G_OPTION_ARG_STRING, &words.region, N_("The Region to begin with"), N_("REGION") },
    { "read-only", 0, 0, G_OPTION_ARG_NONE, &words.read_only, N_("Never change anything at AWS"), NULL },
    { "access-key-id", 0, 0, G_OPTION_ARG_STRING, &words.access_key_id, N_("An access key: its id"), "ID" },
    { "role-arn", 0, 0, G_OPTION_ARG_STRING, &words.role, N_("A role: its ARN"), "ARN" },
    { "source", 0, 0, G_OPTION_ARG_STRING, &words.source, N_("A role: the account to ask as"), N_("NAME") },
    { "external-id", 0, 0, G_OPTION_ARG_STRING, &words.external_id, N_("A role: what its owner asks for"), "ID" },
    { "mfa-serial", 0, 0, G_OPTION_ARG_STRING, &words.mfa_serial, N_("A role: the device whose code is asked for"), "ARN" },
    { "session-name", 0, 0, G_OPTION_ARG_STRING, &words.session_name, N_("A role: the name in logs"), N_("NAME") },
    { "source-identity", 0, 0, G_OPTION_ARG_STRING, &words.source_identity, N_("A role: who it is"), N_("NAME") },
    { "duration", 0, 0, G_OPTION_ARG_INT, &words.duration, N_("A role: how long a session lasts"), N_("SECONDS") },
    { "start-url", 0, 0, G_OPTION_ARG_STRING, &words.start_url, N_("IAM Identity Center: where to sign in"), "URL" },
    { "sso-region", 0, 0, G_OPTION_ARG_STRING, &words.sso_region, N_("IAM Identity Center: its Region"), N_("REGION") },
    { "sso-account", 0, 0, G_OPTION_ARG_STRING, &words.sso_account, N_("IAM Identity Center: an AWS account"), "ID" },
    { "sso-role", 0, 0, G_OPTION_ARG_STRING, &words.sso_role, N_("IAM Identity Center: a role there"), N_("NAME") },
    { "device-code", 0, 0, G_OPTION_ARG_NONE, &words.by_device, N_("IAM Identity Center: sign in by a code to compare"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!dossier_cli_parse (cli, _("Keep an account under a name: an access key, a role that another account may assume, or a "
                                 "sign-in at IAM Identity Center. The secret of a key is asked for, or read as a line of "
                                 "standard input, with the session token of a temporary key as the next line; it goes to "
                                 "the keyring."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "NAME"))
    return DOSSIER_CLI_EXIT_USAGE;
  return add (cli, argv[1], &words);
}
