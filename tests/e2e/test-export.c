// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Exports from the demo service: what is asked for is what comes, what is wrong
 * is told, and a killed program makes no second report.
 */

#include "config.h"

#include <signal.h>

#include <glib/gstdio.h>

#include "dossier-aws-error.h"
#include "dossier-demo-server.h"
#include "dossier-export-error.h"
#include "dossier-export-run.h"
#include "dossier-fiber.h"
#include "dossier-findings-count.h"
#include "dossier-json.h"
#include "dossier-permission-check.h"
#include "dossier-report-summary.h"
#include "dossier-static-credentials.h"
#include "dossier-test.h"

#define N_FINDINGS 300

typedef struct
{
  DossierClock *clock;
  DossierDemoServer *server;
  DossierAwsClient *client;
  DossierExportStore *store;
  char *folder;
  char *records;
  char *downloads;
} Desk;

static DossierAwsClient *
make_client (DossierDemoServer *server,
             DossierClock      *clock)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new (dossier_demo_server_get_secret_access_key (server));
  g_autoptr(DossierCredentials) credentials =
      dossier_credentials_new (dossier_demo_server_get_access_key_id (server), secret, NULL, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (credentials);
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = dossier_demo_server_get_region (server),
        .endpoint_url = dossier_demo_server_get_endpoint_url (server),
        .credentials = provider,
        .clock = clock,
      },
      &error);

  g_assert_no_error (error);
  return client;
}

static Desk *
desk_new (const char *scenario,
          guint       report_ms)
{
  Desk *self = g_new0 (Desk, 1);
  g_autoptr(GError) error = NULL;

  self->clock = dossier_fake_clock_new (g_get_real_time ());
  self->server = dossier_demo_server_new (
      &(DossierDemoOptions) { .scenario = scenario, .n_findings = N_FINDINGS, .seed = 7, .report_ms = report_ms,
                              .clock = self->clock });
  g_assert_true (dossier_demo_server_start (self->server, &error));
  g_assert_no_error (error);
  self->client = make_client (self->server, self->clock);
  self->folder = dossier_test_make_folder ();
  self->records = g_build_filename (self->folder, "records", NULL);
  self->downloads = g_build_filename (self->folder, "downloads", NULL);
  self->store = dossier_export_store_new (self->records);
  g_assert_cmpint (g_mkdir (self->downloads, 0700), ==, 0);
  return self;
}

static void
desk_free (Desk *self)
{
  g_object_unref (self->client);
  g_object_unref (self->store);
  dossier_demo_server_stop (self->server);
  g_object_unref (self->server);
  g_object_unref (self->clock);
  dossier_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->records);
  g_free (self->downloads);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static DossierExportRun *
make_run (Desk       *self,
          const char *format,
          JsonObject *criteria)
{
  const DossierExportPlan plan = {
    .format = (char *) format,
    .filter_criteria = criteria,
    .bucket = (char *) dossier_demo_server_get_bucket (self->server),
    .prefix = (char *) "audit",
    .kms_key_arn = (char *) dossier_demo_server_get_kms_key_arn (self->server),
    .download_folder = self->downloads,
  };

  return dossier_export_run_new (self->client, self->store,
                                 dossier_export_record_new ("demo", dossier_demo_server_get_region (self->server),
                                                            &plan, dossier_clock_now (self->clock)));
}

/* Lines of the service's log that hold all of @words. */
static guint
count_log (Desk       *self,
           const char *first,
           const char *second)
{
  g_auto(GStrv) log = dossier_demo_server_dup_log (self->server);
  guint n = 0;

  for (guint i = 0; log[i] != NULL; i++)
    n += strstr (log[i], first) != NULL && strstr (log[i], second) != NULL;
  return n;
}

