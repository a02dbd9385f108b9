// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-clock-skew.h"
#include "dossier-time.h"

/* AWS allows five minutes; a minute of them is left for the request's own way. */
#define TOLERANCE      (4 * 60 * G_USEC_PER_SEC)
#define MAX_ROUND_TRIP (15 * 60 * G_USEC_PER_SEC)

/**
 * dossier_clock_skew_measure:
 * @headers: the headers of an answer
 * @sent: when its request was sent, microseconds since 1970 UTC by the clock here
 * @received: when the answer came, by the same clock
 * @offset: (out): microseconds by which AWS's clock is ahead of the one here
 *
 * Compares the clock here with the Date header. An answer out of a cache, and
 * one during which the computer slept, tell nothing.
 *
 * Returns: whether @offset is known
 */
gboolean
dossier_clock_skew_measure (SoupMessageHeaders *headers,
                            gint64              sent,
                            gint64              received,
                            gint64             *offset)
{
  const char *date = soup_message_headers_get_one (headers, "Date");
  gint64 there;

  if (soup_message_headers_get_one (headers, "Age") != NULL)
    return FALSE;
  if (received < sent || received - sent > MAX_ROUND_TRIP)
    return FALSE;
  if (date == NULL || !dossier_time_from_http_date (date, &there))
    return FALSE;

  *offset = there - received;
  return TRUE;
}

/**
 * dossier_clock_skew_explains:
 * @error: why a request was refused
 * @used: the offset with which it was signed, microseconds
 * @measured: the offset of dossier_clock_skew_measure()
 *
 * Services say in several ways that a signature is too old or too new, some
 * only that it is wrong. The clock is to blame if such an answer comes and
 * @measured is far from what the signature assumed.
 *
 * Returns: whether signing again with @measured may help
 */
gboolean
dossier_clock_skew_explains (const GError *error,
                             gint64        used,
                             gint64        measured)
{
  gint64 difference = measured > used ? measured - used : used - measured;

  if (difference < TOLERANCE)
    return FALSE;

  return g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_CLOCK_SKEW) ||
         dossier_aws_error_has_code (error, "AuthFailure") ||
         dossier_aws_error_has_code (error, "InvalidSignatureException") ||
         dossier_aws_error_has_code (error, "SignatureDoesNotMatch");
}
