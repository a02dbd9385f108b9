// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-edit-private.h"
#include "dossier-policy-inspector-private.h"

struct _DossierPolicyInspector
{
  grefcount ref_count;
  DossierPolicy *policy;
  DossierDecision decision;
  GArray *calls;    /* of DossierPolicyCall */
  GArray *troubles; /* of DossierPolicyTrouble */
};

G_DEFINE_BOXED_TYPE (DossierPolicyInspector, dossier_policy_inspector, dossier_policy_inspector_ref, dossier_policy_inspector_unref)

static void
call_clear (gpointer data)
{
  DossierPolicyCall *call = data;

  g_free (call->account);
  g_free (call->action);
  dossier_policy_verdict_free (call->verdict);
}

static void
trouble_clear (gpointer data)
{
  DossierPolicyTrouble *trouble = data;

  g_free (trouble->key);
  g_free (trouble->value);
}

/* Adds a trouble that is not told yet. */
void
dossier_policy_add_trouble (GArray               *troubles,
                            DossierPolicyTrouble  trouble,
                            const char           *key,
                            const char           *value)
{
  for (guint i = 0; i < troubles->len; i++)
    {
      const DossierPolicyTrouble *other = &g_array_index (troubles, DossierPolicyTrouble, i);

      if (other->kind == trouble.kind && other->statement == trouble.statement && g_strcmp0 (other->key, key) == 0 &&
          g_strcmp0 (other->value, value) == 0)
        return;
    }
  trouble.key = g_strdup (key);
  trouble.value = g_strdup (value);
  g_array_append_val (troubles, trouble);
}

/* From the best to the worst. */
static guint
rank (DossierDecision decision)
{
  return decision == DOSSIER_DECISION_ALLOW           ? 0
         : decision == DOSSIER_DECISION_UNKNOWN       ? 1
         : decision == DOSSIER_DECISION_IMPLICIT_DENY ? 2
                                                      : 3;
}

static void
ask (DossierPolicyInspector       *self,
     const DossierInspectorAccess *access,
     const char                   *account,
     const char                   *action)
{
  g_autoptr (DossierPolicyRequest) request =
      dossier_inspector_access_new_request (access, account, action, DOSSIER_POLICY_REPORT, self->policy);
  DossierPolicyCall call = { g_strdup (account), g_strdup (action), dossier_policy_evaluate (&self->policy, 1, request) };
  DossierDecision decision = dossier_policy_verdict_get_decision (call.verdict);
  gboolean allowed = FALSE, everybody = TRUE;
  int first = -1;

  g_array_append_val (self->calls, call);
  if (rank (decision) > rank (self->decision))
    self->decision = decision;
  /* Whether there is an Allow is a question of its own where a Deny decided. */
  for (guint s = 0; s < self->policy->n_statements; s++)
    {
      const DossierPolicyStatement *statement = &self->policy->statements[s];
      gboolean service = FALSE;

      if (!statement->allow || dossier_policy_principal_match (statement, request) == DOSSIER_POLICY_PRINCIPAL_OTHER ||
          dossier_policy_statement_test (self->policy, statement, request, NULL) != DOSSIER_TRI_TRUE)
        continue;
      for (guint i = 0; i < statement->n_principals && !statement->not_principal; i++)
        service = service || strcmp (statement->principals[i].type, "Service") == 0;
      everybody = everybody && !service;
      first = first < 0 ? (int) s : first;
      allowed = TRUE;
    }
  if (!allowed)
    dossier_policy_find_lacks (self->troubles, self->policy, access, account, action);
  else if (everybody)
    dossier_policy_add_trouble (self->troubles,
                                (DossierPolicyTrouble) { .kind = DOSSIER_POLICY_TROUBLE_EVERYBODY,
                                                         .effect = DOSSIER_POLICY_TROUBLE_MAY_BLOCK,
                                                         .mend = DOSSIER_POLICY_MEND_MERGE,
                                                         .statement = first },
                                NULL, NULL);
}

/**
 * dossier_policy_inspector_new:
 * @policy: the policy of a bucket or a key
 * @access: what Inspector will do with it
 * @error: return location; %DOSSIER_ERROR_INVALID_INPUT for @access
 *
 * Finds out what the policy says to each of Inspector's calls, and why it says no.
 *
 * Returns: (transfer full) (nullable): the explanation
 */
DossierPolicyInspector *
dossier_policy_inspector_new (DossierPolicy                 *policy,
                              const DossierInspectorAccess  *access,
                              GError                       **error)
{
  const char *const *actions = dossier_inspector_access_get_actions (access);
  DossierPolicyInspector *self;

  if (!dossier_inspector_access_check (access, error))
    return NULL;
  self = g_new0 (DossierPolicyInspector, 1);
  g_ref_count_init (&self->ref_count);
  self->policy = dossier_policy_ref (policy);
  self->decision = DOSSIER_DECISION_ALLOW;
  self->calls = g_array_new (FALSE, FALSE, sizeof (DossierPolicyCall));
  g_array_set_clear_func (self->calls, call_clear);
  self->troubles = g_array_new (FALSE, FALSE, sizeof (DossierPolicyTrouble));
  g_array_set_clear_func (self->troubles, trouble_clear);
  dossier_policy_find_denies (self->troubles, policy, access);
  for (guint a = 0; access->accounts[a] != NULL; a++)
    for (gsize i = 0; actions[i] != NULL; i++)
      ask (self, access, access->accounts[a], actions[i]);
  return self;
}

