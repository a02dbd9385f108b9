// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-report-summary.h"

/* A first look; the whole of a large report is no table for a terminal. */
#define DEFAULT_LIMIT 20

static const char *const severity_names[DOSSIER_N_SEVERITIES] = {
  "UNKNOWN", "UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL",
};

/* Of the 55 columns those that tell findings apart. */
static const struct
{
  const char *name;
  DossierCliColumnKind kind;
} shown[] = {
  { "Severity", DOSSIER_CLI_COLUMN_WHOLE },  { "Inspector Score", DOSSIER_CLI_COLUMN_NUMBER },
  { "Title", DOSSIER_CLI_COLUMN_SHRINKS },   { "Resource ID", DOSSIER_CLI_COLUMN_SHRINKS },
  { "Fix Available", DOSSIER_CLI_COLUMN_WHOLE }, { "Status", DOSSIER_CLI_COLUMN_WHOLE },
};

typedef struct
{
  char *path;
  gint64 limit;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_object_unref (job->cancellable);
  g_free (job);
}

/* The cells of the first rows, as strings; a column that the file lacks is %NULL. */
static gpointer
read_rows_run (gpointer   data,
               GError   **error)
{
  Job *job = data;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr(GFile) file = g_file_new_for_path (job->path);
  g_autoptr(GFileInputStream) stream = g_file_read (file, job->cancellable, error);
  g_autoptr(DossierReportReader) reader = NULL;
  g_autoptr(GError) local_error = NULL;

  if (stream != NULL)
    reader = dossier_report_reader_new (G_INPUT_STREAM (stream),
                                        dossier_clock_now (dossier_clock_get_system ()), job->cancellable,
                                        error);
  if (reader == NULL)
    return NULL;

  while ((job->limit == 0 || rows->len < job->limit) &&
         dossier_report_reader_next (reader, job->cancellable, &local_error))
    {
      GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < DOSSIER_N_REPORT_COLUMNS; i++)
        g_ptr_array_add (cells, g_strdup (dossier_report_reader_get_cell (reader, i)));
      g_ptr_array_add (rows, cells);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&rows);
}

static const char *
find_cell (GPtrArray  *cells,
           const char *name)
{
  const char *cell = g_ptr_array_index (cells, (guint) dossier_report_column_find (name));

  return cell != NULL ? cell : "";
}

static void
print_rows (GPtrArray *rows)
{
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    dossier_cli_table_add_column (table, shown[i].name, shown[i].kind);
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *cells = g_ptr_array_index (rows, i);

      dossier_cli_table_add_row (table, find_cell (cells, shown[0].name), find_cell (cells, shown[1].name),
                                 find_cell (cells, shown[2].name), find_cell (cells, shown[3].name),
                                 find_cell (cells, shown[4].name), find_cell (cells, shown[5].name), NULL);
    }
  if (rows->len > 0)
    {
      dossier_cli_table_print (table);
      dossier_cli_print ("\n");
    }
}

static const char *
format_name (const DossierReportSummary *summary)
{
  return summary->format == DOSSIER_REPORT_CSV ? "CSV" : "JSON";
}

static void
print_columns (const char *format,
               GStrv       columns)
{
  g_autofree char *names = columns != NULL && columns[0] != NULL ? g_strjoinv (", ", columns) : NULL;

  if (names != NULL)
    dossier_cli_print ("%s %s\n", format, names);
}

static void
print_summary (const DossierReportSummary *summary,
               guint                       n_rows)
{
  dossier_cli_print ("%s %s\n", _("Format:"), format_name (summary));
  dossier_cli_print ("%s %" G_GUINT64_FORMAT, _("Findings:"), summary->n_findings);
  if (n_rows < summary->n_findings)
    dossier_cli_print (_(" (the first %u above; --limit 0 shows all)"), n_rows);
  dossier_cli_print ("\n");
  for (guint i = DOSSIER_N_SEVERITIES; i-- > 0;)
    if (summary->severity_counts[i] > 0)
      dossier_cli_print ("  %-13s %" G_GUINT64_FORMAT "\n", severity_names[i], summary->severity_counts[i]);
  dossier_cli_print ("%s %" G_GUINT64_FORMAT "\n", _("Bytes:"), summary->size);
  dossier_cli_print ("SHA-256: %s\n", summary->sha256);
  print_columns (_("Columns that are not known here:"), summary->unknown_columns);
  print_columns (_("Columns that are missing:"), summary->missing_columns);
  if (summary->open_ended)
    dossier_cli_print ("%s\n", _("The last line does not end: the file may be cut short in its last cell."));
}

