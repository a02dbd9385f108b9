// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-change-journal.h"

G_BEGIN_DECLS

/* One change of the policy of a bucket or a key, from the last look to the proof. */
#define DOSSIER_TYPE_POLICY_WRITE (dossier_policy_write_get_type ())
G_DECLARE_FINAL_TYPE (DossierPolicyWrite, dossier_policy_write, DOSSIER, POLICY_WRITE, GObject)

DossierPolicyWrite       *dossier_policy_write_new         (DossierAwsClient           *client,
                                                            DossierChangeJournal       *journal,
                                                            const DossierChangeAuthor  *author,
                                                            DossierChangeKind           kind,
                                                            const char                 *resource,
                                                            const char                 *expected,
                                                            const char                 *document);
DossierPolicyWrite       *dossier_policy_write_new_undo    (DossierAwsClient           *client,
                                                            DossierChangeJournal       *journal,
                                                            const DossierChangeAuthor  *author,
                                                            const DossierChangeEntry   *entry,
                                                            GError                    **error);
DexFuture                *dossier_policy_write_run         (DossierPolicyWrite         *self,
                                                            GCancellable               *cancellable);
const DossierChangeEntry *dossier_policy_write_get_entry   (DossierPolicyWrite         *self);
const char               *dossier_policy_write_get_present (DossierPolicyWrite         *self);
const char               *dossier_policy_write_get_warning (DossierPolicyWrite         *self);

DexFuture *dossier_policy_read (DossierAwsClient  *client,
                                DossierChangeKind  kind,
                                const char        *resource,
                                GCancellable      *cancellable);

G_END_DECLS
