// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What the client puts right by itself: clock, credentials, and Region. */

#include "config.h"

#include <string.h>

#include "aws-test.h"
#include "dossier-aws-redirect.h"
#include "dossier-time.h"

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

/* A service with a clock of its own, which is strict about five minutes. */
static void
answer_by_the_clock (SoupServerMessage *message,
                     guint,
                     gpointer data)
{
  gint64 now = *(const gint64 *) data;
  g_autofree char *date = dossier_time_to_http_date (now);
  const char *sent = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "X-Amz-Date");
  gint64 signed_at = 0;

  g_assert_true (dossier_time_from_amz_date (sent, &signed_at));
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", date);
  if (ABS (signed_at - now) <= 5 * 60 * G_USEC_PER_SEC)
    dossier_test_answer (message, 200, "application/json", "{}");
  else
    dossier_test_answer (message, 403, "application/json",
                         signed_at < now
                             ? "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired: …\"}"
                             : "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature not yet current: …\"}");
}

static void
test_skewed_clock (void)
{
  const gint64 offsets[] = { HOUR, -HOUR, 24 * 400 * HOUR, -24 * 400 * HOUR };

  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      gint64 there = TEST_TIME + offsets[i];
      g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_by_the_clock, &there);
      g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
      g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, 0);

      g_assert_cmpint (dossier_aws_client_get_clock_offset (client), ==, 0);
      for (guint calls = 1; calls <= 2; calls++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);

          g_assert_no_error (error);
          /* The first call finds out, the second knows. */
          g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, calls + 1);
        }
      g_assert_cmpint (dossier_aws_client_get_clock_offset (client), ==, offsets[i]);
      g_assert_cmpuint (dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (clock)), ==, 0);

      /* Somebody sets the clock here: what was right is wrong now. */
      dossier_fake_clock_advance (DOSSIER_FAKE_CLOCK (clock), offsets[i]);
      {
        g_autoptr(GError) error = NULL;
        g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);

        g_assert_no_error (error);
        g_assert_cmpint (dossier_aws_client_get_clock_offset (client), ==, 0);
      }
    }
}

static void
answer_too_skewed (SoupServerMessage *message,
                   guint              number,
                   gpointer)
{
  g_autofree char *date = dossier_time_to_http_date (TEST_TIME + number * HOUR);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Date", date);
  dossier_test_answer (message, 403, "application/xml", "<Error><Code>RequestTimeTooSkewed</Code></Error>");
}

static void
test_clock_is_put_right_once (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_too_skewed, NULL);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, 0);
  g_autoptr(GError) error = NULL;

  g_assert_null (test_call (client, test_s3_request_new ("ListObjectsV2", "GET", "bucket"), &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_CLOCK_SKEW);
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 2);
}

/* Gives one set of credentials after the other, the last for ever. */
struct _TestProvider
{
  GObject parent_instance;

  const char *const *tokens;
  guint n_asked;
};

#define TEST_TYPE_PROVIDER (test_provider_get_type ())
G_DECLARE_FINAL_TYPE (TestProvider, test_provider, TEST, PROVIDER, GObject)

static DexFuture *
test_provider_get (DossierCredentialsProvider *provider,
                   GCancellable *)
{
  TestProvider *self = TEST_PROVIDER (provider);
  g_autoptr(DossierSecret) secret = dossier_secret_new (TEST_SECRET);
  g_autoptr(DossierSecret) token = NULL;
  const char *text = *self->tokens;

  self->n_asked++;
  if (text == NULL)
    return dex_future_new_reject (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no credentials left");
  self->tokens++;
  token = dossier_secret_new (text);
  return dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS,
                                    dossier_credentials_new (TEST_ACCESS_KEY_ID, secret, token, 0));
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = test_provider_get;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestProvider, test_provider, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER, provider_iface_init))

static void
test_provider_class_init (TestProviderClass *)
{
}

static void
test_provider_init (TestProvider *)
{
}

static void
answer_by_token (SoupServerMessage *message,
                 guint,
                 gpointer)
{
  const char *token =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), "X-Amz-Security-Token");

  if (g_str_has_prefix (token, "expired"))
    dossier_test_answer (message, 403, "application/json", "{\"__type\":\"ExpiredTokenException\",\"message\":\"m\"}");
  else
    dossier_test_answer (message, 200, "application/json", "{}");
}

