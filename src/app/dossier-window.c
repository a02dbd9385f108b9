// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-settings.h"
#include "dossier-window.h"

struct _DossierWindow
{
  AdwApplicationWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (DossierWindow, dossier_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
dossier_window_close_request (GtkWindow *window)
{
  dossier_settings_save_window (window);

  return GTK_WINDOW_CLASS (dossier_window_parent_class)->close_request (window);
}

static void
dossier_window_class_init (DossierWindowClass *klass)
{
  GTK_WINDOW_CLASS (klass)->close_request = dossier_window_close_request;

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/dossier_app/Dossier/dossier-window.ui");
}

static void
dossier_window_init (DossierWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dossier_settings_restore_window (GTK_WINDOW (self));
}

DossierWindow *
dossier_window_new (AdwApplication *application)
{
  return g_object_new (DOSSIER_TYPE_WINDOW, "application", application, NULL);
}
