// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-findings-store-text-private.h"

/* Most texts are plain, and then there is nothing to fold but capitals. */
static gboolean
contains (const char *word,
          const char *text)
{
  g_autofree char *folded = NULL;

  if (g_str_is_ascii (text))
    return strcasestr (text, word) != NULL;

  folded = dossier_findings_store_text_fold (text);
  return strstr (folded, word) != NULL;
}

static void
contains_function (sqlite3_context  *context,
                   int               n_values,
                   sqlite3_value   **values)
{
  const char *word = (const char *) sqlite3_value_text (values[0]);

  for (int i = 1; i < n_values; i++)
    {
      const char *text = (const char *) sqlite3_value_text (values[i]);

      if (text != NULL && contains (word, text))
        {
          sqlite3_result_int (context, 1);
          return;
        }
    }
  sqlite3_result_int (context, 0);
}

/*
 * dossier_findings_store_text_install:
 * @db: a connection
 * @error: return location for an error, as of dossier_findings_store_db_exec()
 *
 * Gives the connection the function %DOSSIER_FINDINGS_STORE_CONTAINS.
 *
 * Returns: whether it has it
 */
gboolean
dossier_findings_store_text_install (sqlite3  *db,
                                       GError  **error)
{
  if (sqlite3_create_function (db, DOSSIER_FINDINGS_STORE_CONTAINS, -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                               contains_function, NULL, NULL) == SQLITE_OK)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Kept findings cannot be searched: %s", sqlite3_errmsg (db));
  return FALSE;
}

/*
 * dossier_findings_store_text_fold:
 * @text: any text
 *
 * Returns: (transfer full): what is the same for texts that differ in case or in
 *   the way their letters are encoded
 */
char *
dossier_findings_store_text_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : text, -1);
}