static void
test_expired_credentials (void)
{
  const struct
  {
    const char *tokens[4];
    gboolean good;
    guint n_asked;
    guint n_requests;
  } cases[] = {
    { { "expired", "new" }, TRUE, 2, 2 },
    { { "expired", "expired" }, FALSE, 2, 1 },
    { { "expired 1", "expired 2", "new" }, FALSE, 2, 2 },
    { { "expired" }, FALSE, 2, 1 },
    { { "new" }, TRUE, 1, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_by_token, NULL);
      g_autoptr(TestProvider) provider = g_object_new (TEST_TYPE_PROVIDER, NULL);
      g_autoptr(DossierAwsClient) client = NULL;
      g_autoptr(DossierAwsResponse) response = NULL;
      g_autoptr(GError) error = NULL;

      provider->tokens = cases[i].tokens;
      client = dossier_aws_client_new (
          &(DossierAwsClientOptions) {
            .region = "us-east-1",
            .endpoint_url = dossier_test_server_get_url (server),
            .credentials = DOSSIER_CREDENTIALS_PROVIDER (provider),
          },
          &error);
      g_assert_no_error (error);

      response = test_call (client, test_request_new (), &error);
      if (cases[i].good)
        g_assert_no_error (error);
      else
        g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS);
      g_assert_cmpuint (provider->n_asked, ==, cases[i].n_asked);
      g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, cases[i].n_requests);
    }
}

static void
test_no_credentials (void)
{
  static const char *const none[] = { NULL };
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_by_token, NULL);
  g_autoptr(TestProvider) provider = g_object_new (TEST_TYPE_PROVIDER, NULL);
  g_autoptr(DossierAwsClient) client = NULL;
  g_autoptr(GError) error = NULL;

  provider->tokens = none;
  client = dossier_aws_client_new (&(DossierAwsClientOptions) { .region = "us-east-1",
                                                                .endpoint_url = dossier_test_server_get_url (server),
                                                                .credentials = DOSSIER_CREDENTIALS_PROVIDER (provider) },
                                   &error);
  g_assert_no_error (error);
  g_assert_null (test_call (client, test_request_new (), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "no credentials left");
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 0);
}

typedef struct
{
  guint status;
  const char *header_region;
  const char *body;
  const char *home; /* the Region that is answered; NULL: none */
} Redirect;

static const char *
scope_region (SoupServerMessage *message)
{
  const char *authorization =
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  for (const char *const *region = (const char *const[]) { "us-east-1", "eu-west-1", "cn-north-1", NULL }; *region != NULL;
       region++)
    {
      g_autofree char *scope = g_strdup_printf ("/%s/s3/aws4_request", *region);

      if (strstr (authorization, scope) != NULL)
        return *region;
    }
  return "elsewhere";
}

static void
answer_redirect (SoupServerMessage *message,
                 guint,
                 gpointer data)
{
  const Redirect *redirect = data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (g_strcmp0 (scope_region (message), redirect->home) == 0)
    {
      dossier_test_answer (message, 200, "application/xml", "<ListBucketResult/>");
      return;
    }
  soup_message_headers_append (headers, "Location", "https://evil.example/");
  if (redirect->header_region != NULL)
    soup_message_headers_append (headers, "x-amz-bucket-region", redirect->header_region);
  /* HEAD alone tells the Region, where nothing else does. */
  else if (soup_server_message_get_method (message) == SOUP_METHOD_HEAD && redirect->home != NULL)
    soup_message_headers_append (headers, "x-amz-bucket-region", redirect->home);
  dossier_test_answer (message, redirect->status, "application/xml", redirect->body);
}

#define ERROR(code, rest) "<Error><Code>" code "</Code>" rest "</Error>"

