// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <yyjson.h>

#include "dossier-error.h"
#include "dossier-findings-page.h"
#include "dossier-json.h"

/* Whoever reads a finding may descend by calling itself, on a fiber's small stack. */
#define MAX_DEPTH 256u

typedef struct
{
  gsize offset;
  gsize length;
} Range;

struct _DossierFindingsPage
{
  gatomicrefcount ref_count;
  GBytes *body;
  char *next_token;
  GArray *ranges;
};

G_DEFINE_BOXED_TYPE (DossierFindingsPage, dossier_findings_page, dossier_findings_page_ref,
                     dossier_findings_page_unref)

/* yyjson does not tell where a value lies in the text, so the text is walked
 * once more. These steps need no checks: they run only on text that yyjson has
 * accepted as JSON.
 */
static const char *
skip_space (const char *at)
{
  while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
    at++;
  return at;
}

/* Most of a page is text, and memchr() is many times as fast as a loop. */
static const char *
skip_string (const char *at,
             const char *end)
{
  for (at++;; at++)
    {
      const char *quote = memchr (at, '"', (gsize) (end - at));
      const char *before = quote;

      while (before > at && before[-1] == '\\')
        before--;
      at = quote;
      if ((quote - before) % 2 == 0)
        return quote + 1;
    }
}

static const char *
skip_container (const char *at,
                const char *end,
                gsize      *deepest)
{
  gsize depth = 0;

  for (;;)
    switch (*at)
      {
      case '"':
        at = skip_string (at, end);
        break;
      case '{':
      case '[':
        depth++;
        *deepest = MAX (*deepest, depth);
        at++;
        break;
      case '}':
      case ']':
        at++;
        if (--depth == 0)
          return at;
        break;
      default:
        at++;
      }
}

static const char *
skip_value (const char *at,
            const char *end,
            gsize      *deepest)
{
  if (*at == '"')
    return skip_string (at, end);
  if (*at == '{' || *at == '[')
    return skip_container (at, end, deepest);
  while (*at != ',' && *at != '}' && *at != ']')
    at++;
  return at;
}

/* Where the value of the object's member number @index begins. */
static const char *
find_member_value (const char *text,
                   const char *end,
                   gsize       index)
{
  const char *at = skip_space (text) + 1;
  gsize deepest = 0;

  for (;;)
    {
      at = skip_space (skip_string (skip_space (at), end));
      at = skip_space (at + 1);
      if (index-- == 0)
        return at;
      at = skip_space (skip_value (at, end, &deepest)) + 1;
    }
}

static gboolean
measure_elements (DossierFindingsPage  *self,
                  const char           *text,
                  gsize                 member,
                  gsize                 n_elements,
                  GError              **error)
{
  const char *text_end = text + g_bytes_get_size (self->body);
  const char *at = find_member_value (text, text_end, member);
  gsize deepest = 0;

  for (gsize i = 0; i < n_elements; i++)
    {
      const char *start = skip_space (at + 1);
      const char *end = skip_value (start, text_end, &deepest);
      Range range = { (gsize) (start - text), (gsize) (end - start) };

      g_array_append_val (self->ranges, range);
      at = skip_space (end);
    }

  if (deepest > MAX_DEPTH)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "A finding is nested %" G_GSIZE_FORMAT " levels deep; at most %u are read", deepest, MAX_DEPTH);
      return FALSE;
    }
  return TRUE;
}

static gboolean
refuse (GError     **error,
        const char  *member,
        const char  *wanted,
        yyjson_val  *value)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               "“%s” should be %s, but is %s", member, wanted, yyjson_get_type_desc (value));
  return FALSE;
}

static gboolean
take_findings (DossierFindingsPage  *self,
               const char           *text,
               gsize                 member,
               yyjson_val           *value,
               GError              **error)
{
  gsize index, n_elements;
  yyjson_val *element;

  if (yyjson_is_null (value))
    return TRUE;
  if (!yyjson_is_arr (value))
    return refuse (error, "findings", "an array", value);

  yyjson_arr_foreach (value, index, n_elements, element)
    if (!yyjson_is_obj (element))
      {
        g_autofree char *name = g_strdup_printf ("findings[%" G_GSIZE_FORMAT "]", index);

        return refuse (error, name, "an object", element);
      }

  return measure_elements (self, text, member, yyjson_arr_size (value), error);
}

/* An empty token sent back would begin the list anew, for ever. */
static gboolean
take_next_token (DossierFindingsPage  *self,
                 yyjson_val           *value,
                 GError              **error)
{
  if (yyjson_is_null (value))
    return TRUE;
  if (!yyjson_is_str (value))
    return refuse (error, "nextToken", "a string", value);
  if (strlen (yyjson_get_str (value)) != yyjson_get_len (value))
    return refuse (error, "nextToken", "a string without NUL", value);

  if (yyjson_get_len (value) > 0)
    self->next_token = g_strdup (yyjson_get_str (value));
  return TRUE;
}

