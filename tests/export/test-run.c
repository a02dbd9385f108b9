// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* A run from end to end, while it waits, and at its ends. */

#include "config.h"

#include <glib/gstdio.h>

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-fiber.h"
#include "dossier-test.h"
#include "export-fixture.h"

static void
state_cb (DossierExportRun *run,
          GParamSpec       *,
          GString          *states)
{
  g_string_append_printf (states, "%s ", dossier_export_state_to_text (dossier_export_run_get_state (run)));
}

static void
test_whole (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autoptr(GString) states = g_string_new (NULL);
  g_autofree char *calls = NULL;

  g_signal_connect (self->run, "notify::state", G_CALLBACK (state_cb), states);
  fixture_drive (self);
  fixture_assert_done (self);
  calls = world_dup_calls (self->world);
  g_assert_cmpstr (states->str, ==, "planned starting waiting fetching verifying done ");
  g_assert_cmpstr (calls, ==,
                   "HeadBucket DescribeKey CreateFindingsReport GetFindingsReportStatus GetFindingsReportStatus "
                   "ListObjectsV2 HeadObject GetObject");
  g_assert_cmpint (dossier_export_run_get_received (self->run), ==, (gint64) strlen (WORLD_CSV));
  g_assert_cmpint (dossier_export_run_get_size (self->run), ==, (gint64) strlen (WORLD_CSV));
  for (int i = 0; i < DOSSIER_EXPORT_N_STEPS; i++)
    g_assert_cmpint (fixture_step (self, (DossierExportStepKind) i), ==, DOSSIER_EXPORT_STEP_STATUS_DONE);

  /* Driving what is done does nothing more. */
  fixture_drive (self);
  fixture_restart (self);
  fixture_drive (self);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
  g_assert_cmpuint (world_count (self->world, "GetObject"), ==, 1);
}

/* Every state that a killed program may have left is a state to go on from. */
static void
test_halt_at_each_state (void)
{
  static const DossierExportState states[] = {
    DOSSIER_EXPORT_STATE_PLANNED, DOSSIER_EXPORT_STATE_STARTING, DOSSIER_EXPORT_STATE_WAITING,
    DOSSIER_EXPORT_STATE_FETCHING, DOSSIER_EXPORT_STATE_VERIFYING,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();

      fixture_drive (self);
      g_test_message ("%s", dossier_export_state_to_text (states[i]));
      /* Written before, and nothing else: what the step itself found out is lost. */
      if (states[i] <= DOSSIER_EXPORT_STATE_FETCHING)
        {
          DossierExportRecord *record = (DossierExportRecord *) fixture_record (self);

          g_assert_cmpint (g_unlink (record->file), ==, 0);
          g_clear_pointer (&record->file, g_free);
          g_clear_pointer (&record->etag, g_free);
          g_clear_pointer (&record->object_key, g_free);
          if (states[i] <= DOSSIER_EXPORT_STATE_STARTING)
            g_clear_pointer (&record->report_id, g_free);
        }
      fixture_save_state (self, states[i], WORLD_TIME);
      fixture_drive (self);
      fixture_assert_done (self);
      /* PLANNED says that there is no report, so there one is made. */
      g_assert_cmpuint (world_count_made (self->world), ==, states[i] == DOSSIER_EXPORT_STATE_PLANNED ? 2 : 1);
    }
}

static void
test_no_folder (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  DossierExportRecord *record = (DossierExportRecord *) fixture_record (self);

  g_clear_pointer (&record->plan->download_folder, g_free);
  fixture_drive (self);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_DONE);
  g_assert_nonnull (strstr (fixture_record (self)->object_key, fixture_record (self)->report_id));
  g_assert_null (fixture_record (self)->file);
  g_assert_cmpint (fixture_step (self, DOSSIER_EXPORT_STEP_WAIT), ==, DOSSIER_EXPORT_STEP_STATUS_DONE);
  g_assert_cmpint (fixture_step (self, DOSSIER_EXPORT_STEP_FETCH), ==, DOSSIER_EXPORT_STEP_STATUS_SKIPPED);
  g_assert_cmpuint (world_count (self->world, "GetObject"), ==, 0);
}

static void
test_back_off (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  DossierFakeClock *clock = DOSSIER_FAKE_CLOCK (world_get_clock (self->world));

  world_set_polls (self->world, 8);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_cmpuint (world_count (self->world, "GetFindingsReportStatus"), ==, 9);
  g_assert_cmpuint (dossier_fake_clock_get_slept (clock), ==,
                    2000 + 4000 + 8000 + 16000 + 32000 + 60000 + 60000 + 60000);
}

