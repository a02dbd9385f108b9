// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-findings-csv-writer.h"
#include "dossier-report-column-private.h"

struct _DossierFindingsCsvWriter
{
  GOutputStream *stream;
  gint64 now;
  gboolean begun;
  GString *rows;
  GString *cell;
};

static void
begin (DossierFindingsCsvWriter *self)
{
  if (self->begun)
    return;

  self->begun = TRUE;
  for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
    {
      const char *name = dossier_report_column_get_name (i);

      g_string_append (self->rows, i > 0 ? "," : "");
      dossier_csv_append_cell (self->rows, name, strlen (name));
    }
  g_string_append_c (self->rows, '\n');
}

static gboolean
add_row (DossierFindingsCsvWriter  *self,
         const char                *json,
         gsize                      length,
         GError                   **error)
{
  yyjson_read_err problem = { 0 };
  /* Without YYJSON_READ_INSITU the text is only read. */
  yyjson_doc *document = yyjson_read_opts ((char *) json, length, YYJSON_READ_NUMBER_AS_RAW, NULL, &problem);

  if (document == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "A finding is not valid JSON at byte %" G_GSIZE_FORMAT ": %s", problem.pos, problem.msg);
      return FALSE;
    }

  for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
    {
      g_string_truncate (self->cell, 0);
      dossier_report_column_append (i, yyjson_doc_get_root (document), self->now, self->cell);
      g_string_append (self->rows, i > 0 ? "," : "");
      dossier_csv_append_cell (self->rows, self->cell->str, self->cell->len);
    }
  g_string_append_c (self->rows, '\n');
  yyjson_doc_free (document);
  return TRUE;
}

static gboolean
write_rows (DossierFindingsCsvWriter  *self,
            GCancellable              *cancellable,
            GError                   **error)
{
  gboolean good =
      g_output_stream_write_all (self->stream, self->rows->str, self->rows->len, NULL, cancellable, error);

  g_string_truncate (self->rows, 0);
  return good;
}

/**
 * dossier_csv_append_cell:
 * @out: a row
 * @text: what the cell says
 * @length: its length in bytes
 *
 * Appends a cell, quoted where RFC 4180 wants it.
 */
void
dossier_csv_append_cell (GString    *out,
                         const char *text,
                         gsize       length)
{
  const char *quote;

  if (memchr (text, ',', length) == NULL && memchr (text, '"', length) == NULL && memchr (text, '\n', length) == NULL &&
      memchr (text, '\r', length) == NULL)
    {
      g_string_append_len (out, text, (gssize) length);
      return;
    }

  g_string_append_c (out, '"');
  while ((quote = memchr (text, '"', length)) != NULL)
    {
      g_string_append_len (out, text, quote - text + 1);
      g_string_append_c (out, '"');
      length -= (gsize) (quote - text) + 1;
      text = quote + 1;
    }
  g_string_append_len (out, text, (gssize) length);
  g_string_append_c (out, '"');
}

/**
 * dossier_findings_csv_writer_new:
 * @stream: where the text goes; it stays open
 * @now: microseconds since 1970 UTC, from which the age of findings is told
 *
 * Returns: (transfer full): a writer that has written nothing yet
 */
DossierFindingsCsvWriter *
dossier_findings_csv_writer_new (GOutputStream *stream,
                                 gint64         now)
{
  DossierFindingsCsvWriter *self = g_new0 (DossierFindingsCsvWriter, 1);

  self->stream = g_object_ref (stream);
  self->now = now;
  self->rows = g_string_new (NULL);
  self->cell = g_string_new (NULL);
  return self;
}

/**
 * dossier_findings_csv_writer_free:
 * @self: (transfer full): a writer
 */
void
dossier_findings_csv_writer_free (DossierFindingsCsvWriter *self)
{
  g_object_unref (self->stream);
  g_string_free (self->rows, TRUE);
  g_string_free (self->cell, TRUE);
  g_free (self);
}

/**
 * dossier_findings_csv_writer_add_finding:
 * @self: a writer
 * @json: a Finding of the Inspector API
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT or a #GIOErrorEnum
 *
 * Writes a row, and the names of the columns before the first one.
 *
 * Returns: whether it was written
 */
gboolean
dossier_findings_csv_writer_add_finding (DossierFindingsCsvWriter  *self,
                                         GBytes                    *json,
                                         GCancellable              *cancellable,
                                         GError                   **error)
{
  gsize length;
  const char *text = g_bytes_get_data (json, &length);

  begin (self);
  return add_row (self, text, length, error) && write_rows (self, cancellable, error);
}

/**
 * dossier_findings_csv_writer_add_page:
 * @self: a writer
 * @page: a page
 * @n_findings: how many of its findings, from the first, at most all
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT or a #GIOErrorEnum
 *
 * Writes a row for each finding, in one piece.
 *
 * Returns: whether all was written
 */
gboolean
dossier_findings_csv_writer_add_page (DossierFindingsCsvWriter  *self,
                                      DossierFindingsPage       *page,
                                      gsize                      n_findings,
                                      GCancellable              *cancellable,
                                      GError                   **error)
{
  const char *body = g_bytes_get_data (dossier_findings_page_get_body (page), NULL);

  g_return_val_if_fail (n_findings <= dossier_findings_page_get_n_findings (page), FALSE);

  begin (self);
  for (gsize i = 0; i < n_findings; i++)
    {
      gsize offset, length;

      dossier_findings_page_get_range (page, i, &offset, &length);
      if (!add_row (self, body + offset, length, error))
        return FALSE;
    }
  return write_rows (self, cancellable, error);
}

/**
 * dossier_findings_csv_writer_finish:
 * @self: a writer
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for a #GIOErrorEnum
 *
 * Writes the names of the columns if there was no finding; flushes the stream.
 *
 * Returns: whether all was written
 */
gboolean
dossier_findings_csv_writer_finish (DossierFindingsCsvWriter  *self,
                                    GCancellable              *cancellable,
                                    GError                   **error)
{
  begin (self);
  return write_rows (self, cancellable, error) && g_output_stream_flush (self->stream, cancellable, error);
}