static void
test_redirects (void)
{
  const struct
  {
    Redirect redirect;
    const char *operation;
    const char *method;
    guint first;  /* requests until the first call is answered */
    guint second; /* and the second */
  } cases[] = {
    { { 301, "eu-west-1", ERROR ("PermanentRedirect", ""), "eu-west-1" }, "ListObjectsV2", "GET", 2, 3 },
    { { 400, NULL, ERROR ("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"), "eu-west-1" },
      "ListObjectsV2", "GET", 2, 3 },
    { { 301, "eu-west-1", "", "eu-west-1" }, "HeadBucket", "HEAD", 2, 3 },
    { { 400, "eu-west-1", "", "eu-west-1" }, "HeadBucket", "HEAD", 2, 3 },
    { { 307, NULL, ERROR ("TemporaryRedirect", "<Endpoint>evil.example</Endpoint>"), "eu-west-1" },
      "ListObjectsV2", "GET", 3, 4 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_redirect, (gpointer) &cases[i].redirect);
      g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);

      for (guint call = 0; call < 2; call++)
        {
          g_autoptr(GError) error = NULL;
          g_autoptr(DossierAwsResponse) response =
              test_call (client, test_s3_request_new (cases[i].operation, cases[i].method, "bucket"), &error);

          g_assert_no_error (error);
          g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, call == 0 ? cases[i].first : cases[i].second);
        }
    }
}

static void
test_redirects_that_are_not_followed (void)
{
  const struct
  {
    Redirect redirect;
    const char *operation;
    guint n_requests;
  } cases[] = {
    /* another partition; no Region at all; the same one; one that sends on and on */
    { { 301, "cn-north-1", ERROR ("PermanentRedirect", ""), "cn-north-1" }, "ListObjectsV2", 1 },
    { { 301, "evil.example/", ERROR ("PermanentRedirect", ""), NULL }, "ListObjectsV2", 1 },
    { { 301, "us-east-1", ERROR ("PermanentRedirect", ""), NULL }, "ListObjectsV2", 1 },
    { { 301, "eu-west-1", ERROR ("PermanentRedirect", ""), NULL }, "ListObjectsV2", 2 },
    { { 301, NULL, ERROR ("PermanentRedirect", ""), NULL }, "ListObjectsV2", 2 },
    { { 400, "eu-west-1", ERROR ("IllegalLocationConstraintException", ""), "eu-west-1" }, "CreateBucket", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_redirect, (gpointer) &cases[i].redirect);
      g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);
      g_autoptr(GError) error = NULL;

      g_assert_null (test_call (client, test_s3_request_new (cases[i].operation, "GET", "bucket"), &error));
      g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_WRONG_REGION);
      g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, cases[i].n_requests);
    }
}

static void
test_where_a_signature_may_go (void)
{
  const struct
  {
    const char *home;
    const char *region;
    gboolean allowed;
  } cases[] = {
    { "us-east-1", "eu-west-1", TRUE },
    { "us-east-1", "mx-central-1", TRUE },
    { "cn-north-1", "cn-northwest-1", TRUE },
    { "us-east-1", NULL, FALSE },
    { "us-east-1", "us-east-1", FALSE },
    { "us-east-1", "", FALSE },
    { "us-east-1", "cn-north-1", FALSE },
    { "us-east-1", "us-gov-west-1", FALSE },
    { "us-east-1", "evil.example", FALSE },
    { "us-east-1", "evil.example/eu-west-1", FALSE },
    { "us-east-1", "eu-west-1.evil.example", FALSE },
    { "us-east-1", "eu-west-1\n", FALSE },
    { "us-east-1", "eu-west-1@evil", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (dossier_aws_redirect_is_allowed (cases[i].home, cases[i].home, cases[i].region), ==,
                     cases[i].allowed);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/aws/client-repair/skewed-clock", test_skewed_clock);
  dossier_test_add_fiber ("/aws/client-repair/clock-is-put-right-once", test_clock_is_put_right_once);
  dossier_test_add_fiber ("/aws/client-repair/expired-credentials", test_expired_credentials);
  dossier_test_add_fiber ("/aws/client-repair/no-credentials", test_no_credentials);
  dossier_test_add_fiber ("/aws/client-repair/redirects", test_redirects);
  dossier_test_add_fiber ("/aws/client-repair/redirects-not-followed", test_redirects_that_are_not_followed);
  g_test_add_func ("/aws/client-repair/where-a-signature-may-go", test_where_a_signature_may_go);
  return g_test_run ();
}