static void
add_columns (JsonObject *object,
             const char *member,
             GStrv       columns)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    json_array_add_string_element (array, columns[i]);
  json_object_set_array_member (object, member, array);
}

static void
print_json (const DossierReportSummary *summary,
            GPtrArray                  *rows)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonObject *counts = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = DOSSIER_N_SEVERITIES; i-- > 0;)
    json_object_set_int_member (counts, severity_names[i], (gint64) summary->severity_counts[i]);
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *cells = g_ptr_array_index (rows, i);
      JsonObject *row = json_object_new ();

      for (guint j = 0; j < cells->len; j++)
        if (g_ptr_array_index (cells, j) != NULL)
          {
            g_autofree char *text = g_utf8_make_valid (g_ptr_array_index (cells, j), -1);

            json_object_set_string_member (row, dossier_report_column_get_name (j), text);
          }
      json_array_add_object_element (array, row);
    }

  json_object_set_string_member (object, "format", format_name (summary));
  json_object_set_int_member (object, "findings", (gint64) summary->n_findings);
  json_object_set_object_member (object, "severities", counts);
  json_object_set_int_member (object, "size", (gint64) summary->size);
  json_object_set_string_member (object, "sha256", summary->sha256);
  add_columns (object, "unknownColumns", summary->unknown_columns);
  add_columns (object, "missingColumns", summary->missing_columns);
  json_object_set_boolean_member (object, "openEnded", summary->open_ended);
  json_object_set_array_member (object, "rows", array);
  dossier_cli_print_object (object);
}

static int
report_show (DossierCli  *cli,
             int          argc,
             char       **argv)
{
  gint64 limit = DEFAULT_LIMIT;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT64, &limit, N_("How many findings to show; 0 for all"), "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierReportSummary) summary = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;
  Job *job;

  if (!dossier_cli_parse (cli, _("Show what a report file holds: a CSV or JSON report of Inspector, or the output of "
                                 "“findings list”"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "FILE"))
    return DOSSIER_CLI_EXIT_USAGE;
  if (limit < 0)
    return dossier_cli_usage (_("--limit takes a number from 1, or 0 for all"));

  /* First whether it is whole: nobody should read half a report for a report. */
  summary = dossier_await_child_boxed (dossier_report_inspect (argv[1], cli->cancellable), &error);
  if (summary == NULL)
    return dossier_cli_fail (cli, error);

  job = g_new0 (Job, 1);
  job->path = g_strdup (argv[1]);
  job->limit = limit;
  job->cancellable = g_object_ref (cli->cancellable);
  rows = dossier_await_leaf_boxed (dossier_thread_run (read_rows_run, job, job_free, G_TYPE_PTR_ARRAY), NULL,
                                   DOSSIER_NO_TIMEOUT, &error);
  if (rows == NULL)
    return dossier_cli_fail (cli, error);

  if (cli->json)
    print_json (summary, rows);
  else
    {
      print_rows (rows);
      print_summary (summary, rows->len);
    }
  return DOSSIER_CLI_EXIT_YES;
}

static const DossierCliVerb verbs[] = {
  { "show", report_show, "FILE", N_("Show what a report file holds") },
};

/**
 * dossier_cli_report:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `report`, a verb and its options
 *
 * Reads report files. Asks no AWS.
 *
 * Returns: a #DossierCliExit
 */
int
dossier_cli_report (DossierCli  *cli,
                    int          argc,
                    char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
