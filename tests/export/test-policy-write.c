// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* A change of a policy: looked at again, kept, written, read back; and what happens
 * when somebody or something comes in between.
 */

#include "config.h"

#include <glib/gstdio.h>

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-json.h"
#include "dossier-policy-error.h"
#include "dossier-policy-write.h"
#include "dossier-test.h"
#include "export-world.h"

#define STATEMENT(sid) "{\"Sid\":\"" sid "\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:DeleteBucket\"," \
  "\"Resource\":\"arn:aws:s3:::" WORLD_BUCKET "\"}"
#define POLICY(statements) "{\"Version\":\"2012-10-17\",\"Statement\":[" statements "]}"
#define OLD      POLICY (STATEMENT ("theirs"))
#define NEW      POLICY (STATEMENT ("theirs") "," STATEMENT ("ours"))
/* NEW in other words: another order of members, a list of one, blanks. */
#define NEW_ALSO "{ \"Statement\": [ " STATEMENT ("theirs") ", {\"Action\":[\"s3:DeleteBucket\"],\"Effect\":\"Deny\"," \
  "\"Principal\":{\"AWS\":\"*\"},\"Resource\":[\"arn:aws:s3:::" WORLD_BUCKET "\"],\"Sid\":\"ours\"} ], \"Version\": \"2012-10-17\" }"
#define FOREIGN  POLICY ("{\"Sid\":\"theirs\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:DeleteObject\"," \
  "\"Resource\":\"arn:aws:s3:::" WORLD_BUCKET "/*\"}")
#define ROOT     "{\"Sid\":\"root\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"}," \
  "\"Action\":\"kms:*\",\"Resource\":\"*\"}"
#define LOCKED   POLICY ("{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:root\"}," \
  "\"Action\":\"kms:*\",\"Resource\":\"*\"}")

static const DossierChangeAuthor author = { "account:test", "111122223333", WORLD_CALLER, WORLD_REGION };

typedef struct
{
  World *world;
  DossierAwsClient *client;
  DossierChangeJournal *journal;
  char *folder;
  char *entries;
} Fixture;

static Fixture *
fixture_new (const char *policy)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->world = world_new ();
  world_set_policy (self->world, policy);
  self->client = world_client_new (world_get_url (self->world), world_get_clock (self->world));
  self->folder = dossier_test_make_folder ();
  self->entries = g_build_filename (self->folder, "changes", NULL);
  self->journal = dossier_change_journal_new (self->entries);
  return self;
}

static void
fixture_free (Fixture *self)
{
  g_object_unref (self->journal);
  g_object_unref (self->client);
  world_free (self->world);
  dossier_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->entries);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static DossierPolicyWrite *
make_write (Fixture    *self,
            const char *expected,
            const char *document)
{
  return dossier_policy_write_new (self->client, self->journal, &author, DOSSIER_CHANGE_BUCKET_POLICY, WORLD_BUCKET,
                                   expected, document);
}

static void
run (DossierPolicyWrite *write)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_child (dossier_policy_write_run (write, NULL), &error));
  g_assert_no_error (error);
  g_assert_null (dossier_policy_write_get_warning (write));
}

static void
run_to_error (DossierPolicyWrite *write,
              GQuark              domain,
              int                 code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_child (dossier_policy_write_run (write, NULL), &error));
  g_assert_error (error, domain, code);
}

