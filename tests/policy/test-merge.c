// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-policy-diff.h"
#include "dossier-policy-equal.h"
#include "dossier-policy-lint.h"
#include "dossier-policy-lockout.h"
#include "dossier-policy-merge.h"
#include "dossier-test.h"

#define A "111122223333"
#define B "444455556666"
#define ARN(region, account) "arn:aws:inspector2:" region ":" account ":report/*"
#define SERVICE "'Effect':'Allow','Principal':{'Service':'inspector2.amazonaws.com'},"
#define ACTIONS "'Action':['s3:PutObject','s3:PutObjectAcl','s3:AbortMultipartUpload'],"
#define FOR(accounts, arns) "'Condition':{'StringEquals':{'aws:SourceAccount':" accounts "},'ArnLike':{'aws:SourceArn':" arns "}}"

static const char *const only_a[] = { A, NULL }, *const a_and_b[] = { A, B, NULL };
static const DossierInspectorAccess access_a = {
  .kind = DOSSIER_POLICY_KIND_BUCKET, .principal = "inspector2.amazonaws.com", .partition = "aws", .region = "eu-west-1",
  .accounts = only_a, .bucket = "reports",
};

static char *
quoted (const char *text)
{
  GString *json = g_string_new (text);

  g_string_replace (json, "'", "\"", 0);
  return g_string_free_and_steal (json);
}

static DossierPolicyMerge *
merge (const char                   *text,
       const DossierInspectorAccess *access,
       DossierPolicyMergeFlags       flags)
{
  g_autoptr (GError) error = NULL;
  DossierPolicyMerge *self = dossier_policy_merge (text, -1, access, flags, &error);

  g_assert_no_error (error);
  return self;
}

/* However it is written, there is nothing to add. */
static void
test_unchanged (void)
{
  static const char *const statements[] = {
    "{'Sid':'allow-inspector'," SERVICE ACTIONS "'Resource':'arn:aws:s3:::reports/*'," FOR ("'" A "'", "'" ARN ("eu-west-1", A) "'") "}",
    "{" FOR ("['" B "','" A "']", "['" ARN ("eu-west-1", B) "','" ARN ("eu-west-1", A) "']") ",'Resource':['arn:aws:s3:::other/*','arn:aws:s3:::reports/*'],'Action':['S3:ABORTMULTIPARTUPLOAD','s3:putobjectacl','s3:PutObject']," SERVICE "'Sid':'x'}",
    "{" SERVICE "'Action':'s3:*','Resource':'*'," FOR ("['" A "']", "'arn:aws:inspector2:*:" A ":*'") "}",
    "{" SERVICE "'Action':'*','Resource':'arn:aws:s3:::report?/*','Condition':{'StringLike':{'AWS:SOURCEACCOUNT':'1111*'}}}",
    "{" SERVICE "'NotAction':'s3:Get*','NotResource':'arn:aws:s3:::other/*','Condition':{'ForAnyValue:StringEquals':{'aws:SourceAccount':'" A "'}}}",
    "{'Effect':'Allow','Principal':{'Service':['cloudtrail.amazonaws.com','inspector2.amazonaws.com'],'AWS':'" B "'},'Action':'s3:Put*','Resource':'arn:aws:s3:::reports/*','Condition':{'StringEquals':{'aws:SourceAccount':'" A "'}}},"
    "{" SERVICE "'Action':'s3:Abort*','Resource':'arn:aws:s3:::*','Condition':{'ArnEquals':{'aws:SourceArn':'" ARN ("eu-west-1", A) "'}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autofree char *single = g_strdup_printf ("{'Version':'2012-10-17','Statement':[%s]}", statements[i]);
      g_autofree char *text = quoted (single);
      g_autoptr (DossierPolicyMerge) result = merge (text, &access_a, DOSSIER_POLICY_MERGE_NONE);

      g_test_message ("%s", text);
      g_assert_cmpint (dossier_policy_merge_get_outcome (result), ==, DOSSIER_POLICY_MERGE_UNCHANGED);
      g_assert_cmpstr (dossier_policy_merge_get_text (result), ==, text);
      g_assert_cmpint (dossier_policy_merge_get_statement (result), ==, -1);
    }
}

