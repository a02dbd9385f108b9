// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-export-done-page.h"
#include "dossier-report-file.h"
#include "dossier-text.h"

struct _DossierExportDonePage
{
  AdwNavigationPage parent_instance;

  AdwStatusPage *page;
  AdwActionRow *warning;
  AdwActionRow *file;
  AdwActionRow *object;
  AdwActionRow *sha256;
  AdwActionRow *report_id;
};

G_DEFINE_FINAL_TYPE (DossierExportDonePage, dossier_export_done_page, ADW_TYPE_NAVIGATION_PAGE)

static void
open_cb (DossierExportDonePage *self)
{
  dossier_report_file_open (GTK_WIDGET (self), adw_action_row_get_subtitle (self->file));
}

static void
show_in_folder_cb (DossierExportDonePage *self)
{
  dossier_report_file_show_in_folder (GTK_WIDGET (self), adw_action_row_get_subtitle (self->file));
}

static void
copy_sha256_cb (DossierExportDonePage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          adw_action_row_get_subtitle (self->sha256));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", _("SHA-256 copied"));
}

static void
show_row (AdwActionRow *row,
          const char   *text)
{
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
dossier_export_done_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_EXPORT_DONE_PAGE);

  G_OBJECT_CLASS (dossier_export_done_page_parent_class)->dispose (object);
}

static void
dossier_export_done_page_class_init (DossierExportDonePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_export_done_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-export-done-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierExportDonePage, page);
  gtk_widget_class_bind_template_child (widget_class, DossierExportDonePage, warning);
  gtk_widget_class_bind_template_child (widget_class, DossierExportDonePage, file);
  gtk_widget_class_bind_template_child (widget_class, DossierExportDonePage, object);
  gtk_widget_class_bind_template_child (widget_class, DossierExportDonePage, sha256);
  gtk_widget_class_bind_template_child (widget_class, DossierExportDonePage, report_id);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_in_folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_sha256_cb);
}

static void
dossier_export_done_page_init (DossierExportDonePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_export_done_page_show:
 * @self: a page
 * @record: a run that is done
 */
void
dossier_export_done_page_show (DossierExportDonePage     *self,
                               const DossierExportRecord *record)
{
  g_autofree char *findings = dossier_text_findings (record->n_findings);
  g_autofree char *size = g_format_size ((guint64) record->size);
  /* Translators: “4,213 findings · CSV · 3.2 MB” */
  g_autofree char *summary = g_strdup_printf (_("%s · %s · %s"), findings, record->plan->format, size);
  g_autofree char *object =
      record->object_key != NULL
          ? g_strdup_printf ("s3://%s/%s", record->plan->bucket, record->object_key)
          : NULL;

  adw_status_page_set_description (self->page, summary);
  show_row (self->warning, record->warning);
  show_row (self->file, record->file);
  show_row (self->object, object);
  show_row (self->sha256, record->sha256);
  show_row (self->report_id, record->report_id);
}
