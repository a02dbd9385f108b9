// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy.h"

G_BEGIN_DECLS

/**
 * DossierPolicyChange:
 * @DOSSIER_POLICY_CHANGE_SAME: in both
 * @DOSSIER_POLICY_CHANGE_ADDED: in the new document only
 * @DOSSIER_POLICY_CHANGE_REMOVED: in the old document only
 * @DOSSIER_POLICY_CHANGE_EDITED: a statement that means something else now
 *
 * What became of a line or a statement.
 */
typedef enum
{
  DOSSIER_POLICY_CHANGE_SAME,
  DOSSIER_POLICY_CHANGE_ADDED,
  DOSSIER_POLICY_CHANGE_REMOVED,
  DOSSIER_POLICY_CHANGE_EDITED,
} DossierPolicyChange;

/**
 * DossierPolicyDiffLine:
 * @change: never %DOSSIER_POLICY_CHANGE_EDITED
 * @old_line: its number in the old document, from 1; 0 if it is not there
 * @new_line: its number in the new document, from 1; 0 if it is not there
 * @text: the line without its end
 */
typedef struct
{
  DossierPolicyChange change;
  guint old_line;
  guint new_line;
  char *text;
} DossierPolicyDiffLine;

/**
 * DossierPolicyDiffStatement:
 * @change: what became of the statement
 * @old_index: its index in the old policy, -1 if it is not there
 * @new_index: its index in the new policy, -1 if it is not there
 */
typedef struct
{
  DossierPolicyChange change;
  int old_index;
  int new_index;
} DossierPolicyDiffStatement;

#define DOSSIER_TYPE_POLICY_DIFF (dossier_policy_diff_get_type ())

typedef struct _DossierPolicyDiff DossierPolicyDiff;

GType                             dossier_policy_diff_get_type         (void);
DossierPolicyDiff                *dossier_policy_diff_new              (const char               *old_text,
                                                                        const char               *new_text);
DossierPolicyDiff                *dossier_policy_diff_ref              (DossierPolicyDiff        *self);
void                              dossier_policy_diff_unref            (DossierPolicyDiff        *self);
const DossierPolicyDiffLine      *dossier_policy_diff_get_lines        (const DossierPolicyDiff  *self,
                                                                        gsize                    *n);
const DossierPolicyDiffStatement *dossier_policy_diff_get_statements   (const DossierPolicyDiff  *self,
                                                                        gsize                    *n);
gboolean                          dossier_policy_diff_changes_meaning  (const DossierPolicyDiff  *self);
char                             *dossier_policy_diff_to_text          (const DossierPolicyDiff  *self,
                                                                        guint                     context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyDiff, dossier_policy_diff_unref)

G_END_DECLS
