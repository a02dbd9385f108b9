// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "aws-test.h"
#include "dossier-error.h"

static void
answer_ok (SoupServerMessage *message,
           guint,
           gpointer)
{
  soup_message_headers_append (soup_server_message_get_response_headers (message), "x-amzn-RequestId", "id-1");
  dossier_test_answer (message, 200, "application/json", "{\"findings\":[]}");
}

static void
test_one_call (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_ok, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);
  const DossierTestRequest *request;
  g_autofree char *host = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (dossier_aws_response_get_status (response), ==, 200);
  g_assert_cmpstr (dossier_aws_response_get_request_id (response), ==, "id-1");
  g_assert_cmpstr (dossier_aws_response_get_header (response, "content-type"), ==, "application/json");
  g_assert_null (dossier_aws_response_get_stream (response));
  g_assert_cmpmem (g_bytes_get_data (dossier_aws_response_get_body (response), NULL),
                   g_bytes_get_size (dossier_aws_response_get_body (response)), "{\"findings\":[]}", 15);

  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 1);
  request = dossier_test_server_get_request (server, 0);
  host = g_strdup_printf ("127.0.0.1:%u", dossier_test_server_get_port (server));
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->target, ==, "/findings/list");
  g_assert_cmpstr (soup_message_headers_get_one (request->headers, "Host"), ==, host);
  g_assert_cmpstr (soup_message_headers_get_one (request->headers, "User-Agent"), ==, "Dossier/" PACKAGE_VERSION);
  g_assert_null (soup_message_headers_get_one (request->headers, "Accept-Encoding"));
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), "{\"maxResults\":1}", 16);
}

static void
test_connections_are_used_again (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_ok, NULL);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);

      g_assert_no_error (error);
    }
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 10);
  g_assert_cmpuint (dossier_test_server_get_n_connections (server), ==, 1);
}

static void
test_wrong_options (void)
{
  const struct
  {
    const char *region;
    const char *endpoint_url;
  } cases[] = {
    { "mars-north-1", NULL },
    { "us-east-1.evil.example", NULL },
    { "us-east-1", "http://example.com" },
    { "us-east-1", "https://user:password@example.com" },
    { "us-east-1", "nonsense" },
  };
  g_autoptr(DossierSecret) secret = dossier_secret_new (TEST_SECRET);
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new (TEST_ACCESS_KEY_ID, secret, NULL, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (credentials);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_aws_client_new (
          &(DossierAwsClientOptions) {
            .region = cases[i].region, .endpoint_url = cases[i].endpoint_url, .credentials = provider },
          &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/aws/client/one-call", test_one_call);
  dossier_test_add_fiber ("/aws/client/connections-are-used-again", test_connections_are_used_again);
  g_test_add_func ("/aws/client/wrong-options", test_wrong_options);
  return g_test_run ();
}
