// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-reader.h"

G_BEGIN_DECLS

/* Findings on their way here, which can be stopped and gone on with.
 *
 * With more than one job the query is split into partitions that have nothing in
 * common and leave nothing out, and that are read at once. Their pages come in the
 * order in which they arrive; those of one partition stay in AWS's. */
#define DOSSIER_TYPE_FINDINGS_READING (dossier_findings_reading_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsReading, dossier_findings_reading, DOSSIER, FINDINGS_READING, GObject)

DossierFindingsReading *dossier_findings_reading_new         (DossierAwsClient           *client,
                                                              const DossierFindingsQuery *query);
DexFuture              *dossier_findings_reading_run         (DossierFindingsReading     *self,
                                                              DossierFindingsPageFunc     func,
                                                              gpointer                    data,
                                                              GCancellable               *cancellable);
gint64                  dossier_findings_reading_get_n_read  (DossierFindingsReading     *self);
gboolean                dossier_findings_reading_is_complete (DossierFindingsReading     *self);

G_END_DECLS
