// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-error.h"
#include "dossier-policy-json-private.h"

#define MAX_DEPTH 64
#define MAX_LENGTH (1024 * 1024)

typedef struct
{
  const char *at;
  const char *end;
  guint line;
  guint column;
} Scanner;

void
dossier_policy_json_free (DossierPolicyJson *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self->path);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/* Sets @error to a grammar fault at the place of @at. Returns: %FALSE */
gboolean
dossier_policy_json_refuse (const DossierPolicyJson  *at,
                            GError                  **error,
                            const char               *format,
                            ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_propagate_error (error, dossier_policy_error_new (DOSSIER_POLICY_ERROR_GRAMMAR, at->path,
                                                      at->line, at->column, message));
  return FALSE;
}

DossierPolicyJson *
dossier_policy_json_get (const DossierPolicyJson *self,
                         const char              *name)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      DossierPolicyJson *item = g_ptr_array_index (self->items, i);

      if (strcmp (item->name, name) == 0)
        return item;
    }
  return NULL;
}

static gboolean
fail (const Scanner *scanner,
      const char    *path,
      GError       **error,
      const char    *message)
{
  g_propagate_error (error, dossier_policy_error_new (DOSSIER_POLICY_ERROR_SYNTAX, path,
                                                      scanner->line, scanner->column, message));
  return FALSE;
}

static int
peek (const Scanner *scanner)
{
  return scanner->at < scanner->end ? (guchar) *scanner->at : -1;
}

/* Columns count characters, so the later bytes of a UTF-8 sequence are free. */
static void
advance (Scanner *scanner)
{
  guchar c = (guchar) *scanner->at++;

  if (c == '\n')
    {
      scanner->line++;
      scanner->column = 1;
    }
  else if ((c & 0xC0) != 0x80)
    scanner->column++;
}

static void
skip_space (Scanner *scanner)
{
  for (int c = peek (scanner); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek (scanner))
    advance (scanner);
}

static gboolean
scan_hex4 (Scanner  *scanner,
           gunichar *out)
{
  *out = 0;
  for (int i = 0; i < 4; i++)
    {
      if (peek (scanner) < 0 || !g_ascii_isxdigit (*scanner->at))
        return FALSE;
      *out = *out * 16 + (gunichar) g_ascii_xdigit_value (*scanner->at);
      advance (scanner);
    }
  return TRUE;
}

static gboolean
scan_escape (Scanner    *scanner,
             GString    *out,
             const char *path,
             GError    **error)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  int c = peek (scanner);
  const char *found = c > 0 ? strchr (from, c) : NULL;
  gunichar u, low;

  if (found != NULL)
    {
      g_string_append_c (out, to[found - from]);
      advance (scanner);
      return TRUE;
    }
  if (c != 'u')
    return fail (scanner, path, error, "A string has an escape that JSON does not know");
  advance (scanner);
  if (!scan_hex4 (scanner, &u))
    return fail (scanner, path, error, "\\u needs four hexadecimal digits");
  if (u >= 0xD800 && u < 0xDC00 && scanner->end - scanner->at > 2 && scanner->at[0] == '\\' && scanner->at[1] == 'u')
    {
      advance (scanner);
      advance (scanner);
      if (!scan_hex4 (scanner, &low) || low < 0xDC00 || low > 0xDFFF)
        return fail (scanner, path, error, "A surrogate pair is not complete");
      u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
    }
  if (u == 0 || (u >= 0xD800 && u < 0xE000))
    return fail (scanner, path, error, "A string has a character that is not allowed");
  g_string_append_unichar (out, u);
  return TRUE;
}

static char *
scan_string (Scanner    *scanner,
             const char *path,
             GError    **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  advance (scanner);
  for (;;)
    {
      int c = peek (scanner);

      if (c < 0x20)
        {
          fail (scanner, path, error, c < 0 ? "A string does not end" : "A string has a control character");
          return NULL;
        }
      if (c == '\\')
        {
          advance (scanner);
          if (!scan_escape (scanner, out, path, error))
            return NULL;
          continue;
        }
      if (c != '"')
        g_string_append_c (out, (char) c);
      advance (scanner);
      if (c == '"')
        return g_string_free_and_steal (g_steal_pointer (&out));
    }
}

static gboolean
scan_literal (Scanner            *scanner,
              DossierPolicyJson  *node,
              GError            **error)
{
  const char *start = scanner->at;
  Scanner first = *scanner;

  while (peek (scanner) >= 0 && (g_ascii_isalnum (*scanner->at) || strchr ("+-.", *scanner->at) != NULL))
    advance (scanner);
  node->text = g_strndup (start, (gsize) (scanner->at - start));
  if (strcmp (node->text, "true") == 0 || strcmp (node->text, "false") == 0)
    node->type = DOSSIER_POLICY_JSON_BOOLEAN;
  else if (strcmp (node->text, "null") == 0)
    node->type = DOSSIER_POLICY_JSON_NULL;
  else if (g_regex_match_simple ("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?$", node->text, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT))
    node->type = DOSSIER_POLICY_JSON_NUMBER;
  else
    return fail (&first, node->path, error, "A JSON value is expected here");
  return TRUE;
}

