// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <math.h>
#include <string.h>

#include "dossier-filter-number-private.h"

/*
 * dossier_filter_number_parse:
 * @text: digits, with a fraction or an exponent if need be
 * @number: (out): what it says
 *
 * Returns: whether all of @text is a number that is not negative
 */
gboolean
dossier_filter_number_parse (const char *text,
                             double     *number)
{
  char *end = NULL;

  if (!g_ascii_isdigit (text[0]) || strspn (text, "0123456789.eE+-") != strlen (text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*number);
}

/*
 * dossier_filter_number_to_text:
 * @number: a number
 *
 * Returns: (transfer full): the shortest text that is read as the very same number
 */
char *
dossier_filter_number_to_text (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, number);
      if (g_ascii_strtod (text, NULL) == number)
        break;
    }
  return g_strdup (text);
}
