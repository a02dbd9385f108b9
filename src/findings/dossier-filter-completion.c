// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-filter-parser-private.h"

static const char *const dates[] = { "-7d", "-30d", "-90d", "today", NULL };
static const char *const package_start[] = { "{", NULL };
static const char *const package_end[] = { "}", NULL };

static gboolean
begins (const char *word,
        const char *typed)
{
  return g_ascii_strncasecmp (word, typed, strlen (typed)) == 0;
}

static void
add_words (GStrvBuilder       *candidates,
           const char *const  *words,
           const char         *typed)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (begins (words[i], typed))
      g_strv_builder_add (candidates, words[i]);
}

/* Names that begin with what was typed, then those that only contain it. */
static void
add_fields (GStrvBuilder              *candidates,
            const DossierFilterField  *fields,
            gsize                      n_fields,
            const char                *typed)
{
  for (gsize i = 0; i < n_fields; i++)
    if (begins (fields[i].name, typed))
      g_strv_builder_add (candidates, fields[i].name);

  for (gsize i = 0; i < n_fields; i++)
    {
      const char *at = fields[i].name + 1;

      while (*at != '\0' && !begins (at, typed))
        at++;
      if (*at != '\0' && !begins (fields[i].name, typed))
        g_strv_builder_add (candidates, fields[i].name);
    }
}

static const char *const *
values_of (const DossierFilterField *field)
{
  if (field->kind == DOSSIER_FILTER_KIND_DATE)
    return dates;
  return field->kind == DOSSIER_FILTER_KIND_PACKAGE ? package_start : field->values;
}

static char **
list_candidates (const DossierFilterExpectation *expectation,
                 const char                     *typed)
{
  g_autoptr(GStrvBuilder) candidates = g_strv_builder_new ();
  g_auto(GStrv) operators = NULL;
  const DossierFilterField *fields;
  gsize n_fields;

  switch (expectation->expects)
    {
    case DOSSIER_FILTER_EXPECTS_FIELD:
      fields = expectation->package != NULL ? dossier_filter_package_members (&n_fields)
                                            : dossier_filter_fields (&n_fields);
      add_fields (candidates, fields, n_fields, typed);
      if (expectation->package != NULL)
        add_words (candidates, package_end, typed);
      break;
    case DOSSIER_FILTER_EXPECTS_OPERATOR:
      operators = dossier_filter_operators (expectation->field);
      add_words (candidates, (const char *const *) operators, typed);
      break;
    default:
      add_words (candidates, values_of (expectation->field), typed);
      break;
    }
  return g_strv_builder_end (candidates);
}

/**
 * dossier_filter_complete:
 * @text: the text form of a filter, whole or not
 * @cursor: bytes before the cursor, at most the length of @text
 *
 * Looks only at what stands before the cursor. Where that has an error, there are no
 * candidates behind it.
 *
 * Returns: (transfer full): what could be typed at the cursor
 */
DossierFilterCompletion *
dossier_filter_complete (const char *text,
                         gsize       cursor)
{
  DossierFilterCompletion *self = g_new0 (DossierFilterCompletion, 1);
  g_autofree char *before = g_strndup (text, cursor);
  DossierFilterExpectation expectation;
  g_autoptr(DossierFilter) filter = dossier_filter_parse (before, 0, &expectation, NULL, NULL);

  self->expects = expectation.expects;
  self->field = expectation.field;
  self->package = expectation.package;
  self->start = expectation.start;
  self->end = strlen (before);
  self->candidates = list_candidates (&expectation, before + expectation.start);
  return self;
}

/**
 * dossier_filter_completion_free:
 * @self: (transfer full): a completion
 */
void
dossier_filter_completion_free (DossierFilterCompletion *self)
{
  g_strfreev (self->candidates);
  g_free (self);
}
