// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-snapshot.h"

G_DEFINE_BOXED_TYPE (DossierFindingsSnapshot, dossier_findings_snapshot, dossier_findings_snapshot_ref,
                     dossier_findings_snapshot_unref)

/**
 * dossier_findings_snapshot_new:
 *
 * Returns: (transfer full): a snapshot to be filled in by its maker
 */
DossierFindingsSnapshot *
dossier_findings_snapshot_new (void)
{
  return g_atomic_rc_box_new0 (DossierFindingsSnapshot);
}

/**
 * dossier_findings_snapshot_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): @self
 */
DossierFindingsSnapshot *
dossier_findings_snapshot_ref (DossierFindingsSnapshot *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  DossierFindingsSnapshot *self = data;

  g_free (self->account);
  g_free (self->region);
  g_clear_pointer (&self->criteria, dossier_filter_unref);
}

/**
 * dossier_findings_snapshot_unref:
 * @self: (transfer full): a snapshot
 */
void
dossier_findings_snapshot_unref (DossierFindingsSnapshot *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
