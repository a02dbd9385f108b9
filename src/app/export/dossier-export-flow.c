// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-bucket-choices.h"
#include "dossier-demo-banner.h"
#include "dossier-export-done-page.h"
#include "dossier-export-flow.h"
#include "dossier-export-job.h"
#include "dossier-export-key-page.h"
#include "dossier-export-run-page.h"
#include "dossier-export-what-page.h"
#include "dossier-export-where-page.h"
#include "dossier-fiber.h"
#include "dossier-key-choices.h"
#include "dossier-stepper.h"

/* The pages in their order, by their tags. */
static const char *const tags[] = { "what", "where", "key", "run", "done" };

struct _DossierExportFlow
{
  AdwBin parent_instance;

  DossierContext *context;
  DossierExportJob *job;
  GCancellable *reading;

  AdwWindowTitle *title;
  GtkWidget *back;
  DossierDemoBanner *demo_banner;
  DossierStepper *stepper;
  AdwNavigationView *pages;
  DossierExportWhatPage *what;
  DossierExportWherePage *where;
  DossierExportKeyPage *key;
  DossierExportRunPage *run;
  DossierExportDonePage *done;
};

G_DEFINE_FINAL_TYPE (DossierExportFlow, dossier_export_flow, ADW_TYPE_BIN)

enum
{
  RECORDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_page (DossierExportFlow *self,
           guint              last)
{
  const char *path[G_N_ELEMENTS (tags)];

  for (guint i = 0; i <= last; i++)
    path[i] = tags[i];
  adw_navigation_view_replace_with_tags (self->pages, path, (int) last + 1);
}

static guint
current_page (DossierExportFlow *self)
{
  const char *tag = adw_navigation_view_get_visible_page_tag (self->pages);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_strcmp0 (tag, tags[i]) == 0)
      return i;
  return 0;
}

static void
visible_page_cb (DossierExportFlow *self)
{
  guint current = current_page (self);
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->pages);
  gboolean may_leave = page == NULL || adw_navigation_page_get_can_pop (page);

  dossier_stepper_set_current (self->stepper, current);
  gtk_widget_set_visible (self->back, current > 0 && may_leave);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.back", current > 0 && may_leave);
  adw_window_title_set_subtitle (
      self->title, current > 0 ? dossier_export_what_page_get_format (self->what) : "");
}

static void
over_cb (DossierExportFlow *self)
{
  const GError *error = dossier_export_job_get_error (self->job);

  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self->run), TRUE);
  if (error == NULL)
    {
      dossier_export_done_page_show (
          self->done, dossier_export_run_get_record (dossier_export_job_get_run (self->job)));
      show_page (self, 4);
    }
  else
    {
      dossier_export_run_page_show_failure (self->run, error);
      visible_page_cb (self);
    }
  g_signal_emit (self, signals[RECORDED], 0);
}

static void
drive (DossierExportFlow *self,
       DossierExportRun  *run)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);

  dossier_export_run_page_set_run (self->run, run);
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self->run), FALSE);
  show_page (self, 3);
  visible_page_cb (self);

  self->job = dossier_export_job_new (g_application_get_default (), self->context, run);
  g_signal_connect_object (self->job, "over", G_CALLBACK (over_cb), self, G_CONNECT_SWAPPED);
  dossier_export_job_drive (self->job);
  g_signal_emit (self, signals[RECORDED], 0);
}

static void
begin (DossierExportFlow       *self,
       const DossierExportPlan *plan)
{
  DossierSession *session = dossier_context_get_session (self->context);
  DossierAwsClient *client = dossier_session_get_client (session);
  g_autoptr(DossierExportRun) run = dossier_export_run_new (
      client, dossier_context_get_store (self->context),
      dossier_export_record_new (dossier_session_get_source (session), dossier_session_get_region (session),
                                 plan, dossier_clock_now (dossier_aws_client_get_clock (client))));

  drive (self, run);
}

