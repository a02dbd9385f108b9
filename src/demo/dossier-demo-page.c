// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-demo-page.h"
#include "dossier-error.h"

/**
 * dossier_demo_page_token:
 * @question: what tells one list from all others
 * @offset: how many items have been sent
 *
 * Returns: (transfer full): a nextToken that means the rest of this list and of no other
 */
char *
dossier_demo_page_token (const char *question,
                         guint       offset)
{
  g_autofree char *seal = g_strdup_printf ("dossier-demo-page\n%u\n%s", offset, question);
  g_autofree char *digest = dossier_sha256_hex (seal, strlen (seal));
  g_autofree char *text = g_strdup_printf ("%08x%.32s", offset, digest);

  return g_base64_encode ((const guchar *) text, strlen (text));
}

/**
 * dossier_demo_page_read_token:
 * @token: (nullable): the nextToken of a request; %NULL and empty are the start
 * @question: what tells this list from all others
 * @offset: (out): how many items have been sent
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: whether dossier_demo_page_token() made @token for this list
 */
gboolean
dossier_demo_page_read_token (const char  *token,
                              const char  *question,
                              guint       *offset,
                              GError     **error)
{
  g_autofree guchar *text = NULL;
  g_autofree char *right = NULL;
  gsize length;

  *offset = 0;
  if (token == NULL || *token == '\0')
    return TRUE;
  text = g_base64_decode (token, &length);
  if (length >= 8)
    {
      g_autofree char *number = g_strndup ((const char *) text, 8);

      *offset = (guint) g_ascii_strtoull (number, NULL, 16);
      right = dossier_demo_page_token (question, *offset);
    }
  if (right != NULL && g_str_equal (right, token))
    return TRUE;
  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       "nextToken: the token is not one of this list; send it with the same filter and order");
  return FALSE;
}
