// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>

#include "dossier-cli-interrupt.h"
#include "dossier-cli.h"

/* How long the main loop may take to hear of it. */
#define PATIENCE_MS 3000u

/* Signals are heard on a thread of their own: the main loop stands still while
 * standard output is a pipe that nobody empties.
 */
struct _DossierCliInterrupt
{
  GCancellable *cancellable;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  gboolean heard; /* the thread's own */
};

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* What is on disk is whole at any moment, so that nothing is lost by this. */
static gboolean
stuck_cb (gpointer cancellable)
{
  if (!g_cancellable_is_cancelled (cancellable))
    _exit (DOSSIER_CLI_EXIT_INTERRUPTED);
  return G_SOURCE_REMOVE;
}

static void
attach (GSource      *source,
        GMainContext *context,
        GSourceFunc   func,
        gpointer      data)
{
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, context);
  g_source_unref (source);
}

static gboolean
signal_cb (gpointer user_data)
{
  DossierCliInterrupt *self = user_data;

  /* A second interrupt means that ending in order takes too long. */
  if (self->heard)
    _exit (DOSSIER_CLI_EXIT_INTERRUPTED);

  self->heard = TRUE;
  attach (g_idle_source_new (), NULL, cancel_cb, self->cancellable);
  attach (g_timeout_source_new (PATIENCE_MS), self->context, stuck_cb, self->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gpointer
listen (gpointer data)
{
  DossierCliInterrupt *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/**
 * dossier_cli_interrupt_new:
 * @cancellable: cancelled in the main loop at the first SIGINT or SIGTERM; it has to
 *   live as long as the main context does
 *
 * Begins to hear signals. The second one ends the process with
 * %DOSSIER_CLI_EXIT_INTERRUPTED, and so does the first one if the main loop does not
 * get to it within three seconds.
 *
 * Returns: (transfer full): who hears
 */
DossierCliInterrupt *
dossier_cli_interrupt_new (GCancellable *cancellable)
{
  DossierCliInterrupt *self = g_new0 (DossierCliInterrupt, 1);

  self->cancellable = cancellable;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  attach (g_unix_signal_source_new (SIGINT), self->context, signal_cb, self);
  attach (g_unix_signal_source_new (SIGTERM), self->context, signal_cb, self);
  self->thread = g_thread_new ("interrupt", listen, self);
  return self;
}

/**
 * dossier_cli_interrupt_free:
 * @self: (transfer full): who hears
 *
 * Signals mean again what they mean to every program.
 */
void
dossier_cli_interrupt_free (DossierCliInterrupt *self)
{
  /* As a source and not by a direct call: the loop may not run yet. */
  attach (g_idle_source_new (), self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}
