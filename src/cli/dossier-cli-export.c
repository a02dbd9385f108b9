// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "dossier-cli-progress.h"
#include "dossier-cli-table.h"
#include "dossier-cli.h"
#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-export-run.h"
#include "dossier-fiber.h"
#include "dossier-paths.h"
#include "dossier-s3-uri.h"
#include "dossier-time.h"

typedef struct
{
  char *format;
  char *to;
  char *kms_key;
  char *filter;
  char *filter_json;
  char *download;
  gboolean wait;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->format);
  g_free (options->to);
  g_free (options->kms_key);
  g_free (options->filter);
  g_free (options->filter_json);
  g_free (options->download);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static DossierExportStore *
open_store (void)
{
  g_autofree char *folder = dossier_path_in_state ("exports", NULL);

  return dossier_export_store_new (folder);
}

static void
print_record (DossierCli                *cli,
              const DossierExportRecord *record)
{
  g_autoptr(JsonObject) object = dossier_export_record_to_json (record);

  if (cli->json)
    {
      dossier_cli_print_object (object);
      return;
    }

  dossier_cli_print ("%s  %s", record->id, dossier_export_state_to_text (record->state));
  if (record->file != NULL)
    dossier_cli_print ("  %s", record->file);
  else if (record->object_key != NULL)
    dossier_cli_print ("  s3://%s/%s", record->plan->bucket, record->object_key);
  if (record->n_findings >= 0)
    dossier_cli_print ("  %" G_GINT64_FORMAT " %s", record->n_findings,
                       ngettext ("finding", "findings", (gulong) record->n_findings));
  dossier_cli_print ("\n");
  if (record->message != NULL)
    g_printerr ("dossier-cli: %s\n", record->message);
}

/* The words with which a person comes back to a run. */
static void
tell_how_to_go_on (DossierCli                *cli,
                   const DossierExportRecord *record)
{
  g_autofree char *endpoint =
      cli->endpoint_url != NULL ? g_strdup_printf (" --endpoint-url %s", cli->endpoint_url) : g_strdup ("");

  g_printerr (_("Go on with it by: dossier-cli%s export resume %s\n"), endpoint, record->id);
}

/* An answer that nobody likes is still one; all else is a failure. */
static int
tell_failure (DossierCli   *cli,
              const GError *error)
{
  gboolean is_answer = g_error_matches (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_NOT_READY) ||
                       g_error_matches (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY) ||
                       g_error_matches (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED) ||
                       g_error_matches (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED);
  int status = dossier_cli_fail (cli, error);

  return is_answer && status == DOSSIER_CLI_EXIT_FAILED ? DOSSIER_CLI_EXIT_NO : status;
}

static void
stop_when_waiting_cb (DossierExportRun *run,
                      GParamSpec *,
                      gpointer user_data)
{
  if (dossier_export_run_get_state (run) == DOSSIER_EXPORT_STATE_WAITING)
    g_cancellable_cancel (user_data);
}

static void
interrupt_cb (GCancellable *,
              gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Drives a run: to its end, or until Inspector has taken the request. */
static int
drive (DossierCli       *cli,
       DossierExportRun *run,
       gboolean          wait)
{
  g_autoptr(DossierCliProgress) progress = dossier_cli_progress_new (run);
  g_autoptr(GCancellable) stop = g_cancellable_new ();
  gulong interrupted = g_cancellable_connect (cli->cancellable, G_CALLBACK (interrupt_cb), stop, NULL);
  const DossierExportRecord *record;
  g_autoptr(GError) error = NULL;
  gboolean over;
  gboolean taken;
  int status;

  if (!wait)
    g_signal_connect (run, "notify::state", G_CALLBACK (stop_when_waiting_cb), stop);
  over = dossier_await_child (dossier_export_run_drive (run, stop), &error);
  g_signal_handlers_disconnect_by_func (run, stop_when_waiting_cb, stop);
  g_cancellable_disconnect (cli->cancellable, interrupted);
  dossier_cli_progress_end (progress);

  record = dossier_export_run_get_record (run);
  taken = !wait && record->state == DOSSIER_EXPORT_STATE_WAITING && g_cancellable_is_cancelled (stop) &&
          !g_cancellable_is_cancelled (cli->cancellable);
  if (over || taken)
    {
      print_record (cli, record);
      if (taken)
        tell_how_to_go_on (cli, record);
      return DOSSIER_CLI_EXIT_YES;
    }

  status = tell_failure (cli, error);
  if (status == DOSSIER_CLI_EXIT_INTERRUPTED && record->state == DOSSIER_EXPORT_STATE_WAITING)
    g_printerr ("%s\n", _("The report goes on at AWS."));
  else if (status == DOSSIER_CLI_EXIT_INTERRUPTED && record->state == DOSSIER_EXPORT_STATE_STARTING)
    g_printerr ("%s\n", _("Whether AWS makes the report is not known yet; going on finds out."));
  if (!dossier_export_state_is_final (record->state))
    tell_how_to_go_on (cli, record);
  return status;
}

static DossierExportPlan *
make_plan (const Options  *options,
           GError        **error)
{
  g_autoptr(DossierExportPlan) plan = g_new0 (DossierExportPlan, 1);
  g_autoptr(DossierFilter) filter = NULL;
  g_autoptr(DossierFilter) whole = NULL;
  g_autofree char *folder = NULL;

  if (!dossier_s3_uri_parse (options->to, &plan->bucket, &plan->prefix, error))
    return NULL;
  filter = dossier_cli_read_filter (options->filter, options->filter_json, error);
  if (filter == NULL)
    return NULL;
  whole = dossier_filter_with_default_status (filter);

  /* A run that is resumed elsewhere must find the same folder. */
  folder = options->download != NULL ? g_canonicalize_filename (options->download, NULL) : NULL;
  plan->format = g_ascii_strup (options->format, -1);
  plan->filter_criteria = dossier_filter_to_json (whole);
  plan->kms_key_arn = g_strdup (options->kms_key);
  plan->download_folder = g_steal_pointer (&folder);
  return g_steal_pointer (&plan);
}

/* The run wants a folder that is there. */
static gboolean
make_folder (const char  *path,
             GError     **error)
{
  int code;

  if (path == NULL || g_mkdir_with_parents (path, 0777) == 0)
    return TRUE;

  code = errno;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), _("Could not make the folder “%s”: %s"),
               path, g_strerror (code));
  return FALSE;
}

