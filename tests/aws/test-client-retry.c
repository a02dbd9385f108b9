// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Refusals that pass: how often a request is sent, and how long is waited. The
 * figures are those of the “standard” mode in the AWS SDKs and Tools Reference
 * Guide.
 */

#include "config.h"

#include "aws-test.h"

typedef struct
{
  guint status;
  const char *code;
  const char *header;
  const char *value;
  guint n_refusals; /* and then all is well */
} Storm;

static void
answer_storm (SoupServerMessage *message,
              guint              number,
              gpointer           data)
{
  const Storm *storm = data;
  g_autofree char *body = g_strdup_printf ("{\"__type\":\"%s\",\"message\":\"no\"}", storm->code);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (number > storm->n_refusals)
    {
      dossier_test_answer (message, 200, "application/json", "{}");
      return;
    }
  if (storm->header != NULL)
    soup_message_headers_append (headers, storm->header, storm->value);
  dossier_test_answer (message, storm->status, "application/json", body);
}

/* What came of one call in a storm. */
typedef struct
{
  guint n_requests;
  guint64 slept;
  GError *error;
} Outcome;

static void
weather (const Storm *storm,
         gboolean     idempotent,
         Outcome     *outcome)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_storm, (gpointer) storm);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, 0);
  g_autoptr(DossierAwsRequest) request = test_request_new ();
  g_autoptr(DossierAwsResponse) response = NULL;

  dossier_aws_request_set_idempotent (request, idempotent);
  response = test_call (client, g_steal_pointer (&request), &outcome->error);
  g_assert_true ((response != NULL) == (outcome->error == NULL));
  outcome->n_requests = dossier_test_server_get_n_requests (server);
  outcome->slept = dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (clock));
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
test_storms (void)
{
  const struct
  {
    Storm storm;
    DossierAwsError kind;
  } cases[] = {
    { { 429, "ThrottlingException", NULL, NULL, G_MAXUINT }, DOSSIER_AWS_ERROR_THROTTLED },
    { { 400, "ThrottlingException", NULL, NULL, G_MAXUINT }, DOSSIER_AWS_ERROR_THROTTLED },
    { { 500, "InternalServerException", NULL, NULL, G_MAXUINT }, DOSSIER_AWS_ERROR_UNAVAILABLE },
    { { 502, "Whatever", NULL, NULL, G_MAXUINT }, DOSSIER_AWS_ERROR_UNAVAILABLE },
    { { 503, "ServiceUnavailable", NULL, NULL, G_MAXUINT }, DOSSIER_AWS_ERROR_UNAVAILABLE },
    { { 504, "Whatever", NULL, NULL, G_MAXUINT }, DOSSIER_AWS_ERROR_UNAVAILABLE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Outcome) outcome = { 0 };

      weather (&cases[i].storm, TRUE, &outcome);
      g_assert_error (outcome.error, DOSSIER_AWS_ERROR, (int) cases[i].kind);
      g_assert_cmpuint (outcome.n_requests, ==, 3);
      /* Less than one second, then less than two. */
      g_assert_cmpuint (outcome.slept, <, 3000);
    }
}

static void
test_a_storm_passes (void)
{
  const Storm storm = { 500, "InternalServerException", NULL, NULL, 2 };
  g_auto(Outcome) outcome = { 0 };

  weather (&storm, TRUE, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.n_requests, ==, 3);
}

