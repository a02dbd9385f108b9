// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-filter-date.h"
#include "dossier-filter-number-private.h"
#include "dossier-time.h"

#define DAY 86400
#define DATE_LENGTH 10 /* 2026-11-24 */

static const struct
{
  const char *name;
  gint64 seconds;
} units[] = {
  { "min", 60 }, { "h", 3600 }, { "d", DAY }, { "w", 7 * DAY },
};

/* `-30d` */
static gboolean
parse_relative (const char *text,
                gint64      now,
                double     *seconds)
{
  char *unit = NULL;
  guint64 count;

  if (text[0] != '-' || !g_ascii_isdigit (text[1]))
    return FALSE;
  count = g_ascii_strtoull (text + 1, &unit, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].name, unit) && count <= (guint64) (now / units[i].seconds))
      {
        *seconds = (double) (now - (gint64) count * units[i].seconds);
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_day (const char *text)
{
  if (strlen (text) != DATE_LENGTH || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < DATE_LENGTH; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
parse_instant (const char *text,
               double     *seconds)
{
  gint64 instant;

  if (!dossier_time_from_iso8601 (text, &instant))
    return FALSE;
  *seconds = (double) instant / G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
parse_day (const char *text,
           double     *seconds)
{
  g_autofree char *midnight = g_strconcat (text, "T00:00:00Z", NULL);

  return is_day (text) && parse_instant (midnight, seconds);
}

/* Days that people write where the bound is the edge of one. */
static char *
bound_to_text (double   seconds,
               gboolean is_end)
{
  char *text = dossier_filter_date_to_text (seconds);

  if (text[0] != '@' && (gint64) seconds % DAY == (is_end ? DAY - 1 : 0))
    text[DATE_LENGTH] = '\0';
  return text;
}

/**
 * dossier_filter_date_parse:
 * @text: `2026-11-24`, `2026-11-24T09:30:00Z`, `now`, `today`, `-30d` (also `min`, `h`,
 *   `w`), or `@1735787045.5` for seconds since 1970
 * @now: the present in seconds since 1970
 * @as_end: whether a day stands for its last second, not its first
 * @seconds: (out): the date
 *
 * Where no offset is written, UTC is meant.
 *
 * Returns: whether @text is a date
 */
gboolean
dossier_filter_date_parse (const char *text,
                           gint64      now,
                           gboolean    as_end,
                           double     *seconds)
{
  gboolean is_today = g_ascii_strcasecmp (text, "today") == 0;

  if (text[0] == '@')
    return dossier_filter_number_parse (text + 1, seconds);
  if (g_ascii_strcasecmp (text, "now") == 0)
    {
      *seconds = (double) now;
      return TRUE;
    }
  if (is_today)
    *seconds = (double) (now - now % DAY);
  if (is_today || parse_day (text, seconds))
    {
      *seconds += as_end ? DAY - 1 : 0;
      return TRUE;
    }
  return parse_relative (text, now, seconds) || parse_instant (text, seconds);
}

/**
 * dossier_filter_date_to_text:
 * @seconds: since 1970
 *
 * Returns: (transfer full): a form of the date that dossier_filter_date_parse() reads
 *   as the very same number
 */
char *
dossier_filter_date_to_text (double seconds)
{
  g_autofree char *number = NULL;

  if (seconds == (double) (gint64) seconds)
    return dossier_time_to_iso8601 ((gint64) seconds * G_USEC_PER_SEC);
  number = dossier_filter_number_to_text (seconds);
  return g_strconcat ("@", number, NULL);
}

/**
 * dossier_filter_date_range_to_text:
 * @has_start: whether there is a first date
 * @start: the first date
 * @has_end: whether there is a last date
 * @end: the last date
 *
 * Returns: (transfer full): `2026-11-01..2026-11-30`, without what there is not; one
 *   date where it says the same
 */
char *
dossier_filter_date_range_to_text (gboolean has_start,
                                   double   start,
                                   gboolean has_end,
                                   double   end)
{
  g_autofree char *first = has_start ? bound_to_text (start, FALSE) : g_strdup ("");
  g_autofree char *last = has_end ? bound_to_text (end, TRUE) : g_strdup ("");

  if (has_start && has_end && start == end)
    return dossier_filter_date_to_text (start);
  if (has_start && g_str_equal (first, last))
    return g_steal_pointer (&first);
  return g_strconcat (first, "..", last, NULL);
}
