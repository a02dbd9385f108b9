// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-export-error.h"
#include "dossier-export-run-page.h"
#include "dossier-failure-view.h"

/* By DossierExportStepKind: what is to be done, and what one reads meanwhile. */
static const struct
{
  const char *title;
  const char *heading;
  const char *explanation;
} steps[DOSSIER_EXPORT_N_STEPS] = {
  { N_("Check what is known before"), N_("Checking First"),
    N_("Nothing was asked for yet.") },
  { N_("Ask for the report"), N_("Asking for the Report"),
    N_("Inspector makes one report of an account at a time.") },
  { N_("Inspector writes it"), N_("Inspector Is Writing the Report"),
    N_("Usually this takes minutes, for large reports hours. You may close the window; a notification will "
       "tell you.") },
  { N_("Fetch it"), N_("Fetching the Report"), N_("It stays in the bucket too.") },
  { N_("Prove that it is whole"), N_("Proving That It Is Whole"),
    N_("Every finding is counted, and nothing may be missing at the end.") },
};

struct _DossierExportRunPage
{
  AdwNavigationPage parent_instance;

  DossierExportRun *run;

  GtkStack *states;
  AdwStatusPage *page;
  GtkListBox *steps;
  GtkProgressBar *progress;
  GtkWidget *cancel;
  DossierFailureView *failure;
};

G_DEFINE_FINAL_TYPE (DossierExportRunPage, dossier_export_run_page, ADW_TYPE_NAVIGATION_PAGE)

static GtkWidget *
create_mark (DossierExportStepStatus status)
{
  static const struct
  {
    const char *icon;
    const char *name;
    const char *style;
  } marks[] = {
    [DOSSIER_EXPORT_STEP_STATUS_PENDING] = { "content-loading-symbolic", N_("To come"), "dimmed" },
    [DOSSIER_EXPORT_STEP_STATUS_DONE] = { "object-select-symbolic", N_("Done"), "success" },
    [DOSSIER_EXPORT_STEP_STATUS_FAILED] = { "dialog-warning-symbolic", N_("Failed"), "error" },
    [DOSSIER_EXPORT_STEP_STATUS_SKIPPED] = { "value-decrease-symbolic", N_("Not needed"), "dimmed" },
  };
  GtkWidget *mark;

  if (status == DOSSIER_EXPORT_STEP_STATUS_ACTIVE)
    {
      mark = adw_spinner_new ();
      gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Being done"), -1);
      return mark;
    }

  mark = gtk_image_new_from_icon_name (marks[status].icon);
  gtk_widget_add_css_class (mark, marks[status].style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(marks[status].name), -1);
  return mark;
}

static void
update_row (GtkWidget         *row,
            GParamSpec *,
            DossierExportStep *step)
{
  AdwBin *mark = g_object_get_data (G_OBJECT (row), "mark");
  const char *detail = dossier_export_step_get_detail (step);

  adw_bin_set_child (mark, create_mark (dossier_export_step_get_status (step)));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail != NULL ? detail : "");
}

static GtkWidget *
create_row (gpointer item,
            gpointer)
{
  DossierExportStep *step = item;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *mark = g_object_new (ADW_TYPE_BIN, "width-request", 24, "valign", GTK_ALIGN_CENTER, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _(steps[dossier_export_step_get_kind (step)].title));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  g_object_set_data (G_OBJECT (row), "mark", mark);
  g_signal_connect_object (step, "notify::status", G_CALLBACK (update_row), row, G_CONNECT_SWAPPED);
  g_signal_connect_object (step, "notify::detail", G_CALLBACK (update_row), row, G_CONNECT_SWAPPED);
  update_row (row, NULL, step);
  return row;
}

static void
show_heading (DossierExportRunPage *self)
{
  GListModel *model = dossier_export_run_get_steps (self->run);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(DossierExportStep) step = g_list_model_get_item (model, i);
      DossierExportStepKind kind = dossier_export_step_get_kind (step);

      if (dossier_export_step_get_status (step) != DOSSIER_EXPORT_STEP_STATUS_ACTIVE)
        continue;
      adw_status_page_set_title (self->page, _(steps[kind].heading));
      adw_status_page_set_description (self->page, _(steps[kind].explanation));
    }
}

static void
received_cb (DossierExportRunPage *self)
{
  gint64 size = dossier_export_run_get_size (self->run);
  gint64 received = dossier_export_run_get_received (self->run);

  gtk_widget_set_visible (GTK_WIDGET (self->progress), size > 0 && received < size);
  if (size > 0)
    gtk_progress_bar_set_fraction (self->progress, (double) received / (double) size);
}

static void
dossier_export_run_page_dispose (GObject *object)
{
  DossierExportRunPage *self = DOSSIER_EXPORT_RUN_PAGE (object);

  g_clear_object (&self->run);

  G_OBJECT_CLASS (dossier_export_run_page_parent_class)->dispose (object);
}

static void
dossier_export_run_page_class_init (DossierExportRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_export_run_page_dispose;

  g_type_ensure (DOSSIER_TYPE_FAILURE_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-export-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierExportRunPage, states);
  gtk_widget_class_bind_template_child (widget_class, DossierExportRunPage, page);
  gtk_widget_class_bind_template_child (widget_class, DossierExportRunPage, steps);
  gtk_widget_class_bind_template_child (widget_class, DossierExportRunPage, progress);
  gtk_widget_class_bind_template_child (widget_class, DossierExportRunPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, DossierExportRunPage, failure);
}

static void
dossier_export_run_page_init (DossierExportRunPage *self)
{
  g_autoptr(AdwSpinnerPaintable) spinner = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  spinner = adw_spinner_paintable_new (GTK_WIDGET (self->page));
  adw_status_page_set_paintable (self->page, GDK_PAINTABLE (spinner));
}

/**
 * dossier_export_run_page_set_run:
 * @self: a page
 * @run: a run that is driven from now on
 */
void
dossier_export_run_page_set_run (DossierExportRunPage *self,
                                 DossierExportRun     *run)
{
  GListModel *model = dossier_export_run_get_steps (run);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_set_object (&self->run, run);

  adw_status_page_set_title (self->page, _(steps[DOSSIER_EXPORT_STEP_CHECK].heading));
  adw_status_page_set_description (self->page, _(steps[DOSSIER_EXPORT_STEP_CHECK].explanation));
  gtk_list_box_bind_model (self->steps, model, create_row, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr(DossierExportStep) step = g_list_model_get_item (model, i);

      g_signal_connect_object (step, "notify::status", G_CALLBACK (show_heading), self,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (run, "notify::received", G_CALLBACK (received_cb), self, G_CONNECT_SWAPPED);
  received_cb (self);
  gtk_stack_set_visible_child_name (self->states, "running");
}

/**
 * dossier_export_run_page_show_failure:
 * @self: a page
 * @error: why the run ended or halted
 */
void
dossier_export_run_page_show_failure (DossierExportRunPage *self,
                                      const GError         *error)
{
  const char *title = _("There Is No Report");

  if (g_error_matches (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED))
    title = _("The Report Was Cancelled");
  else if (g_error_matches (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_NOT_READY))
    title = _("A Report Cannot Be Made Yet");
  else if (g_error_matches (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY))
    title = _("Inspector Is Busy with Another Report");
  else if (!dossier_export_state_is_final (dossier_export_run_get_state (self->run)))
    title = _("The Export Halted");

  dossier_failure_view_show (self->failure, title, error);
  gtk_stack_set_visible_child_name (self->states, "failed");
}
