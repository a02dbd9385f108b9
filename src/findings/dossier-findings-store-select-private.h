// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-store-private.h"

G_BEGIN_DECLS

#define DOSSIER_FINDINGS_STORE_NOWHERE G_MAXUINT

/* What a query found: the rows in their order, and the findings of those that
 * are looked at first. */
typedef struct
{
  GArray *rows; /* gint64, ids */
  guint counts[DOSSIER_N_SEVERITIES];
  guint anchor;        /* where the finding is that should stay in sight, or nowhere */
  guint first;         /* where @findings begin */
  GPtrArray *findings;
} DossierFindingsStoreSelection;

#define DOSSIER_TYPE_FINDINGS_STORE_SELECTION (dossier_findings_store_selection_get_type ())
GType dossier_findings_store_selection_get_type (void);

DossierFindingsStoreSelection *dossier_findings_store_selection_ref   (DossierFindingsStoreSelection   *self);
void                           dossier_findings_store_selection_unref (DossierFindingsStoreSelection   *self);

DexFuture                     *dossier_findings_store_select          (DossierFindingsStore            *self,
                                                                       const DossierFindingsStoreQuery *query,
                                                                       const char                      *anchor_arn,
                                                                       GCancellable                    *cancellable);
DexFuture                     *dossier_findings_store_fetch           (DossierFindingsStore            *self,
                                                                       GArray                          *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsStoreSelection, dossier_findings_store_selection_unref)

G_END_DECLS
