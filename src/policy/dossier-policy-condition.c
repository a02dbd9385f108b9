// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "dossier-policy-private.h"
#include "dossier-time.h"

typedef struct
{
  const char *name;
  DossierPolicyCompare compare;
  DossierOrder order;
  gboolean negated;
} Operator;

#define C(x) DOSSIER_POLICY_COMPARE_##x
#define O(x) DOSSIER_ORDER_##x

static const Operator operators[] = {
  { "StringEquals", C (STRING), O (EQ), FALSE },
  { "StringNotEquals", C (STRING), O (EQ), TRUE },
  { "StringEqualsIgnoreCase", C (STRING_NO_CASE), O (EQ), FALSE },
  { "StringNotEqualsIgnoreCase", C (STRING_NO_CASE), O (EQ), TRUE },
  { "StringLike", C (LIKE), O (EQ), FALSE },
  { "StringNotLike", C (LIKE), O (EQ), TRUE },
  { "NumericEquals", C (NUMBER), O (EQ), FALSE },
  { "NumericNotEquals", C (NUMBER), O (EQ), TRUE },
  { "NumericLessThan", C (NUMBER), O (LT), FALSE },
  { "NumericLessThanEquals", C (NUMBER), O (LE), FALSE },
  { "NumericGreaterThan", C (NUMBER), O (GT), FALSE },
  { "NumericGreaterThanEquals", C (NUMBER), O (GE), FALSE },
  { "DateEquals", C (DATE), O (EQ), FALSE },
  { "DateNotEquals", C (DATE), O (EQ), TRUE },
  { "DateLessThan", C (DATE), O (LT), FALSE },
  { "DateLessThanEquals", C (DATE), O (LE), FALSE },
  { "DateGreaterThan", C (DATE), O (GT), FALSE },
  { "DateGreaterThanEquals", C (DATE), O (GE), FALSE },
  { "Bool", C (BOOL), O (EQ), FALSE },
  { "BinaryEquals", C (BINARY), O (EQ), FALSE },
  { "IpAddress", C (IP), O (EQ), FALSE },
  { "NotIpAddress", C (IP), O (EQ), TRUE },
  { "ArnEquals", C (ARN), O (EQ), FALSE },
  { "ArnLike", C (ARN), O (EQ), FALSE },
  { "ArnNotEquals", C (ARN), O (EQ), TRUE },
  { "ArnNotLike", C (ARN), O (EQ), TRUE },
  { "Null", C (NULL), O (EQ), FALSE },
};

/* Takes an operator's name apart. Returns: %FALSE if AWS has no such operator */
gboolean
dossier_policy_condition_setup (DossierPolicyCondition *self,
                                const char             *name)
{
  g_autofree char *base = NULL;

  if (g_str_has_prefix (name, "ForAllValues:"))
    self->set = DOSSIER_POLICY_SET_ALL;
  else if (g_str_has_prefix (name, "ForAnyValue:"))
    self->set = DOSSIER_POLICY_SET_ANY;
  if (self->set != DOSSIER_POLICY_SET_NONE)
    name = strchr (name, ':') + 1;
  base = g_strdup (name);
  if (g_str_has_suffix (base, "IfExists"))
    {
      self->if_exists = TRUE;
      base[strlen (base) - strlen ("IfExists")] = '\0';
    }
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (strcmp (operators[i].name, base) == 0)
      {
        self->compare = operators[i].compare;
        self->order = operators[i].order;
        self->negated = operators[i].negated;
        return self->compare != C (NULL) || (!self->if_exists && self->set == DOSSIER_POLICY_SET_NONE);
      }
  return FALSE;
}

static gboolean
in_order (DossierOrder order,
          double       have,
          double       want)
{
  switch (order)
    {
    case O (LT): return have < want;
    case O (LE): return have <= want;
    case O (GT): return have > want;
    case O (GE): return have >= want;
    case O (EQ):
    default: return have <= want && have >= want;
    }
}

static gboolean
parse_number (const char *text,
              double     *out)
{
  char *end = NULL;

  /* “An integer or decimal value”, so no exponent. */
  if (*text == '\0' || strspn (text, "+-.0123456789") != strlen (text))
    return FALSE;
  *out = g_ascii_strtod (text, &end);
  return *end == '\0';
}

/* ISO 8601, also a day alone, or seconds since 1970. Both give seconds. */
static gboolean
parse_date (const char *text,
            double     *out)
{
  g_autofree char *day = NULL;
  gint64 instant;

  if (*text != '\0' && strspn (text, "0123456789") == strlen (text))
    return parse_number (text, out);
  day = strlen (text) == strlen ("2024-05-01") ? g_strconcat (text, "T00:00:00Z", NULL) : NULL;
  if (!dossier_time_from_iso8601 (day != NULL ? day : text, &instant))
    return FALSE;
  *out = (double) instant / G_USEC_PER_SEC;
  return TRUE;
}

/* @range is an address or a CIDR block; bits after the prefix are not looked at. */
static gboolean
ip_matches (const char *range,
            const char *text)
{
  g_auto (GStrv) parts = g_strsplit (range, "/", 2);
  g_autoptr (GInetAddress) net = parts[0] != NULL ? g_inet_address_new_from_string (parts[0]) : NULL;
  g_autoptr (GInetAddress) have = g_inet_address_new_from_string (text);
  const guint8 *a, *b;
  guint64 bits;

  if (net == NULL || have == NULL || g_inet_address_get_family (net) != g_inet_address_get_family (have))
    return FALSE;
  bits = g_inet_address_get_native_size (net) * 8;
  if (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 0, bits, &bits, NULL))
    return FALSE;
  a = g_inet_address_to_bytes (net);
  b = g_inet_address_to_bytes (have);
  if (memcmp (a, b, bits / 8) != 0)
    return FALSE;
  return bits % 8 == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - bits % 8)) == 0;
}

