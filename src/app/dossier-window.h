// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_WINDOW (dossier_window_get_type ())

G_DECLARE_FINAL_TYPE (DossierWindow, dossier_window, DOSSIER, WINDOW, AdwApplicationWindow)

/**
 * dossier_window_new:
 * @application: the application that the window belongs to
 *
 * Returns: (transfer none): a main window, owned by GTK until it is closed
 */
DossierWindow *dossier_window_new (AdwApplication *application);

G_END_DECLS
