// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-request.h"
#include "dossier-error.h"
#include "dossier-test.h"

#define TIME (G_GINT64_CONSTANT (1735787045) * G_USEC_PER_SEC) /* 2025-01-02 03:04:05 UTC */

static DossierCredentials *
make_credentials (const char *token)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  g_autoptr(DossierSecret) session = token != NULL ? dossier_secret_new (token) : NULL;

  return dossier_credentials_new ("AKIDEXAMPLE", secret, session, 0);
}

static SoupMessage *
sign (const DossierAwsRequest *request,
      const char              *endpoint,
      gboolean                 custom,
      const char              *token)
{
  g_autoptr(DossierCredentials) credentials = make_credentials (token);
  g_autoptr(GError) error = NULL;
  DossierAwsTarget target = { .endpoint = endpoint, .custom = custom, .region = "us-east-1" };
  SoupMessage *message = dossier_aws_request_sign (request, &target, credentials, TIME, &error);

  g_assert_no_error (error);
  return message;
}

static void
assert_signature (SoupMessage *message,
                  const char  *signature)
{
  const char *value = soup_message_headers_get_one (soup_message_get_request_headers (message), "Authorization");

  g_assert_nonnull (value);
  g_assert_true (g_str_has_suffix (value, signature));
}

/* Both signatures were computed apart from this code. */
static void
test_signatures (void)
{
  g_autoptr(DossierAwsRequest) list = dossier_aws_request_new ("inspector2", "ListFindings", "POST", "/findings/list");
  g_autoptr(DossierAwsRequest) get = dossier_aws_request_new ("s3", "GetObject", "GET", "/");
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"maxResults\":1}", 16);
  g_autoptr(SoupMessage) listing = NULL;
  g_autoptr(SoupMessage) getting = NULL;
  SoupMessageHeaders *headers;

  dossier_aws_request_set_body (list, body, "application/json");
  listing = sign (list, "https://inspector2.us-east-1.amazonaws.com", FALSE, NULL);
  assert_signature (listing, "Signature=85e1771047c11f1b181832621618e20acaec02734dc9f68f1e20135e3bf05c60");
  g_assert_true (soup_message_get_flags (listing) & SOUP_MESSAGE_NO_REDIRECT);

  dossier_aws_request_set_bucket (get, "demo-bucket");
  dossier_aws_request_set_key (get, "reports/team a/x+y.csv");
  getting = sign (get, "https://s3.us-east-1.amazonaws.com", FALSE, "TOKENEXAMPLE");
  assert_signature (getting, "Signature=97750dd73b290de22bb03d956109d48c86ae74333fd363bf614bf67c32304a79");
  headers = soup_message_get_request_headers (getting);
  g_assert_cmpstr (soup_message_headers_get_one (headers, "x-amz-security-token"), ==, "TOKENEXAMPLE");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "x-amz-date"), ==, "20250102T030405Z");
  g_assert_cmpstr (soup_message_headers_get_one (headers, "x-amz-content-sha256"), ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void
test_urls (void)
{
  const struct
  {
    const char *endpoint;
    gboolean custom;
    const char *bucket;
    const char *key;
    const char *url;
  } cases[] = {
    { "https://s3.us-east-1.amazonaws.com", FALSE, NULL, NULL, "https://s3.us-east-1.amazonaws.com/?policy&a=%2F%20%C3%A9" },
    { "https://s3.us-east-1.amazonaws.com", FALSE, "demo", NULL, "https://demo.s3.us-east-1.amazonaws.com/?policy&a=%2F%20%C3%A9" },
    { "https://s3.us-east-1.amazonaws.com", FALSE, "a.b.c", NULL, "https://s3.us-east-1.amazonaws.com/a.b.c?policy&a=%2F%20%C3%A9" },
    { "https://s3.us-east-1.amazonaws.com", FALSE, "Old_Name", "k", "https://s3.us-east-1.amazonaws.com/Old_Name/k?policy&a=%2F%20%C3%A9" },
    { "https://s3.us-east-1.amazonaws.com", FALSE, "evil/x", "k", "https://s3.us-east-1.amazonaws.com/evil%2Fx/k?policy&a=%2F%20%C3%A9" },
    { "https://s3.us-east-1.amazonaws.com", FALSE, "demo", "a/../b//?#", "https://demo.s3.us-east-1.amazonaws.com/a/../b//%3F%23?policy&a=%2F%20%C3%A9" },
    { "http://127.0.0.1:4566", TRUE, "demo", "k", "http://127.0.0.1:4566/demo/k?policy&a=%2F%20%C3%A9" },
    { "http://127.0.0.1:4566/base/", TRUE, "demo", "k", "http://127.0.0.1:4566/base/demo/k?policy&a=%2F%20%C3%A9" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierAwsRequest) request = dossier_aws_request_new ("s3", "Operation", "GET", "/");
      g_autoptr(SoupMessage) message = NULL;
      g_autofree char *url = NULL;

      dossier_aws_request_set_bucket (request, cases[i].bucket);
      dossier_aws_request_set_key (request, cases[i].key);
      dossier_aws_request_add_query (request, "policy", NULL);
      dossier_aws_request_add_query (request, "a", "/ é");
      message = sign (request, cases[i].endpoint, cases[i].custom, NULL);
      url = g_uri_to_string (soup_message_get_uri (message));
      g_assert_cmpstr (url, ==, cases[i].url);
    }
}

static void
test_refuses (void)
{
  const char *const endpoints[] = { "http://s3.us-east-1.amazonaws.com", "http://192.0.2.1", "ftp://127.0.0.1", "",
                                    "https://user@example.com" };
  g_autoptr(DossierAwsRequest) request = dossier_aws_request_new ("s3", "ListBuckets", "GET", "/");
  g_autoptr(DossierCredentials) credentials = make_credentials (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      DossierAwsTarget target = { .endpoint = endpoints[i], .region = "us-east-1" };
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_aws_request_sign (request, &target, credentials, TIME, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

/* One step from PutObject to CreateBucket, and from GetObject to ListBuckets. */
static void
test_places (void)
{
  const struct
  {
    const char *bucket;
    const char *key;
  } cases[] = { { "", "k" }, { "", NULL }, { ".", "k" }, { "..", "k" }, { "../x/..", "" }, { "demo", "" }, { "/", "k" } };
  g_autoptr(DossierCredentials) credentials = make_credentials (NULL);
  DossierAwsTarget target = { .endpoint = "https://s3.us-east-1.amazonaws.com", .region = "us-east-1" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierAwsRequest) request = dossier_aws_request_new ("s3", "PutObject", "PUT", "/");
      g_autoptr(GError) error = NULL;

      dossier_aws_request_set_bucket (request, cases[i].bucket);
      dossier_aws_request_set_key (request, cases[i].key);
      g_assert_null (dossier_aws_request_sign (request, &target, credentials, TIME, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/request/signatures", test_signatures);
  g_test_add_func ("/aws/request/urls", test_urls);
  g_test_add_func ("/aws/request/refuses", test_refuses);
  g_test_add_func ("/aws/request/places", test_places);
  return g_test_run ();
}
