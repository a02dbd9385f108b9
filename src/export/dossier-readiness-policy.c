// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-json.h"
#include "dossier-policy-inspector.h"
#include "dossier-readiness-policy-private.h"

/* Sids of Inspector's user guide. */
static const char *
sid_for (const DossierInspectorAccess *access)
{
  return access->kind == DOSSIER_POLICY_KIND_BUCKET ? "allow-inspector" : "Allow Amazon Inspector to use the key";
}

/* The statement that decided, or the one to be added, as it would stand in the policy. */
static void
show_statement (DossierCheckRow *row,
                const char      *policy,
                int              index)
{
  g_autoptr(JsonNode) root = dossier_json_parse (policy, -1, NULL);
  JsonNode *statements = root != NULL ? json_object_get_member (json_node_get_object (root), "Statement") : NULL;
  g_autofree char *text = NULL;

  if (statements != NULL && JSON_NODE_HOLDS_ARRAY (statements) && index >= 0 &&
      (guint) index < json_array_get_length (json_node_get_array (statements)))
    statements = json_array_get_element (json_node_get_array (statements), (guint) index);
  if (statements == NULL)
    return;
  text = dossier_json_to_text (statements, TRUE);
  dossier_check_row_set_document (row, text);
}

static void
show_wanted (DossierCheckRow              *row,
             const DossierInspectorAccess *access)
{
  g_autofree char *compact = dossier_inspector_access_dup_statement (access, sid_for (access));
  g_autoptr(JsonNode) node = dossier_json_parse (compact, -1, NULL);
  g_autofree char *text = node != NULL ? dossier_json_to_text (node, TRUE) : g_strdup (compact);

  dossier_check_row_set_document (row, text);
}

/* "denyTransport in Statement[2] (guard): aws:SecureTransport false" */
static char *
describe (const DossierPolicy        *policy,
          const DossierPolicyTrouble *trouble)
{
  GString *text = g_string_new (dossier_policy_trouble_kind_to_text (trouble->kind));
  const char *sid = trouble->statement >= 0 ? dossier_policy_get_sid (policy, (guint) trouble->statement) : NULL;

  if (trouble->statement >= 0)
    g_string_append_printf (text, " in Statement[%d]", trouble->statement);
  if (sid != NULL)
    g_string_append_printf (text, " (%s)", sid);
  if (trouble->key != NULL || trouble->value != NULL)
    g_string_append_c (text, ':');
  if (trouble->key != NULL)
    g_string_append_printf (text, " %s", trouble->key);
  if (trouble->value != NULL)
    g_string_append_printf (text, " %s", trouble->value);
  return g_string_free_and_steal (text);
}

/* The worst trouble of a kind decides a row; one that passes is told all the same. */
static void
judge_row (DossierCheckRow              *row,
           const char                   *text,
           DossierPolicy                *policy,
           const DossierPolicyInspector *inspector,
           gboolean                      denies)
{
  const DossierPolicyTrouble *worst = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < dossier_policy_inspector_get_n_troubles (inspector); i++)
    {
      const DossierPolicyTrouble *trouble = dossier_policy_inspector_get_trouble (inspector, i);

      if ((trouble->kind < DOSSIER_POLICY_TROUBLE_NO_STATEMENT) == denies &&
          (worst == NULL || trouble->effect < worst->effect))
        worst = trouble;
    }
  if (worst == NULL)
    {
      dossier_check_row_set (row, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, NULL);
      return;
    }

  words = describe (policy, worst);
  if (worst->effect == DOSSIER_POLICY_TROUBLE_BLOCKS)
    dossier_check_row_set (row, DOSSIER_CHECK_NO, DOSSIER_CHECK_PROVED, words);
  else if (worst->effect == DOSSIER_POLICY_TROUBLE_MAY_BLOCK)
    dossier_check_row_set (row, DOSSIER_CHECK_UNKNOWN, DOSSIER_CHECK_INCONCLUSIVE, words);
  else
    dossier_check_row_set (row, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, words);
  if (worst->statement >= 0)
    show_statement (row, text, worst->statement);
}

/* Fills in what a policy says of Inspector: whether a statement allows what it does, and
 * whether none keeps it out. @text is empty where there is no policy.
 */
void
dossier_readiness_judge_policy (const DossierInspectorAccess *access,
                                const char                   *text,
                                DossierCheckRow              *allows,
                                DossierCheckRow              *guards)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierPolicy) policy = NULL;
  g_autoptr(DossierPolicyInspector) inspector = NULL;

  if (*text == '\0')
    {
      dossier_check_row_set (allows, DOSSIER_CHECK_NO, DOSSIER_CHECK_PROVED, "allowMissing");
      dossier_check_row_set (guards, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, NULL);
      show_wanted (allows, access);
      return;
    }

  policy = dossier_policy_parse (text, -1, &error);
  inspector = policy != NULL ? dossier_policy_inspector_new (policy, access, &error) : NULL;
  if (inspector == NULL)
    {
      dossier_readiness_hide_policy (access, error->message, allows, guards);
      return;
    }
  judge_row (allows, text, policy, inspector, FALSE);
  judge_row (guards, text, policy, inspector, TRUE);
  if (dossier_check_row_get_verdict (allows) != DOSSIER_CHECK_YES)
    show_wanted (allows, access);
}

/* Of a policy that may not be seen nothing is known; its owner can be asked to add the statement. */
void
dossier_readiness_hide_policy (const DossierInspectorAccess *access,
                               const char                   *reason,
                               DossierCheckRow              *allows,
                               DossierCheckRow              *guards)
{
  dossier_check_row_set (allows, DOSSIER_CHECK_UNKNOWN, DOSSIER_CHECK_INCONCLUSIVE, reason);
  dossier_check_row_set (guards, DOSSIER_CHECK_UNKNOWN, DOSSIER_CHECK_INCONCLUSIVE, reason);
  if (dossier_inspector_access_check (access, NULL))
    show_wanted (allows, access);
}
