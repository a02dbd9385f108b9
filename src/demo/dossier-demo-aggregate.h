// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-index.h"

G_BEGIN_DECLS

GPtrArray *dossier_demo_aggregate (DossierDemoIndex        *index,
                                   const DossierDemoScope  *scope,
                                   JsonObject              *input,
                                   GError                 **error);

G_END_DECLS
