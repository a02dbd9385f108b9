// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-finding.h"
#include "dossier-findings-store.h"

G_BEGIN_DECLS

/* A list model of #DossierFinding over what a query finds in a store. It has the
 * numbers of all rows and only those findings that were looked at lately. For
 * the main thread.
 */
#define DOSSIER_TYPE_FINDINGS_ROWS (dossier_findings_rows_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsRows, dossier_findings_rows, DOSSIER, FINDINGS_ROWS, GObject)

DossierFindingsRows *dossier_findings_rows_new                (DossierFindingsStore            *store);
DexFuture           *dossier_findings_rows_show               (DossierFindingsRows             *self,
                                                               const DossierFindingsStoreQuery *query);
void                 dossier_findings_rows_set_anchor         (DossierFindingsRows             *self,
                                                               guint                            position);
guint                dossier_findings_rows_get_anchor         (DossierFindingsRows             *self);
guint                dossier_findings_rows_get_severity_count (DossierFindingsRows             *self,
                                                               DossierSeverityRank              rank);
const GError        *dossier_findings_rows_get_error          (DossierFindingsRows             *self);

G_END_DECLS
