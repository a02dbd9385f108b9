// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdio.h>

#include "dossier-finding-time.h"
#include "dossier-time.h"

/* The years 1 to 9999, which is what a GDateTime holds. */
#define FIRST_SECOND -62135596800.0
#define LAST_SECOND 253402300799.0

static int
find_month (const char *name)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

  for (int i = 0; i < (int) G_N_ELEMENTS (months); i++)
    if (g_str_equal (name, months[i]))
      return i + 1;
  return 0;
}

static gboolean
take (int     year,
      int     month,
      int     day,
      int     hour,
      int     minute,
      double  second,
      gint64 *instant)
{
  g_autoptr(GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, second);

  if (time == NULL)
    return FALSE;
  *instant = g_date_time_to_unix_usec (time);
  return TRUE;
}

/* “Mar 20, 2023, 6:08:05 PM” */
static gboolean
parse_american (const char *text,
                gint64     *instant)
{
  char name[4], half[3];
  int year, day, hour, minute, second, length = 0;

  if (sscanf (text, "%3[A-Za-z] %2d, %4d, %2d:%2d:%2d%*[ ]%2[APM]%n", name, &day, &year, &hour, &minute,
              &second, half, &length) != 7 ||
      text[length] != '\0' || hour < 1 || hour > 12 ||
      (!g_str_equal (half, "AM") && !g_str_equal (half, "PM")))
    return FALSE;

  hour = hour % 12 + (half[0] == 'P' ? 12 : 0);
  return take (year, find_month (name), day, hour, minute, second, instant);
}

/* “Wed Sep 04 16:59:44.356 UTC 2024” */
static gboolean
parse_java (const char *text,
            gint64     *instant)
{
  char week_day[4], name[4], fraction[10];
  int year, day, hour, minute, second, length = 0;

  if (sscanf (text, "%3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d.%9[0-9] UTC %4d%n", week_day, name, &day, &hour,
              &minute, &second, fraction, &year, &length) != 8)
    {
      fraction[0] = '\0';
      if (sscanf (text, "%3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d UTC %4d%n", week_day, name, &day, &hour,
                  &minute, &second, &year, &length) != 7)
        return FALSE;
    }
  if (text[length] != '\0')
    return FALSE;

  if (!take (year, find_month (name), day, hour, minute, second, instant))
    return FALSE;
  /* The digits mean parts of a second, however many there are: six are microseconds. */
  for (gint64 i = 0, unit = G_TIME_SPAN_SECOND / 10; fraction[i] != '\0' && unit > 0; i++, unit /= 10)
    *instant += (fraction[i] - '0') * unit;
  return TRUE;
}

/**
 * dossier_finding_time_from_seconds:
 * @seconds: seconds since 1970-01-01 00:00 UTC, as the Inspector API writes times
 * @instant: (out): microseconds since 1970 UTC
 *
 * Returns: whether it is a time in the years 1 to 9999
 */
gboolean
dossier_finding_time_from_seconds (double  seconds,
                                   gint64 *instant)
{
  if (!(seconds >= FIRST_SECOND && seconds <= LAST_SECOND))
    return FALSE;

  *instant = (gint64) (seconds * G_TIME_SPAN_SECOND + (seconds < 0 ? -0.5 : 0.5));
  return TRUE;
}

/**
 * dossier_finding_time_from_text:
 * @text: a time as it has been seen in reports: ISO 8601 with `T` or a blank,
 *   `Mar 20, 2023, 6:08:05 PM`, or `Wed Sep 04 16:59:44.356 UTC 2024`; UTC is
 *   assumed where no offset is given
 * @instant: (out): microseconds since 1970 UTC
 *
 * AWS does not document how reports spell times, so no spelling is an error:
 * text that is not understood stays text.
 *
 * Returns: whether @text was understood
 */
gboolean
dossier_finding_time_from_text (const char *text,
                                gint64     *instant)
{
  g_autofree char *iso = NULL;

  if (g_ascii_isalpha (text[0]))
    return parse_american (text, instant) || parse_java (text, instant);

  iso = g_strdup (text);
  if (strlen (iso) > 10 && iso[10] == ' ')
    iso[10] = 'T';
  return dossier_time_from_iso8601 (iso, instant);
}