static void
test_poll_trouble (void)
{
  static const struct
  {
    WorldFault fault;
    guint times, status;
    const char *code;
  } cases[] = {
    { WORLD_FAULT_UNHEARD, 12, 0, NULL },
    { WORLD_FAULT_REFUSE, 12, 429, "ThrottlingException" },
    { WORLD_FAULT_REFUSE, 12, 500, "InternalServerException" },
    { WORLD_FAULT_REFUSE, 12, 503, "ServiceUnavailableException" },
    /* A report that was just made may not be known everywhere yet. */
    { WORLD_FAULT_REFUSE, 2, 404, "ResourceNotFoundException" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      world_order_fault (self->world, "GetFindingsReportStatus", cases[i].times, cases[i].fault, cases[i].status,
                         cases[i].code, NULL);
      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
    }
}

/* An hour without an answer is told; the report is not given up. */
static void
test_silence (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;

  world_order_fault (self->world, "GetFindingsReportStatus", 600, WORLD_FAULT_REFUSE, 503,
                     "ServiceUnavailableException", NULL);
  message = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_UNAVAILABLE);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_WAITING);
  g_assert_cmpint (fixture_step (self, DOSSIER_EXPORT_STEP_WAIT), ==, DOSSIER_EXPORT_STEP_STATUS_FAILED);
}

/* Refusals that a person has to mend: the run goes on afterwards, with the same report. */
static void
test_halt_and_resume (void)
{
  static const struct
  {
    const char *operation;
    guint status;
    const char *code;
    DossierAwsError kind;
    DossierExportState state;
  } cases[] = {
    { "CreateFindingsReport", 403, "ExpiredTokenException", DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS,
      DOSSIER_EXPORT_STATE_PLANNED },
    { "CreateFindingsReport", 403, "AccessDeniedException", DOSSIER_AWS_ERROR_ACCESS_DENIED,
      DOSSIER_EXPORT_STATE_PLANNED },
    { "CreateFindingsReport", 400, "ValidationException", DOSSIER_AWS_ERROR_INVALID_REQUEST,
      DOSSIER_EXPORT_STATE_PLANNED },
    { "GetFindingsReportStatus", 403, "ExpiredTokenException", DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS,
      DOSSIER_EXPORT_STATE_WAITING },
    { "GetFindingsReportStatus", 403, "AccessDeniedException", DOSSIER_AWS_ERROR_ACCESS_DENIED,
      DOSSIER_EXPORT_STATE_WAITING },
    { "ListObjectsV2", 403, "AccessDenied", DOSSIER_AWS_ERROR_ACCESS_DENIED, DOSSIER_EXPORT_STATE_FETCHING },
    { "GetObject", 403, "AccessDenied", DOSSIER_AWS_ERROR_ACCESS_DENIED, DOSSIER_EXPORT_STATE_FETCHING },
    { "GetObject", 400, "ExpiredToken", DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS, DOSSIER_EXPORT_STATE_FETCHING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *message = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      world_order_fault (self->world, cases[i].operation, 9, WORLD_FAULT_REFUSE, cases[i].status, cases[i].code,
                         NULL);
      message = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, cases[i].kind);
      g_assert_cmpint (fixture_record (self)->state, ==, cases[i].state);
      fixture_restart (self);
      g_assert_cmpint (fixture_record (self)->state, ==, cases[i].state);
      world_mend (self->world);
      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
    }
}

static void
test_failed (void)
{
  static const struct
  {
    const char *status, *code, *word;
  } cases[] = {
    { "FAILED", "INVALID_PERMISSIONS", "bucket policy" },
    { "FAILED", "NO_FINDINGS_FOUND", "loosen the filter" },
    { "FAILED", "BUCKET_NOT_FOUND", "name" },
    { "FAILED", "TOMORROW", "does not know" },
    { "PARTIALLY_FAILED", "INTERNAL_ERROR", "ask for the report again" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *message = NULL;
      g_autofree char *again = NULL;

      world_set_outcome (self->world, cases[i].status, cases[i].code);
      message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED);
      g_assert_nonnull (strstr (message, cases[i].code));
      g_assert_nonnull (strstr (message, cases[i].word));
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_FAILED);
      g_assert_cmpint (fixture_step (self, DOSSIER_EXPORT_STEP_WAIT), ==, DOSSIER_EXPORT_STEP_STATUS_FAILED);
      g_assert_cmpint (fixture_step (self, DOSSIER_EXPORT_STEP_FETCH), ==, DOSSIER_EXPORT_STEP_STATUS_SKIPPED);

      /* It is over: the reason is told again, and nothing is asked. */
      fixture_restart (self);
      again = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_REPORT_FAILED);
      g_assert_cmpstr (again, ==, message);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
      g_assert_cmpuint (fixture_count_files (self), ==, 0);
    }
}

