// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Third question of an export: with which key? */
#define DOSSIER_TYPE_EXPORT_KEY_PAGE (dossier_export_key_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportKeyPage, dossier_export_key_page, DOSSIER, EXPORT_KEY_PAGE, AdwNavigationPage)

void  dossier_export_key_page_show_reading (DossierExportKeyPage *self);
void  dossier_export_key_page_show_choices (DossierExportKeyPage *self,
                                            GListModel           *choices,
                                            const GError         *error);
void  dossier_export_key_page_show_refusal (DossierExportKeyPage *self,
                                            const GError         *error);
char *dossier_export_key_page_dup_key      (DossierExportKeyPage *self);

G_END_DECLS
