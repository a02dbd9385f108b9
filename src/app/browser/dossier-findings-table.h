// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-findings-feed.h"

G_BEGIN_DECLS

/* Findings as columns, or where there is little room as rows of two lines.
 *
 * Properties: “narrow”; “compact”, fewer columns.
 * Signals: “selected” (DossierFinding or NULL, whether the pointer did it);
 * “activated” (DossierFinding).
 */
#define DOSSIER_TYPE_FINDINGS_TABLE (dossier_findings_table_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsTable, dossier_findings_table, DOSSIER, FINDINGS_TABLE, AdwBin)

void dossier_findings_table_set_feed (DossierFindingsTable *self,
                                      DossierFindingsFeed  *feed);
void dossier_findings_table_unselect (DossierFindingsTable *self);
void dossier_findings_table_focus    (DossierFindingsTable *self);

G_END_DECLS
