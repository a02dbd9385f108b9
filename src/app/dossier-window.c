// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-account-dialog.h"
#include "dossier-account-menu.h"
#include "dossier-browser-page.h"
#include "dossier-context.h"
#include "dossier-export-flow.h"
#include "dossier-failure-view.h"
#include "dossier-reports-page.h"
#include "dossier-settings.h"
#include "dossier-sidebar-row.h"
#include "dossier-text.h"
#include "dossier-welcome-page.h"
#include "dossier-window.h"

struct _DossierWindow
{
  AdwApplicationWindow parent_instance;

  DossierAccountList *accounts;
  DossierContext *context;

  AdwToastOverlay *toasts;
  GtkStack *views;
  DossierFailureView *failure;
  GtkMenuButton *failure_account;
  AdwNavigationSplitView *split;
  GtkMenuButton *account;
  GtkLabel *account_name;
  GtkLabel *account_region;
  GtkMenuButton *menu;
  GtkListBox *pages;
  GtkWidget *findings_row;
  AdwNavigationPage *content;
  GtkStack *stack;
  DossierBrowserPage *browser;
  DossierExportFlow *flow;
  DossierReportsPage *reports;
};

G_DEFINE_FINAL_TYPE (DossierWindow, dossier_window, ADW_TYPE_APPLICATION_WINDOW)

/* What only makes sense while there are findings. */
static const char *const session_actions[] = {
  "win.show-page", "win.refresh", "win.stop", "win.search", "win.open-region",
  "win.export", "win.resume-export",
};

static void
page_selected_cb (DossierWindow *self,
                  GtkListBoxRow *row)
{
  g_autofree char *title = NULL;

  if (row == NULL)
    return;

  g_object_get (row, "title", &title, NULL);
  adw_navigation_page_set_title (self->content, title);
  gtk_stack_set_visible_child_name (self->stack, dossier_sidebar_row_get_page (DOSSIER_SIDEBAR_ROW (row)));
}

static void
page_activated_cb (DossierWindow *self)
{
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
show_page (DossierWindow *self,
           const char    *page)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_str_equal (dossier_sidebar_row_get_page (DOSSIER_SIDEBAR_ROW (row)), page))
      gtk_list_box_select_row (self->pages, GTK_LIST_BOX_ROW (row));

  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
total_changed_cb (DossierWindow *self)
{
  gint64 total = dossier_findings_feed_get_total (dossier_context_get_findings (self->context));
  g_autofree char *text = total >= 0 ? dossier_text_number (total) : NULL;

  g_object_set (self->findings_row, "count", text, NULL);
}

static void
show_account (DossierWindow *self)
{
  g_autoptr(GMenuModel) menu = dossier_account_menu_new (self->context);
  DossierSession *session = dossier_context_get_session (self->context);

  gtk_menu_button_set_menu_model (self->account, menu);
  gtk_menu_button_set_menu_model (self->failure_account, menu);
  if (session == NULL)
    return;

  gtk_label_set_label (self->account_name, dossier_context_get_name (self->context));
  gtk_label_set_label (self->account_region, dossier_session_get_region (session));
}

