// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-rows.h"
#include "dossier-findings-snapshot.h"
#include "dossier-inspector2.h"

G_BEGIN_DECLS

/**
 * DossierFindingsState:
 * @DOSSIER_FINDINGS_IDLE: nothing was asked for yet
 * @DOSSIER_FINDINGS_LOADING: findings are being read
 * @DOSSIER_FINDINGS_COMPLETE: all findings are there, perhaps none
 * @DOSSIER_FINDINGS_DENIED: AWS does not let these credentials see them
 * @DOSSIER_FINDINGS_FAILED: reading ended with another error
 * @DOSSIER_FINDINGS_CANCELLED: reading was stopped
 *
 * How the last reading went. Nobody may take one of these for another: denied is
 * not empty, and a part is not the whole.
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

/* Findings on their way from Inspector through the store into a list. What an
 * earlier reading kept is shown until a new one is whole, and it is told which of
 * the two is seen. For the main thread.
 *
 * Properties, all of which tell when they change: “state” (guint, a
 * DossierFindingsState), “total” (gint64), “n-findings” (gint64), “error” (GError),
 * “former” (DossierFindingsSnapshot).
 */
#define DOSSIER_TYPE_FINDINGS_FEED (dossier_findings_feed_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsFeed, dossier_findings_feed, DOSSIER, FINDINGS_FEED, GObject)

DossierFindingsFeed           *dossier_findings_feed_new            (void);
void                           dossier_findings_feed_open           (DossierFindingsFeed  *self,
                                                                     DossierFindingsStore *store,
                                                                     DossierAwsClient     *client,
                                                                     const char           *account);
DexFuture                     *dossier_findings_feed_load           (DossierFindingsFeed  *self,
                                                                     DossierFilter        *filter,
                                                                     GCancellable         *cancellable);
void                           dossier_findings_feed_set_search     (DossierFindingsFeed  *self,
                                                                     const char           *search);
void                           dossier_findings_feed_set_order      (DossierFindingsFeed  *self,
                                                                     const char           *sort_field,
                                                                     gboolean              descending);

DossierFindingsStore          *dossier_findings_feed_get_store      (DossierFindingsFeed  *self);
DossierFindingsRows           *dossier_findings_feed_get_rows       (DossierFindingsFeed  *self);
DossierFindingsState           dossier_findings_feed_get_state      (DossierFindingsFeed  *self);
gint64                         dossier_findings_feed_get_total      (DossierFindingsFeed  *self);
gint64                         dossier_findings_feed_get_n_findings (DossierFindingsFeed  *self);
gint64                         dossier_findings_feed_get_n_read     (DossierFindingsFeed  *self);
gint64                         dossier_findings_feed_get_read       (DossierFindingsFeed  *self);
const GError                  *dossier_findings_feed_get_error      (DossierFindingsFeed  *self);
const DossierFindingsSnapshot *dossier_findings_feed_get_former     (DossierFindingsFeed  *self);

G_END_DECLS
