// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-digest-stream-private.h"
#include "dossier-fiber.h"
#include "dossier-report-summary.h"

/* How many bytes are between two words of progress. */
#define PROGRESS_STEP (4 * 1024 * 1024)

G_DEFINE_BOXED_TYPE (DossierReportSummary, dossier_report_summary, dossier_report_summary_copy,
                     dossier_report_summary_free)

/* Shared by the thread, the fiber that waits for it, and words of progress on
 * their way between them. */
typedef struct
{
  gatomicrefcount ref_count;
  char *path;
  GCancellable *cancellable;
  DossierReportProgressFunc progress;
  gpointer data;
  GDestroyNotify destroy;
  GMainContext *context; /* of the caller, where @progress and @destroy run */
  guint64 size;
  guint64 next_word;
} Inspection;

typedef struct
{
  Inspection *inspection;
  guint64 n_read;
} Word;

static gboolean
destroy_cb (gpointer user_data)
{
  Inspection *self = user_data;

  self->destroy (self->data);
  g_main_context_unref (self->context);
  g_free (self);
  return G_SOURCE_REMOVE;
}

static void
run_in_context (Inspection     *self,
                GSourceFunc     func,
                gpointer        data,
                GDestroyNotify  destroy)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->context);
}

static void
inspection_unref (gpointer data)
{
  Inspection *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->path);
  g_clear_object (&self->cancellable);
  if (self->destroy != NULL)
    {
      run_in_context (self, destroy_cb, self, NULL);
      return;
    }
  g_main_context_unref (self->context);
  g_free (self);
}

static Inspection *
inspection_ref (Inspection *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
word_free (gpointer data)
{
  Word *self = data;

  inspection_unref (self->inspection);
  g_free (self);
}

static gboolean
progress_cb (gpointer user_data)
{
  Word *word = user_data;
  Inspection *inspection = word->inspection;

  if (!g_cancellable_is_cancelled (inspection->cancellable))
    inspection->progress (word->n_read, inspection->size, inspection->data);
  return G_SOURCE_REMOVE;
}

static void
tell_progress (guint64  n_read,
               gpointer data)
{
  Inspection *self = data;
  Word *word;

  if (self->progress == NULL || n_read < self->next_word)
    return;

  self->next_word = n_read + PROGRESS_STEP;
  word = g_new0 (Word, 1);
  word->inspection = inspection_ref (self);
  word->n_read = n_read;
  run_in_context (self, progress_cb, word, word_free);
}

static GInputStream *
open_file (Inspection  *self,
           GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (self->path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, self->cancellable, error);
  g_autoptr(GFileInfo) info = NULL;

  if (stream == NULL)
    return NULL;
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, self->cancellable, error);
  if (info == NULL)
    return NULL;

  self->size = (guint64) g_file_info_get_size (info);
  return G_INPUT_STREAM (g_steal_pointer (&stream));
}

