// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-account-list.h"
#include "dossier-launch.h"

G_BEGIN_DECLS

/* The main window: navigation, and whose findings are shown. What the pages
 * show is theirs.
 */
#define DOSSIER_TYPE_WINDOW (dossier_window_get_type ())
G_DECLARE_FINAL_TYPE (DossierWindow, dossier_window, DOSSIER, WINDOW, AdwApplicationWindow)

DossierWindow *dossier_window_new  (AdwApplication      *application,
                                    DossierAccountList  *accounts);
void           dossier_window_open (DossierWindow       *self,
                                    const DossierLaunch *launch);

G_END_DECLS
