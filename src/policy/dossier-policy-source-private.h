// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-inspector-access.h"
#include "dossier-policy-edit-private.h"
#include "dossier-policy-private.h"

G_BEGIN_DECLS

/* Whose reports a statement for Inspector is about: its values of aws:SourceAccount and of
 * aws:SourceArn. @any: an account of the ARNs is a pattern, so that they limit no account. */
typedef struct
{
  const DossierPolicyCondition *accounts;
  const DossierPolicyCondition *arns;
  gboolean any;
  GPtrArray *both;   /* accounts that may */
  GPtrArray *uneven; /* accounts of one of the two only */
} DossierPolicySource;

gboolean dossier_policy_source_init   (DossierPolicySource           *self,
                                       const DossierPolicyStatement  *statement,
                                       const DossierInspectorAccess  *access);
gboolean dossier_policy_source_is_exact (const DossierPolicySource    *self,
                                         const DossierPolicyStatement *statement,
                                         const DossierInspectorAccess *access);
void     dossier_policy_source_clear  (DossierPolicySource           *self);
void     dossier_policy_source_extend (const DossierPolicySource     *self,
                                       const DossierInspectorAccess  *access,
                                       const char *const             *missing,
                                       DossierPolicyEdit             *edit);
void     dossier_policy_source_mend   (const DossierPolicySource     *self,
                                       const DossierInspectorAccess  *access,
                                       DossierPolicyEdit             *edit,
                                       GPtrArray                     *dropped);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DossierPolicySource, dossier_policy_source_clear)

G_END_DECLS
