// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "dossier-export-job.h"
#include "dossier-fiber.h"
#include "dossier-text.h"

struct _DossierExportJob
{
  GObject parent_instance;

  GApplication *application;
  DossierContext *context;
  DossierExportRun *run;
  GError *error;
};

G_DEFINE_FINAL_TYPE (DossierExportJob, dossier_export_job, G_TYPE_OBJECT)

enum
{
  OVER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Who looks at the window needs no notification. */
static gboolean
is_watched (DossierExportJob *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));

  return window != NULL && gtk_window_is_active (window);
}

static void
notify (DossierExportJob *self)
{
  const DossierExportRecord *record = dossier_export_run_get_record (self->run);
  g_autoptr(GNotification) notification = NULL;
  g_autofree char *findings = NULL;

  if (is_watched (self))
    return;

  if (self->error == NULL)
    {
      findings = dossier_text_findings (record->n_findings);
      notification = g_notification_new (_("The report is there, and whole"));
      g_notification_set_body (notification, findings);
    }
  else
    {
      notification = g_notification_new (_("The export did not end in a report"));
      g_notification_set_body (notification, self->error->message);
    }

  g_application_send_notification (self->application, record->id, notification);
}

static DexFuture *
drive_fiber (gpointer data)
{
  DossierExportJob *self = data;
  const char *folder = dossier_export_run_get_record (self->run)->plan->download_folder;
  g_autoptr(GError) error = NULL;

  if (folder != NULL && g_mkdir_with_parents (folder, 0777) != 0)
    g_debug ("The folder could not be made; the run will say so: %s", g_strerror (errno));

  if (!dossier_await_child (dossier_export_run_drive (self->run, NULL), &error))
    self->error = g_steal_pointer (&error);

  notify (self);
  g_signal_emit (self, signals[OVER], 0);
  g_application_release (self->application);
  return dex_future_new_true ();
}

static DexFuture *
cancel_fiber (gpointer data)
{
  DossierExportJob *self = data;
  g_autoptr(GError) error = NULL;
  GtkWindow *window;

  if (dossier_await_child (dossier_export_run_cancel (self->run, NULL), &error))
    return dex_future_new_true ();

  /* The run goes on; the person has to know. */
  window = gtk_application_get_active_window (GTK_APPLICATION (self->application));
  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.tell", "s", error->message);
  return dex_future_new_true ();
}

static void
dossier_export_job_finalize (GObject *object)
{
  DossierExportJob *self = DOSSIER_EXPORT_JOB (object);

  g_clear_object (&self->application);
  g_clear_object (&self->context);
  g_clear_object (&self->run);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (dossier_export_job_parent_class)->finalize (object);
}

static void
dossier_export_job_class_init (DossierExportJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_export_job_finalize;

  signals[OVER] = g_signal_new ("over", DOSSIER_TYPE_EXPORT_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
dossier_export_job_init (DossierExportJob *)
{
}

/**
 * dossier_export_job_new:
 * @application: the program that is to stay alive
 * @context: what the run needs to go on, for instance the demo service
 * @run: a run
 *
 * Returns: (transfer full): a job that was not begun
 */
DossierExportJob *
dossier_export_job_new (GApplication     *application,
                        DossierContext   *context,
                        DossierExportRun *run)
{
  DossierExportJob *self = g_object_new (DOSSIER_TYPE_EXPORT_JOB, NULL);

  self->application = g_object_ref (application);
  self->context = g_object_ref (context);
  self->run = g_object_ref (run);
  return self;
}

/**
 * dossier_export_job_drive:
 * @self: a job
 *
 * Drives the run until “over” is emitted.
 */
void
dossier_export_job_drive (DossierExportJob *self)
{
  g_application_hold (self->application);
  dex_future_disown (dossier_fiber_spawn (drive_fiber, g_object_ref (self), g_object_unref));
}

/**
 * dossier_export_job_cancel:
 * @self: a job that is driven
 *
 * For a person who does not want the report any more.
 */
void
dossier_export_job_cancel (DossierExportJob *self)
{
  dex_future_disown (dossier_fiber_spawn (cancel_fiber, g_object_ref (self), g_object_unref));
}

/**
 * dossier_export_job_get_run:
 * @self: a job
 *
 * Returns: (transfer none): the run
 */
DossierExportRun *
dossier_export_job_get_run (DossierExportJob *self)
{
  return self->run;
}

/**
 * dossier_export_job_get_error:
 * @self: a job that is over
 *
 * Returns: (transfer none) (nullable): why there is no report
 */
const GError *
dossier_export_job_get_error (DossierExportJob *self)
{
  return self->error;
}
