// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-lint.h"
#include "dossier-policy-merge.h"
#include "dossier-policy-private.h"

static const char *const kinds[] = { "variable",    "wildcard", "public",   "notPrincipal", "notAction",
                                     "noPrincipal", "arn",      "noValues", "size",         "character" };
G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == DOSSIER_POLICY_LINT_CHARACTER + 1);

static void
lint_clear (gpointer data)
{
  DossierPolicyLint *lint = data;

  g_free (lint->path);
}

static void
add (GArray                  *found,
     DossierPolicyLintKind    kind,
     const DossierPolicyJson *node)
{
  DossierPolicyLint lint = { .kind = kind, .path = dossier_policy_json_get_path (node) };

  dossier_policy_json_get_place (node, &lint.line, &lint.column);
  g_array_append_val (found, lint);
}

static void
look_at_conditions (GArray                       *found,
                    const DossierPolicy          *policy,
                    const DossierPolicyStatement *statement)
{
  for (guint i = 0; i < statement->n_conditions; i++)
    {
      const DossierPolicyCondition *condition = &statement->conditions[i];
      gboolean literal = condition->compare == DOSSIER_POLICY_COMPARE_STRING ||
                         condition->compare == DOSSIER_POLICY_COMPARE_STRING_NO_CASE;
      gboolean wild = FALSE, variable = FALSE;

      for (guint j = 0; j < condition->values.n; j++)
        {
          const char *text = condition->values.items[j].text;

          wild = wild || (literal && strpbrk (text, "*?") != NULL && strstr (text, "${") == NULL);
          variable = variable || (!policy->has_variables && strstr (text, "${") != NULL);
        }
      if (condition->values.n == 0)
        add (found, DOSSIER_POLICY_LINT_NO_VALUES, condition->node);
      if (wild)
        add (found, DOSSIER_POLICY_LINT_WILDCARD, condition->node);
      if (variable)
        add (found, DOSSIER_POLICY_LINT_VARIABLE, condition->node);
    }
}

static void
look_at_resources (GArray                       *found,
                   const DossierPolicy          *policy,
                   const DossierPolicyStatement *statement)
{
  const char *name = statement->not_resource ? "NotResource" : "Resource";
  const DossierPolicyJson *node = dossier_policy_json_get (statement->node, name);
  gboolean variable = FALSE, parts = FALSE;

  for (guint i = 0; i < statement->resources.n; i++)
    {
      const char *text = statement->resources.items[i].text;
      guint colons = 0;

      for (const char *at = text; *at != '\0'; at++)
        colons += *at == ':';
      variable = variable || (!policy->has_variables && strstr (text, "${") != NULL);
      parts = parts || (strcmp (text, "*") != 0 && colons < 5);
    }
  if (variable)
    add (found, DOSSIER_POLICY_LINT_VARIABLE, node);
  if (parts)
    add (found, DOSSIER_POLICY_LINT_ARN, node);
}

static void
look_at_statement (GArray                       *found,
                   const DossierPolicy          *policy,
                   const DossierPolicyStatement *statement,
                   DossierPolicyLintFor          what_for)
{
  gboolean everybody = FALSE;

  for (guint i = 0; i < statement->n_principals && !statement->not_principal; i++)
    everybody = everybody || strcmp (statement->principals[i].value, "*") == 0;
  if (!statement->has_principal && what_for != DOSSIER_POLICY_LINT_FOR_ANY)
    add (found, DOSSIER_POLICY_LINT_NO_PRINCIPAL, statement->node);
  if (statement->allow && statement->not_principal)
    add (found, DOSSIER_POLICY_LINT_NOT_PRINCIPAL, dossier_policy_json_get (statement->node, "NotPrincipal"));
  if (statement->allow && statement->not_action)
    add (found, DOSSIER_POLICY_LINT_NOT_ACTION, dossier_policy_json_get (statement->node, "NotAction"));
  if (statement->allow && everybody && statement->n_conditions == 0)
    add (found, DOSSIER_POLICY_LINT_PUBLIC, statement->node);
  look_at_resources (found, policy, statement);
  look_at_conditions (found, policy, statement);
}

/* Tab, line feed, carriage return, and U+0020 to U+00FF (PutKeyPolicy of the KMS API reference). */
static void
look_at_characters (GArray              *found,
                    const DossierPolicy *policy)
{
  const char *at = dossier_policy_get_text (policy, NULL);
  DossierPolicyLint lint = { DOSSIER_POLICY_LINT_CHARACTER, NULL, 1, 1 };

  for (; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c > 0xFF)
        {
          lint.path = g_strdup ("");
          g_array_append_val (found, lint);
          return;
        }
      lint.column++;
      if (c == '\n')
        {
          lint.line++;
          lint.column = 1;
        }
    }
}

/**
 * dossier_policy_lint:
 * @policy: a policy
 * @what_for: what it is for
 *
 * Looks for what the rules allow and a person may not have meant.
 *
 * Returns: (transfer full) (element-type DossierPolicyLint): what was found, by statement
 */
GArray *
dossier_policy_lint (const DossierPolicy  *policy,
                     DossierPolicyLintFor  what_for)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (DossierPolicyLint));
  gsize length;

  g_array_set_clear_func (found, lint_clear);
  for (guint s = 0; s < policy->n_statements; s++)
    look_at_statement (found, policy, &policy->statements[s], what_for);
  dossier_policy_get_text (policy, &length);
  if (what_for != DOSSIER_POLICY_LINT_FOR_ANY &&
      length > dossier_policy_size_limit (what_for == DOSSIER_POLICY_LINT_FOR_KEY ? DOSSIER_POLICY_KIND_KEY
                                                                                  : DOSSIER_POLICY_KIND_BUCKET))
    add (found, DOSSIER_POLICY_LINT_SIZE, policy->root);
  if (what_for == DOSSIER_POLICY_LINT_FOR_KEY)
    look_at_characters (found, policy);
  return found;
}

/**
 * dossier_policy_lint_kind_to_text:
 * @kind: a kind
 *
 * Returns: (transfer none): a word for programs
 */
const char *
dossier_policy_lint_kind_to_text (DossierPolicyLintKind kind)
{
  return kinds[kind];
}