static void
test_cancelled_elsewhere (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;

  world_set_outcome (self->world, "CANCELLED", NULL);
  message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);
}

static void
cancel_cb (DossierExportRun *run,
           GParamSpec       *,
           DexFuture       **answer)
{
  DossierExportState state = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (run), "at"));

  if (*answer == NULL && dossier_export_run_get_state (run) == state)
    *answer = dossier_export_run_cancel (run, NULL);
}

/* A person cancels while it is driven, as soon as it has reached a state. */
static void
test_cancel_driven (void)
{
  for (guint state = DOSSIER_EXPORT_STATE_PLANNED; state < DOSSIER_EXPORT_STATE_DONE; state++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *message = NULL;
      DexFuture *answer = NULL;

      g_test_message ("%s", dossier_export_state_to_text ((DossierExportState) state));
      world_set_polls (self->world, state == DOSSIER_EXPORT_STATE_WAITING ? 1000 : 1);
      g_object_set_data (G_OBJECT (self->run), "at", GINT_TO_POINTER (state));
      g_signal_connect (self->run, "notify::state", G_CALLBACK (cancel_cb), &answer);
      message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED);
      g_assert_true (dossier_await_child (answer, NULL));
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);
      g_assert_cmpuint (fixture_count_files (self), ==, 0);
      g_assert_cmpuint (world_count (self->world, "CancelFindingsReport"), ==,
                        state == DOSSIER_EXPORT_STATE_WAITING);
      fixture_restart (self);
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);
    }
}

/* Another program cancels a run that nobody drives. */
static void
test_cancel_alone (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  world_set_polls (self->world, 1000);
  world_order_fault (self->world, "GetFindingsReportStatus", 1, WORLD_FAULT_REFUSE, 403, "AccessDeniedException",
                     NULL);
  message = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  fixture_restart (self);
  g_assert_true (dossier_await_child (dossier_export_run_cancel (self->run, NULL), NULL));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);
  g_assert_cmpuint (world_count (self->world, "CancelFindingsReport"), ==, 1);
  g_assert_true (dossier_await_child (dossier_export_run_cancel (self->run, NULL), &error));
  g_assert_no_error (error);
}

/* Another program drives it meanwhile, and learns of the cancellation from Inspector. */
static void
test_cancel_driven_elsewhere (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autoptr(DossierExportRun) other = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) early = NULL;
  g_autofree char *message = NULL;
  DossierFileLock *lock;

  world_set_polls (self->world, 1000);
  world_order_fault (self->world, "GetFindingsReportStatus", 1, WORLD_FAULT_REFUSE, 403, "AccessDeniedException",
                     NULL);
  message = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  other = dossier_export_run_new (self->client, self->store,
                                  dossier_export_store_load (self->store, fixture_record (self)->id, NULL));

  lock = dossier_export_store_lock (self->store, fixture_record (self)->id, NULL);
  g_assert_true (dossier_await_child (dossier_export_run_cancel (other, NULL), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (world_count (self->world, "CancelFindingsReport"), ==, 1);
  dossier_file_lock_release (lock);
  g_free (message);
  message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_CANCELLED);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);

  /* While it starts or fetches, only who drives it can. */
  fixture_save_state (self, DOSSIER_EXPORT_STATE_FETCHING, WORLD_TIME);
  g_clear_object (&other);
  other = dossier_export_run_new (self->client, self->store,
                                  dossier_export_store_load (self->store, fixture_record (self)->id, NULL));
  lock = dossier_export_store_lock (self->store, fixture_record (self)->id, NULL);
  g_assert_false (dossier_await_child (dossier_export_run_cancel (other, NULL), &early));
  g_assert_error (early, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  dossier_file_lock_release (lock);
}

