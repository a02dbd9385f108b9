// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-denial.h"
#include "dossier-fiber.h"
#include "dossier-json.h"
#include "dossier-permission-check.h"
#include "dossier-permission.h"
#include "dossier-test.h"
#include "export-world.h"

#define USER WORLD_CALLER
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
count_all (void)
{
  gsize n_permissions;

  dossier_permission_list (&n_permissions);
  return (guint) n_permissions;
}

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
      /* The simulation is tried by all rows together. */
      g_assert_cmpint (permissions[j].probe != NULL || g_str_equal (permissions[j].action, "iam:SimulatePrincipalPolicy"),
                       ==, permissions[j].call != NULL);
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
  DossierCheckRow *row;

  run (self);
  g_assert_cmpuint (count (self, DOSSIER_CHECK_YES), ==, count_all ());
  g_assert_false (dossier_permission_check_has_no (self->check));
  g_assert_null (dossier_check_row_get_remedy (find_row (self, "s3:ListBucket")));

  /* What no harmless call shows is predicted, and called so. */
  row = find_row (self, "inspector2:CreateFindingsReport");
  g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_PREDICTED);
  g_assert_cmpstr (dossier_check_row_get_by (row), ==, "iam:SimulatePrincipalPolicy");
  row = find_row (self, "inspector2:ListFindings");
  g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_PROVED);
  g_assert_cmpstr (dossier_check_row_get_by (row), ==, "inspector2:ListFindings");
  g_assert_null (dossier_permission_check_dup_policy (self->check, FALSE));
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
      gboolean is_json;
      DossierCheckRow *row;

      if (permissions[i].probe == NULL)
        continue;
      g_test_message ("%s", permissions[i].action);
      self = fixture_new (TRUE);
      is_json = !is_s3 && !g_str_has_prefix (permissions[i].action, "iam:");
      text = g_strdup_printf ("User: " USER " is not authorized to perform: %s on resource: * with an explicit deny "
                              "in a service control policy: " SCP, permissions[i].action);
      world_order_fault (self->world, strchr (permissions[i].call, ':') + 1, 1, WORLD_FAULT_REFUSE,
                         g_str_has_prefix (permissions[i].action, "kms:") ? 400 : 403,
                         is_json ? "AccessDeniedException" : "AccessDenied", text);
      run (self);
      row = find_row (self, permissions[i].action);
      g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_NO);
      g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_PROVED);
      g_assert_cmpstr (dossier_check_row_get_text (row), ==, text);
      g_assert_cmpstr (dossier_check_row_get_policy_type (row), ==, "service control policy");
      g_assert_cmpstr (dossier_check_row_get_policy_arn (row), ==, SCP);
      g_assert_nonnull (dossier_check_row_get_remedy (row));
      g_assert_cmpuint (count (self, DOSSIER_CHECK_NO), ==, 1);
      g_assert_cmpuint (count (self, DOSSIER_CHECK_YES), ==, count_all () - 1);
      /* The simulation had said otherwise, which is told and not hidden. */
      g_assert_true (dossier_check_row_is_contradicted (row));
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
  g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_YES);
  g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_PREDICTED);
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
      world_order_fault (self->world, "SimulatePrincipalPolicy", 99, WORLD_FAULT_REFUSE, 403, "AccessDenied", "No");
      run (self);
      row = find_row (self, cases[i].action);
      g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_UNKNOWN);
      g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_INCONCLUSIVE);
      g_assert_cmpstr (dossier_check_row_get_text (row), ==, "Words of AWS");
      g_assert_cmpuint (count (self, DOSSIER_CHECK_NO), ==, 1);
      g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "iam:SimulatePrincipalPolicy")), ==, DOSSIER_CHECK_NO);
      /* Never tried and never predicted, so never “no”. */
      g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "inspector2:CreateFindingsReport")), ==,
                       DOSSIER_CHECK_UNKNOWN);
      g_assert_cmpint (dossier_check_row_get_evidence (find_row (self, "inspector2:CreateFindingsReport")), ==,
                       DOSSIER_CHECK_NOT_TRIED);
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