/* Where something lacks, a statement comes last, written as its neighbours are. */
static void
test_added (void)
{
  static const char pretty[] =
      "{\r\n\t\"Statement\": [\r\n\t\t{\r\n\t\t\t\"Sid\": \"allow-inspector\",\r\n\t\t\t\"Effect\": \"Deny\",\r\n"
      "\t\t\t\"Principal\": \"*\",\r\n\t\t\t\"Action\": \"s3:Get*\",\r\n\t\t\t\"Resource\": \"*\"\r\n\t\t}\r\n\t],\r\n\t\"Version\": \"2012-10-17\"\r\n}\r\n";
  static const char pretty_end[] =
      ",\r\n\t\t{\r\n\t\t\t\"Sid\": \"allow-inspector-2\",\r\n\t\t\t\"Effect\": \"Allow\",\r\n\t\t\t\"Principal\": {\r\n"
      "\t\t\t\t\"Service\": \"inspector2.amazonaws.com\"\r\n\t\t\t},\r\n\t\t\t\"Action\": [\r\n\t\t\t\t\"s3:PutObject\",\r\n"
      "\t\t\t\t\"s3:PutObjectAcl\",\r\n\t\t\t\t\"s3:AbortMultipartUpload\"\r\n\t\t\t],\r\n"
      "\t\t\t\"Resource\": \"arn:aws:s3:::reports/*\",\r\n\t\t\t\"Condition\": {\r\n\t\t\t\t\"StringEquals\": {\r\n"
      "\t\t\t\t\t\"aws:SourceAccount\": \"" A "\"\r\n\t\t\t\t},\r\n\t\t\t\t\"ArnLike\": {\r\n"
      "\t\t\t\t\t\"aws:SourceArn\": \"" ARN ("eu-west-1", A) "\"\r\n\t\t\t\t}\r\n\t\t\t}\r\n\t\t}";
  g_autoptr (DossierPolicyMerge) result = merge (pretty, &access_a, DOSSIER_POLICY_MERGE_NONE);
  const char *cut = strstr (pretty, "\r\n\t],");
  g_autofree char *want = g_strdup_printf ("%.*s%s%s", (int) (cut - pretty), pretty, pretty_end, cut);
  static const char *const others[] = {
    "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'false'}}}",
    /* That everybody means services is not documented, and here too little is allowed. */
    "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}",
    "{" SERVICE "'Action':'s3:PutObject','Resource':'*'}",
    "{" SERVICE "'Action':'*','Resource':'arn:aws:s3:::reports/????????????????????????????????????.csv'}",
    "{" SERVICE "'Action':'*','Resource':'arn:aws:s3:::reports'}",
    "{" SERVICE "'Action':'*','Resource':'*','Condition':{'StringEquals':{'s3:x-amz-acl':'private'}}}",
    "{" SERVICE "'Action':'*','Resource':'*','Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:inspector2:eu-west-1:" A ":report/0d5e*'}}}",
    /* One more account in these would allow more than reports of the one Region. */
    "{" SERVICE "'Action':'s3:*','Resource':'arn:aws:s3:::reports/*'," FOR ("'" B "'", "'" ARN ("eu-west-1", B) "'") "}",
    "{" SERVICE ACTIONS "'Resource':'arn:aws:s3:::*'," FOR ("'" B "'", "'" ARN ("eu-west-1", B) "'") "}",
    "{" SERVICE ACTIONS "'Resource':'arn:aws:s3:::reports/*'," FOR ("'" B "'", "'arn:aws:inspector2:*:*:report/*'") "}",
    "{" SERVICE ACTIONS "'Resource':'arn:aws:s3:::reports/*','Condition':{'StringEquals':{'aws:SourceAccount':'" B "'}}}",
  };

  g_assert_cmpint (dossier_policy_merge_get_outcome (result), ==, DOSSIER_POLICY_MERGE_ADDED);
  g_assert_cmpint (dossier_policy_merge_get_statement (result), ==, 1);
  g_assert_cmpstr (dossier_policy_merge_get_text (result), ==, want);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    for (guint list = 0; list < 2; list++)
      {
        g_autofree char *single = g_strdup_printf (list ? "{'Statement':[%s]}" : " {'Statement': %s}\n", others[i]);
        g_autofree char *text = quoted (single);
        g_autofree char *other = quoted (others[i]);
        g_autoptr (DossierPolicyMerge) added = merge (text, &access_a, DOSSIER_POLICY_MERGE_NONE);
        g_autoptr (DossierPolicyMerge) again = merge (dossier_policy_merge_get_text (added), &access_a, DOSSIER_POLICY_MERGE_NONE);

        g_test_message ("%s", text);
        g_assert_cmpint (dossier_policy_merge_get_outcome (added), ==, DOSSIER_POLICY_MERGE_ADDED);
        g_assert_cmpuint (dossier_policy_get_n_statements (dossier_policy_merge_get_policy (added)), ==, 2);
        g_assert_nonnull (strstr (dossier_policy_merge_get_text (added), other));
        g_assert_cmpint (dossier_policy_merge_get_outcome (again), ==, DOSSIER_POLICY_MERGE_UNCHANGED);
      }
}

