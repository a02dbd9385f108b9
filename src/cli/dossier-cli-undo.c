// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-change.h"
#include "dossier-cli-table.h"
#include "dossier-time.h"

static int
list_changes (DossierCli           *cli,
              DossierChangeJournal *journal)
{
  g_autofree char *source = dossier_cli_dup_source (cli);
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = dossier_change_journal_list (journal, source, &error);

  if (entries == NULL)
    return dossier_cli_fail (cli, error);

  dossier_cli_table_add_column (table, _("Change"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("When"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Of"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("State"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("What"), DOSSIER_CLI_COLUMN_SHRINKS);
  for (guint i = 0; i < entries->len; i++)
    {
      const DossierChangeEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *time = dossier_time_to_iso8601 (entry->time);

      json_array_add_object_element (array, dossier_change_entry_to_json (entry));
      dossier_cli_table_add_row (table, entry->id, time, dossier_change_kind_to_text (entry->kind),
                                 dossier_change_state_to_text (entry->state), entry->resource, NULL);
    }
  if (cli->json)
    dossier_cli_print_array (array);
  else if (entries->len > 0)
    dossier_cli_table_print (table);
  else
    g_printerr ("%s\n", _("Nothing was changed from this computer."));
  return DOSSIER_CLI_EXIT_YES;
}

/* Where somebody changed the policy since, what taking back would do to theirs is for a person to judge. */
static void
show_merge (const DossierChangeEntry *entry,
            DossierPolicyWrite       *write)
{
  g_printerr ("%s\n", _("Taking it back all the same would change what is there so; do it by hand if that is meant:"));
  dossier_cli_print_diff (dossier_policy_write_get_present (write), entry->before);
}

static int
undo (DossierCli               *cli,
      DossierChangeJournal     *journal,
      const DossierChangeEntry *entry)
{
  g_autoptr(DossierCallerIdentity) identity = NULL;
  g_autoptr(DossierPolicyWrite) write = NULL;
  g_autoptr(GError) error = NULL;
  DossierChangeAuthor author;
  int status = dossier_cli_open (cli);

  if (status != DOSSIER_CLI_EXIT_YES)
    return status;
  if (!g_str_equal (dossier_session_get_source (cli->session), entry->source))
    return dossier_cli_usage (_("It belongs to “%s”, not to “%s”"), entry->source,
                              dossier_session_get_source (cli->session));
  identity = dossier_cli_identify (cli, &error);
  if (identity == NULL)
    return dossier_cli_fail (cli, error);

  author = dossier_cli_get_author (cli, identity);
  write = dossier_policy_write_new_undo (dossier_session_get_client (cli->session), journal, &author, entry, &error);
  if (write == NULL)
    return dossier_cli_refuse (cli, error);
  status = dossier_cli_run_write (cli, write, entry->after);
  if (status == DOSSIER_CLI_EXIT_NO)
    show_merge (entry, write);
  if (status != DOSSIER_CLI_EXIT_YES)
    return status;

  if (cli->json)
    {
      g_autoptr(JsonObject) object = dossier_change_entry_to_json (dossier_policy_write_get_entry (write));

      dossier_cli_print_object (object);
    }
  else
    {
      dossier_cli_print_diff (entry->after, entry->before);
      dossier_cli_print (_("Taken back; the policy of “%s” is the earlier one again.\n"), entry->resource);
    }
  return DOSSIER_CLI_EXIT_YES;
}

/**
 * dossier_cli_undo:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `undo` and the id of a change, or nothing
 *
 * Takes a change of a policy back if what it wrote is still there; lists the changes
 * where none is named.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_undo (DossierCli  *cli,
                  int          argc,
                  char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierChangeJournal) journal = dossier_cli_open_journal ();
  g_autoptr(DossierChangeEntry) entry = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Take back a change of a policy, if what it wrote is still there. Without the id of a "
                                 "change this lists those that there are."), entries, &argc, &argv) ||
      (argc > 1 && !dossier_cli_check_words (argc, argv, "CHANGE")))
    return DOSSIER_CLI_EXIT_USAGE;
  if (argc < 2)
    return list_changes (cli, journal);

  entry = dossier_change_journal_load (journal, argv[1], &error);
  if (entry == NULL)
    return dossier_cli_refuse (cli, error);
  if (!dossier_cli_take_source (cli, entry->source, entry->region))
    return DOSSIER_CLI_EXIT_USAGE;
  return undo (cli, journal, entry);
}