static DossierChangeEntry *
only_entry (Fixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries = dossier_change_journal_list (self->journal, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  return dossier_change_entry_copy (g_ptr_array_index (entries, 0));
}

static void
assert_policy (Fixture    *self,
               const char *policy)
{
  g_autofree char *present = world_dup_policy (self->world);

  g_assert_cmpstr (present, ==, policy);
}

static void
test_written (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
  g_autoptr(DossierChangeEntry) entry = NULL;
  g_autofree char *calls = NULL;

  run (write);
  assert_policy (self, NEW);
  calls = world_dup_calls (self->world);
  g_assert_cmpstr (calls, ==, "GetBucketPolicy PutBucketPolicy GetBucketPolicy");

  entry = only_entry (self);
  g_assert_cmpint (entry->state, ==, DOSSIER_CHANGE_PROVED);
  g_assert_cmpint (entry->kind, ==, DOSSIER_CHANGE_BUCKET_POLICY);
  g_assert_cmpstr (entry->before, ==, OLD);
  g_assert_cmpstr (entry->after, ==, NEW);
  g_assert_cmpstr (entry->resource, ==, WORLD_BUCKET);
  g_assert_cmpstr (entry->account, ==, "111122223333");
  g_assert_cmpstr (entry->caller, ==, WORLD_CALLER);
  g_assert_cmpstr (entry->source, ==, "account:test");
  g_assert_cmpint (entry->time, ==, WORLD_TIME);
  g_assert_nonnull (entry->request_id);
}

/* What AWS gives back in other words is still what was written. */
static void
test_other_words (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);

  world_set_kept_policy (self->world, NEW_ALSO, G_MAXUINT);
  run (write);
}

/* Whether AWS shows the new policy at once, or a little later. */
static void
test_late (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);

  world_set_kept_policy (self->world, OLD, 2);
  run (write);
  g_assert_cmpuint (world_count (self->world, "GetBucketPolicy"), ==, 4);
  g_assert_cmpint (dossier_policy_write_get_entry (write)->state, ==, DOSSIER_CHANGE_PROVED);
}

static void
test_read_back_differs (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
  g_autoptr(DossierChangeEntry) entry = NULL;

  world_set_kept_policy (self->world, FOREIGN, G_MAXUINT);
  run_to_error (write, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH);
  g_assert_cmpstr (dossier_policy_write_get_present (write), ==, FOREIGN);
  entry = only_entry (self);
  g_assert_cmpint (entry->state, ==, DOSSIER_CHANGE_WRITTEN);
  g_assert_nonnull (entry->message);
}

/* Between the look and the write somebody else was there: theirs stays. */
static void
test_conflict (void)
{
  static const char *const present[] = { FOREIGN, NEW_ALSO, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (present); i++)
    {
      g_autoptr(Fixture) self = fixture_new (present[i]);
      g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);

      run_to_error (write, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
      g_assert_cmpstr (dossier_policy_write_get_present (write), ==, present[i]);
      g_assert_cmpuint (world_count (self->world, "PutBucketPolicy"), ==, 0);
      g_assert_false (g_file_test (self->entries, G_FILE_TEST_EXISTS));
      assert_policy (self, present[i]);
    }
}

/* On a full or unwritable disk nothing is sent. */
static void
test_no_journal (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (self->entries, "in the way", -1, NULL));
  g_assert_false (dossier_await_child (dossier_policy_write_run (write, NULL), &error));
  g_assert_nonnull (strstr (error->message, "journal"));
  g_assert_cmpuint (world_count (self->world, "PutBucketPolicy"), ==, 0);
  assert_policy (self, OLD);
}

/* The entry stands on disk, with both documents, when the request arrives. */
static void
test_durable_before (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
  g_autofree char *seen = NULL;
  g_autoptr(JsonObject) object = NULL;

  world_watch_folder (self->world, self->entries);
  run (write);
  seen = world_dup_watched (self->world);
  object = dossier_json_parse_object (seen, -1, NULL);
  g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, "planned");
  g_assert_cmpstr (json_object_get_string_member (object, "before"), ==, OLD);
  g_assert_cmpstr (json_object_get_string_member (object, "after"), ==, NEW);
  g_assert_false (json_object_has_member (object, "requestId"));
}

static void
test_refused (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
  g_autoptr(DossierPolicyWrite) undo = NULL;
  g_autoptr(DossierChangeEntry) entry = NULL;
  g_autoptr(GError) error = NULL;

  world_order_fault (self->world, "PutBucketPolicy", 1, WORLD_FAULT_REFUSE, 400, "MalformedPolicy", "Invalid principal");
  run_to_error (write, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_INVALID_REQUEST);
  entry = only_entry (self);
  g_assert_cmpint (entry->state, ==, DOSSIER_CHANGE_REFUSED);
  g_assert_nonnull (strstr (entry->message, "Invalid principal"));
  assert_policy (self, OLD);

  undo = dossier_policy_write_new_undo (self->client, self->journal, &author, entry, &error);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_assert_null (undo);
}

