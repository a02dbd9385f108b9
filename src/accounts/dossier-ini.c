// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-ini-private.h"
#include "dossier-secret.h"

/* The section whose keys count in every other one that lacks them: nowhere in
 * AWS's documents, but the AWS CLI reads it so.
 */
#define EVERYWHERE "DEFAULT"

typedef struct
{
  GPtrArray *sections;
  DossierIniSection *section;
  GString *value;
  char *key;
  guint indent;
  guint line;
} Parser;

static void
section_free (gpointer data)
{
  DossierIniSection *section = data;

  g_free (section->name);
  g_hash_table_unref (section->values);
  g_free (section);
}

static DossierIniSection *
section_new (const char *name)
{
  DossierIniSection *section = g_new0 (DossierIniSection, 1);

  section->name = g_strdup (name);
  section->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) dossier_wipe_free);
  return section;
}

/* More than g_unichar_isspace(): the separators that the peer strips, too. */
static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x0b || (c >= 0x1c && c <= 0x1f) || c == 0x85;
}

static char *
strip (const char *start,
       const char *end)
{
  while (start < end && is_space (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_space (g_utf8_get_char (last)))
        break;
      end = last;
    }
  return g_strndup (start, (gsize) (end - start));
}

static guint
count_indent (const char *start,
              const char *end)
{
  guint indent = 0;

  for (; start < end && is_space (g_utf8_get_char (start)); start = g_utf8_next_char (start))
    indent++;
  return indent;
}

/* g_utf8_strdown() would spell “region” otherwise in Turkish. */
static char *
lower (const char *text)
{
  GString *small = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    g_string_append_unichar (small, g_unichar_tolower (g_utf8_get_char (c)));
  return g_string_free (small, FALSE);
}

/* Never shows the line: it may be a secret that lost its key. */
static gboolean
refuse (Parser      *parser,
        const char  *why,
        GError     **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "line %u: %s", parser->line, why);
  return FALSE;
}

static void
keep_value (Parser *parser)
{
  const char *text;
  const char *end;

  if (parser->key == NULL)
    return;

  /* Only the end is stripped: a block is known by the line break it begins with. */
  text = parser->value->str;
  end = text + parser->value->len;
  while (end > text && is_space (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);

  g_hash_table_replace (parser->section->values, g_steal_pointer (&parser->key),
                        g_strndup (text, (gsize) (end - text)));
  dossier_wipe (parser->value->str, parser->value->len);
}

static gboolean
read_header (Parser      *parser,
             const char  *line,
             const char  *close,
             GError     **error)
{
  g_autofree char *name = g_strndup (line + 1, (gsize) (close - line - 1));

  keep_value (parser);
  parser->section = dossier_ini_find (parser->sections, name);
  if (parser->section == NULL)
    {
      parser->section = section_new (name);
      g_ptr_array_add (parser->sections, parser->section);
      return TRUE;
    }

  /* Which of the two should count? The AWS CLI refuses as well. */
  if (!g_str_equal (name, EVERYWHERE))
    {
      g_autofree char *why = g_strdup_printf ("the section [%s] is there a second time", name);

      return refuse (parser, why, error);
    }
  return TRUE;
}

static gboolean
read_key (Parser      *parser,
          const char  *line,
          GError     **error)
{
  const char *delimiter = strpbrk (line, "=:");
  g_autofree char *written = NULL;
  g_autofree char *key = NULL;
  char *value;

  if (delimiter == NULL)
    return refuse (parser, "neither a [section] nor a key = value", error);

  written = strip (line, delimiter);
  if (*written == '\0')
    return refuse (parser, "the name before the “=” is missing", error);

  keep_value (parser);
  key = lower (written);
  if (g_hash_table_contains (parser->section->values, key))
    {
      g_autofree char *why = g_strdup_printf ("“%s” is there a second time in [%s]", key,
                                              parser->section->name);

      return refuse (parser, why, error);
    }

  value = strip (delimiter + 1, delimiter + strlen (delimiter));
  g_string_assign (parser->value, value);
  dossier_wipe_free (value);
  parser->key = g_steal_pointer (&key);
  return TRUE;
}

static gboolean
read_line (Parser      *parser,
           const char  *start,
           const char  *end,
           GError     **error)
{
  char *line = strip (start, end);
  guint indent = count_indent (start, end);
  const char *close;
  gboolean ok = TRUE;

  if (*line == '\0')
    {
      if (parser->key != NULL)
        g_string_append_c (parser->value, '\n');
    }
  else if (*line == '#' || *line == ';')
    ;
  else if (parser->key != NULL && indent > parser->indent)
    {
      g_string_append_c (parser->value, '\n');
      g_string_append (parser->value, line);
    }
  else
    {
      parser->indent = indent;
      close = *line == '[' ? strrchr (line, ']') : NULL;
      if (close != NULL && close > line + 1)
        ok = read_header (parser, line, close, error);
      else if (parser->section == NULL)
        ok = refuse (parser, "a [section] has to come first", error);
      else
        ok = read_key (parser, line, error);
    }

  dossier_wipe_free (line);
  return ok;
}

static void
spread_everywhere (GPtrArray *sections)
{
  DossierIniSection *everywhere = dossier_ini_find (sections, EVERYWHERE);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (everywhere == NULL)
    return;

  for (guint i = 0; i < sections->len; i++)
    {
      DossierIniSection *section = g_ptr_array_index (sections, i);

      g_hash_table_iter_init (&iter, everywhere->values);
      while (section != everywhere && g_hash_table_iter_next (&iter, &key, &value))
        if (!g_hash_table_contains (section->values, key))
          g_hash_table_insert (section->values, g_strdup (key), g_strdup (value));
    }
  g_ptr_array_remove (sections, everywhere);
}

/**
 * dossier_ini_parse:
 * @text: the file
 * @length: its bytes
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which names the line
 *
 * Reads the dialect that the AWS CLI and SDKs share: `[section]`; `key = value` or
 * `key: value`; lines that begin with # or ; are comments, the rest of a line never
 * is; a line that is indented deeper than its key goes on with the value. A section
 * or a key that is there twice is refused.
 *
 * Returns: (transfer full) (nullable) (element-type DossierIniSection): the sections
 *   in their order
 */
GPtrArray *
dossier_ini_parse (const char  *text,
                   gsize        length,
                   GError     **error)
{
  g_autoptr(GPtrArray) sections = g_ptr_array_new_with_free_func (section_free);
  g_autoptr(GString) value = g_string_new (NULL);
  Parser parser = { .sections = sections, .value = value };
  const char *end = text + length;
  gboolean ok = TRUE;

  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                           "it is not a text in UTF-8");
      return NULL;
    }

  while (ok && text < end)
    {
      const char *stop = text;

      while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
      parser.line++;
      ok = read_line (&parser, text, stop, error);
      text = stop + 1;
      if (stop < end - 1 && stop[0] == '\r' && stop[1] == '\n')
        text++;
    }

  if (ok)
    keep_value (&parser);
  g_free (parser.key);
  dossier_wipe (value->str, value->len);
  if (!ok)
    return NULL;

  spread_everywhere (sections);
  return g_steal_pointer (&sections);
}

