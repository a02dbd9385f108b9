// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Long because a grammar reads best in one piece. */

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-filter-condition.h"
#include "dossier-filter-date.h"
#include "dossier-filter-entry-private.h"
#include "dossier-filter-number-private.h"
#include "dossier-filter-parser-private.h"
#include "dossier-json.h"

/* So many wrong letters still hint at a field. */
#define TYPING_ERRORS 3

typedef enum
{
  OPERATOR_IS,
  OPERATOR_IS_NOT,
  OPERATOR_AT_LEAST,
  OPERATOR_AT_MOST,
} Operator;

static const char *const operator_texts[] = { "=", "!=", ">=", "<=" };

typedef struct
{
  const char *text;
  const char *at;
  gint64 now;
  JsonObject *criteria;
  GHashTable *used; /* field and operator: each pair once */
  DossierFilterExpectation *expectation;
  DossierFilterPlace *place;
} Parser;

/* A value as it was written. */
typedef struct
{
  const char *start;
  char *text;
  gboolean quoted;
  gboolean starred;
} Word;

static void
word_clear (Word *word)
{
  g_free (word->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Word, word_clear)

static void
expect (Parser                   *self,
        DossierFilterExpects      expects,
        const DossierFilterField *package,
        const DossierFilterField *field)
{
  *self->expectation = (DossierFilterExpectation) { expects, package, field, (gsize) (self->at - self->text) };
}

static DossierFilterPlace
find_place (const char *text,
            const char *where)
{
  DossierFilterPlace place = { (gsize) (where - text), 1, 1 };

  for (const char *at = text; at < where; at = g_utf8_next_char (at))
    {
      place.line += *at == '\n';
      place.column = *at == '\n' ? 1 : place.column + 1;
    }
  return place;
}

static gboolean fail (Parser      *self,
                      const char  *where,
                      GError     **error,
                      const char  *format,
                      ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (Parser      *self,
      const char  *where,
      GError     **error,
      const char  *format,
      ...)
{
  DossierFilterPlace place = find_place (self->text, where);
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "The filter, line %u, column %u: %s", place.line,
               place.column, why);
  if (self->place != NULL)
    *self->place = place;
  return FALSE;
}

static void
skip_space (Parser *self)
{
  while (g_unichar_isspace (g_utf8_get_char (self->at)))
    self->at = g_utf8_next_char (self->at);
}

static gboolean
accept (Parser     *self,
        const char *token)
{
  if (!g_str_has_prefix (self->at, token))
    return FALSE;
  self->at += strlen (token);
  return TRUE;
}

/* What may not stand in a value without quotation marks. */
static gboolean
ends_bare (const char *at,
           const char *more)
{
  return *at == '\0' || strchr (",\"{}", *at) != NULL || (more != NULL && strchr (more, *at) != NULL) ||
         g_unichar_isspace (g_utf8_get_char (at));
}

static gboolean
read_quoted (Parser  *self,
             Word    *word,
             GError **error)
{
  const char *end = self->at + 1;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GString) escaped = g_string_new ("\"");

  for (; *end != '"'; end++)
    {
      if (*end == '\0' || (*end == '\\' && end[1] == '\0'))
        return fail (self, self->at, error, "expected a second quotation mark that ends this text");

      /* JSON wants line ends and the like escaped; people need not. */
      if ((guchar) *end < 0x20)
        g_string_append_printf (escaped, "\\u%04x", (guint) *end);
      else
        g_string_append_c (escaped, *end);
      if (*end == '\\')
        g_string_append_c (escaped, *++end);
    }
  g_string_append_c (escaped, '"');

  node = dossier_json_parse (escaped->str, (gssize) escaped->len, NULL);
  if (node == NULL)
    return fail (self, self->at, error,
                 "expected text with \\\" for a quotation mark and \\\\ for a backslash, as JSON has it");
  word->text = g_strdup (json_node_get_string (node));
  word->quoted = TRUE;
  self->at = end + 1;
  return TRUE;
}

