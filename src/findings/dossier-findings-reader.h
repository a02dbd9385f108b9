// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"
#include "dossier-inspector2.h"

G_BEGIN_DECLS

/**
 * DossierFindingsQuery:
 * @filter: (nullable): which findings; %NULL for the active ones. Where it names
 *   no status, active ones are meant, as CreateFindingsReport means it
 * @sort_field: (nullable): AWS's spelling, "INSPECTOR_SCORE"; %NULL for AWS's order
 * @descending: the order, where there is a @sort_field
 * @limit: how many at the most; 0 for all
 * @jobs: how many pages to ask for at once; 0 and 1 are one sequence of pages, and so
 *   is anything with a @sort_field or a @limit. With more, pages come in no order
 *
 * What to read.
 */
typedef struct
{
  DossierFilter *filter;
  const char *sort_field;
  gboolean descending;
  gint64 limit;
  guint jobs;
} DossierFindingsQuery;

/* More at once would only be throttled. */
#define DOSSIER_FINDINGS_MAX_JOBS 32

/**
 * DossierFindingsPageFunc:
 * @page: the next page; it may be without findings
 * @n_findings: how many of its findings, from the first, are asked for: fewer
 *   than all only where the limit is reached
 * @data: the data given to dossier_findings_read()
 * @error: where to put the reason when something went wrong
 *
 * Takes a page. Runs in the reader's fiber, and so may wait.
 *
 * Returns: whether to go on; %FALSE without @error ends the reading well
 */
typedef gboolean (*DossierFindingsPageFunc) (DossierFindingsPage *page,
                                             gsize                n_findings,
                                             gpointer             data,
                                             GError             **error);

DexFuture *dossier_findings_read (DossierAwsClient           *client,
                                  const DossierFindingsQuery *query,
                                  DossierFindingsPageFunc     func,
                                  gpointer                    data,
                                  GCancellable               *cancellable);

G_END_DECLS
