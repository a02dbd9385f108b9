// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-clock-skew.h"
#include "dossier-error.h"
#include "dossier-retry.h"
#include "dossier-test.h"

#define NOW (G_GINT64_CONSTANT (1440938160) * G_USEC_PER_SEC) /* 2015-08-30 12:36:00 UTC */
#define SECOND ((gint64) G_USEC_PER_SEC)

static GError *
refuse (const char *service,
        guint       status,
        const char *code)
{
  g_autofree char *json = g_strdup_printf ("{\"__type\":\"%s\"}", code != NULL ? code : "");
  g_autoptr(GBytes) body = g_bytes_new (json, strlen (json));

  return dossier_aws_error_new_from_response (service, "Operation", status, NULL, body);
}

static void
test_refusals (void)
{
  const struct
  {
    const char *service;
    guint status;
    const char *code;
    DossierRetryClass expected;
  } cases[] = {
    { "inspector2", 400, "ValidationException", DOSSIER_RETRY_FINAL },
    { "inspector2", 403, "AccessDeniedException", DOSSIER_RETRY_FINAL },
    { "inspector2", 402, "ServiceQuotaExceededException", DOSSIER_RETRY_FINAL },
    { "inspector2", 429, "ThrottlingException", DOSSIER_RETRY_THROTTLED },
    { "inspector2", 429, NULL, DOSSIER_RETRY_THROTTLED },
    { "inspector2", 400, "TooManyRequestsException", DOSSIER_RETRY_THROTTLED },
    { "inspector2", 500, "InternalServerException", DOSSIER_RETRY_AMBIGUOUS },
    { "inspector2", 502, NULL, DOSSIER_RETRY_AMBIGUOUS },
    { "inspector2", 503, NULL, DOSSIER_RETRY_UNHEARD },
    { "inspector2", 504, NULL, DOSSIER_RETRY_AMBIGUOUS },
    { "inspector2", 501, NULL, DOSSIER_RETRY_FINAL },
    { "s3", 503, "SlowDown", DOSSIER_RETRY_THROTTLED },
    { "s3", 400, "RequestTimeout", DOSSIER_RETRY_UNHEARD },
    { "s3", 404, NULL, DOSSIER_RETRY_FINAL },
    { "kms", 400, "LimitExceededException", DOSSIER_RETRY_FINAL },
    { "kms", 503, "DependencyTimeoutException", DOSSIER_RETRY_AMBIGUOUS },
    { "sts", 400, "IDPCommunicationError", DOSSIER_RETRY_UNHEARD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = refuse (cases[i].service, cases[i].status, cases[i].code);

      g_test_message ("%s %u %s", cases[i].service, cases[i].status, cases[i].code != NULL ? cases[i].code : "-");
      g_assert_cmpint (dossier_retry_classify (error, TRUE), ==, cases[i].expected);
    }
}

static void
test_transport (void)
{
  const struct
  {
    GQuark domain;
    int code;
    DossierRetryClass sent;
    DossierRetryClass unsent;
  } cases[] = {
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, DOSSIER_RETRY_FINAL, DOSSIER_RETRY_FINAL },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, DOSSIER_RETRY_UNHEARD, DOSSIER_RETRY_UNHEARD },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, DOSSIER_RETRY_AMBIGUOUS, DOSSIER_RETRY_UNHEARD },
    { G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, DOSSIER_RETRY_AMBIGUOUS, DOSSIER_RETRY_UNHEARD },
    { G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, DOSSIER_RETRY_AMBIGUOUS, DOSSIER_RETRY_UNHEARD },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, DOSSIER_RETRY_AMBIGUOUS, DOSSIER_RETRY_UNHEARD },
    { G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, DOSSIER_RETRY_AMBIGUOUS, DOSSIER_RETRY_UNHEARD },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, DOSSIER_RETRY_TIMED_OUT, DOSSIER_RETRY_UNHEARD },
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE, DOSSIER_RETRY_FINAL, DOSSIER_RETRY_FINAL },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, DOSSIER_RETRY_FINAL, DOSSIER_RETRY_FINAL },
    { G_TLS_ERROR, G_TLS_ERROR_EOF, DOSSIER_RETRY_AMBIGUOUS, DOSSIER_RETRY_UNHEARD },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, DOSSIER_RETRY_FINAL, DOSSIER_RETRY_FINAL },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, DOSSIER_RETRY_UNHEARD, DOSSIER_RETRY_UNHEARD },
    { DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE, DOSSIER_RETRY_FINAL, DOSSIER_RETRY_FINAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = g_error_new_literal (cases[i].domain, cases[i].code, "text");

      g_assert_cmpint (dossier_retry_classify (error, TRUE), ==, cases[i].sent);
      g_assert_cmpint (dossier_retry_classify (error, FALSE), ==, cases[i].unsent);
    }
}