/**
 * dossier_policy_inspector_ref:
 * @self: an explanation
 *
 * Returns: (transfer full): @self
 */
DossierPolicyInspector *
dossier_policy_inspector_ref (DossierPolicyInspector *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_policy_inspector_unref:
 * @self: (transfer full): an explanation
 */
void
dossier_policy_inspector_unref (DossierPolicyInspector *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  dossier_policy_unref (self->policy);
  g_array_unref (self->calls);
  g_array_unref (self->troubles);
  g_free (self);
}

/**
 * dossier_policy_inspector_get_decision:
 * @self: an explanation
 *
 * Returns: the worst decision of all calls; an explicit denial is the worst, then an
 *   implicit one, then an unknown one
 */
DossierDecision
dossier_policy_inspector_get_decision (const DossierPolicyInspector *self)
{
  return self->decision;
}

/**
 * dossier_policy_inspector_get_n_calls:
 * @self: an explanation
 *
 * Returns: how many calls were asked about
 */
guint
dossier_policy_inspector_get_n_calls (const DossierPolicyInspector *self)
{
  return self->calls->len;
}

/**
 * dossier_policy_inspector_get_call:
 * @self: an explanation
 * @index: from 0
 *
 * Returns: (transfer none): the call
 */
const DossierPolicyCall *
dossier_policy_inspector_get_call (const DossierPolicyInspector *self,
                                   guint                         index)
{
  return &g_array_index (self->calls, DossierPolicyCall, index);
}

/**
 * dossier_policy_inspector_get_n_troubles:
 * @self: an explanation
 *
 * Returns: how many troubles there are, those that only may be ones included
 */
guint
dossier_policy_inspector_get_n_troubles (const DossierPolicyInspector *self)
{
  return self->troubles->len;
}

/**
 * dossier_policy_inspector_get_trouble:
 * @self: an explanation
 * @index: from 0
 *
 * Returns: (transfer none): the trouble
 */
const DossierPolicyTrouble *
dossier_policy_inspector_get_trouble (const DossierPolicyInspector *self,
                                      guint                         index)
{
  return &g_array_index (self->troubles, DossierPolicyTrouble, index);
}

/* Adds the exemption to the conditions, or the conditions to the statement. */
static void
exempt_services (DossierPolicyEdit       *edit,
                 const DossierPolicyJson *statement)
{
  const DossierPolicyJson *condition = dossier_policy_json_get (statement, "Condition");
  const DossierPolicyJson *operator = condition != NULL ? dossier_policy_json_get (condition, "BoolIfExists") : NULL;

  if (operator != NULL)
    dossier_policy_edit_append (edit, operator, "\"aws:PrincipalIsAWSService\":\"false\"");
  else if (condition != NULL)
    dossier_policy_edit_append (edit, condition, "\"BoolIfExists\":{\"aws:PrincipalIsAWSService\":\"false\"}");
  else
    dossier_policy_edit_append (edit, statement, "\"Condition\":{\"BoolIfExists\":{\"aws:PrincipalIsAWSService\":\"false\"}}");
}

static void
name_key (DossierPolicyEdit            *edit,
          const DossierPolicyStatement *statement,
          const char                   *key_arn)
{
  const char *const values[] = { key_arn, NULL };

  for (guint i = 0; i < statement->n_conditions; i++)
    if (g_ascii_strcasecmp (statement->conditions[i].key, "s3:x-amz-server-side-encryption-aws-kms-key-id") == 0)
      dossier_policy_edit_add_values (edit, statement->conditions[i].node, values);
}

/**
 * dossier_policy_inspector_mend:
 * @self: an explanation
 * @trouble: index of a trouble with %DOSSIER_POLICY_MEND_EXEMPT_SERVICES or
 *   %DOSSIER_POLICY_MEND_NAME_KEY; the others are a matter of dossier_policy_merge()
 * @key_arn: (nullable): the key; needed for %DOSSIER_POLICY_MEND_NAME_KEY
 * @error: return location; %DOSSIER_POLICY_ERROR_NO_MEND
 *
 * Makes the document in which that Deny lets Inspector through. It is a proposal: a person
 * has to see the difference and agree.
 *
 * Returns: (transfer full) (nullable): the new document
 */
char *
dossier_policy_inspector_mend (const DossierPolicyInspector  *self,
                               guint                          trouble,
                               const char                    *key_arn,
                               GError                       **error)
{
  const DossierPolicyTrouble *what = dossier_policy_inspector_get_trouble (self, trouble);
  g_autoptr (DossierPolicyEdit) edit = dossier_policy_edit_new (self->policy->document);

  if (what->mend == DOSSIER_POLICY_MEND_EXEMPT_SERVICES)
    exempt_services (edit, self->policy->statements[what->statement].node);
  else if (what->mend == DOSSIER_POLICY_MEND_NAME_KEY && key_arn != NULL && strpbrk (key_arn, "\"\\") == NULL)
    name_key (edit, &self->policy->statements[what->statement], key_arn);
  else
    {
      g_propagate_error (error, dossier_policy_error_new (DOSSIER_POLICY_ERROR_NO_MEND, "", 1, 1,
                                                          "There is no change to propose; the statement's owner has to change it"));
      return NULL;
    }
  return dossier_policy_edit_apply (edit);
}