static int
start (DossierCli        *cli,
       DossierExportPlan *plan,
       gboolean           wait)
{
  g_autoptr(DossierExportStore) store = open_store ();
  g_autoptr(DossierExportRun) run = NULL;
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client;
  int status = dossier_cli_open (cli);

  if (status != DOSSIER_CLI_EXIT_YES)
    return status;
  if (!dossier_export_plan_check (plan, dossier_session_get_region (cli->session), &error))
    return dossier_cli_usage ("%s", error->message);
  if (!make_folder (plan->download_folder, &error))
    return dossier_cli_fail (cli, error);

  client = dossier_session_get_client (cli->session);
  run = dossier_export_run_new (client, store,
                                dossier_export_record_new (dossier_session_get_source (cli->session),
                                                           dossier_session_get_region (cli->session), plan,
                                                           dossier_clock_now (dossier_aws_client_get_clock (client))));
  return drive (cli, run, wait);
}

static int
export_start (DossierCli  *cli,
              int          argc,
              char       **argv)
{
  g_auto(Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_("What the report shall be"), "csv|json" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_("The bucket, and what the report's key begins with"), "s3://BUCKET[/PREFIX]" },
    { "kms-key", 0, 0, G_OPTION_ARG_STRING, &options.kms_key, N_("The KMS key that encrypts the report"), "ARN" },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter, N_("Such as \"severity=HIGH,CRITICAL firstObservedAt>=-30d\"; see “filter fields”"), N_("TEXT") },
    { "filter-json", 0, 0, G_OPTION_ARG_FILENAME, &options.filter_json, N_("A FilterCriteria; without it, or a status in it, active findings"), N_("FILE") },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &options.wait, N_("Stay until the report is there"), NULL },
    { "download", 0, 0, G_OPTION_ARG_FILENAME, &options.download, N_("Fetch the report into this folder, and prove that it is whole"), N_("FOLDER") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr(DossierExportPlan) plan = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Have a findings report made. Without --wait this ends when Inspector has taken the "
                                 "request; “export resume” waits and fetches."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;
  if (options.format == NULL || options.to == NULL || options.kms_key == NULL)
    return dossier_cli_usage (_("“export start” needs --format, --to and --kms-key"));

  plan = make_plan (&options, &error);
  return plan != NULL ? start (cli, plan, options.wait) : dossier_cli_usage ("%s", error->message);
}

static int
export_list (DossierCli  *cli,
             int          argc,
             char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierExportStore) store = open_store ();
  g_autoptr(DossierCliTable) table = dossier_cli_table_new ();
  g_autoptr(JsonArray) array = json_array_new ();
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *source = dossier_cli_dup_source (cli);

  if (!dossier_cli_parse (cli, _("List the exports that were started on this computer, newest first. Asks no AWS."),
                          entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, NULL))
    return DOSSIER_CLI_EXIT_USAGE;

  records = dossier_export_store_list (store, source, &error);
  if (records == NULL)
    return dossier_cli_fail (cli, error);

  dossier_cli_table_add_column (table, _("Run"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("State"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Started"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Whose"), DOSSIER_CLI_COLUMN_SHRINKS);
  dossier_cli_table_add_column (table, _("Format"), DOSSIER_CLI_COLUMN_WHOLE);
  dossier_cli_table_add_column (table, _("Where"), DOSSIER_CLI_COLUMN_SHRINKS);
  for (guint i = 0; i < records->len; i++)
    {
      const DossierExportRecord *record = g_ptr_array_index (records, i);
      g_autofree char *started = dossier_time_to_iso8601 (record->started);
      g_autofree char *uri =
          g_strdup_printf ("s3://%s/%s", record->plan->bucket,
                           record->plan->prefix != NULL ? record->plan->prefix : "");

      json_array_add_object_element (array, dossier_export_record_to_json (record));
      dossier_cli_table_add_row (table, record->id, dossier_export_state_to_text (record->state), started,
                                 record->source, record->plan->format,
                                 record->file != NULL ? record->file : uri, NULL);
    }

  if (cli->json)
    dossier_cli_print_array (array);
  else if (records->len > 0)
    dossier_cli_table_print (table);
  else
    g_printerr ("%s\n", _("There are no exports yet; “export start” makes one."));
  return DOSSIER_CLI_EXIT_YES;
}

