// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-policy-inspector.h"
#include "dossier-test.h"

#define KEY "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
#define ALLOW "{'Sid':'a','Effect':'Allow','Principal':{'Service':'inspector2.amazonaws.com'},'Action':'s3:*','Resource':'arn:aws:s3:::reports/*'}"
#define EXEMPT_IF ",'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}"
#define EXEMPT ",'Bool':{'aws:PrincipalIsAWSService':'false'}"

static const char *const accounts[] = { "111122223333", NULL };
static const DossierInspectorAccess bucket_access = {
  .kind = DOSSIER_POLICY_KIND_BUCKET, .principal = "inspector2.amazonaws.com", .partition = "aws", .region = "eu-west-1",
  .accounts = accounts, .bucket = "reports", .prefix = "in", .key_arn = KEY, .organization = "o-ours",
};

static DossierPolicyInspector *
inspect (const char                   *text,
         const DossierInspectorAccess *access)
{
  g_autoptr (GString) json = g_string_new (text);
  g_autoptr (DossierPolicy) policy = NULL;
  g_autoptr (GError) error = NULL;
  DossierPolicyInspector *self;

  g_string_replace (json, "'", "\"", 0);
  policy = dossier_policy_parse (json->str, -1, &error);
  g_assert_no_error (error);
  self = dossier_policy_inspector_new (policy, access, &error);
  g_assert_no_error (error);
  return self;
}

#define PASS DOSSIER_DECISION_ALLOW
#define BLOCK DOSSIER_DECISION_EXPLICIT_DENY
#define OPEN DOSSIER_DECISION_UNKNOWN
#define K(kind) DOSSIER_POLICY_TROUBLE_##kind

/* The common Denies, and what they do to a service principal: conditions keys that name
 * networks, users and roles are not there when a service calls, a negated operator is met by
 * a key that is not there, and so is one with IfExists. */
