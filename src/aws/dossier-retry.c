// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-retry.h"
#include "dossier-time.h"

#define RETRY_COST         5u
#define TIMEOUT_RETRY_COST 10u
#define BASE_DELAY_MS      1000u
#define MAX_DELAY_MS       20000u
#define MAX_HINT_EXCESS_MS 5000u
#define MAX_HINT_MS        (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* Refusals that say by their code, not by their status, that a later attempt may pass. */
static const struct
{
  const char *code;
  DossierRetryClass class;
} codes[] = {
  { "RequestTimeout", DOSSIER_RETRY_UNHEARD },
  { "RequestTimeoutException", DOSSIER_RETRY_UNHEARD },
  { "PriorRequestNotComplete", DOSSIER_RETRY_UNHEARD },
  { "IDPCommunicationError", DOSSIER_RETRY_UNHEARD },
  { "DependencyTimeoutException", DOSSIER_RETRY_AMBIGUOUS },
  { "KMSInternalException", DOSSIER_RETRY_AMBIGUOUS },
};

static DossierRetryClass
classify_refusal (const GError *error)
{
  if (error->code == DOSSIER_AWS_ERROR_THROTTLED)
    return DOSSIER_RETRY_THROTTLED;

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (dossier_aws_error_has_code (error, codes[i].code))
      return codes[i].class;

  /* A quota is no temporary matter, though it may come with any status. */
  if (error->code != DOSSIER_AWS_ERROR_UNAVAILABLE)
    return DOSSIER_RETRY_FINAL;

  switch (dossier_aws_error_get_status (error))
    {
    case SOUP_STATUS_SERVICE_UNAVAILABLE:
      return DOSSIER_RETRY_UNHEARD;
    case SOUP_STATUS_INTERNAL_SERVER_ERROR:
    case SOUP_STATUS_BAD_GATEWAY:
    case SOUP_STATUS_GATEWAY_TIMEOUT:
      return DOSSIER_RETRY_AMBIGUOUS;
    default:
      return DOSSIER_RETRY_FINAL;
    }
}

static DossierRetryClass
classify_transport (int      code,
                    gboolean sent)
{
  switch (code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      return DOSSIER_RETRY_UNHEARD;
    case G_IO_ERROR_TIMED_OUT:
      return sent ? DOSSIER_RETRY_TIMED_OUT : DOSSIER_RETRY_UNHEARD;
    case G_IO_ERROR_CONNECTION_CLOSED: /* also G_IO_ERROR_BROKEN_PIPE */
    case G_IO_ERROR_PARTIAL_INPUT:
    /* A connection that is there can lose its way too. */
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      return sent ? DOSSIER_RETRY_AMBIGUOUS : DOSSIER_RETRY_UNHEARD;
    default:
      return DOSSIER_RETRY_FINAL;
    }
}

/**
 * dossier_retry_classify:
 * @error: why an attempt failed
 * @sent: whether a part of the request may have reached the service; of no
 *   account for refusals by AWS
 *
 * What a failure means for a further attempt. A certificate that is not
 * trusted, a name that does not exist, and cancellation are final.
 *
 * Returns: the class of @error
 */
DossierRetryClass
dossier_retry_classify (const GError *error,
                        gboolean      sent)
{
  g_return_val_if_fail (error != NULL, DOSSIER_RETRY_FINAL);

  if (error->domain == DOSSIER_AWS_ERROR)
    return classify_refusal (error);
  if (error->domain == G_IO_ERROR)
    return classify_transport (error->code, sent);
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return DOSSIER_RETRY_UNHEARD;
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return sent ? DOSSIER_RETRY_AMBIGUOUS : DOSSIER_RETRY_UNHEARD;
  return DOSSIER_RETRY_FINAL;
}

