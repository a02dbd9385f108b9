// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-error.h"
#include "dossier-policy-json-private.h"

#define MAX_DEPTH 64
#define MAX_LENGTH (1024 * 1024)
#define BLOCK 8192
/* More members than this are looked up by hash, so that a large object takes no quadratic time. */
#define FEW_MEMBERS 16

/* Memory is taken in blocks and given back at once; a document that is read anew keeps
 * its blocks. */
struct _DossierPolicyDocument
{
  const char *text;
  gsize length;
  char *own_text;
  GPtrArray *blocks;
  guint block;
  gsize used;
  gsize size;
};

typedef struct
{
  DossierPolicyDocument *document;
  const char *at;
  const char *end;
  const DossierPolicyKnown *known;
  gsize n_known;
  GError **error;
} Scanner;

DossierPolicyDocument *
dossier_policy_document_new (void)
{
  DossierPolicyDocument *self = g_new0 (DossierPolicyDocument, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
dossier_policy_document_free (DossierPolicyDocument *self)
{
  g_ptr_array_unref (self->blocks);
  g_free (self->own_text);
  g_free (self);
}

/* Aligned memory that lives as long as the document. */
gpointer
dossier_policy_document_alloc (DossierPolicyDocument *self,
                               gsize                  size)
{
  gpointer found;

  size = (size + 7) & ~(gsize) 7;
  if (size > BLOCK / 2)
    {
      /* Of its own, in front of the block that is being filled. */
      found = g_malloc (size);
      g_ptr_array_insert (self->blocks, 0, found);
      self->block++;
      return found;
    }
  if (self->used + size > self->size)
    {
      if (self->size > 0)
        self->block++;
      if (self->block >= self->blocks->len)
        g_ptr_array_add (self->blocks, g_malloc (BLOCK));
      self->used = 0;
      self->size = BLOCK;
    }
  found = (char *) g_ptr_array_index (self->blocks, self->block) + self->used;
  self->used += size;
  return found;
}

/* Blocks of their own size stand in front and go, one of the others is kept. */
static void
start_over (DossierPolicyDocument *self)
{
  if (self->blocks->len > 1)
    g_ptr_array_remove_range (self->blocks, 0, self->blocks->len - 1);
  if (self->size == 0)
    g_ptr_array_set_size (self->blocks, 0);
  self->block = 0;
  self->used = 0;
  self->size = self->blocks->len > 0 ? BLOCK : 0;
  g_clear_pointer (&self->own_text, g_free);
}

const char *
dossier_policy_document_get_text (const DossierPolicyDocument *self,
                                  gsize                       *length)
{
  *length = self->length;
  return self->text;
}

/* From now on the document does without the caller's text. */
void
dossier_policy_document_keep_text (DossierPolicyDocument *self)
{
  self->own_text = g_strndup (self->text, self->length);
  self->text = self->own_text;
}

/* Lines and columns from 1; columns count characters. Worked out only when asked for. */
static void
find_place (const DossierPolicyDocument *self,
            gsize                        offset,
            guint                       *line,
            guint                       *column)
{
  *line = *column = 1;
  for (gsize i = 0; i < offset && i < self->length; i++)
    {
      if (self->text[i] == '\n')
        {
          ++*line;
          *column = 1;
        }
      else if (((guchar) self->text[i] & 0xC0) != 0x80)
        ++*column;
    }
}

static void
put_path (const DossierPolicyJson *node,
          const char              *member,
          GString                 *out)
{
  if (node != NULL && node->parent != NULL)
    {
      put_path (node->parent, NULL, out);
      if (node->name == NULL)
        g_string_append_printf (out, "[%u]", node->index);
      else
        g_string_append_printf (out, "%s%s", out->len > 0 ? "." : "", node->name);
    }
  if (member != NULL)
    g_string_append_printf (out, "%s%s", out->len > 0 ? "." : "", member);
}

/* Such as `Statement[0].Effect`. Returns: (transfer full) */
char *
dossier_policy_json_get_path (const DossierPolicyJson *self)
{
  GString *out = g_string_new (NULL);

  put_path (self, NULL, out);
  return g_string_free_and_steal (out);
}

void
dossier_policy_json_get_place (const DossierPolicyJson *self,
                               guint                   *line,
                               guint                   *column)
{
  find_place (self->document, self->start, line, column);
}

/* Sets @error to a grammar fault at the place of @at. Returns: %FALSE */
gboolean
dossier_policy_json_refuse (const DossierPolicyJson  *at,
                            GError                  **error,
                            const char               *format,
                            ...)
{
  g_autofree char *message = NULL;
  g_autofree char *path = dossier_policy_json_get_path (at);
  guint line, column;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  dossier_policy_json_get_place (at, &line, &column);
  g_propagate_error (error, dossier_policy_error_new (DOSSIER_POLICY_ERROR_GRAMMAR, path, line, column, message));
  return FALSE;
}

/* Returns: (nullable): the member of that name */
const DossierPolicyJson *
dossier_policy_json_get (const DossierPolicyJson *self,
                         const char              *name)
{
  for (const DossierPolicyJson *item = self->first; item != NULL; item = item->next)
    if (strcmp (item->name, name) == 0)
      return item;
  return NULL;
}

/* A fault at @at, in @node or in the member of it that has the name @member. */
static gboolean
fail (const Scanner           *scanner,
      const char              *at,
      const DossierPolicyJson *node,
      const char              *member,
      const char              *message)
{
  g_autoptr (GString) path = g_string_new (NULL);
  guint line, column;

  put_path (node, member, path);
  find_place (scanner->document, (gsize) (at - scanner->document->text), &line, &column);
  g_propagate_error (scanner->error,
                     dossier_policy_error_new (DOSSIER_POLICY_ERROR_SYNTAX, path->str, line, column, message));
  return FALSE;
}

static int
peek (const Scanner *scanner)
{
  return scanner->at < scanner->end ? (guchar) *scanner->at : -1;
}

static void
skip_space (Scanner *scanner)
{
  for (int c = peek (scanner); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek (scanner))
    scanner->at++;
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
      *out = *out * 16 + (gunichar) g_ascii_xdigit_value (*scanner->at++);
    }
  return TRUE;
}

/* Returns: the end of what was written to @out, %NULL after a fault */
static char *
scan_escape (Scanner                 *scanner,
             char                    *out,
             const DossierPolicyJson *node)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  int c = peek (scanner);
  const char *found = c > 0 ? strchr (from, c) : NULL;
  const char *fault = NULL;
  gunichar u, low;

  if (found != NULL)
    {
      scanner->at++;
      *out = to[found - from];
      return out + 1;
    }
  if (c != 'u')
    fault = "A string has an escape that JSON does not know";
  else
    scanner->at++;
  if (fault == NULL && !scan_hex4 (scanner, &u))
    fault = "\\u needs four hexadecimal digits";
  if (fault == NULL && u >= 0xD800 && u < 0xDC00 && scanner->end - scanner->at > 2 &&
      scanner->at[0] == '\\' && scanner->at[1] == 'u')
    {
      scanner->at += 2;
      if (!scan_hex4 (scanner, &low) || low < 0xDC00 || low > 0xDFFF)
        fault = "A surrogate pair is not complete";
      else
        u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
    }
  if (fault == NULL && (u == 0 || (u >= 0xD800 && u < 0xE000)))
    fault = "A string has a character that is not allowed";
  if (fault != NULL)
    {
      fail (scanner, scanner->at, node, NULL, fault);
      return NULL;
    }
  return out + g_unichar_to_utf8 (u, out);
}

