// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-csv-reader.h"
#include "dossier-error.h"

#define BUFFER_SIZE (256 * 1024)

/* Far above any report, and what a hostile file may make us keep. */
#define MAX_ROW_BYTES (64 * 1024 * 1024)
#define MAX_CELLS 10000

typedef enum
{
  CELL_START,
  BARE,
  QUOTED,
  AFTER_QUOTE,
} State;

struct _DossierCsvReader
{
  GInputStream *stream;
  guint8 *buffer;
  gsize at;
  gsize end;
  gboolean started;
  gboolean after_return; /* the last byte was a carriage return: a line feed belongs to it */
  gboolean open_ended;

  GString *text; /* the row's cells, each with a NUL behind it */
  GArray *starts;
  guint64 line;
  guint64 row_line;
  guint64 quote_line;
};

/* Bytes that mean something, by state; runs of others are taken at once. */
static gboolean
is_special (State  state,
            guint8 byte)
{
  if (byte == '"' || byte == '\n' || byte == '\r' || byte == '\0')
    return TRUE;
  return state == BARE && byte == ',';
}

static gboolean
fail (guint64      line,
      const char  *what,
      GError     **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "Line %" G_GUINT64_FORMAT ": %s", line, what);
  return FALSE;
}

/* Reads more: at the beginning as much as a byte order mark and what follows it. */
static gboolean
fill (DossierCsvReader  *self,
      GCancellable      *cancellable,
      GError           **error)
{
  gsize wanted = self->started ? 1 : 4;

  /* Not every stream looks. */
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  self->at = self->end = 0;
  while (self->end < wanted)
    {
      gssize n = g_input_stream_read (self->stream, self->buffer + self->end, BUFFER_SIZE - self->end,
                                      cancellable, error);

      if (n < 0)
        return FALSE;
      if (n == 0)
        break;
      self->end += (gsize) n;
    }
  if (!self->started && self->end >= 3 && memcmp (self->buffer, "\357\273\277", 3) == 0)
    self->at = 3;
  self->started = TRUE;
  return TRUE;
}

static void
take_run (DossierCsvReader *self,
          State             state)
{
  gsize end = self->at;

  while (end < self->end && !is_special (state, self->buffer[end]))
    end++;
  if (end > self->at)
    {
      g_string_append_len (self->text, (const char *) self->buffer + self->at, (gssize) (end - self->at));
      self->after_return = FALSE;
    }
  self->at = end;
}

static void
start_row (DossierCsvReader *self)
{
  g_string_truncate (self->text, 0);
  g_array_set_size (self->starts, 0);
  self->row_line = self->line;
}

static void
start_cell (DossierCsvReader *self)
{
  gsize start = self->text->len;

  g_array_append_val (self->starts, start);
}

static void
end_cell (DossierCsvReader *self,
          State             state)
{
  if (state == CELL_START)
    start_cell (self);
  g_string_append_c (self->text, '\0');
}

static gboolean
finish_row (DossierCsvReader  *self,
            GError           **error)
{
  for (guint i = 0; i < self->starts->len; i++)
    if (!g_utf8_validate (dossier_csv_reader_get_cell (self, i), -1, NULL))
      return fail (self->row_line, "a cell is not UTF-8 text", error);
  return TRUE;
}

static gboolean
finish_file (DossierCsvReader  *self,
             State              state,
             GError           **error)
{
  if (state == QUOTED)
    return fail (self->quote_line,
                 "the cell that is quoted from here does not end; the file is truncated or a quotation mark is missing",
                 error);
  if (state == CELL_START && self->starts->len == 0)
    return FALSE;

  end_cell (self, state);
  self->open_ended = TRUE;
  return finish_row (self, error);
}

/* Line ends are LF, CRLF or CR, inside quotation marks too. */
static void
count_line_end (DossierCsvReader *self,
                guint8            byte)
{
  if (byte == '\r' || !self->after_return)
    self->line++;
  self->after_return = byte == '\r';
}

