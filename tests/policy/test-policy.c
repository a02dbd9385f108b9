// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-batch.h"
#include "dossier-policy-evaluate.h"
#include "dossier-policy-request.h"
#include "dossier-policy.h"
#include "dossier-test.h"

#define ALLOW DOSSIER_DECISION_ALLOW
#define DENY DOSSIER_DECISION_EXPLICIT_DENY
#define NONE DOSSIER_DECISION_IMPLICIT_DENY
#define OPEN DOSSIER_DECISION_UNKNOWN
#define OBJECT "arn:aws:s3:::reports/in/x.csv"

/* What Inspector's call carries. s3:x-amz-acl is not known. */
static DossierPolicyRequest *
inspector_request (void)
{
  static const char *const context[][2] = {
    { "aws:PrincipalIsAWSService", "true" },
    { "aws:PrincipalServiceName", "inspector2.amazonaws.com" },
    { "aws:SourceAccount", "111122223333" },
    { "aws:SourceArn", "arn:aws:inspector2:eu-west-1:111122223333:report/abc" },
    { "aws:ViaAWSService", "false" },
    { "s3:x-amz-server-side-encryption", "aws:kms" },
    { "test:List", "a" },
    { "test:List", "b" },
    { "test:Number", "10" },
    { "test:Ip4", "10.1.2.3" },
    { "test:Ip6", "2001:db8::1" },
    { "test:Date", "2024-05-01T00:00:00Z" },
    { "test:Binary", "aGVsbG8=" },
    { "test:Star", "*" },
  };
  DossierPolicyRequest *request = dossier_policy_request_new ("s3:PutObject", OBJECT);

  dossier_policy_request_set_principal_service (request, "inspector2.amazonaws.com");
  for (gsize i = 0; i < G_N_ELEMENTS (context); i++)
    dossier_policy_request_add_context (request, context[i][0], context[i][1]);
  dossier_policy_request_set_unknown (request, "s3:x-amz-acl");
  return request;
}

static DossierPolicyVerdict *
evaluate (const char                 *text,
          const DossierPolicyRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DossierPolicy) policy = dossier_policy_parse (text, -1, &error);
  DossierPolicy *policies[] = { policy };

  g_assert_no_error (error);
  return dossier_policy_evaluate (policies, 1, request);
}

