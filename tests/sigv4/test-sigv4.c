// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-sigv4-authorization.h"
#include "dossier-sigv4.h"
#include "dossier-test.h"
#include "dossier-time.h"
#include "dossier-uri.h"

#define KEY "AKIDEXAMPLE"
#define SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

static char *
authorize (const DossierSigv4Request *request,
           const char                *service,
           const char                *time,
           DossierSigv4Flags          flags)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new (SECRET);
  DossierSigv4Scope scope = { .region = "us-east-1", .service = service, .flags = flags };

  g_assert_true (dossier_time_from_amz_date (time, &scope.time));
  return dossier_sigv4_authorization (request, &scope, KEY, secret);
}

/* The worked example that AWS published with the algorithm. */
static void
test_published (void)
{
  const DossierSigv4Header headers[] = {
    { "Content-Type", "application/x-www-form-urlencoded; charset=utf-8" },
    { "Host", "iam.amazonaws.com" },
    { "X-Amz-Date", "20150830T123600Z" },
  };
  const DossierSigv4Request request = {
    .method = "GET",
    .path = "/",
    .query = "Action=ListUsers&Version=2010-05-08",
    .headers = headers,
    .n_headers = G_N_ELEMENTS (headers),
    .payload_hash = DOSSIER_SHA256_EMPTY,
  };
  g_autofree char *value = authorize (&request, "iam", "20150830T123600Z", DOSSIER_SIGV4_DEFAULT);

  g_assert_cmpstr (value, ==,
                   "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                   "SignedHeaders=content-type;host;x-amz-date, Signature="
                   "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

/* Computed with two other implementations. */
static void
test_inspector (void)
{
  const DossierSigv4Header headers[] = {
    { "x-amz-date", "20250102T030405Z" },
    { "content-type", "application/json" },
    { "host", "inspector2.us-east-1.amazonaws.com" },
  };
  g_autofree char *hash = dossier_sha256_hex ("{\"maxResults\":1}", strlen ("{\"maxResults\":1}"));
  const DossierSigv4Request request = {
    .method = "POST",
    .path = "/findings/list",
    .headers = headers,
    .n_headers = G_N_ELEMENTS (headers),
    .payload_hash = hash,
  };
  g_autofree char *value = authorize (&request, "inspector2", "20250102T030405Z", DOSSIER_SIGV4_DEFAULT);

  g_assert_true (g_str_has_suffix (
      value, "Signature=85e1771047c11f1b181832621618e20acaec02734dc9f68f1e20135e3bf05c60"));
}

static void
test_s3_path (void)
{
  const DossierSigv4Header headers[] = {
    { "host", "demo-bucket.s3.us-east-1.amazonaws.com" },
    { "x-amz-content-sha256", DOSSIER_SHA256_EMPTY },
    { "x-amz-date", "20250102T030405Z" },
    { "x-amz-security-token", "TOKENEXAMPLE" },
  };
  const DossierSigv4Request request = {
    .method = "GET",
    .path = "/reports/team%20a/x%2By.csv",
    .headers = headers,
    .n_headers = G_N_ELEMENTS (headers),
    .payload_hash = DOSSIER_SHA256_EMPTY,
  };
  g_autofree char *value = authorize (&request, "s3", "20250102T030405Z", DOSSIER_SIGV4_S3);

  g_assert_true (g_str_has_suffix (
      value, "Signature=97750dd73b290de22bb03d956109d48c86ae74333fd363bf614bf67c32304a79"));
}

static void
test_uri (void)
{
  static const char *const normal[][2] = {
    { "", "/" },         { "/", "/" },       { "//", "/" },      { "/a/./b", "/a/b" },
    { "/a/../b", "/b" }, { "/../a", "/a" },  { "/a//b", "/a/b" }, { "/a/b/", "/a/b/" },
    { "/a/..", "/" },
  };
  g_autofree char *part = dossier_uri_encode ("a/b c+~é", FALSE);
  g_autofree char *path = dossier_uri_encode ("a/b c", TRUE);

  g_assert_cmpstr (part, ==, "a%2Fb%20c%2B~%C3%A9");
  g_assert_cmpstr (path, ==, "a/b%20c");
  for (gsize i = 0; i < G_N_ELEMENTS (normal); i++)
    {
      g_autofree char *found = dossier_uri_normalize_path (normal[i][0]);

      g_assert_cmpstr (found, ==, normal[i][1]);
    }
}

#define SIGNATURE "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"

static void
test_parse (void)
{
  static const char *const bad[] = {
    "",
    "Bearer token",
    "AWS4-HMAC-SHA256 ",
    "AWS4-HMAC-SHA256 Credential=A/20250101/r/s/aws4_request, SignedHeaders=host",
    "AWS4-HMAC-SHA256 Credential=A/20250101/r/aws4_request, SignedHeaders=host, Signature=" SIGNATURE,
    "AWS4-HMAC-SHA256 Credential=/20250101/r/s/aws4_request, SignedHeaders=host, Signature=" SIGNATURE,
    "AWS4-HMAC-SHA256 Credential=A/20250101/r/s/aws4_request, SignedHeaders=, Signature=" SIGNATURE,
    "AWS4-HMAC-SHA256 Credential=A/20250101/r/s/aws4_request, SignedHeaders=host, Signature=abc",
    "AWS4-HMAC-SHA256 Credential=A/20250101/r/s/aws4_request, Odd=1, SignedHeaders=host, Signature=" SIGNATURE,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSigv4Authorization) parts = dossier_sigv4_authorization_parse (
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
      "SignedHeaders=host;x-amz-date, Signature=" SIGNATURE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (parts->access_key_id, ==, "AKIDEXAMPLE");
  g_assert_cmpstr (parts->date, ==, "20150830");
  g_assert_cmpstr (parts->region, ==, "us-east-1");
  g_assert_cmpstr (parts->service, ==, "iam");
  g_assert_cmpuint (g_strv_length (parts->signed_headers), ==, 2);
  g_assert_cmpstr (parts->signature, ==, SIGNATURE);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) refusal = NULL;

      g_assert_null (dossier_sigv4_authorization_parse (bad[i], &refusal));
      g_assert_error (refusal, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/sigv4/published", test_published);
  g_test_add_func ("/sigv4/inspector", test_inspector);
  g_test_add_func ("/sigv4/s3-path", test_s3_path);
  g_test_add_func ("/sigv4/uri", test_uri);
  g_test_add_func ("/sigv4/parse", test_parse);

  return g_test_run ();
}
