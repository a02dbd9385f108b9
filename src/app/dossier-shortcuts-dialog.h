// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The shortcuts, as the application has them at that moment. GTK's own window
 * for them is deprecated, and libadwaita's needs a newer version.
 */
#define DOSSIER_TYPE_SHORTCUTS_DIALOG (dossier_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DossierShortcutsDialog, dossier_shortcuts_dialog, DOSSIER, SHORTCUTS_DIALOG, AdwDialog)

/**
 * DossierShortcut:
 * @action: a detailed action name
 * @keys: (array zero-terminated=1): accelerators, the first is the one that is shown
 * @title: what it does
 *
 * A shortcut of the window or the application.
 */
typedef struct
{
  const char *action;
  const char *keys[3];
  const char *title;
} DossierShortcut;

void       dossier_shortcuts_install    (GtkApplication *application);
AdwDialog *dossier_shortcuts_dialog_new (void);

G_END_DECLS