/**
 * dossier_ini_find:
 * @sections: what dossier_ini_parse() returned
 * @name: the name of a section
 *
 * Returns: (transfer none) (nullable): the section
 */
DossierIniSection *
dossier_ini_find (GPtrArray  *sections,
                  const char *name)
{
  for (guint i = 0; i < sections->len; i++)
    {
      DossierIniSection *section = g_ptr_array_index (sections, i);

      if (g_str_equal (section->name, name))
        return section;
    }
  return NULL;
}

/**
 * dossier_ini_nested:
 * @value: a value of a section
 * @key: a key in it
 * @nested: (out) (transfer full) (nullable): what the key says; %NULL if it is not there
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Looks into a block such as `s3 =` with lines like `addressing_style = path`
 * indented below it. The last one of a key counts.
 *
 * Returns: %FALSE if @value is a block with a line that is not `key = value`
 */
gboolean
dossier_ini_nested (const char  *value,
                    const char  *key,
                    char       **nested,
                    GError     **error)
{
  g_auto(GStrv) lines = NULL;

  g_clear_pointer (nested, g_free);
  if (*value != '\n')
    return TRUE;

  lines = g_strsplit (value, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = strip (lines[i], lines[i] + strlen (lines[i]));
      const char *equals = strchr (line, '=');
      g_autofree char *name = equals != NULL ? strip (line, equals) : NULL;

      if (*line == '\0')
        continue;
      if (name == NULL)
        {
          g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                               "a line of an indented block has no “=”");
          return FALSE;
        }
      if (g_str_equal (name, key))
        {
          g_free (*nested);
          *nested = strip (equals + 1, equals + strlen (equals));
        }
    }
  return TRUE;
}

/**
 * dossier_ini_words:
 * @name: the name of a section, for instance `profile "my team"`
 *
 * Splits by the quoting rules of a POSIX shell, which is how AWS writes names
 * with blanks.
 *
 * Returns: (transfer full) (nullable): the words; %NULL if a quote is not closed
 */
GStrv
dossier_ini_words (const char *name)
{
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr(GString) word = g_string_new (NULL);
  gboolean in_word = FALSE;
  char quote = '\0';

  for (const char *c = name; *c != '\0'; c++)
    {
      if (quote == '\0' && strchr (" \t\r\n", *c) != NULL)
        {
          if (in_word)
            g_strv_builder_add (words, word->str);
          g_string_truncate (word, 0);
          in_word = FALSE;
          continue;
        }

      in_word = TRUE;
      if (quote != '\0' && *c == quote)
        quote = '\0';
      else if (quote == '\0' && (*c == '"' || *c == '\''))
        quote = *c;
      else if (*c == '\\' && (quote == '\0' || (quote == '"' && (c[1] == '"' || c[1] == '\\'))))
        {
          if (*++c == '\0')
            return NULL;
          g_string_append_c (word, *c);
        }
      else
        g_string_append_c (word, *c);
    }

  if (quote != '\0')
    return NULL;
  if (in_word)
    g_strv_builder_add (words, word->str);
  return g_strv_builder_end (words);
}
