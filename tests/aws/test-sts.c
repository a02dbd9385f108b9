// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-sts-parse-private.h"
#include "dossier-sts-request.h"
#include "dossier-test.h"
#include "test-answers.h"

#define ANSWER(operation, inner) \
  "<" operation "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" operation "Result><Credentials>" inner \
  "</Credentials><AssumedRoleUser/></" operation "Result></" operation "Response>"
#define ID      "<AccessKeyId>ASIAEXAMPLE</AccessKeyId>"
#define SECRET  "<SecretAccessKey>s/+&amp;c</SecretAccessKey>"
#define TOKEN   "<SessionToken>tok//en==</SessionToken>"
#define EXPIRES "<Expiration>2025-01-02T03:04:05Z</Expiration>"
#define TIME    (G_GINT64_CONSTANT (1735787045) * G_USEC_PER_SEC) /* 2025-01-02 03:04:05 UTC */

static void
assert_credentials (const DossierCredentials *credentials)
{
  g_assert_cmpstr (dossier_credentials_get_access_key_id (credentials), ==, "ASIAEXAMPLE");
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_secret_access_key (credentials)), ==, "s/+&c");
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_session_token (credentials)), ==, "tok//en==");
  g_assert_true (dossier_credentials_expire_before (credentials, TIME));
  g_assert_false (dossier_credentials_expire_before (credentials, TIME - 1));
}

static void
test_credentials (void)
{
  g_autoptr(DossierCredentials) role =
      parse_good ((ParseFunc) dossier_sts_parse_assumed_role, ANSWER ("AssumeRole", ID SECRET TOKEN EXPIRES));
  g_autoptr(DossierCredentials) session =
      parse_good ((ParseFunc) dossier_sts_parse_session_token, ANSWER ("GetSessionToken", EXPIRES TOKEN SECRET ID));

  assert_credentials (role);
  assert_credentials (session);
  assert_refused_when_cut ((ParseFunc) dossier_sts_parse_assumed_role, ANSWER ("AssumeRole", ID SECRET TOKEN EXPIRES));
}

static void
test_refused (void)
{
  static const BadAnswer bad[] = {
    { "", "not valid XML" },
    { ANSWER ("GetSessionToken", ID SECRET TOKEN EXPIRES), "<GetSessionTokenResponse>" },
    { "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>", "<Credentials>" },
    { ANSWER ("AssumeRole", SECRET TOKEN EXPIRES), "<AccessKeyId>" },
    { ANSWER ("AssumeRole", ID TOKEN EXPIRES), "<SecretAccessKey>" },
    { ANSWER ("AssumeRole", ID "<SecretAccessKey/>" TOKEN EXPIRES), "<SecretAccessKey>" },
    { ANSWER ("AssumeRole", ID SECRET EXPIRES), "<SessionToken>" },
    { ANSWER ("AssumeRole", ID SECRET TOKEN), "<Expiration>" },
    { ANSWER ("AssumeRole", ID SECRET TOKEN "<Expiration>soon</Expiration>"), "<Expiration>" },
  };

  assert_refused ((ParseFunc) dossier_sts_parse_assumed_role, bad, G_N_ELEMENTS (bad));
}

/* A code of multi-factor authentication is good once. */
static void
test_repeats (void)
{
  DossierAssumeRoleInput input = { .role = "arn:aws:iam::111122223333:role/r", .session_name = "s" };
  g_autoptr(DossierAwsRequest) plain = dossier_sts_assume_role_request (&input);
  g_autoptr(DossierAwsRequest) session = dossier_sts_get_session_token_request (0, "arn:m", "123456");
  g_autoptr(DossierAwsRequest) coded = NULL;

  input.mfa_serial = "arn:m";
  input.mfa_code = "123456";
  coded = dossier_sts_assume_role_request (&input);
  g_assert_true (dossier_aws_request_get_idempotent (plain));
  g_assert_false (dossier_aws_request_get_idempotent (coded));
  g_assert_false (dossier_aws_request_get_idempotent (session));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/sts/credentials", test_credentials);
  g_test_add_func ("/aws/sts/refused", test_refused);
  g_test_add_func ("/aws/sts/repeats", test_repeats);
  return g_test_run ();
}
