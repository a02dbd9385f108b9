// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-choice-list.h"
#include "dossier-export-key-page.h"
#include "dossier-export-next-bar.h"

struct _DossierExportKeyPage
{
  AdwNavigationPage parent_instance;

  DossierChoiceList *keys;
  DossierExportNextBar *next;
};

G_DEFINE_FINAL_TYPE (DossierExportKeyPage, dossier_export_key_page, ADW_TYPE_NAVIGATION_PAGE)

static void
changed_cb (DossierExportKeyPage *self)
{
  g_autofree char *key = dossier_export_key_page_dup_key (self);

  dossier_export_next_bar_set_reason (self->next, key == NULL ? _("Choose a key.") : NULL);
}

static void
dossier_export_key_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_EXPORT_KEY_PAGE);

  G_OBJECT_CLASS (dossier_export_key_page_parent_class)->dispose (object);
}

static void
dossier_export_key_page_class_init (DossierExportKeyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_export_key_page_dispose;

  g_type_ensure (DOSSIER_TYPE_CHOICE_LIST);
  g_type_ensure (DOSSIER_TYPE_EXPORT_NEXT_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-export-key-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierExportKeyPage, keys);
  gtk_widget_class_bind_template_child (widget_class, DossierExportKeyPage, next);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
dossier_export_key_page_init (DossierExportKeyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  changed_cb (self);
}

/**
 * dossier_export_key_page_show_reading:
 * @self: a page
 *
 * Says that the keys are being listed.
 */
void
dossier_export_key_page_show_reading (DossierExportKeyPage *self)
{
  dossier_choice_list_show_reading (self->keys);
}

/**
 * dossier_export_key_page_show_choices:
 * @self: a page
 * @choices: (nullable): a list of #DossierChoice
 * @error: (nullable): why there are none
 */
void
dossier_export_key_page_show_choices (DossierExportKeyPage *self,
                                      GListModel           *choices,
                                      const GError         *error)
{
  if (choices != NULL)
    dossier_choice_list_show_choices (self->keys, choices);
  else
    dossier_choice_list_show_failure (self->keys, error);
}

/**
 * dossier_export_key_page_show_refusal:
 * @self: a page
 * @error: why what was chosen cannot be
 */
void
dossier_export_key_page_show_refusal (DossierExportKeyPage *self,
                                      const GError         *error)
{
  dossier_choice_list_show_refusal (self->keys, error);
}

/**
 * dossier_export_key_page_dup_key:
 * @self: a page
 *
 * Returns: (transfer full) (nullable): the ARN of the key that is chosen
 */
char *
dossier_export_key_page_dup_key (DossierExportKeyPage *self)
{
  return dossier_choice_list_dup_value (self->keys, NULL);
}