/* What the simulation tells of each kind of policy. */
static void
test_predictions (void)
{
  static const struct
  {
    const char *decision, *details;
    DossierCheckVerdict verdict;
    const char *type;
    const char *word;
  } cases[] = {
    { "allowed", "", DOSSIER_CHECK_YES, NULL, "allowed" },
    { "implicitDeny", "", DOSSIER_CHECK_NO, "identity-based policy", "implicitDeny" },
    { "explicitDeny", "<MatchedStatements><member><SourcePolicyId>guard</SourcePolicyId><SourcePolicyType>user"
      "</SourcePolicyType><StartPosition><Line>3</Line><Column>17</Column></StartPosition></member></MatchedStatements>",
      DOSSIER_CHECK_NO, "identity-based policy", "guard (user, 3:17)" },
    { "implicitDeny", "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations>"
      "</OrganizationsDecisionDetail>", DOSSIER_CHECK_NO, "service control policy", "AllowedByOrganizations" },
    { "implicitDeny", "<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false"
      "</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>", DOSSIER_CHECK_NO, "permissions boundary",
      "AllowedByPermissionsBoundary" },
    { "allowed", "<MissingContextValues><member>aws:SourceIp</member></MissingContextValues>", DOSSIER_CHECK_UNKNOWN,
      NULL, "aws:SourceIp" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new (TRUE);
      DossierCheckRow *row;

      world_set_prediction (self->world, "kms:Decrypt", cases[i].decision, cases[i].details);
      run (self);
      row = find_row (self, "kms:Decrypt");
      g_assert_cmpint (dossier_check_row_get_verdict (row), ==, cases[i].verdict);
      g_assert_cmpstr (dossier_check_row_get_policy_type (row), ==, cases[i].type);
      g_assert_nonnull (strstr (dossier_check_row_get_prediction_text (row), cases[i].word));
      g_assert_cmpuint (count (self, DOSSIER_CHECK_YES), ==, count_all () - (cases[i].verdict != DOSSIER_CHECK_YES));
    }
}

/* A prediction that a call disproves stays to be seen. */
static void
test_contradiction (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);
  DossierCheckRow *row;

  world_set_prediction (self->world, "kms:ListKeys", "implicitDeny", "");
  run (self);
  row = find_row (self, "kms:ListKeys");
  g_assert_cmpint (dossier_check_row_get_verdict (row), ==, DOSSIER_CHECK_YES);
  g_assert_cmpint (dossier_check_row_get_evidence (row), ==, DOSSIER_CHECK_PROVED);
  g_assert_cmpint (dossier_check_row_get_prediction (row), ==, DOSSIER_CHECK_NO);
  g_assert_true (dossier_check_row_is_contradicted (row));
  g_assert_false (dossier_check_row_is_contradicted (find_row (self, "kms:Decrypt")));
}

/* Pages without end predict nothing, and the calls still show what they show. */
static void
test_endless_simulation (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);

  world_set_circle (self->world, TRUE);
  run (self);
  g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "iam:SimulatePrincipalPolicy")), ==,
                   DOSSIER_CHECK_UNKNOWN);
  g_assert_cmpint (dossier_check_row_get_evidence (find_row (self, "kms:ListKeys")), ==, DOSSIER_CHECK_PROVED);
}

