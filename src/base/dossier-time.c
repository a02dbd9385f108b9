// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <libsoup/soup.h>

#include "dossier-time.h"

static char *
format (gint64      instant,
        const char *pattern)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc_usec (instant);

  return time != NULL ? g_date_time_format (time, pattern) : g_strdup ("");
}

static gboolean
take (GDateTime *time,
      gint64    *instant)
{
  if (time == NULL)
    return FALSE;

  *instant = g_date_time_to_unix_usec (time);
  g_date_time_unref (time);
  return TRUE;
}

/**
 * dossier_time_to_iso8601:
 * @instant: microseconds since 1970 UTC
 *
 * Returns: (transfer full): for instance `2026-11-24T09:30:00Z`
 */
char *
dossier_time_to_iso8601 (gint64 instant)
{
  return format (instant, "%Y-%m-%dT%H:%M:%SZ");
}

/**
 * dossier_time_to_amz_date:
 * @instant: microseconds since 1970 UTC
 *
 * The form of the x-amz-date header; its first eight characters are the date
 * of a Signature Version 4 scope.
 *
 * Returns: (transfer full): for instance `20261124T093000Z`
 */
char *
dossier_time_to_amz_date (gint64 instant)
{
  return format (instant, "%Y%m%dT%H%M%SZ");
}

/**
 * dossier_time_to_http_date:
 * @instant: microseconds since 1970 UTC
 *
 * Returns: (transfer full): an IMF-fixdate (RFC 9110, 5.6.7)
 */
char *
dossier_time_to_http_date (gint64 instant)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc_usec (instant);

  return time != NULL ? soup_date_time_to_string (time, SOUP_DATE_HTTP) : g_strdup ("");
}

/**
 * dossier_time_from_iso8601:
 * @text: a date and time; UTC is assumed where no offset is given
 * @instant: (out): microseconds since 1970 UTC
 *
 * Returns: whether @text was understood
 */
gboolean
dossier_time_from_iso8601 (const char *text,
                           gint64     *instant)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();

  return take (g_date_time_new_from_iso8601 (text, utc), instant);
}

/**
 * dossier_time_from_amz_date:
 * @text: `YYYYMMDDTHHMMSSZ`
 * @instant: (out): microseconds since 1970 UTC
 *
 * Returns: whether @text has exactly that form
 */
gboolean
dossier_time_from_amz_date (const char *text,
                            gint64     *instant)
{
  if (strlen (text) != 16 || text[8] != 'T' || text[15] != 'Z')
    return FALSE;
  for (int i = 0; i < 15; i++)
    if (i != 8 && !g_ascii_isdigit (text[i]))
      return FALSE;

  return dossier_time_from_iso8601 (text, instant);
}

/**
 * dossier_time_from_http_date:
 * @text: the value of a Date, Last-Modified or Retry-After header
 * @instant: (out): microseconds since 1970 UTC
 *
 * Returns: whether @text was understood
 */
gboolean
dossier_time_from_http_date (const char *text,
                             gint64     *instant)
{
  return take (soup_date_time_new_from_http_string (text), instant);
}
