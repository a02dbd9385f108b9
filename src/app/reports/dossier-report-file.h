// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void dossier_report_file_open           (GtkWidget  *widget,
                                         const char *path);
void dossier_report_file_show_in_folder (GtkWidget  *widget,
                                         const char *path);

G_END_DECLS