/* Reads the run that is named, and opens the session it belongs to if that is asked for. */
static int
open_run (DossierCli        *cli,
          const char        *id,
          DossierExportRun **run)
{
  g_autoptr(DossierExportStore) store = open_store ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierExportRecord) record = dossier_export_store_load (store, id, &error);
  int status;

  if (record == NULL)
    return dossier_cli_refuse (cli, error);
  if (!dossier_cli_take_source (cli, record->source, record->region))
    return DOSSIER_CLI_EXIT_USAGE;

  status = dossier_cli_open (cli);
  if (status != DOSSIER_CLI_EXIT_YES)
    return status;
  if (!g_str_equal (dossier_session_get_source (cli->session), record->source))
    return dossier_cli_usage (_("The run belongs to “%s”, not to “%s”"), record->source,
                              dossier_session_get_source (cli->session));

  *run = dossier_export_run_new (dossier_session_get_client (cli->session), store, g_steal_pointer (&record));
  return DOSSIER_CLI_EXIT_YES;
}

static int
export_status (DossierCli  *cli,
               int          argc,
               char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierExportStore) store = open_store ();
  g_autoptr(DossierExportRecord) record = NULL;
  g_autoptr(GError) error = NULL;

  if (!dossier_cli_parse (cli, _("Tell where an export stands, by what is known on this computer. Asks no AWS."),
                          entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "RUN"))
    return DOSSIER_CLI_EXIT_USAGE;

  record = dossier_export_store_load (store, argv[1], &error);
  if (record == NULL)
    return dossier_cli_refuse (cli, error);
  if (!dossier_cli_take_source (cli, record->source, record->region))
    return DOSSIER_CLI_EXIT_USAGE;

  print_record (cli, record);
  return record->state == DOSSIER_EXPORT_STATE_FAILED || record->state == DOSSIER_EXPORT_STATE_CANCELLED
             ? DOSSIER_CLI_EXIT_NO
             : DOSSIER_CLI_EXIT_YES;
}

static int
export_cancel (DossierCli  *cli,
               int          argc,
               char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierExportRun) run = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if (!dossier_cli_parse (cli, _("Have Inspector cancel a report that is being made"), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "RUN"))
    return DOSSIER_CLI_EXIT_USAGE;

  status = open_run (cli, argv[1], &run);
  if (status != DOSSIER_CLI_EXIT_YES)
    return status;
  if (dossier_await_child (dossier_export_run_cancel (run, cli->cancellable), &error))
    {
      print_record (cli, dossier_export_run_get_record (run));
      return DOSSIER_CLI_EXIT_YES;
    }

  /* Too late is an answer. */
  status = dossier_cli_fail (cli, error);
  return g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT) ? DOSSIER_CLI_EXIT_NO : status;
}

static int
export_resume (DossierCli  *cli,
               int          argc,
               char       **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr(DossierExportRun) run = NULL;
  int status;

  if (!dossier_cli_parse (cli, _("Go on with an export until it is done: wait for the report, fetch it and prove that "
                                 "it is whole. Never asks for a second report."), entries, &argc, &argv) ||
      !dossier_cli_check_words (argc, argv, "RUN"))
    return DOSSIER_CLI_EXIT_USAGE;

  status = open_run (cli, argv[1], &run);
  return status == DOSSIER_CLI_EXIT_YES ? drive (cli, run, TRUE) : status;
}

static const DossierCliVerb verbs[] = {
  { "start", export_start, "--format csv|json --to s3://BUCKET[/PREFIX] --kms-key ARN", N_("Have a findings report made") },
  { "list", export_list, NULL, N_("List the exports that were started on this computer") },
  { "status", export_status, "RUN", N_("Tell where an export stands") },
  { "cancel", export_cancel, "RUN", N_("Cancel a report that is being made") },
  { "resume", export_resume, "RUN", N_("Go on with an export until it is done") },
};

/**
 * dossier_cli_export:
 * @cli: the options before the command
 * @argc: number of words
 * @argv: (array length=argc): `export`, a verb and its options
 *
 * Has findings reports made, and fetches them.
 *
 * Returns: a #DossierCliExit; %DOSSIER_CLI_EXIT_NO if there is no report, or none any more
 */
int
dossier_cli_export (DossierCli  *cli,
                    int          argc,
                    char       **argv)
{
  return dossier_cli_run_verb (cli, verbs, G_N_ELEMENTS (verbs), argc, argv);
}
