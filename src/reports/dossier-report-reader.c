// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-csv-reader.h"
#include "dossier-error.h"
#include "dossier-json-reader-private.h"
#include "dossier-report-column-private.h"
#include "dossier-report-reader.h"

/* What is looked at to tell the format. */
#define PEEK_SIZE 4096

struct _DossierReportReader
{
  DossierReportFormat format;
  DossierCsvReader *csv;
  DossierJsonReader *json;
  gint64 now;
  GString *cell;

  gint cells[DOSSIER_N_REPORT_COLUMNS]; /* where a column is in the file, or -1 */
  guint n_cells;
  guint severity_column;
  GStrv unknown;
  GStrv missing;
};

static gboolean
fail (const char  *what,
      GError     **error)
{
  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, what);
  return FALSE;
}

/* What people rename or pass on by mistake is told by its first bytes. */
static gboolean
check_beginning (const char  *text,
                 gsize        length,
                 GError     **error)
{
  if (length == 0)
    return fail ("The file is empty; a report has at least its columns or an empty list", error);
  if (length >= 2 && (memcmp (text, "\037\213", 2) == 0 || memcmp (text, "PK", 2) == 0))
    return fail ("The file is compressed; unpack it first", error);
  if (length >= 2 && (memcmp (text, "\377\376", 2) == 0 || memcmp (text, "\376\377", 2) == 0))
    return fail ("The file is UTF-16 text; save it as UTF-8", error);
  return TRUE;
}

static DossierReportFormat
detect_format (const char *text,
               gsize       length)
{
  gsize at = length >= 3 && memcmp (text, "\357\273\277", 3) == 0 ? 3 : 0;

  while (at < length && g_ascii_isspace (text[at]))
    at++;
  return at < length && (text[at] == '{' || text[at] == '[') ? DOSSIER_REPORT_JSON : DOSSIER_REPORT_CSV;
}

static gboolean
map_columns (DossierReportReader  *self,
             GError              **error)
{
  g_autoptr(GStrvBuilder) unknown = g_strv_builder_new ();
  g_autoptr(GStrvBuilder) missing = g_strv_builder_new ();
  guint n_known = 0;

  self->n_cells = dossier_csv_reader_get_n_cells (self->csv);
  for (guint i = 0; i < self->n_cells; i++)
    {
      const char *name = dossier_csv_reader_get_cell (self->csv, i);
      gint column = dossier_report_column_find (name);

      if (column < 0)
        {
          g_strv_builder_add (unknown, name);
          continue;
        }
      if (self->cells[column] >= 0)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                       "Line %" G_GUINT64_FORMAT ": the column “%s” is there twice",
                       dossier_csv_reader_get_line (self->csv), name);
          return FALSE;
        }
      self->cells[column] = (gint) i;
      n_known++;
    }
  if (n_known == 0)
    return fail ("The file is no report of Amazon Inspector: its first line has none of the columns", error);

  for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
    if (self->cells[i] < 0)
      g_strv_builder_add (missing, dossier_report_column_get_name (i));
  self->unknown = g_strv_builder_end (unknown);
  self->missing = g_strv_builder_end (missing);
  return TRUE;
}