static void
test_delays (void)
{
  const struct
  {
    guint attempt;
    double jitter;
    gint64 hint_ms;
    guint expected;
  } cases[] = {
    { 1, 0.0, DOSSIER_RETRY_NO_HINT, 0 },
    { 1, 0.5, DOSSIER_RETRY_NO_HINT, 500 },
    { 2, 0.5, DOSSIER_RETRY_NO_HINT, 1000 },
    { 5, 0.5, DOSSIER_RETRY_NO_HINT, 8000 },
    { 6, 0.5, DOSSIER_RETRY_NO_HINT, 10000 },
    { 99, 0.5, DOSSIER_RETRY_NO_HINT, 10000 },
    { 1, 0.5, 0, 500 },
    { 1, 0.5, 400, 500 },
    { 1, 0.5, 3000, 3000 },
    { 1, 0.5, 3600000, 5500 },
    { 6, 0.5, 3600000, 15000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DossierRetryCase failed = { .failure = DOSSIER_RETRY_THROTTLED, .attempt = cases[i].attempt, .max_attempts = 100,
                                  .jitter = cases[i].jitter, .hint_ms = cases[i].hint_ms };
      guint tokens = DOSSIER_RETRY_MAX_TOKENS;
      guint cost;
      guint delay;

      g_assert_true (dossier_retry_decide (&failed, &tokens, &cost, &delay));
      g_assert_cmpuint (delay, ==, cases[i].expected);
    }
}

/* What must not act twice is only sent again after a refusal that is certain. */
static void
test_not_idempotent (void)
{
  for (int class = DOSSIER_RETRY_FINAL; class <= DOSSIER_RETRY_TIMED_OUT; class++)
    for (int idempotent = 0; idempotent < 2; idempotent++)
      {
        DossierRetryCase failed = { .failure = (DossierRetryClass) class, .attempt = 1, .max_attempts = 3,
                                    .idempotent = idempotent, .hint_ms = DOSSIER_RETRY_NO_HINT };
        guint tokens = DOSSIER_RETRY_MAX_TOKENS;
        guint cost;
        guint delay;
        gboolean certain = class == DOSSIER_RETRY_UNHEARD || class == DOSSIER_RETRY_THROTTLED;

        g_assert_cmpint (dossier_retry_decide (&failed, &tokens, &cost, &delay), ==,
                         class != DOSSIER_RETRY_FINAL && (certain || idempotent));
      }
}

static void
test_budget (void)
{
  DossierRetryCase failed = { .failure = DOSSIER_RETRY_UNHEARD, .attempt = 1, .max_attempts = DOSSIER_RETRY_MAX_ATTEMPTS,
                              .idempotent = TRUE, .hint_ms = DOSSIER_RETRY_NO_HINT };
  guint tokens = DOSSIER_RETRY_MAX_TOKENS;
  guint cost;
  guint delay;
  guint retries = 0;

  /* A storm: 500 tokens of 5 each. */
  while (dossier_retry_decide (&failed, &tokens, &cost, &delay))
    retries++;
  g_assert_cmpuint (retries, ==, 100);
  g_assert_cmpuint (tokens, ==, 0);
  g_assert_cmpuint (cost, ==, 0);

  /* Each plain success gives one back, one after a retry what that took. */
  for (guint i = 0; i < 5; i++)
    {
      g_assert_false (dossier_retry_decide (&failed, &tokens, &cost, &delay));
      dossier_retry_succeed (&tokens, 0);
    }
  g_assert_true (dossier_retry_decide (&failed, &tokens, &cost, &delay));
  g_assert_cmpuint (cost, ==, 5);
  dossier_retry_succeed (&tokens, cost);
  g_assert_cmpuint (tokens, ==, 5);

  failed.failure = DOSSIER_RETRY_TIMED_OUT;
  g_assert_false (dossier_retry_decide (&failed, &tokens, &cost, &delay));
  tokens = 10;
  g_assert_true (dossier_retry_decide (&failed, &tokens, &cost, &delay));
  g_assert_cmpuint (cost, ==, 10);

  tokens = DOSSIER_RETRY_MAX_TOKENS;
  dossier_retry_succeed (&tokens, 10);
  g_assert_cmpuint (tokens, ==, DOSSIER_RETRY_MAX_TOKENS);

  /* Three attempts in all: two retries. */
  failed.attempt = 2;
  g_assert_true (dossier_retry_decide (&failed, &tokens, &cost, &delay));
  failed.attempt = 3;
  g_assert_false (dossier_retry_decide (&failed, &tokens, &cost, &delay));
}

static void
test_hints (void)
{
  const struct
  {
    const char *amz;
    const char *standard;
    gint64 expected;
  } cases[] = {
    { NULL, NULL, DOSSIER_RETRY_NO_HINT },
    { "1500", NULL, 1500 },
    { "1500", "7", 1500 },
    { "soon", "7", 7000 },
    { NULL, "7", 7000 },
    { NULL, "0", 0 },
    { NULL, "-7", DOSSIER_RETRY_NO_HINT },
    { NULL, "7.5", DOSSIER_RETRY_NO_HINT },
    { NULL, "later", DOSSIER_RETRY_NO_HINT },
    { NULL, "Sun, 30 Aug 2015 12:36:09 GMT", 9000 },
    { NULL, "Sun, 30 Aug 2015 12:00:00 GMT", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

      if (cases[i].amz != NULL)
        soup_message_headers_append (headers, "x-amz-retry-after", cases[i].amz);
      if (cases[i].standard != NULL)
        soup_message_headers_append (headers, "Retry-After", cases[i].standard);
      g_assert_cmpint (dossier_retry_get_hint (headers, NOW), ==, cases[i].expected);
    }
}

static void
test_huge_hint (void)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  soup_message_headers_append (headers, "Retry-After", "18446744073709551615");
  g_assert_cmpint (dossier_retry_get_hint (headers, NOW), ==, 24 * 60 * 60 * 1000);
}

static void
test_skew (void)
{
  g_autoptr(SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr(GError) skewed = refuse ("s3", 403, "RequestTimeTooSkewed");
  g_autoptr(GError) wrong = refuse ("sts", 403, "SignatureDoesNotMatch");
  g_autoptr(GError) denied = refuse ("s3", 403, "AccessDenied");
  gint64 offset = 0;

  g_assert_false (dossier_clock_skew_measure (headers, NOW, NOW, &offset));

  soup_message_headers_append (headers, "Date", "Sun, 30 Aug 2015 12:46:00 GMT");
  g_assert_true (dossier_clock_skew_measure (headers, NOW - SECOND, NOW, &offset));
  g_assert_cmpint (offset, ==, 600 * SECOND);
  g_assert_true (dossier_clock_skew_measure (headers, NOW + 1200 * SECOND, NOW + 1200 * SECOND, &offset));
  g_assert_cmpint (offset, ==, -600 * SECOND);

  /* Asleep for an hour, or the clock was set meanwhile. */
  g_assert_false (dossier_clock_skew_measure (headers, NOW - 3600 * SECOND, NOW, &offset));
  g_assert_false (dossier_clock_skew_measure (headers, NOW + SECOND, NOW, &offset));

  soup_message_headers_append (headers, "Age", "60");
  g_assert_false (dossier_clock_skew_measure (headers, NOW, NOW, &offset));

  g_assert_true (dossier_clock_skew_explains (skewed, 0, 600 * SECOND));
  g_assert_true (dossier_clock_skew_explains (skewed, 0, -240 * SECOND));
  g_assert_true (dossier_clock_skew_explains (wrong, 0, 600 * SECOND));
  g_assert_false (dossier_clock_skew_explains (wrong, 0, 239 * SECOND));
  g_assert_false (dossier_clock_skew_explains (denied, 0, 600 * SECOND));

  /* Signed with this very offset already: once more would not help. */
  g_assert_false (dossier_clock_skew_explains (skewed, 600 * SECOND, 600 * SECOND));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/aws/retry/refusals", test_refusals);
  g_test_add_func ("/aws/retry/transport", test_transport);
  g_test_add_func ("/aws/retry/delays", test_delays);
  g_test_add_func ("/aws/retry/not-idempotent", test_not_idempotent);
  g_test_add_func ("/aws/retry/budget", test_budget);
  g_test_add_func ("/aws/retry/hints", test_hints);
  g_test_add_func ("/aws/retry/huge-hint", test_huge_hint);
  g_test_add_func ("/aws/retry/skew", test_skew);
  return g_test_run ();
}
