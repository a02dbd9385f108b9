// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libdex.h>

#include "dossier-clock.h"
#include "dossier-findings-store-query.h"

G_BEGIN_DECLS

/* Findings that were read, kept encrypted: in snapshots of an account, a Region
 * and criteria. The key is in the keyring; without a keyring they are kept in
 * memory, until the program ends.
 *
 * For the main thread. All that takes time runs on a thread of the store's own,
 * one after another in the order in which it was asked for.
 */
#define DOSSIER_TYPE_FINDINGS_STORE (dossier_findings_store_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsStore, dossier_findings_store, DOSSIER, FINDINGS_STORE, GObject)

DexFuture    *dossier_findings_store_open            (const char                      *path,
                                                      GCancellable                    *cancellable);
DexFuture    *dossier_findings_store_open_in_memory  (void);

gboolean      dossier_findings_store_is_kept         (DossierFindingsStore            *self);
const GError *dossier_findings_store_get_problem     (DossierFindingsStore            *self);
const char   *dossier_findings_store_get_set_aside   (DossierFindingsStore            *self);

DexFuture    *dossier_findings_store_begin           (DossierFindingsStore            *self,
                                                      const char                      *account,
                                                      const char                      *region,
                                                      DossierFilter                   *criteria,
                                                      DossierClock                    *clock);
DexFuture    *dossier_findings_store_list_snapshots  (DossierFindingsStore            *self);
DexFuture    *dossier_findings_store_delete_snapshot (DossierFindingsStore            *self,
                                                      gint64                           id);
DexFuture    *dossier_findings_store_delete_account  (DossierFindingsStore            *self,
                                                      const char                      *account);
DexFuture    *dossier_findings_store_count_groups    (DossierFindingsStore            *self,
                                                      const DossierFindingsStoreQuery *query,
                                                      DossierFindingsGrouping          grouping);

G_END_DECLS