static gboolean
take_members (DossierFindingsPage  *self,
              yyjson_val           *root,
              const char           *text,
              GError              **error)
{
  gboolean seen_findings = FALSE, seen_token = FALSE;
  gsize index, n_members;
  yyjson_val *key, *value;

  if (!yyjson_is_obj (root))
    return refuse (error, "$", "an object", root);

  yyjson_obj_foreach (root, index, n_members, key, value)
    {
      gboolean is_findings = yyjson_equals_str (key, "findings");
      gboolean is_token = yyjson_equals_str (key, "nextToken");
      gboolean *seen = is_findings ? &seen_findings : &seen_token;

      if (!is_findings && !is_token)
        continue;
      if (*seen)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "“%s” is there twice", yyjson_get_str (key));
          return FALSE;
        }
      *seen = TRUE;
      if (is_findings ? !take_findings (self, text, index, value, error)
                      : !take_next_token (self, value, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * dossier_findings_page_parse:
 * @body: the body of an answer of ListFindings
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Reads what Inspector's ListFindings answered. Members that are not known are
 * kept, in the bytes; those that are known must have their type.
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierFindingsPage *
dossier_findings_page_parse (GBytes  *body,
                             GError **error)
{
  g_autoptr(DossierFindingsPage) self = g_new0 (DossierFindingsPage, 1);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  yyjson_read_err problem = { 0 };
  yyjson_doc *document;
  gboolean good;

  g_atomic_ref_count_init (&self->ref_count);
  self->body = g_bytes_ref (body);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));

  /* Without YYJSON_READ_INSITU the text is only read. */
  document = yyjson_read_opts ((char *) text, length, YYJSON_READ_NOFLAG, NULL, &problem);
  if (document == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                   "This is not valid JSON at byte %" G_GSIZE_FORMAT ": %s",
                   problem.pos, problem.msg);
      return NULL;
    }

  good = take_members (self, yyjson_doc_get_root (document), text, error);
  yyjson_doc_free (document);
  if (good && dossier_json_has_nul (text, length))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                           "This JSON has a NUL character in it, which no value may hold");
      return NULL;
    }
  return good ? g_steal_pointer (&self) : NULL;
}

/**
 * dossier_findings_page_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self
 */
DossierFindingsPage *
dossier_findings_page_ref (DossierFindingsPage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_findings_page_unref:
 * @self: (transfer full): a page
 */
void
dossier_findings_page_unref (DossierFindingsPage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_bytes_unref (self->body);
  g_free (self->next_token);
  g_array_unref (self->ranges);
  g_free (self);
}

/**
 * dossier_findings_page_get_body:
 * @self: a page
 *
 * Returns: (transfer none): the answer as AWS sent it
 */
GBytes *
dossier_findings_page_get_body (DossierFindingsPage *self)
{
  return self->body;
}

/**
 * dossier_findings_page_get_next_token:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): what asks for the next page, or %NULL
 *   after the last. A page without findings may have one.
 */
const char *
dossier_findings_page_get_next_token (DossierFindingsPage *self)
{
  return self->next_token;
}

/**
 * dossier_findings_page_get_n_findings:
 * @self: a page
 *
 * Returns: how many findings the page holds, 0 included
 */
gsize
dossier_findings_page_get_n_findings (DossierFindingsPage *self)
{
  return self->ranges->len;
}

/**
 * dossier_findings_page_get_range:
 * @self: a page
 * @index: which finding, from 0, in AWS's order
 * @offset: (out): where its JSON object begins in the body, in bytes
 * @length: (out): how long it is, in bytes
 */
void
dossier_findings_page_get_range (DossierFindingsPage *self,
                                 gsize                index,
                                 gsize               *offset,
                                 gsize               *length)
{
  const Range *range;

  g_return_if_fail (index < self->ranges->len);

  range = &g_array_index (self->ranges, Range, index);
  *offset = range->offset;
  *length = range->length;
}

/**
 * dossier_findings_page_get_findings_json:
 * @self: a page
 * @index: which finding, from 0, in AWS's order
 *
 * Returns: (transfer full): the finding's JSON object, byte for byte; it shares
 *   the memory of the body
 */
GBytes *
dossier_findings_page_get_findings_json (DossierFindingsPage *self,
                                         gsize                index)
{
  gsize offset, length;

  g_return_val_if_fail (index < self->ranges->len, NULL);

  dossier_findings_page_get_range (self, index, &offset, &length);
  return g_bytes_new_from_bytes (self->body, offset, length);
}
