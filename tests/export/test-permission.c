// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-denial.h"
#include "dossier-fiber.h"
#include "dossier-permission-check.h"
#include "dossier-permission.h"
#include "dossier-test.h"
#include "export-world.h"

#define USER "arn:aws:iam::111122223333:user/ann"
#define SCP  "arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-1"

/* The forms of the text that the IAM user guide shows on access denied messages. */
static void
test_denials (void)
{
  static const struct
  {
    const char *text, *action, *resource;
    gboolean explicit_deny;
    const char *type, *arn;
  } cases[] = {
    { "User: " USER " is not authorized to perform: inspector2:ListFindings because no identity-based policy "
      "allows the inspector2:ListFindings action",
      "inspector2:ListFindings", NULL, FALSE, "identity-based policy", NULL },
    { "User: " USER " is not authorized to perform: kms:DescribeKey on resource: " WORLD_KEY " because no "
      "resource-based policy allows the kms:DescribeKey action",
      "kms:DescribeKey", WORLD_KEY, FALSE, "resource-based policy", NULL },
    { "User: " USER " is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::reports/a b\" with an "
      "explicit deny in a resource-based policy",
      "s3:GetObject", "arn:aws:s3:::reports/a b", TRUE, "resource-based policy", NULL },
    { "User: " USER " is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::reports\" with an "
      "explicit deny in a service control policy: " SCP,
      "s3:ListBucket", "arn:aws:s3:::reports", TRUE, "service control policy", SCP },
    { "User: " USER " is not authorized to perform: kms:ListKeys with an explicit deny in an identity-based policy",
      "kms:ListKeys", NULL, TRUE, "identity-based policy", NULL },
    { "User: " USER " is not authorized to perform: kms:ListKeys because no permissions boundary allows the "
      "kms:ListKeys action", "kms:ListKeys", NULL, FALSE, "permissions boundary", NULL },
    { "User: " USER " is not authorized to perform: kms:ListKeys because no sessions policy allows the "
      "kms:ListKeys action", "kms:ListKeys", NULL, FALSE, "session policy", NULL },
    { "User: " USER " is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111122223333:role/r "
      "with an explicit deny in the role trust policy",
      "sts:AssumeRole", "arn:aws:iam::111122223333:role/r", TRUE, "role trust policy", NULL },
    { "User: " USER " is not authorized to perform: kms:ListKeys with an explicit deny in a VPC endpoint policy "
      "transitively through a service control policy", "kms:ListKeys", NULL, TRUE,
      "VPC endpoint policy transitively through a service control policy", NULL },
    { "User: " USER " is not authorized to perform: kms:ListKeys on resource: *", "kms:ListKeys", "*", FALSE, NULL,
      NULL },
    { "User: " USER " is not authorized to perform: kms:ListKeys", "kms:ListKeys", NULL, FALSE, NULL, NULL },
  };
  static const char *const mute[] = { "Access Denied", "", "User: ", ("User: " USER), "not authorized to perform: x" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierDenial) denial = dossier_denial_parse (cases[i].text);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (denial->principal, ==, USER);
      g_assert_cmpstr (denial->action, ==, cases[i].action);
      g_assert_cmpstr (denial->resource, ==, cases[i].resource);
      g_assert_cmpint (denial->explicit_deny, ==, cases[i].explicit_deny);
      g_assert_cmpstr (denial->policy_type, ==, cases[i].type);
      g_assert_cmpstr (denial->policy_arn, ==, cases[i].arn);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (mute); i++)
    g_assert_null (dossier_denial_parse (mute[i]));
}

typedef struct
{
  World *world;
  DossierAwsClient *client;
  DossierPermissionCheck *check;
} Fixture;

static Fixture *
fixture_new (gboolean with_destination)
{
  Fixture *self = g_new0 (Fixture, 1);

  self->world = world_new ();
  self->client = world_client_new (world_get_url (self->world), world_get_clock (self->world));
  self->check = dossier_permission_check_new (self->client, with_destination ? WORLD_BUCKET : NULL, "audit",
                                              with_destination ? WORLD_KEY : NULL);
  return self;
}

static void
fixture_free (Fixture *self)
{
  g_object_unref (self->check);
  g_object_unref (self->client);
  world_free (self->world);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static void
run (Fixture *self)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_child (dossier_permission_check_run (self->check, NULL), &error));
  g_assert_no_error (error);
}

static DossierCheckRow *
find_row (Fixture    *self,
          const char *name)
{
  GListModel *rows = dossier_permission_check_get_rows (self->check);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);

      if (g_str_equal (dossier_check_row_get_name (row), name))
        return row; /* the check keeps it */
    }
  g_assert_not_reached ();
}

