// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A page in the sidebar. Properties: “page”, its name; “icon-name”; “title”;
 * “count”, how many things wait there, as text, or NULL.
 */
#define DOSSIER_TYPE_SIDEBAR_ROW (dossier_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (DossierSidebarRow, dossier_sidebar_row, DOSSIER, SIDEBAR_ROW, GtkListBoxRow)

const char *dossier_sidebar_row_get_page (DossierSidebarRow *self);

G_END_DECLS