static void
start_action (GtkWidget *widget,
              const char *,
              GVariant *)
{
  DossierExportFlow *self = DOSSIER_EXPORT_FLOW (widget);
  g_autoptr(DossierExportPlan) plan = g_new0 (DossierExportPlan, 1);
  g_autoptr(GError) error = NULL;

  plan->format = g_strdup (dossier_export_what_page_get_format (self->what));
  plan->filter_criteria = dossier_filter_to_json (dossier_context_get_filter (self->context));
  plan->kms_key_arn = dossier_export_key_page_dup_key (self->key);

  if (!dossier_export_where_page_fill (self->where, plan, &error))
    {
      show_page (self, 1);
      if (error != NULL)
        dossier_export_where_page_show_refusal (self->where, error);
    }
  else if (!dossier_export_plan_check (
               plan, dossier_session_get_region (dossier_context_get_session (self->context)), &error))
    dossier_export_key_page_show_refusal (self->key, error);
  else
    begin (self, plan);
}

static void
retry_action (GtkWidget *widget,
              const char *,
              GVariant *)
{
  DossierExportFlow *self = DOSSIER_EXPORT_FLOW (widget);
  g_autoptr(DossierExportRun) run = g_object_ref (dossier_export_job_get_run (self->job));

  /* A run that is over stays as it is on record; what it was to do is done anew. */
  if (dossier_export_state_is_final (dossier_export_run_get_state (run)))
    begin (self, dossier_export_run_get_record (run)->plan);
  else
    drive (self, run);
}

static void
cancel_action (GtkWidget *widget,
               const char *,
               GVariant *)
{
  dossier_export_job_cancel (DOSSIER_EXPORT_FLOW (widget)->job);
}

static void
next_action (GtkWidget *widget,
             const char *,
             GVariant *)
{
  DossierExportFlow *self = DOSSIER_EXPORT_FLOW (widget);
  guint current = current_page (self);

  if (current == 0)
    dossier_export_where_page_set_format (self->where, dossier_export_what_page_get_format (self->what));
  if (current < 2)
    adw_navigation_view_push_by_tag (self->pages, tags[current + 1]);
}

static void
back_action (GtkWidget *widget,
             const char *,
             GVariant *)
{
  adw_navigation_view_pop (DOSSIER_EXPORT_FLOW (widget)->pages);
}

static void
restart_action (GtkWidget *widget,
                const char *,
                GVariant *)
{
  show_page (DOSSIER_EXPORT_FLOW (widget), 0);
}

typedef void (*ShowChoices) (gpointer      page,
                             GListModel   *choices,
                             const GError *error);

/* A list that comes in after the account was changed is not shown. */
typedef struct
{
  GtkWidget *page;
  DossierAwsClient *client;
  GCancellable *cancellable;
  DexFuture *(*read) (DossierAwsClient *, GCancellable *);
  ShowChoices show;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->page);
  g_object_unref (self->client);
  g_object_unref (self->cancellable);
  g_free (self);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) choices =
      dossier_await_child_object (self->read (self->client, self->cancellable), &error);

  if (!g_cancellable_is_cancelled (self->cancellable))
    self->show (self->page, choices, error);
  return dex_future_new_true ();
}

static void
read_choices (DossierExportFlow *self,
              GtkWidget         *page,
              DexFuture       *(*read) (DossierAwsClient *, GCancellable *),
              ShowChoices        show)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->page = g_object_ref (page);
  reading->client = g_object_ref (dossier_session_get_client (dossier_context_get_session (self->context)));
  reading->cancellable = g_object_ref (self->reading);
  reading->read = read;
  reading->show = show;
  dex_future_disown (dossier_fiber_spawn (read_fiber, reading, reading_free));
}

static void
read_buckets_action (GtkWidget *widget,
                     const char *,
                     GVariant *)
{
  DossierExportFlow *self = DOSSIER_EXPORT_FLOW (widget);

  dossier_export_where_page_show_reading (self->where);
  read_choices (self, GTK_WIDGET (self->where), dossier_bucket_choices_read,
                (ShowChoices) dossier_export_where_page_show_choices);
}