/* Rows with a verdict. */
static guint
count (Fixture             *self,
       DossierCheckVerdict  verdict)
{
  GListModel *rows = dossier_permission_check_get_rows (self->check);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);

      n += dossier_check_row_get_verdict (row) == verdict;
    }
  return n;
}

static guint
count_probed (void)
{
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);
  guint n = 0;

  for (gsize i = 0; i < n_permissions; i++)
    n += permissions[i].probe != NULL;
  return n;
}

#define N_CONDITIONS 7

/* Step 1 of the guide to exporting findings reports, action by action. */
static void
test_catalogue (void)
{
  static const char *const guide[] = {
    "inspector2:ListFindings", "inspector2:CreateFindingsReport", "inspector2:GetFindingsReportStatus",
    "inspector2:CancelFindingsReport", "kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:DescribeKey",
    "kms:ListAliases", "kms:CreateKey", "s3:PutBucketPolicy", "s3:CreateBucket", "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketAcl", "s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject", "s3:ListAllMyBuckets",
    "s3:GetBucketLocation",
  };
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);

  for (gsize i = 0; i < G_N_ELEMENTS (guide); i++)
    {
      guint found = 0;

      for (gsize j = 0; j < n_permissions; j++)
        found += g_str_equal (permissions[j].action, guide[i]);
      g_assert_cmpuint (found, ==, 1);
    }
  for (gsize j = 0; j < n_permissions; j++)
    {
      /* What writes has no probe, whatever else it has. */
      if (strstr (permissions[j].action, ":Put") != NULL || strstr (permissions[j].action, ":Create") != NULL ||
          strstr (permissions[j].action, ":Delete") != NULL)
        g_assert_null (permissions[j].probe);
      g_assert_cmpint (permissions[j].probe != NULL, ==, permissions[j].call != NULL);
      g_assert_nonnull (permissions[j].remedy);
    }
}

/* The calls are told beforehand, and there are no others. */
static void
test_calls (void)
{
  for (guint with_destination = 0; with_destination < 2; with_destination++)
    {
      g_autoptr(Fixture) self = fixture_new (with_destination != 0);
      g_auto(GStrv) calls = dossier_permission_check_dup_calls (self->check);
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

static void
test_all_allowed (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);

  run (self);
  g_assert_cmpuint (count (self, DOSSIER_CHECK_YES), ==, count_probed () + N_CONDITIONS);
  g_assert_cmpuint (count (self, DOSSIER_CHECK_NO), ==, 0);
  g_assert_false (dossier_permission_check_has_no (self->check));
  g_assert_null (dossier_check_row_get_remedy (find_row (self, "s3:ListBucket")));

  /* Never tried, so never “no”. */
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "inspector2:CreateFindingsReport")), ==,
                   DOSSIER_CHECK_UNKNOWN);
  g_assert_cmpint (dossier_check_row_get_evidence (find_row (self, "inspector2:CreateFindingsReport")), ==,
                   DOSSIER_CHECK_NOT_TRIED);
}

/* Each call denied in turn: just its row says no, and says why. */
static void
test_each_denied (void)
{
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);

  for (gsize i = 0; i < n_permissions; i++)
    {
      g_autoptr(Fixture) self = NULL;
      g_autofree char *text = NULL;
      gboolean is_s3 = g_str_has_prefix (permissions[i].action, "s3:");
      DossierCheckRow *row;

      if (permissions[i].probe == NULL)
        continue;
      g_test_message ("%s", permissions[i].action);
      self = fixture_new (TRUE);
      text = g_strdup_printf ("User: " USER " is not authorized to perform: %s on resource: * with an explicit deny "
                              "in a service control policy: " SCP, permissions[i].action);
      world_order_fault (self->world, strchr (permissions[i].call, ':') + 1, 1, WORLD_FAULT_REFUSE,
                         g_str_has_prefix (permissions[i].action, "kms:") ? 400 : 403,
                         is_s3 ? "AccessDenied" : "AccessDeniedException", text);
      run (self);
      row = find_row (self, permissions[i].action);
      g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_NO);
      g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_PROVED);
      g_assert_cmpstr (dossier_check_row_get_text (row), ==, text);
      g_assert_cmpstr (dossier_check_row_get_policy_type (row), ==, "service control policy");
      g_assert_cmpstr (dossier_check_row_get_policy_arn (row), ==, SCP);
      g_assert_nonnull (dossier_check_row_get_remedy (row));
      g_assert_cmpuint (count (self, DOSSIER_CHECK_NO), ==, 1);
      g_assert_cmpuint (count (self, DOSSIER_CHECK_YES), ==, count_probed () - 1 + N_CONDITIONS);
      g_assert_true (dossier_permission_check_has_no (self->check));
    }
}

