// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Throws damaged reports and findings at their readers. Whatever the bytes are:
 * nothing crashes, a file is read alike however it comes in pieces, and what is
 * written of it again reads the same. Built with -fsanitize=fuzzer and
 * FUZZ_WITHOUT_MAIN, libFuzzer makes up the bytes; else they come from seeds that
 * are damaged by a fixed sequence of numbers.
 */

#include "config.h"

#include <string.h>

#include "dossier-csv-reader.h"
#include "dossier-finding-member.h"
#include "dossier-findings-csv-writer.h"
#include "dossier-findings-writer.h"
#include "dossier-json-reader.h"
#include "dossier-report-reader.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* Gives a few bytes at a time. */
#define TYPE_PIECES_STREAM (pieces_stream_get_type ())
G_DECLARE_FINAL_TYPE (PiecesStream, pieces_stream, PIECES, STREAM, GInputStream)

struct _PiecesStream
{
  GInputStream parent_instance;

  const guint8 *data;
  gsize left;
  gsize piece;
};

G_DEFINE_FINAL_TYPE (PiecesStream, pieces_stream, G_TYPE_INPUT_STREAM)

static gssize
pieces_stream_read (GInputStream *stream,
                    void         *buffer,
                    gsize         count,
                    GCancellable *,
                    GError      **)
{
  PiecesStream *self = PIECES_STREAM (stream);
  gsize length = MIN (MIN (count, self->piece), self->left);

  memcpy (buffer, self->data, length);
  self->data += length;
  self->left -= length;
  return (gssize) length;
}

static void
pieces_stream_class_init (PiecesStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = pieces_stream_read;
}

static void
pieces_stream_init (PiecesStream *)
{
}

static GInputStream *
in_pieces (const guint8 *data,
           gsize         size,
           gsize         piece)
{
  PiecesStream *stream = g_object_new (TYPE_PIECES_STREAM, NULL);

  stream->data = data;
  stream->left = size;
  stream->piece = piece;
  return G_INPUT_STREAM (stream);
}

/* All that a reader says of a report, and of what ends it. */
static char *
describe_report (const guint8 *data,
                 gsize         size,
                 gsize         piece)
{
  g_autoptr(GInputStream) stream = in_pieces (data, size, piece);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierReportReader) reader = dossier_report_reader_new (stream, G_USEC_PER_SEC, NULL, &error);
  g_autoptr(GString) text = g_string_new (NULL);

  while (reader != NULL && dossier_report_reader_next (reader, NULL, &error))
    {
      g_autofree char *position = dossier_report_reader_dup_position (reader);
      g_autoptr(GBytes) json = dossier_report_reader_dup_json (reader);

      g_string_append_printf (text, "%s %d\n", position, dossier_report_reader_get_severity_rank (reader));
      for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
        {
          const char *cell = dossier_report_reader_get_cell (reader, i);

          g_assert_true (cell == NULL || g_utf8_validate (cell, -1, NULL));
          g_string_append_printf (text, "%s|", cell != NULL ? cell : "(none)");
        }
      if (json != NULL)
        g_string_append_len (text, g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json));
    }
  g_string_append (text, error != NULL ? error->message : "whole");
  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* The same for the reader of each format, which gets the bytes as they come:
 * above, the beginning was gathered to find out the format. */
static void
describe_rows (GString      *text,
               GInputStream *stream)
{
  g_autoptr(DossierCsvReader) reader = dossier_csv_reader_new (stream);
  g_autoptr(GError) error = NULL;

  while (dossier_csv_reader_next (reader, NULL, &error))
    {
      g_string_append_printf (text, "%" G_GUINT64_FORMAT ":", dossier_csv_reader_get_line (reader));
      for (guint i = 0; i < dossier_csv_reader_get_n_cells (reader); i++)
        g_string_append_printf (text, "%s|", dossier_csv_reader_get_cell (reader, i));
    }
  g_string_append_printf (text, "%d %s\n", dossier_csv_reader_is_open_ended (reader),
                          error != NULL ? error->message : "whole");
}

static void
describe_findings (GString      *text,
                   GInputStream *stream)
{
  g_autoptr(DossierJsonReader) reader = dossier_json_reader_new (stream);
  g_autoptr(GError) error = NULL;

  while (dossier_json_reader_next (reader, NULL, &error))
    {
      g_autoptr(GBytes) json = dossier_json_reader_dup_bytes (reader);

      g_string_append_printf (text, "%" G_GUINT64_FORMAT ":", dossier_json_reader_get_offset (reader));
      g_string_append_len (text, g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json));
    }
  g_string_append (text, error != NULL ? error->message : "whole");
}

static char *
describe (const guint8 *data,
          gsize         size,
          gsize         piece)
{
  g_autoptr(GInputStream) rows = in_pieces (data, size, piece);
  g_autoptr(GInputStream) findings = in_pieces (data, size, piece);
  g_autofree char *report = describe_report (data, size, piece);
  GString *text = g_string_new (report);

  describe_rows (text, rows);
  describe_findings (text, findings);
  return g_string_free_and_steal (text);
}

/* Writes the rows that can be read as CSV again. */
static GString *
rewrite_csv (const guint8 *data,
             gsize         size)
{
  g_autoptr(GInputStream) stream = in_pieces (data, size, size);
  g_autoptr(DossierCsvReader) reader = dossier_csv_reader_new (stream);
  GString *text = g_string_new (NULL);

  while (dossier_csv_reader_next (reader, NULL, NULL))
    {
      /* A row of one empty cell would be an empty line, which is no row. */
      if (dossier_csv_reader_get_n_cells (reader) == 1)
        continue;
      for (guint i = 0; i < dossier_csv_reader_get_n_cells (reader); i++)
        {
          const char *cell = dossier_csv_reader_get_cell (reader, i);

          g_string_append (text, i > 0 ? "," : "");
          dossier_csv_append_cell (text, cell, strlen (cell));
        }
      g_string_append_c (text, '\n');
    }
  return text;
}