/* An escape is never shorter than what it stands for, so the room of the text is enough. */
static const char *
scan_string (Scanner                 *scanner,
             const DossierPolicyJson *node)
{
  const char *start = ++scanner->at;
  char *text, *out;

  while (scanner->at < scanner->end && *scanner->at != '"')
    scanner->at += *scanner->at == '\\' && scanner->end - scanner->at > 1 ? 2 : 1;
  text = out = dossier_policy_document_alloc (scanner->document, (gsize) (scanner->at - start) + 1);
  scanner->at = start;
  for (;;)
    {
      int c = peek (scanner);

      if (c < 0x20)
        {
          fail (scanner, scanner->at, node, NULL, c < 0 ? "A string does not end" : "A string has a control character");
          return NULL;
        }
      scanner->at++;
      if (c == '"')
        break;
      if (c != '\\')
        *out++ = (char) c;
      else if ((out = scan_escape (scanner, out, node)) == NULL)
        return NULL;
    }
  *out = '\0';
  return text;
}

/* RFC 8259, section 6. */
static gboolean
is_number (const char *text)
{
  gsize digits;

  text += *text == '-';
  digits = strspn (text, "0123456789");
  if (digits == 0 || (*text == '0' && digits > 1))
    return FALSE;
  text += digits;
  if (*text == '.')
    {
      digits = strspn (++text, "0123456789");
      if (digits == 0)
        return FALSE;
      text += digits;
    }
  if (*text == 'e' || *text == 'E')
    {
      text++;
      text += *text == '+' || *text == '-';
      digits = strspn (text, "0123456789");
      if (digits == 0)
        return FALSE;
      text += digits;
    }
  return *text == '\0';
}

