// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-file.h"
#include "dossier-report-summary.h"
#include "dossier-test.h"

#define HEAD "Finding ARN,Severity\n"

static DossierReportReader *
open_text (const char  *text,
           gssize       length,
           GError     **error)
{
  g_autoptr(GInputStream) stream =
      g_memory_input_stream_new_from_data (text, length < 0 ? (gssize) strlen (text) : length, NULL);

  return dossier_report_reader_new (stream, 0, NULL, error);
}

/* Walks through @text; returns how many findings came before the end or the error. */
static guint
walk (const char  *text,
      gssize       length,
      GError     **error)
{
  g_autoptr(DossierReportReader) reader = open_text (text, length, error);
  guint n_findings = 0;

  while (reader != NULL && dossier_report_reader_next (reader, NULL, error))
    n_findings++;
  return n_findings;
}

/* What is damaged, how many findings are read before, and the words that must tell. */
static const struct
{
  const char *text;
  gssize length;
  guint n_findings;
  const char *why;
} damaged[] = {
  { "", 0, 0, "file is empty" },
  { "\n\r\n\n", -1, 0, "only empty lines" },
  { "\037\213\b", -1, 0, "compressed" },
  { "PK\003\004", -1, 0, "compressed" },
  { "\377\376{\0", 4, 0, "UTF-16" },
  { "hello world", -1, 0, "none of the columns" },
  { "Severity;Title\n", -1, 0, "none of the columns" },
  { "Severity,Title,severity\n", -1, 0, "Line 1: the column “severity” is there twice" },
  { HEAD "a,LOW\nb\n", -1, 1, "Line 3: the row has 1 cells, but there are 2 columns" },
  { HEAD "a,LOW\nb", -1, 1, "Line 3: the row has 1 cells, but there are 2 columns; the file ends here, it is truncated" },
  { HEAD "a,LOW,\n", -1, 0, "Line 2: the row has 3 cells" },
  { HEAD "\"a\nb\",LOW\n\"c\nd", -1, 1, "Line 4: the cell that is quoted from here does not end" },
  { HEAD "\"a\n\nb\",LOW\n\na\"b,LOW\n", -1, 1, "Line 6: there is a quotation mark inside a cell" },
  { HEAD "\"a\"b,LOW\n", -1, 0, "Line 2: there is text behind the closing quotation mark" },
  { HEAD "a,\0LOW\n", sizeof HEAD - 1 + 7, 0, "Line 2: there is a NUL byte" },
  { HEAD "\"a\n\0\",LOW\n", sizeof HEAD - 1 + 9, 0, "Line 3: there is a NUL byte" },
  { HEAD "a,L\377W\n", -1, 0, "Line 2: a cell is not UTF-8" },
  { "[]", -1, 0, "Byte 0: the report should be an object" },
  { "{}", -1, 0, "Byte 1: the object has no “findings”" },
  { "{\"findings\":{}}", -1, 0, "Byte 12: “findings” should be a list" },
  { "{\"findings\":[1]}", -1, 0, "Byte 13: a finding should be an object" },
  { "{\"findings\":[{},]}", -1, 1, "Byte 16: there is no valid JSON: a value is missing" },
  { "{\"findings\":[{} {}]}", -1, 1, "Byte 16: a comma" },
  { "{\"findings\":[{\"a\":tru}]}", -1, 0, "Byte 18: there is no valid JSON" },
  { "{\"findings\":[{\"a\":[}]}", -1, 0, "Byte" },
  { "{\"findings\":[{}", -1, 1, "Byte 15: the file ends inside the list of findings; it is truncated" },
  { "{\"findings\":[{\"a\":\"b", -1, 0, "Byte 20: the file ends inside a finding; it is truncated" },
  { "{\"findings\":[]", -1, 0, "Byte 14: the file ends inside the report; it is truncated" },
  { "{\"findings\":[]} x", -1, 0, "Byte 16: the report has ended, but something follows" },
  { "{\"findings\":[]}{\"findings\":[]}", -1, 0, "Byte 15: the report has ended" },
  { "{\"findings\":[],\"findings\":[]}", -1, 0, "Byte 15: “findings” is there twice" },
  { "{\"findings\":[],}", -1, 0, "Byte 15: the name of a member" },
  { "{,\"findings\":[]}", -1, 0, "Byte 1: the name of a member" },
  { "{\"a\" 1,\"findings\":[]}", -1, 0, "Byte 5: a colon" },
  { "{\"a\":1 \"findings\":[]}", -1, 0, "Byte 7: a comma" },
};

static void
test_damaged (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr(GError) error = NULL;
      guint n_findings = walk (damaged[i].text, damaged[i].length, &error);

      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
      if (strstr (error->message, damaged[i].why) == NULL)
        g_error ("“%s” does not tell “%s”", error->message, damaged[i].why);
      g_assert_cmpuint (n_findings, ==, damaged[i].n_findings);
    }
}

/* A file that never ends a quoted cell must not fill the memory, nor one endless value. */
static void
test_too_large (void)
{
  g_autoptr(GString) text = g_string_new (HEAD "\"");
  g_autoptr(GError) error = NULL;

  g_string_set_size (text, 66 * 1024 * 1024);
  memset (text->str + sizeof HEAD, 'x', text->len - sizeof HEAD);
  g_assert_cmpuint (walk (text->str, (gssize) text->len, &error), ==, 0);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE);
  g_clear_error (&error);

  memcpy (text->str, "{\"findings\":[{\"a\":\"", 19);
  g_assert_cmpuint (walk (text->str, (gssize) text->len, &error), ==, 0);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE);
}

