// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-finding.h"

G_BEGIN_DECLS

/* Findings as columns, or where there is little room as rows of two lines.
 *
 * Properties: “narrow”; “compact”, fewer columns; “search”, words that a finding must hold.
 * Signals: “selected” (DossierFinding or NULL, whether the pointer did it);
 * “activated” (DossierFinding).
 */
#define DOSSIER_TYPE_FINDINGS_TABLE (dossier_findings_table_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsTable, dossier_findings_table, DOSSIER, FINDINGS_TABLE, AdwBin)

void  dossier_findings_table_set_model   (DossierFindingsTable *self,
                                          GListModel           *findings);
guint dossier_findings_table_get_n_shown (DossierFindingsTable *self);
void  dossier_findings_table_unselect    (DossierFindingsTable *self);
void  dossier_findings_table_focus       (DossierFindingsTable *self);

G_END_DECLS
