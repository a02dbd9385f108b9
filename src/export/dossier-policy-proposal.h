// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy-merge.h"

G_BEGIN_DECLS

/**
 * DossierPolicyProposal:
 * @text: what the policy should be
 * @merge: how Inspector's statement got into it, with what a person should know
 * @n_mends: how many statements that kept Inspector out were mended before
 *
 * A change of a policy that a person has to look at.
 */
typedef struct
{
  char *text;
  DossierPolicyMerge *merge;
  guint n_mends;
} DossierPolicyProposal;

DossierPolicyProposal *dossier_policy_propose       (const char                    *text,
                                                     const DossierInspectorAccess  *access,
                                                     gboolean                       also_unknown,
                                                     GError                       **error);
void                   dossier_policy_proposal_free (DossierPolicyProposal         *self);
char                  *dossier_policy_tls_only      (const DossierInspectorAccess  *access);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyProposal, dossier_policy_proposal_free)

G_END_DECLS
