// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* IAM Identity Center's answers, and requests that nobody signs. */

#include "config.h"

#include <string.h>

#include "aws-test.h"
#include "dossier-aws-operation.h"
#include "dossier-aws-secret-json-private.h"
#include "dossier-error.h"
#include "dossier-sso-oidc.h"
#include "dossier-sso.h"
#include "test-answers.h"

#define CREDENTIALS                                                                                     \
  "{\"roleCredentials\":{\"accessKeyId\":\"ASIAEXAMPLE\",\"secretAccessKey\":\"s/\\\"c\",\"sessionToken\":" \
  "\"t\\u00f6k\",\"expiration\":1735787045123}}"
#define REGISTRATION "{\"clientId\":\"c\",\"clientSecret\":\"s\",\"clientIdIssuedAt\":1,\"clientSecretExpiresAt\":1735787045}"
#define TOKEN        "{\"accessToken\":\"a\",\"tokenType\":\"Bearer\",\"expiresIn\":28800,\"refreshToken\":\"r\"}"
#define DEVICE                                                                                       \
  "{\"deviceCode\":\"d\",\"userCode\":\"ABCD-EFGH\",\"verificationUri\":\"https://v.example/\","       \
  "\"verificationUriComplete\":\"https://v.example/?c\",\"expiresIn\":600,\"interval\":7}"

static void
test_answers (void)
{
  g_autoptr(DossierCredentials) credentials = parse_good ((ParseFunc) dossier_sso_parse_role_credentials, CREDENTIALS);
  g_autoptr(DossierSsoRegistration) registration = parse_good ((ParseFunc) dossier_sso_registration_parse, REGISTRATION);
  g_autoptr(DossierSsoToken) token = parse_good ((ParseFunc) dossier_sso_token_parse, TOKEN);
  g_autoptr(DossierSsoToken) short_token =
      parse_good ((ParseFunc) dossier_sso_token_parse, "{\"accessToken\":\"a\",\"expiresIn\":0,\"refreshToken\":null}");
  g_autoptr(DossierSsoDevice) device = parse_good ((ParseFunc) dossier_sso_device_parse, DEVICE);

  g_assert_cmpstr (dossier_credentials_get_access_key_id (credentials), ==, "ASIAEXAMPLE");
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_secret_access_key (credentials)), ==, "s/\"c");
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_session_token (credentials)), ==, "tök");
  g_assert_cmpint (dossier_credentials_get_expires (credentials), ==, TEST_TIME + 123000);
  g_assert_cmpint (registration->expires, ==, TEST_TIME);
  g_assert_cmpstr (dossier_secret_peek (registration->client_secret), ==, "s");
  g_assert_cmpuint (token->expires_in, ==, 28800);
  g_assert_cmpstr (dossier_secret_peek (token->refresh_token), ==, "r");
  g_assert_null (short_token->refresh_token);
  g_assert_cmpuint (device->interval, ==, 7);
  g_assert_cmpstr (device->user_code, ==, "ABCD-EFGH");

  assert_refused_when_cut ((ParseFunc) dossier_sso_parse_role_credentials, CREDENTIALS);
  assert_refused_when_cut ((ParseFunc) dossier_sso_registration_parse, REGISTRATION);
  assert_refused_when_cut ((ParseFunc) dossier_sso_token_parse, TOKEN);
  assert_refused_when_cut ((ParseFunc) dossier_sso_device_parse, DEVICE);
}