static gboolean
scan_literal (Scanner           *scanner,
              DossierPolicyJson *node)
{
  const char *start = scanner->at;
  gsize length;
  char *text;

  while (scanner->at < scanner->end &&
         (g_ascii_isalnum (*scanner->at) || *scanner->at == '+' || *scanner->at == '-' || *scanner->at == '.'))
    scanner->at++;
  length = (gsize) (scanner->at - start);
  text = dossier_policy_document_alloc (scanner->document, length + 1);
  memcpy (text, start, length);
  text[length] = '\0';
  node->text = text;
  if (strcmp (text, "true") == 0 || strcmp (text, "false") == 0)
    node->type = DOSSIER_POLICY_JSON_BOOLEAN;
  else if (strcmp (text, "null") == 0)
    node->type = DOSSIER_POLICY_JSON_NULL;
  else if (is_number (text))
    node->type = DOSSIER_POLICY_JSON_NUMBER;
  else
    return fail (scanner, start, node, NULL, "A JSON value is expected here");
  return TRUE;
}

static DossierPolicyJson *
new_node (Scanner           *scanner,
          DossierPolicyJson *parent)
{
  DossierPolicyJson *node = dossier_policy_document_alloc (scanner->document, sizeof *node);

  *node = (DossierPolicyJson) { .document = scanner->document, .parent = parent };
  if (parent != NULL)
    {
      node->index = parent->n_items++;
      if (parent->last != NULL)
        parent->last->next = node;
      else
        parent->first = node;
      parent->last = node;
    }
  return node;
}

static gboolean
is_repeated (const DossierPolicyJson *parent,
             const DossierPolicyJson *member,
             GHashTable             **names)
{
  if (parent->n_items > FEW_MEMBERS)
    {
      if (*names == NULL)
        {
          *names = g_hash_table_new (g_str_hash, g_str_equal);
          for (const DossierPolicyJson *item = parent->first; item != member; item = item->next)
            g_hash_table_add (*names, (gpointer) item->name);
        }
      return !g_hash_table_add (*names, (gpointer) member->name);
    }
  return dossier_policy_json_get (parent, member->name) != member;
}

/* The name of a member and its colon. */
static gboolean
scan_name (Scanner           *scanner,
           DossierPolicyJson *parent,
           DossierPolicyJson *node,
           GHashTable       **names)
{
  const char *start = scanner->at;

  node->begin = (gsize) (start - scanner->document->text);
  if (peek (scanner) != '"')
    return fail (scanner, start, parent, NULL, "A member name in quotes is expected here");
  node->name = scan_string (scanner, parent);
  if (node->name == NULL)
    return FALSE;
  if (is_repeated (parent, node, names))
    return fail (scanner, start, parent, node->name, "The object has this member twice");
  skip_space (scanner);
  if (peek (scanner) != ':')
    return fail (scanner, scanner->at, parent, node->name, "A colon is expected here");
  scanner->at++;
  return TRUE;
}

