// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DossierChangeKind:
 * @DOSSIER_CHANGE_BUCKET_POLICY: the policy of a bucket
 * @DOSSIER_CHANGE_KEY_POLICY: the policy of a key
 * @DOSSIER_CHANGE_NEW_BUCKET: a bucket was made
 * @DOSSIER_CHANGE_NEW_KEY: a key was made
 *
 * What was changed at AWS.
 */
typedef enum
{
  DOSSIER_CHANGE_BUCKET_POLICY,
  DOSSIER_CHANGE_KEY_POLICY,
  DOSSIER_CHANGE_NEW_BUCKET,
  DOSSIER_CHANGE_NEW_KEY,
} DossierChangeKind;

/**
 * DossierChangeState:
 * @DOSSIER_CHANGE_PLANNED: it was about to be made; where this stays, nobody saw how it ended
 * @DOSSIER_CHANGE_REFUSED: AWS refused it, and nothing changed
 * @DOSSIER_CHANGE_WRITTEN: AWS took it
 * @DOSSIER_CHANGE_PROVED: reading back shows it
 * @DOSSIER_CHANGE_UNDONE: another change took it back
 *
 * How far a change came.
 */
typedef enum
{
  DOSSIER_CHANGE_PLANNED,
  DOSSIER_CHANGE_REFUSED,
  DOSSIER_CHANGE_WRITTEN,
  DOSSIER_CHANGE_PROVED,
  DOSSIER_CHANGE_UNDONE,
} DossierChangeState;

/**
 * DossierChangeEntry:
 * @id: a UUID
 * @kind: what was changed
 * @state: how far it came
 * @time: when, microseconds since 1970 UTC
 * @source: the account of this program, `account:NAME`, `demo:SCENARIO`, …
 * @region: the Region that was asked
 * @account: the 12 digits of the account that asked
 * @caller: who asked, an ARN
 * @resource: the bucket's name, or the key's ARN; of a key that is being made, its alias
 * @before: (nullable): the policy before, %NULL if there was none
 * @after: (nullable): the policy after, %NULL if none is left
 * @request_id: (nullable): AWS's id of the request, once it was answered
 * @undoes: (nullable): the entry that this change takes back
 * @message: (nullable): why it went wrong
 *
 * One line of the journal of changes.
 */
typedef struct
{
  char *id;
  DossierChangeKind kind;
  DossierChangeState state;
  gint64 time;
  char *source;
  char *region;
  char *account;
  char *caller;
  char *resource;
  char *before;
  char *after;
  char *request_id;
  char *undoes;
  char *message;
} DossierChangeEntry;

/**
 * DossierChangeAuthor:
 * @source: the account of this program, `account:NAME`, `demo:SCENARIO`, …
 * @account: the 12 digits of the account that asks
 * @caller: who asks, the ARN that STS tells
 * @region: the Region that is asked
 *
 * Who makes a change, for the journal.
 */
typedef struct
{
  const char *source;
  const char *account;
  const char *caller;
  const char *region;
} DossierChangeAuthor;

#define DOSSIER_TYPE_CHANGE_ENTRY (dossier_change_entry_get_type ())
GType dossier_change_entry_get_type (void);

DossierChangeEntry *dossier_change_entry_new       (DossierChangeKind          kind,
                                                    const char                *resource,
                                                    const DossierChangeAuthor *author,
                                                    gint64                     time);
DossierChangeEntry *dossier_change_entry_copy      (const DossierChangeEntry  *self);
void                dossier_change_entry_free      (DossierChangeEntry        *self);
JsonObject         *dossier_change_entry_to_json   (const DossierChangeEntry  *self);
DossierChangeEntry *dossier_change_entry_from_json (JsonObject                *object,
                                                    GError                   **error);
const char         *dossier_change_kind_to_text    (DossierChangeKind          kind);
const char         *dossier_change_state_to_text   (DossierChangeState         state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierChangeEntry, dossier_change_entry_free)

G_END_DECLS
