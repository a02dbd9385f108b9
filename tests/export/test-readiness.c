// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* The conditions of one export where something cannot be seen, and what is made new;
 * each scenario of the demo is played in tests/cli/test_prepare.py.
 */

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-fiber.h"
#include "dossier-json.h"
#include "dossier-new-resource.h"
#include "dossier-policy-error.h"
#include "dossier-policy-proposal.h"
#include "dossier-readiness.h"
#include "dossier-test.h"
#include "export-world.h"

#define ALLOW "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":" \
  "\"inspector2.amazonaws.com\"},\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":" \
  "{\"aws:SourceAccount\":\"111122223333\"},\"ArnLike\":{\"aws:SourceArn\":" \
  "\"arn:aws:inspector2:us-east-1:111122223333:report/*\"}}}]}"
#define KEY_POLICY "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":" \
  "\"arn:aws:iam::111122223333:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"

static const DossierChangeAuthor author = { "account:test", "111122223333", WORLD_CALLER, WORLD_REGION };

typedef struct
{
  World *world;
  DossierAwsClient *client;
  DossierReadiness *readiness;
  DossierChangeJournal *journal;
  char *folder;
  char *entries;
} Fixture;

static Fixture *
fixture_new (gboolean with_destination)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->world = world_new ();
  world_set_policy (self->world, ALLOW);
  self->client = world_client_new (world_get_url (self->world), world_get_clock (self->world));
  self->readiness = dossier_readiness_new (self->client, with_destination ? WORLD_BUCKET : NULL, "audit",
                                           with_destination ? WORLD_KEY : NULL, NULL);
  self->folder = dossier_test_make_folder ();
  self->entries = g_build_filename (self->folder, "changes", NULL);
  self->journal = dossier_change_journal_new (self->entries);
  return self;
}

static void
fixture_free (Fixture *self)
{
  g_object_unref (self->readiness);
  g_object_unref (self->journal);
  g_object_unref (self->client);
  world_free (self->world);
  dossier_test_remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->entries);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static void
run (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_child (dossier_readiness_run (self->readiness, NULL), &error));
  g_assert_no_error (error);
}

static DossierCheckRow *
find_row (Fixture    *self,
          const char *id)
{
  GListModel *rows = dossier_readiness_get_rows (self->readiness);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);

      if (g_str_equal (dossier_check_row_get_id (row), id))
        return row; /* the check keeps it */
    }
  g_assert_not_reached ();
}

static DossierCheckVerdict
verdict (Fixture    *self,
         const char *id)
{
  return dossier_check_row_get_verdict (find_row (self, id));
}

/* The calls are told beforehand, and there are no others. */
static void
test_calls (void)
{
  for (guint with_destination = 0; with_destination < 2; with_destination++)
    {
      g_autoptr(Fixture) self = fixture_new (with_destination != 0);
      g_auto(GStrv) calls = dossier_readiness_dup_calls (self->readiness);
      g_autofree char *made = NULL;
      g_autofree char *told = NULL;

      for (guint i = 0; calls[i] != NULL; i++)
        {
          char *bare = g_strdup (strchr (calls[i], ':') + 1);

          g_free (calls[i]);
          calls[i] = bare;
        }
      told = g_strjoinv (" ", calls);
      run (self);
      made = world_dup_calls (self->world);
      g_assert_cmpstr (made, ==, told);
      g_assert_cmpuint (world_count_made (self->world), ==, 0);
    }
}

/* Without a destination nothing is known of one, and nobody says no. */
static void
test_without_destination (void)
{
  g_autoptr(Fixture) self = fixture_new (FALSE);

  run (self);
  g_assert_cmpint (dossier_check_row_get_evidence (find_row (self, "bucket-policy")), ==, DOSSIER_CHECK_NOT_TRIED);
  g_assert_cmpint (verdict (self, "key-policy"), ==, DOSSIER_CHECK_UNKNOWN);
  g_assert_cmpint (verdict (self, "no-report"), ==, DOSSIER_CHECK_YES);
}

