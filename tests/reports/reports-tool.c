// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Reads and writes reports, for peers to compare. Cells go between tabs, escaped
 * as g_strescape() does it.
 *
 *   read-csv FILE      each row: its line, its cells
 *   write-csv          rows from standard input
 *   write-findings NOW findings from standard input, one a line, as a CSV report
 *   cells NOW FILE     each finding of a report: its position, its 55 cells
 *   inspect            a summary of each file named on standard input, or “error” and why
 */

#include "config.h"

#include <gio/gunixoutputstream.h>
#include <stdio.h>

#include "dossier-csv-reader.h"
#include "dossier-fiber.h"
#include "dossier-findings-csv-writer.h"
#include "dossier-report-summary.h"

/* A line without its end, or NULL. */
static char *
read_line (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length = getline (&line, &size, stdin);

  if (length <= 0)
    return NULL;
  return g_strndup (line, (gsize) length - (line[length - 1] == '\n' ? 1 : 0));
}

static GInputStream *
open_file (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  GInputStream *stream = G_INPUT_STREAM (g_file_read (file, NULL, &error));

  if (stream == NULL)
    g_error ("%s", error->message);
  return stream;
}

static void
print_cell (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  printf ("\t%s", escaped);
}

static GError *
read_csv (const char *path)
{
  g_autoptr(GInputStream) stream = open_file (path);
  g_autoptr(DossierCsvReader) reader = dossier_csv_reader_new (stream);
  GError *error = NULL;

  while (dossier_csv_reader_next (reader, NULL, &error))
    {
      printf ("%" G_GUINT64_FORMAT, dossier_csv_reader_get_line (reader));
      for (guint i = 0; i < dossier_csv_reader_get_n_cells (reader); i++)
        print_cell (dossier_csv_reader_get_cell (reader, i));
      printf ("\n");
    }
  return error;
}

static void
write_csv (void)
{
  for (char *line = read_line (); line != NULL; g_free (line), line = read_line ())
    {
      g_auto(GStrv) cells = g_strsplit (line, "\t", -1);
      g_autoptr(GString) out = g_string_new (NULL);

      for (guint i = 0; cells[i] != NULL; i++)
        {
          g_autofree char *cell = g_strcompress (cells[i]);

          g_string_append (out, i > 0 ? "," : "");
          dossier_csv_append_cell (out, cell, strlen (cell));
        }
      printf ("%s\n", out->str);
    }
}

static GError *
write_findings (gint64 now)
{
  g_autoptr(GOutputStream) stream = g_unix_output_stream_new (1, FALSE);
  g_autoptr(DossierFindingsCsvWriter) writer = dossier_findings_csv_writer_new (stream, now);
  GError *error = NULL;

  for (char *line = read_line (); line != NULL && error == NULL; line = read_line ())
    {
      g_autoptr(GBytes) json = g_bytes_new_take (line, strlen (line));

      dossier_findings_csv_writer_add_finding (writer, json, NULL, &error);
    }
  if (error == NULL)
    dossier_findings_csv_writer_finish (writer, NULL, &error);
  return error;
}

static GError *
print_cells (gint64      now,
             const char *path)
{
  g_autoptr(GInputStream) stream = open_file (path);
  GError *error = NULL;
  g_autoptr(DossierReportReader) reader = dossier_report_reader_new (stream, now, NULL, &error);

  while (reader != NULL && dossier_report_reader_next (reader, NULL, &error))
    {
      g_autofree char *position = dossier_report_reader_dup_position (reader);

      printf ("%s", position);
      for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
        {
          const char *cell = dossier_report_reader_get_cell (reader, i);

          print_cell (cell != NULL ? cell : "(none)");
        }
      printf ("\n");
    }
  return error;
}

static DexFuture *
inspect_fiber (gpointer)
{
  for (char *path = read_line (); path != NULL; g_free (path), path = read_line ())
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierReportSummary) summary = dossier_await_child_boxed (dossier_report_inspect (path, NULL), &error);

      if (summary == NULL)
        {
          g_autofree char *escaped = g_strescape (error->message, NULL);

          printf ("error\t%s\n", escaped);
          continue;
        }
      printf ("%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%s\t%d\t", summary->format == DOSSIER_REPORT_CSV ? "csv" : "json",
              summary->n_findings, summary->size, summary->sha256, summary->open_ended);
      for (guint i = 0; i < DOSSIER_N_SEVERITIES; i++)
        printf ("%s%" G_GUINT64_FORMAT, i > 0 ? "," : "", summary->severity_counts[i]);
      if (summary->format == DOSSIER_REPORT_CSV)
        {
          g_autofree char *unknown = g_strjoinv (",", summary->unknown_columns);
          g_autofree char *missing = g_strjoinv (",", summary->missing_columns);

          printf ("\t%s\t%s", unknown, missing);
        }
      printf ("\n");
    }
  return dex_future_new_true ();
}

static DexFuture *
quit_cb (DexFuture *,
         gpointer loop)
{
  g_main_loop_quit (loop);
  return NULL;
}

static void
inspect_all (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  dex_future_disown (dex_future_finally (dossier_fiber_spawn (inspect_fiber, NULL, NULL), quit_cb, loop, NULL));
  g_main_loop_run (loop);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  const char *mode = argc > 1 ? argv[1] : "";

  dex_init ();
  if (g_str_equal (mode, "read-csv") && argc == 3)
    error = read_csv (argv[2]);
  else if (g_str_equal (mode, "write-csv"))
    write_csv ();
  else if (g_str_equal (mode, "write-findings") && argc == 3)
    error = write_findings (g_ascii_strtoll (argv[2], NULL, 10));
  else if (g_str_equal (mode, "cells") && argc == 4)
    error = print_cells (g_ascii_strtoll (argv[2], NULL, 10), argv[3]);
  else if (g_str_equal (mode, "inspect"))
    inspect_all ();
  else
    return 2;

  if (error != NULL)
    g_printerr ("%s\n", error->message);
  return error != NULL ? 1 : 0;
}