static void
test_extended (void)
{
#define OURS(accounts, arns) "{'Sid':'s'," SERVICE ACTIONS "'Resource':'arn:aws:s3:::reports/*'," FOR (accounts, arns) "}"
  static const struct { const char *before, *after, *region; } rows[] = {
    { OURS ("'" B "'", "'" ARN ("eu-west-1", B) "'"),
      OURS ("['" B "', '" A "']", "['" ARN ("eu-west-1", B) "', '" ARN ("eu-west-1", A) "']"), "eu-west-1" },
    { OURS ("['" B "']", "['" ARN ("eu-west-1", B) "']"),
      OURS ("['" B "', '" A "']", "['" ARN ("eu-west-1", B) "', '" ARN ("eu-west-1", A) "']"), "eu-west-1" },
    { OURS ("['" B "',\n '777788889999']", "['" ARN ("eu-west-1", B) "','" ARN ("eu-west-1", "777788889999") "']"),
      OURS ("['" B "',\n '777788889999',\n '" A "']", "['" ARN ("eu-west-1", B) "','" ARN ("eu-west-1", "777788889999") "','" ARN ("eu-west-1", A) "']"), "eu-west-1" },
    { OURS ("'" B "'", "'arn:aws:inspector2:eu-west-1:*:report/*'"),
      OURS ("['" B "', '" A "']", "'arn:aws:inspector2:eu-west-1:*:report/*'"), "eu-west-1" },
    { OURS ("'" A "'", "'" ARN ("eu-west-1", A) "'"),
      OURS ("'" A "'", "['" ARN ("eu-west-1", A) "', '" ARN ("eu-west-2", A) "']"), "eu-west-2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *before_text = g_strdup_printf ("{'Statement':[%s]}", rows[i].before);
      g_autofree char *after_text = g_strdup_printf ("{'Statement':[%s]}", rows[i].after);
      g_autofree char *before = quoted (before_text);
      g_autofree char *after = quoted (after_text);
      DossierInspectorAccess access = access_a;
      g_autoptr (DossierPolicyMerge) result = NULL;
      g_autoptr (DossierPolicyMerge) again = NULL;

      access.region = rows[i].region;
      result = merge (before, &access, DOSSIER_POLICY_MERGE_NONE);
      again = merge (after, &access, DOSSIER_POLICY_MERGE_NONE);
      g_assert_cmpstr (dossier_policy_merge_get_text (result), ==, after);
      g_assert_cmpint (dossier_policy_merge_get_outcome (result), ==, DOSSIER_POLICY_MERGE_EXTENDED);
      g_assert_cmpint (dossier_policy_merge_get_outcome (again), ==, DOSSIER_POLICY_MERGE_UNCHANGED);
    }
}

/* A condition of others' stays, and where it stands in the way a statement is added. */
static void
test_other_conditions (void)
{
  static const struct { const char *condition; DossierPolicyMergeOutcome want; } rows[] = {
    { "'Bool':{'aws:PrincipalIsAWSService':'true'}", DOSSIER_POLICY_MERGE_EXTENDED },
    { "'StringEquals':{'aws:SourceOrgID':'o-1'}", DOSSIER_POLICY_MERGE_ADDED },
    { "'Bool':{'aws:SecureTransport':'true'}", DOSSIER_POLICY_MERGE_ADDED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'Statement':[{" SERVICE ACTIONS "'Resource':'arn:aws:s3:::reports/*','Condition':{'StringLike':{'aws:SourceAccount':'" B "'},'ArnLike':{'aws:SourceArn':'" ARN ("eu-west-1", B) "'},%s}}]}", rows[i].condition);
      g_autofree char *json = quoted (text);
      g_autofree char *kept = quoted (rows[i].condition);
      g_autoptr (DossierPolicyMerge) result = merge (json, &access_a, DOSSIER_POLICY_MERGE_NONE);

      g_assert_cmpint (dossier_policy_merge_get_outcome (result), ==, rows[i].want);
      g_assert_nonnull (strstr (dossier_policy_merge_get_text (result), kept));
    }
}

static void
test_unequal (void)
{
  g_autofree char *text = quoted ("{'Statement':[" OURS ("['" A "','" B "']", "['" ARN ("eu-west-1", B) "']") "]}");
  g_autofree char *none = quoted ("{'Statement':[" OURS ("'" A "'", "'" ARN ("eu-west-1", B) "'") "]}");
  g_autofree char *want = quoted ("{'Statement':[" OURS ("['" B "', '" A "']", "['" ARN ("eu-west-1", B) "', '" ARN ("eu-west-1", A) "']") "]}");
  g_autofree char *anew = quoted ("{'Statement':[" OURS ("['" A "']", "['" ARN ("eu-west-1", A) "']") "]}");
  static const char *const only_b[] = { B, NULL };
  DossierInspectorAccess access_b = access_a;
  g_autoptr (GError) error = NULL;
  g_autoptr (DossierPolicyMerge) mended = NULL;
  g_autoptr (DossierPolicyMerge) told = NULL;
  g_autoptr (DossierPolicyMerge) fresh = NULL;

  g_assert_null (dossier_policy_merge (text, -1, &access_a, DOSSIER_POLICY_MERGE_NONE, &error));
  g_assert_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_UNEQUAL);
  g_assert_cmpstr (dossier_policy_error_get_path (error), ==, "Statement[0]");
  mended = merge (text, &access_a, DOSSIER_POLICY_MERGE_MEND);
  g_assert_cmpint (dossier_policy_merge_get_outcome (mended), ==, DOSSIER_POLICY_MERGE_MENDED);
  g_assert_cmpstr (dossier_policy_merge_get_text (mended), ==, want);
  g_assert_cmpint (dossier_policy_merge_get_note (mended, 0)->kind, ==, DOSSIER_POLICY_NOTE_DROPPED);
  g_assert_cmpstr (dossier_policy_merge_get_note (mended, 0)->detail, ==, A);
  fresh = merge (none, &access_a, DOSSIER_POLICY_MERGE_MEND);
  g_assert_cmpstr (dossier_policy_merge_get_text (fresh), ==, anew);
  /* Nothing has to change for B: then it is only told. */
  access_b.accounts = only_b;
  told = merge (text, &access_b, DOSSIER_POLICY_MERGE_NONE);
  g_assert_cmpint (dossier_policy_merge_get_outcome (told), ==, DOSSIER_POLICY_MERGE_UNCHANGED);
  g_assert_cmpint (dossier_policy_merge_get_note (told, 0)->kind, ==, DOSSIER_POLICY_NOTE_UNEQUAL);
  g_assert_cmpstr (dossier_policy_merge_get_note (told, 0)->detail, ==, A);
}

