// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"
#include "dossier-finding.h"
#include "dossier-inspector2.h"

G_BEGIN_DECLS

/**
 * DossierFindingsState:
 * @DOSSIER_FINDINGS_IDLE: nothing was asked for yet
 * @DOSSIER_FINDINGS_LOADING: findings are coming in
 * @DOSSIER_FINDINGS_COMPLETE: all are here; none at all is an answer too
 * @DOSSIER_FINDINGS_DENIED: AWS does not let this identity see them
 * @DOSSIER_FINDINGS_FAILED: something went wrong; those that came are here
 * @DOSSIER_FINDINGS_CANCELLED: the person stopped it; those that came are here
 *
 * What a list knows. Nobody may take one of these for another: denied is not
 * empty, and a part is not the whole.
 */
typedef enum
{
  DOSSIER_FINDINGS_IDLE,
  DOSSIER_FINDINGS_LOADING,
  DOSSIER_FINDINGS_COMPLETE,
  DOSSIER_FINDINGS_DENIED,
  DOSSIER_FINDINGS_FAILED,
  DOSSIER_FINDINGS_CANCELLED,
} DossierFindingsState;

/* A list model of #DossierFinding that fills while pages come in, and says of
 * itself what it knows. For the main thread.
 */
#define DOSSIER_TYPE_FINDINGS_LIST (dossier_findings_list_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsList, dossier_findings_list, DOSSIER, FINDINGS_LIST, GObject)

DossierFindingsList *dossier_findings_list_new    (void);
DexFuture           *dossier_findings_list_load   (DossierFindingsList *self,
                                                   DossierAwsClient    *client,
                                                   DossierFilter       *filter,
                                                   const char          *sort_field,
                                                   gboolean             descending,
                                                   GCancellable        *cancellable);
DexFuture           *dossier_findings_list_reload (DossierFindingsList *self,
                                                   GCancellable        *cancellable);
void                 dossier_findings_list_cancel (DossierFindingsList *self);

DossierFindingsState dossier_findings_list_get_state (DossierFindingsList *self);
gint64               dossier_findings_list_get_total (DossierFindingsList *self);
const GError        *dossier_findings_list_get_error (DossierFindingsList *self);
guint                dossier_findings_list_get_severity_count (DossierFindingsList *self,
                                                               DossierSeverityRank  rank);

G_END_DECLS