/* S3 denies a missing object to who may not list, so that proves nothing of GetObject. */
static void
test_object_without_list (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);
  DossierCheckRow *row;

  world_order_fault (self->world, "ListObjectsV2", 1, WORLD_FAULT_REFUSE, 403, "AccessDenied", "Access Denied");
  world_order_fault (self->world, "GetObject", 1, WORLD_FAULT_REFUSE, 403, "AccessDenied", "Access Denied");
  run (self);
  row = find_row (self, "s3:GetObject");
  g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_UNKNOWN);
  g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_INCONCLUSIVE);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "s3:ListBucket")), ==, DOSSIER_CHECK_NO);
  g_assert_null (dossier_check_row_get_policy_type (find_row (self, "s3:ListBucket")));
}

/* A service that fails shows neither. */
static void
test_trouble_is_unknown (void)
{
  static const struct
  {
    const char *operation, *action;
    guint status;
    const char *code;
  } cases[] = {
    { "ListFindings", "inspector2:ListFindings", 500, "InternalServerException" },
    { "ListAliases", "kms:ListAliases", 400, "ThrottlingException" },
    { "GetKeyPolicy", "kms:GetKeyPolicy", 400, "NotFoundException" },
    { "GetBucketPolicy", "s3:GetBucketPolicy", 404, "NoSuchBucket" },
    { "CancelFindingsReport", "inspector2:CancelFindingsReport", 400, "ValidationException" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new (TRUE);
      DossierCheckRow *row;

      world_order_fault (self->world, cases[i].operation, 3, WORLD_FAULT_REFUSE, cases[i].status, cases[i].code,
                         "Words of AWS");
      run (self);
      row = find_row (self, cases[i].action);
      g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_UNKNOWN);
      g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_INCONCLUSIVE);
      g_assert_cmpstr (dossier_check_row_get_text (row), ==, "Words of AWS");
      g_assert_cmpuint (count (self, DOSSIER_CHECK_NO), ==, 0);
    }
}

/* With credentials that are no good, nothing can be shown. */
static void
test_bad_credentials (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);
  g_autoptr(GError) error = NULL;

  world_order_fault (self->world, "ListFindings", 3, WORLD_FAULT_REFUSE, 403, "UnrecognizedClientException",
                     "The security token included in the request is invalid.");
  g_assert_false (dossier_await_child (dossier_permission_check_run (self->check, NULL), &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_INVALID_CREDENTIALS);
  g_assert_cmpuint (count (self, DOSSIER_CHECK_NO), ==, 0);
}

static void
test_cancel (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (dossier_await_child (dossier_permission_check_run (self->check, cancellable), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (world_count (self->world, NULL), ==, 0);
}

static void
test_conditions (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);
  g_autoptr(DossierPermissionCheck) elsewhere =
      dossier_permission_check_new (self->client, "no-such-bucket", NULL,
                                    "arn:aws:kms:eu-west-1:111122223333:key/1234");

  world_set_bucket_region (self->world, "eu-west-1");
  world_set_key_state (self->world, "PendingDeletion");
  run (self);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "The bucket exists")), ==, DOSSIER_CHECK_YES);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "The bucket is in the Region of the report")), ==,
                   DOSSIER_CHECK_NO);
  g_assert_cmpstr (dossier_check_row_get_text (find_row (self, "The bucket is in the Region of the report")), ==,
                   "eu-west-1");
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "The key is enabled")), ==, DOSSIER_CHECK_NO);
  g_assert_cmpstr (dossier_check_row_get_text (find_row (self, "The key is enabled")), ==, "PendingDeletion");
  g_assert_cmpuint (count (self, DOSSIER_CHECK_NO), ==, 2);

  g_set_object (&self->check, elsewhere);
  world_order_fault (self->world, "DescribeKey", 9, WORLD_FAULT_REFUSE, 400, "NotFoundException", "No such key");
  run (self);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "The bucket exists")), ==, DOSSIER_CHECK_NO);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "The key exists")), ==, DOSSIER_CHECK_NO);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "The key is in the Region of the report")), ==,
                   DOSSIER_CHECK_NO);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "The key is enabled")), ==, DOSSIER_CHECK_UNKNOWN);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/export/permission/denials", test_denials);
  g_test_add_func ("/export/permission/catalogue", test_catalogue);
  dossier_test_add_fiber ("/export/permission/calls", test_calls);
  dossier_test_add_fiber ("/export/permission/all-allowed", test_all_allowed);
  dossier_test_add_fiber ("/export/permission/each-denied", test_each_denied);
  dossier_test_add_fiber ("/export/permission/object-without-list", test_object_without_list);
  dossier_test_add_fiber ("/export/permission/trouble-is-unknown", test_trouble_is_unknown);
  dossier_test_add_fiber ("/export/permission/bad-credentials", test_bad_credentials);
  dossier_test_add_fiber ("/export/permission/cancel", test_cancel);
  dossier_test_add_fiber ("/export/permission/conditions", test_conditions);

  return g_test_run ();
}