static void
test_refused (void)
{
  static const BadAnswer credentials[] = {
    { "", "not valid JSON" },
    { "[]", "an object" },
    { "{}", "roleCredentials" },
    { "{\"roleCredentials\":[]}", "roleCredentials" },
    { "{\"roleCredentials\":{\"accessKeyId\":1}}", "accessKeyId" },
    { "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"\"}}", "secretAccessKey" },
    { "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"a\\u0000b\"}}", "secretAccessKey" },
    { "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"s\"}}", "sessionToken" },
    { "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\"}}", "expiration" },
    { "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":-1}}",
      "expiration" },
    { "{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":1.5}}",
      "expiration" },
  };
  static const BadAnswer tokens[] = {
    { "{\"expiresIn\":1}", "accessToken" },
    { "{\"accessToken\":\"a\"}", "expiresIn" },
    { "{\"accessToken\":\"a\",\"expiresIn\":1,\"refreshToken\":1}", "refreshToken" },
    { "{\"accessToken\":\"a\",\"expiresIn\":99999999999}", "expiresIn" },
  };
  static const BadAnswer devices[] = {
    { "{\"deviceCode\":\"d\",\"userCode\":\"u\",\"verificationUri\":\"file:///etc/passwd\",\"expiresIn\":1}", "https" },
    { "{\"deviceCode\":\"d\",\"userCode\":\"u\",\"verificationUri\":\"https://v\",\"expiresIn\":1,\"interval\":\"5\"}",
      "interval" },
    { "{\"deviceCode\":\"d\",\"userCode\":\"u\",\"verificationUri\":\"https://v\",\"expiresIn\":1,"
      "\"verificationUriComplete\":\"javascript:1\"}", "https" },
  };
  static const BadAnswer lists[] = {
    { "{}", "accountList" },
    { "{\"accountList\":[1]}", "accountList" },
    { "{\"accountList\":[{}]}", "accountId" },
    { "{\"accountList\":[],\"nextToken\":1}", "nextToken" },
  };

  assert_refused ((ParseFunc) dossier_sso_parse_role_credentials, credentials, G_N_ELEMENTS (credentials));
  assert_refused ((ParseFunc) dossier_sso_token_parse, tokens, G_N_ELEMENTS (tokens));
  assert_refused ((ParseFunc) dossier_sso_device_parse, devices, G_N_ELEMENTS (devices));
  assert_refused ((ParseFunc) dossier_sso_list_parse_accounts, lists, G_N_ELEMENTS (lists));
}

/* What is wrong with an answer is told without telling the answer. */
static void
test_errors_hold_no_secret (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (parse_text ((ParseFunc) dossier_sso_token_parse, "{\"accessToken\":s3cr3t}", 22, &error));
  g_assert_null (strstr (error->message, "s3cr3t"));
}

/* json-glib reads what was written, whatever is in it. */
static void
test_secrets_are_quoted (void)
{
  static const char text[] = "q\" b\\ n\n t\t \x01 \x1f é 한 / </script>";
  g_autoptr(DossierSecret) secret = dossier_secret_new (text);
  const DossierAwsSecretMember members[] = { { "absent", NULL }, { "one", secret }, { "two", secret } };

  for (guint plain = 0; plain < 2; plain++)
    {
      g_autoptr(JsonObject) object = json_object_new ();
      g_autoptr(JsonObject) again = NULL;
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(JsonParser) parser = json_parser_new ();

      if (plain == 1)
        json_object_set_string_member (object, "plain", "p");
      bytes = dossier_aws_secret_json_write (object, members, G_N_ELEMENTS (members));
      g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                                                 (gssize) g_bytes_get_size (bytes), NULL));
      again = json_object_ref (json_node_get_object (json_parser_get_root (parser)));
      g_assert_cmpuint (json_object_get_size (again), ==, 2 + plain);
      g_assert_cmpstr (json_object_get_string_member (again, "one"), ==, text);
      g_assert_cmpstr (json_object_get_string_member (again, "two"), ==, text);
    }
}

static void
answer_token (SoupServerMessage *message,
              guint,
              gpointer)
{
  dossier_test_answer (message, 200, "application/json", TOKEN);
}

static DossierAwsClient *
client_without_credentials (DossierTestServer *server,
                            gboolean           read_only)
{
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = "us-east-1",
        .endpoint_url = dossier_test_server_get_url (server),
        .read_only = read_only,
      },
      &error);

  g_assert_no_error (error);
  return client;
}

static DexFuture *
ask_token (DossierAwsClient *client)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("client secret");
  g_autoptr(DossierSecret) code = dossier_secret_new ("device code");
  g_autoptr(DossierSsoRegistration) registration = dossier_sso_registration_new ("client id", secret, 0);

  return dossier_sso_oidc_create_token (
      client, &(DossierCreateTokenInput) { .registration = registration, .device_code = code }, NULL);
}