/* Each Deny stands beside an Allow of everything for the service. */
static void
test_deny_conditions (void)
{
  static const struct { const char *condition; DossierDecision want; } rows[] = {
    { "{}", DENY },
    { "{'Bool':{'aws:SecureTransport':'false'}}", ALLOW },
    { "{'BoolIfExists':{'aws:SecureTransport':'false'}}", DENY },
    { "{'StringNotEquals':{'aws:SecureTransport':'true'}}", DENY },
    { "{'NumericLessThanIfExists':{'s3:TlsVersion':'1.2'}}", DENY },
    { "{'NumericLessThan':{'s3:TlsVersion':1.2}}", ALLOW },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption':'aws:kms'}}", ALLOW },
    { "{'Null':{'s3:x-amz-server-side-encryption':'true'}}", ALLOW },
    { "{'Null':{'s3:x-amz-server-side-encryption':false}}", DENY },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption':'AES256'}}", DENY },
    { "{'StringNotEquals':{'aws:PrincipalOrgID':'o-1'}}", DENY },
    { "{'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::1:role/x'}}", DENY },
    { "{'StringNotEquals':{'aws:PrincipalOrgID':'o-1'},'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}}", ALLOW },
    { "{'StringNotEquals':{'aws:SourceVpce':'vpce-1'},'Bool':{'aws:ViaAWSService':'false'}}", DENY },
    { "{'NotIpAddressIfExists':{'aws:SourceIp':'10.0.0.0/8'}}", DENY },
    { "{'StringNotEquals':{'s3:x-amz-acl':'private'}}", OPEN },
    { "{'StringNotEquals':{'s3:x-amz-acl':'private','AWS:SOURCEACCOUNT':'111122223333'}}", ALLOW },
    { "{'StringEquals':{'aws:SourceAccount':'1111*'}}", ALLOW },
    { "{'StringLike':{'aws:SourceAccount':'1111*'}}", DENY },
    { "{'ArnLike':{'aws:SourceArn':'arn:aws:inspector2:*:111122223333:report/*'}}", DENY },
    { "{'ArnEquals':{'aws:SourceArn':'arn:aws:inspector2:*:report/abc'}}", ALLOW },
    { "{'NumericGreaterThanEquals':{'test:Number':['11','10']}}", DENY },
    { "{'NumericLessThan':{'test:Number':'10'}}", ALLOW },
    { "{'NumericEquals':{'test:Number':'10.0'}}", DENY },
    { "{'IpAddress':{'test:Ip4':'10.1.2.0/23'}}", DENY },
    { "{'IpAddress':{'test:Ip4':'10.1.4.0/23'}}", ALLOW },
    { "{'IpAddress':{'test:Ip6':'2001:db8::/32'}}", DENY },
    { "{'DateEquals':{'test:Date':'1714521600'}}", DENY },
    { "{'DateLessThan':{'test:Date':'2024-05-01T00:00:00Z'}}", ALLOW },
    { "{'BinaryEquals':{'test:Binary':'aGVsbG8='}}", DENY },
    { "{'StringEqualsIgnoreCase':{'test:List':'A'}}", DENY },
    { "{'ForAllValues:StringEquals':{'test:List':['a','b','c']}}", DENY },
    { "{'ForAllValues:StringEquals':{'test:List':'a'}}", ALLOW },
    { "{'ForAnyValue:StringEquals':{'test:List':'a'}}", DENY },
    { "{'ForAnyValue:StringNotEquals':{'test:List':'a'}}", DENY },
    { "{'ForAllValues:StringEquals':{'test:Absent':'a'}}", DENY },
    { "{'ForAnyValue:StringNotEquals':{'test:Absent':'a'}}", ALLOW },
    { "{'StringEquals':{'aws:SourceAccount':'${aws:sourceaccount}'}}", DENY },
    { "{'StringEquals':{'aws:SourceAccount':'${test:Absent}'}}", ALLOW },
    { "{'StringEquals':{'aws:SourceAccount':\"${test:Absent, '111122223333'}\"}}", DENY },
    { "{'StringLike':{'aws:SourceAccount':'${test:Star}'}}", ALLOW },
    { "{'StringLike':{'test:Star':'${*}'}}", DENY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DossierPolicyRequest) request = inspector_request ();
      g_autofree char *text = NULL;
      g_autoptr (DossierPolicyVerdict) verdict = NULL;
      g_autoptr (GString) condition = g_string_new (rows[i].condition);

      if (strchr (condition->str, '"') == NULL)
        g_string_replace (condition, "'", "\"", 0);
      else
        g_string_assign (condition, "{\"StringEquals\":{\"aws:SourceAccount\":\"${test:Absent, '111122223333'}\"}}");
      text = g_strdup_printf ("{\"Version\":\"2012-10-17\",\"Statement\":["
                              "{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"inspector2.amazonaws.com\"},\"Action\":\"S3:put*\",\"Resource\":\"arn:aws:s3:::reports/*\"},"
                              "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":%s}]}", condition->str);
      verdict = evaluate (text, request);
      g_test_message ("%s", condition->str);
      g_assert_cmpint (dossier_policy_verdict_get_decision (verdict), ==, rows[i].want);
      if (rows[i].want == OPEN)
        g_assert_cmpstr (dossier_policy_verdict_get_unknown_keys (verdict)[0], ==, "s3:x-amz-acl");
    }
}

