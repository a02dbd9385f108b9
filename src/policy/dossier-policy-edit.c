// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-edit-private.h"

typedef struct
{
  gsize start;
  gsize end;
  char *text;
} Change;

struct _DossierPolicyEdit
{
  const char *text;
  gsize length;
  GArray *changes; /* of Change, in the order in which they were asked for */
};

static void
change_clear (gpointer data)
{
  Change *change = data;

  g_free (change->text);
}

DossierPolicyEdit *
dossier_policy_edit_new (const DossierPolicyDocument *document)
{
  DossierPolicyEdit *self = g_new0 (DossierPolicyEdit, 1);

  self->text = dossier_policy_document_get_text (document, &self->length);
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (self->changes, change_clear);
  return self;
}

void
dossier_policy_edit_free (DossierPolicyEdit *self)
{
  g_array_unref (self->changes);
  g_free (self);
}

/* Puts @text in place of the bytes from @start to before @end. Changes must not overlap. */
void
dossier_policy_edit_replace (DossierPolicyEdit *self,
                             gsize              start,
                             gsize              end,
                             const char        *text)
{
  Change change = { start, end, g_strdup (text) };

  g_array_append_val (self->changes, change);
}

/* Compact JSON as a person would write it. With @newline each value has a line of its own,
 * beginning with @indent and one @unit more for each level; without, blanks separate. */
char *
dossier_policy_edit_format (const char *json,
                            const char *newline,
                            const char *indent,
                            const char *unit)
{
  GString *out = g_string_new (NULL);
  gboolean quoted = FALSE;
  guint depth = 0;

  for (; *json != '\0'; json++)
    {
      gboolean opens = !quoted && (*json == '{' || *json == '[');
      gboolean closes = !quoted && (*json == '}' || *json == ']');

      if (*json == '"')
        quoted = !quoted;
      if (quoted && *json == '\\')
        g_string_append_c (out, *json++);
      depth += opens ? 1 : 0;
      depth -= closes ? 1 : 0;
      if (!closes)
        g_string_append_c (out, *json);
      if (newline != NULL && (opens || closes || (!quoted && *json == ',')))
        {
          g_string_append_printf (out, "%s%s", newline, indent);
          for (guint i = 0; i < depth; i++)
            g_string_append (out, unit);
        }
      else if (!quoted && (*json == ',' || *json == ':'))
        g_string_append_c (out, ' ');
      if (closes)
        g_string_append_c (out, *json);
    }
  return g_string_free_and_steal (out);
}

/* A list of strings that need no escapes, as compact JSON. */
char *
dossier_policy_edit_list (const char *const *values)
{
  g_autofree char *joined = g_strjoinv ("\",\"", (char **) values);

  return g_strdup_printf ("[\"%s\"]", joined);
}

/* The blanks at the beginning of the line of @offset. */
static char *
indent_at (const DossierPolicyEdit *self,
           gsize                    offset)
{
  gsize start = offset;

  while (start > 0 && self->text[start - 1] != '\n')
    start--;
  return g_strndup (self->text + start, strspn (self->text + start, " \t"));
}

static const char *
newline_of (const DossierPolicyEdit *self)
{
  return memmem (self->text, self->length, "\r\n", 2) != NULL ? "\r\n" : "\n";
}

static gboolean
has_newline (const DossierPolicyEdit *self,
             gsize                    start,
             gsize                    end)
{
  return memchr (self->text + start, '\n', end - start) != NULL;
}

/* By how much the document goes in for a level: what the first member of the document has
 * more than its brace. */
static char *
unit_of (const DossierPolicyEdit *self,
         const DossierPolicyJson *node)
{
  const DossierPolicyJson *root = node;
  g_autofree char *outer = NULL;
  g_autofree char *inner = NULL;

  while (root->parent != NULL)
    root = root->parent;
  if (root->first == NULL || !has_newline (self, root->start, root->first->begin))
    return g_strdup ("  ");
  outer = indent_at (self, root->start);
  inner = indent_at (self, root->first->begin);
  return g_str_has_prefix (inner, outer) && strlen (inner) > strlen (outer) ? g_strdup (inner + strlen (outer))
                                                                           : g_strdup ("  ");
}

/* Adds an item or a member, compact JSON in @json, at the end of a list or an object, in
 * the way in which the others stand there. */
void
dossier_policy_edit_append (DossierPolicyEdit       *self,
                            const DossierPolicyJson *container,
                            const char              *json)
{
  const DossierPolicyJson *last = container->last, *before = NULL;
  g_autofree char *separator = NULL;
  g_autofree char *indent = NULL;
  g_autofree char *unit = unit_of (self, container);
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  gboolean lines;

  if (last == NULL)
    {
      text = dossier_policy_edit_format (json, NULL, NULL, NULL);
      dossier_policy_edit_replace (self, container->start + 1, container->start + 1, text);
      return;
    }
  for (const DossierPolicyJson *item = container->first; item != last; item = item->next)
    before = item;
  if (before != NULL)
    separator = g_strndup (self->text + before->end, last->begin - before->end);
  else if (has_newline (self, container->start, last->begin))
    separator = g_strdup_printf (",%.*s", (int) (last->begin - container->start - 1), self->text + container->start + 1);
  else
    separator = g_strdup (", ");
  /* On lines of its own if its neighbour is, or would be if it held more than a text. */
  lines = last->type == DOSSIER_POLICY_JSON_OBJECT && last->first != NULL
              ? has_newline (self, last->begin, last->end)
              : strchr (separator, '\n') != NULL;
  indent = indent_at (self, last->begin);
  text = dossier_policy_edit_format (json, lines ? newline_of (self) : NULL, indent, unit);
  whole = g_strconcat (separator, text, NULL);
  dossier_policy_edit_replace (self, last->end, last->end, whole);
}

/* Adds strings that need no escapes to a string, which becomes a list, or to a list. */
void
dossier_policy_edit_add_values (DossierPolicyEdit       *self,
                                const DossierPolicyJson *node,
                                const char *const       *values)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (node->type == DOSSIER_POLICY_JSON_ARRAY)
    {
      for (; *values != NULL; values++)
        {
          g_string_printf (text, "\"%s\"", *values);
          dossier_policy_edit_append (self, node, text->str);
        }
      return;
    }
  for (; *values != NULL; values++)
    g_string_append_printf (text, ", \"%s\"", *values);
  g_string_append_c (text, ']');
  dossier_policy_edit_replace (self, node->start, node->start, "[");
  dossier_policy_edit_replace (self, node->end, node->end, text->str);
}

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const Change *x = a, *y = b;

  return x->start < y->start ? -1 : x->start > y->start;
}

/* The text with all changes. Those at one place stand in the order in which they were asked
 * for; g_array_sort() keeps it. Returns: (transfer full) */
char *
dossier_policy_edit_apply (const DossierPolicyEdit *self)
{
  GString *out = g_string_new (NULL);
  gsize at = 0;

  g_array_sort (self->changes, compare_changes);
  for (guint i = 0; i < self->changes->len; i++)
    {
      const Change *change = &g_array_index (self->changes, Change, i);

      g_string_append_len (out, self->text + at, (gssize) (change->start - at));
      g_string_append (out, change->text);
      at = change->end;
    }
  g_string_append_len (out, self->text + at, (gssize) (self->length - at));
  return g_string_free_and_steal (out);
}
