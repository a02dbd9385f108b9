// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "dossier-cli-policy.h"
#include "dossier-json.h"
#include "dossier-policy-diff.h"
#include "dossier-policy-lockout.h"
#include "dossier-policy-merge.h"

#define CONTEXT 3

/* For programs and for people, in the order of their enumerations. */
static const char *const outcomes[] = { "unchanged", "created", "added", "extended", "mended" };
static const struct { const char *name; const char *text; } notes[] = {
  [DOSSIER_POLICY_NOTE_ALLOWED] = { "allowed", N_("Reports of account %s become allowed") },
  [DOSSIER_POLICY_NOTE_DROPPED] = { "dropped", N_("%s was in one of two lists only, so that nothing was allowed by it, and is left out") },
  [DOSSIER_POLICY_NOTE_UNEQUAL] = { "unequal", N_("Account %s is in one of two lists only, so that its reports are not allowed") },
  [DOSSIER_POLICY_NOTE_CONFUSED_DEPUTY] = { "confusedDeputy", N_("Inspector may do this for any AWS account; a condition on aws:SourceAccount would prevent that%s") },
  [DOSSIER_POLICY_NOTE_DENIED] = { "denied", N_("This Deny refuses Inspector nevertheless; see “policy explain”%s") },
  [DOSSIER_POLICY_NOTE_MAY_BE_DENIED] = { "mayBeDenied", N_("This Deny may refuse Inspector; that depends on %s") },
  [DOSSIER_POLICY_NOTE_SIZE] = { "size", N_("The policy is nearly as large as AWS takes it%s") },
};
static const char *const lockouts[] = { "kept", "delegated", "unknown", "lost" };

/**
 * dossier_cli_policy_notes_to_json:
 * @merge: a merge
 *
 * Returns: (transfer full): what a person should know of it, for programs
 */
JsonArray *
dossier_cli_policy_notes_to_json (const DossierPolicyMerge *merge)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < dossier_policy_merge_get_n_notes (merge); i++)
    {
      const DossierPolicyNote *note = dossier_policy_merge_get_note (merge, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", notes[note->kind].name);
      if (note->statement >= 0)
        json_object_set_int_member (object, "statement", note->statement);
      if (note->detail != NULL)
        json_object_set_string_member (object, "detail", note->detail);
      json_array_add_object_element (array, object);
    }
  return array;
}

/**
 * dossier_cli_policy_tell_notes:
 * @merge: a merge
 *
 * Tells on standard error what a person should know of it.
 */
void
dossier_cli_policy_tell_notes (const DossierPolicyMerge *merge)
{
  for (guint i = 0; i < dossier_policy_merge_get_n_notes (merge); i++)
    {
      const DossierPolicyNote *note = dossier_policy_merge_get_note (merge, i);
      const char *sid = note->statement >= 0 ? dossier_policy_get_sid (dossier_policy_merge_get_policy (merge), (guint) note->statement) : NULL;
      g_autoptr(GString) text = g_string_new (_(notes[note->kind].text));

      g_string_replace (text, "%s", note->detail != NULL ? note->detail : "", 1);
      if (note->statement >= 0)
        g_printerr (_("Statement %d (%s): %s.\n"), note->statement, sid != NULL ? sid : "-", text->str);
      else
        g_printerr ("%s.\n", text->str);
    }
}

static JsonArray *
statements_to_json (const DossierPolicyDiff *diff)
{
  static const char *const changes[] = { "same", "added", "removed", "edited" };
  JsonArray *array = json_array_new ();
  gsize n;
  const DossierPolicyDiffStatement *statements = dossier_policy_diff_get_statements (diff, &n);

  for (gsize i = 0; i < n; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "change", changes[statements[i].change]);
      if (statements[i].old_index >= 0)
        json_object_set_int_member (object, "old", statements[i].old_index);
      if (statements[i].new_index >= 0)
        json_object_set_int_member (object, "new", statements[i].new_index);
      json_array_add_object_element (array, object);
    }
  return array;
}

