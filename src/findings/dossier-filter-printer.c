// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-filter-condition.h"
#include "dossier-filter-date.h"
#include "dossier-filter-number-private.h"
#include "dossier-filter-parser.h"

static void print_condition (const DossierFilterCondition *condition,
                             GString                      *out);

static gboolean
needs_quotes (const char *text)
{
  if (*text == '\0')
    return TRUE;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);

      if (letter < 0x20 || letter == 0x7f || (letter < 0x80 && strchr (",\"{}=*\\", (int) letter) != NULL) ||
          !g_unichar_isprint (letter) || g_unichar_isspace (letter))
        return TRUE;
    }
  return FALSE;
}

static void
print_word (const char *text,
            GString    *out)
{
  if (!needs_quotes (text))
    {
      g_string_append (out, text);
      return;
    }

  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (out, "\\%c", *text);
    else if ((guchar) *text < 0x20 || *text == 0x7f)
      g_string_append_printf (out, "\\u%04x", (guint) *text);
    else
      g_string_append_c (out, *text);
  g_string_append_c (out, '"');
}

/* `7..9`, `7..`, `..9`, or `7` */
static char *
range_to_text (const DossierFilterCondition *condition)
{
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (condition->field->kind == DOSSIER_FILTER_KIND_DATE)
    return dossier_filter_date_range_to_text (condition->has_low, condition->low, condition->has_high,
                                              condition->high);
  low = condition->has_low ? dossier_filter_number_to_text (condition->low) : g_strdup ("");
  high = condition->has_high ? dossier_filter_number_to_text (condition->high) : g_strdup ("");
  if (condition->has_low && g_str_equal (low, high))
    return g_steal_pointer (&low);
  return g_strconcat (low, "..", high, NULL);
}

static void
print_operator (const DossierFilterCondition *condition,
                GString                      *out)
{
  g_string_append (out, condition->comparison == DOSSIER_FILTER_NOT_EQUALS ? "!=" : "=");
}

/* A member of a package, or a field with one value. `>=7` and `<=7` read better there
 * than `=7..` and `=..7`. */
static void
print_single (const DossierFilterCondition *condition,
              GString                      *out)
{
  g_string_append (out, condition->field->name);
  if (condition->has_low != condition->has_high)
    {
      g_autofree char *range = range_to_text (condition);

      g_string_append (out, condition->has_low ? ">=" : "<=");
      g_string_append_len (out, condition->has_low ? range : range + 2, (gssize) strlen (range) - 2);
      return;
    }
  print_operator (condition, out);
  print_condition (condition, out);
}

static void
print_package (const DossierFilterCondition *condition,
               GString                      *out)
{
  g_string_append_c (out, '{');
  for (guint i = 0; i < condition->members->len; i++)
    {
      if (i > 0)
        g_string_append_c (out, ' ');
      print_single (condition->members->pdata[i], out);
    }
  g_string_append_c (out, '}');
}

static void
print_condition (const DossierFilterCondition *condition,
                 GString                      *out)
{
  g_autofree char *range = NULL;

  switch (condition->field->kind)
    {
    case DOSSIER_FILTER_KIND_STRING:
      print_word (condition->value, out);
      if (condition->comparison == DOSSIER_FILTER_PREFIX)
        g_string_append_c (out, '*');
      break;
    case DOSSIER_FILTER_KIND_MAP:
      print_word (condition->key, out);
      if (condition->value != NULL)
        {
          g_string_append_c (out, '=');
          print_word (condition->value, out);
        }
      break;
    case DOSSIER_FILTER_KIND_PACKAGE:
      print_package (condition, out);
      break;
    default:
      range = range_to_text (condition);
      g_string_append (out, range);
      break;
    }
}

static void
print_term (GPtrArray *conditions,
            gboolean   excluded,
            GString   *out)
{
  guint n_printed = 0;

  for (guint i = 0; i < conditions->len; i++)
    {
      const DossierFilterCondition *condition = conditions->pdata[i];

      if ((condition->comparison == DOSSIER_FILTER_NOT_EQUALS) != excluded)
        continue;
      if (n_printed++ > 0)
        g_string_append_c (out, ',');
      else if (out->len > 0)
        g_string_append_c (out, ' ');

      if (conditions->len == 1)
        {
          print_single (condition, out);
          continue;
        }
      if (n_printed == 1)
        {
          g_string_append (out, condition->field->name);
          print_operator (condition, out);
        }
      print_condition (condition, out);
    }
}

/**
 * dossier_filter_to_text:
 * @self: a filter
 *
 * Returns: (transfer full): its text form in one line, which dossier_filter_from_text()
 *   reads as the same filter whatever the time; dates are absolute
 */
char *
dossier_filter_to_text (const DossierFilter *self)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (self);
  GString *out = g_string_new (NULL);
  const DossierFilterField *fields;
  gsize n_fields;

  fields = dossier_filter_fields (&n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      g_autoptr(GPtrArray) conditions = dossier_filter_conditions_read (criteria, &fields[i]);

      print_term (conditions, FALSE, out);
      print_term (conditions, TRUE, out);
    }
  return g_string_free_and_steal (out);
}
