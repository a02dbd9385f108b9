// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GSettings *dossier_settings_get           (void);
void       dossier_settings_restore_window (GtkWindow *window);
void       dossier_settings_save_window    (GtkWindow *window);

G_END_DECLS
