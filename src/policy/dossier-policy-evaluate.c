// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-evaluate.h"
#include "dossier-policy-private.h"

/* What a statement does to the request, in the order of its weight. */
typedef enum { DENY, OPEN_DENY, ALLOW, OPEN_ALLOW, N_EFFECTS } Effect;

typedef struct
{
  DossierPolicyStatementRef ref;
  Effect effect;
  DossierPolicyPrincipalMatch match;
} Hit;

G_DEFINE_BOXED_TYPE (DossierPolicyVerdict, dossier_policy_verdict, dossier_policy_verdict_copy, dossier_policy_verdict_free)

/* Made to be decided, as often as wanted. Returns: (transfer full) */
DossierPolicyVerdict *
dossier_policy_verdict_new (void)
{
  DossierPolicyVerdict *self = g_new0 (DossierPolicyVerdict, 1);

  self->statements = g_array_new (FALSE, FALSE, sizeof (DossierPolicyStatementRef));
  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  self->unknown_keys = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  return self;
}

/**
 * dossier_policy_verdict_copy:
 * @self: a verdict
 *
 * Returns: (transfer full): a copy
 */
DossierPolicyVerdict *
dossier_policy_verdict_copy (const DossierPolicyVerdict *self)
{
  DossierPolicyVerdict *copy = dossier_policy_verdict_new ();

  copy->decision = self->decision;
  copy->delegated = self->delegated;
  g_array_append_vals (copy->statements, self->statements->data, self->statements->len);
  for (guint i = 0; i < self->unknown_keys->len; i++)
    g_ptr_array_add (copy->unknown_keys, g_strdup (g_ptr_array_index (self->unknown_keys, i)));
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
  g_array_unref (self->hits);
  g_ptr_array_unref (self->unknown_keys);
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
  static const char *const none[] = { NULL };

  /* An array that never held anything has no memory. */
  return self->unknown_keys->len > 0 ? (const char *const *) self->unknown_keys->pdata : none;
}

/**
 * dossier_policy_verdict_is_delegated:
 * @self: a verdict
 *
 * A statement of a resource's policy that names an account, and not the caller, leaves the
 * decision to the policies of that account; for them an Allow is needed too.
 *
 * Returns: whether the decision is %DOSSIER_DECISION_ALLOW by such statements only
 */
gboolean
dossier_policy_verdict_is_delegated (const DossierPolicyVerdict *self)
{
  return self->delegated;
}

static DossierTri
resource_matches (const DossierPolicy          *policy,
                  const DossierPolicyStatement *statement,
                  const DossierPolicyRequest   *request,
                  GPtrArray                    *unknown)
{
  gsize length = strlen (request->resource);
  DossierTri result = DOSSIER_TRI_FALSE;

  for (guint i = 0; i < statement->resources.n && result != DOSSIER_TRI_TRUE; i++)
    {
      const DossierPolicyPattern *resource = &statement->resources.items[i];
      g_autoptr (GString) pattern = NULL;
      DossierTri one = DOSSIER_TRI_TRUE;

      if (!resource->plain)
        {
          pattern = g_string_new (NULL);
          one = dossier_policy_expand (resource, request, policy->has_variables, pattern, unknown);
        }
      if (one == DOSSIER_TRI_TRUE &&
          !dossier_policy_glob (pattern != NULL ? pattern->str : resource->text,
                                pattern != NULL ? pattern->len : resource->length, request->resource, length, FALSE))
        one = DOSSIER_TRI_FALSE;
      result = MAX (result, one);
    }
  return statement->not_resource ? (DossierTri) (DOSSIER_TRI_TRUE - result) : result;
}

static gboolean
action_matches (const DossierPolicyStatement *statement,
                const DossierPolicyRequest   *request)
{
  gsize length = strlen (request->action);

  for (guint i = 0; i < statement->actions.n; i++)
    if (dossier_policy_glob (statement->actions.items[i].text, statement->actions.items[i].length, request->action,
                             length, TRUE))
      return !statement->not_action;
  return statement->not_action;
}

/* Kleene AND of action, resource and conditions; whom it speaks of is not looked at.
 * @unknown gets the keys of those parts that are open, if nothing else is false. */