static gboolean
parse_number (const char *text,
              gint64      unit_ms,
              gint64     *ms)
{
  guint64 value;

  /* A day is beyond all use, and keeps the product small. */
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &value, NULL))
    return FALSE;
  *ms = (gint64) MIN (value, (guint64) (MAX_HINT_MS / unit_ms)) * unit_ms;
  return TRUE;
}

/**
 * dossier_retry_get_hint:
 * @headers: the headers of a refusal
 * @now: the time of its arrival, microseconds since 1970 UTC
 *
 * Reads AWS's x-amz-retry-after (milliseconds), else Retry-After (RFC 9110
 * §10.2.3: seconds or a date). What is malformed counts as absent.
 *
 * Returns: milliseconds, or %DOSSIER_RETRY_NO_HINT
 */
gint64
dossier_retry_get_hint (SoupMessageHeaders *headers,
                        gint64              now)
{
  const char *amz = soup_message_headers_get_one (headers, "x-amz-retry-after");
  const char *standard = soup_message_headers_get_one (headers, "Retry-After");
  gint64 ms;
  gint64 instant;

  if (amz != NULL && parse_number (amz, 1, &ms))
    return ms;
  if (standard != NULL && parse_number (standard, 1000, &ms))
    return ms;
  if (standard != NULL && dossier_time_from_http_date (standard, &instant))
    return MAX (instant - now, 0) / 1000;
  return DOSSIER_RETRY_NO_HINT;
}

static guint
delay (const DossierRetryCase *failed)
{
  guint shift = MIN (failed->attempt - 1, 5); /* 2^5 s is past the limit already */
  guint backoff = (guint) (failed->jitter * MIN (BASE_DELAY_MS << shift, MAX_DELAY_MS));

  /* A service may ask for more, but not stop a person's work for hours. */
  if (failed->hint_ms > backoff)
    return (guint) MIN (failed->hint_ms, (gint64) backoff + MAX_HINT_EXCESS_MS);
  return backoff;
}

/**
 * dossier_retry_decide:
 * @failed: the attempt that failed
 * @tokens: (inout): what all requests of a client together may still spend on
 *   retries; starts as %DOSSIER_RETRY_MAX_TOKENS
 * @cost: (out): what this retry took off @tokens, for dossier_retry_succeed()
 * @delay_ms: (out): milliseconds to wait before the next attempt
 *
 * Decides about another attempt. A request that must not act twice is sent
 * again only if the service certainly did not act. When AWS is down, @tokens
 * run out, and clients stop adding to the load.
 *
 * Returns: whether to try again
 */
gboolean
dossier_retry_decide (const DossierRetryCase *failed,
                      guint                  *tokens,
                      guint                  *cost,
                      guint                  *delay_ms)
{
  gboolean may_have_acted = failed->failure == DOSSIER_RETRY_AMBIGUOUS || failed->failure == DOSSIER_RETRY_TIMED_OUT;
  guint price = failed->failure == DOSSIER_RETRY_TIMED_OUT ? TIMEOUT_RETRY_COST : RETRY_COST;

  g_return_val_if_fail (failed->attempt >= 1, FALSE);

  *cost = 0;
  *delay_ms = 0;
  if (failed->failure == DOSSIER_RETRY_FINAL || failed->attempt >= failed->max_attempts)
    return FALSE;
  if (may_have_acted && !failed->idempotent)
    return FALSE;
  if (*tokens < price)
    return FALSE;

  *tokens -= price;
  *cost = price;
  *delay_ms = delay (failed);
  return TRUE;
}

/**
 * dossier_retry_succeed:
 * @tokens: (inout): see dossier_retry_decide()
 * @cost: what the last retry of the request that succeeded cost, 0 if it had none
 *
 * Gives tokens back, never beyond %DOSSIER_RETRY_MAX_TOKENS.
 */
void
dossier_retry_succeed (guint *tokens,
                       guint  cost)
{
  *tokens = MIN (*tokens + (cost > 0 ? cost : 1), DOSSIER_RETRY_MAX_TOKENS);
}