static gboolean
read_header (DossierReportReader  *self,
             GCancellable         *cancellable,
             GError              **error)
{
  g_autoptr(GError) local_error = NULL;

  for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
    self->cells[i] = -1;
  if (dossier_csv_reader_next (self->csv, cancellable, &local_error))
    return map_columns (self, error);
  if (local_error == NULL)
    return fail ("The file has only empty lines; a report begins with the names of its columns", error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A row with too few cells at an open end is what is left of one. */
static gboolean
check_row (DossierReportReader  *self,
           GError              **error)
{
  guint n_cells = dossier_csv_reader_get_n_cells (self->csv);

  if (n_cells == self->n_cells)
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
               "Line %" G_GUINT64_FORMAT ": the row has %u cells, but there are %u columns%s",
               dossier_csv_reader_get_line (self->csv), n_cells, self->n_cells,
               dossier_csv_reader_is_open_ended (self->csv) ? "; the file ends here, it is truncated" : "");
  return FALSE;
}

/**
 * dossier_report_reader_new:
 * @stream: a report
 * @now: microseconds since 1970 UTC, from which the age of a JSON report's
 *   findings is told
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for %DOSSIER_ERROR_CORRUPT or a #GIOErrorEnum
 *
 * Finds out by the content what a file is, and reads the names of its columns.
 * Columns may be missing, in another order, or more than are known.
 *
 * Returns: (transfer full) (nullable): a reader before the first finding
 */
DossierReportReader *
dossier_report_reader_new (GInputStream  *stream,
                           gint64         now,
                           GCancellable  *cancellable,
                           GError       **error)
{
  g_autoptr(DossierReportReader) self = g_new0 (DossierReportReader, 1);
  g_autoptr(GInputStream) buffered = g_buffered_input_stream_new_sized (stream, PEEK_SIZE);
  GBufferedInputStream *peek = G_BUFFERED_INPUT_STREAM (buffered);
  const char *text;
  gsize length;

  self->now = now;
  self->severity_column = (guint) dossier_report_column_find ("Severity");
  self->cell = g_string_new (NULL);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (buffered), FALSE);
  for (gssize n = 1; n > 0 && g_buffered_input_stream_get_available (peek) < PEEK_SIZE;)
    if ((n = g_buffered_input_stream_fill (peek, -1, cancellable, error)) < 0)
      return NULL;

  text = g_buffered_input_stream_peek_buffer (peek, &length);
  if (!check_beginning (text, length, error))
    return NULL;
  self->format = detect_format (text, length);
  if (self->format == DOSSIER_REPORT_JSON)
    self->json = dossier_json_reader_new (buffered);
  else
    {
      self->csv = dossier_csv_reader_new (buffered);
      if (!read_header (self, cancellable, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * dossier_report_reader_free:
 * @self: (transfer full): a reader
 */
void
dossier_report_reader_free (DossierReportReader *self)
{
  g_clear_pointer (&self->csv, dossier_csv_reader_free);
  g_clear_pointer (&self->json, dossier_json_reader_free);
  g_string_free (self->cell, TRUE);
  g_strfreev (self->unknown);
  g_strfreev (self->missing);
  g_free (self);
}

/**
 * dossier_report_reader_get_format:
 * @self: a reader
 *
 * Returns: what the file is
 */
DossierReportFormat
dossier_report_reader_get_format (DossierReportReader *self)
{
  return self->format;
}

/**
 * dossier_report_reader_get_unknown_columns:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): columns of a CSV
 *   file that are not known here; %NULL for JSON
 */
const char *const *
dossier_report_reader_get_unknown_columns (DossierReportReader *self)
{
  return (const char *const *) self->unknown;
}

/**
 * dossier_report_reader_get_missing_columns:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): known columns that
 *   a CSV file does not have; %NULL for JSON
 */
const char *const *
dossier_report_reader_get_missing_columns (DossierReportReader *self)
{
  return (const char *const *) self->missing;
}

/**
 * dossier_report_reader_next:
 * @self: a reader that has not failed
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for %DOSSIER_ERROR_CORRUPT, which names the line or the
 *   byte, %DOSSIER_ERROR_TOO_LARGE, or a #GIOErrorEnum
 *
 * Goes to the next finding. Only a file that is whole comes to its end.
 *
 * Returns: whether there is one; %FALSE without an error is the end
 */
gboolean
dossier_report_reader_next (DossierReportReader  *self,
                            GCancellable         *cancellable,
                            GError              **error)
{
  if (self->format == DOSSIER_REPORT_JSON)
    return dossier_json_reader_next (self->json, cancellable, error);
  return dossier_csv_reader_next (self->csv, cancellable, error) && check_row (self, error);
}

/**
 * dossier_report_reader_get_cell:
 * @self: a reader at a finding
 * @column: a column, see dossier_report_column_find()
 *
 * For JSON this is what Inspector's CSV would say.
 *
 * Returns: (transfer none) (nullable): its text, until the next cell is asked for;
 *   %NULL where the file has no such column
 */
const char *
dossier_report_reader_get_cell (DossierReportReader *self,
                                guint                column)
{
  g_return_val_if_fail (column < DOSSIER_N_REPORT_COLUMNS, NULL);

  if (self->format == DOSSIER_REPORT_CSV)
    return self->cells[column] < 0 ? NULL : dossier_csv_reader_get_cell (self->csv, (guint) self->cells[column]);

  g_string_truncate (self->cell, 0);
  dossier_report_column_append (column, dossier_json_reader_get_finding (self->json), self->now, self->cell);
  return self->cell->str;
}

/**
 * dossier_report_reader_get_severity_rank:
 * @self: a reader at a finding
 *
 * Returns: the weight of its severity
 */
DossierSeverityRank
dossier_report_reader_get_severity_rank (DossierReportReader *self)
{
  const char *word = dossier_report_reader_get_cell (self, self->severity_column);

  return word != NULL ? dossier_severity_rank_from_word (word) : DOSSIER_SEVERITY_UNKNOWN;
}

/**
 * dossier_report_reader_dup_json:
 * @self: a reader at a finding
 *
 * Returns: (transfer full) (nullable): its JSON, byte for byte; %NULL for CSV
 */
GBytes *
dossier_report_reader_dup_json (DossierReportReader *self)
{
  return self->json != NULL ? dossier_json_reader_dup_bytes (self->json) : NULL;
}

/**
 * dossier_report_reader_dup_position:
 * @self: a reader at a finding
 *
 * Returns: (transfer full): where it is in the file, “Line 7” or “Byte 812”
 */
char *
dossier_report_reader_dup_position (DossierReportReader *self)
{
  return self->json != NULL
             ? g_strdup_printf ("Byte %" G_GUINT64_FORMAT, dossier_json_reader_get_offset (self->json))
             : g_strdup_printf ("Line %" G_GUINT64_FORMAT, dossier_csv_reader_get_line (self->csv));
}

/**
 * dossier_report_reader_is_open_ended:
 * @self: a reader that has come to the end
 *
 * Returns: whether a CSV file ends without an end of line: it may be whole, or
 *   cut in its very last cell
 */
gboolean
dossier_report_reader_is_open_ended (DossierReportReader *self)
{
  return self->csv != NULL && dossier_csv_reader_is_open_ended (self->csv);
}
