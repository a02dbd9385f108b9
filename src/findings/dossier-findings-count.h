// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"
#include "dossier-inspector2.h"

G_BEGIN_DECLS

#define DOSSIER_TYPE_FINDINGS_COUNT (dossier_findings_count_get_type ())

/**
 * DossierFindingsCount:
 * @n_findings: how many findings
 * @by_reading: whether they were read one by one; else Inspector counted them
 *
 * How many findings a filter means, and how that is known.
 */
typedef struct
{
  gint64 n_findings;
  gboolean by_reading;
} DossierFindingsCount;

GType                 dossier_findings_count_get_type (void);
DossierFindingsCount *dossier_findings_count_copy     (const DossierFindingsCount *self);
void                  dossier_findings_count_free     (DossierFindingsCount       *self);

DexFuture *dossier_findings_count        (DossierAwsClient *client,
                                          DossierFilter    *filter,
                                          GCancellable     *cancellable);
DexFuture *dossier_findings_count_active (DossierAwsClient *client,
                                          GCancellable     *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsCount, dossier_findings_count_free)

G_END_DECLS
