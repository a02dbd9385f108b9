// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Drives a run to its end, as a command does, and says how much memory that
 * took. Told so, it dies as soon as the record of a state is written:
 *
 *   export-drive URL RECORDS DOWNLOADS NOW [STATE]
 *
 * Variables name another place than the one of export-world.h: AWS_REGION,
 * EXPORT_BUCKET, EXPORT_KEY, EXPORT_FORMAT, and the credentials.
 */

#include "config.h"

#include <signal.h>
#include <string.h>

#include <libdex.h>

#include "dossier-environment-credentials.h"
#include "dossier-export-run.h"
#include "dossier-fiber.h"
#include "export-world.h"

typedef struct
{
  char **words;
  GMainLoop *loop;
  int status;
} Program;

static void
die_cb (DossierExportRun *run,
        GParamSpec       *,
        const char       *state)
{
  if (g_str_equal (dossier_export_state_to_text (dossier_export_run_get_state (run)), state))
    raise (SIGKILL);
}

static void
print_peak (void)
{
  g_autofree char *status = NULL;

  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    {
      const char *peak = strstr (status, "VmHWM:");

      g_print ("%" G_GUINT64_FORMAT "\n", peak != NULL ? g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10) : 0);
    }
}

static DossierAwsClient *
make_client (const char   *url,
             DossierClock *clock)
{
  g_autoptr(DossierCredentialsProvider) credentials = NULL;

  if (g_getenv ("EXPORT_BUCKET") == NULL)
    return world_client_new (url, clock);
  credentials = dossier_environment_credentials_new ();
  return dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = g_getenv ("AWS_REGION"),
        .endpoint_url = url,
        .credentials = credentials,
        .clock = clock,
      },
      NULL);
}

static DossierExportRecord *
make_record (const char *folder,
             gint64      now)
{
  const DossierExportPlan plan = {
    .format = (char *) g_getenv ("EXPORT_FORMAT"),
    .bucket = (char *) g_getenv ("EXPORT_BUCKET"),
    .prefix = (char *) "audit",
    .kms_key_arn = (char *) g_getenv ("EXPORT_KEY"),
    .download_folder = (char *) folder,
  };

  return plan.bucket != NULL ? dossier_export_record_new ("work", g_getenv ("AWS_REGION"), &plan, now)
                             : world_record_new (folder, now);
}

static DexFuture *
drive_fiber (gpointer data)
{
  Program *program = data;
  gint64 now = g_ascii_strtoll (program->words[4], NULL, 10);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (now);
  g_autoptr(DossierAwsClient) client = make_client (program->words[1], clock);
  g_autoptr(DossierExportStore) store = dossier_export_store_new (program->words[2]);
  g_autoptr(GPtrArray) records = dossier_export_store_list (store, NULL, NULL);
  g_autoptr(DossierExportRun) run = NULL;
  g_autoptr(GError) error = NULL;
  DossierExportRecord *record;

  record = records != NULL && records->len > 0
               ? dossier_export_store_load (store, ((DossierExportRecord *) records->pdata[0])->id, &error)
               : make_record (program->words[3], now);
  if (record != NULL)
    {
      run = dossier_export_run_new (client, store, record);
      if (program->words[5] != NULL)
        g_signal_connect (run, "notify::state", G_CALLBACK (die_cb), program->words[5]);
      if (dossier_await_child (dossier_export_run_drive (run, NULL), &error))
        program->status = 0;
    }
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  print_peak ();
  g_main_loop_quit (program->loop);
  return dex_future_new_true ();
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Program program = { .words = argv, .loop = loop, .status = 1 };

  if (argc < 5)
    return 2;
  dex_init ();
  dex_future_disown (dossier_fiber_spawn (drive_fiber, &program, NULL));
  g_main_loop_run (loop);
  return program.status;
}
