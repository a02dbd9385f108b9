// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-inspector-access.h"

G_BEGIN_DECLS

/**
 * DossierPolicyMergeOutcome:
 * @DOSSIER_POLICY_MERGE_UNCHANGED: all is allowed already
 * @DOSSIER_POLICY_MERGE_CREATED: there was no policy
 * @DOSSIER_POLICY_MERGE_ADDED: a statement was added behind the others
 * @DOSSIER_POLICY_MERGE_EXTENDED: accounts or a Region were added to a statement for Inspector
 * @DOSSIER_POLICY_MERGE_MENDED: a statement whose two lists of accounts differed names one set now
 *
 * What a merge did.
 */
typedef enum
{
  DOSSIER_POLICY_MERGE_UNCHANGED,
  DOSSIER_POLICY_MERGE_CREATED,
  DOSSIER_POLICY_MERGE_ADDED,
  DOSSIER_POLICY_MERGE_EXTENDED,
  DOSSIER_POLICY_MERGE_MENDED,
} DossierPolicyMergeOutcome;

/**
 * DossierPolicyMergeFlags:
 * @DOSSIER_POLICY_MERGE_NONE: nothing special
 * @DOSSIER_POLICY_MERGE_MEND: where aws:SourceAccount and aws:SourceArn name unequal sets,
 *   leave the accounts that are in both
 */
typedef enum
{
  DOSSIER_POLICY_MERGE_NONE,
  DOSSIER_POLICY_MERGE_MEND = 1 << 0,
} DossierPolicyMergeFlags;

/**
 * DossierPolicyNoteKind:
 * @DOSSIER_POLICY_NOTE_ALLOWED: the account's reports become allowed
 * @DOSSIER_POLICY_NOTE_DROPPED: the account or ARN was in one of the two lists only, so that
 *   nothing was allowed by it, and was left out
 * @DOSSIER_POLICY_NOTE_UNEQUAL: the account is in one of the two lists only
 * @DOSSIER_POLICY_NOTE_CONFUSED_DEPUTY: the statement lets Inspector write for any account
 * @DOSSIER_POLICY_NOTE_DENIED: a Deny refuses Inspector nevertheless
 * @DOSSIER_POLICY_NOTE_MAY_BE_DENIED: a Deny may refuse Inspector, by what is not known
 * @DOSSIER_POLICY_NOTE_SIZE: the document is within a tenth of AWS's limit
 *
 * What a person should know about a merge.
 */
typedef enum
{
  DOSSIER_POLICY_NOTE_ALLOWED,
  DOSSIER_POLICY_NOTE_DROPPED,
  DOSSIER_POLICY_NOTE_UNEQUAL,
  DOSSIER_POLICY_NOTE_CONFUSED_DEPUTY,
  DOSSIER_POLICY_NOTE_DENIED,
  DOSSIER_POLICY_NOTE_MAY_BE_DENIED,
  DOSSIER_POLICY_NOTE_SIZE,
} DossierPolicyNoteKind;

/**
 * DossierPolicyNote:
 * @kind: what it is about
 * @statement: index in the new document, -1 if it is about the whole
 * @detail: (nullable): the account or ARN, or the condition key
 */
typedef struct
{
  DossierPolicyNoteKind kind;
  int statement;
  char *detail;
} DossierPolicyNote;

#define DOSSIER_TYPE_POLICY_MERGE (dossier_policy_merge_get_type ())

typedef struct _DossierPolicyMerge DossierPolicyMerge;

GType                     dossier_policy_merge_get_type    (void);
DossierPolicyMerge       *dossier_policy_merge             (const char                    *text,
                                                            gssize                         length,
                                                            const DossierInspectorAccess  *access,
                                                            DossierPolicyMergeFlags        flags,
                                                            GError                       **error);
DossierPolicyMerge       *dossier_policy_merge_ref         (DossierPolicyMerge            *self);
void                      dossier_policy_merge_unref       (DossierPolicyMerge            *self);
DossierPolicyMergeOutcome dossier_policy_merge_get_outcome (const DossierPolicyMerge      *self);
const char               *dossier_policy_merge_get_text    (const DossierPolicyMerge      *self);
DossierPolicy            *dossier_policy_merge_get_policy  (const DossierPolicyMerge      *self);
int                       dossier_policy_merge_get_statement (const DossierPolicyMerge    *self);
guint                     dossier_policy_merge_get_n_notes (const DossierPolicyMerge      *self);
const DossierPolicyNote  *dossier_policy_merge_get_note    (const DossierPolicyMerge      *self,
                                                            guint                          index);
gsize                     dossier_policy_size_limit        (DossierPolicyKind              kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPolicyMerge, dossier_policy_merge_unref)

G_END_DECLS
