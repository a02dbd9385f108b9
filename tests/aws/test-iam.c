// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-iam-list.h"
#include "dossier-iam-principal.h"
#include "dossier-iam-request.h"
#include "dossier-iam-simulation.h"
#include "dossier-test.h"
#include "test-answers.h"

#define ANSWER(operation, inner) \
  "<" operation "Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><" operation "Result>" inner "</" operation \
  "Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></" operation "Response>"
#define SIMULATION(inner) ANSWER ("SimulatePrincipalPolicy", inner)
#define RESULT(inner) \
  SIMULATION ("<EvaluationResults><member><EvalActionName>s3:GetObject</EvalActionName>" inner "</member></EvaluationResults>")

static void
test_simulation (void)
{
  const char *text = SIMULATION (
      "<IsTruncated>true</IsTruncated><Marker>m/=</Marker><EvaluationResults>"
      "<member><EvalActionName>s3:GetObject</EvalActionName><EvalResourceName>arn:aws:s3:::*/*</EvalResourceName>"
      "<EvalDecision>explicitDeny</EvalDecision>"
      "<MatchedStatements><member><SourcePolicyId>PolicyInputList.1</SourcePolicyId><SourcePolicyType>user</SourcePolicyType>"
      "<StartPosition><Line>4</Line><Column>7</Column></StartPosition><EndPosition><Column>21</Column><Line>12</Line>"
      "</EndPosition></member><member/></MatchedStatements>"
      "<MissingContextValues><member>aws:SourceIp</member><member>aws:CurrentTime</member></MissingContextValues>"
      "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>"
      "<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>true</AllowedByPermissionsBoundary>"
      "</PermissionsBoundaryDecisionDetail>"
      "<EvalDecisionDetails><entry><key>Resource Policy</key><value>allowed</value></entry></EvalDecisionDetails>"
      "<ResourceSpecificResults><member><EvalResourceName>arn:aws:s3:::demo/x</EvalResourceName>"
      "<EvalResourceDecision>implicitDeny</EvalResourceDecision><MissingContextValues/>"
      "<MatchedStatements><member><SourcePolicyId>p</SourcePolicyId></member></MatchedStatements></member>"
      "</ResourceSpecificResults></member>"
      "<member><EvalActionName>s3:PutObject</EvalActionName><EvalDecision>allowed</EvalDecision></member>"
      "</EvaluationResults>");
  g_autoptr(DossierIamSimulation) simulation = parse_good ((ParseFunc) dossier_iam_simulation_parse, text);
  const DossierIamEvaluation *evaluation = g_ptr_array_index (simulation->evaluations, 0);
  const DossierIamEvaluation *inner;
  const DossierIamStatement *statement;

  g_assert_cmpstr (simulation->next_marker, ==, "m/=");
  g_assert_cmpuint (simulation->evaluations->len, ==, 2);
  g_assert_cmpstr (evaluation->action, ==, "s3:GetObject");
  g_assert_cmpstr (evaluation->resource, ==, "arn:aws:s3:::*/*");
  g_assert_cmpstr (evaluation->decision, ==, "explicitDeny");
  g_assert_cmpint (evaluation->organizations, ==, DOSSIER_IAM_VERDICT_NO);
  g_assert_cmpint (evaluation->permissions_boundary, ==, DOSSIER_IAM_VERDICT_YES);
  g_assert_cmpuint (g_strv_length (evaluation->missing_context), ==, 2);
  g_assert_cmpstr (evaluation->missing_context[1], ==, "aws:CurrentTime");
  g_assert_cmpstr (g_hash_table_lookup (evaluation->details, "Resource Policy"), ==, "allowed");
  g_assert_cmpuint (evaluation->statements->len, ==, 2);
  statement = g_ptr_array_index (evaluation->statements, 0);
  g_assert_cmpstr (statement->policy_id, ==, "PolicyInputList.1");
  g_assert_cmpstr (statement->policy_type, ==, "user");
  g_assert_cmpint (statement->start_line, ==, 4);
  g_assert_cmpint (statement->start_column, ==, 7);
  g_assert_cmpint (statement->end_line, ==, 12);
  g_assert_cmpint (statement->end_column, ==, 21);

  g_assert_cmpuint (evaluation->resources->len, ==, 1);
  inner = g_ptr_array_index (evaluation->resources, 0);
  g_assert_null (inner->action);
  g_assert_cmpstr (inner->resource, ==, "arn:aws:s3:::demo/x");
  g_assert_cmpstr (inner->decision, ==, "implicitDeny");
  g_assert_cmpuint (inner->statements->len, ==, 1);
  g_assert_cmpint (inner->organizations, ==, DOSSIER_IAM_VERDICT_ABSENT);

  evaluation = g_ptr_array_index (simulation->evaluations, 1);
  g_assert_cmpstr (evaluation->decision, ==, "allowed");
  g_assert_null (evaluation->resource);
  g_assert_cmpint (evaluation->permissions_boundary, ==, DOSSIER_IAM_VERDICT_ABSENT);
  g_assert_cmpuint (g_strv_length (evaluation->missing_context), ==, 0);
  assert_refused_when_cut ((ParseFunc) dossier_iam_simulation_parse, text);
}

