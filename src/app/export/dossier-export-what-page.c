// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-export-next-bar.h"
#include "dossier-export-what-page.h"
#include "dossier-filter-text.h"
#include "dossier-text.h"

struct _DossierExportWhatPage
{
  AdwNavigationPage parent_instance;

  DossierContext *context;

  AdwActionRow *findings;
  GtkCheckButton *csv;
  GtkCheckButton *json;
  DossierExportNextBar *next;
};

G_DEFINE_FINAL_TYPE (DossierExportWhatPage, dossier_export_what_page, ADW_TYPE_NAVIGATION_PAGE)

static void
update (DossierExportWhatPage *self)
{
  gint64 total = dossier_findings_feed_get_total (dossier_context_get_findings (self->context));
  g_autofree char *sentence =
      dossier_filter_text_sentence (dossier_context_get_filter (self->context));
  g_autofree char *count = total >= 0 ? dossier_text_findings (total) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->findings),
                                 count != NULL ? count : _("Nobody knows yet how many findings"));
  adw_action_row_set_subtitle (self->findings, sentence);
  dossier_export_next_bar_set_reason (
      self->next, total == 0 ? _("There is nothing to export: Inspector makes no empty report.") : NULL);
}

static void
dossier_export_what_page_dispose (GObject *object)
{
  DossierExportWhatPage *self = DOSSIER_EXPORT_WHAT_PAGE (object);

  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), DOSSIER_TYPE_EXPORT_WHAT_PAGE);

  G_OBJECT_CLASS (dossier_export_what_page_parent_class)->dispose (object);
}

static void
dossier_export_what_page_class_init (DossierExportWhatPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_export_what_page_dispose;

  g_type_ensure (DOSSIER_TYPE_EXPORT_NEXT_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-export-what-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierExportWhatPage, findings);
  gtk_widget_class_bind_template_child (widget_class, DossierExportWhatPage, csv);
  gtk_widget_class_bind_template_child (widget_class, DossierExportWhatPage, json);
  gtk_widget_class_bind_template_child (widget_class, DossierExportWhatPage, next);
}

static void
dossier_export_what_page_init (DossierExportWhatPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_export_what_page_set_context:
 * @self: a page
 * @context: whose findings are exported
 */
void
dossier_export_what_page_set_context (DossierExportWhatPage *self,
                                      DossierContext        *context)
{
  if (self->context != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->context, self);
      g_signal_handlers_disconnect_by_data (dossier_context_get_findings (self->context), self);
    }
  g_set_object (&self->context, context);

  g_signal_connect_object (context, "notify::filter", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier_context_get_findings (context), "notify::total", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * dossier_export_what_page_get_format:
 * @self: a page
 *
 * Returns: (transfer none): the format as AWS spells it
 */
const char *
dossier_export_what_page_get_format (DossierExportWhatPage *self)
{
  return gtk_check_button_get_active (self->json) ? "JSON" : "CSV";
}
