// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-context.h"

G_BEGIN_DECLS

/* The exports made so far, by whoever made them: this window, another, or
 * dossier-cli.
 */
#define DOSSIER_TYPE_REPORTS_PAGE (dossier_reports_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierReportsPage, dossier_reports_page, DOSSIER, REPORTS_PAGE, AdwBin)

void dossier_reports_page_set_context (DossierReportsPage *self,
                                       DossierContext     *context);
void dossier_reports_page_refresh     (DossierReportsPage *self);

G_END_DECLS