/* @more are characters that end a bare word besides those that always do. */
static gboolean
read_word (Parser     *self,
           const char *more,
           const char *expected,
           Word       *word,
           GError    **error)
{
  gsize length;

  word->start = self->at;
  if (*self->at == '"')
    {
      if (!read_quoted (self, word, error))
        return FALSE;
      word->starred = accept (self, "*");
      return TRUE;
    }

  while (!ends_bare (self->at, more))
    self->at = g_utf8_next_char (self->at);
  word->text = g_strndup (word->start, (gsize) (self->at - word->start));
  length = strlen (word->text);
  if (length == 0)
    return fail (self, word->start, error, "expected %s", expected);
  if (word->text[0] == '=')
    return fail (self, word->start, error, "expected %s; a value that begins with = needs quotation marks", expected);

  word->starred = word->text[length - 1] == '*';
  if (word->starred)
    word->text[length - 1] = '\0';
  if (strchr (word->text, '*') != NULL)
    return fail (self, word->start + (strchr (word->text, '*') - word->text), error,
                 "a star means “begins with” and stands at the end; in quotation marks it is a character");
  return TRUE;
}

static char *
spell_value (const DossierFilterField *field,
             const char               *text)
{
  for (guint i = 0; field->values != NULL && field->values[i] != NULL; i++)
    if (g_ascii_strcasecmp (field->values[i], text) == 0)
      return g_strdup (field->values[i]);
  return g_strdup (text);
}

static gboolean
read_string (Parser                  *self,
             Operator                 operator,
             DossierFilterCondition  *condition,
             GError                 **error)
{
  g_auto(Word) word = { 0 };

  if (!read_word (self, NULL, "a value", &word, error))
    return FALSE;
  if (word.starred && operator == OPERATOR_IS_NOT)
    return fail (self, self->at - 1, error,
                 "Inspector knows no “does not begin with”; expected a whole value, in quotation marks if the star is "
                 "part of it");
  if (word.starred && word.text[0] == '\0')
    return fail (self, word.start, error, "expected what values begin with before the star");

  condition->comparison = operator == OPERATOR_IS_NOT ? DOSSIER_FILTER_NOT_EQUALS
                          : word.starred              ? DOSSIER_FILTER_PREFIX
                                                      : DOSSIER_FILTER_EQUALS;
  condition->value = word.starred ? g_strdup (word.text) : spell_value (condition->field, word.text);
  return TRUE;
}

static gboolean
refuse_star (Parser      *self,
             const Word  *word,
             GError     **error)
{
  return !word->starred || fail (self, self->at - 1, error,
                                 "Inspector compares tags as a whole; a star that is part of one needs quotation marks");
}

static gboolean
read_tag (Parser                  *self,
          DossierFilterCondition  *condition,
          GError                 **error)
{
  g_auto(Word) key = { 0 };
  g_auto(Word) value = { 0 };

  if (!read_word (self, "=", "the key of a tag", &key, error) || !refuse_star (self, &key, error))
    return FALSE;
  condition->key = g_strdup (key.text);
  if (!accept (self, "="))
    return TRUE;
  if (!read_word (self, NULL, "the value of the tag; \"\" is the empty one", &value, error) ||
      !refuse_star (self, &value, error))
    return FALSE;
  condition->value = g_strdup (value.text);
  return TRUE;
}

static gboolean
read_bound (Parser                   *self,
            const DossierFilterField *field,
            const char               *where,
            const char               *text,
            gboolean                  as_end,
            double                   *bound,
            GError                  **error)
{
  if (field->kind == DOSSIER_FILTER_KIND_DATE)
    return dossier_filter_date_parse (text, self->now, as_end, bound) ||
           fail (self, where, error,
                 "expected a date: 2026-11-24, 2026-11-24T09:30:00Z, -30d for 30 days ago (min, h, d or w), today or now");
  return dossier_filter_number_parse (text, bound) ||
         fail (self, where, error, "expected a %s",
               field->kind == DOSSIER_FILTER_KIND_PORT ? "port, from 0 to 65535" : "number, such as 7 or 0.5");
}