static void
test_simulation_refused (void)
{
  static const BadAnswer bad[] = {
    { "", "not valid XML" },
    { "<SimulatePrincipalPolicyResponse/>", "<SimulatePrincipalPolicyResult>" },
    { SIMULATION (""), "<EvaluationResults>" },
    { SIMULATION ("<EvaluationResults><member/></EvaluationResults>"), "<EvalActionName>" },
    { SIMULATION ("<EvaluationResults/><IsTruncated>true</IsTruncated>"), "<Marker>" },
    { RESULT (""), "<EvalDecision>" },
    { RESULT ("<EvalDecision><a/></EvalDecision>"), "<EvalDecision>" },
    { RESULT ("<EvalDecision>allowed</EvalDecision><MissingContextValues><member><a/></member></MissingContextValues>"),
      "<MissingContextValues>" },
    { RESULT ("<EvalDecision>allowed</EvalDecision><OrganizationsDecisionDetail><AllowedByOrganizations>perhaps"
              "</AllowedByOrganizations></OrganizationsDecisionDetail>"),
      "<AllowedByOrganizations>" },
    { RESULT ("<EvalDecision>allowed</EvalDecision><MatchedStatements><member><StartPosition><Line>x</Line></StartPosition>"
              "</member></MatchedStatements>"),
      "<Line>" },
    { RESULT ("<EvalDecision>allowed</EvalDecision><EvalDecisionDetails><entry><key>k</key></entry></EvalDecisionDetails>"),
      "<value>" },
    { RESULT ("<EvalDecision>allowed</EvalDecision><ResourceSpecificResults><member/></ResourceSpecificResults>"),
      "<EvalResourceDecision>" },
  };

  assert_refused ((ParseFunc) dossier_iam_simulation_parse, bad, G_N_ELEMENTS (bad));
}

static void
test_principals (void)
{
  static const BadAnswer bad_users[] = {
    { ANSWER ("GetUser", ""), "<User>" },
    { ANSWER ("GetUser", "<User><Arn>a</Arn></User>"), "<UserName>" },
    { ANSWER ("GetUser", "<User><UserName>a</UserName></User>"), "<Arn>" },
    { ANSWER ("GetRole", "<Role/>"), "<GetRoleResponse>" },
  };
  static const BadAnswer bad_roles[] = {
    { ANSWER ("GetRole", "<Role><RoleName>a</RoleName><Arn>a</Arn><AssumeRolePolicyDocument>%zz</AssumeRolePolicyDocument></Role>"),
      "<AssumeRolePolicyDocument>" },
    { ANSWER ("GetRole", "<User/>"), "<Role>" },
  };
  const char *text = ANSWER ("GetUser",
                             "<User><UserName>bob</UserName><Path>/a/</Path><UserId>AIDA</UserId>"
                             "<Arn>arn:aws:iam::111122223333:user/a/bob</Arn><CreateDate>x</CreateDate>"
                             "<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>"
                             "<PermissionsBoundaryArn>arn:b</PermissionsBoundaryArn></PermissionsBoundary></User>");
  g_autoptr(DossierIamPrincipal) user = parse_good ((ParseFunc) dossier_iam_principal_parse_user, text);
  g_autoptr(DossierIamPrincipal) role =
      parse_good ((ParseFunc) dossier_iam_principal_parse_role,
                  ANSWER ("GetRole", "<Role><RoleName>r</RoleName><RoleId>AROA</RoleId><Arn>arn:r</Arn><Path>/</Path>"
                                     "<AssumeRolePolicyDocument>%7B%22a%22%3A%22+%2B%22%7D</AssumeRolePolicyDocument></Role>"));

  g_assert_cmpstr (user->name, ==, "bob");
  g_assert_cmpstr (user->arn, ==, "arn:aws:iam::111122223333:user/a/bob");
  g_assert_cmpstr (user->id, ==, "AIDA");
  g_assert_cmpstr (user->path, ==, "/a/");
  g_assert_cmpstr (user->permissions_boundary, ==, "arn:b");
  g_assert_null (user->trust_policy);
  g_assert_cmpstr (role->name, ==, "r");
  g_assert_cmpstr (role->id, ==, "AROA");
  g_assert_null (role->permissions_boundary);
  g_assert_cmpstr (role->trust_policy, ==, "{\"a\":\"++\"}");
  assert_refused ((ParseFunc) dossier_iam_principal_parse_user, bad_users, G_N_ELEMENTS (bad_users));
  assert_refused ((ParseFunc) dossier_iam_principal_parse_role, bad_roles, G_N_ELEMENTS (bad_roles));
  assert_refused_when_cut ((ParseFunc) dossier_iam_principal_parse_user, text);
}