static void
test_statements (void)
{
  static const struct { const char *members; DossierDecision want; } rows[] = {
    { "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'", ALLOW },
    { "'Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'*','Resource':'*'", NONE },
    { "'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'Action':'*','Resource':'*'", DENY },
    { "'Effect':'Allow','Principal':'*','NotAction':'s3:Get*','Resource':'*'", ALLOW },
    { "'Effect':'Allow','Principal':'*','NotAction':'s3:P*','Resource':'*'", NONE },
    { "'Effect':'Allow','Principal':'*','Action':'s3:PutObject','Resource':'arn:aws:s3:::reports'", NONE },
    { "'Effect':'Allow','Principal':'*','Action':'s3:PutObject','Resource':'arn:aws:s3:::Reports/*'", NONE },
    { "'Effect':'Allow','Principal':'*','Action':'s3:PutObject','NotResource':'arn:aws:s3:::reports/*'", NONE },
    { "'Effect':'Allow','Principal':'*','Action':'s3:Put?bject','Resource':'arn:aws:s3:::reports/i?/?.csv'", ALLOW },
    { "'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:s3:::reports/${s3:x-amz-acl}'", NONE },
    { "'Effect':'Allow','Action':'*','Resource':'*'", NONE },
    { "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{'s3:x-amz-acl':'a'}}", OPEN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DossierPolicyRequest) request = inspector_request ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (DossierPolicyVerdict) verdict = NULL;

      g_string_printf (text, "{'Statement':{%s}}", rows[i].members);
      g_string_replace (text, "'", "\"", 0);
      verdict = evaluate (text->str, request);
      g_test_message ("%s", text->str);
      g_assert_cmpint (dossier_policy_verdict_get_decision (verdict), ==, rows[i].want);
    }
}

/* "AWS JSON policy elements: Principal" of the IAM user guide. */
static void
test_principals (void)
{
  static const struct { const char *statement, *principal; DossierDecision want; gboolean delegated; } rows[] = {
    { "'Principal':{'AWS':'*'}", "arn:aws:iam::111122223333:user/u", ALLOW, FALSE },
    { "'Principal':{'AWS':'111122223333'}", "arn:aws:iam::111122223333:user/u", ALLOW, TRUE },
    { "'Principal':{'AWS':'arn:aws:iam::111122223333:root'}", "arn:aws:sts::111122223333:assumed-role/r/s", ALLOW, TRUE },
    { "'Principal':{'AWS':'arn:aws:iam::111122223333:root'}", "arn:aws:iam::111122223333:root", ALLOW, FALSE },
    { "'Principal':{'AWS':'111122223333'}", "arn:aws:iam::111122223333:root", ALLOW, FALSE },
    { "'Principal':{'AWS':['444455556666','arn:aws:iam::111122223333:user/u']}", "arn:aws:iam::111122223333:user/u", ALLOW, FALSE },
    { "'Principal':{'AWS':'arn:aws-cn:iam::111122223333:root'}", "arn:aws:iam::111122223333:user/u", NONE, FALSE },
    { "'Principal':{'AWS':'arn:aws:iam::111122223333:role/path/r'}", "arn:aws:sts::111122223333:assumed-role/r/s", ALLOW, FALSE },
    { "'Principal':{'AWS':'arn:aws:iam::111122223333:role/r'}", "arn:aws:sts::111122223333:assumed-role/rr/s", NONE, FALSE },
    { "'Principal':{'AWS':'arn:aws:iam::444455556666:role/r'}", "arn:aws:sts::111122223333:assumed-role/r/s", NONE, FALSE },
    { "'Principal':{'AWS':'arn:aws:sts::111122223333:assumed-role/r/s'}", "arn:aws:sts::111122223333:assumed-role/r/s", ALLOW, FALSE },
    { "'Principal':{'AWS':'arn:aws:sts::111122223333:assumed-role/r/t'}", "arn:aws:sts::111122223333:assumed-role/r/s", NONE, FALSE },
    { "'Principal':{'AWS':'arn:aws:iam::111122223333:user/r'}", "arn:aws:sts::111122223333:assumed-role/r/s", NONE, FALSE },
    { "'Principal':{'Service':'inspector2.amazonaws.com'}", "arn:aws:iam::111122223333:root", NONE, FALSE },
    { "'Principal':{'CanonicalUser':'79a5'}", "arn:aws:iam::111122223333:root", NONE, FALSE },
    { "'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:user/u'}", "arn:aws:iam::111122223333:user/u", NONE, FALSE },
    { "'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:user/u'}", "arn:aws:iam::111122223333:user/v", ALLOW, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DossierPolicyRequest) request = dossier_policy_request_new ("s3:GetObject", OBJECT);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (DossierPolicyVerdict) verdict = NULL;

      dossier_policy_request_set_principal_aws (request, rows[i].principal);
      g_string_printf (text, "{'Statement':{'Effect':'Allow',%s,'Action':'*','Resource':'*'}}", rows[i].statement);
      g_string_replace (text, "'", "\"", 0);
      g_test_message ("%s for %s", text->str, rows[i].principal);
      verdict = evaluate (text->str, request);
      g_assert_cmpint (dossier_policy_verdict_get_decision (verdict), ==, rows[i].want);
      g_assert_cmpint (dossier_policy_verdict_is_delegated (verdict), ==, rows[i].delegated);
    }
}

