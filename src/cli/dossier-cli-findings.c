// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n.h>

#include "dossier-arn.h"
#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-fiber.h"
#include "dossier-finding-member.h"
#include "dossier-findings-count.h"
#include "dossier-findings-csv-writer.h"
#include "dossier-findings-reader.h"
#include "dossier-findings-sort.h"
#include "dossier-findings-writer.h"
#include "dossier-time.h"

/* Where a line is longer than this there is room for the ARN as well. */
#define WIDE 180

/* With a tenth of a second for each page, that keeps one processor busy. */
#define DEFAULT_JOBS 8

/* The length of a date at the beginning of an ISO 8601 time. */
#define DATE_LENGTH 10

typedef struct
{
  char *filter;
  char *filter_json;
  char *sort;
  gint64 limit;
  gint64 jobs;
  gboolean csv;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->filter);
  g_free (options->filter_json);
  g_free (options->sort);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Where pages go: one of the three. */
typedef struct
{
  DossierFindingsWriter *json;
  DossierFindingsCsvWriter *csv;
  DossierCliTable *table;
  gboolean with_arn;
  gboolean stopped;
} Sink;

static void
sink_clear (Sink *sink)
{
  g_clear_pointer (&sink->json, dossier_findings_writer_free);
  g_clear_pointer (&sink->csv, dossier_findings_csv_writer_free);
  g_clear_pointer (&sink->table, dossier_cli_table_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sink, sink_clear)

static void
sink_init (Sink       *sink,
           DossierCli *cli,
           gboolean    csv)
{
  g_autoptr(GOutputStream) output = dossier_cli_get_output ();
  gsize space = dossier_cli_table_get_space ();

  if (cli->json)
    sink->json = dossier_findings_writer_new (output);
  else if (csv)
    sink->csv = dossier_findings_csv_writer_new (output, dossier_clock_now (dossier_clock_get_system ()));
  else
    {
      sink->table = dossier_cli_table_new ();
      sink->with_arn = space == 0 || space >= WIDE;
      dossier_cli_table_add_column (sink->table, _("Severity"), DOSSIER_CLI_COLUMN_WHOLE);
      dossier_cli_table_add_column (sink->table, _("Score"), DOSSIER_CLI_COLUMN_NUMBER);
      dossier_cli_table_add_column (sink->table, _("Title"), DOSSIER_CLI_COLUMN_SHRINKS);
      dossier_cli_table_add_column (sink->table, _("Resource"), DOSSIER_CLI_COLUMN_SHRINKS);
      dossier_cli_table_add_column (sink->table, _("Account"), DOSSIER_CLI_COLUMN_WHOLE);
      dossier_cli_table_add_column (sink->table, _("Last seen"), DOSSIER_CLI_COLUMN_WHOLE);
      dossier_cli_table_add_column (sink->table, sink->with_arn ? _("ARN") : _("Status"),
                                    DOSSIER_CLI_COLUMN_WHOLE);
    }
}

/* Absent is not zero: a cell without a value is empty. */
static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_row (Sink           *sink,
         DossierFinding *finding)
{
  gint64 seen = dossier_finding_get_last_observed (finding);
  g_autofree char *time = seen != 0 ? dossier_time_to_iso8601 (seen) : g_strdup ("");
  g_autofree char *date = g_strndup (time, DATE_LENGTH);
  char score[G_ASCII_DTOSTR_BUF_SIZE] = "";
  double number;

  if (dossier_finding_get_score (finding, &number))
    g_ascii_formatd (score, sizeof score, "%.1f", number);
  dossier_cli_table_add_row (sink->table, or_empty (dossier_finding_get_severity (finding)), score,
                             or_empty (dossier_finding_get_title (finding)),
                             or_empty (dossier_finding_get_resource_label (finding)),
                             or_empty (dossier_finding_get_account_id (finding)), date,
                             or_empty (sink->with_arn ? dossier_finding_get_arn (finding)
                                                      : dossier_finding_get_status (finding)),
                             NULL);
}

static gboolean
add_rows (Sink                 *sink,
          DossierFindingsPage  *page,
          gsize                 n_findings,
          GError              **error)
{
  g_autoptr(GPtrArray) findings = dossier_findings_new_for_page (page, n_findings, error);

  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    add_row (sink, g_ptr_array_index (findings, i));

  /* An empty page decides no widths. */
  if (findings->len > 0)
    sink->stopped = !dossier_cli_table_print (sink->table);
  return !sink->stopped;
}

static gboolean
note (Sink     *sink,
      gboolean  ok,
      GError   *error)
{
  if (!ok)
    dossier_cli_note_output_error (error);
  g_clear_error (&error);
  sink->stopped |= !ok;
  return ok;
}

static gboolean
page_cb (DossierFindingsPage *page,
         gsize                n_findings,
         gpointer             data,
         GError             **error)
{
  Sink *sink = data;
  GError *local_error = NULL;
  gboolean ok;

  if (sink->table != NULL)
    return add_rows (sink, page, n_findings, error);

  ok = sink->json != NULL
           ? dossier_findings_writer_add_page (sink->json, page, n_findings, NULL, &local_error)
           : dossier_findings_csv_writer_add_page (sink->csv, page, n_findings, NULL, &local_error);
  return note (sink, ok, local_error);
}

static void
finish (Sink   *sink,
        gint64  n_findings,
        gint64  limit)
{
  GError *error = NULL;

  if (sink->stopped)
    return;
  if (sink->json != NULL)
    note (sink, dossier_findings_writer_finish (sink->json, NULL, &error), error);
  else if (sink->csv != NULL)
    note (sink, dossier_findings_csv_writer_finish (sink->csv, NULL, &error), error);
  else if (n_findings == 0)
    g_printerr ("%s\n", _("No findings match."));
  else if (n_findings == limit)
    g_printerr (_("The first %" PRId64 " findings; there may be more.\n"), n_findings);
  else
    g_printerr (ngettext ("%" PRId64 " finding.\n", "%" PRId64 " findings.\n", (gulong) n_findings),
                n_findings);
}

static int
list_findings (DossierCli    *cli,
               const Options *options,
               DossierFilter *filter,
               const char    *sort_field,
               gboolean       descending)
{
  g_auto(Sink) sink = { 0 };
  g_autoptr(GError) error = NULL;
  const DossierFindingsQuery query = {
    .filter = filter,
    .sort_field = sort_field,
    .descending = descending,
    .limit = options->limit,
    .jobs = (guint) options->jobs,
  };
  gint64 n_findings;

  sink_init (&sink, cli, options->csv);
  n_findings = dossier_await_child_int64 (
      dossier_findings_read (dossier_session_get_client (cli->session), &query, page_cb, &sink,
                             cli->cancellable),
      &error);

  /* The output is at fault, which is told in the end. */
  if (sink.stopped)
    return DOSSIER_CLI_EXIT_FAILED;
  if (error != NULL)
    return dossier_cli_fail (cli, error);

  finish (&sink, n_findings, options->limit);
  return DOSSIER_CLI_EXIT_YES;
}

static gboolean
check_options (DossierCli    *cli,
               const Options *options)
{
  if (options->csv && cli->json)
    dossier_cli_usage (_("--csv and --json are two forms; leave one out"));
  else if (options->limit < 0)
    dossier_cli_usage (_("--limit takes a number from 1, or 0 for all"));
  else if (options->jobs < 1 || options->jobs > DOSSIER_FINDINGS_MAX_JOBS)
    dossier_cli_usage (_("--jobs takes a number from 1 to %d"), DOSSIER_FINDINGS_MAX_JOBS);
  else
    return TRUE;
  return FALSE;
}

static int
findings_list (DossierCli  *cli,
               int          argc,
               char       **argv)
{
  g_auto(Options) options = { .jobs = DEFAULT_JOBS };
  const GOptionEntry entries[] = {
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter, N_("Such as \"severity=HIGH,CRITICAL firstObservedAt>=-30d\"; see “filter fields”"), N_("TEXT") },
    { "filter-json", 0, 0, G_OPTION_ARG_FILENAME, &options.filter_json, N_("A FilterCriteria; without it, or a status in it, active findings"), N_("FILE") },
    { "sort", 0, 0, G_OPTION_ARG_STRING, &options.sort, N_("For instance SEVERITY:desc"), N_("FIELD[:desc]") },
    { "limit", 0, 0, G_OPTION_ARG_INT64, &options.limit, N_("How many at the most"), "N" },
    { "jobs", 0, 0, G_OPTION_ARG_INT64, &options.jobs, N_("How many pages to ask for at once; 1 keeps AWS's order, and so do --sort and --limit"), "N" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &options.csv, N_("Write CSV as Inspector's reports have it"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierFilter) filter = NULL;
  g_autoptr(GError) error = NULL;
  const char *sort_field = NULL;
  gboolean descending = FALSE;
  int status;

  if (!dossier_cli_parse (cli, _("List findings: a table for people, or JSON as AWS sends it, or CSV"), entries,
                          &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL) || !check_options (cli, &options))
    return DOSSIER_CLI_EXIT_USAGE;

  filter = dossier_cli_read_filter (options.filter, options.filter_json, &error);
  if (filter == NULL ||
      (options.sort != NULL && !dossier_findings_sort_parse (options.sort, &sort_field, &descending, &error)))
    return dossier_cli_usage ("%s", error->message);

  status = dossier_cli_open (cli);
  return status != DOSSIER_CLI_EXIT_YES ? status
                                        : list_findings (cli, &options, filter, sort_field, descending);
}

static int
findings_count (DossierCli  *cli,
                int          argc,
                char       **argv)
{
  g_auto(Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter, N_("Such as \"severity=HIGH,CRITICAL firstObservedAt>=-30d\"; see “filter fields”"), N_("TEXT") },
    { "filter-json", 0, 0, G_OPTION_ARG_FILENAME, &options.filter_json, N_("A FilterCriteria; without it, or a status in it, active findings"), N_("FILE") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierFilter) filter = NULL;
  g_autoptr(DossierFindingsCount) count = NULL;
  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(GError) error = NULL;
  int status;

  if (!dossier_cli_parse (cli, _("Count findings: by asking Inspector where it counts them itself, else by reading "
                                 "them"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;

  filter = dossier_cli_read_filter (options.filter, options.filter_json, &error);
  if (filter == NULL)
    return dossier_cli_usage ("%s", error->message);
  status = dossier_cli_open (cli);
  if (status != DOSSIER_CLI_EXIT_YES)
    return status;

  count = dossier_await_child_boxed (dossier_findings_count (dossier_session_get_client (cli->session), filter,
                                                             cli->cancellable),
                                     &error);
  if (count == NULL)
    return dossier_cli_fail (cli, error);

  json_object_set_int_member (object, "count", count->n_findings);
  json_object_set_boolean_member (object, "byReading", count->by_reading);
  if (cli->json)
    dossier_cli_print_object (object);
  else
    dossier_cli_print ("%" G_GINT64_FORMAT "\n", count->n_findings);
  return DOSSIER_CLI_EXIT_YES;
}

/* One finding, whatever its status. */
static DossierFilter *
make_filter (const char  *arn,
             GError     **error)
{
  static const char *const statuses[] = { "ACTIVE", "SUPPRESSED", "CLOSED" };
  g_autoptr(JsonObject) criteria = json_object_new ();
  JsonArray *arns = json_array_new ();
  JsonArray *all = json_array_new ();
  JsonObject *condition = json_object_new ();

  json_object_set_string_member (condition, "comparison", "EQUALS");
  json_object_set_string_member (condition, "value", arn);
  json_array_add_object_element (arns, condition);
  json_object_set_array_member (criteria, "findingArn", arns);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      condition = json_object_new ();
      json_object_set_string_member (condition, "comparison", "EQUALS");
      json_object_set_string_member (condition, "value", statuses[i]);
      json_array_add_object_element (all, condition);
    }
  json_object_set_array_member (criteria, "findingStatus", all);
  return dossier_filter_from_json (criteria, error);
}

static gboolean
take_first_cb (DossierFindingsPage *page,
               gsize                n_findings,
               gpointer             data,
               GError             **error)
{
  DossierFinding **finding = data;
  g_autoptr(GPtrArray) findings = dossier_findings_new_for_page (page, n_findings, error);

  if (findings != NULL && findings->len > 0)
    *finding = g_object_ref (g_ptr_array_index (findings, 0));
  return findings != NULL && *finding == NULL;
}

static void
print_members (DossierFinding *finding)
{
  g_autoptr(GListModel) members = dossier_finding_list_members (finding);
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();

  dossier_cli_table_add_column (table, _("Member"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Value"), DOSSIER_CLI_COLUMN_WHOLE);
  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(DossierFindingMember) member = g_list_model_get_item (members, i);
      gint64 instant = dossier_finding_member_get_instant (member);
      g_autofree char *time =
          dossier_finding_member_get_kind (member) == DOSSIER_FINDING_MEMBER_TIME ? dossier_time_to_iso8601 (instant)
                                                                                  : NULL;

      dossier_cli_table_add_row (table, dossier_finding_member_get_path (member),
                                 time != NULL ? time : or_empty (dossier_finding_member_get_value (member)), NULL);
    }
  dossier_cli_table_print (table);
}

static int
findings_show (DossierCli  *cli,
               int          argc,
               char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierFilter) filter = NULL;
  g_autoptr(DossierFinding) finding = NULL;
  g_autoptr(DossierArn) arn = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;
  int status;

  if (!dossier_cli_parse (cli, _("Show every member of one finding, whatever its status"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "ARN"))
    return DOSSIER_CLI_EXIT_USAGE;

  arn = dossier_arn_parse (argv[1], &error);
  filter = arn != NULL ? make_filter (argv[1], &error) : NULL;
  if (filter == NULL)
    return dossier_cli_usage ("%s", error->message);
  status = dossier_cli_open (cli);
  if (status != DOSSIER_CLI_EXIT_YES)
    return status;

  dossier_await_child_int64 (dossier_findings_read (dossier_session_get_client (cli->session),
                                                    &(DossierFindingsQuery) { .filter = filter, .limit = 1 },
                                                    take_first_cb, &finding, cli->cancellable),
                             &error);
  if (error != NULL)
    return dossier_cli_fail (cli, error);
  if (finding == NULL)
    {
      g_printerr (_("dossier-cli: There is no finding “%s” in %s\n"), argv[1],
                  dossier_session_get_region (cli->session));
      return DOSSIER_CLI_EXIT_NO;
    }

  json = dossier_finding_dup_json (finding);
  if (cli->json)
    dossier_cli_print ("%s\n", json);
  else
    print_members (finding);
  return DOSSIER_CLI_EXIT_YES;
}

static const DossierCliVerb verbs[] = {
  { "list", findings_list, NULL, N_("List findings: a table, JSON or CSV") },
  { "count", findings_count, NULL, N_("Count findings") },
  { "show", findings_show, "ARN", N_("Show every member of one finding") },
};

/**
 * dossier_cli_findings:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `findings`, a verb and its options
 *
 * Reads findings with ListFindings.
 *
 * Returns: a #DossierCliExit; %DOSSIER_CLI_EXIT_NO if the finding to show is not there
 */
int
dossier_cli_findings (DossierCli  *cli,
                      int          argc,
                      char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
