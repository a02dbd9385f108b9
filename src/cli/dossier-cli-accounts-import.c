// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-accounts.h"
#include "dossier-cli-table.h"
#include "dossier-fiber.h"
#include "dossier-import-plan.h"

/* What is done with each profile, and what is told of it. */
static int
carry_out (DossierCli         *cli,
           DossierAccountList *accounts,
           GPtrArray          *items,
           gboolean            apply)
{
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();
  g_autoptr(JsonArray) array = json_array_new ();
  int status = DOSSIER_CLI_EXIT_YES;

  dossier_cli_table_add_column (table, _("Profile"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Account"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Kind, or why not"), DOSSIER_CLI_COLUMN_WHOLE);
  for (guint i = 0; i < items->len; i++)
    {
      DossierImportItem *item = g_ptr_array_index (items, i);
      g_autoptr(GError) error = NULL;
      JsonObject *object = json_object_new ();
      const char *name = item->account != NULL ? dossier_account_get_name (item->account) : "";
      const char *what = item->reason;

      if (item->account != NULL)
        what = dossier_account_kind_to_word (dossier_account_get_kind (item->account));

      /* One that fails stops no other. */
      if (apply && item->account != NULL &&
          !dossier_await_child (dossier_import_apply (item, accounts, cli->cancellable), &error))
        {
          what = error->message;
          name = "";
          status = DOSSIER_CLI_EXIT_FAILED;
        }

      json_object_set_string_member (object, "profile", item->profile);
      if (*name != '\0')
        json_object_set_object_member (object, "account", dossier_account_to_json (item->account));
      else
        json_object_set_string_member (object, "reason", what);
      json_array_add_object_element (array, object);
      dossier_cli_table_add_row (table, item->profile, name, what, NULL);
    }

  if (cli->json)
    dossier_cli_print_array (array);
  else if (items->len > 0)
    dossier_cli_table_print (table);
  if (!apply)
    g_printerr ("%s\n", _("Nothing was kept yet; --apply does that."));
  return status;
}

/**
 * dossier_cli_accounts_import:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `import` and options
 *
 * Makes accounts of the profiles of the AWS CLI, or shows what it would make.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_accounts_import (DossierCli  *cli,
                             int          argc,
                             char       **argv)
{
  gboolean apply = FALSE;
  const GOptionEntry entries[] = {
    { "apply", 0, 0, G_OPTION_ARG_NONE, &apply, N_("Keep what is shown; secrets go to the keyring"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierProfileFiles) files = NULL;
  g_autoptr(DossierAccountList) accounts = NULL;
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Make accounts of the profiles in the AWS CLI's files: those of AWS_CONFIG_FILE and "
                                 "AWS_SHARED_CREDENTIALS_FILE, or of ~/.aws. Shows first what would be made; --region is for "
                                 "profiles that have none."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;

  files = dossier_profile_files_load (environ, &error);
  if (files == NULL)
    return dossier_cli_fail (cli, error);
  accounts = dossier_cli_load_accounts (&error);
  if (accounts == NULL)
    return dossier_cli_fail (cli, error);
  items = dossier_import_plan (files, accounts, cli->region);
  return carry_out (cli, accounts, items, apply);
}