/* The file holds the findings that the list counts. */
static void
test_rows_equal_findings (void)
{
  static const char *const formats[] = { "CSV", "JSON" };
  static const char *const filters[] = { NULL, "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}" };
  g_autoptr(Desk) self = desk_new ("default", 10000);

  for (gsize i = 0; i < G_N_ELEMENTS (formats) * G_N_ELEMENTS (filters); i++)
    {
      const char *text = filters[i / G_N_ELEMENTS (formats)];
      g_autoptr(JsonObject) criteria = text != NULL ? dossier_json_parse_object (text, -1, NULL) : json_object_new ();
      g_autoptr(DossierFilter) filter = dossier_filter_from_json (criteria, NULL);
      g_autoptr(DossierExportRun) run = make_run (self, formats[i % G_N_ELEMENTS (formats)], text != NULL ? criteria : NULL);
      g_autoptr(DossierReportSummary) summary = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFindingsCount) count = NULL;
      const DossierExportRecord *record;

      g_assert_true (dossier_await_child (dossier_export_run_drive (run, NULL), &error));
      g_assert_no_error (error);
      record = dossier_export_run_get_record (run);
      count = dossier_await_child_boxed (dossier_findings_count (self->client, filter, NULL), &error);
      g_assert_no_error (error);
      g_assert_cmpint (count->n_findings, >, 0);
      g_assert_cmpint (record->n_findings, ==, count->n_findings);
      g_assert_null (record->warning);
      summary = dossier_await_child_boxed (dossier_report_inspect (record->file, NULL), &error);
      g_assert_no_error (error);
      g_assert_cmpint ((gint64) summary->n_findings, ==, count->n_findings);
      g_assert_cmpstr (summary->sha256, ==, record->sha256);
    }
}

static void
test_scenarios (void)
{
  static const struct
  {
    const char *scenario;
    DossierExportError code;
    DossierExportState state;
    const char *word;
  } cases[] = {
    { "bucket-policy-missing", DOSSIER_EXPORT_ERROR_REPORT_FAILED, DOSSIER_EXPORT_STATE_FAILED,
      "INVALID_PERMISSIONS" },
    { "key-policy-missing", DOSSIER_EXPORT_ERROR_REPORT_FAILED, DOSSIER_EXPORT_STATE_FAILED, "INVALID_PERMISSIONS" },
    { "empty", DOSSIER_EXPORT_ERROR_REPORT_FAILED, DOSSIER_EXPORT_STATE_FAILED, "NO_FINDINGS_FOUND" },
    { "busy", DOSSIER_EXPORT_ERROR_BUSY, DOSSIER_EXPORT_STATE_PLANNED, "nightly/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Desk) self = desk_new (cases[i].scenario, 10000);
      g_autoptr(DossierExportRun) run = make_run (self, "CSV", NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].scenario);
      g_assert_false (dossier_await_child (dossier_export_run_drive (run, NULL), &error));
      g_assert_error (error, DOSSIER_EXPORT_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].word));
      g_assert_cmpint (dossier_export_run_get_state (run), ==, cases[i].state);
    }
}

static void
test_denied (void)
{
  g_autoptr(Desk) self = desk_new ("identity-denied", 0);
  g_autoptr(DossierExportRun) run = make_run (self, "CSV", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_child (dossier_export_run_drive (run, NULL), &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  g_assert_cmpint (dossier_export_run_get_state (run), ==, DOSSIER_EXPORT_STATE_PLANNED);
}

static void
cancel_cb (DossierExportRun *run,
           GParamSpec       *,
           DexFuture       **answer)
{
  if (dossier_export_run_get_state (run) == DOSSIER_EXPORT_STATE_WAITING)
    *answer = dossier_export_run_cancel (run, NULL);
}

static void
test_cancel (void)
{
  g_autoptr(Desk) self = desk_new ("default", 3600000);
  g_autoptr(DossierExportRun) run = make_run (self, "CSV", NULL);
  g_autoptr(GError) error = NULL;
  DexFuture *answer = NULL;

  g_signal_connect (run, "notify::state", G_CALLBACK (cancel_cb), &answer);
  g_assert_false (dossier_await_child (dossier_export_run_drive (run, NULL), &error));
  g_assert_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED);
  g_assert_true (dossier_await_child (answer, NULL));
  g_assert_cmpuint (count_log (self, "CancelFindingsReport", "OK"), ==, 1);
}

/* In the default scenario all is allowed that can be tried, and the calls are those that were told. */
static void
test_permissions (void)
{
  g_autoptr(Desk) self = desk_new ("default", 0);
  g_autoptr(DossierPermissionCheck) check =
      dossier_permission_check_new (self->client, dossier_demo_server_get_bucket (self->server), "audit",
                                    dossier_demo_server_get_kms_key_arn (self->server));
  g_auto(GStrv) calls = dossier_permission_check_dup_calls (check);
  GListModel *rows = dossier_permission_check_get_rows (check);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) log = NULL;

  g_assert_true (dossier_await_child (dossier_permission_check_run (check, NULL), &error));
  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);
      gboolean tried = dossier_check_row_get_call (row) != NULL;

      g_test_message ("%s: %s", dossier_check_row_get_name (row), dossier_check_row_get_text (row));
      g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_YES);
      g_assert_cmpint (dossier_check_row_get_evidence (row), ==,
                       tried ? DOSSIER_CHECK_PROVED : DOSSIER_CHECK_PREDICTED);
    }

  log = dossier_demo_server_dup_log (self->server);
  g_assert_cmpuint (g_strv_length (log), ==, g_strv_length (calls));
  for (guint i = 0; calls[i] != NULL; i++)
    g_assert_nonnull (strstr (log[i], strchr (calls[i], ':') + 1));
}

