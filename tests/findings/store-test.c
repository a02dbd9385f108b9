// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "store-test.h"

/**
 * store_test_make_json:
 * @number: makes the finding's ARN, which are in the order of their numbers
 * @title: its title
 *
 * Returns: (transfer full): a finding with members that nobody knows
 */
char *
store_test_make_json (guint       number,
                      const char *title)
{
  static const char *const severities[] = { "CRITICAL", "HIGH", "LOW" };

  return g_strdup_printf (
      "{ \"findingArn\":\"arn:aws:inspector2:eu-central-1:111122223333:finding/" STORE_TEST_MARK "%08u\","
      "\"title\":\"%s\",\"severity\":\"%s\",\"status\":\"ACTIVE\",\"awsAccountId\":\"111122223333\","
      "\"firstObservedAt\":%u.5,\"novelty\":{\"" STORE_TEST_MARK "\":[1,null]},"
      "\"packageVulnerabilityDetails\":{\"vulnerabilityId\":\"CVE-" STORE_TEST_MARK "\","
      "\"vulnerablePackages\":[{\"name\":\"lib" STORE_TEST_MARK "\"}]},"
      "\"resources\":[{\"id\":\"" STORE_TEST_MARK "-%u\",\"type\":\"AWS_EC2_INSTANCE\","
      "\"tags\":{\"" STORE_TEST_MARK "\":\"" STORE_TEST_MARK "\"}}]}",
      number, title, severities[number % G_N_ELEMENTS (severities)], 1700000000 + number, number % 50);
}

/**
 * store_test_make_page:
 * @from: the number of the first finding
 * @n: how many
 * @title: the title of them all
 *
 * Returns: (transfer full): a page as ListFindings sends it
 */
DossierFindingsPage *
store_test_make_page (guint       from,
                      guint       n,
                      const char *title)
{
  g_autoptr(GString) body = g_string_new ("{\"findings\":[");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  DossierFindingsPage *page;

  for (guint i = from; i < from + n; i++)
    {
      g_autofree char *json = store_test_make_json (i, title);

      g_string_append_printf (body, "%s%s", i > from ? ", " : "", json);
    }
  g_string_append (body, "]}");
  bytes = g_string_free_to_bytes (g_steal_pointer (&body));
  page = dossier_findings_page_parse (bytes, &error);
  g_assert_no_error (error);
  return page;
}

/**
 * store_test_ask:
 * @db: a database
 * @sql: a statement for one number
 *
 * Returns: the number
 */
gint64
store_test_ask (sqlite3    *db,
                const char *sql)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(sqlite3_stmt) statement = dossier_findings_store_db_prepare (db, sql, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  dossier_findings_store_db_step (statement, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  return sqlite3_column_int64 (statement, 0);
}

/**
 * store_test_file_has:
 * @path: a file; one that is not there has nothing
 * @text: a text
 *
 * Returns: whether the bytes of @text are in it
 */
gboolean
store_test_file_has (const char *path,
                     const char *text)
{
  g_autofree char *content = NULL;
  gsize length;

  return g_file_get_contents (path, &content, &length, NULL) && memmem (content, length, text, strlen (text)) != NULL;
}

/**
 * store_test_open:
 * @path: a file
 * @key: its key
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the database in it
 */
sqlite3 *
store_test_open (const char  *path,
                 const char  *key,
                 GError     **error)
{
  g_autofree char *place = dossier_findings_store_db_get_place (path);
  g_autoptr(DossierSecret) secret = dossier_secret_new (key);

  if (!dossier_findings_store_db_make_file (path, error))
    return NULL;
  return dossier_findings_store_db_open (place, secret, error);
}

/**
 * store_test_add_snapshot:
 * @db: a database
 *
 * Returns: the id of a new snapshot without findings
 */
gint64
store_test_add_snapshot (sqlite3 *db)
{
  g_autoptr(GError) error = NULL;

  dossier_findings_store_db_exec (
      db, "INSERT INTO snapshot (account, region, criteria, started) VALUES ('demo', 'eu-central-1', '{}', 1)", &error);
  g_assert_no_error (error);
  return sqlite3_last_insert_rowid (db);
}
