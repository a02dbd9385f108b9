// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-check-row.h"
#include "dossier-iam-simulation.h"
#include "dossier-permission-caller.h"
#include "dossier-permission-place.h"

G_BEGIN_DECLS

gboolean   dossier_permission_is_simulated (const DossierPermissionPlace *place,
                                            const DossierPermission      *permission);
guint      dossier_permission_count_simulations (const DossierPermissionPlace *place);
void       dossier_permission_predict      (const DossierIamEvaluation   *evaluation,
                                            DossierCheckRow              *row);
DexFuture *dossier_permission_simulate     (DossierAwsClient              *client,
                                            const DossierPermissionCaller *caller,
                                            const DossierPermissionPlace  *place,
                                            const char                    *nonce,
                                            GListModel                    *rows,
                                            GCancellable                  *cancellable);

G_END_DECLS