/* Runs the program, as export-drive.c tells: the signal that killed it, or 0. */
static int
run_program (Desk       *self,
             const char *format,
             const char *die_at)
{
  g_autofree char *path = g_build_filename (g_getenv ("DOSSIER_BUILDDIR"), "tests", "export", "export-drive", NULL);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, dossier_clock_now (self->clock));
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "AWS_ACCESS_KEY_ID",
                                dossier_demo_server_get_access_key_id (self->server), TRUE);
  g_subprocess_launcher_setenv (launcher, "AWS_SECRET_ACCESS_KEY",
                                dossier_demo_server_get_secret_access_key (self->server), TRUE);
  g_subprocess_launcher_unsetenv (launcher, "AWS_SESSION_TOKEN");
  g_subprocess_launcher_setenv (launcher, "AWS_REGION", dossier_demo_server_get_region (self->server), TRUE);
  g_subprocess_launcher_setenv (launcher, "EXPORT_BUCKET", dossier_demo_server_get_bucket (self->server), TRUE);
  g_subprocess_launcher_setenv (launcher, "EXPORT_KEY", dossier_demo_server_get_kms_key_arn (self->server), TRUE);
  g_subprocess_launcher_setenv (launcher, "EXPORT_FORMAT", format, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, path,
                                         dossier_demo_server_get_endpoint_url (self->server), self->records,
                                         self->downloads, now, die_at, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  /* Its clock went on by its own sleeps, which are short of a minute. */
  dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (self->clock), 60 * G_USEC_PER_SEC);

  if (g_subprocess_get_if_signaled (process))
    return g_subprocess_get_term_sig (process);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  return 0;
}

static void
test_killed (void)
{
  static const char *const states[] = { "planned", "starting", "waiting", "fetching", "verifying", "done" };
  static const char *const formats[] = { "CSV", "JSON" };

  for (gsize i = 0; i < G_N_ELEMENTS (states) * G_N_ELEMENTS (formats); i++)
    {
      const char *state = states[i / G_N_ELEMENTS (formats)];
      const char *format = formats[i % G_N_ELEMENTS (formats)];
      g_autoptr(Desk) self = desk_new ("default", 0);
      g_autoptr(GPtrArray) records = NULL;
      g_autoptr(GDir) files = g_dir_open (self->downloads, 0, NULL);
      const DossierExportRecord *record;
      guint n_files = 0;

      g_test_message ("%s, killed when “%s” was written", format, state);
      g_assert_cmpint (run_program (self, format, state), ==, SIGKILL);
      g_assert_cmpint (run_program (self, format, NULL), ==, 0);

      records = dossier_export_store_list (self->store, NULL, NULL);
      g_assert_cmpuint (records->len, ==, 1);
      record = records->pdata[0];
      g_assert_cmpint (record->state, ==, DOSSIER_EXPORT_STATE_DONE);
      g_assert_cmpint (record->n_findings, >, 0);
      g_assert_true (g_file_test (record->file, G_FILE_TEST_IS_REGULAR));
      while (g_dir_read_name (files) != NULL)
        n_files++;
      g_assert_cmpuint (n_files, ==, 1);
      g_assert_cmpuint (count_log (self, "CreateFindingsReport", "OK"), ==, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/e2e/export/rows-equal-findings", test_rows_equal_findings);
  dossier_test_add_fiber ("/e2e/export/scenarios", test_scenarios);
  dossier_test_add_fiber ("/e2e/export/denied", test_denied);
  dossier_test_add_fiber ("/e2e/export/cancel", test_cancel);
  dossier_test_add_fiber ("/e2e/export/permissions", test_permissions);
  g_test_add_func ("/e2e/export/killed", test_killed);

  return g_test_run ();
}
