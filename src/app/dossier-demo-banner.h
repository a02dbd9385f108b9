// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Says that what is shown is made up. Stands under the header of each page. */
#define DOSSIER_TYPE_DEMO_BANNER (dossier_demo_banner_get_type ())
G_DECLARE_FINAL_TYPE (DossierDemoBanner, dossier_demo_banner, DOSSIER, DEMO_BANNER, AdwBin)

G_END_DECLS
