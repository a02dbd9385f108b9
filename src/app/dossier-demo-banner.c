// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-banner.h"

struct _DossierDemoBanner
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (DossierDemoBanner, dossier_demo_banner, ADW_TYPE_BIN)

static void
dossier_demo_banner_class_init (DossierDemoBannerClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/io/github/dossier_app/Dossier/dossier-demo-banner.ui");
}

static void
dossier_demo_banner_init (DossierDemoBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