static void
test_denies (void)
{
  static const struct { const char *condition; DossierDecision want; int kind; DossierPolicyMend mend; } rows[] = {
    { "{'Bool':{'aws:SecureTransport':'false'}}", PASS, K (TRANSPORT), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'BoolIfExists':{'aws:SecureTransport':'false'}}", BLOCK, K (TRANSPORT), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEquals':{'aws:SecureTransport':'true'}}", BLOCK, K (TRANSPORT), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'Bool':{'aws:SecureTransport':'false'}" EXEMPT_IF "}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'NumericLessThanIfExists':{'s3:TlsVersion':'1.2'}}", BLOCK, K (TLS_VERSION), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'NumericLessThan':{'s3:TlsVersion':'1.2'}}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption':'aws:kms'}}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'Null':{'s3:x-amz-server-side-encryption':'true'}}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption':'AES256'}}", BLOCK, K (ENCRYPTION), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption-aws-kms-key-id':'" KEY "'}}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption-aws-kms-key-id':'1234abcd-12ab-34cd-56ef-1234567890ab'}}", BLOCK, K (KEY), DOSSIER_POLICY_MEND_NAME_KEY },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption-aws-kms-key-id':['alias/a','alias/b']}}", BLOCK, K (KEY), DOSSIER_POLICY_MEND_NAME_KEY },
    { "{'StringNotLike':{'s3:x-amz-server-side-encryption-aws-kms-key-id':'arn:aws:kms:eu-west-1:444455556666:*'}}", BLOCK, K (KEY), DOSSIER_POLICY_MEND_NAME_KEY },
    { "{'StringNotEquals':{'aws:PrincipalOrgID':'o-ours'}}", BLOCK, K (ORGANIZATION), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEquals':{'aws:PrincipalOrgID':'o-ours'}" EXEMPT_IF "}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEquals':{'aws:PrincipalOrgID':'o-ours'}" EXEMPT "}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEquals':{'aws:PrincipalAccount':'111122223333'}}", BLOCK, K (PRINCIPAL), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}}", BLOCK, K (PRINCIPAL), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'ArnNotLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}" EXEMPT_IF "}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEquals':{'aws:SourceVpce':'vpce-1'}}", BLOCK, K (ENDPOINT), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEqualsIfExists':{'aws:SourceVpc':'vpc-1'}}", BLOCK, K (ENDPOINT), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEquals':{'aws:SourceVpce':'vpce-1'},'Bool':{'aws:ViaAWSService':'false'}}", BLOCK, K (ENDPOINT), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEquals':{'aws:SourceVpce':'vpce-1'},'BoolIfExists':{'aws:ViaAWSService':'false'}}", BLOCK, K (ENDPOINT), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEquals':{'aws:SourceVpce':'vpce-1'}" EXEMPT_IF "}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}}", BLOCK, K (ADDRESS), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'NotIpAddressIfExists':{'aws:SourceIp':['192.0.2.0/24','2001:db8::/32']}}", BLOCK, K (ADDRESS), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'NotIpAddressIfExists':{'aws:SourceIp':'192.0.2.0/24'}" EXEMPT "}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEqualsIfExists':{'aws:SourceOrgID':'o-ours'},'Bool':{'aws:PrincipalIsAWSService':'true'}}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEqualsIfExists':{'aws:SourceOrgID':'o-theirs'},'Bool':{'aws:PrincipalIsAWSService':'true'}}", BLOCK, K (SOURCE_ORGANIZATION), DOSSIER_POLICY_MEND_NONE },
    { "{'StringNotEquals':{'aws:SourceAccount':'444455556666'}}", BLOCK, K (SOURCE), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringNotEquals':{'s3:x-amz-acl':'bucket-owner-full-control'}}", OPEN, K (ACL), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{'StringEquals':{'s3:x-amz-storage-class':'GLACIER'}}", OPEN, K (OTHER), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "{}", BLOCK, K (UNCONDITIONAL), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'Version':'2012-10-17','Statement':[" ALLOW ",{'Sid':'d','Effect':'Deny','Principal':'*',"
                                               "'Action':'s3:PutObject','Resource':'arn:aws:s3:::reports/*','Condition':%s}]}", rows[i].condition);
      g_autoptr (DossierPolicyInspector) inspector = inspect (text, &bucket_access);
      g_autoptr (DossierPolicyInspector) after = NULL;
      const DossierPolicyTrouble *trouble;
      g_autofree char *mended = NULL;

      g_test_message ("%s", rows[i].condition);
      g_assert_cmpint (dossier_policy_inspector_get_decision (inspector), ==, rows[i].want);
      g_assert_cmpuint (dossier_policy_inspector_get_n_calls (inspector), ==, 3);
      g_assert_cmpuint (dossier_policy_inspector_get_n_troubles (inspector), ==, rows[i].kind >= 0 ? 1 : 0);
      if (rows[i].kind < 0)
        continue;
      trouble = dossier_policy_inspector_get_trouble (inspector, 0);
      g_assert_cmpint (trouble->kind, ==, rows[i].kind);
      g_assert_cmpint (trouble->statement, ==, 1);
      g_assert_cmpint (trouble->mend, ==, rows[i].mend);
      g_assert_cmpint (trouble->effect, ==, rows[i].want == BLOCK  ? DOSSIER_POLICY_TROUBLE_BLOCKS
                                            : rows[i].want == OPEN ? DOSSIER_POLICY_TROUBLE_MAY_BLOCK
                                                                   : DOSSIER_POLICY_TROUBLE_PASSES);
      mended = dossier_policy_inspector_mend (inspector, 0, KEY, NULL);
      if (rows[i].mend == DOSSIER_POLICY_MEND_NONE)
        {
          g_assert_null (mended);
          continue;
        }
      after = inspect (mended, &bucket_access);
      g_assert_cmpint (dossier_policy_inspector_get_decision (after), ==, PASS);
      g_assert_cmpuint (dossier_policy_inspector_get_n_troubles (after), ==, 0);
    }
}