static void
test_nobody_signs (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_token, NULL);
  g_autoptr(DossierAwsClient) client = client_without_credentials (server, FALSE);
  g_autoptr(DossierSsoToken) token = NULL;
  g_autoptr(GError) error = NULL;
  const DossierTestRequest *request;

  token = dossier_await_child_boxed (ask_token (client), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_secret_peek (token->access_token), ==, "a");
  request = dossier_test_server_get_request (server, 0);
  g_assert_null (soup_message_headers_get_one (request->headers, "Authorization"));
  g_assert_null (soup_message_headers_get_one (request->headers, "X-Amz-Security-Token"));

  /* What has to be signed says that nobody is there to sign. */
  g_assert_null (test_call (client, test_request_new (), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 1);
}

static void
answer_oauth (SoupServerMessage *message,
              guint,
              gpointer)
{
  dossier_test_answer (message, 400, "application/json",
                       "{\"error\":\"slow_down\",\"error_description\":\"Not so fast\"}");
}

/* RFC 6749, 5.2: the members of a refusal; and a code is never asked about twice. */
static void
test_refusals_of_oauth (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_oauth, NULL);
  g_autoptr(DossierAwsClient) client = client_without_credentials (server, FALSE);
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_await_child_boxed (ask_token (client), &error));
  g_assert_true (dossier_aws_error_has_code (error, "slow_down"));
  g_assert_cmpstr (dossier_aws_error_get_raw_message (error), ==, "Not so fast");
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 1);
}

static void
answer_anything (SoupServerMessage *message,
                 guint,
                 gpointer)
{
  dossier_test_answer (message, 200, "application/json", "{}");
}

/* Every operation there is, asked by an account that must not change anything. */
static void
test_read_only (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_anything, NULL);
  g_autoptr(DossierAwsClient) writer = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  g_autoptr(DossierAwsClient) client = client_without_credentials (server, TRUE);
  const char *service;
  const char *operation;
  guint n_sent = 0;
  gboolean reads;

  g_assert_true (dossier_aws_client_is_read_only (client));
  g_assert_false (dossier_aws_client_is_read_only (writer));
  for (guint i = 0; dossier_aws_operation_get (i, &service, &operation, &reads); i++)
    {
      g_autoptr(GError) error = NULL;
      DossierAwsRequest *request = dossier_aws_request_new (service, operation, "POST", "/");
      g_autoptr(DossierAwsResponse) response = NULL;

      dossier_aws_request_set_unsigned (request);
      response = test_call (client, request, &error);
      n_sent += reads;
      g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, n_sent);
      if (reads)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_READ_ONLY);
          g_assert_nonnull (strstr (error->message, operation));
        }
    }
  g_assert_cmpuint (n_sent, >, 0);

  /* One that is not in the table may do anything. */
  {
    g_autoptr(GError) error = NULL;

    g_assert_null (test_call (client, dossier_aws_request_new ("s3", "GetEverything", "GET", "/"), &error));
    g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_READ_ONLY);
    g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, n_sent);
  }

  /* Another account may. */
  {
    g_autoptr(GError) error = NULL;
    g_autoptr(DossierAwsResponse) response =
        test_call (writer, dossier_aws_request_new ("kms", "CreateKey", "POST", "/"), &error);

    g_assert_no_error (error);
  }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/sso/answers", test_answers);
  g_test_add_func ("/aws/sso/refused", test_refused);
  g_test_add_func ("/aws/sso/errors-hold-no-secret", test_errors_hold_no_secret);
  g_test_add_func ("/aws/sso/secrets-are-quoted", test_secrets_are_quoted);
  dossier_test_add_fiber ("/aws/sso/nobody-signs", test_nobody_signs);
  dossier_test_add_fiber ("/aws/sso/refusals-of-oauth", test_refusals_of_oauth);
  dossier_test_add_fiber ("/aws/read-only", test_read_only);
  return g_test_run ();
}
