// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-s3-uri.h"

/* Longest object key, in bytes of UTF-8. */
#define MAX_KEY 1024

/* What Inspector appends: a slash, a UUID of 36 characters, and ".json". */
#define REPORT_NAME_LENGTH 42

/* Names that S3 keeps for itself, from its general purpose bucket naming rules. */
static const char *const reserved_prefixes[] = { "xn--", "sthree-", "amzn-s3-demo-" };
static const char *const reserved_suffixes[] = {
  "-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3",
};

static gboolean
refuse (GError    **error,
        const char *what,
        const char *why)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "“%s” %s", what, why);
  return FALSE;
}

static gboolean
looks_like_ipv4 (const char *name)
{
  g_auto(GStrv) parts = g_strsplit (name, ".", -1);

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    if (*parts[i] == '\0' || strspn (parts[i], "0123456789") != strlen (parts[i]))
      return FALSE;
  return TRUE;
}

/**
 * dossier_s3_bucket_name_check:
 * @name: what may be a bucket's name
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, which tells the rule that is broken
 *
 * The general purpose bucket naming rules of Amazon S3.
 *
 * Returns: whether a bucket may have this name
 */
gboolean
dossier_s3_bucket_name_check (const char  *name,
                              GError     **error)
{
  gsize length = strlen (name);

  if (length < 3 || length > 63)
    return refuse (error, name, "is not a bucket name: it needs 3 to 63 characters");
  if (strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != length)
    return refuse (error, name,
                   "is not a bucket name: only lower-case letters, digits, dots and hyphens are allowed");
  if (!g_ascii_isalnum (name[0]) || !g_ascii_isalnum (name[length - 1]))
    return refuse (error, name, "is not a bucket name: it must begin and end with a letter or digit");
  if (strstr (name, "..") != NULL)
    return refuse (error, name, "is not a bucket name: two dots may not follow each other");
  if (looks_like_ipv4 (name))
    return refuse (error, name, "is not a bucket name: it may not look like an IP address");
  for (gsize i = 0; i < G_N_ELEMENTS (reserved_prefixes); i++)
    if (g_str_has_prefix (name, reserved_prefixes[i]))
      return refuse (error, name, "is not a bucket name: Amazon S3 keeps its beginning for itself");
  for (gsize i = 0; i < G_N_ELEMENTS (reserved_suffixes); i++)
    if (g_str_has_suffix (name, reserved_suffixes[i]))
      return refuse (error, name, "is not a bucket name: Amazon S3 keeps its ending for itself");
  return TRUE;
}

static gboolean
has_dot_segment (const char *prefix)
{
  g_auto(GStrv) segments = g_strsplit (prefix, "/", -1);

  return g_strv_contains ((const char *const *) segments, ".") ||
         g_strv_contains ((const char *const *) segments, "..");
}

/**
 * dossier_s3_key_prefix_check:
 * @prefix: (nullable): what reports shall be put below; %NULL for the top of the bucket
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Refuses what S3 would take but nobody could use well: an empty first folder,
 * dot segments, control characters, a key that grows too long.
 *
 * Returns: whether @prefix may be used
 */
gboolean
dossier_s3_key_prefix_check (const char  *prefix,
                             GError     **error)
{
  if (prefix == NULL)
    return TRUE;

  if (!g_utf8_validate (prefix, -1, NULL))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                           "The prefix is not text in UTF-8");
      return FALSE;
    }
  for (const char *p = prefix; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                     "The prefix holds a control character at byte %d", (int) (p - prefix) + 1);
        return FALSE;
      }
  if (*prefix == '/')
    return refuse (error, prefix,
                   "is not a usable prefix: a leading slash makes a folder without a name");
  if (has_dot_segment (prefix))
    return refuse (error, prefix, "is not a usable prefix: “.” and “..” mean nothing in S3");
  if (strlen (prefix) + REPORT_NAME_LENGTH > MAX_KEY)
    return refuse (error, prefix, "is too long: with the report's name the key passes 1,024 bytes");
  return TRUE;
}

/**
 * dossier_s3_uri_parse:
 * @uri: `s3://BUCKET` or `s3://BUCKET/PREFIX`
 * @bucket: (out) (transfer full): the bucket's name
 * @prefix: (out) (transfer full) (nullable): the prefix, %NULL where there is none
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: whether @uri names a place that a report can be written to
 */
gboolean
dossier_s3_uri_parse (const char  *uri,
                      char       **bucket,
                      char       **prefix,
                      GError     **error)
{
  g_autofree char *name = NULL;
  const char *rest;
  const char *slash;

  if (!g_str_has_prefix (uri, "s3://"))
    return refuse (error, uri, "is not a bucket URI: it should read s3://BUCKET/PREFIX");

  rest = uri + strlen ("s3://");
  slash = strchr (rest, '/');
  name = slash != NULL ? g_strndup (rest, (gsize) (slash - rest)) : g_strdup (rest);
  if (slash != NULL)
    slash++;
  if (slash != NULL && *slash == '\0')
    slash = NULL;

  if (!dossier_s3_bucket_name_check (name, error) || !dossier_s3_key_prefix_check (slash, error))
    return FALSE;

  *bucket = g_steal_pointer (&name);
  *prefix = g_strdup (slash);
  return TRUE;
}