/* What is open, and on what it depends. @identity is a policy of the caller's, beside. */
static void
test_open (void)
{
#define ON(key) "'Action':'*','Resource':'*','Condition':{'StringEquals':{'" key "':'x'}}"
  static const struct { const char *statements; DossierDecision want; const char *refs, *keys; } rows[] = {
    { "{'Effect':'Deny'," ON ("a:a") "}", OPEN, "0", "a:A" },
    { "{'Effect':'Allow'," ON ("a:a") "},{'Effect':'Deny'," ON ("a:b") "}", OPEN, "0 1", "a:A a:B" },
    { "{'Effect':'Allow'," ON ("a:a") "},{'Effect':'Allow','Action':'*','Resource':'*'}", ALLOW, "1", "" },
    { "{'Effect':'Deny'," ON ("a:a") "},{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Allow'," ON ("a:b") "}", OPEN, "0", "a:A" },
    { "{'Effect':'Deny'," ON ("a:a") "},{'Effect':'Deny','Action':'*','Resource':'*'}", DENY, "1", "" },
    { "{'Effect':'Allow','Action':'*','Resource':['*','arn:aws:s3:::${a:a}']}", ALLOW, "0", "" },
    { "{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::${a:a}'}", OPEN, "0", "a:A" },
    { "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'a:a':'x','a:c':'x'}}}", NONE, "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DossierPolicyRequest) request = dossier_policy_request_new ("s3:GetObject", OBJECT);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) refs = g_string_new (NULL);
      g_autoptr (DossierPolicyVerdict) verdict = NULL;
      g_autoptr (DossierPolicyVerdict) copy = NULL;
      g_autofree char *keys = NULL;
      const DossierPolicyStatementRef *found;
      gsize n;

      dossier_policy_request_set_principal_aws (request, "arn:aws:iam::111122223333:user/u");
      dossier_policy_request_set_unknown (request, "a:A");
      dossier_policy_request_set_unknown (request, "a:B");
      g_string_printf (text, "{'Version':'2012-10-17','Statement':[%s]}", rows[i].statements);
      g_string_replace (text, "'", "\"", 0);
      g_test_message ("%s", text->str);
      verdict = evaluate (text->str, request);
      copy = dossier_policy_verdict_copy (verdict);
      g_assert_cmpint (dossier_policy_verdict_get_decision (copy), ==, rows[i].want);
      found = dossier_policy_verdict_get_statements (copy, &n);
      for (gsize j = 0; j < n; j++)
        g_string_append_printf (refs, "%s%u", j > 0 ? " " : "", found[j].statement);
      g_assert_cmpstr (refs->str, ==, rows[i].refs);
      keys = g_strjoinv (" ", (char **) dossier_policy_verdict_get_unknown_keys (copy));
      g_assert_cmpstr (keys, ==, rows[i].keys);
    }
}

/* A resource's policy and one of the caller's own, in one question. */
static void
test_two_policies (void)
{
  g_autoptr (DossierPolicy) own = dossier_policy_parse (
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}", -1, NULL);
  g_autoptr (DossierPolicy) bucket = dossier_policy_parse (
      "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"*\",\"Resource\":\"*\"},"
      "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::reports/in/*\"}]}", -1, NULL);
  g_autoptr (DossierPolicyRequest) request = dossier_policy_request_new ("s3:GetObject", OBJECT);
  DossierPolicy *policies[] = { own, bucket };
  g_autoptr (DossierPolicyVerdict) one = NULL, both = NULL;
  const DossierPolicyStatementRef *refs;
  gsize n;

  dossier_policy_request_set_principal_aws (request, "arn:aws:iam::111122223333:user/u");
  one = dossier_policy_evaluate (policies, 1, request);
  both = dossier_policy_evaluate (policies, 2, request);
  g_assert_cmpint (dossier_policy_verdict_get_decision (one), ==, ALLOW);
  g_assert_cmpint (dossier_policy_verdict_get_decision (both), ==, DENY);
  refs = dossier_policy_verdict_get_statements (both, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (refs[0].policy, ==, 1);
  g_assert_cmpuint (refs[0].statement, ==, 1);
}

static void
test_refusals (void)
{
  static const struct { const char *text; guint line, column; const char *path; } rows[] = {
    { "{'Statement':[\n {'Effect':'allow','Action':'s3:*','Resource':'*'}]}", 2, 12, "Statement[0].Effect" },
    { "{'Statement':{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}}", 1, 57, "Statement.NotAction" },
    { "{'Statement':{'Effect':'Allow','Action':'*'}}", 1, 14, "Statement" },
    { "{'Statement':[]}", 1, 14, "Statement" },
    { "{'Version':'2013','Statement':[]}", 1, 12, "Version" },
    { "{'Statements':1}", 1, 15, "Statements" },
    { "{'Id':'a','Id':'b'}", 1, 11, "Id" },
    { "{'Id':'é',}", 1, 11, "" },
    { "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Equals':{}}}}", 1, 82, "Statement.Condition.Equals" },
    { "{'Statement':[{'Sid':'é','Effect':'Deny','Action':'*','Resource':'*'},\n {'Sid':'é','Effect':'Deny','Action':'*','Resource':'*'}]}", 2, 9, "Statement[1].Sid" },
    { "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'a:b':null}}}}", 1, 87, "Statement.Condition.Bool.a:b" },
    { "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'Bool':{'a:b':'x','a:b':'y'}}}}", 1, 91, "Statement.Condition.Bool.a:b" },
    { "{'Statement':{'Effect':'Allow','Principal':'arn:aws:iam::1:root','Action':'*','Resource':'*'}}", 1, 44, "Statement.Principal" },
    { "{'Statement':{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::1:user/*'},'Action':'*','Resource':'*'}}", 1, 51, "Statement.Principal.AWS" },
    { "{'Statement':{'Effect':'Allow','Principal':{'Nobody':'x'},'Action':'*','Resource':'*'}}", 1, 54, "Statement.Principal.Nobody" },
    { "{'Statement':{'Effect':'Allow','Action':'s3*:Get','Resource':'*'}}", 1, 41, "Statement.Action" },
    { "{'Statement':{'Effect':'Allow','Action':'s3:','Resource':'*'}}", 1, 41, "Statement.Action" },
    { "{'Statement':{'Effect':'Allow','Action':[],'Resource':'*'}}", 1, 41, "Statement.Action" },
    { "{'Statement':{'Effect':'Allow','Action':['*',1],'Resource':'*'}}", 1, 46, "Statement.Action[1]" },
    { "{'Statement':{'Effect':'Allow','Action':'*','Resource':'s3'}}", 1, 56, "Statement.Resource" },
    { "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','effect':'Allow'}}", 1, 69, "Statement.effect" },
    { "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'NullIfExists':{}}}}", 1, 88, "Statement.Condition.NullIfExists" },
    { "{'Statement':[1]}", 1, 15, "Statement[0]" },
    { "[]", 1, 1, "" },
    { "{'Id':'\\u0000'}", 1, 14, "Id" },
    { "", 1, 1, "" },
    { "{} x", 1, 4, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new (rows[i].text);
      g_autoptr (GError) error = NULL;
      DossierPolicy *policy;

      g_string_replace (text, "'", "\"", 0);
      g_test_message ("%s", text->str);
      policy = dossier_policy_parse (text->str, -1, &error);
      g_assert_null (policy);
      g_assert_true (error->domain == DOSSIER_POLICY_ERROR);
      g_assert_cmpstr (dossier_policy_error_get_path (error), ==, rows[i].path);
      g_assert_cmpuint (dossier_policy_error_get_line (error), ==, rows[i].line);
      g_assert_cmpuint (dossier_policy_error_get_column (error), ==, rows[i].column);
    }
}

static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, ' ');
  const struct { const char *text; gssize length; } rows[] = {
    { deep, -1 }, { large, -1 }, { "{\0}", 3 }, { "{\"Id\":\"\xff\"}", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dossier_policy_parse (rows[i].text, rows[i].length, &error));
      g_assert_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_SYNTAX);
    }
}

