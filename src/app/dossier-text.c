// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-text.h"

#define MINUTE ((gint64) 60 * G_USEC_PER_SEC)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/**
 * dossier_text_number:
 * @number: a count
 *
 * Returns: (transfer full): @number with the locale's separators
 */
char *
dossier_text_number (gint64 number)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, number);
}

/**
 * dossier_text_decimal:
 * @number: a score or a share
 * @digits: digits after the point
 *
 * Returns: (transfer full): @number with the locale's decimal point
 */
char *
dossier_text_decimal (double number,
                      guint  digits)
{
  return g_strdup_printf ("%.*f", (int) digits, number);
}

/**
 * dossier_text_date_time:
 * @instant: microseconds since 1970 UTC
 *
 * Returns: (transfer full): date and time in the local time zone
 */
char *
dossier_text_date_time (gint64 instant)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc_usec (instant);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return g_strdup (_("Unknown"));

  /* Translators: a date and a time of day, for g_date_time_format(): 24 Nov 2026, 14:05 */
  return g_date_time_format (local, _("%-d %b %Y, %H:%M"));
}

/**
 * dossier_text_age:
 * @instant: microseconds since 1970 UTC
 * @now: likewise
 *
 * Returns: (transfer full): how long ago @instant was, in the largest unit that fits
 */
char *
dossier_text_age (gint64 instant,
                  gint64 now)
{
  gint64 age = MAX (now - instant, 0);
  gulong count;

  if (age >= DAY)
    {
      count = (gulong) (age / DAY);
      return g_strdup_printf (ngettext ("%lu day", "%lu days", count), count);
    }
  if (age >= HOUR)
    {
      count = (gulong) (age / HOUR);
      return g_strdup_printf (ngettext ("%lu hour", "%lu hours", count), count);
    }

  count = (gulong) (age / MINUTE);
  return g_strdup_printf (ngettext ("%lu minute", "%lu minutes", count), count);
}

/**
 * dossier_text_ago:
 * @instant: microseconds since 1970 UTC
 * @now: likewise
 *
 * Returns: (transfer full): how long ago @instant was, as the end of a sentence
 */
char *
dossier_text_ago (gint64 instant,
                  gint64 now)
{
  g_autofree char *age = NULL;

  if (now - instant < MINUTE)
    return g_strdup (_("just now"));

  age = dossier_text_age (instant, now);
  /* Translators: %s is a time such as “2 minutes” */
  return g_strdup_printf (_("%s ago"), age);
}

/**
 * dossier_text_findings:
 * @number: how many
 *
 * Returns: (transfer full): “4,213 findings”
 */
char *
dossier_text_findings (gint64 number)
{
  g_autofree char *digits = dossier_text_number (number);

  /* Translators: %s is a number with separators */
  return g_strdup_printf (ngettext ("%s finding", "%s findings", (gulong) number), digits);
}
