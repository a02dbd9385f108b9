// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-welcome-page.h"

struct _DossierWelcomePage
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (DossierWelcomePage, dossier_welcome_page, ADW_TYPE_BIN)

static char *
app_icon (gpointer)
{
  return g_strdup (APPLICATION_ID);
}

static void
dossier_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (dossier_welcome_page_parent_class)->dispose (object);
}

static void
dossier_welcome_page_class_init (DossierWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_welcome_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-welcome-page.ui");
  gtk_widget_class_bind_template_callback (widget_class, app_icon);
}

static void
dossier_welcome_page_init (DossierWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
