// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-context.h"

G_BEGIN_DECLS

/* The findings: a filter, their severities, a list, and the details of one. */
#define DOSSIER_TYPE_BROWSER_PAGE (dossier_browser_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierBrowserPage, dossier_browser_page, DOSSIER, BROWSER_PAGE, AdwBin)

void dossier_browser_page_set_context   (DossierBrowserPage *self,
                                         DossierContext     *context);
void dossier_browser_page_start_search  (DossierBrowserPage *self);
void dossier_browser_page_close_details (DossierBrowserPage *self);

G_END_DECLS
