// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-inspector2-filters.h"

G_BEGIN_DECLS

DexFuture *dossier_inspector_filters_read (DossierAwsClient *client,
                                           const char       *action,
                                           GCancellable     *cancellable);

G_END_DECLS
