// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_IAM_SIMULATION (dossier_iam_simulation_get_type ())

/**
 * DossierIamVerdict:
 * @DOSSIER_IAM_VERDICT_ABSENT: AWS does not say
 * @DOSSIER_IAM_VERDICT_NO: it does not allow the action
 * @DOSSIER_IAM_VERDICT_YES: it allows the action
 *
 * What one kind of policy says of an action.
 */
typedef enum
{
  DOSSIER_IAM_VERDICT_ABSENT,
  DOSSIER_IAM_VERDICT_NO,
  DOSSIER_IAM_VERDICT_YES,
} DossierIamVerdict;

/**
 * DossierIamStatement:
 * @policy_id: (nullable): the policy it stands in
 * @policy_type: (nullable): `user`, `group`, `role`, `aws-managed`, `user-managed`, `resource`, `none`
 * @start_line: where it begins, from 1; 0 where AWS does not say
 * @start_column: likewise
 * @end_line: where it ends, likewise
 * @end_column: likewise
 *
 * A statement that had a part in a decision.
 */
typedef struct
{
  char *policy_id;
  char *policy_type;
  gint64 start_line;
  gint64 start_column;
  gint64 end_line;
  gint64 end_column;
} DossierIamStatement;

/**
 * DossierIamEvaluation:
 * @action: (nullable): the action; %NULL in what is said of one resource
 * @resource: (nullable): the resource; outside of @resources it is often only the form of its ARN, or `*`
 * @decision: `allowed`, `explicitDeny` or `implicitDeny`
 * @statements: (element-type DossierIamStatement): what decided
 * @missing_context: (array zero-terminated=1): context keys that would have to be known
 * @organizations: what the organisation's service control policies say
 * @permissions_boundary: what the permissions boundary says
 * @details: (element-type utf8 utf8): decisions by kind of policy, between accounts
 * @resources: (element-type DossierIamEvaluation): the same for each resource
 *
 * What would become of one action.
 */
typedef struct
{
  char *action;
  char *resource;
  char *decision;
  GPtrArray *statements;
  char **missing_context;
  DossierIamVerdict organizations;
  DossierIamVerdict permissions_boundary;
  GHashTable *details;
  GPtrArray *resources;
} DossierIamEvaluation;

/**
 * DossierIamSimulation:
 * @evaluations: (element-type DossierIamEvaluation): one for each action
 * @next_marker: (nullable): the marker of the next page, %NULL on the last
 *
 * A page of SimulatePrincipalPolicy. Immutable; shared by reference.
 */
typedef struct
{
  GPtrArray *evaluations;
  char *next_marker;
} DossierIamSimulation;

GType dossier_iam_simulation_get_type (void);

DossierIamSimulation *dossier_iam_simulation_parse (GBytes  *body,
                                                    GError **error);
DossierIamSimulation *dossier_iam_simulation_ref (const DossierIamSimulation *self);
void dossier_iam_simulation_unref (DossierIamSimulation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierIamSimulation, dossier_iam_simulation_unref)

G_END_DECLS
