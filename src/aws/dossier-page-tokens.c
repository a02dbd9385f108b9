// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-page-tokens.h"

/**
 * dossier_page_tokens_new:
 *
 * Returns: (transfer full): the tokens of pages that were asked for: none yet
 */
GHashTable *
dossier_page_tokens_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * dossier_page_tokens_add:
 * @tokens: tokens seen so far
 * @token: the token for the next page
 * @operation: AWS's name of what is read
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Any token that comes again leads back to pages that were read already. What
 * is kept is a digest: a token may have a million characters.
 *
 * Returns: whether @token is new
 */
gboolean
dossier_page_tokens_add (GHashTable  *tokens,
                         const char  *token,
                         const char  *operation,
                         GError     **error)
{
  if (g_hash_table_add (tokens, dossier_sha256_hex (token, strlen (token))))
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               "The answers of AWS to %s go round in a circle: after %u pages the token of an earlier page came "
               "again; what was read is not complete, so try again",
               operation, g_hash_table_size (tokens) + 1);
  return FALSE;
}