static void
print_result (DossierCli               *cli,
              const DossierPolicyMerge *merge,
              const char               *old_text,
              gboolean                  as_diff,
              const char               *lockout)
{
  g_autoptr(DossierPolicyDiff) diff = dossier_policy_diff_new (old_text, dossier_policy_merge_get_text (merge));
  g_autofree char *text = dossier_policy_diff_to_text (diff, CONTEXT);
  g_autoptr(JsonObject) object = json_object_new ();

  if (!cli->json)
    {
      dossier_cli_print ("%s%s", as_diff ? text : dossier_policy_merge_get_text (merge),
                         as_diff || g_str_has_suffix (dossier_policy_merge_get_text (merge), "\n") ? "" : "\n");
      dossier_cli_policy_tell_notes (merge);
      return;
    }
  json_object_set_string_member (object, "outcome", outcomes[dossier_policy_merge_get_outcome (merge)]);
  json_object_set_string_member (object, "document", dossier_policy_merge_get_text (merge));
  json_object_set_string_member (object, "diff", text);
  json_object_set_array_member (object, "statements", statements_to_json (diff));
  json_object_set_array_member (object, "notes", dossier_cli_policy_notes_to_json (merge));
  if (lockout != NULL)
    json_object_set_string_member (object, "lockout", lockout);
  dossier_cli_print_object (object);
}

/**
 * dossier_cli_policy_merge:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `merge` and its options
 *
 * Writes the policy that lets Inspector write reports, or the difference to it. Nothing is
 * changed anywhere.
 *
 * Returns: %DOSSIER_CLI_EXIT_YES if there is such a policy; %DOSSIER_CLI_EXIT_NO if the
 *   caller would lock itself out by it
 */
int
dossier_cli_policy_merge (DossierCli  *cli,
                          int          argc,
                          char       **argv)
{
  g_auto(DossierCliPolicyOptions) options = { 0 };
  gboolean mend = FALSE, as_diff = FALSE;
  g_autofree char *caller = NULL;
  const GOptionEntry more[] = {
    { "owner", 0, 0, G_OPTION_ARG_STRING, &options.owner, N_("The account of a key that has no policy yet"), "ID" },
    { "caller", 0, 0, G_OPTION_ARG_STRING, &caller, N_("Who will set the key's policy; refused if that would lock them out"), "ARN" },
    { "mend", 0, 0, G_OPTION_ARG_NONE, &mend, N_("Where two lists of accounts differ, leave those that are in both"), NULL },
    { "diff", 0, 0, G_OPTION_ARG_NONE, &as_diff, N_("Write the difference instead of the document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(GArray) entries = dossier_cli_policy_options_list (&options, more);
  g_autoptr(DossierPolicyMerge) merge = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  DossierPolicyLockout lockout = DOSSIER_POLICY_LOCKOUT_KEPT;
  gboolean key;

  if (!dossier_cli_parse (cli, _("Add to a policy what Inspector needs, and nothing else"),
                          (const GOptionEntry *) (gpointer) entries->data, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;
  if (!dossier_cli_policy_options_check (&options, &error) ||
      (options.policy != NULL && (text = dossier_cli_policy_read (options.policy, &error)) == NULL))
    return dossier_cli_policy_refuse (cli, options.policy, error);

  merge = dossier_policy_merge (text, -1, &options.access, mend ? DOSSIER_POLICY_MERGE_MEND : DOSSIER_POLICY_MERGE_NONE,
                                &error);
  if (merge == NULL)
    return dossier_cli_policy_refuse (cli, options.policy, error);
  key = caller != NULL && options.access.kind == DOSSIER_POLICY_KIND_KEY;
  if (key)
    lockout = dossier_policy_check_lockout (dossier_policy_merge_get_policy (merge), caller, options.kms_key);
  if (lockout == DOSSIER_POLICY_LOCKOUT_LOST && !cli->json)
    {
      g_printerr (_("With this policy %s could not change the policy again; allow kms:PutKeyPolicy first.\n"), caller);
      return DOSSIER_CLI_EXIT_NO;
    }
  print_result (cli, merge, text, as_diff, key ? lockouts[lockout] : NULL);
  return lockout == DOSSIER_POLICY_LOCKOUT_LOST ? DOSSIER_CLI_EXIT_NO : DOSSIER_CLI_EXIT_YES;
}
