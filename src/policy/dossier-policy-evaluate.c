// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-policy-evaluate.h"
#include "dossier-policy-private.h"

struct _DossierPolicyVerdict
{
  DossierDecision decision;
  GArray *statements;
  GStrv unknown_keys;
};

G_DEFINE_BOXED_TYPE (DossierPolicyVerdict, dossier_policy_verdict, dossier_policy_verdict_copy, dossier_policy_verdict_free)

/**
 * dossier_policy_verdict_copy:
 * @self: a verdict
 *
 * Returns: (transfer full): a copy
 */
DossierPolicyVerdict *
dossier_policy_verdict_copy (const DossierPolicyVerdict *self)
{
  DossierPolicyVerdict *copy = g_new0 (DossierPolicyVerdict, 1);

  copy->decision = self->decision;
  copy->statements = g_array_copy (self->statements);
  copy->unknown_keys = g_strdupv (self->unknown_keys);
  return copy;
}

/**
 * dossier_policy_verdict_free:
 * @self: (transfer full): a verdict
 */
void
dossier_policy_verdict_free (DossierPolicyVerdict *self)
{
  g_array_unref (self->statements);
  g_strfreev (self->unknown_keys);
  g_free (self);
}

/**
 * dossier_policy_verdict_get_decision:
 * @self: a verdict
 *
 * Returns: the decision
 */
DossierDecision
dossier_policy_verdict_get_decision (const DossierPolicyVerdict *self)
{
  return self->decision;
}

/**
 * dossier_policy_verdict_get_statements:
 * @self: a verdict
 * @n: (out): how many
 *
 * Returns: (array length=n) (transfer none): the statements that decided
 */
const DossierPolicyStatementRef *
dossier_policy_verdict_get_statements (const DossierPolicyVerdict *self,
                                       gsize                      *n)
{
  *n = self->statements->len;
  return (const DossierPolicyStatementRef *) (gpointer) self->statements->data;
}

/**
 * dossier_policy_verdict_get_unknown_keys:
 * @self: a verdict
 *
 * Returns: (transfer none): the keys on which an unknown decision depends, ending with %NULL
 */
const char *const *
dossier_policy_verdict_get_unknown_keys (const DossierPolicyVerdict *self)
{
  return (const char *const *) self->unknown_keys;
}

static DossierTri
resource_matches (const DossierPolicy          *policy,
                  const DossierPolicyStatement *statement,
                  const DossierPolicyRequest   *request,
                  GPtrArray                    *unknown)
{
  DossierTri result = DOSSIER_TRI_FALSE;

  for (guint i = 0; statement->resources[i] != NULL && result != DOSSIER_TRI_TRUE; i++)
    {
      g_autoptr (GString) pattern = g_string_new (NULL);
      DossierTri one = dossier_policy_expand (statement->resources[i], request, policy->has_variables, pattern, unknown);

      if (one == DOSSIER_TRI_TRUE && !dossier_policy_glob (pattern->str, request->resource, FALSE))
        one = DOSSIER_TRI_FALSE;
      result = MAX (result, one);
    }
  return statement->not_resource ? (DossierTri) (DOSSIER_TRI_TRUE - result) : result;
}

static gboolean
action_matches (const DossierPolicyStatement *statement,
                const DossierPolicyRequest   *request)
{
  for (guint i = 0; statement->actions[i] != NULL; i++)
    if (dossier_policy_glob (statement->actions[i], request->action, TRUE))
      return !statement->not_action;
  return statement->not_action;
}

/* Kleene AND of all parts. @unknown gets keys of the parts that are open only. */
static DossierTri
statement_applies (const DossierPolicy          *policy,
                   const DossierPolicyStatement *statement,
                   const DossierPolicyRequest   *request,
                   GPtrArray                    *unknown)
{
  DossierTri result = DOSSIER_TRI_TRUE;

  if (!dossier_policy_principal_match (statement, request) || !action_matches (statement, request))
    return DOSSIER_TRI_FALSE;
  for (guint i = 0; i <= statement->conditions->len && result != DOSSIER_TRI_FALSE; i++)
    {
      g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
      DossierTri one = i == 0 ? resource_matches (policy, statement, request, open)
                              : dossier_policy_condition_test (g_ptr_array_index (statement->conditions, i - 1), request,
                                                               policy->has_variables, open);

      result = MIN (result, one);
      for (guint j = 0; one == DOSSIER_TRI_UNKNOWN && j < open->len; j++)
        dossier_policy_note_unknown (unknown, g_ptr_array_index (open, j));
    }
  return result;
}

/**
 * dossier_policy_evaluate:
 * @policies: (array length=n_policies): resource and identity policies alike; a
 *   statement without a principal is of an identity policy and says nothing of a service
 * @n_policies: how many
 * @request: who wants to do what
 *
 * An applicable Deny decides; then a Deny that may apply; then an Allow; then
 * an Allow that may apply; else the request is denied implicitly.
 *
 * Returns: (transfer full): the verdict
 */
DossierPolicyVerdict *
dossier_policy_evaluate (DossierPolicy *const       *policies,
                         gsize                       n_policies,
                         const DossierPolicyRequest *request)
{
  /* In the order of their weight: Deny, open Deny, Allow, open Allow, nothing. */
  static const DossierDecision decisions[] = { DOSSIER_DECISION_EXPLICIT_DENY, DOSSIER_DECISION_UNKNOWN,
                                               DOSSIER_DECISION_ALLOW, DOSSIER_DECISION_UNKNOWN,
                                               DOSSIER_DECISION_IMPLICIT_DENY };
  DossierPolicyVerdict *self = g_new0 (DossierPolicyVerdict, 1);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  guint best = 4;

  self->statements = g_array_new (FALSE, FALSE, sizeof (DossierPolicyStatementRef));
  for (guint p = 0; p < n_policies; p++)
    for (guint s = 0; s < policies[p]->statements->len; s++)
      {
        const DossierPolicyStatement *statement = g_ptr_array_index (policies[p]->statements, s);
        DossierPolicyStatementRef ref = { p, s };
        g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
        DossierTri applies = statement_applies (policies[p], statement, request, open);
        guint weight = (statement->allow ? 2 : 0) + (applies == DOSSIER_TRI_UNKNOWN ? 1 : 0);

        if (applies == DOSSIER_TRI_FALSE || weight > best)
          continue;
        if (weight < best)
          {
            g_array_set_size (self->statements, 0);
            g_ptr_array_set_size (keys, 0);
          }
        best = weight;
        g_array_append_val (self->statements, ref);
        for (guint i = 0; applies == DOSSIER_TRI_UNKNOWN && i < open->len; i++)
          dossier_policy_note_unknown (keys, g_ptr_array_index (open, i));
      }
  self->decision = decisions[best];
  self->unknown_keys = keys->len > 0 ? g_strdupv ((char **) keys->pdata) : g_new0 (char *, 1);
  return self;
}