/* Whom a Deny means. */
static void
test_deny_principals (void)
{
  static const struct { const char *principal; DossierDecision want; int kind; DossierPolicyMend mend; } rows[] = {
    { "'Principal':{'AWS':'*'}", BLOCK, K (UNCONDITIONAL), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "'Principal':{'AWS':'arn:aws:iam::111122223333:root'}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "'Principal':{'Service':'cloudtrail.amazonaws.com'}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
    { "'Principal':{'Service':'inspector2.amazonaws.com'}", BLOCK, K (UNCONDITIONAL), DOSSIER_POLICY_MEND_NONE },
    { "'NotPrincipal':{'AWS':['arn:aws:iam::111122223333:root','arn:aws:iam::111122223333:role/r']}", BLOCK, K (NOT_PRINCIPAL), DOSSIER_POLICY_MEND_EXEMPT_SERVICES },
    { "'NotPrincipal':{'Service':'inspector2.amazonaws.com'}", PASS, -1, DOSSIER_POLICY_MEND_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'Statement':[" ALLOW ",{'Effect':'Deny',%s,'Action':'*','Resource':'*'}]}", rows[i].principal);
      g_autoptr (DossierPolicyInspector) inspector = inspect (text, &bucket_access);

      g_test_message ("%s", rows[i].principal);
      g_assert_cmpint (dossier_policy_inspector_get_decision (inspector), ==, rows[i].want);
      g_assert_cmpuint (dossier_policy_inspector_get_n_troubles (inspector), ==, rows[i].kind >= 0 ? 1 : 0);
      if (rows[i].kind < 0)
        continue;
      g_assert_cmpint (dossier_policy_inspector_get_trouble (inspector, 0)->kind, ==, rows[i].kind);
      g_assert_cmpint (dossier_policy_inspector_get_trouble (inspector, 0)->mend, ==, rows[i].mend);
      if (rows[i].mend == DOSSIER_POLICY_MEND_EXEMPT_SERVICES)
        {
          g_autofree char *mended = dossier_policy_inspector_mend (inspector, 0, NULL, NULL);
          g_autoptr (DossierPolicyInspector) after = inspect (mended, &bucket_access);

          g_assert_cmpint (dossier_policy_inspector_get_decision (after), ==, PASS);
        }
    }
}

/* Without knowing the organization and the key, what depends on them is open. */
static void
test_not_known (void)
{
  static const struct { const char *condition, *key; } rows[] = {
    { "{'StringNotEquals':{'aws:SourceOrgID':'o-ours'}}", "aws:SourceOrgID" },
    { "{'StringNotEquals':{'s3:x-amz-server-side-encryption-aws-kms-key-id':'k'}}", "s3:x-amz-server-side-encryption-aws-kms-key-id" },
    { "{'DateGreaterThan':{'aws:CurrentTime':'2030-01-01'}}", "aws:CurrentTime" },
  };
  DossierInspectorAccess access = bucket_access;

  access.organization = access.key_arn = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'Statement':[" ALLOW ",{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':%s}]}", rows[i].condition);
      g_autoptr (DossierPolicyInspector) inspector = inspect (text, &access);

      g_assert_cmpint (dossier_policy_inspector_get_decision (inspector), ==, OPEN);
      g_assert_cmpstr (dossier_policy_inspector_get_trouble (inspector, 0)->key, ==, rows[i].key);
      g_assert_cmpint (dossier_policy_inspector_get_trouble (inspector, 0)->effect, ==, DOSSIER_POLICY_TROUBLE_MAY_BLOCK);
    }
}

/* What lacks in what is allowed. */
static void
test_lacks (void)
{
#define NAMED "'Effect':'Allow','Principal':{'Service':'inspector2.amazonaws.com'},"
#define PUT "'Action':['s3:PutObject*','s3:AbortMultipartUpload'],"
#define HERE "'Resource':'arn:aws:s3:::reports/*'"
  static const struct { const char *statement; int kind; const char *key, *value; } rows[] = {
    { NAMED PUT HERE, -1, NULL, NULL },
    { "'Effect':'Allow','Principal':{'Service':'inspector2.eu-south-1.amazonaws.com'}," PUT HERE, K (PRINCIPAL_REGION), NULL, "inspector2.eu-south-1.amazonaws.com" },
    { NAMED PUT HERE ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws-cn:inspector2:eu-west-1:111122223333:report/*'}}", K (SOURCE_PARTITION), "aws:SourceArn", "arn:aws-cn:inspector2:eu-west-1:111122223333:report/*" },
    { NAMED PUT HERE ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:inspector2:eu-west-2:111122223333:report/*'}}", K (SOURCE_REGION), "aws:SourceArn", "arn:aws:inspector2:eu-west-2:111122223333:report/*" },
    { NAMED PUT HERE ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:inspector2:eu-west-1:444455556666:report/*'}}", K (SOURCE_ACCOUNT), "aws:SourceArn", "arn:aws:inspector2:eu-west-1:444455556666:report/*" },
    { NAMED PUT HERE ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:inspector2:eu-west-1:111122223333:finding/*'}}", K (SOURCE_FORM), "aws:SourceArn", "arn:aws:inspector2:eu-west-1:111122223333:finding/*" },
    { NAMED PUT HERE ",'Condition':{'StringEquals':{'aws:SourceAccount':'444455556666'}}", K (SOURCE_ACCOUNT), "aws:SourceAccount", "444455556666" },
    { NAMED PUT HERE ",'Condition':{'StringEquals':{'aws:SourceArn':'arn:aws:inspector2:eu-west-1:111122223333:report/*'}}", K (LITERAL), "aws:SourceArn", "arn:aws:inspector2:eu-west-1:111122223333:report/*" },
    { NAMED PUT HERE ",'Condition':{'StringEquals':{'aws:SourceAccount':['1111*']}}", K (LITERAL), "aws:SourceAccount", "1111*" },
    { NAMED PUT HERE ",'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-ours'}}", K (CONDITION), "aws:PrincipalOrgID", "o-ours" },
    { NAMED PUT "'Resource':'arn:aws:s3:::reports'", K (BUCKET_ONLY), NULL, "arn:aws:s3:::reports" },
    { NAMED PUT "'Resource':'arn:aws:s3:::reports/out/*'", K (RESOURCE), NULL, "arn:aws:s3:::reports/out/*" },
    { NAMED "'Action':['s3:PutObject','s3:PutObjectAcl']," HERE, K (ACTION), NULL, "s3:AbortMultipartUpload" },
    { "'Effect':'Allow','Principal':{'AWS':'111122223333'}," PUT HERE, K (ACCOUNT_ONLY), NULL, NULL },
    { "'Effect':'Allow','Principal':{'Service':'cloudtrail.amazonaws.com'}," PUT HERE, K (NO_STATEMENT), NULL, NULL },
    { "'Effect':'Allow','Principal':'*'," PUT HERE, K (EVERYBODY), NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'Version':'2012-10-17','Statement':[{%s}]}", rows[i].statement);
      g_autoptr (DossierPolicyInspector) inspector = inspect (text, &bucket_access);
      const DossierPolicyTrouble *trouble;

      g_test_message ("%s", rows[i].statement);
      g_assert_cmpuint (dossier_policy_inspector_get_n_troubles (inspector), ==, rows[i].kind >= 0 ? 1 : 0);
      if (rows[i].kind < 0)
        continue;
      trouble = dossier_policy_inspector_get_trouble (inspector, 0);
      g_assert_cmpint (trouble->kind, ==, rows[i].kind);
      g_assert_cmpint (trouble->mend, ==, DOSSIER_POLICY_MEND_MERGE);
      g_assert_cmpstr (trouble->key, ==, rows[i].key);
      g_assert_cmpstr (trouble->value, ==, rows[i].value);
    }
}

static void
test_keys (void)
{
  static const struct { const char *statements; DossierDecision want; int kind; const char *value; } rows[] = {
    { "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'kms:*','Resource':'*'}", DOSSIER_DECISION_IMPLICIT_DENY, K (ACCOUNT_ONLY), NULL },
    { "{" NAMED "'Action':['kms:Decrypt','kms:GenerateDataKey*'],'Resource':'*'}", PASS, -1, NULL },
    { "{" NAMED "'Action':'kms:GenerateDataKey*','Resource':'*'}", DOSSIER_DECISION_IMPLICIT_DENY, K (ACTION), "kms:Decrypt" },
    { "{" NAMED "'Action':'kms:Decrypt','Resource':'*'}", DOSSIER_DECISION_IMPLICIT_DENY, K (ACTION), "kms:GenerateDataKey" },
    { "{" NAMED "'Action':'kms:*','Resource':'*','Condition':{'StringEquals':{'kms:ViaService':'s3.eu-west-1.amazonaws.com'}}}", OPEN, K (CONDITION), "s3.eu-west-1.amazonaws.com" },
  };
  DossierInspectorAccess access = bucket_access;

  access.kind = DOSSIER_POLICY_KIND_KEY;
  access.bucket = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'Version':'2012-10-17','Statement':[%s]}", rows[i].statements);
      g_autoptr (DossierPolicyInspector) inspector = inspect (text, &access);

      g_test_message ("%s", rows[i].statements);
      g_assert_cmpint (dossier_policy_inspector_get_decision (inspector), ==, rows[i].want);
      g_assert_cmpuint (dossier_policy_inspector_get_n_calls (inspector), ==, 2);
      g_assert_cmpuint (dossier_policy_inspector_get_n_troubles (inspector), ==, rows[i].kind >= 0 ? 1 : 0);
      if (rows[i].kind < 0)
        continue;
      g_assert_cmpint (dossier_policy_inspector_get_trouble (inspector, 0)->kind, ==, rows[i].kind);
      g_assert_cmpstr (dossier_policy_inspector_get_trouble (inspector, 0)->value, ==, rows[i].value);
    }
}

static void
test_bad_access (void)
{
  g_autoptr (DossierPolicy) policy = dossier_policy_parse ("{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}", -1, NULL);
  static const char *const bad[] = { "1111", NULL }, *const twice[] = { "111122223333", "111122223333", NULL }, *const none[] = { NULL };

  for (guint i = 0; i < 8; i++)
    {
      DossierInspectorAccess access = bucket_access;
      g_autoptr (GError) error = NULL;

      switch (i)
        {
        case 0: access.accounts = bad; break;
        case 1: access.accounts = twice; break;
        case 2: access.accounts = none; break;
        case 3: access.bucket = "re*ports"; break;
        case 4: access.prefix = "a\"b"; break;
        case 5: access.principal = "s3.amazonaws.com"; break;
        case 6: access.region = "eu west"; break;
        default: access.prefix = "${aws:username}"; break;
        }
      g_assert_null (dossier_policy_inspector_new (policy, &access, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

int
main (int   argc,
      char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/policy/inspector/denies", test_denies);
  g_test_add_func ("/policy/inspector/deny-principals", test_deny_principals);
  g_test_add_func ("/policy/inspector/not-known", test_not_known);
  g_test_add_func ("/policy/inspector/lacks", test_lacks);
  g_test_add_func ("/policy/inspector/keys", test_keys);
  g_test_add_func ("/policy/inspector/bad-access", test_bad_access);
  return g_test_run ();
}