static void
test_lists (void)
{
  static const BadAnswer bad[] = {
    { ANSWER ("ListAttachedUserPolicies", ""), "<AttachedPolicies>" },
    { ANSWER ("ListAttachedUserPolicies", "<AttachedPolicies><member/></AttachedPolicies>"), "<PolicyName>" },
    { ANSWER ("ListAttachedUserPolicies", "<AttachedPolicies><member><PolicyName>a</PolicyName></member></AttachedPolicies>"),
      "<PolicyArn>" },
    { ANSWER ("ListAttachedUserPolicies", "<AttachedPolicies/><IsTruncated>true</IsTruncated>"), "<Marker>" },
  };
#define POLICIES "<AttachedPolicies><member><PolicyName>a</PolicyName><PolicyArn>arn:a</PolicyArn></member></AttachedPolicies>"
  g_autoptr(DossierIamList) of_user =
      parse_good ((ParseFunc) dossier_iam_list_parse_attached_user_policies,
                  ANSWER ("ListAttachedUserPolicies", POLICIES "<IsTruncated>true</IsTruncated><Marker>m</Marker>"));
  g_autoptr(DossierIamList) of_role = parse_good ((ParseFunc) dossier_iam_list_parse_attached_role_policies,
                                                  ANSWER ("ListAttachedRolePolicies", POLICIES));
  g_autoptr(DossierIamList) names =
      parse_good ((ParseFunc) dossier_iam_list_parse_user_policies,
                  ANSWER ("ListUserPolicies", "<PolicyNames><member>one</member><member>t&amp;wo</member></PolicyNames>"
                                              "<IsTruncated>false</IsTruncated>"));
  g_autoptr(DossierIamList) groups = parse_good (
      (ParseFunc) dossier_iam_list_parse_groups_for_user,
      ANSWER ("ListGroupsForUser", "<Groups><member><Path>/</Path><GroupName>g</GroupName><Arn>arn:g</Arn></member></Groups>"));
  const DossierIamListEntry *entry = g_ptr_array_index (of_user->entries, 0);

  g_assert_cmpstr (entry->name, ==, "a");
  g_assert_cmpstr (entry->arn, ==, "arn:a");
  g_assert_cmpstr (of_user->next_marker, ==, "m");
  g_assert_cmpuint (of_role->entries->len, ==, 1);
  g_assert_null (of_role->next_marker);
  g_assert_cmpuint (names->entries->len, ==, 2);
  entry = g_ptr_array_index (names->entries, 1);
  g_assert_cmpstr (entry->name, ==, "t&wo");
  g_assert_null (entry->arn);
  entry = g_ptr_array_index (groups->entries, 0);
  g_assert_cmpstr (entry->name, ==, "g");
  g_assert_cmpstr (entry->arn, ==, "arn:g");
  assert_refused ((ParseFunc) dossier_iam_list_parse_attached_user_policies, bad, G_N_ELEMENTS (bad));
}

static void
test_context_keys (void)
{
  static const BadAnswer bad[] = {
    { ANSWER ("GetContextKeysForPrincipalPolicy", ""), "<ContextKeyNames>" },
    { ANSWER ("GetContextKeysForPrincipalPolicy", "<ContextKeyNames><member><a/></member></ContextKeyNames>"),
      "<ContextKeyNames>" },
  };
  g_auto(GStrv) keys = parse_good (
      (ParseFunc) dossier_iam_parse_context_keys,
      ANSWER ("GetContextKeysForPrincipalPolicy", "<ContextKeyNames><member>aws:SourceIp</member></ContextKeyNames>"));

  g_assert_cmpuint (g_strv_length (keys), ==, 1);
  g_assert_cmpstr (keys[0], ==, "aws:SourceIp");
  assert_refused ((ParseFunc) dossier_iam_parse_context_keys, bad, G_N_ELEMENTS (bad));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/iam/simulation", test_simulation);
  g_test_add_func ("/aws/iam/simulation-refused", test_simulation_refused);
  g_test_add_func ("/aws/iam/principals", test_principals);
  g_test_add_func ("/aws/iam/lists", test_lists);
  g_test_add_func ("/aws/iam/context-keys", test_context_keys);
  return g_test_run ();
}