/* Once while the program runs: it is the same for every account. */
static void
tell_of_store (DossierWindow *self)
{
  static gboolean is_told;
  const GError *problem = dossier_findings_store_get_problem (
      dossier_findings_feed_get_store (dossier_context_get_findings (self->context)));
  AdwToast *toast;

  if (problem == NULL || is_told)
    return;

  is_told = TRUE;
  toast = adw_toast_new ("");
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, problem->message);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
state_changed_cb (DossierWindow *self)
{
  DossierContextState state = dossier_context_get_state (self->context);

  for (gsize i = 0; i < G_N_ELEMENTS (session_actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), session_actions[i],
                                   state == DOSSIER_CONTEXT_OPEN);
  show_account (self);

  switch (state)
    {
    case DOSSIER_CONTEXT_OPENING:
      gtk_stack_set_visible_child_name (self->views, "opening");
      break;

    case DOSSIER_CONTEXT_NOBODY:
      gtk_stack_set_visible_child_name (self->views, "welcome");
      break;

    case DOSSIER_CONTEXT_OPEN:
      dossier_browser_page_set_context (self->browser, self->context);
      dossier_export_flow_set_context (self->flow, self->context);
      dossier_reports_page_set_context (self->reports, self->context);
      gtk_stack_set_visible_child_name (self->views, "main");
      show_page (self, "findings");
      tell_of_store (self);
      break;

    case DOSSIER_CONTEXT_FAILED:
    default:
      dossier_failure_view_show (self->failure, _("This Account Cannot Be Used"),
                                 dossier_context_get_error (self->context));
      gtk_stack_set_visible_child_name (self->views, "failed");
    }
}

static void
added_cb (DossierWindow *self,
          const char    *name)
{
  g_autoptr(DossierLaunch) launch = dossier_launch_new_account (name);

  dossier_window_open (self, launch);
}

static void
show_page_action (GtkWidget *widget,
                  const char *,
                  GVariant *parameter)
{
  show_page (DOSSIER_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
export_action (GtkWidget *widget,
               const char *,
               GVariant *)
{
  show_page (DOSSIER_WINDOW (widget), "export");
}

static void
resume_export_action (GtkWidget *widget,
                      const char *,
                      GVariant *parameter)
{
  DossierWindow *self = DOSSIER_WINDOW (widget);

  show_page (self, "export");
  dossier_export_flow_resume (self->flow, g_variant_get_string (parameter, NULL));
}

static void
recorded_cb (DossierWindow *self)
{
  dossier_reports_page_refresh (self->reports);
}

static void
refresh_action (GtkWidget *widget,
                const char *,
                GVariant *)
{
  dossier_context_refresh (DOSSIER_WINDOW (widget)->context);
}

static void
stop_action (GtkWidget *widget,
             const char *,
             GVariant *)
{
  dossier_context_stop (DOSSIER_WINDOW (widget)->context);
}

static void
search_action (GtkWidget *widget,
               const char *,
               GVariant *)
{
  DossierWindow *self = DOSSIER_WINDOW (widget);

  show_page (self, "findings");
  dossier_browser_page_start_search (self->browser);
}

static void
close_details_action (GtkWidget *widget,
                      const char *,
                      GVariant *)
{
  dossier_browser_page_close_details (DOSSIER_WINDOW (widget)->browser);
}

static void
add_account_action (GtkWidget *widget,
                    const char *,
                    GVariant *)
{
  DossierWindow *self = DOSSIER_WINDOW (widget);
  AdwDialog *dialog = dossier_account_dialog_new (self->accounts);

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void
open_account_action (GtkWidget *widget,
                     const char *,
                     GVariant *parameter)
{
  g_autoptr(DossierLaunch) launch =
      dossier_launch_new_account (g_variant_get_string (parameter, NULL));

  dossier_window_open (DOSSIER_WINDOW (widget), launch);
}

static void
open_demo_action (GtkWidget *widget,
                  const char *,
                  GVariant *)
{
  g_autoptr(DossierLaunch) launch = dossier_launch_new_demo ("default");

  dossier_window_open (DOSSIER_WINDOW (widget), launch);
}

static void
open_region_action (GtkWidget *widget,
                    const char *,
                    GVariant *parameter)
{
  DossierWindow *self = DOSSIER_WINDOW (widget);
  g_autoptr(DossierLaunch) launch = dossier_launch_copy (dossier_context_get_launch (self->context));

  g_set_str (&launch->region, g_variant_get_string (parameter, NULL));
  dossier_window_open (self, launch);
}

static void
reopen_action (GtkWidget *widget,
               const char *,
               GVariant *)
{
  DossierWindow *self = DOSSIER_WINDOW (widget);
  g_autoptr(DossierLaunch) launch = dossier_launch_copy (dossier_context_get_launch (self->context));

  dossier_window_open (self, launch);
}

static void
tell_action (GtkWidget *widget,
             const char *,
             GVariant *parameter)
{
  adw_toast_overlay_add_toast (DOSSIER_WINDOW (widget)->toasts,
                               adw_toast_new (g_variant_get_string (parameter, NULL)));
}

static void
menu_action (GtkWidget *widget,
             const char *,
             GVariant *)
{
  gtk_menu_button_popup (DOSSIER_WINDOW (widget)->menu);
}

static gboolean
dossier_window_close_request (GtkWindow *window)
{
  dossier_settings_save_window (window);

  return GTK_WINDOW_CLASS (dossier_window_parent_class)->close_request (window);
}

static void
dossier_window_dispose (GObject *object)
{
  DossierWindow *self = DOSSIER_WINDOW (object);

  g_clear_object (&self->accounts);
  if (self->context != NULL)
    dossier_context_stop (self->context);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), DOSSIER_TYPE_WINDOW);

  G_OBJECT_CLASS (dossier_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "win.resume-export", "s", resume_export_action);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "win.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.close-details", NULL, close_details_action);
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account_action);
  gtk_widget_class_install_action (widget_class, "win.open-account", "s", open_account_action);
  gtk_widget_class_install_action (widget_class, "win.open-demo", NULL, open_demo_action);
  gtk_widget_class_install_action (widget_class, "win.open-region", "s", open_region_action);
  gtk_widget_class_install_action (widget_class, "win.reopen", NULL, reopen_action);
  gtk_widget_class_install_action (widget_class, "win.tell", "s", tell_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
}

