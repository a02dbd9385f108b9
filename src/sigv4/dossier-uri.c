// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-uri.h"

/**
 * dossier_uri_encode:
 * @text: text in any encoding
 * @keep_slash: whether `/` stays as it is, as in a path
 *
 * Percent-encodes every byte but the unreserved ones of RFC 3986, 2.3, with
 * upper-case digits: the one form that AWS signs.
 *
 * Returns: (transfer full): the encoded text
 */
char *
dossier_uri_encode (const char *text,
                    gboolean    keep_slash)
{
  GString *encoded = g_string_sized_new (strlen (text) + 16);

  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("-_.~", *p) != NULL || (keep_slash && *p == '/'))
        g_string_append_c (encoded, (char) *p);
      else
        g_string_append_printf (encoded, "%%%02X", *p);
    }
  return g_string_free_and_steal (encoded);
}

/**
 * dossier_uri_normalize_path:
 * @path: an absolute path, encoded or not
 *
 * Removes empty, `.` and `..` segments, as Signature Version 4 asks for every
 * service but S3. A slash at the end stays.
 *
 * Returns: (transfer full): the normal form; never empty
 */
char *
dossier_uri_normalize_path (const char *path)
{
  g_auto(GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr(GPtrArray) kept = g_ptr_array_new ();
  GString *normal = g_string_new ("/");
  gsize length = strlen (path);

  for (guint i = 0; segments[i] != NULL; i++)
    {
      if (*segments[i] == '\0' || strcmp (segments[i], ".") == 0)
        continue;
      if (strcmp (segments[i], "..") != 0)
        g_ptr_array_add (kept, segments[i]);
      else if (kept->len > 0)
        g_ptr_array_remove_index (kept, kept->len - 1);
    }

  for (guint i = 0; i < kept->len; i++)
    {
      g_string_append (normal, kept->pdata[i]);
      if (i + 1 < kept->len || (length > 0 && path[length - 1] == '/'))
        g_string_append_c (normal, '/');
    }
  return g_string_free_and_steal (normal);
}
