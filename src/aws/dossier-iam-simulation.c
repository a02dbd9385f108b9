// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-iam-simulation.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierIamSimulation, dossier_iam_simulation, dossier_iam_simulation_ref,
                     dossier_iam_simulation_unref)

static void
statement_free (DossierIamStatement *statement)
{
  g_free (statement->policy_id);
  g_free (statement->policy_type);
  g_free (statement);
}

static void
evaluation_free (DossierIamEvaluation *evaluation)
{
  g_free (evaluation->action);
  g_free (evaluation->resource);
  g_free (evaluation->decision);
  g_ptr_array_unref (evaluation->statements);
  g_strfreev (evaluation->missing_context);
  g_hash_table_unref (evaluation->details);
  g_ptr_array_unref (evaluation->resources);
  g_free (evaluation);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierIamStatement, statement_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierIamEvaluation, evaluation_free)

static DossierIamEvaluation *
evaluation_new (void)
{
  DossierIamEvaluation *evaluation = g_new0 (DossierIamEvaluation, 1);

  evaluation->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) statement_free);
  evaluation->details = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  evaluation->resources = g_ptr_array_new_with_free_func ((GDestroyNotify) evaluation_free);
  return evaluation;
}

static void
clear (gpointer data)
{
  DossierIamSimulation *self = data;

  g_clear_pointer (&self->evaluations, g_ptr_array_unref);
  g_free (self->next_marker);
}

/* The first member of a list; its neighbours follow with dossier_xml_next(). */
static xmlNode *
first_of (xmlNode    *parent,
          const char *list,
          const char *member)
{
  xmlNode *node = dossier_xml_child (parent, list);

  return node != NULL ? dossier_xml_child (node, member) : NULL;
}

static gboolean
take_position (xmlNode     *statement,
               const char  *name,
               gint64      *line,
               gint64      *column,
               GError     **error)
{
  xmlNode *position = dossier_xml_child (statement, name);

  return position == NULL || (dossier_xml_get_int64 (position, "Line", line, NULL, error) &&
                              dossier_xml_get_int64 (position, "Column", column, NULL, error));
}

static gboolean
take_statements (DossierIamEvaluation  *evaluation,
                 xmlNode               *node,
                 GError               **error)
{
  for (xmlNode *member = first_of (node, "MatchedStatements", "member"); member != NULL;
       member = dossier_xml_next (member))
    {
      g_autoptr(DossierIamStatement) statement = g_new0 (DossierIamStatement, 1);

      if (!dossier_xml_get_text (member, "SourcePolicyId", &statement->policy_id, error) ||
          !dossier_xml_get_text (member, "SourcePolicyType", &statement->policy_type, error) ||
          !take_position (member, "StartPosition", &statement->start_line, &statement->start_column, error) ||
          !take_position (member, "EndPosition", &statement->end_line, &statement->end_column, error))
        return FALSE;
      g_ptr_array_add (evaluation->statements, g_steal_pointer (&statement));
    }
  return TRUE;
}

static gboolean
take_details (DossierIamEvaluation  *evaluation,
              xmlNode               *node,
              GError               **error)
{
  for (xmlNode *entry = first_of (node, "EvalDecisionDetails", "entry"); entry != NULL;
       entry = dossier_xml_next (entry))
    {
      g_autofree char *key = dossier_xml_need_text (entry, "key", error);
      g_autofree char *value = key != NULL ? dossier_xml_need_text (entry, "value", error) : NULL;

      if (value == NULL)
        return FALSE;
      g_hash_table_replace (evaluation->details, g_steal_pointer (&key), g_steal_pointer (&value));
    }
  return TRUE;
}

static gboolean
take_verdict (xmlNode            *node,
              const char         *detail,
              const char         *member,
              DossierIamVerdict  *verdict,
              GError            **error)
{
  xmlNode *child = dossier_xml_child (node, detail);
  gboolean allowed = FALSE, present = FALSE;

  if (child != NULL && !dossier_xml_get_boolean (child, member, &allowed, &present, error))
    return FALSE;

  if (present)
    *verdict = allowed ? DOSSIER_IAM_VERDICT_YES : DOSSIER_IAM_VERDICT_NO;
  return TRUE;
}

/* What is said of an action and of one of its resources is told in the same members. */
static gboolean
take_common (DossierIamEvaluation  *evaluation,
             xmlNode               *node,
             const char            *decision,
             GError               **error)
{
  evaluation->decision = dossier_xml_need_text (node, decision, error);
  return evaluation->decision != NULL &&
         dossier_xml_get_text (node, "EvalResourceName", &evaluation->resource, error) &&
         take_statements (evaluation, node, error) &&
         dossier_xml_get_texts (node, "MissingContextValues", &evaluation->missing_context, error) &&
         take_verdict (node, "OrganizationsDecisionDetail", "AllowedByOrganizations", &evaluation->organizations,
                       error) &&
         take_verdict (node, "PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary",
                       &evaluation->permissions_boundary, error) &&
         take_details (evaluation, node, error);
}

static gboolean
take_resources (DossierIamEvaluation  *evaluation,
                xmlNode               *node,
                GError               **error)
{
  for (xmlNode *member = first_of (node, "ResourceSpecificResults", "member"); member != NULL;
       member = dossier_xml_next (member))
    {
      g_autoptr(DossierIamEvaluation) inner = evaluation_new ();

      if (!take_common (inner, member, "EvalResourceDecision", error))
        return FALSE;
      g_ptr_array_add (evaluation->resources, g_steal_pointer (&inner));
    }
  return TRUE;
}

static gboolean
take_members (DossierIamSimulation  *self,
              xmlNode               *result,
              GError               **error)
{
  xmlNode *list = dossier_xml_need_child (result, "EvaluationResults", error);

  if (list == NULL || !dossier_xml_get_marker (result, &self->next_marker, error))
    return FALSE;

  for (xmlNode *member = dossier_xml_child (list, "member"); member != NULL; member = dossier_xml_next (member))
    {
      g_autoptr(DossierIamEvaluation) evaluation = evaluation_new ();

      evaluation->action = dossier_xml_need_text (member, "EvalActionName", error);
      if (evaluation->action == NULL || !take_common (evaluation, member, "EvalDecision", error) ||
          !take_resources (evaluation, member, error))
        return FALSE;
      g_ptr_array_add (self->evaluations, g_steal_pointer (&evaluation));
    }
  return TRUE;
}

/**
 * dossier_iam_simulation_parse:
 * @body: the body of an answer of SimulatePrincipalPolicy
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierIamSimulation *
dossier_iam_simulation_parse (GBytes  *body,
                              GError **error)
{
  g_autoptr(DossierIamSimulation) self = g_atomic_rc_box_new0 (DossierIamSimulation);
  g_autoptr(xmlDoc) document = NULL;
  xmlNode *result = dossier_xml_parse_result (body, "SimulatePrincipalPolicy", &document, error);

  self->evaluations = g_ptr_array_new_with_free_func ((GDestroyNotify) evaluation_free);
  if (result == NULL || !take_members (self, result, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_iam_simulation_ref:
 * @self: a simulation
 *
 * Returns: (transfer full): @self
 */
DossierIamSimulation *
dossier_iam_simulation_ref (const DossierIamSimulation *self)
{
  return g_atomic_rc_box_acquire ((DossierIamSimulation *) self);
}

/**
 * dossier_iam_simulation_unref:
 * @self: (transfer full): a simulation
 */
void
dossier_iam_simulation_unref (DossierIamSimulation *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
