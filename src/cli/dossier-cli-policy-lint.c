// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "dossier-cli-policy.h"
#include "dossier-json.h"
#include "dossier-policy-lint.h"

static const char *const texts[] = {
  [DOSSIER_POLICY_LINT_VARIABLE] = N_("The policy variable means itself, as the Version is not 2012-10-17"),
  [DOSSIER_POLICY_LINT_WILDCARD] = N_("The wildcard means itself; an operator ending in Like would heed it"),
  [DOSSIER_POLICY_LINT_PUBLIC] = N_("Everybody is allowed, without a condition"),
  [DOSSIER_POLICY_LINT_NOT_PRINCIPAL] = N_("Everybody else is allowed; NotPrincipal is meant for a Deny"),
  [DOSSIER_POLICY_LINT_NOT_ACTION] = N_("All other actions are allowed, also those that AWS adds"),
  [DOSSIER_POLICY_LINT_NO_PRINCIPAL] = N_("The policy of a bucket or key needs a Principal"),
  [DOSSIER_POLICY_LINT_ARN] = N_("An ARN has six parts with colons between them"),
  [DOSSIER_POLICY_LINT_NO_VALUES] = N_("The condition has no value to compare with"),
  [DOSSIER_POLICY_LINT_SIZE] = N_("The policy is larger than AWS takes it"),
  [DOSSIER_POLICY_LINT_CHARACTER] = N_("KMS takes no such character"),
};

static int
tell (DossierCli          *cli,
      const char          *path,
      const DossierPolicy *policy,
      const char          *kind)
{
  DossierPolicyLintFor what_for = g_strcmp0 (kind, "bucket") == 0 ? DOSSIER_POLICY_LINT_FOR_BUCKET
                                  : g_strcmp0 (kind, "key") == 0  ? DOSSIER_POLICY_LINT_FOR_KEY
                                                                  : DOSSIER_POLICY_LINT_FOR_ANY;
  g_autoptr(GArray) found = dossier_policy_lint (policy, what_for);
  g_autoptr(JsonArray) array = json_array_new ();

  for (guint i = 0; i < found->len; i++)
    {
      const DossierPolicyLint *lint = &g_array_index (found, DossierPolicyLint, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", dossier_policy_lint_kind_to_text (lint->kind));
      json_object_set_string_member (object, "path", lint->path);
      json_object_set_int_member (object, "line", lint->line);
      json_object_set_int_member (object, "column", lint->column);
      json_object_set_string_member (object, "message", _(texts[lint->kind]));
      json_array_add_object_element (array, object);
      if (!cli->json)
        dossier_cli_print ("%s:%u:%u: %s%s%s\n", path, lint->line, lint->column, lint->path,
                           *lint->path != '\0' ? ": " : "", _(texts[lint->kind]));
    }
  if (cli->json)
    dossier_cli_print_array (array);
  return found->len > 0 ? DOSSIER_CLI_EXIT_NO : DOSSIER_CLI_EXIT_YES;
}

/**
 * dossier_cli_policy_lint:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `lint`, its options and a file
 *
 * Tells what AWS would refuse, and what may not be meant so, with its place.
 *
 * Returns: %DOSSIER_CLI_EXIT_YES if nothing was found, %DOSSIER_CLI_EXIT_NO if something
 *   was, %DOSSIER_CLI_EXIT_USAGE if it is no policy
 */
int
dossier_cli_policy_lint (DossierCli  *cli,
                         int          argc,
                         char       **argv)
{
  g_autofree char *kind = NULL;
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, N_("What the policy is for: bucket, key or any"), N_("WORD") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierPolicy) policy = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  static const char *const known[] = { "bucket", "key", "any", NULL };

  if (!dossier_cli_parse (cli, _("Look for mistakes in a policy"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "FILE"))
    return DOSSIER_CLI_EXIT_USAGE;
  if (kind != NULL && !g_strv_contains (known, kind))
    return dossier_cli_usage (_("--kind is bucket, key or any"));

  text = dossier_cli_policy_read (argv[1], &error);
  policy = text != NULL ? dossier_policy_parse (text, -1, &error) : NULL;
  return policy != NULL ? tell (cli, argv[1], policy, kind) : dossier_cli_policy_refuse (cli, argv[1], error);
}