/* A row, or a finding, again and again: a file that is not there. */
#define TYPE_LONG_STREAM (long_stream_get_type ())
G_DECLARE_FINAL_TYPE (LongStream, long_stream, LONG, STREAM, GInputStream)

struct _LongStream
{
  GInputStream parent_instance;

  guint64 left;
  const char *rest;
  GCancellable *cancel;
};

G_DEFINE_FINAL_TYPE (LongStream, long_stream, G_TYPE_INPUT_STREAM)

static gssize
long_stream_read (GInputStream *stream,
                  void         *buffer,
                  gsize         count,
                  GCancellable *,
                  GError      **)
{
  LongStream *self = LONG_STREAM (stream);
  gsize length;

  if (self->rest == NULL || self->rest[0] == '\0')
    {
      if (self->left-- == 0)
        return 0;
      self->rest = self->rest == NULL ? HEAD : "\"arn:\n1\",HIGH\n";
      if (self->left == 5)
        g_cancellable_cancel (self->cancel);
    }

  length = MIN (count, strlen (self->rest));
  memcpy (buffer, self->rest, length);
  self->rest += length;
  return (gssize) length;
}

static void
long_stream_class_init (LongStreamClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = long_stream_read;
}

static void
long_stream_init (LongStream *)
{
}

/* Short reads, and an end by the person. */
static void
test_cancel (void)
{
  g_autoptr(LongStream) stream = g_object_new (TYPE_LONG_STREAM, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(DossierReportReader) reader = NULL;
  g_autoptr(GError) error = NULL;
  guint n_findings = 0;

  stream->left = 2000;
  stream->cancel = cancellable;
  reader = dossier_report_reader_new (G_INPUT_STREAM (stream), 0, cancellable, &error);
  g_assert_no_error (error);
  while (dossier_report_reader_next (reader, cancellable, &error))
    {
      n_findings++;
      g_assert_cmpint (dossier_report_reader_get_severity_rank (reader), ==, DOSSIER_SEVERITY_HIGH);
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_findings, >, 1900);
  g_assert_cmpuint (n_findings, <, 2000);
}

typedef struct
{
  guint n_words;
  guint64 last;
  guint64 size;
  gboolean destroyed;
  GCancellable *cancel;
} Progress;

static void
progress_cb (guint64  n_read,
             guint64  size,
             gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (n_read, >, progress->last);
  progress->last = n_read;
  progress->size = size;
  progress->n_words++;
  if (progress->cancel != NULL)
    g_cancellable_cancel (progress->cancel);
}

static void
destroyed_cb (gpointer data)
{
  ((Progress *) data)->destroyed = TRUE;
}

static char *
write_large (const char *folder)
{
  g_autoptr(GString) text = g_string_new (HEAD);
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (folder, "large", NULL);

  for (guint i = 0; i < 1000000; i++)
    g_string_append (text, "arn:1,CRITICAL\n");
  dossier_file_write_atomic (path, text->str, text->len, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_progress (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = write_large (folder);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Progress progress = { 0 }, cancelled = { .cancel = cancellable };
  g_autoptr(DossierReportSummary) summary = NULL;
  g_autoptr(GError) error = NULL;

  summary = dossier_await_child_boxed (
      dossier_report_inspect_full (path, progress_cb, &progress, destroyed_cb, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (summary->n_findings, ==, 1000000);
  g_assert_cmpuint (summary->severity_counts[DOSSIER_SEVERITY_CRITICAL], ==, 1000000);
  g_assert_cmpuint (progress.n_words, >=, 3);
  g_assert_cmpuint (progress.size, ==, summary->size);

  g_assert_null (dossier_await_child_boxed (
      dossier_report_inspect_full (path, progress_cb, &cancelled, destroyed_cb, cancellable), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (cancelled.n_words, ==, 1);
  while (!progress.destroyed || !cancelled.destroyed)
    dossier_await_leaf (dex_timeout_new_msec (1), NULL, DOSSIER_NO_TIMEOUT, NULL);
  dossier_test_remove_tree (folder);
}

static void
test_no_file (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_await_child_boxed (dossier_report_inspect ("/nonexistent/report.csv", NULL), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (dossier_await_child_boxed (dossier_report_inspect ("/", NULL), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

static void
test_columns (void)
{
  for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
    g_assert_cmpint (dossier_report_column_find (dossier_report_column_get_name (i)), ==, (gint) i);
  g_assert_cmpint (dossier_report_column_find (" epss SCORE "), ==,
                   dossier_report_column_find ("Epss Score"));
  g_assert_cmpint (dossier_report_column_find ("Epss"), ==, -1);
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/reports/reader/damaged", test_damaged);
  g_test_add_func ("/reports/reader/too-large", test_too_large);
  g_test_add_func ("/reports/reader/cancel", test_cancel);
  dossier_test_add_fiber ("/reports/reader/progress", test_progress);
  dossier_test_add_fiber ("/reports/reader/no-file", test_no_file);
  g_test_add_func ("/reports/reader/columns", test_columns);
  return g_test_run ();
}