static gboolean
has_note (const DossierPolicyMerge *self,
          DossierPolicyNoteKind     kind,
          int                       statement)
{
  for (guint i = 0; i < dossier_policy_merge_get_n_notes (self); i++)
    if (dossier_policy_merge_get_note (self, i)->kind == kind && dossier_policy_merge_get_note (self, i)->statement == statement)
      return TRUE;
  return FALSE;
}

static void
test_notes (void)
{
  g_autofree char *open = quoted ("{'Statement':[{" SERVICE "'Action':'s3:*','Resource':'*'}]}");
  g_autofree char *closed = quoted ("{'Statement':[" OURS ("'" A "'", "'" ARN ("eu-west-1", A) "'") "]}");
  g_autofree char *denied = quoted ("{'Statement':[{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'},"
                                    "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{'s3:x-amz-acl':'x'}}}]}");
  g_autoptr (DossierPolicyMerge) deputy = merge (open, &access_a, DOSSIER_POLICY_MERGE_NONE);
  g_autoptr (DossierPolicyMerge) fine = merge (closed, &access_a, DOSSIER_POLICY_MERGE_NONE);
  g_autoptr (DossierPolicyMerge) refused = merge (denied, &access_a, DOSSIER_POLICY_MERGE_NONE);

  g_assert_true (has_note (deputy, DOSSIER_POLICY_NOTE_CONFUSED_DEPUTY, 0));
  g_assert_cmpuint (dossier_policy_merge_get_n_notes (fine), ==, 0);
  g_assert_true (has_note (refused, DOSSIER_POLICY_NOTE_DENIED, 0));
  g_assert_true (has_note (refused, DOSSIER_POLICY_NOTE_MAY_BE_DENIED, 1));
  g_assert_false (has_note (refused, DOSSIER_POLICY_NOTE_CONFUSED_DEPUTY, 2));
}

