// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"

G_BEGIN_DECLS

/* A filter seen as sets of values, which is what chips and check boxes show. */

char         **dossier_filter_dup_values   (const DossierFilter *self,
                                            const char          *field);
gboolean       dossier_filter_has_value    (const DossierFilter *self,
                                            const char          *field,
                                            const char          *value);
DossierFilter *dossier_filter_toggle_value (const DossierFilter *self,
                                            const char          *field,
                                            const char          *value);

G_END_DECLS
