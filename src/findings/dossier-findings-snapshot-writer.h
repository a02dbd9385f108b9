// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-page.h"
#include "dossier-findings-store.h"

G_BEGIN_DECLS

/* Fills one snapshot. Until it is told that all came, and whatever happens until
 * then, the snapshot is a part and says so. For the main thread.
 */
#define DOSSIER_TYPE_FINDINGS_SNAPSHOT_WRITER (dossier_findings_snapshot_writer_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsSnapshotWriter, dossier_findings_snapshot_writer, DOSSIER,
                      FINDINGS_SNAPSHOT_WRITER, GObject)

gint64     dossier_findings_snapshot_writer_get_id    (DossierFindingsSnapshotWriter *self);
DexFuture *dossier_findings_snapshot_writer_add_page  (DossierFindingsSnapshotWriter *self,
                                                       DossierFindingsPage           *page);
DexFuture *dossier_findings_snapshot_writer_flush    (DossierFindingsSnapshotWriter *self);
DexFuture *dossier_findings_snapshot_writer_finish    (DossierFindingsSnapshotWriter *self,
                                                       gboolean                       is_complete,
                                                       gint64                         total);

G_END_DECLS
