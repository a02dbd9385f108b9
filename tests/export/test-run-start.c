// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* The one dangerous moment: a report was asked for, and nobody knows whether
 * AWS heard it. Whatever happens, there is one report.
 */

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-export-error.h"
#include "dossier-fiber.h"
#include "dossier-test.h"
#include "export-fixture.h"

#define OTHER_CRITERIA "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}"

static guint
count_created (Fixture *self)
{
  return world_count (self->world, "CreateFindingsReport");
}

/* Heard, but the answer is lost; the report is being written, or finished, when it is searched for. */
static void
test_answer_lost (void)
{
  for (guint polls = 0; polls < 6; polls++)
    {
      g_autoptr(Fixture) self = fixture_new ();

      world_set_polls (self->world, polls);
      world_order_fault (self->world, "CreateFindingsReport", 1, WORLD_FAULT_UNANSWERED, 0, NULL, NULL);
      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
      g_assert_cmpuint (count_created (self), ==, 1);
    }
}

/* Refusals that do not tell whether the report was made. */
static void
test_ambiguous_refusals (void)
{
  static const guint statuses[] = { 500, 502, 504 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();

      world_order_fault (self->world, "CreateFindingsReport", 1, WORLD_FAULT_REFUSE, statuses[i],
                         "InternalServerException", NULL);
      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
      g_assert_cmpuint (count_created (self), ==, 2);
    }
}

/* Never heard: it is asked for again, but not before the first request is surely lost. */
static void
test_unheard (void)
{
  g_autoptr(Fixture) self = fixture_new ();

  world_order_fault (self->world, "CreateFindingsReport", 1, WORLD_FAULT_UNHEARD, 0, NULL, NULL);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
  g_assert_cmpuint (count_created (self), ==, 2);
  g_assert_cmpuint (dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (world_get_clock (self->world))), >=, 20000);
}

/* Heard late: between any two of the requests that follow, up to when the second
 * report is being written.
 */
static void
test_heard_late (void)
{
  for (guint late = 0; late < 20; late++)
    {
      g_autoptr(Fixture) self = fixture_new ();

      g_test_message ("%u requests late", late);
      world_set_polls (self->world, 12);
      world_set_late (self->world, late);
      world_order_fault (self->world, "CreateFindingsReport", 1, WORLD_FAULT_LATE, 0, NULL, NULL);
      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
    }
}

static void
test_unheard_twice (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;

  world_order_fault (self->world, "CreateFindingsReport", 2, WORLD_FAULT_UNHEARD, 0, NULL, NULL);
  message = fixture_drive_to_error (self, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  g_assert_nonnull (strstr (message, "asked twice"));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_PLANNED);
  g_assert_cmpuint (count_created (self), ==, 2);

  fixture_restart (self);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
}

/* Another report is being written: it is named, and the run waits for a person. */
static void
test_busy (void)
{
  static const struct
  {
    const char *prefix, *criteria;
  } others[] = {
    { "other/place", CRITERIA },
    { "audit", OTHER_CRITERIA },
    /* Just the same, but not asked for by this run. */
    { "audit", CRITERIA },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *id = NULL;
      g_autofree char *message = NULL;
      g_autofree char *place = g_strconcat ("s3://" WORLD_BUCKET "/", others[i].prefix, NULL);

      world_set_polls (self->world, 50);
      id = world_add_report (self->world, "CSV", others[i].prefix, others[i].criteria, "IN_PROGRESS", 0);
      message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY);
      g_assert_nonnull (strstr (message, id));
      g_assert_nonnull (strstr (message, place));
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_PLANNED);
      g_assert_cmpint (fixture_record (self)->asked, ==, 0);
      g_assert_cmpstr (fixture_record (self)->message, ==, message);

      world_set_status (self->world, id, "CANCELLED");
      fixture_restart (self);
      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
    }
}