/* An answer that is lost says nothing; reading does. */
static void
test_lost_answer (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);

  world_order_fault (self->world, "PutBucketPolicy", 99, WORLD_FAULT_UNANSWERED, 0, NULL, NULL);
  run (write);
  assert_policy (self, NEW);
  g_assert_cmpint (dossier_policy_write_get_entry (write)->state, ==, DOSSIER_CHANGE_PROVED);
}

static void
test_undo (void)
{
  static const char *const before[] = { OLD, NULL, "{ \"Statement\" : [" STATEMENT ("odd") "],\n\"Version\":\"2012-10-17\"}\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    {
      g_autoptr(Fixture) self = fixture_new (before[i]);
      g_autoptr(DossierPolicyWrite) write = make_write (self, before[i], NEW);
      g_autoptr(DossierPolicyWrite) undo = NULL;
      g_autoptr(DossierChangeEntry) first = NULL;
      g_autoptr(GError) error = NULL;

      run (write);
      undo = dossier_policy_write_new_undo (self->client, self->journal, &author, dossier_policy_write_get_entry (write), &error);
      g_assert_no_error (error);
      run (undo);
      assert_policy (self, before[i]);
      g_assert_cmpstr (dossier_policy_write_get_entry (undo)->undoes, ==, dossier_policy_write_get_entry (write)->id);

      /* Once only. */
      first = dossier_change_journal_load (self->journal, dossier_policy_write_get_entry (write)->id, &error);
      g_assert_cmpint (first->state, ==, DOSSIER_CHANGE_UNDONE);
      g_assert_null (dossier_policy_write_new_undo (self->client, self->journal, &author, first, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

static void
test_undo_of_another (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
  g_autoptr(DossierPolicyWrite) undo = NULL;
  g_autoptr(DossierChangeEntry) first = NULL;

  run (write);
  world_set_policy (self->world, FOREIGN);
  undo = dossier_policy_write_new_undo (self->client, self->journal, &author, dossier_policy_write_get_entry (write), NULL);
  run_to_error (undo, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  assert_policy (self, FOREIGN);
  first = dossier_change_journal_load (self->journal, dossier_policy_write_get_entry (write)->id, NULL);
  g_assert_cmpint (first->state, ==, DOSSIER_CHANGE_PROVED);
}

/* What cannot be right is refused here, before anything is asked. */
static void
test_bad_documents (void)
{
  g_autofree char *large = g_strnfill (33 * 1024, ' ');
  g_autofree char *long_policy = g_strconcat (NEW, large, NULL);
  const struct
  {
    DossierChangeKind kind;
    const char *document;
    DossierPolicyError code;
  } cases[] = {
    { DOSSIER_CHANGE_BUCKET_POLICY, "{", DOSSIER_POLICY_ERROR_SYNTAX },
    { DOSSIER_CHANGE_BUCKET_POLICY, "{\"Version\":\"2012-10-17\"}", DOSSIER_POLICY_ERROR_GRAMMAR },
    { DOSSIER_CHANGE_BUCKET_POLICY, long_policy, DOSSIER_POLICY_ERROR_TOO_LARGE },
    { DOSSIER_CHANGE_KEY_POLICY, LOCKED, DOSSIER_POLICY_ERROR_LOCKOUT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new (OLD);
      g_autoptr(DossierPolicyWrite) write = dossier_policy_write_new (
          self->client, self->journal, &author, cases[i].kind,
          cases[i].kind == DOSSIER_CHANGE_KEY_POLICY ? WORLD_KEY : WORLD_BUCKET, OLD, cases[i].document);

      run_to_error (write, DOSSIER_POLICY_ERROR, cases[i].code);
      g_assert_cmpuint (world_count (self->world, NULL), ==, 0);
      g_assert_false (g_file_test (self->entries, G_FILE_TEST_EXISTS));
    }
}

static void
test_key (void)
{
  const char *present = POLICY (ROOT);
  g_autoptr(Fixture) self = fixture_new (present);
  g_autoptr(DossierPolicyWrite) write = dossier_policy_write_new (
      self->client, self->journal, &author, DOSSIER_CHANGE_KEY_POLICY, WORLD_KEY, present,
      POLICY (ROOT "," STATEMENT ("ours")));
  g_autofree char *calls = NULL;

  run (write);
  calls = world_dup_calls (self->world);
  g_assert_cmpstr (calls, ==, "GetKeyPolicy PutKeyPolicy GetKeyPolicy");
  assert_policy (self, POLICY (ROOT "," STATEMENT ("ours")));
}

static void
test_cancel (void)
{
  g_autoptr(Fixture) self = fixture_new (OLD);
  g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (dossier_await_child (dossier_policy_write_run (write, cancellable), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (world_count (self->world, "PutBucketPolicy"), ==, 0);
}

/* A damaged entry harms no other, and is told where it is named. */
static void
test_damaged_entries (void)
{
  static const char *const damaged[] = {
    "", "{", "[]", "{}", "{\"version\":1}",
    "{\"version\":99,\"kind\":\"keyPolicy\",\"state\":\"proved\",\"time\":\"2025-01-01T00:00:00Z\"}",
    "{\"version\":1,\"kind\":\"mystery\",\"state\":\"proved\",\"time\":\"2025-01-01T00:00:00Z\"}",
    "{\"version\":1,\"kind\":\"keyPolicy\",\"state\":\"proved\",\"time\":\"yesterday\"}",
    "{\"version\":1,\"kind\":\"keyPolicy\",\"state\":\"proved\",\"time\":\"2025-01-01T00:00:00Z\",\"id\":7}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr(Fixture) self = fixture_new (OLD);
      g_autoptr(DossierPolicyWrite) write = make_write (self, OLD, NEW);
      g_autofree char *id = g_uuid_string_random ();
      g_autofree char *name = g_strconcat (id, ".json", NULL);
      g_autofree char *path = g_build_filename (self->entries, name, NULL);
      g_autoptr(GError) error = NULL;

      run (write);
      g_assert_true (g_file_set_contents (path, damaged[i], -1, NULL));
      g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "*left out of the list*");
      dossier_change_entry_free (only_entry (self));
      g_test_assert_expected_messages ();
      g_assert_null (dossier_change_journal_load (self->journal, id, &error));
      g_assert_nonnull (error);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/export/policy-write/written", test_written);
  dossier_test_add_fiber ("/export/policy-write/other-words", test_other_words);
  dossier_test_add_fiber ("/export/policy-write/late", test_late);
  dossier_test_add_fiber ("/export/policy-write/read-back-differs", test_read_back_differs);
  dossier_test_add_fiber ("/export/policy-write/conflict", test_conflict);
  dossier_test_add_fiber ("/export/policy-write/no-journal", test_no_journal);
  dossier_test_add_fiber ("/export/policy-write/durable-before", test_durable_before);
  dossier_test_add_fiber ("/export/policy-write/refused", test_refused);
  dossier_test_add_fiber ("/export/policy-write/lost-answer", test_lost_answer);
  dossier_test_add_fiber ("/export/policy-write/undo", test_undo);
  dossier_test_add_fiber ("/export/policy-write/undo-of-another", test_undo_of_another);
  dossier_test_add_fiber ("/export/policy-write/bad-documents", test_bad_documents);
  dossier_test_add_fiber ("/export/policy-write/key", test_key);
  dossier_test_add_fiber ("/export/policy-write/cancel", test_cancel);
  dossier_test_add_fiber ("/export/policy-write/damaged-entries", test_damaged_entries);

  return g_test_run ();
}