/* Limits are in bytes, and count the blanks. */
static void
test_size (void)
{
  static const struct { DossierPolicyKind kind; gsize limit; } rows[] = {
    { DOSSIER_POLICY_KIND_BUCKET, 20480 }, { DOSSIER_POLICY_KIND_KEY, 32768 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DossierInspectorAccess access = access_a;
      gsize room = 0;

      access.kind = rows[i].kind;
      for (int over = -1; over <= 1; over++)
        {
          g_autoptr (GString) text = g_string_new ("{\"Statement\":[{\"Sid\":\"");
          g_autoptr (DossierPolicyMerge) result = NULL;
          g_autoptr (GError) error = NULL;

          /* “é” has two bytes. */
          for (gsize j = 0; over >= 0 && j + 1 < room + (gsize) over; j += 2)
            g_string_append (text, "é");
          if (over >= 0 && (room + (gsize) over) % 2 == 1)
            g_string_append_c (text, 'e');
          g_string_append (text, "\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}]}");
          result = dossier_policy_merge (text->str, -1, &access, DOSSIER_POLICY_MERGE_NONE, &error);
          if (over < 0)
            room = rows[i].limit - strlen (dossier_policy_merge_get_text (result));
          if (over == 0)
            g_assert_cmpuint (strlen (dossier_policy_merge_get_text (result)), ==, rows[i].limit);
          if (over == 0)
            g_assert_true (has_note (result, DOSSIER_POLICY_NOTE_SIZE, -1));
          if (over == 1)
            g_assert_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_TOO_LARGE);
        }
    }
}

/* Two thousand statements that each could be extended, in a megabyte: no time is spent on it. */
static void
test_megabyte (void)
{
  g_autoptr (GString) text = g_string_new ("{\"Statement\":[");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *one = quoted ("{" SERVICE ACTIONS "'Resource':'arn:aws:s3:::reports/*'," FOR ("'" B "'", "'" ARN ("eu-west-1", B) "'") "}");

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", one);
    }
  g_string_append (text, "]}");
  g_assert_cmpuint (text->len, >, 500000);
  g_assert_null (dossier_policy_merge (text->str, -1, &access_a, DOSSIER_POLICY_MERGE_NONE, &error));
  g_assert_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_TOO_LARGE);
}

