// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-private.h"

/* In an expanded pattern this byte makes the next one literal. JSON text that
 * holds it is marked like any other special character. */
#define MARK '\001'

static gboolean
same (char     a,
      char     b,
      gboolean fold)
{
  return a == b || (fold && g_ascii_tolower (a) == g_ascii_tolower (b));
}

/* `*` is any run, `?` any one character (not byte). Linear space, no recursion:
 * going back to the last star is enough. */
gboolean
dossier_policy_glob (const char *pattern,
                     const char *text,
                     gboolean    fold)
{
  const char *star = NULL, *retry = NULL;

  for (;;)
    {
      if (*pattern == '*')
        {
          star = ++pattern;
          retry = text;
          continue;
        }
      if (*text == '\0' && *pattern == '\0')
        return TRUE;
      if (*text != '\0' && *pattern == '?')
        {
          pattern++;
          text = g_utf8_next_char (text);
          continue;
        }
      if (*text != '\0' && *pattern != '\0')
        {
          const char *literal = pattern + (*pattern == MARK ? 1 : 0);

          if (same (*literal, *text, fold))
            {
              pattern = literal + 1;
              text++;
              continue;
            }
        }
      if (star == NULL || *retry == '\0')
        return FALSE;
      retry = g_utf8_next_char (retry);
      text = retry;
      pattern = star;
    }
}

/* Each of the six parts is matched on its own; the last may hold colons. */
gboolean
dossier_policy_arn_like (const char *pattern,
                         const char *text)
{
  g_auto (GStrv) want = g_strsplit (pattern, ":", 6);
  g_auto (GStrv) have = g_strsplit (text, ":", 6);

  if (g_strv_length (want) != 6 || g_strv_length (have) != 6)
    return FALSE;
  for (guint i = 0; i < 6; i++)
    if (!dossier_policy_glob (want[i], have[i], FALSE))
      return FALSE;
  return TRUE;
}

static void
append_literal (GString    *out,
                const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (strchr ("*?\001", *text) != NULL)
        g_string_append_c (out, MARK);
      g_string_append_c (out, *text);
    }
}

void
dossier_policy_note_unknown (GPtrArray  *unknown,
                             const char *key)
{
  if (!g_ptr_array_find_with_equal_func (unknown, key, g_str_equal, NULL))
    g_ptr_array_add (unknown, g_strdup (key));
}

/* The value of `${name}` or `${name, 'default'}`. A key of many values has none here. */
static DossierTri
expand_one (const char                 *body,
            const DossierPolicyRequest *request,
            GString                    *out,
            GPtrArray                  *unknown)
{
  const char *comma = strchr (body, ',');
  g_autofree char *name = comma != NULL ? g_strndup (body, (gsize) (comma - body)) : g_strdup (body);
  g_autofree char *lower = g_ascii_strdown (g_strstrip (name), -1);
  const char *as_given = g_hash_table_lookup (request->unknown, lower);
  GPtrArray *values = g_hash_table_lookup (request->context, lower);

  if (strcmp (body, "*") == 0 || strcmp (body, "?") == 0 || strcmp (body, "$") == 0)
    {
      append_literal (out, body);
      return DOSSIER_TRI_TRUE;
    }
  if (as_given != NULL)
    {
      dossier_policy_note_unknown (unknown, as_given);
      return DOSSIER_TRI_UNKNOWN;
    }
  if (values != NULL)
    {
      if (values->len != 1)
        return DOSSIER_TRI_FALSE;
      append_literal (out, g_ptr_array_index (values, 0));
      return DOSSIER_TRI_TRUE;
    }
  if (comma != NULL)
    {
      g_autofree char *rest = g_strstrip (g_strdup (comma + 1));
      gsize length = strlen (rest);

      if (length < 2 || rest[0] != '\'' || rest[length - 1] != '\'')
        return DOSSIER_TRI_FALSE;
      rest[length - 1] = '\0';
      append_literal (out, rest + 1);
      return DOSSIER_TRI_TRUE;
    }
  return DOSSIER_TRI_FALSE;
}

/* Puts the context's values in place of policy variables; what they hold is
 * literal. False when a variable has no value: then nothing matches. */
DossierTri
dossier_policy_expand (const char                 *pattern,
                       const DossierPolicyRequest *request,
                       gboolean                    has_variables,
                       GString                    *out,
                       GPtrArray                  *unknown)
{
  DossierTri result = DOSSIER_TRI_TRUE;

  while (*pattern != '\0')
    {
      const char *close = has_variables && g_str_has_prefix (pattern, "${") ? strchr (pattern, '}') : NULL;

      if (close != NULL)
        {
          g_autofree char *body = g_strndup (pattern + 2, (gsize) (close - pattern - 2));
          DossierTri one = expand_one (body, request, out, unknown);

          result = MIN (result, one);
          pattern = close + 1;
          continue;
        }
      if (*pattern == MARK)
        g_string_append_c (out, MARK);
      g_string_append_c (out, *pattern++);
    }
  return result;
}

/* An expanded pattern as plain text, for the operators without wildcards. */
char *
dossier_policy_unmark (const char *pattern)
{
  GString *out = g_string_new (NULL);

  for (; *pattern != '\0'; pattern++)
    {
      if (*pattern == MARK)
        pattern++;
      g_string_append_c (out, *pattern);
    }
  return g_string_free_and_steal (out);
}

static gboolean
aws_principal_matches (const char *want,
                       const char *have)
{
  g_auto (GStrv) a = g_strsplit (want, ":", 6);
  g_auto (GStrv) b = g_strsplit (have, ":", 6);
  g_auto (GStrv) session = NULL;

  if (strcmp (want, have) == 0)
    return TRUE;
  if (g_strv_length (b) != 6)
    return FALSE;
  if (g_strv_length (a) == 1)
    return strcmp (want, b[4]) == 0;
  if (g_strv_length (a) != 6 || strcmp (a[1], b[1]) != 0 || strcmp (a[4], b[4]) != 0)
    return FALSE;
  if (strcmp (a[2], "iam") == 0 && strcmp (a[5], "root") == 0)
    return TRUE;
  /* A session acts with its role; the session's ARN leaves out the role's path. */
  session = g_strsplit (b[5], "/", 3);
  if (strcmp (b[2], "sts") != 0 || g_strv_length (session) != 3 || strcmp (session[0], "assumed-role") != 0)
    return FALSE;
  return g_str_has_prefix (a[5], "role/") && strcmp (strrchr (a[5], '/') + 1, session[1]) == 0;
}

static gboolean
one_principal_matches (const DossierPolicyPrincipal *principal,
                       const DossierPolicyRequest   *request)
{
  if (strcmp (principal->type, "AWS") == 0)
    return strcmp (principal->value, "*") == 0 ||
           (request->principal_aws != NULL && aws_principal_matches (principal->value, request->principal_aws));
  if (strcmp (principal->type, "Service") == 0)
    return request->principal_service != NULL &&
           (strcmp (principal->value, "*") == 0 || strcmp (principal->value, request->principal_service) == 0);
  return FALSE;
}

/* A statement without a principal is of an identity policy, and no service has one. */
gboolean
dossier_policy_principal_match (const DossierPolicyStatement *statement,
                                const DossierPolicyRequest   *request)
{
  if (statement->principals == NULL)
    return request->principal_service == NULL;
  for (guint i = 0; i < statement->principals->len; i++)
    if (one_principal_matches (g_ptr_array_index (statement->principals, i), request))
      return !statement->not_principal;
  return statement->not_principal;
}
