// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-export-record.h"

G_BEGIN_DECLS

/* A report that is there: what proves it, and what can be done with it. */
#define DOSSIER_TYPE_EXPORT_DONE_PAGE (dossier_export_done_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportDonePage, dossier_export_done_page, DOSSIER, EXPORT_DONE_PAGE, AdwNavigationPage)

void dossier_export_done_page_show (DossierExportDonePage     *self,
                                    const DossierExportRecord *record);

G_END_DECLS
