// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-policy.h"

G_BEGIN_DECLS

gboolean dossier_policy_equal           (const DossierPolicy *a,
                                         const DossierPolicy *b);
char    *dossier_policy_dup_meaning     (const DossierPolicy *self,
                                         guint                statement);

G_END_DECLS
