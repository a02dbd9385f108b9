// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-context.h"

G_BEGIN_DECLS

/* An export, one question a page, up to the report that is there.
 *
 * Signal “recorded”: a run was begun or ended, so that lists of runs are stale.
 */
#define DOSSIER_TYPE_EXPORT_FLOW (dossier_export_flow_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportFlow, dossier_export_flow, DOSSIER, EXPORT_FLOW, AdwBin)

void dossier_export_flow_set_context (DossierExportFlow *self,
                                      DossierContext    *context);
void dossier_export_flow_resume      (DossierExportFlow *self,
                                      const char        *id);

G_END_DECLS
