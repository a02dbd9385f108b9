// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-report-file.h"

static void
tell_error (GtkWidget    *widget,
            const GError *error)
{
  /* Who closed the chooser knows that nothing was opened. */
  if (error != NULL && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    gtk_widget_activate_action (widget, "win.tell", "s", error->message);
}

static void
opened_cb (GObject      *launcher,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(GtkWidget) widget = data;
  g_autoptr(GError) error = NULL;

  gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (launcher), result, &error);
  tell_error (widget, error);
}

static void
shown_cb (GObject      *launcher,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(GtkWidget) widget = data;
  g_autoptr(GError) error = NULL;

  gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (launcher), result, &error);
  tell_error (widget, error);
}

/**
 * dossier_report_file_open:
 * @widget: a widget of the window that asks
 * @path: a report
 *
 * Opens @path with the program that the desktop has for it.
 */
void
dossier_report_file_open (GtkWidget  *widget,
                          const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, opened_cb,
                            g_object_ref (widget));
}

/**
 * dossier_report_file_show_in_folder:
 * @widget: a widget of the window that asks
 * @path: a report
 *
 * Shows @path among its neighbours in the file manager.
 */
void
dossier_report_file_show_in_folder (GtkWidget  *widget,
                                    const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_open_containing_folder (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                                            shown_cb, g_object_ref (widget));
}