/* Other Regions and partitions, several accounts, and a key without a policy. */
static void
test_created (void)
{
  DossierInspectorAccess access = {
    .kind = DOSSIER_POLICY_KIND_KEY, .principal = "inspector2.eu-south-1.amazonaws.com", .partition = "aws",
    .region = "eu-south-1", .accounts = a_and_b, .owner = A,
  };
  g_autoptr (DossierPolicy) want = NULL;
  g_autofree char *text = quoted (
      "{'Version':'2012-10-17','Statement':[{'Sid':'x','Effect':'Allow','Principal':{'AWS':'" A "'},'Action':'kms:*','Resource':'*'},"
      "{'Effect':'Allow','Principal':{'Service':'inspector2.eu-south-1.amazonaws.com'},'Action':['kms:GenerateDataKey*','kms:Decrypt'],"
      "'Resource':'*','Condition':{'StringEquals':{'aws:SourceAccount':['" B "','" A "']},"
      "'ArnLike':{'aws:SourceArn':['" ARN ("eu-south-1", A) "','" ARN ("eu-south-1", B) "']}}}]}");
  g_autoptr (DossierPolicyMerge) key = merge (" \n", &access, DOSSIER_POLICY_MERGE_NONE);
  g_autoptr (DossierPolicyMerge) china = NULL;
  g_autoptr (GError) error = NULL;

  want = dossier_policy_parse (text, -1, NULL);
  g_assert_true (dossier_policy_equal (dossier_policy_merge_get_policy (key), want));
  g_assert_cmpint (dossier_policy_merge_get_outcome (key), ==, DOSSIER_POLICY_MERGE_CREATED);
  g_assert_cmpint (dossier_policy_check_lockout (dossier_policy_merge_get_policy (key), "arn:aws:iam::" A ":user/u", NULL), ==,
                   DOSSIER_POLICY_LOCKOUT_DELEGATED);
  access.owner = NULL;
  g_assert_null (dossier_policy_merge (NULL, 0, &access, DOSSIER_POLICY_MERGE_NONE, &error));
  g_assert_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_LOCKOUT);
  access = (DossierInspectorAccess) {
    .kind = DOSSIER_POLICY_KIND_BUCKET, .principal = "inspector2.amazonaws.com", .partition = "aws-cn",
    .region = "cn-north-1", .accounts = only_a, .bucket = "reports", .prefix = "in/2026",
  };
  china = merge (NULL, &access, DOSSIER_POLICY_MERGE_NONE);
  g_assert_nonnull (strstr (dossier_policy_merge_get_text (china), "\"arn:aws-cn:s3:::reports/in/2026*\""));
  g_assert_nonnull (strstr (dossier_policy_merge_get_text (china), "\"arn:aws-cn:inspector2:cn-north-1:" A ":report/*\""));
}

