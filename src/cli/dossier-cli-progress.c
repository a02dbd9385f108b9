// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "dossier-cli-progress.h"

/* Back to the beginning of the line, and nothing left on it (ECMA-48: CR, EL). */
#define REWIND "\r\033[K"

struct _DossierCliProgress
{
  DossierExportRun *run;
  gboolean live;
  gboolean open;
};

static const char *const kinds[DOSSIER_EXPORT_N_STEPS] = {
  [DOSSIER_EXPORT_STEP_CHECK] = N_("Checking what is known before"),
  [DOSSIER_EXPORT_STEP_START] = N_("Asking for the report"),
  [DOSSIER_EXPORT_STEP_WAIT] = N_("Waiting for Inspector to write it"),
  [DOSSIER_EXPORT_STEP_FETCH] = N_("Fetching it"),
  [DOSSIER_EXPORT_STEP_VERIFY] = N_("Proving that it is whole"),
};

static const char *
status_text (DossierExportStep *step)
{
  switch (dossier_export_step_get_status (step))
    {
    case DOSSIER_EXPORT_STEP_STATUS_DONE:
      return _("done");
    case DOSSIER_EXPORT_STEP_STATUS_FAILED:
      return _("failed");
    case DOSSIER_EXPORT_STEP_STATUS_SKIPPED:
      return _("not needed");
    case DOSSIER_EXPORT_STEP_STATUS_PENDING:
    case DOSSIER_EXPORT_STEP_STATUS_ACTIVE:
    default:
      return "…";
    }
}

static void
tell (DossierCliProgress *self,
      DossierExportStep  *step,
      gboolean            whole)
{
  const char *detail = dossier_export_step_get_detail (step);
  g_autofree char *size = NULL;

  /* How far the fetching is, is news at a terminal only. */
  if (!whole && dossier_export_step_get_kind (step) == DOSSIER_EXPORT_STEP_FETCH &&
      dossier_export_run_get_size (self->run) > 0)
    {
      g_autofree char *received = g_format_size ((guint64) dossier_export_run_get_received (self->run));
      g_autofree char *all = g_format_size ((guint64) dossier_export_run_get_size (self->run));

      size = g_strdup_printf (_("%s of %s"), received, all);
    }

  g_printerr ("%s%s: %s%s%s%s", self->live ? REWIND : "", _(kinds[dossier_export_step_get_kind (step)]),
              status_text (step), detail != NULL || size != NULL ? " " : "",
              size != NULL ? size : "", detail != NULL && size == NULL ? detail : "");
  if (whole || !self->live)
    g_printerr ("\n");
  self->open = self->live && !whole;
}

static gboolean
is_active (DossierExportStep *step)
{
  return dossier_export_step_get_status (step) == DOSSIER_EXPORT_STEP_STATUS_ACTIVE;
}

static void
status_cb (DossierExportStep *step,
           GParamSpec *,
           gpointer user_data)
{
  DossierCliProgress *self = user_data;

  if (dossier_export_step_get_status (step) != DOSSIER_EXPORT_STEP_STATUS_PENDING)
    tell (self, step, !is_active (step));
}

static void
detail_cb (DossierExportStep *step,
           GParamSpec *,
           gpointer user_data)
{
  if (is_active (step))
    tell (user_data, step, FALSE);
}

static void
received_cb (DossierExportRun *run,
             GParamSpec *,
             gpointer user_data)
{
  GListModel *steps = dossier_export_run_get_steps (run);
  g_autoptr(DossierExportStep) step = g_list_model_get_item (steps, DOSSIER_EXPORT_STEP_FETCH);
  DossierCliProgress *self = user_data;

  if (self->live && is_active (step))
    tell (self, step, FALSE);
}

/**
 * dossier_cli_progress_new:
 * @run: a run
 *
 * Begins to tell how @run goes.
 *
 * Returns: (transfer full): the telling
 */
DossierCliProgress *
dossier_cli_progress_new (DossierExportRun *run)
{
  DossierCliProgress *self = g_new0 (DossierCliProgress, 1);
  GListModel *steps = dossier_export_run_get_steps (run);

  self->run = g_object_ref (run);
  self->live = isatty (STDERR_FILENO);
  g_signal_connect (run, "notify::received", G_CALLBACK (received_cb), self);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(DossierExportStep) step = g_list_model_get_item (steps, i);

      g_signal_connect (step, "notify::status", G_CALLBACK (status_cb), self);
      g_signal_connect (step, "notify::detail", G_CALLBACK (detail_cb), self);
    }
  return self;
}

/**
 * dossier_cli_progress_end:
 * @self: a telling
 *
 * Says no more, and ends a line that is alive. May be called twice.
 */
void
dossier_cli_progress_end (DossierCliProgress *self)
{
  GListModel *steps = dossier_export_run_get_steps (self->run);

  g_signal_handlers_disconnect_by_data (self->run, self);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr(DossierExportStep) step = g_list_model_get_item (steps, i);

      g_signal_handlers_disconnect_by_data (step, self);
    }
  if (self->open)
    g_printerr ("\n");
  self->open = FALSE;
}

/**
 * dossier_cli_progress_free:
 * @self: (transfer full): a telling
 */
void
dossier_cli_progress_free (DossierCliProgress *self)
{
  dossier_cli_progress_end (self);
  g_object_unref (self->run);
  g_free (self);
}
