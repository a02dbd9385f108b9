// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-findings-reading.h"

/**
 * dossier_findings_read:
 * @client: a client
 * @query: what to read; copied
 * @func: takes the pages, one at a time
 * @data: for @func; it must live until the future completes
 * @cancellable: (nullable): ends the reading
 *
 * Reads findings to the end, once: a #DossierFindingsReading for those who do not go on
 * after a failure.
 *
 * Returns: (transfer full): a future of the number of findings, as an int64;
 *   rejects like dossier_findings_reading_run()
 */
DexFuture *
dossier_findings_read (DossierAwsClient           *client,
                       const DossierFindingsQuery *query,
                       DossierFindingsPageFunc     func,
                       gpointer                    data,
                       GCancellable               *cancellable)
{
  g_autoptr(DossierFindingsReading) reading = dossier_findings_reading_new (client, query);

  return dossier_findings_reading_run (reading, func, data, cancellable);
}