static gboolean scan_value (Scanner *scanner, DossierPolicyJson *node, guint depth);

static gboolean
scan_items (Scanner           *scanner,
            DossierPolicyJson *node,
            guint              depth)
{
  g_autoptr (GHashTable) names = NULL;
  gboolean object = peek (scanner) == '{';
  int close = object ? '}' : ']';

  node->type = object ? DOSSIER_POLICY_JSON_OBJECT : DOSSIER_POLICY_JSON_ARRAY;
  if (depth >= MAX_DEPTH)
    return fail (scanner, scanner->at, node, NULL, "The text is nested too deeply");
  scanner->at++;
  skip_space (scanner);
  if (peek (scanner) == close)
    {
      scanner->at++;
      return TRUE;
    }
  for (;;)
    {
      DossierPolicyJson *item;

      skip_space (scanner);
      item = new_node (scanner, node);
      item->name = object ? "" : NULL;
      if ((object && !scan_name (scanner, node, item, &names)) || !scan_value (scanner, item, depth + 1))
        return FALSE;
      skip_space (scanner);
      if (peek (scanner) != ',' && peek (scanner) != close)
        return fail (scanner, scanner->at, node, NULL, "A comma or the end of the list is expected here");
      if (*scanner->at++ == close)
        return TRUE;
    }
}

static gboolean
is_known (Scanner *scanner)
{
  gsize left = (gsize) (scanner->end - scanner->at);

  for (gsize i = 0; i < scanner->n_known; i++)
    if (scanner->known[i].length <= left && memcmp (scanner->known[i].text, scanner->at, scanner->known[i].length) == 0)
      {
        scanner->at += scanner->known[i].length;
        return TRUE;
      }
  return FALSE;
}

static gboolean
scan_value (Scanner           *scanner,
            DossierPolicyJson *node,
            guint              depth)
{
  gboolean ok = TRUE;

  skip_space (scanner);
  node->start = (gsize) (scanner->at - scanner->document->text);
  if (node->name == NULL)
    node->begin = node->start;
  /* A known text is a whole object, so no longer value begins with it. */
  if (depth == 1 && is_known (scanner))
    node->type = DOSSIER_POLICY_JSON_KNOWN;
  else if (peek (scanner) == '"')
    {
      node->type = DOSSIER_POLICY_JSON_STRING;
      node->text = scan_string (scanner, node);
      ok = node->text != NULL;
    }
  else if (peek (scanner) == '{' || peek (scanner) == '[')
    ok = scan_items (scanner, node, depth);
  else
    ok = scan_literal (scanner, node);
  node->end = (gsize) (scanner->at - scanner->document->text);
  return ok;
}

/* Strict JSON (RFC 8259) of at most 1 MiB and 64 levels; a member that is there twice is
 * refused. What was read before is gone. @text must outlive what is made of it, unless
 * dossier_policy_document_keep_text() follows; @known are whole objects that are valid, each
 * of which makes a member of the root a node of the type KNOWN. Returns: (nullable) */
const DossierPolicyJson *
dossier_policy_document_read (DossierPolicyDocument     *self,
                              const char                *text,
                              gsize                      length,
                              const DossierPolicyKnown  *known,
                              gsize                      n_known,
                              GError                   **error)
{
  Scanner scanner = { self, text, text + length, known, n_known, error };
  const char *valid_end = NULL;
  DossierPolicyJson *root;

  start_over (self);
  self->text = text;
  self->length = length;
  if (length > MAX_LENGTH)
    {
      fail (&scanner, text, NULL, NULL, "The text is larger than 1 MiB");
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, &valid_end))
    {
      fail (&scanner, valid_end, NULL, NULL, "The text is not UTF-8, or has a NUL character");
      return NULL;
    }
  root = new_node (&scanner, NULL);
  if (!scan_value (&scanner, root, 0))
    return NULL;
  skip_space (&scanner);
  if (peek (&scanner) >= 0)
    {
      fail (&scanner, scanner.at, NULL, NULL, "There is more text after the end of the JSON value");
      return NULL;
    }
  return root;
}