/* The computer's clock is years ahead, so that by it every object is old. */
static void
test_clock_is_off (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  DossierFakeClock *clock = DOSSIER_FAKE_CLOCK (world_get_clock (self->world));
  const gint64 years = 3 * 365 * G_TIME_SPAN_DAY;

  dossier_fake_clock_advance (clock, g_get_real_time () - WORLD_TIME + years);
  world_set_real_time (self->world, TRUE);
  world_set_polls (self->world, 0);
  world_order_fault (self->world, "HeadBucket", 1, WORLD_FAULT_REFUSE, 403, "RequestTimeTooSkewed", NULL);
  world_order_fault (self->world, "DescribeKey", 1, WORLD_FAULT_REFUSE, 403, "RequestTimeTooSkewed", NULL);
  world_order_fault (self->world, "CreateFindingsReport", 1, WORLD_FAULT_UNANSWERED, 0, NULL, NULL);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
  g_assert_cmpint (fixture_record (self)->asked, <, g_get_real_time () + G_TIME_SPAN_HOUR);
}

/* A reader of the report's status may be missing; that it is busy is told all the same. */
static void
test_busy_unseen (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *id = world_add_report (self->world, "CSV", "x", CRITERIA, "IN_PROGRESS", 0);
  g_autofree char *message = NULL;

  world_order_fault (self->world, "GetFindingsReportStatus", 1, WORLD_FAULT_REFUSE, 403, "AccessDeniedException",
                     NULL);
  message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_PLANNED);
}

/* What a killed program left: STARTING, and a report that is running or finished. */
static void
test_resume_finds_it (void)
{
  for (guint finished = 0; finished < 2; finished++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *id = world_add_report (self->world, "CSV", "audit", CRITERIA,
                                              finished ? "SUCCEEDED" : "IN_PROGRESS", WORLD_TIME);

      fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpstr (fixture_record (self)->report_id, ==, id);
      g_assert_cmpuint (count_created (self), ==, 0);
    }
}

static char *
add_claimed (Fixture    *self,
             const char *status)
{
  char *id = world_add_report (self->world, "CSV", "audit", CRITERIA, status, WORLD_TIME);
  g_autoptr(DossierExportRecord) other = world_record_new (NULL, WORLD_TIME);

  other->report_id = g_strdup (id);
  other->state = DOSSIER_EXPORT_STATE_WAITING;
  g_assert_true (dossier_await_leaf (dossier_export_store_save (self->store, other), NULL, DOSSIER_NO_TIMEOUT,
                                     NULL));
  return id;
}

/* Reports that look like ours and are not; @n is which one. */
static gboolean
add_decoy (Fixture *self,
           guint    n)
{
  const gint64 long_ago = WORLD_TIME - 6 * 60 * G_USEC_PER_SEC;
  g_autofree char *id = NULL;

  switch (n)
    {
    case 0:
      id = world_add_report (self->world, "JSON", "audit", CRITERIA, "SUCCEEDED", WORLD_TIME);
      break;
    case 1:
      id = world_add_report (self->world, "CSV", "audit", OTHER_CRITERIA, "SUCCEEDED", WORLD_TIME);
      break;
    case 2:
      id = world_add_report (self->world, "CSV", "audit/2025", CRITERIA, "SUCCEEDED", WORLD_TIME);
      break;
    case 3:
      id = world_add_report (self->world, "CSV", "audit", CRITERIA, "SUCCEEDED", long_ago);
      break;
    case 4:
      id = world_add_report (self->world, "CSV", "audit", CRITERIA, "SUCCEEDED", WORLD_TIME);
      world_forget_report (self->world, id);
      break;
    case 5:
      id = add_claimed (self, "SUCCEEDED");
      break;
    case 6:
      world_add_object (self->world, "audit/newest.csv", WORLD_TIME + 60 * G_USEC_PER_SEC);
      break;
    default:
      return FALSE;
    }
  return TRUE;
}

static void
test_decoys (void)
{
  g_autoptr(Fixture) crowd = fixture_new ();
  g_autofree char *id = NULL;

  for (guint n = 0;; n++)
    {
      g_autoptr(Fixture) self = fixture_new ();

      if (!add_decoy (self, n))
        break;
      g_test_message ("decoy %u", n);
      add_decoy (crowd, n);
      fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
      fixture_drive (self);
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_DONE);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
    }

  id = world_add_report (crowd->world, "CSV", "audit", CRITERIA, "SUCCEEDED", WORLD_TIME);
  fixture_save_state (crowd, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
  fixture_drive (crowd);
  fixture_assert_done (crowd);
  g_assert_cmpstr (fixture_record (crowd)->report_id, ==, id);
  g_assert_cmpuint (world_count_made (crowd->world), ==, 0);
}