static void
test_refusals (void)
{
  static const struct { const char *text; int code; } rows[] = {
    { "{'Statement':", DOSSIER_POLICY_ERROR_SYNTAX },
    { "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*'}]}", DOSSIER_POLICY_ERROR_GRAMMAR },
    { "[]", DOSSIER_POLICY_ERROR_GRAMMAR },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = quoted (rows[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_null (dossier_policy_merge (text, -1, &access_a, DOSSIER_POLICY_MERGE_NONE, &error));
      g_assert_error (error, DOSSIER_POLICY_ERROR, rows[i].code);
    }
}

static void
test_lockout (void)
{
#define USER "arn:aws:iam::" A ":user/u"
#define ROLE "arn:aws:sts::" A ":assumed-role/r/s"
  static const struct { const char *statements, *caller; DossierPolicyLockout want; } rows[] = {
    { "{'Effect':'Allow','Principal':{'AWS':'" USER "'},'Action':'kms:*','Resource':'*'}", USER, DOSSIER_POLICY_LOCKOUT_KEPT },
    { "{'Effect':'Allow','Principal':{'AWS':'" A "'},'Action':'kms:Put*','Resource':'*'}", USER, DOSSIER_POLICY_LOCKOUT_DELEGATED },
    { "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::" A ":role/p/r'},'Action':'kms:*','Resource':'*'}", ROLE, DOSSIER_POLICY_LOCKOUT_KEPT },
    { "{'Effect':'Allow','Principal':{'AWS':'" B "'},'Action':'kms:*','Resource':'*'}", USER, DOSSIER_POLICY_LOCKOUT_LOST },
    { "{'Effect':'Allow','Principal':{'AWS':'" USER "'},'Action':['kms:Get*','kms:List*'],'Resource':'*'}", USER, DOSSIER_POLICY_LOCKOUT_LOST },
    { "{'Effect':'Allow','Principal':{'AWS':'" A "'},'Action':'kms:*','Resource':'*'},{'Effect':'Deny','Principal':'*','Action':'kms:Put*','Resource':'*'}", USER, DOSSIER_POLICY_LOCKOUT_LOST },
    { "{'Effect':'Allow','Principal':{'AWS':'" A "'},'Action':'kms:*','Resource':'*','Condition':{'IpAddress':{'aws:SourceIp':'192.0.2.1'}}}", USER, DOSSIER_POLICY_LOCKOUT_UNKNOWN },
    { "{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'kms:*','Resource':'*','Condition':{'StringEquals':{'kms:CallerAccount':'" A "'}}}", USER, DOSSIER_POLICY_LOCKOUT_KEPT },
    { "{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'kms:*','Resource':'*','Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:user/v'}}}", USER, DOSSIER_POLICY_LOCKOUT_LOST },
    { "{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'kms:*','Resource':'*','Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/r'}}}", ROLE, DOSSIER_POLICY_LOCKOUT_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *single = g_strdup_printf ("{'Version':'2012-10-17','Statement':[%s]}", rows[i].statements);
      g_autofree char *text = quoted (single);
      g_autoptr (DossierPolicy) policy = dossier_policy_parse (text, -1, NULL);

      g_test_message ("%s", text);
      g_assert_cmpint (dossier_policy_check_lockout (policy, rows[i].caller, NULL), ==, rows[i].want);
    }
}

/* What `diff -U1` of GNU diffutils prints for these texts. */
static void
test_diff (void)
{
  g_autoptr (DossierPolicyDiff) diff = dossier_policy_diff_new ("a\nb\nc\nd\ne\nf\ng\n", "a\nB\nc\nd\ne\nf\nF\ng\n");
  g_autoptr (DossierPolicyDiff) same = dossier_policy_diff_new ("a\nb", "a\nb");
  g_autoptr (DossierPolicyDiff) all = dossier_policy_diff_new (NULL, "a\nb\n");
  g_autofree char *text = dossier_policy_diff_to_text (diff, 1);
  g_autofree char *nothing = dossier_policy_diff_to_text (same, 3);
  g_autofree char *everything = dossier_policy_diff_to_text (all, 3);

  g_assert_cmpstr (text, ==, "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -6,2 +6,3 @@\n f\n+F\n g\n");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (everything, ==, "@@ -0,0 +1,2 @@\n+a\n+b\n");
}

static void
test_diff_statements (void)
{
#define S(sid, action) "{'Sid':'" sid "','Effect':'Deny','Principal':'*','Action':" action ",'Resource':'*'}"
  g_autofree char *a = quoted ("{'Statement':[" S ("x", "['s3:Get*','s3:List*']") "," S ("y", "'s3:Put*'") "," S ("z", "'ec2:*'") "]}");
  g_autofree char *b = quoted ("{'Statement':[" S ("y", "'s3:*'") "," S ("n", "['s3:list*','S3:Get*']") "," S ("w", "'sns:*'") "]}");
  g_autoptr (DossierPolicyDiff) diff = dossier_policy_diff_new (a, b);
  static const DossierPolicyDiffStatement want[] = {
    { DOSSIER_POLICY_CHANGE_EDITED, 1, 0 },
    { DOSSIER_POLICY_CHANGE_SAME, 0, 1 },
    { DOSSIER_POLICY_CHANGE_EDITED, 2, 2 },
  };
  const DossierPolicyDiffStatement *found;
  g_autoptr (DossierPolicyDiff) written = dossier_policy_diff_new ("{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                                                                   "{\"Statement\":[{\"Action\":[\"*\"],\"Effect\":\"Deny\",\"Resource\":[\"*\"]}]}");
  gsize n;

  found = dossier_policy_diff_get_statements (diff, &n);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (want));
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpint (found[i].change, ==, want[i].change);
      g_assert_cmpint (found[i].old_index, ==, want[i].old_index);
      g_assert_cmpint (found[i].new_index, ==, want[i].new_index);
    }
  g_assert_true (dossier_policy_diff_changes_meaning (diff));
  g_assert_false (dossier_policy_diff_changes_meaning (written));
}

static void
test_lint (void)
{
#define X "'Action':'s3:*','Resource':'arn:aws:s3:::b/*'"
  static const struct { const char *statement; DossierPolicyLintFor what_for; const char *want, *path; } rows[] = {
    { "'Effect':'Deny','Principal':'*'," X, DOSSIER_POLICY_LINT_FOR_BUCKET, NULL, NULL },
    { "'Effect':'Allow'," X, DOSSIER_POLICY_LINT_FOR_ANY, NULL, NULL },
    { "'Effect':'Allow'," X, DOSSIER_POLICY_LINT_FOR_BUCKET, "noPrincipal", "Statement[0]" },
    { "'Effect':'Allow','Principal':'*'," X, DOSSIER_POLICY_LINT_FOR_BUCKET, "public", "Statement[0]" },
    { "'Effect':'Allow','NotPrincipal':{'AWS':'" A "'}," X, DOSSIER_POLICY_LINT_FOR_BUCKET, "notPrincipal", "Statement[0].NotPrincipal" },
    { "'Effect':'Allow','NotAction':'s3:Get*','Resource':'*'", DOSSIER_POLICY_LINT_FOR_ANY, "notAction", "Statement[0].NotAction" },
    { "'Effect':'Allow','Action':'*','Resource':'arn:aws:s3'", DOSSIER_POLICY_LINT_FOR_ANY, "arn", "Statement[0].Resource" },
    { "'Effect':'Allow'," X ",'Condition':{'StringEquals':{'a:b':'x*'}}", DOSSIER_POLICY_LINT_FOR_ANY, "wildcard", "Statement[0].Condition.StringEquals.a:b" },
    { "'Effect':'Allow'," X ",'Condition':{'StringLike':{'a:b':'${aws:username}'}}", DOSSIER_POLICY_LINT_FOR_ANY, "variable", "Statement[0].Condition.StringLike.a:b" },
    { "'Effect':'Allow'," X ",'Condition':{'StringLike':{'a:b':[]}}", DOSSIER_POLICY_LINT_FOR_ANY, "noValues", "Statement[0].Condition.StringLike.a:b" },
    { "'Sid':'한','Effect':'Deny','Principal':'*'," X, DOSSIER_POLICY_LINT_FOR_KEY, "character", "" },
    { "'Sid':'é','Effect':'Deny','Principal':'*'," X, DOSSIER_POLICY_LINT_FOR_KEY, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *single = g_strdup_printf ("{'Statement':[{%s}]}", rows[i].statement);
      g_autofree char *text = quoted (single);
      g_autoptr (DossierPolicy) policy = dossier_policy_parse (text, -1, NULL);
      g_autoptr (GArray) found = dossier_policy_lint (policy, rows[i].what_for);

      g_test_message ("%s", text);
      g_assert_cmpuint (found->len, ==, rows[i].want != NULL ? 1 : 0);
      if (rows[i].want == NULL)
        continue;
      g_assert_cmpstr (dossier_policy_lint_kind_to_text (g_array_index (found, DossierPolicyLint, 0).kind), ==, rows[i].want);
      g_assert_cmpstr (g_array_index (found, DossierPolicyLint, 0).path, ==, rows[i].path);
    }
}

int
main (int   argc,
      char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/policy/merge/unchanged", test_unchanged);
  g_test_add_func ("/policy/merge/added", test_added);
  g_test_add_func ("/policy/merge/extended", test_extended);
  g_test_add_func ("/policy/merge/other-conditions", test_other_conditions);
  g_test_add_func ("/policy/merge/unequal", test_unequal);
  g_test_add_func ("/policy/merge/notes", test_notes);
  g_test_add_func ("/policy/merge/size", test_size);
  g_test_add_func ("/policy/merge/megabyte", test_megabyte);
  g_test_add_func ("/policy/merge/created", test_created);
  g_test_add_func ("/policy/merge/refusals", test_refusals);
  g_test_add_func ("/policy/lockout", test_lockout);
  g_test_add_func ("/policy/diff/lines", test_diff);
  g_test_add_func ("/policy/diff/statements", test_diff_statements);
  g_test_add_func ("/policy/lint", test_lint);
  return g_test_run ();
}
