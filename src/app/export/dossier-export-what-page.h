// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-context.h"

G_BEGIN_DECLS

/* First question of an export: which findings, and as what? */
#define DOSSIER_TYPE_EXPORT_WHAT_PAGE (dossier_export_what_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportWhatPage, dossier_export_what_page, DOSSIER, EXPORT_WHAT_PAGE, AdwNavigationPage)

void        dossier_export_what_page_set_context (DossierExportWhatPage *self,
                                                  DossierContext        *context);
const char *dossier_export_what_page_get_format  (DossierExportWhatPage *self);

G_END_DECLS