static void
test_hints (void)
{
  const struct
  {
    const char *header;
    const char *value;
    guint64 least;
    guint64 most;
  } cases[] = {
    { "Retry-After", "3", 6000, 6000 },
    { "x-amz-retry-after", "4000", 8000, 8000 },
    { "Retry-After", "Thu, 02 Jan 2025 03:04:08 GMT", 3000, 5000 }, /* three seconds off, but only at first */
    { "Retry-After", "86400", 10000, 13000 },
    { "Retry-After", "99999999999999999999", 0, 3000 },
    { "Retry-After", "soon", 0, 3000 },
    { "x-amz-retry-after", "-5", 0, 3000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Storm storm = { 429, "ThrottlingException", cases[i].header, cases[i].value, G_MAXUINT };
      g_auto(Outcome) outcome = { 0 };

      weather (&storm, TRUE, &outcome);
      g_assert_cmpuint (outcome.n_requests, ==, 3);
      g_assert_cmpuint (outcome.slept, >=, cases[i].least);
      g_assert_cmpuint (outcome.slept, <=, cases[i].most);
    }
}

/* A request that must not act twice is repeated only after an answer that says
 * that it did not act.
 */
static void
test_what_must_not_act_twice (void)
{
  const struct
  {
    Storm storm;
    guint n_requests;
  } cases[] = {
    { { 500, "InternalServerException", NULL, NULL, G_MAXUINT }, 1 },
    { { 502, "Whatever", NULL, NULL, G_MAXUINT }, 1 },
    { { 504, "Whatever", NULL, NULL, G_MAXUINT }, 1 },
    { { 503, "ServiceUnavailable", NULL, NULL, G_MAXUINT }, 3 },
    { { 429, "ThrottlingException", NULL, NULL, G_MAXUINT }, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Outcome) outcome = { 0 };

      weather (&cases[i].storm, FALSE, &outcome);
      g_assert_nonnull (outcome.error);
      g_assert_cmpuint (outcome.n_requests, ==, cases[i].n_requests);
    }
}

static void
test_what_does_not_pass (void)
{
  const Storm cases[] = {
    { 403, "AccessDeniedException", NULL, NULL, G_MAXUINT },
    { 400, "ValidationException", NULL, NULL, G_MAXUINT },
    { 404, "ResourceNotFoundException", NULL, NULL, G_MAXUINT },
    { 402, "ServiceQuotaExceededException", NULL, NULL, G_MAXUINT },
    { 501, "NotImplemented", NULL, NULL, G_MAXUINT },
    { 301, "Moved", "Location", "https://example.com/", G_MAXUINT },
    { 307, "Moved", "Location", "https://example.com/", G_MAXUINT },
    { 401, "UnrecognizedClientException", "WWW-Authenticate", "Basic realm=\"x\"", G_MAXUINT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(Outcome) outcome = { 0 };

      weather (&cases[i], TRUE, &outcome);
      g_assert_cmpuint (dossier_aws_error_get_status (outcome.error), ==, cases[i].status);
      g_assert_true (dossier_aws_error_has_code (outcome.error, cases[i].code));
      g_assert_cmpuint (outcome.n_requests, ==, 1);
      g_assert_cmpuint (outcome.slept, ==, 0);
    }
}

/* 500 tokens, five for each retry: after a hundred retries a client stops
 * adding to the load, and a success gives one token back, too few for a retry.
 */
static void
test_tokens_run_out (void)
{
  const Storm storm = { 503, "ServiceUnavailable", NULL, NULL, 151 };
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_storm, (gpointer) &storm);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, 0);

  for (guint i = 1; i <= 50; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (test_call (client, test_request_new (), &error));
      g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 3 * i);
    }

  {
    g_autoptr(GError) error = NULL;

    g_assert_null (test_call (client, test_request_new (), &error));
    g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_UNAVAILABLE);
    g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 151);
  }
  {
    g_autoptr(GError) error = NULL;
    g_autoptr(DossierAwsResponse) response = test_call (client, test_request_new (), &error);

    g_assert_no_error (error);
  }
}

/* S3 starts some answers before it knows how they end. */
static void
answer_late (SoupServerMessage *message,
             guint              number,
             gpointer)
{
  dossier_test_answer (message, 200, "application/xml",
                       number == 1 ? "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>"
                                   : "<?xml version=\"1.0\"?>\n<CopyObjectResult/>");
}

static void
test_late_refusal (void)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_late, NULL);
  g_autoptr(DossierClock) clock = dossier_fake_clock_new (TEST_TIME);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), clock, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsResponse) response = test_call (client, test_s3_request_new ("CopyObject", "PUT", "bucket"), &error);

  g_assert_no_error (error);
  g_assert_cmpuint (dossier_test_server_get_n_requests (server), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/aws/client-retry/storms", test_storms);
  dossier_test_add_fiber ("/aws/client-retry/a-storm-passes", test_a_storm_passes);
  dossier_test_add_fiber ("/aws/client-retry/hints", test_hints);
  dossier_test_add_fiber ("/aws/client-retry/what-must-not-act-twice", test_what_must_not_act_twice);
  dossier_test_add_fiber ("/aws/client-retry/what-does-not-pass", test_what_does_not_pass);
  dossier_test_add_fiber ("/aws/client-retry/tokens-run-out", test_tokens_run_out);
  dossier_test_add_fiber ("/aws/client-retry/late-refusal", test_late_refusal);
  return g_test_run ();
}