static void
test_policies (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);

  run (self);
  g_assert_cmpint (verdict (self, "bucket-policy"), ==, DOSSIER_CHECK_YES);
  g_assert_cmpint (verdict (self, "bucket-guards"), ==, DOSSIER_CHECK_YES);
  g_assert_cmpint (verdict (self, "key-policy"), ==, DOSSIER_CHECK_YES);
  g_assert_cmpstr (dossier_readiness_get_bucket_policy (self->readiness), ==, ALLOW);

  world_set_policy (self->world, NULL);
  run (self);
  g_assert_cmpint (verdict (self, "bucket-policy"), ==, DOSSIER_CHECK_NO);
  g_assert_cmpint (verdict (self, "bucket-guards"), ==, DOSSIER_CHECK_YES);
  g_assert_nonnull (strstr (dossier_check_row_get_document (find_row (self, "bucket-policy")), "inspector2.amazonaws.com"));

  /* AWS holds a policy that nobody here can read: that is no “no”. */
  world_set_policy (self->world, "[]");
  run (self);
  g_assert_cmpint (verdict (self, "bucket-policy"), ==, DOSSIER_CHECK_UNKNOWN);
}

/* What is refused, or fails, is unknown, and says why. */
static void
test_unseen (void)
{
  static const struct
  {
    const char *operation, *id;
    guint status;
    const char *code;
  } cases[] = {
    { "BatchGetAccountStatus", "account-enabled", 403, "AccessDeniedException" },
    { "BatchGetAccountStatus", "region", 403, "AccessDeniedException" },
    { "ListFindings", "filter-matches", 403, "AccessDeniedException" },
    { "GetFindingsReportStatus", "no-report", 403, "AccessDeniedException" },
    { "GetBucketPolicy", "bucket-policy", 405, "MethodNotAllowed" },
    { "GetBucketPolicy", "bucket-guards", 403, "AccessDenied" },
    { "GetBucketOwnershipControls", "bucket-ownership", 403, "AccessDenied" },
    { "GetBucketEncryption", "bucket-encryption", 403, "AccessDenied" },
    { "GetKeyPolicy", "key-policy", 400, "AccessDeniedException" },
    { "GetKeyPolicy", "key-guards", 400, "AccessDeniedException" },
    { "GetCallerIdentity", "bucket-policy", 403, "AccessDenied" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new (TRUE);
      gboolean is_caller = g_str_equal (cases[i].operation, "GetCallerIdentity");

      g_test_message ("%s: %s", cases[i].operation, cases[i].id);
      world_order_fault (self->world, cases[i].operation, 9, WORLD_FAULT_REFUSE, cases[i].status, cases[i].code, "No");
      run (self);
      g_assert_cmpint (verdict (self, cases[i].id), ==, DOSSIER_CHECK_UNKNOWN);
      g_assert_cmpint (dossier_check_row_get_evidence (find_row (self, cases[i].id)), ==, DOSSIER_CHECK_INCONCLUSIVE);
      g_assert_true (is_caller || strstr (dossier_check_row_get_text (find_row (self, cases[i].id)), "No") != NULL);
      /* Only the account is missing then, and no statement can be written without it. */
      if (g_str_has_suffix (cases[i].id, "-policy"))
        g_assert_cmpint (dossier_check_row_get_document (find_row (self, cases[i].id)) != NULL, ==, !is_caller);
    }
}

static void
test_cancel (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (dossier_await_child (dossier_readiness_run (self->readiness, cancellable), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (world_count (self->world, NULL), ==, 0);
}

/* Without a journal nothing is made. */
static void
test_new_without_journal (void)
{
  for (guint is_key = 0; is_key < 2; is_key++)
    {
      g_autoptr(Fixture) self = fixture_new (FALSE);
      g_autofree char *made = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (self->entries, "in the way", -1, NULL));
      made = dossier_await_child_string (
          is_key ? dossier_new_key (self->client, self->journal, &author, NULL, NULL, KEY_POLICY, NULL)
                 : dossier_new_bucket (self->client, self->journal, &author, "new-bucket", NULL, ALLOW, NULL), &error);
      g_assert_null (made);
      g_assert_nonnull (strstr (error->message, "journal"));
      g_assert_cmpuint (world_count (self->world, NULL), ==, 0);
    }
}

/* Refused is refused; a service that fails may have made it, and nobody says it did not. */
static void
test_new_key_that_fails (void)
{
  static const struct
  {
    guint status;
    const char *code;
    DossierChangeState state;
  } cases[] = {
    { 400, "LimitExceededException", DOSSIER_CHANGE_REFUSED },
    { 500, "KMSInternalException", DOSSIER_CHANGE_PLANNED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new (FALSE);
      g_autofree char *made = NULL;
      g_autoptr(GPtrArray) entries = NULL;
      const DossierChangeEntry *entry;

      world_order_fault (self->world, "CreateKey", 9, WORLD_FAULT_REFUSE, cases[i].status, cases[i].code, "No");
      made = dossier_await_child_string (
          dossier_new_key (self->client, self->journal, &author, NULL, NULL, KEY_POLICY, NULL), NULL);
      g_assert_null (made);
      entries = dossier_change_journal_list (self->journal, NULL, NULL);
      g_assert_cmpuint (entries->len, ==, 1);
      entry = g_ptr_array_index (entries, 0);
      g_assert_cmpint (entry->state, ==, cases[i].state);
      g_assert_nonnull (entry->message);
    }
}

/* A key nobody could change again is not made. */
static void
test_new_key_that_locks_out (void)
{
  g_autoptr(Fixture) self = fixture_new (FALSE);
  g_autofree char *made = NULL;
  g_autoptr(GError) error = NULL;

  made = dossier_await_child_string (
      dossier_new_key (self->client, self->journal, &author, NULL, NULL, ALLOW, NULL), &error);
  g_assert_null (made);
  g_assert_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_LOCKOUT);
  g_assert_cmpuint (world_count (self->world, NULL), ==, 0);
}

/* A proposal mends what keeps Inspector out, leaves the rest alone, and is proposed once. */
static void
test_proposal (void)
{
  static const char *const accounts[] = { "111122223333", NULL };
  const DossierInspectorAccess access = {
    .kind = DOSSIER_POLICY_KIND_BUCKET, .principal = "inspector2.amazonaws.com", .partition = "aws",
    .region = WORLD_REGION, .accounts = accounts, .bucket = WORLD_BUCKET, .prefix = "audit", .key_arn = WORLD_KEY,
  };
  const char *guarded = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"vpc\",\"Effect\":\"Deny\",\"Principal\":\"*\","
                        "\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:SourceVpce\":\"vpce-1\"}}},"
                        "{\"Sid\":\"kept\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:DeleteBucket\",\"Resource\":\"*\"}]}";
  g_autofree char *tls_only = dossier_policy_tls_only (&access);
  const struct
  {
    const char *text;
    guint n_mends;
  } cases[] = { { NULL, 0 }, { guarded, 1 }, { tls_only, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierPolicyProposal) proposal = dossier_policy_propose (cases[i].text, &access, FALSE, &error);
      g_autoptr(DossierPolicyProposal) again = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (proposal->n_mends, ==, cases[i].n_mends);
      again = dossier_policy_propose (proposal->text, &access, FALSE, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (again->n_mends, ==, 0);
      g_assert_cmpstr (again->text, ==, proposal->text);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/export/readiness/calls", test_calls);
  dossier_test_add_fiber ("/export/readiness/without-destination", test_without_destination);
  dossier_test_add_fiber ("/export/readiness/policies", test_policies);
  dossier_test_add_fiber ("/export/readiness/unseen", test_unseen);
  dossier_test_add_fiber ("/export/readiness/cancel", test_cancel);
  dossier_test_add_fiber ("/export/new-resource/without-journal", test_new_without_journal);
  dossier_test_add_fiber ("/export/new-resource/key-that-locks-out", test_new_key_that_locks_out);
  dossier_test_add_fiber ("/export/new-resource/key-that-fails", test_new_key_that_fails);
  g_test_add_func ("/export/proposal", test_proposal);

  return g_test_run ();
}