static gboolean
read_range (Parser                  *self,
            Operator                 operator,
            DossierFilterCondition  *condition,
            GError                 **error)
{
  const DossierFilterField *field = condition->field;
  const char *start = self->at;
  g_autofree char *text = NULL;
  const char *last;
  char *dots;

  while (!ends_bare (self->at, NULL))
    self->at = g_utf8_next_char (self->at);
  text = g_strndup (start, (gsize) (self->at - start));
  dots = strstr (text, "..");
  if (operator != OPERATOR_IS && dots != NULL)
    return fail (self, start + (dots - text), error, "expected one bound; from..to stands behind =");

  condition->has_low = operator != OPERATOR_AT_MOST && dots != text;
  condition->has_high = operator != OPERATOR_AT_LEAST && (dots == NULL || dots[2] != '\0');
  last = dots != NULL ? dots + 2 : text;
  if (dots != NULL)
    {
      *dots = '\0';
      self->expectation->start = (gsize) (start - self->text) + (gsize) (last - text);
    }
  if (!condition->has_low && !condition->has_high)
    return fail (self, start, error, "expected a bound before or behind the two dots");
  return (!condition->has_low || read_bound (self, field, start, text, FALSE, &condition->low, error)) &&
         (!condition->has_high ||
          read_bound (self, field, start + (last - text), last, TRUE, &condition->high, error));
}

static gboolean read_package (Parser                  *self,
                              DossierFilterCondition  *condition,
                              GError                 **error);

static gboolean
read_condition (Parser                   *self,
                const DossierFilterField *package,
                const DossierFilterField *field,
                Operator                  operator,
                DossierFilterCondition  **condition,
                GError                  **error)
{
  g_autoptr(DossierFilterCondition) made = dossier_filter_condition_new (field);
  gboolean read;

  skip_space (self);
  expect (self, DOSSIER_FILTER_EXPECTS_VALUE, package, field);
  switch (field->kind)
    {
    case DOSSIER_FILTER_KIND_STRING:
      read = read_string (self, operator, made, error);
      break;
    case DOSSIER_FILTER_KIND_MAP:
      read = read_tag (self, made, error);
      break;
    case DOSSIER_FILTER_KIND_PACKAGE:
      read = read_package (self, made, error);
      break;
    default:
      read = read_range (self, operator, made, error);
      break;
    }
  *condition = read ? g_steal_pointer (&made) : NULL;
  return read;
}

static gboolean
takes (const DossierFilterField *field,
       Operator                  operator)
{
  switch (field->kind)
    {
    case DOSSIER_FILTER_KIND_STRING:
      return operator == OPERATOR_IS || operator == OPERATOR_IS_NOT;
    case DOSSIER_FILTER_KIND_MAP:
    case DOSSIER_FILTER_KIND_PACKAGE:
      return operator == OPERATOR_IS;
    default:
      return operator != OPERATOR_IS_NOT;
    }
}

/*
 * dossier_filter_operators:
 * @field: a field, or a member of a package
 *
 * Returns: (transfer full): what may stand behind its name
 */
char **
dossier_filter_operators (const DossierFilterField *field)
{
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (operator_texts); i++)
    if (takes (field, (Operator) i))
      g_strv_builder_add (list, operator_texts[i]);
  return g_strv_builder_end (list);
}

static gboolean
read_operator (Parser                   *self,
               const DossierFilterField *package,
               const DossierFilterField *field,
               Operator                 *operator,
               GError                  **error)
{
  g_auto(GStrv) operators = dossier_filter_operators (field);
  g_autofree char *allowed = g_strjoinv (" or ", operators);
  const char *start;

  skip_space (self);
  start = self->at;
  expect (self, DOSSIER_FILTER_EXPECTS_OPERATOR, package, field);
  for (guint i = 0; i < G_N_ELEMENTS (operator_texts); i++)
    if (takes (field, (Operator) i) && accept (self, operator_texts[i]))
      {
        *operator = (Operator) i;
        return TRUE;
      }
  return fail (self, start, error, "expected %s behind %s%s", allowed, field->name,
               *start == '<' || *start == '>' ? "; bounds count as inside" : "");
}

/* How many letters must change for one word to become the other. */
static guint
distance (const char *a,
          const char *b)
{
  gsize length = strlen (b);
  g_autofree guint *row = g_new (guint, length + 1);

  for (guint i = 0; i <= length; i++)
    row[i] = i;
  for (; *a != '\0'; a++)
    {
      guint before = row[0]++;

      for (guint i = 1; i <= length; i++)
        {
          guint changed = before + (g_ascii_tolower (*a) != g_ascii_tolower (b[i - 1]));

          before = row[i];
          row[i] = MIN (MIN (row[i], row[i - 1]) + 1, changed);
        }
    }
  return row[length];
}