static void
test_cancel_too_late (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  fixture_drive (self);
  g_assert_false (dossier_await_child (dossier_export_run_cancel (self->run, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_DONE);
}

/* The report was finished meanwhile: the run is cancelled, and says what is left. */
static void
test_cancel_finished (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;

  world_order_fault (self->world, "GetFindingsReportStatus", 1, WORLD_FAULT_REFUSE, 403, "AccessDeniedException",
                     NULL);
  message = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
  world_set_status (self->world, fixture_record (self)->report_id, "SUCCEEDED");
  g_assert_true (dossier_await_child (dossier_export_run_cancel (self->run, NULL), NULL));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);
  g_assert_nonnull (strstr (fixture_record (self)->warning, "stays in the bucket"));
}

/* Who may not cancel still gets the report. */
static void
test_cancel_denied (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  DexFuture *answer = NULL;
  g_autoptr(GError) error = NULL;

  world_set_polls (self->world, 4);
  world_order_fault (self->world, "CancelFindingsReport", 1, WORLD_FAULT_REFUSE, 403, "AccessDeniedException", NULL);
  g_object_set_data (G_OBJECT (self->run), "at", GINT_TO_POINTER (DOSSIER_EXPORT_STATE_WAITING));
  g_signal_connect (self->run, "notify::state", G_CALLBACK (cancel_cb), &answer);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_false (dossier_await_child (answer, &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
}

static void
leave_cb (DossierExportRun *,
          GParamSpec       *,
          GCancellable     *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* Leaving is not cancelling. */
static void
test_leave (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gulong id = g_signal_connect (self->run, "notify::state", G_CALLBACK (leave_cb), cancellable);

  g_assert_false (dossier_await_child (dossier_export_run_drive (self->run, cancellable), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_PLANNED);
  g_assert_cmpint (fixture_step (self, DOSSIER_EXPORT_STEP_CHECK), ==, DOSSIER_EXPORT_STEP_STATUS_PENDING);
  g_signal_handler_disconnect (self->run, id);
  fixture_drive (self);
  fixture_assert_done (self);
}

static void
test_not_ready (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *message = NULL;
      static const char *const words[] = { "eu-west-1", "enable the key", "exists", "written to" };
      DossierExportRecord *record = (DossierExportRecord *) fixture_record (self);

      if (i == 0)
        world_set_bucket_region (self->world, "eu-west-1");
      else if (i == 1)
        world_set_key_state (self->world, "Disabled");
      else if (i == 2)
        g_set_str (&record->plan->bucket, "no-such-bucket");
      else
        g_set_str (&record->plan->download_folder, "/nonexistent/folder");
      message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_NOT_READY);
      g_assert_nonnull (strstr (message, words[i]));
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_PLANNED);
      g_assert_cmpint (fixture_step (self, DOSSIER_EXPORT_STEP_CHECK), ==, DOSSIER_EXPORT_STEP_STATUS_FAILED);
      g_assert_cmpuint (world_count (self->world, "CreateFindingsReport"), ==, 0);
    }
}

/* What may not be looked at is unknown, and does not stop a report that may succeed. */
static void
test_unknown_is_not_no (void)
{
  g_autoptr(Fixture) self = fixture_new ();

  world_order_fault (self->world, "HeadBucket", 1, WORLD_FAULT_REFUSE, 403, "AccessDenied", NULL);
  world_order_fault (self->world, "DescribeKey", 1, WORLD_FAULT_REFUSE, 400, "AccessDeniedException", NULL);
  fixture_drive (self);
  fixture_assert_done (self);
}

/* A state that cannot be written down is not entered. */
static void
test_unwritable_store (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *file = g_build_filename (self->folder, "records", NULL);
  g_autofree char *message = NULL;

  g_assert_true (g_file_set_contents (file, "in the way", -1, NULL));
  message = fixture_drive_to_error (self, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_cmpuint (world_count (self->world, NULL), ==, 0);
}

static void
spoil_cb (DossierExportRun *run,
          GParamSpec       *,
          Fixture          *self)
{
  g_autofree char *name = g_strconcat (fixture_record (self)->id, ".json", NULL);
  g_autofree char *path = g_build_filename (self->folder, "records", name, NULL);
  DossierExportState state = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (run), "at"));

  /* A folder of this name cannot be replaced by a file. */
  if (dossier_export_run_get_state (run) == state)
    {
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
    }
}

static void
test_save_fails_later (void)
{
  static const struct
  {
    DossierExportState at;
    guint n_made;
  } cases[] = {
    { DOSSIER_EXPORT_STATE_PLANNED, 0 },
    { DOSSIER_EXPORT_STATE_STARTING, 1 },
    { DOSSIER_EXPORT_STATE_WAITING, 1 },
    { DOSSIER_EXPORT_STATE_FETCHING, 1 },
    { DOSSIER_EXPORT_STATE_VERIFYING, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autoptr(GError) error = NULL;

      g_object_set_data (G_OBJECT (self->run), "at", GINT_TO_POINTER (cases[i].at));
      g_signal_connect (self->run, "notify::state", G_CALLBACK (spoil_cb), self);
      g_assert_false (dossier_await_child (dossier_export_run_drive (self->run, NULL), &error));
      g_assert_nonnull (strstr (error->message, "could not be written down"));
      g_assert_cmpint (fixture_record (self)->state, ==, cases[i].at);
      g_assert_cmpuint (world_count_made (self->world), ==, cases[i].n_made);
    }
}

static void
test_damaged_record (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *name = g_strconcat (fixture_record (self)->id, ".json", NULL);
  g_autofree char *path = g_build_filename (self->folder, "records", name, NULL);
  g_autofree char *message = NULL;

  fixture_drive (self);
  g_assert_true (g_file_set_contents (path, "{\"version\":1", -1, NULL));
  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_nonnull (strstr (message, path));
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
}

/* Two windows with the same run: one drives it, and the other learns what came of it. */
static void
test_driven_twice (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autoptr(DossierExportRun) other = NULL;
  g_autoptr(DossierFileLock) lock = NULL;
  g_autofree char *message = NULL;
  g_autoptr(GError) error = NULL;

  lock = dossier_export_store_lock (self->store, fixture_record (self)->id, &error);
  g_assert_no_error (error);
  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_clear_pointer (&lock, dossier_file_lock_release);

  g_assert_true (dossier_await_leaf (dossier_export_store_save (self->store, fixture_record (self)), NULL,
                                     DOSSIER_NO_TIMEOUT, NULL));
  other = dossier_export_run_new (self->client, self->store,
                                  dossier_export_store_load (self->store, fixture_record (self)->id, NULL));
  fixture_drive (self);
  g_assert_cmpint (dossier_export_run_get_state (other), ==, DOSSIER_EXPORT_STATE_PLANNED);
  g_assert_true (dossier_await_child (dossier_export_run_drive (other, NULL), NULL));
  g_assert_cmpint (dossier_export_run_get_state (other), ==, DOSSIER_EXPORT_STATE_DONE);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/export/run/whole", test_whole);
  dossier_test_add_fiber ("/export/run/halt-at-each-state", test_halt_at_each_state);
  dossier_test_add_fiber ("/export/run/no-folder", test_no_folder);
  dossier_test_add_fiber ("/export/run/back-off", test_back_off);
  dossier_test_add_fiber ("/export/run/poll-trouble", test_poll_trouble);
  dossier_test_add_fiber ("/export/run/silence", test_silence);
  dossier_test_add_fiber ("/export/run/halt-and-resume", test_halt_and_resume);
  dossier_test_add_fiber ("/export/run/failed", test_failed);
  dossier_test_add_fiber ("/export/run/cancelled-elsewhere", test_cancelled_elsewhere);
  dossier_test_add_fiber ("/export/run/cancel-driven", test_cancel_driven);
  dossier_test_add_fiber ("/export/run/cancel-alone", test_cancel_alone);
  dossier_test_add_fiber ("/export/run/cancel-driven-elsewhere", test_cancel_driven_elsewhere);
  dossier_test_add_fiber ("/export/run/cancel-too-late", test_cancel_too_late);
  dossier_test_add_fiber ("/export/run/cancel-finished", test_cancel_finished);
  dossier_test_add_fiber ("/export/run/cancel-denied", test_cancel_denied);
  dossier_test_add_fiber ("/export/run/leave", test_leave);
  dossier_test_add_fiber ("/export/run/not-ready", test_not_ready);
  dossier_test_add_fiber ("/export/run/unknown-is-not-no", test_unknown_is_not_no);
  dossier_test_add_fiber ("/export/run/unwritable-store", test_unwritable_store);
  dossier_test_add_fiber ("/export/run/save-fails-later", test_save_fails_later);
  dossier_test_add_fiber ("/export/run/damaged-record", test_damaged_record);
  dossier_test_add_fiber ("/export/run/driven-twice", test_driven_twice);

  return g_test_run ();
}