/* A session is simulated as its role, with the path that its ARN lacks. */
static void
test_callers (void)
{
  static const struct
  {
    const char *arn, *simulated;
    gboolean guess;
  } cases[] = {
    { WORLD_CALLER, WORLD_CALLER, FALSE },
    { "arn:aws:sts::111122223333:assumed-role/" WORLD_ROLE "/ann@example.com",
      "arn:aws:iam::111122223333:role" WORLD_ROLE_PATH WORLD_ROLE, FALSE },
    { "arn:aws:sts::111122223333:assumed-role/" WORLD_ROLE "/ann@example.com",
      "arn:aws:iam::111122223333:role/" WORLD_ROLE, TRUE },
    { "arn:aws:sts::111122223333:federated-user/ann", NULL, FALSE },
    { "arn:aws:iam::111122223333:root", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Fixture) self = fixture_new (TRUE);
      g_autofree char *simulated = NULL;

      world_set_caller (self->world, cases[i].arn);
      if (cases[i].guess)
        world_order_fault (self->world, "GetRole", 1, WORLD_FAULT_REFUSE, 403, "AccessDenied", "No");
      run (self);
      simulated = world_dup_simulated (self->world);
      g_assert_cmpstr (simulated, ==, cases[i].simulated);
      g_assert_cmpstr (dossier_permission_check_get_caller (self->check)->arn, ==, cases[i].arn);
      /* No identity policy limits the root user; who is federated cannot be simulated. */
      g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "s3:PutObject")), ==,
                       i == 3 ? DOSSIER_CHECK_UNKNOWN : DOSSIER_CHECK_YES);
      g_assert_cmpint (dossier_check_row_get_verdict (find_row (self, "kms:Decrypt")), ==,
                       i >= 3 ? DOSSIER_CHECK_UNKNOWN : DOSSIER_CHECK_YES);
    }
}

/* The policy names what is missing, on no more than it is needed on. */
static void
test_policy (void)
{
  g_autoptr(Fixture) self = fixture_new (TRUE);
  g_autofree char *missing = NULL;
  g_autofree char *all = NULL;
  g_autoptr(JsonObject) policy = NULL;
  JsonObject *statement;
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);

  world_set_prediction (self->world, "s3:PutObject", "implicitDeny", "");
  run (self);
  missing = dossier_permission_check_dup_policy (self->check, FALSE);
  policy = dossier_json_parse_object (missing, -1, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (policy, "Statement")), ==, 1);
  statement = json_array_get_object_element (json_object_get_array_member (policy, "Statement"), 0);
  g_assert_cmpstr (json_object_get_string_member (statement, "Action"), ==, "s3:PutObject");
  g_assert_cmpstr (json_object_get_string_member (statement, "Resource"), ==, "arn:aws:s3:::" WORLD_BUCKET "/audit/*");

  all = dossier_permission_check_dup_policy (self->check, TRUE);
  for (gsize i = 0; i < n_permissions; i++)
    g_assert_nonnull (strstr (all, permissions[i].action));
  g_assert_nonnull (strstr (all, WORLD_KEY));
  g_assert_nonnull (strstr (all, "\"" WORLD_CALLER "\""));
}

/* As CloudTrail names them: the S3 user guide on its events. */
static void
test_traces (void)
{
  static const struct
  {
    const char *call, *source, *event;
    gboolean is_data_event;
  } cases[] = {
    { "s3:ListObjectsV2", "s3.amazonaws.com", "ListObjects", TRUE },
    { "s3:GetPublicAccessBlock", "s3.amazonaws.com", "GetBucketPublicAccessBlock", FALSE },
    { "kms:DescribeKey", "kms.amazonaws.com", "DescribeKey", FALSE },
    { "iam:SimulatePrincipalPolicy", "iam.amazonaws.com", "SimulatePrincipalPolicy", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierCheckCall) trace = dossier_check_call_new (cases[i].call);

      g_assert_cmpstr (trace->source, ==, cases[i].source);
      g_assert_cmpstr (trace->event, ==, cases[i].event);
      g_assert_cmpint (trace->is_data_event, ==, cases[i].is_data_event);
    }
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
  dossier_test_add_fiber ("/export/permission/predictions", test_predictions);
  dossier_test_add_fiber ("/export/permission/contradiction", test_contradiction);
  dossier_test_add_fiber ("/export/permission/endless-simulation", test_endless_simulation);
  dossier_test_add_fiber ("/export/permission/callers", test_callers);
  dossier_test_add_fiber ("/export/permission/policy", test_policy);
  g_test_add_func ("/export/permission/traces", test_traces);

  return g_test_run ();
}