static gboolean
contains (const char *name,
          const char *word)
{
  gsize length = strlen (word);

  for (; *name != '\0'; name++)
    if (g_ascii_strncasecmp (name, word, length) == 0)
      return TRUE;
  return FALSE;
}

/* The field that was meant, or may have been: @letters says how many are wrong. */
static const DossierFilterField *
find_nearest (const DossierFilterField *fields,
              gsize                     n_fields,
              const char               *name,
              guint                    *letters)
{
  const DossierFilterField *nearest = NULL;

  *letters = TYPING_ERRORS + 1;
  for (gsize i = 0; i < n_fields; i++)
    {
      guint errors = distance (name, fields[i].name);

      if (errors < *letters)
        {
          *letters = errors;
          nearest = &fields[i];
        }
    }
  for (gsize i = 0; nearest == NULL && i < n_fields; i++)
    nearest = contains (fields[i].name, name) ? &fields[i] : NULL;
  return nearest;
}

/* A field of the catalogue or, with a @package, one of its members. */
static gboolean
read_field (Parser                    *self,
            const DossierFilterField  *package,
            const DossierFilterField **field,
            GError                   **error)
{
  const char *start = self->at;
  g_autofree char *name = NULL;
  const DossierFilterField *fields, *nearest;
  guint letters;
  gsize n_fields;

  expect (self, DOSSIER_FILTER_EXPECTS_FIELD, package, NULL);
  while (g_ascii_isalnum (*self->at))
    self->at++;
  name = g_strndup (start, (gsize) (self->at - start));
  if (name[0] == '\0')
    return fail (self, start, error, package != NULL ? "expected a member of %s, or }" : "expected the name of a field%s",
                 package != NULL ? package->name : "");

  fields = package != NULL ? dossier_filter_package_members (&n_fields) : dossier_filter_fields (&n_fields);
  nearest = find_nearest (fields, n_fields, name, &letters);
  if (letters == 0)
    {
      *field = nearest;
      return TRUE;
    }
  return fail (self, start, error, "“%s” is not a field that Amazon Inspector filters by%s%s%s", name,
               nearest != NULL ? "; is “" : "", nearest != NULL ? nearest->name : "", nearest != NULL ? "” meant?" : "");
}

/* Two lists of alternatives for one field would read as both, and mean either. */
static gboolean
take_pair (Parser                   *self,
           GHashTable               *used,
           const char               *where,
           const DossierFilterField *field,
           Operator                  operator,
           GError                  **error)
{
  if (g_hash_table_add (used, g_strconcat (field->name, operator == OPERATOR_IS_NOT ? "!" : "", NULL)))
    return TRUE;
  return fail (self, where, error, "%s stands here a second time; write alternatives behind one =, with commas%s",
               field->name,
               field->kind == DOSSIER_FILTER_KIND_STRING || field->kind == DOSSIER_FILTER_KIND_MAP
                   ? ""
                   : ", and two bounds as from..to");
}

/* `{name=openssl version=3.0*}` */
static gboolean
read_package (Parser                  *self,
              DossierFilterCondition  *condition,
              GError                 **error)
{
  const DossierFilterField *package = condition->field;
  g_autoptr(GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!accept (self, "{"))
    return fail (self, self->at, error, "expected { and what holds of one package, as in {name=openssl version=3.0*}");
  for (skip_space (self); !accept (self, "}"); skip_space (self))
    {
      const char *start = self->at;
      DossierFilterCondition *member;
      const DossierFilterField *field;
      Operator operator;

      if (!read_field (self, package, &field, error) || !read_operator (self, package, field, &operator, error) ||
          !read_condition (self, package, field, operator, &member, error))
        return FALSE;
      g_ptr_array_add (condition->members, member);
      if (!g_hash_table_add (used, g_strdup (field->name)))
        return fail (self, start, error, "%s stands here a second time; a package has one", field->name);
      if (*self->at != '}' && (*self->at == '\0' || !g_unichar_isspace (g_utf8_get_char (self->at))))
        return fail (self, self->at, error, "expected a space or }; alternatives are whole packages: {…},{…}");
    }
  return TRUE;
}

