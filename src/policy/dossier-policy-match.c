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

static const char *
next_character (const char *at,
                const char *end)
{
  do
    at++;
  while (at < end && ((guchar) *at & 0xC0) == 0x80);
  return at;
}

/* `*` is any run, `?` any one character (not byte). Linear space, no recursion:
 * going back to the last star is enough. */
gboolean
dossier_policy_glob (const char *pattern,
                     gsize       pattern_length,
                     const char *text,
                     gsize       text_length,
                     gboolean    fold)
{
  const char *pattern_end = pattern + pattern_length, *text_end = text + text_length;
  const char *star = NULL, *retry = NULL;

  for (;;)
    {
      if (pattern < pattern_end && *pattern == '*')
        {
          star = ++pattern;
          retry = text;
          if (pattern == pattern_end)
            return TRUE;
          continue;
        }
      if (text == text_end && pattern == pattern_end)
        return TRUE;
      if (text < text_end && pattern < pattern_end)
        {
          const char *literal = pattern + (*pattern == MARK && pattern + 1 < pattern_end ? 1 : 0);

          if (*pattern == '?')
            {
              pattern++;
              text = next_character (text, text_end);
              continue;
            }
          if (same (*literal, *text, fold))
            {
              pattern = literal + 1;
              text++;
              continue;
            }
        }
      if (star == NULL || retry == text_end)
        return FALSE;
      retry = next_character (retry, text_end);
      text = retry;
      pattern = star;
    }
}

/* Each of the six parts is matched on its own; the last may hold colons. */
gboolean
dossier_policy_arn_like (const char *pattern,
                         gsize       pattern_length,
                         const char *text)
{
  const char *pattern_end = pattern + pattern_length;

  for (guint part = 0; part < 6; part++)
    {
      const char *want = part < 5 ? memchr (pattern, ':', (gsize) (pattern_end - pattern)) : pattern_end;
      const char *have = part < 5 ? strchr (text, ':') : text + strlen (text);

      if (want == NULL || have == NULL ||
          !dossier_policy_glob (pattern, (gsize) (want - pattern), text, (gsize) (have - text), FALSE))
        return FALSE;
      pattern = want + 1;
      text = have + 1;
    }
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
  if (unknown != NULL && !g_ptr_array_find_with_equal_func (unknown, key, g_str_equal, NULL))
    g_ptr_array_add (unknown, g_strdup (key));
}

/* The one value of a key. False when it has none, or many. */
static DossierTri
look_up (const DossierPolicyRequest  *request,
         const char                  *name,
         const char                 **value,
         guint                       *n,
         GPtrArray                   *unknown)
{
  guint hash = dossier_policy_key_hash (name);

  *n = 0;
  for (guint i = 0; i < request->context->len; i++)
    {
      const DossierPolicyContext *entry = &g_array_index (request->context, DossierPolicyContext, i);

      if (entry->hash != hash || g_ascii_strcasecmp (entry->key, name) != 0)
        continue;
      if (entry->value == NULL)
        {
          dossier_policy_note_unknown (unknown, entry->key);
          return DOSSIER_TRI_UNKNOWN;
        }
      *value = entry->value;
      ++*n;
    }
  return *n == 1 ? DOSSIER_TRI_TRUE : DOSSIER_TRI_FALSE;
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
  g_autofree char *rest = comma != NULL ? g_strstrip (g_strdup (comma + 1)) : NULL;
  gsize length = rest != NULL ? strlen (rest) : 0;
  const char *value = NULL;
  guint n;
  DossierTri found;

  if (strcmp (body, "*") == 0 || strcmp (body, "?") == 0 || strcmp (body, "$") == 0)
    {
      append_literal (out, body);
      return DOSSIER_TRI_TRUE;
    }
  found = look_up (request, g_strstrip (name), &value, &n, unknown);
  if (found == DOSSIER_TRI_TRUE)
    append_literal (out, value);
  else if (found == DOSSIER_TRI_FALSE && n == 0 && length >= 2 && rest[0] == '\'' && rest[length - 1] == '\'')
    {
      rest[length - 1] = '\0';
      append_literal (out, rest + 1);
      return DOSSIER_TRI_TRUE;
    }
  return found;
}

/* Puts the context's values in place of policy variables; what they hold is
 * literal. False when a variable has no value: then nothing matches. */