static DossierPolicyJson *scan_value (Scanner *scanner, const char *path, guint depth, GError **error);

/* One member of an object: its name, a colon, its value. */
static DossierPolicyJson *
scan_member (Scanner                  *scanner,
             const DossierPolicyJson  *parent,
             guint                     depth,
             GError                  **error)
{
  Scanner first = *scanner;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  DossierPolicyJson *item;

  if (peek (scanner) != '"')
    {
      fail (scanner, parent->path, error, "A member name in quotes is expected here");
      return NULL;
    }
  name = scan_string (scanner, parent->path, error);
  if (name == NULL)
    return NULL;
  path = *parent->path != '\0' ? g_strconcat (parent->path, ".", name, NULL) : g_strdup (name);
  if (dossier_policy_json_get (parent, name) != NULL)
    {
      fail (&first, path, error, "The object has this member twice");
      return NULL;
    }
  skip_space (scanner);
  if (peek (scanner) != ':')
    {
      fail (scanner, path, error, "A colon is expected here");
      return NULL;
    }
  advance (scanner);
  item = scan_value (scanner, path, depth, error);
  if (item != NULL)
    item->name = g_steal_pointer (&name);
  return item;
}

static gboolean
scan_items (Scanner            *scanner,
            DossierPolicyJson  *node,
            guint               depth,
            GError            **error)
{
  gboolean object = peek (scanner) == '{';
  int close = object ? '}' : ']';

  node->type = object ? DOSSIER_POLICY_JSON_OBJECT : DOSSIER_POLICY_JSON_ARRAY;
  node->items = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_policy_json_free);
  if (depth >= MAX_DEPTH)
    return fail (scanner, node->path, error, "The text is nested too deeply");
  advance (scanner);
  skip_space (scanner);
  if (peek (scanner) == close)
    {
      advance (scanner);
      return TRUE;
    }
  for (;;)
    {
      g_autofree char *path = g_strdup_printf ("%s[%u]", node->path, node->items->len);
      DossierPolicyJson *item;

      skip_space (scanner);
      item = object ? scan_member (scanner, node, depth + 1, error) : scan_value (scanner, path, depth + 1, error);
      if (item == NULL)
        return FALSE;
      g_ptr_array_add (node->items, item);
      skip_space (scanner);
      if (peek (scanner) != ',' && peek (scanner) != close)
        return fail (scanner, node->path, error, "A comma or the end of the list is expected here");
      advance (scanner);
      if (scanner->at[-1] == close)
        return TRUE;
    }
}

static DossierPolicyJson *
scan_value (Scanner    *scanner,
            const char *path,
            guint       depth,
            GError    **error)
{
  g_autoptr (DossierPolicyJson) node = g_new0 (DossierPolicyJson, 1);
  gboolean ok;

  skip_space (scanner);
  node->line = scanner->line;
  node->column = scanner->column;
  node->path = g_strdup (path);
  switch (peek (scanner))
    {
    case '"':
      node->type = DOSSIER_POLICY_JSON_STRING;
      node->text = scan_string (scanner, path, error);
      ok = node->text != NULL;
      break;
    case '{':
    case '[':
      ok = scan_items (scanner, node, depth, error);
      break;
    default:
      ok = scan_literal (scanner, node, error);
    }
  return ok ? g_steal_pointer (&node) : NULL;
}

/* Strict JSON (RFC 8259) of at most 1 MiB and 64 levels; a member that is there
 * twice is refused. @length in bytes, or -1. Returns: (transfer full) (nullable) */
DossierPolicyJson *
dossier_policy_json_parse (const char  *text,
                           gssize       length,
                           GError     **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  Scanner scanner = { text, text + size, 1, 1 };
  const char *valid_end = NULL;
  g_autoptr (DossierPolicyJson) root = NULL;

  if (size > MAX_LENGTH)
    {
      fail (&scanner, "", error, "The text is larger than 1 MiB");
      return NULL;
    }
  if (!g_utf8_validate_len (text, size, &valid_end))
    {
      while (scanner.at < valid_end)
        advance (&scanner);
      fail (&scanner, "", error, "The text is not UTF-8, or has a NUL character");
      return NULL;
    }
  root = scan_value (&scanner, "", 0, error);
  if (root == NULL)
    return NULL;
  skip_space (&scanner);
  if (peek (&scanner) >= 0)
    {
      fail (&scanner, "", error, "There is more text after the end of the JSON value");
      return NULL;
    }
  return g_steal_pointer (&root);
}