static void
read_keys_action (GtkWidget *widget,
                  const char *,
                  GVariant *)
{
  DossierExportFlow *self = DOSSIER_EXPORT_FLOW (widget);

  dossier_export_key_page_show_reading (self->key);
  read_choices (self, GTK_WIDGET (self->key), dossier_key_choices_read,
                (ShowChoices) dossier_export_key_page_show_choices);
}

static void
shown_cb (DossierExportFlow *self,
          AdwNavigationPage *page)
{
  if (page == ADW_NAVIGATION_PAGE (self->where))
    read_buckets_action (GTK_WIDGET (self), NULL, NULL);
  else if (page == ADW_NAVIGATION_PAGE (self->key))
    read_keys_action (GTK_WIDGET (self), NULL, NULL);
}

static void
dossier_export_flow_dispose (GObject *object)
{
  DossierExportFlow *self = DOSSIER_EXPORT_FLOW (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->job);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), DOSSIER_TYPE_EXPORT_FLOW);

  G_OBJECT_CLASS (dossier_export_flow_parent_class)->dispose (object);
}

static void
dossier_export_flow_class_init (DossierExportFlowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_export_flow_dispose;

  signals[RECORDED] = g_signal_new ("recorded", DOSSIER_TYPE_EXPORT_FLOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);

  g_type_ensure (DOSSIER_TYPE_DEMO_BANNER);
  g_type_ensure (DOSSIER_TYPE_EXPORT_DONE_PAGE);
  g_type_ensure (DOSSIER_TYPE_EXPORT_KEY_PAGE);
  g_type_ensure (DOSSIER_TYPE_EXPORT_RUN_PAGE);
  g_type_ensure (DOSSIER_TYPE_EXPORT_WHAT_PAGE);
  g_type_ensure (DOSSIER_TYPE_EXPORT_WHERE_PAGE);
  g_type_ensure (DOSSIER_TYPE_STEPPER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-export-flow.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, title);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, back);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, demo_banner);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, stepper);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, pages);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, what);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, where);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, key);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, run);
  gtk_widget_class_bind_template_child (widget_class, DossierExportFlow, done);
  gtk_widget_class_bind_template_callback (widget_class, visible_page_cb);

  gtk_widget_class_install_action (widget_class, "export.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "export.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "export.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "export.retry", NULL, retry_action);
  gtk_widget_class_install_action (widget_class, "export.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "export.restart", NULL, restart_action);
  gtk_widget_class_install_action (widget_class, "export.read-buckets", NULL, read_buckets_action);
  gtk_widget_class_install_action (widget_class, "export.read-keys", NULL, read_keys_action);
}

static void
dossier_export_flow_init (DossierExportFlow *self)
{
  const char *const titles[] = { C_("step", "What"), C_("step", "Where"), C_("step", "Key"),
                                 C_("step", "Export"), NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  dossier_stepper_set_titles (self->stepper, titles);
  g_signal_connect_object (self->where, "showing", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->key, "showing", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  visible_page_cb (self);
}

/**
 * dossier_export_flow_set_context:
 * @self: a flow
 * @context: an open context, whose findings are exported
 */
void
dossier_export_flow_set_context (DossierExportFlow *self,
                                 DossierContext    *context)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);

  g_set_object (&self->context, context);
  gtk_widget_set_visible (GTK_WIDGET (self->demo_banner), dossier_context_is_demo (context));
  dossier_export_what_page_set_context (self->what, context);
  show_page (self, 0);
}

/**
 * dossier_export_flow_resume:
 * @self: a flow with a context
 * @id: a run that is not over
 *
 * Goes on with a run that halted or was left.
 */
void
dossier_export_flow_resume (DossierExportFlow *self,
                            const char        *id)
{
  DossierExportStore *store = dossier_context_get_store (self->context);
  g_autoptr(GError) error = NULL;
  DossierExportRecord *record = dossier_export_store_load (store, id, &error);
  g_autoptr(DossierExportRun) run = NULL;

  if (record == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", error->message);
      return;
    }

  run = dossier_export_run_new (dossier_session_get_client (dossier_context_get_session (self->context)),
                                store, record);
  drive (self, run);
}