static void
check_csv (const guint8 *data,
           gsize         size)
{
  g_autoptr(GString) once = rewrite_csv (data, size);
  g_autoptr(GString) twice = rewrite_csv ((const guint8 *) once->str, once->len);

  g_assert_cmpmem (once->str, once->len, twice->str, twice->len);
}

static void
check_finding (const guint8 *data,
               gsize         size)
{
  g_autoptr(GBytes) json = g_bytes_new (data, size);
  g_autoptr(DossierFinding) finding = dossier_finding_new (json, NULL);
  g_autoptr(GListModel) members = NULL;

  if (finding == NULL)
    return;
  g_assert_nonnull (dossier_finding_get_arn (finding));
  members = dossier_finding_list_members (finding);
  g_assert_cmpuint (g_list_model_get_n_items (members), >, 0);
}

/* A page that is taken apart and written again is a page with the same findings. */
static void
check_page (const guint8 *data,
            gsize         size)
{
  g_autoptr(GBytes) body = g_bytes_new (data, size);
  g_autoptr(DossierFindingsPage) page = dossier_findings_page_parse (body, NULL);
  g_autoptr(GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr(DossierFindingsWriter) writer = dossier_findings_writer_new (stream);
  g_autoptr(DossierFindingsPage) again = NULL;
  g_autoptr(GBytes) written = NULL;
  gsize n_findings;

  if (page == NULL)
    return;

  n_findings = dossier_findings_page_get_n_findings (page);
  g_assert_true (dossier_findings_writer_add_page (writer, page, n_findings, NULL, NULL));
  g_assert_true (dossier_findings_writer_finish (writer, NULL, NULL));
  g_output_stream_close (stream, NULL, NULL);
  written = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  again = dossier_findings_page_parse (written, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (dossier_findings_page_get_n_findings (again), ==, n_findings);
  for (gsize i = 0; i < n_findings; i++)
    {
      g_autoptr(GBytes) before = dossier_findings_page_get_findings_json (page, i);
      g_autoptr(GBytes) after = dossier_findings_page_get_findings_json (again, i);

      g_assert_true (g_bytes_equal (before, after));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *whole = describe (data, size, MAX (size, 1));
  g_autofree char *in_ones = describe (data, size, 1);
  g_autofree char *in_sevens = describe (data, size, 7);

  g_assert_cmpstr (whole, ==, in_ones);
  g_assert_cmpstr (whole, ==, in_sevens);
  check_csv (data, size);
  check_finding (data, size);
  check_page (data, size);
  return 0;
}

#ifndef FUZZ_WITHOUT_MAIN

#define N_ROUNDS 4000

static const char *const seeds[] = {
  "\357\273\277Finding ARN,Severity,New\r\n\"arn:1\",HIGH,\"a \"\"b\"\"\r\nc\"\r\n,,\r\narn:2,,x",
  "{\"a\":[1,{\"b\":\"\\\"]}\"}],\"findings\": [ {\"findingArn\":\"arn:1\",\"severity\":\"LOW\",\"resources\":[{\"tags\":"
  "{\"k\":\"v\"},\"details\":{\"vm\":{\"ipV4Addresses\":[\"10.0.0.1\"]}}}]} ,{\"n\":-1.50e2}],\"nextToken\":\"t\\\\\"}",
  "{\"findingArn\":\"arn:1\",\"firstObservedAt\":1735693200.5,\"epss\":{\"score\":0.5},\"title\":\"\\u0000\\ud83d\\ude00\","
  "\"resources\":[{\"id\":\"/a/b\",\"tags\":{\"x y\":[]}}]}",
};
static const char tokens[] = "{}[],:\"\\ \n\r\t01-.eEnuft\0\377\357\273\277";

static void
damage (GByteArray *bytes,
        GRand      *random)
{
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (random, 0, (gint) bytes->len) : 0;
  guint length = (guint) g_rand_int_range (random, 1, 9);
  guint8 token = (guint8) tokens[g_rand_int_range (random, 0, sizeof tokens - 1)];

  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      if (bytes->len > 0)
        g_byte_array_remove_range (bytes, at, MIN (bytes->len - at, length));
      break;
    case 1:
      g_byte_array_append (bytes, &token, 1);
      if (bytes->len > 1)
        {
          memmove (bytes->data + at + 1, bytes->data + at, bytes->len - at - 1);
          bytes->data[at] = token;
        }
      break;
    case 2:
      if (bytes->len > 0)
        bytes->data[at] = token;
      break;
    default:
      g_byte_array_append (bytes, bytes->data + at, MIN (bytes->len - at, 20));
    }
}

static void
test_damaged_seeds (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (20261124);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      const char *seed = seeds[round % G_N_ELEMENTS (seeds)];
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      guint n_damages = (guint) g_rand_int_range (random, 0, 4);

      /* Room for what is appended from itself. */
      g_byte_array_set_size (bytes, 4096);
      g_byte_array_set_size (bytes, 0);
      g_byte_array_append (bytes, (const guint8 *) seed, (guint) strlen (seed));
      for (guint i = 0; i < n_damages; i++)
        damage (bytes, random);
      LLVMFuzzerTestOneInput (bytes->data, bytes->len);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fuzz/reports/damaged-seeds", test_damaged_seeds);
  return g_test_run ();
}

#endif
