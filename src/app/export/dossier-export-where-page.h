// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-export-plan.h"

G_BEGIN_DECLS

/* Second question of an export: into which bucket, and to which folder here?
 * Property “format”: CSV or JSON, for the preview.
 */
#define DOSSIER_TYPE_EXPORT_WHERE_PAGE (dossier_export_where_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportWherePage, dossier_export_where_page, DOSSIER, EXPORT_WHERE_PAGE, AdwNavigationPage)

void     dossier_export_where_page_show_reading (DossierExportWherePage  *self);
void     dossier_export_where_page_show_choices (DossierExportWherePage  *self,
                                                 GListModel              *choices,
                                                 const GError            *error);
void     dossier_export_where_page_show_refusal (DossierExportWherePage  *self,
                                                 const GError            *error);
void     dossier_export_where_page_set_format   (DossierExportWherePage  *self,
                                                 const char              *format);
gboolean dossier_export_where_page_fill         (DossierExportWherePage  *self,
                                                 DossierExportPlan       *plan,
                                                 GError                 **error);

G_END_DECLS