DossierTri
dossier_policy_expand (const DossierPolicyPattern *self,
                       const DossierPolicyRequest *request,
                       gboolean                    has_variables,
                       GString                    *out,
                       GPtrArray                  *unknown)
{
  DossierTri result = DOSSIER_TRI_TRUE;
  const char *pattern = self->text;

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

/* A part of an ARN, up to the next colon. */
typedef struct
{
  const char *text;
  gsize length;
} Part;

static gboolean
split (const char *text,
       Part        parts[6])
{
  for (guint i = 0; i < 6; i++)
    {
      const char *end = i < 5 ? strchr (text, ':') : text + strlen (text);

      if (end == NULL)
        return FALSE;
      parts[i] = (Part) { text, (gsize) (end - text) };
      text = end + 1;
    }
  return TRUE;
}

static gboolean
part_is (Part        part,
         const char *text)
{
  return strlen (text) == part.length && memcmp (part.text, text, part.length) == 0;
}

static gboolean
parts_equal (Part a,
             Part b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

/* A session acts with its role; the session's ARN leaves out the role's path. */
static gboolean
is_role_of (const Part role[6],
            const Part session[6])
{
  const char *name, *end;

  if (!part_is (role[2], "iam") || !part_is (session[2], "sts") || !g_str_has_prefix (role[5].text, "role/") ||
      !g_str_has_prefix (session[5].text, "assumed-role/"))
    return FALSE;
  name = session[5].text + strlen ("assumed-role/");
  end = strchr (name, '/');
  return end != NULL && part_is ((Part) { name, (gsize) (end - name) }, strrchr (role[5].text, '/') + 1);
}

static DossierPolicyPrincipalMatch
aws_principal_matches (const char *want,
                       const char *have)
{
  Part a[6], b[6];
  gboolean is_arn = split (want, a);

  if (strcmp (want, have) == 0)
    return DOSSIER_POLICY_PRINCIPAL_NAMED;
  if (!split (have, b) || b[4].length == 0)
    return DOSSIER_POLICY_PRINCIPAL_OTHER;
  if (!is_arn || (parts_equal (a[1], b[1]) && part_is (a[2], "iam") && part_is (a[5], "root")))
    {
      if (is_arn ? !parts_equal (a[4], b[4]) : !part_is (b[4], want))
        return DOSSIER_POLICY_PRINCIPAL_OTHER;
      return part_is (b[2], "iam") && part_is (b[5], "root") ? DOSSIER_POLICY_PRINCIPAL_NAMED
                                                             : DOSSIER_POLICY_PRINCIPAL_ACCOUNT;
    }
  return parts_equal (a[1], b[1]) && parts_equal (a[4], b[4]) && is_role_of (a, b) ? DOSSIER_POLICY_PRINCIPAL_NAMED
                                                                                   : DOSSIER_POLICY_PRINCIPAL_OTHER;
}

static DossierPolicyPrincipalMatch
one_principal_matches (const DossierPolicyPrincipal *principal,
                       const DossierPolicyRequest   *request)
{
  const char *service = request->principal_service;

  if (strcmp (principal->type, "AWS") == 0)
    {
      if (strcmp (principal->value, "*") == 0)
        return DOSSIER_POLICY_PRINCIPAL_NAMED;
      return request->principal_aws != NULL ? aws_principal_matches (principal->value, request->principal_aws)
                                            : DOSSIER_POLICY_PRINCIPAL_OTHER;
    }
  if (strcmp (principal->type, "Service") == 0 && service != NULL &&
      (strcmp (principal->value, "*") == 0 || strcmp (principal->value, service) == 0))
    return DOSSIER_POLICY_PRINCIPAL_NAMED;
  return DOSSIER_POLICY_PRINCIPAL_OTHER;
}

/* A statement without a principal is of an identity policy, and no service has one. */
DossierPolicyPrincipalMatch
dossier_policy_principal_match (const DossierPolicyStatement *statement,
                                const DossierPolicyRequest   *request)
{
  DossierPolicyPrincipalMatch best = DOSSIER_POLICY_PRINCIPAL_OTHER;

  if (!statement->has_principal)
    return request->principal_service == NULL ? DOSSIER_POLICY_PRINCIPAL_NAMED : DOSSIER_POLICY_PRINCIPAL_OTHER;
  for (guint i = 0; i < statement->n_principals; i++)
    best = MAX (best, one_principal_matches (&statement->principals[i], request));
  if (!statement->not_principal)
    return best;
  return best == DOSSIER_POLICY_PRINCIPAL_OTHER ? DOSSIER_POLICY_PRINCIPAL_NAMED : DOSSIER_POLICY_PRINCIPAL_OTHER;
}
