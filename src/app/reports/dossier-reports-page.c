// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-demo-banner.h"
#include "dossier-failure-view.h"
#include "dossier-fiber.h"
#include "dossier-report-file.h"
#include "dossier-report-row.h"
#include "dossier-reports-page.h"

struct _DossierReportsPage
{
  AdwBin parent_instance;

  DossierContext *context;

  DossierDemoBanner *demo_banner;
  GtkStack *states;
  GtkListBox *list;
  DossierFailureView *failure;
};

G_DEFINE_FINAL_TYPE (DossierReportsPage, dossier_reports_page, ADW_TYPE_BIN)

typedef struct
{
  DossierReportsPage *page;
  DossierContext *context;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->page);
  g_object_unref (self->context);
  g_free (self);
}

static gpointer
list_thread (gpointer data,
             GError **error)
{
  DossierContext *context = data;

  return dossier_export_store_list (
      dossier_context_get_store (context),
      dossier_session_get_source (dossier_context_get_session (context)), error);
}

static void
show_records (DossierReportsPage *self,
              GPtrArray          *records)
{
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < records->len; i++)
    gtk_list_box_append (self->list, dossier_report_row_new (g_ptr_array_index (records, i)));
  gtk_stack_set_visible_child_name (self->states, records->len > 0 ? "list" : "empty");
}

static DexFuture *
list_fiber (gpointer data)
{
  Reading *reading = data;
  DossierReportsPage *self = reading->page;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = dossier_await_leaf_boxed (
      dossier_thread_run (list_thread, g_object_ref (reading->context), g_object_unref, G_TYPE_PTR_ARRAY),
      NULL, DOSSIER_NO_TIMEOUT, &error);

  /* The account may have been changed meanwhile. */
  if (self->context != reading->context)
    return dex_future_new_true ();

  if (records != NULL)
    show_records (self, records);
  else
    {
      dossier_failure_view_show (self->failure, _("Reports Could Not Be Listed"), error);
      gtk_stack_set_visible_child_name (self->states, "failed");
    }
  return dex_future_new_true ();
}

static void
refresh_action (GtkWidget *widget,
                const char *,
                GVariant *)
{
  dossier_reports_page_refresh (DOSSIER_REPORTS_PAGE (widget));
}

static void
open_action (GtkWidget *widget,
             const char *,
             GVariant *parameter)
{
  dossier_report_file_open (widget, g_variant_get_string (parameter, NULL));
}

static void
show_in_folder_action (GtkWidget *widget,
                       const char *,
                       GVariant *parameter)
{
  dossier_report_file_show_in_folder (widget, g_variant_get_string (parameter, NULL));
}

static void
dossier_reports_page_dispose (GObject *object)
{
  g_clear_object (&DOSSIER_REPORTS_PAGE (object)->context);
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_REPORTS_PAGE);

  G_OBJECT_CLASS (dossier_reports_page_parent_class)->dispose (object);
}

static void
dossier_reports_page_class_init (DossierReportsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_reports_page_dispose;

  g_type_ensure (DOSSIER_TYPE_DEMO_BANNER);
  g_type_ensure (DOSSIER_TYPE_FAILURE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-reports-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierReportsPage, demo_banner);
  gtk_widget_class_bind_template_child (widget_class, DossierReportsPage, states);
  gtk_widget_class_bind_template_child (widget_class, DossierReportsPage, list);
  gtk_widget_class_bind_template_child (widget_class, DossierReportsPage, failure);

  gtk_widget_class_install_action (widget_class, "reports.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "reports.open", "s", open_action);
  gtk_widget_class_install_action (widget_class, "reports.show-in-folder", "s", show_in_folder_action);
}

static void
dossier_reports_page_init (DossierReportsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_reports_page_set_context:
 * @self: a page
 * @context: an open context, whose exports are listed
 */
void
dossier_reports_page_set_context (DossierReportsPage *self,
                                  DossierContext     *context)
{
  g_set_object (&self->context, context);
  gtk_widget_set_visible (GTK_WIDGET (self->demo_banner), dossier_context_is_demo (context));
  dossier_reports_page_refresh (self);
}

/**
 * dossier_reports_page_refresh:
 * @self: a page with a context
 *
 * Reads the records again.
 */
void
dossier_reports_page_refresh (DossierReportsPage *self)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->page = g_object_ref (self);
  reading->context = g_object_ref (self->context);
  dex_future_disown (dossier_fiber_spawn (list_fiber, reading, reading_free));
}