/* Holds a condition to what AWS takes while it is known where it stands. */
static gboolean
add_condition (Parser                        *self,
               JsonArray                     *entries,
               const char                    *start,
               const DossierFilterCondition  *condition,
               GError                       **error)
{
  g_autoptr(JsonNode) node = dossier_filter_condition_to_json (condition);
  g_autoptr(GError) local_error = NULL;
  guint number = json_array_get_length (entries) + 1;
  JsonNode *entry = dossier_filter_entry_read (condition->field, node, number, &local_error);

  if (entry == NULL)
    return fail (self, start, error, "%s", local_error->message);
  if (number > DOSSIER_FILTER_MAX_ENTRIES)
    {
      json_node_unref (entry);
      return fail (self, start, error, "%s has more than %d values, and Inspector takes no more", condition->field->name,
                   DOSSIER_FILTER_MAX_ENTRIES);
    }
  json_array_add_element (entries, entry);
  return TRUE;
}

static JsonArray *
need_entries (Parser                   *self,
              const DossierFilterField *field)
{
  if (!json_object_has_member (self->criteria, field->name))
    json_object_set_array_member (self->criteria, field->name, json_array_new ());
  return json_object_get_array_member (self->criteria, field->name);
}

static gboolean
read_term (Parser  *self,
           GError **error)
{
  const char *start = self->at;
  const DossierFilterField *field;
  Operator operator;

  if (!read_field (self, NULL, &field, error) || !read_operator (self, NULL, field, &operator, error) ||
      !take_pair (self, self->used, start, field, operator, error))
    return FALSE;

  do
    {
      g_autoptr(DossierFilterCondition) condition = NULL;
      const char *value;

      skip_space (self);
      value = self->at;
      if (!read_condition (self, NULL, field, operator, &condition, error) ||
          !add_condition (self, need_entries (self, field), value, condition, error))
        return FALSE;
      if (*self->at != '\0' && *self->at != ',' && !g_unichar_isspace (g_utf8_get_char (self->at)))
        return fail (self, self->at, error, "expected a comma, or a space and the next field");
      if (*self->at == '\0')
        return TRUE;
      skip_space (self);
      if (*self->at == ',' && operator != OPERATOR_IS && operator != OPERATOR_IS_NOT)
        return fail (self, self->at, error, "expected a space; alternatives stand behind =, as in %s=..3,7..",
                     field->name);
    }
  while (accept (self, ","));
  return TRUE;
}

/*
 * dossier_filter_parse:
 * @text: the text form of a filter
 * @now: the present in seconds since 1970
 * @expectation: (out): what stands, or would stand, at the end of @text
 * @place: (out) (optional): where an error is
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): the filter
 */
DossierFilter *
dossier_filter_parse (const char                *text,
                      gint64                     now,
                      DossierFilterExpectation  *expectation,
                      DossierFilterPlace        *place,
                      GError                   **error)
{
  g_autoptr(JsonObject) criteria = json_object_new ();
  g_autoptr(GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Parser self = { text, text, now, criteria, used, expectation, place };
  const char *end;

  *expectation = (DossierFilterExpectation) { 0 };
  if (!g_utf8_validate (text, -1, &end))
    {
      g_autofree char *good = g_strndup (text, (gsize) (end - text));

      self.text = good;
      fail (&self, good + strlen (good), error, "expected text in UTF-8");
      return NULL;
    }

  for (skip_space (&self); *self.at != '\0'; skip_space (&self))
    if (!read_term (&self, error))
      return NULL;
  if (text[0] == '\0' || g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (self.at))))
    expect (&self, DOSSIER_FILTER_EXPECTS_FIELD, NULL, NULL);
  return dossier_filter_from_json (criteria, error);
}

/**
 * dossier_filter_from_text:
 * @text: the text form of a filter; empty for one that asks for nothing
 * @now: the present in seconds since 1970-01-01 00:00 UTC, which relative dates count from
 * @place: (out) (optional): where an error is
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which tells line, column
 *   and what was expected there
 *
 * Names of fields and fixed values may be written in small or capital letters.
 *
 * Returns: (transfer full) (nullable): the filter
 */
DossierFilter *
dossier_filter_from_text (const char          *text,
                          gint64               now,
                          DossierFilterPlace  *place,
                          GError             **error)
{
  DossierFilterExpectation expectation;

  return dossier_filter_parse (text, now, &expectation, place, error);
}