static void
dossier_window_class_init (DossierWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dossier_window_close_request;

  g_type_ensure (DOSSIER_TYPE_BROWSER_PAGE);
  g_type_ensure (DOSSIER_TYPE_EXPORT_FLOW);
  g_type_ensure (DOSSIER_TYPE_FAILURE_VIEW);
  g_type_ensure (DOSSIER_TYPE_REPORTS_PAGE);
  g_type_ensure (DOSSIER_TYPE_SIDEBAR_ROW);
  g_type_ensure (DOSSIER_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/dossier_app/Dossier/dossier-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, views);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, failure_account);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, split);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, account);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, account_name);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, account_region);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, findings_row);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, content);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, browser);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, flow);
  gtk_widget_class_bind_template_child (widget_class, DossierWindow, reports);
  gtk_widget_class_bind_template_callback (widget_class, page_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, recorded_cb);
  install_actions (widget_class);
}

static void
dossier_window_init (DossierWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dossier_settings_restore_window (GTK_WINDOW (self));
}

/**
 * dossier_window_new:
 * @application: the application that the window belongs to
 * @accounts: the accounts there are
 *
 * Returns: (transfer none): a main window, owned by GTK until it is closed
 */
DossierWindow *
dossier_window_new (AdwApplication     *application,
                    DossierAccountList *accounts)
{
  DossierWindow *self = g_object_new (DOSSIER_TYPE_WINDOW, "application", application, NULL);

  self->accounts = g_object_ref (accounts);
  return self;
}

/**
 * dossier_window_open:
 * @self: a window
 * @launch: whose findings to show
 *
 * Shows the findings of somebody else from now on.
 */
void
dossier_window_open (DossierWindow       *self,
                     const DossierLaunch *launch)
{
  if (self->context != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->context, self);
      g_signal_handlers_disconnect_by_data (dossier_context_get_findings (self->context), self);
      dossier_context_stop (self->context);
      g_object_unref (self->context);
    }

  self->context = dossier_context_new (self->accounts, launch);
  g_signal_connect_object (self->context, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dossier_context_get_findings (self->context), "notify::total",
                           G_CALLBACK (total_changed_cb), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
}
