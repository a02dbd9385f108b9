// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-export-run.h"
#include "dossier-report-status.h"

G_BEGIN_DECLS

/* The pause before Inspector is asked a second time. */
#define DOSSIER_EXPORT_FIRST_DELAY_MS 2000u

struct _DossierExportRun
{
  GObject parent_instance;

  DossierAwsClient *client;
  DossierExportStore *store;
  DossierExportRecord *record;
  GListStore *steps;
  GError *error;
  gint64 received;
  gint64 size;

  /* While it is driven. */
  gboolean driven;
  GCancellable *leaver;       /* (nullable) the driver's own */
  GCancellable *halt;         /* ends a wait: the driver leaves, or a person cancels the report */
  DossierFileLock *lock;      /* of the run */
  DossierFileLock *place;     /* of its destination, while it may get a report there */
  gboolean cancel_wanted;
  DexPromise *cancelled;      /* what those wait for who want it cancelled */
  gboolean may_ask;           /* this very fiber wrote STARTING and did not ask yet */
  guint n_asked;
  gboolean asked_before;      /* an earlier request of this run may have been heard */
  char *candidate;            /* a running report that may be ours */
  GError *trouble;            /* why the last request is not known to have been heard */
  guint delay_ms;
  gint64 silent_since;        /* when Inspector answered last, 0 while it does */
};

/* A phase does the work of one state. It returns TRUE when the state changed
 * or shall be gone through again, and FALSE with an error when the run halts.
 * Phases are called on the run's fiber and wait there.
 */
typedef gboolean (*DossierExportPhase) (DossierExportRun  *self,
                                        GError           **error);

gboolean dossier_export_run_prepare (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_start   (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_wait    (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_fetch   (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_verify  (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_give_up (DossierExportRun     *self,
                                     GError              **error);

/* What phases share. */
gboolean dossier_export_run_save    (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_move    (DossierExportRun     *self,
                                     DossierExportState    state,
                                     GError              **error);
gboolean dossier_export_run_pause   (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_bear    (DossierExportRun     *self,
                                     GError               *failure,
                                     GError              **error);
void     dossier_export_run_show    (DossierExportRun     *self);
void     dossier_export_run_set_error (DossierExportRun   *self,
                                     const GError         *error);
gboolean dossier_export_run_turn    (DossierExportRun     *self,
                                     GError              **error);
void     dossier_export_run_tell    (DossierExportRun     *self,
                                     const char           *detail);
void     dossier_export_run_count   (DossierExportRun     *self,
                                     gint64                received,
                                     gint64                size);
gint64   dossier_export_run_now     (DossierExportRun     *self);
gboolean dossier_export_run_search  (DossierExportRun     *self,
                                     GError              **error);
gboolean dossier_export_run_claim   (DossierExportRun     *self,
                                     const char           *report_id,
                                     GError              **error);
GHashTable *dossier_export_run_read_claims (DossierExportRun *self,
                                     GError              **error);
DossierReportStatus *dossier_export_run_ask_status (DossierExportRun *self,
                                     const char           *report_id,
                                     GError              **error);
gboolean dossier_export_run_locate  (DossierExportRun     *self,
                                     GError              **error);
void     dossier_export_run_discard (DossierExportRun     *self);

G_END_DECLS