static void
test_lines (void)
{
#define REQUEST "'request':{'principal':{'Service':'inspector2.amazonaws.com'},'action':'s3:PutObject','resource':'arn:aws:s3:::b/k'"
#define POLICY "'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'"
  static const struct { const char *in, *out; } rows[] = {
    { "{'policy':{'Statement':[{" POLICY "}]}," REQUEST "}}", "{'decision':'allow','statements':[0],'unknownKeys':[]}" },
    { "{'policy':{'Statement':[{" POLICY ",'Condition':{'Null':{'a:b':'true'}}}]}," REQUEST ",'unknown':['a:B']}}",
      "{'decision':'unknown','statements':[0],'unknownKeys':['a:B']}" },
    { "{'policy':{'Statement':[{" POLICY ",'Condition':{'StringEquals':{'a:b':'x'}}}]}," REQUEST ",'context':{'A:B':['x']}}}",
      "{'decision':'allow','statements':[0],'unknownKeys':[]}" },
    { "{'policy':{'Statement':[{'Effect':'x','Action':'*','Resource':'*'}]}," REQUEST "}}",
      "{'error':{'path':'Statement[0].Effect','message':'Effect is \\'Allow\\' or \\'Deny\\''}}" },
    { "[]", "{'error':{'path':'','message':'The line needs the objects policy and request'}}" },
  };

  g_autoptr (DossierPolicyBatch) batch = dossier_policy_batch_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) in = g_string_new (rows[i].in);
      g_autoptr (GString) want = g_string_new (rows[i].out);
      g_autoptr (GString) out = g_string_new (NULL);

      g_string_replace (in, "'", "\"", 0);
      g_string_replace (want, "'", "\"", 0);
      /* Once more, now that the policy is remembered. */
      for (guint round = 0; round < 2; round++)
        {
          g_string_truncate (out, 0);
          dossier_policy_batch_evaluate (batch, in->str, in->len, out);
          g_assert_cmpstr (out->str, ==, want->str);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/policy/deny-conditions", test_deny_conditions);
  g_test_add_func ("/policy/statements", test_statements);
  g_test_add_func ("/policy/principals", test_principals);
  g_test_add_func ("/policy/open", test_open);
  g_test_add_func ("/policy/two-policies", test_two_policies);
  g_test_add_func ("/policy/refusals", test_refusals);
  g_test_add_func ("/policy/hostile", test_hostile);
  g_test_add_func ("/policy/lines", test_lines);
  return g_test_run ();
}
