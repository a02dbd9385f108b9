// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What the tests of the client share. */

#include "config.h"

#include "aws-test.h"

DossierAwsClient *
test_client_new (const char   *endpoint_url,
                 DossierClock *clock,
                 guint         timeout_ms)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new (TEST_SECRET);
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new (TEST_ACCESS_KEY_ID, secret, NULL, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (credentials);
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = "us-east-1",
        .endpoint_url = endpoint_url,
        .credentials = provider,
        .clock = clock,
        .timeout_ms = timeout_ms,
      },
      &error);

  g_assert_no_error (error);
  return client;
}

DossierAwsRequest *
test_request_new (void)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"maxResults\":1}", 16);
  DossierAwsRequest *request = dossier_aws_request_new ("inspector2", "ListFindings", "POST", "/findings/list");

  dossier_aws_request_set_body (request, body, "application/json");
  return request;
}

DossierAwsRequest *
test_s3_request_new (const char *operation,
                     const char *method,
                     const char *bucket)
{
  DossierAwsRequest *request = dossier_aws_request_new ("s3", operation, method, "/");

  dossier_aws_request_set_bucket (request, bucket);
  return request;
}

/* @request is consumed; waits for the answer. */
DossierAwsResponse *
test_call (DossierAwsClient  *client,
           DossierAwsRequest *request,
           GError           **error)
{
  return dossier_await_child_boxed (dossier_aws_client_call (client, request, NULL), error);
}
