// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-check-row.h"
#include "dossier-inspector-access.h"

G_BEGIN_DECLS

void dossier_readiness_judge_policy (const DossierInspectorAccess *access,
                                     const char                   *text,
                                     DossierCheckRow              *allows,
                                     DossierCheckRow              *guards);
void dossier_readiness_hide_policy  (const DossierInspectorAccess *access,
                                     const char                   *reason,
                                     DossierCheckRow              *allows,
                                     DossierCheckRow              *guards);

G_END_DECLS