static gboolean
binary_matches (const char *want,
                const char *have)
{
  gsize a_size, b_size;
  g_autofree guchar *a = g_base64_decode (want, &a_size);
  g_autofree guchar *b = g_base64_decode (have, &b_size);

  return a_size == b_size && (a_size == 0 || memcmp (a, b, a_size) == 0);
}

/* @pattern is expanded and @want is the same without marks; a value that is not of the operator's type matches nothing. */
static gboolean
value_matches (const DossierPolicyCondition *self,
               const char                   *pattern,
               gsize                         length,
               const char                   *want,
               const char                   *have)
{
  double a, b;

  switch (self->compare)
    {
    case C (STRING): return strcmp (want, have) == 0;
    case C (STRING_NO_CASE):
      {
        g_autofree char *x = g_utf8_casefold (want, -1);
        g_autofree char *y = g_utf8_casefold (have, -1);

        return strcmp (x, y) == 0;
      }
    case C (LIKE): return dossier_policy_glob (pattern, length, have, strlen (have), FALSE);
    case C (NUMBER): return parse_number (have, &a) && parse_number (want, &b) && in_order (self->order, a, b);
    case C (DATE): return parse_date (have, &a) && parse_date (want, &b) && in_order (self->order, a, b);
    case C (BOOL): return g_ascii_strcasecmp (want, have) == 0;
    case C (BINARY): return binary_matches (want, have);
    case C (IP): return ip_matches (want, have);
    case C (ARN): return dossier_policy_arn_like (pattern, length, have);
    case C (NULL):
    default: return FALSE;
    }
}

/* Does one value of the request match any value of the policy? */
static DossierTri
match_any (const DossierPolicyCondition *self,
           const DossierPolicyRequest   *request,
           gboolean                      has_variables,
           const char                   *have,
           GPtrArray                    *unknown)
{
  gboolean textual = self->compare <= C (LIKE) || self->compare == C (ARN);
  DossierTri result = DOSSIER_TRI_FALSE;

  for (guint i = 0; i < self->values.n && result != DOSSIER_TRI_TRUE; i++)
    {
      const DossierPolicyPattern *value = &self->values.items[i];
      g_autoptr (GString) pattern = NULL;
      g_autofree char *want = NULL;
      DossierTri expanded;

      if (value->plain)
        {
          if (value_matches (self, value->text, value->length, value->text, have))
            return DOSSIER_TRI_TRUE;
          continue;
        }
      pattern = g_string_new (NULL);
      expanded = dossier_policy_expand (value, request, has_variables && textual, pattern, unknown);
      want = dossier_policy_unmark (pattern->str);
      if (expanded == DOSSIER_TRI_TRUE && !value_matches (self, pattern->str, pattern->len, want, have))
        expanded = DOSSIER_TRI_FALSE;
      result = MAX (result, expanded);
    }
  return result;
}

static DossierTri
negate (DossierTri value)
{
  return (DossierTri) (DOSSIER_TRI_TRUE - value);
}

static DossierTri
from_boolean (gboolean value)
{
  return value ? DOSSIER_TRI_TRUE : DOSSIER_TRI_FALSE;
}

/* Is the condition met? The keys that leave it open are added to @unknown. */
DossierTri
dossier_policy_condition_test (const DossierPolicyCondition *self,
                               const DossierPolicyRequest   *request,
                               gboolean                      has_variables,
                               GPtrArray                    *unknown)
{
  /* Without a set operator a negated condition asks that no value matches. */
  gboolean all = self->set == DOSSIER_POLICY_SET_ALL || (self->set == DOSSIER_POLICY_SET_NONE && self->negated);
  DossierTri result = from_boolean (all);
  gboolean absent = TRUE;

  for (guint i = 0; i < request->context->len; i++)
    {
      const DossierPolicyContext *entry = &g_array_index (request->context, DossierPolicyContext, i);

      if (entry->hash == self->hash && entry->value == NULL && g_ascii_strcasecmp (entry->key, self->key) == 0)
        {
          dossier_policy_note_unknown (unknown, entry->key);
          return DOSSIER_TRI_UNKNOWN;
        }
    }
  for (guint i = 0; i < request->context->len; i++)
    {
      const DossierPolicyContext *entry = &g_array_index (request->context, DossierPolicyContext, i);
      DossierTri one;

      if (entry->hash != self->hash || g_ascii_strcasecmp (entry->key, self->key) != 0)
        continue;
      absent = FALSE;
      if (self->compare == C (NULL))
        break;
      one = match_any (self, request, has_variables, entry->value, unknown);
      if (self->negated)
        one = negate (one);
      result = all ? MIN (result, one) : MAX (result, one);
    }
  if (self->compare == C (NULL))
    {
      for (guint i = 0; i < self->values.n; i++)
        if (g_ascii_strcasecmp (self->values.items[i].text, absent ? "true" : "false") == 0)
          return DOSSIER_TRI_TRUE;
      return DOSSIER_TRI_FALSE;
    }
  if (!absent)
    return result;
  if (self->if_exists || self->set == DOSSIER_POLICY_SET_ALL)
    return DOSSIER_TRI_TRUE;
  return from_boolean (self->negated && self->set == DOSSIER_POLICY_SET_NONE);
}