/* Of a running report nobody can tell the format; its end does. */
static void
test_other_format (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *id = NULL;

  world_set_polls (self->world, 5);
  id = world_add_report (self->world, "JSON", "audit", CRITERIA, "IN_PROGRESS", 0);
  fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_cmpstr (fixture_record (self)->report_id, !=, id);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);
}

static void
test_running_is_claimed (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *id = NULL;
  g_autofree char *message = NULL;

  world_set_polls (self->world, 50);
  id = add_claimed (self, "IN_PROGRESS");
  fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
  message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY);
  g_assert_nonnull (strstr (message, id));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_PLANNED);
}

static void
test_found_report_fails (void)
{
  static const struct
  {
    const char *status;
    DossierExportError code;
    DossierExportState state;
  } cases[] = {
    { "FAILED", DOSSIER_EXPORT_ERROR_REPORT_FAILED, DOSSIER_EXPORT_STATE_FAILED },
    { "CANCELLED", DOSSIER_EXPORT_ERROR_CANCELLED, DOSSIER_EXPORT_STATE_CANCELLED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *message = NULL;

      world_set_polls (self->world, 3);
      world_set_outcome (self->world, cases[i].status, "INVALID_PERMISSIONS");
      world_order_fault (self->world, "CreateFindingsReport", 1, WORLD_FAULT_UNANSWERED, 0, NULL, NULL);
      message = fixture_drive_to_error (self, DOSSIER_EXPORT_ERROR, (int) cases[i].code);
      g_assert_cmpint (fixture_record (self)->state, ==, cases[i].state);
      g_assert_cmpuint (world_count_made (self->world), ==, 1);
    }
}

/* Who may not look knows nothing, and asks for nothing. */
static void
test_search_denied (void)
{
  static const char *const operations[] = { "GetFindingsReportStatus", "ListObjectsV2" };

  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *id = world_add_report (self->world, "CSV", "audit", CRITERIA, "SUCCEEDED", WORLD_TIME);
      g_autofree char *message = NULL;

      world_order_fault (self->world, operations[i], 1, WORLD_FAULT_REFUSE, 403, "AccessDenied", NULL);
      fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
      message = fixture_drive_to_error (self, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
      g_assert_nonnull (strstr (message, "is not known"));
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_STARTING);
      g_assert_cmpuint (count_created (self), ==, 0);

      fixture_drive (self);
      fixture_assert_done (self);
      g_assert_cmpuint (count_created (self), ==, 0);
    }
}

static void
test_search_trouble (void)
{
  g_autoptr(Fixture) self = fixture_new ();

  world_order_fault (self->world, "CreateFindingsReport", 1, WORLD_FAULT_UNANSWERED, 0, NULL, NULL);
  world_order_fault (self->world, "GetFindingsReportStatus", 4, WORLD_FAULT_UNHEARD, 0, NULL, NULL);
  world_order_fault (self->world, "ListObjectsV2", 4, WORLD_FAULT_REFUSE, 503, "SlowDown", NULL);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_cmpuint (count_created (self), ==, 1);
}

typedef struct
{
  DossierExportRun *other;
  DexFuture *drive;
} Second;

static void
second_cb (DossierExportRun *run,
           GParamSpec       *,
           Second           *second)
{
  if (dossier_export_run_get_state (run) == DOSSIER_EXPORT_STATE_STARTING)
    second->drive = dossier_export_run_drive (second->other, NULL);
}

/* A listing without end does not prove that there is no report. */
static void
test_endless_search (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  g_autofree char *message = NULL;

  world_set_circle (self->world, TRUE);
  fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
  message = fixture_drive_to_error (self, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_STARTING);
  g_assert_cmpuint (world_count_made (self->world), ==, 0);
}

