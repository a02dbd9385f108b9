// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

#include "dossier-error.h"

G_BEGIN_DECLS

typedef gpointer (*ParseFunc) (GBytes  *body,
                               GError **error);

/* An answer that must be refused, and a word that the refusal must hold. */
typedef struct
{
  const char *text;
  const char *named;
} BadAnswer;

static inline gpointer
parse_text (ParseFunc    parse,
            const char  *text,
            gsize        length,
            GError     **error)
{
  g_autoptr(GBytes) body = g_bytes_new (text, length);

  return parse (body, error);
}

static inline gpointer
parse_good (ParseFunc   parse,
            const char *text)
{
  g_autoptr(GError) error = NULL;
  gpointer value = parse_text (parse, text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (value);
  return value;
}

static inline void
assert_refused (ParseFunc        parse,
                const BadAnswer *answers,
                gsize            n_answers)
{
  for (gsize i = 0; i < n_answers; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *shown = g_strescape (answers[i].text, NULL);

      g_test_message ("%s", shown);
      g_assert_null (parse_text (parse, answers[i].text, strlen (answers[i].text), &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
      g_assert_nonnull (strstr (error->message, answers[i].named));
    }
}

/* XML and JSON have an end, so none of their beginnings is whole. */
static inline void
assert_refused_when_cut (ParseFunc   parse,
                         const char *text)
{
  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (parse_text (parse, text, length, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
    }
}

G_END_DECLS
