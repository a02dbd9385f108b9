// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_IAM_PRINCIPAL (dossier_iam_principal_get_type ())

/**
 * DossierIamPrincipal:
 * @name: the user's or the role's name
 * @arn: its ARN, with its path, as SimulatePrincipalPolicy wants it
 * @id: (nullable): AWS's unique id of it
 * @path: (nullable): its path, `/` where it has none
 * @permissions_boundary: (nullable): the ARN of the policy that limits what it may do
 * @trust_policy: (nullable): who may assume it, as JSON; a role's only
 *
 * The answer of GetUser or GetRole. Immutable; shared by reference.
 */
typedef struct
{
  char *name;
  char *arn;
  char *id;
  char *path;
  char *permissions_boundary;
  char *trust_policy;
} DossierIamPrincipal;

GType dossier_iam_principal_get_type (void);

DossierIamPrincipal *dossier_iam_principal_parse_user (GBytes  *body,
                                                       GError **error);
DossierIamPrincipal *dossier_iam_principal_parse_role (GBytes  *body,
                                                       GError **error);
DossierIamPrincipal *dossier_iam_principal_ref (const DossierIamPrincipal *self);
void dossier_iam_principal_unref (DossierIamPrincipal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierIamPrincipal, dossier_iam_principal_unref)

G_END_DECLS
