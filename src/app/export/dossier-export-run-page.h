// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-export-run.h"

G_BEGIN_DECLS

/* A run on its way: what is done, what is being done, what comes. */
#define DOSSIER_TYPE_EXPORT_RUN_PAGE (dossier_export_run_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportRunPage, dossier_export_run_page, DOSSIER, EXPORT_RUN_PAGE, AdwNavigationPage)

void dossier_export_run_page_set_run      (DossierExportRunPage *self,
                                           DossierExportRun     *run);
void dossier_export_run_page_show_failure (DossierExportRunPage *self,
                                           const GError         *error);

G_END_DECLS