/* One byte that means something; TRUE and @row_ends when it completes a row. */
static gboolean
take_special (DossierCsvReader  *self,
              State             *state,
              guint8             byte,
              gboolean          *row_ends,
              GError           **error)
{
  gboolean is_line_end = byte == '\n' || byte == '\r';

  if (byte == '\0')
    return fail (self->line, "there is a NUL byte; this is not a text file, or it is damaged", error);

  if (!is_line_end)
    self->after_return = FALSE;
  if (*state == QUOTED)
    {
      if (is_line_end)
        count_line_end (self, byte);
      if (byte == '"')
        *state = AFTER_QUOTE;
      else
        g_string_append_c (self->text, (char) byte);
      return TRUE;
    }

  if (is_line_end)
    {
      /* The line feed of a CRLF, or a line without anything. */
      gboolean nothing = *state == CELL_START && self->starts->len == 0;

      if (!nothing)
        end_cell (self, *state);
      count_line_end (self, byte);
      if (nothing)
        self->row_line = self->line;
      *row_ends = !nothing;
      return TRUE;
    }

  if (byte == ',')
    {
      end_cell (self, *state);
      *state = CELL_START;
    }
  else if (byte == '"' && *state == AFTER_QUOTE)
    {
      g_string_append_c (self->text, '"');
      *state = QUOTED;
    }
  else if (byte == '"' && *state == CELL_START)
    {
      start_cell (self);
      self->quote_line = self->line;
      *state = QUOTED;
    }
  else if (byte == '"')
    return fail (self->line, "there is a quotation mark inside a cell that does not begin with one", error);
  else if (*state == AFTER_QUOTE)
    return fail (self->line, "there is text behind the closing quotation mark of a cell", error);
  else
    {
      start_cell (self);
      g_string_append_c (self->text, (char) byte);
      *state = BARE;
    }
  return TRUE;
}

static gboolean
check_size (DossierCsvReader  *self,
            GError           **error)
{
  if (self->text->len <= MAX_ROW_BYTES && self->starts->len <= MAX_CELLS)
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
               "Line %" G_GUINT64_FORMAT ": the row is longer than %d MiB or has more than %d cells; a quotation mark "
               "may be missing", self->row_line, MAX_ROW_BYTES / (1024 * 1024), MAX_CELLS);
  return FALSE;
}

/**
 * dossier_csv_reader_new:
 * @stream: UTF-8 text, with or without a byte order mark
 *
 * Returns: (transfer full): a reader before the first row
 */
DossierCsvReader *
dossier_csv_reader_new (GInputStream *stream)
{
  DossierCsvReader *self = g_new0 (DossierCsvReader, 1);

  self->stream = g_object_ref (stream);
  self->buffer = g_malloc (BUFFER_SIZE);
  self->text = g_string_new (NULL);
  self->starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->line = 1;
  return self;
}

/**
 * dossier_csv_reader_free:
 * @self: (transfer full): a reader
 */
void
dossier_csv_reader_free (DossierCsvReader *self)
{
  g_object_unref (self->stream);
  g_free (self->buffer);
  g_string_free (self->text, TRUE);
  g_array_unref (self->starts);
  g_free (self);
}

/**
 * dossier_csv_reader_next:
 * @self: a reader
 * @cancellable: (nullable): ends it with %G_IO_ERROR_CANCELLED
 * @error: return location for %DOSSIER_ERROR_CORRUPT, which names the line,
 *   %DOSSIER_ERROR_TOO_LARGE, or a #GIOErrorEnum
 *
 * Reads the next row. Lines without anything are passed over. The rules are
 * those of RFC 4180, with LF or CR as ends of lines too; blocks.
 *
 * Returns: whether there is a row; %FALSE without an error is the end
 */
gboolean
dossier_csv_reader_next (DossierCsvReader  *self,
                         GCancellable      *cancellable,
                         GError           **error)
{
  State state = CELL_START;
  gboolean row_ends = FALSE;

  start_row (self);
  while (!row_ends)
    {
      if (self->at == self->end)
        {
          if (!check_size (self, error) || !fill (self, cancellable, error))
            return FALSE;
          if (self->at == self->end)
            return finish_file (self, state, error);
        }
      if (state == BARE || state == QUOTED)
        take_run (self, state);
      if (self->at < self->end &&
          !take_special (self, &state, self->buffer[self->at++], &row_ends, error))
        return FALSE;
    }
  return check_size (self, error) && finish_row (self, error);
}

/**
 * dossier_csv_reader_get_n_cells:
 * @self: a reader at a row
 *
 * Returns: how many cells the row has, at least 1
 */
guint
dossier_csv_reader_get_n_cells (DossierCsvReader *self)
{
  return self->starts->len;
}

/**
 * dossier_csv_reader_get_cell:
 * @self: a reader at a row
 * @index: which cell, from 0
 *
 * Returns: (transfer none): its text, until the next row is read
 */
const char *
dossier_csv_reader_get_cell (DossierCsvReader *self,
                             guint             index)
{
  g_return_val_if_fail (index < self->starts->len, NULL);

  return self->text->str + g_array_index (self->starts, gsize, index);
}

/**
 * dossier_csv_reader_get_line:
 * @self: a reader at a row
 *
 * Returns: the line of the file where the row begins, from 1
 */
guint64
dossier_csv_reader_get_line (DossierCsvReader *self)
{
  return self->row_line;
}

/**
 * dossier_csv_reader_is_open_ended:
 * @self: a reader that has come to the end
 *
 * Returns: whether the last row had no end of line. RFC 4180 allows it, and it
 *   is how a file looks that was cut in its last cell.
 */
gboolean
dossier_csv_reader_is_open_ended (DossierCsvReader *self)
{
  return self->open_ended;
}
