// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"

G_BEGIN_DECLS

/**
 * DossierFindingsSnapshot:
 * @id: what names it in the store
 * @account: as whom was asked, in the session's words
 * @region: where
 * @criteria: which findings were asked for
 * @started: when, in microseconds since 1970 UTC
 * @finished: when it ended, or 0 where it did not end in order
 * @is_complete: whether all findings are in it
 * @n_findings: how many there are
 * @total: how many there should be, or -1 where that was not known
 *
 * What is known about findings that were read at one time. Immutable and
 * reference-counted.
 */
typedef struct
{
  gint64 id;
  char *account;
  char *region;
  DossierFilter *criteria;
  gint64 started;
  gint64 finished;
  gboolean is_complete;
  gint64 n_findings;
  gint64 total;
} DossierFindingsSnapshot;

#define DOSSIER_TYPE_FINDINGS_SNAPSHOT (dossier_findings_snapshot_get_type ())
GType dossier_findings_snapshot_get_type (void);

DossierFindingsSnapshot *dossier_findings_snapshot_new   (void);
DossierFindingsSnapshot *dossier_findings_snapshot_ref   (DossierFindingsSnapshot *self);
void                     dossier_findings_snapshot_unref (DossierFindingsSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsSnapshot, dossier_findings_snapshot_unref)

G_END_DECLS
