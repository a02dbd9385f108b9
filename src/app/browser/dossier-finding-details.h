// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-finding.h"

G_BEGIN_DECLS

/* Everything that AWS tells of one finding: first what people ask for, then
 * every member of it, known here or not.
 */
#define DOSSIER_TYPE_FINDING_DETAILS (dossier_finding_details_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingDetails, dossier_finding_details, DOSSIER, FINDING_DETAILS, AdwBin)

void dossier_finding_details_show (DossierFindingDetails *self,
                                   DossierFinding        *finding);

G_END_DECLS
