// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the window shows while there is nobody to ask as. */
#define DOSSIER_TYPE_WELCOME_PAGE (dossier_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (DossierWelcomePage, dossier_welcome_page, DOSSIER, WELCOME_PAGE, AdwBin)

G_END_DECLS