DossierTri
dossier_policy_statement_test (const DossierPolicy          *policy,
                               const DossierPolicyStatement *statement,
                               const DossierPolicyRequest   *request,
                               GPtrArray                    *unknown)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  DossierTri result = DOSSIER_TRI_TRUE;

  if (!action_matches (statement, request))
    return DOSSIER_TRI_FALSE;
  for (guint i = 0; i <= statement->n_conditions && result != DOSSIER_TRI_FALSE; i++)
    {
      guint before = open->len;
      DossierTri one = i == 0 ? resource_matches (policy, statement, request, open)
                              : dossier_policy_condition_test (&statement->conditions[i - 1], request,
                                                               policy->has_variables, open);

      /* A variable that did not matter in the end leaves nothing open. */
      if (one != DOSSIER_TRI_UNKNOWN)
        g_ptr_array_set_size (open, (int) before);
      result = MIN (result, one);
    }
  for (guint j = 0; result == DOSSIER_TRI_UNKNOWN && unknown != NULL && j < open->len; j++)
    dossier_policy_note_unknown (unknown, g_ptr_array_index (open, j));
  return result;
}

static void
collect_hits (DossierPolicyVerdict       *self,
              DossierPolicy *const       *policies,
              gsize                       n_policies,
              const DossierPolicyRequest *request,
              guint                       n[N_EFFECTS])
{
  for (guint p = 0; p < n_policies; p++)
    for (guint s = 0; s < policies[p]->n_statements; s++)
      {
        const DossierPolicyStatement *statement = &policies[p]->statements[s];
        Hit hit = { { p, s }, statement->allow ? ALLOW : DENY, dossier_policy_principal_match (statement, request) };
        DossierTri applies = DOSSIER_TRI_FALSE;

        if (hit.match != DOSSIER_POLICY_PRINCIPAL_OTHER)
          applies = dossier_policy_statement_test (policies[p], statement, request, NULL);
        if (applies == DOSSIER_TRI_FALSE)
          continue;
        if (applies == DOSSIER_TRI_UNKNOWN)
          hit.effect++;
        n[hit.effect]++;
        g_array_append_val (self->hits, hit);
      }
}

/* What dossier_policy_evaluate() does, into a verdict that is there. */
void
dossier_policy_verdict_decide (DossierPolicyVerdict       *self,
                               DossierPolicy *const       *policies,
                               gsize                       n_policies,
                               const DossierPolicyRequest *request)
{
  guint n[N_EFFECTS] = { 0 };

  g_array_set_size (self->statements, 0);
  g_array_set_size (self->hits, 0);
  g_ptr_array_set_size (self->unknown_keys, 0);
  collect_hits (self, policies, n_policies, request, n);
  self->decision = n[DENY] > 0         ? DOSSIER_DECISION_EXPLICIT_DENY
                   : n[OPEN_DENY] > 0  ? DOSSIER_DECISION_UNKNOWN
                   : n[ALLOW] > 0      ? DOSSIER_DECISION_ALLOW
                   : n[OPEN_ALLOW] > 0 ? DOSSIER_DECISION_UNKNOWN
                                       : DOSSIER_DECISION_IMPLICIT_DENY;
  self->delegated = self->decision == DOSSIER_DECISION_ALLOW;
  for (guint i = 0; i < self->hits->len; i++)
    {
      const Hit *hit = &g_array_index (self->hits, Hit, i);
      gboolean open = hit->effect == OPEN_DENY || (hit->effect == OPEN_ALLOW && n[ALLOW] == 0);

      switch (self->decision)
        {
        case DOSSIER_DECISION_EXPLICIT_DENY:
          if (hit->effect != DENY)
            continue;
          break;
        case DOSSIER_DECISION_ALLOW:
          if (hit->effect != ALLOW)
            continue;
          self->delegated = self->delegated && hit->match == DOSSIER_POLICY_PRINCIPAL_ACCOUNT;
          break;
        case DOSSIER_DECISION_UNKNOWN:
        case DOSSIER_DECISION_IMPLICIT_DENY:
        default:
          if (!open)
            continue;
          dossier_policy_statement_test (policies[hit->ref.policy],
                                         &policies[hit->ref.policy]->statements[hit->ref.statement], request,
                                         self->unknown_keys);
        }
      g_array_append_val (self->statements, hit->ref);
    }
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
 * The decision is the one that stands whatever the unknown keys are. So a Deny that may
 * apply leaves it %DOSSIER_DECISION_UNKNOWN even where nothing allows: explicit and implicit
 * denial are two decisions, and only the keys of
 * dossier_policy_verdict_get_unknown_keys() tell which it is.
 *
 * Returns: (transfer full): the verdict
 */
DossierPolicyVerdict *
dossier_policy_evaluate (DossierPolicy *const       *policies,
                         gsize                       n_policies,
                         const DossierPolicyRequest *request)
{
  DossierPolicyVerdict *self = dossier_policy_verdict_new ();

  dossier_policy_verdict_decide (self, policies, n_policies, request);
  return self;
}