/* Two runs to one place: while one asks, the other must not search, or it would find the other's report. */
static void
test_place_taken (void)
{
  g_autoptr(Fixture) self = fixture_new ();
  DossierExportRecord *record = world_record_new (self->downloads, WORLD_TIME);
  g_autoptr(DossierExportRun) other = NULL;
  Second second = { NULL, NULL };
  g_autoptr(GError) error = NULL;

  record->state = DOSSIER_EXPORT_STATE_STARTING;
  record->asked = WORLD_TIME;
  g_assert_true (dossier_await_leaf (dossier_export_store_save (self->store, record), NULL, DOSSIER_NO_TIMEOUT,
                                     NULL));
  other = dossier_export_run_new (self->client, self->store, record);
  second.other = other;
  g_signal_connect (self->run, "notify::state", G_CALLBACK (second_cb), &second);
  fixture_drive (self);
  fixture_assert_done (self);
  g_assert_false (dossier_await_child (second.drive, &error));
  g_assert_error (error, DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_BUSY);
  g_assert_cmpint (dossier_export_run_get_state (other), ==, DOSSIER_EXPORT_STATE_STARTING);
  g_assert_cmpuint (world_count_made (self->world), ==, 1);

  /* Afterwards it may, and does not take what the first one got. */
  g_assert_true (dossier_await_child (dossier_export_run_drive (other, NULL), NULL));
  g_assert_cmpuint (world_count_made (self->world), ==, 2);
  g_assert_cmpstr (dossier_export_run_get_record (other)->report_id, !=, fixture_record (self)->report_id);
  g_assert_cmpuint (fixture_count_files (self), ==, 2);
}

/* Cancelled before it was known whether there is a report. */
static void
test_cancel_unknown (void)
{
  for (guint running = 0; running < 2; running++)
    {
      g_autoptr(Fixture) self = fixture_new ();
      g_autofree char *id = running ? world_add_report (self->world, "CSV", "audit", CRITERIA, "IN_PROGRESS", 0) : NULL;
      g_autoptr(GError) error = NULL;

      fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
      world_set_polls (self->world, 50);
      g_assert_true (dossier_await_child (dossier_export_run_cancel (self->run, NULL), &error));
      g_assert_no_error (error);
      g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);
      g_assert_cmpuint (world_count (self->world, "CancelFindingsReport"), ==, running);
      g_assert_cmpuint (count_created (self), ==, 0);
    }
}

static void
test_cancel_unseen (void)
{
  g_autoptr(Fixture) self = fixture_new ();

  world_order_fault (self->world, "GetFindingsReportStatus", 9, WORLD_FAULT_REFUSE, 403, "AccessDeniedException",
                     NULL);
  fixture_save_state (self, DOSSIER_EXPORT_STATE_STARTING, WORLD_TIME);
  g_assert_true (dossier_await_child (dossier_export_run_cancel (self->run, NULL), NULL));
  g_assert_cmpint (fixture_record (self)->state, ==, DOSSIER_EXPORT_STATE_CANCELLED);
  g_assert_nonnull (strstr (fixture_record (self)->warning, "is not known"));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/export/run/start/answer-lost", test_answer_lost);
  dossier_test_add_fiber ("/export/run/start/ambiguous-refusals", test_ambiguous_refusals);
  dossier_test_add_fiber ("/export/run/start/unheard", test_unheard);
  dossier_test_add_fiber ("/export/run/start/heard-late", test_heard_late);
  dossier_test_add_fiber ("/export/run/start/unheard-twice", test_unheard_twice);
  dossier_test_add_fiber ("/export/run/start/busy", test_busy);
  dossier_test_add_fiber ("/export/run/start/clock-is-off", test_clock_is_off);
  dossier_test_add_fiber ("/export/run/start/busy-unseen", test_busy_unseen);
  dossier_test_add_fiber ("/export/run/start/resume-finds-it", test_resume_finds_it);
  dossier_test_add_fiber ("/export/run/start/decoys", test_decoys);
  dossier_test_add_fiber ("/export/run/start/other-format", test_other_format);
  dossier_test_add_fiber ("/export/run/start/running-is-claimed", test_running_is_claimed);
  dossier_test_add_fiber ("/export/run/start/found-report-fails", test_found_report_fails);
  dossier_test_add_fiber ("/export/run/start/search-denied", test_search_denied);
  dossier_test_add_fiber ("/export/run/start/search-trouble", test_search_trouble);
  dossier_test_add_fiber ("/export/run/start/endless-search", test_endless_search);
  dossier_test_add_fiber ("/export/run/start/place-taken", test_place_taken);
  dossier_test_add_fiber ("/export/run/start/cancel-unknown", test_cancel_unknown);
  dossier_test_add_fiber ("/export/run/start/cancel-unseen", test_cancel_unseen);

  return g_test_run ();
}
