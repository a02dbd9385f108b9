// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-change.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-paths.h"
#include "dossier-policy-diff.h"
#include "dossier-sts.h"

#define CONTEXT_LINES 3

/**
 * dossier_cli_open_journal:
 *
 * Returns: (transfer full): the journal of this person's changes
 */
DossierChangeJournal *
dossier_cli_open_journal (void)
{
  g_autofree char *folder = dossier_path_in_state ("changes", NULL);

  return dossier_change_journal_new (folder);
}

/**
 * dossier_cli_identify:
 * @cli: the options before the command, with a session
 * @error: return location, as GetCallerIdentity rejects
 *
 * Returns: (transfer full) (nullable): who asks
 */
DossierCallerIdentity *
dossier_cli_identify (DossierCli  *cli,
                      GError     **error)
{
  return dossier_await_child_boxed (
      dossier_sts_get_caller_identity (dossier_session_get_client (cli->session), cli->cancellable), error);
}

/**
 * dossier_cli_get_author:
 * @cli: the options before the command, with a session
 * @identity: who asks
 *
 * Returns: (transfer none): the same for the journal, as long as both live
 */
DossierChangeAuthor
dossier_cli_get_author (DossierCli                  *cli,
                        const DossierCallerIdentity *identity)
{
  return (DossierChangeAuthor) {
    .source = dossier_session_get_source (cli->session),
    .account = identity->account,
    .caller = identity->arn,
    .region = dossier_session_get_region (cli->session),
  };
}

/**
 * dossier_cli_print_diff:
 * @before: (nullable): a document
 * @after: (nullable): what becomes of it
 *
 * Prints the lines that differ, and some around them.
 */
void
dossier_cli_print_diff (const char *before,
                        const char *after)
{
  g_autoptr(DossierPolicyDiff) diff = dossier_policy_diff_new (before != NULL ? before : "", after != NULL ? after : "");
  g_autofree char *text = dossier_policy_diff_to_text (diff, CONTEXT_LINES);

  dossier_cli_print ("%s", text);
}

/**
 * dossier_cli_set_text:
 * @object: an object
 * @member: a member of it
 * @text: (nullable): its value; without one there is no such member
 */
void
dossier_cli_set_text (JsonObject *object,
                      const char *member,
                      const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
}

/**
 * dossier_cli_run_write:
 * @cli: the options before the command
 * @write: a change that was not begun
 * @expected: (nullable): the policy that was looked at
 *
 * Makes the change. Where somebody else changed the policy meanwhile, or another one is
 * read back, both are shown on standard error.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_run_write (DossierCli         *cli,
                       DossierPolicyWrite *write,
                       const char         *expected)
{
  g_autoptr(GError) error = NULL;
  gboolean differs;
  int status;

  if (dossier_await_child (dossier_policy_write_run (write, cli->cancellable), &error))
    {
      if (dossier_policy_write_get_warning (write) != NULL)
        g_printerr ("dossier-cli: %s\n", dossier_policy_write_get_warning (write));
      return DOSSIER_CLI_EXIT_YES;
    }

  differs = g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT) ||
            g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH);
  status = dossier_cli_fail (cli, error);
  if (!differs)
    return status;
  g_printerr (_("The policy that was looked at:\n%s\nThe policy that is there:\n%s\n"), expected != NULL ? expected : "-",
              dossier_policy_write_get_present (write) != NULL ? dossier_policy_write_get_present (write) : "-");
  return DOSSIER_CLI_EXIT_NO;
}