static gboolean
read_findings (DossierReportReader   *reader,
               DossierReportSummary  *summary,
               GCancellable          *cancellable,
               GError               **error)
{
  g_autoptr(GError) local_error = NULL;

  while (dossier_report_reader_next (reader, cancellable, &local_error))
    {
      summary->n_findings++;
      summary->severity_counts[dossier_report_reader_get_severity_rank (reader)]++;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static DossierReportSummary *
summarise (Inspection    *self,
           GInputStream  *file,
           GError       **error)
{
  g_autoptr(DossierReportSummary) summary = g_new0 (DossierReportSummary, 1);
  g_autoptr(DossierDigestStream) stream = dossier_digest_stream_new (file, tell_progress, self);
  g_autoptr(DossierReportReader) reader =
      dossier_report_reader_new (G_INPUT_STREAM (stream), 0, self->cancellable, error);

  if (reader == NULL || !read_findings (reader, summary, self->cancellable, error))
    return NULL;

  summary->format = dossier_report_reader_get_format (reader);
  summary->size = dossier_digest_stream_get_size (stream);
  summary->sha256 = dossier_digest_stream_finish (stream);
  summary->unknown_columns = g_strdupv ((GStrv) dossier_report_reader_get_unknown_columns (reader));
  summary->missing_columns = g_strdupv ((GStrv) dossier_report_reader_get_missing_columns (reader));
  summary->open_ended = dossier_report_reader_is_open_ended (reader);
  return g_steal_pointer (&summary);
}

static gpointer
inspect (gpointer   data,
         GError   **error)
{
  Inspection *self = data;
  g_autoptr(GInputStream) file = open_file (self, error);
  g_autofree char *name = g_filename_display_basename (self->path);
  DossierReportSummary *summary;

  if (file == NULL)
    return NULL;

  summary = summarise (self, file, error);
  if (summary == NULL)
    g_prefix_error (error, "“%s”: ", name);
  return summary;
}

static DexFuture *
inspect_fiber (gpointer data)
{
  Inspection *self = data;
  g_autoptr(GError) error = NULL;
  DossierReportSummary *summary = dossier_await_leaf_boxed (
      dossier_thread_run (inspect, inspection_ref (self), inspection_unref, DOSSIER_TYPE_REPORT_SUMMARY),
      self->cancellable, DOSSIER_NO_TIMEOUT, &error);

  return summary != NULL ? dex_future_new_take_boxed (DOSSIER_TYPE_REPORT_SUMMARY, summary)
                         : dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * dossier_report_summary_copy:
 * @self: a summary
 *
 * Returns: (transfer full): a copy
 */
DossierReportSummary *
dossier_report_summary_copy (const DossierReportSummary *self)
{
  DossierReportSummary *copy = g_memdup2 (self, sizeof *self);

  copy->sha256 = g_strdup (self->sha256);
  copy->unknown_columns = g_strdupv (self->unknown_columns);
  copy->missing_columns = g_strdupv (self->missing_columns);
  return copy;
}

/**
 * dossier_report_summary_free:
 * @self: (transfer full): a summary
 */
void
dossier_report_summary_free (DossierReportSummary *self)
{
  g_free (self->sha256);
  g_strfreev (self->unknown_columns);
  g_strfreev (self->missing_columns);
  g_free (self);
}

/**
 * dossier_report_inspect_full:
 * @path: a report, CSV or JSON; its name does not matter
 * @progress: (nullable): told every few MiB how far it is
 * @data: for @progress
 * @destroy: (nullable): frees @data, in the caller's main context
 * @cancellable: (nullable): ends the reading
 *
 * Reads a report to its end, on another thread and in bounded memory.
 *
 * Returns: (transfer full): a future of a #DossierReportSummary; rejects with
 *   %DOSSIER_ERROR_CORRUPT, which names the line or the byte of what is truncated
 *   or malformed, %DOSSIER_ERROR_TOO_LARGE, or a #GIOErrorEnum
 */
DexFuture *
dossier_report_inspect_full (const char                *path,
                             DossierReportProgressFunc  progress,
                             gpointer                   data,
                             GDestroyNotify             destroy,
                             GCancellable              *cancellable)
{
  Inspection *self = g_new0 (Inspection, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  self->progress = progress;
  self->data = data;
  self->destroy = destroy;
  self->context = g_main_context_ref_thread_default ();
  g_set_object (&self->cancellable, cancellable);
  return dossier_fiber_spawn (inspect_fiber, self, inspection_unref);
}

/**
 * dossier_report_inspect:
 * @path: a report, CSV or JSON; its name does not matter
 * @cancellable: (nullable): ends the reading
 *
 * dossier_report_inspect_full() without a word on the way.
 *
 * Returns: (transfer full): a future of a #DossierReportSummary
 */
DexFuture *
dossier_report_inspect (const char   *path,
                        GCancellable *cancellable)
{
  return dossier_report_inspect_full (path, NULL, NULL, NULL, cancellable);
}
