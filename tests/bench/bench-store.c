// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* usage: bench-store N
 *
 * Writes N made-up findings into an encrypted store, a hundred a page and twenty
 * pages a transaction, then asks it, and tells how much time of the processor
 * each took. */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/resource.h>

#include "dossier-crypto.h"
#include "dossier-demo-data.h"
#include "dossier-findings-store-private.h"
#include "dossier-findings-store-scribe-private.h"
#include "dossier-findings-store-search-private.h"
#include "dossier-test.h"

#define PAGE 100u
#define BATCH 20u
#define EPOCH G_GINT64_CONSTANT (1767225600000000)

typedef struct
{
  const char *name;
  const char *criteria;
  const char *search;
  const char *sort;
} Question;

static const Question queries[] = {
  { "all", NULL, NULL, NULL },
  { "by severity", NULL, NULL, "SEVERITY" },
  { "by score", NULL, NULL, "INSPECTOR_SCORE" },
  { "by last observed", NULL, NULL, "LAST_OBSERVED_AT" },
  { "by title", NULL, NULL, "TITLE" },
  { "by resource", NULL, NULL, "RESOURCE_LABEL" },
  { "high ones", "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}", NULL, NULL },
  { "high ones by EPSS", "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}", NULL, "EPSS_SCORE" },
  { "package curl", "{\"vulnerablePackages\":[{\"name\":{\"comparison\":\"EQUALS\",\"value\":\"curl\"}}]}", NULL,
    NULL },
  { "a tag", "{\"resourceTags\":[{\"comparison\":\"EQUALS\",\"key\":\"Stage\",\"value\":\"production\"}]}", NULL,
    NULL },
  { "another title", "{\"title\":[{\"comparison\":\"NOT_EQUALS\",\"value\":\"x\"}]}", NULL, NULL },
  { "one word", NULL, "openssl", NULL },
  { "two words", NULL, "cve-2 prod", NULL },
};

/* Of the processor: a busy machine should not count. */
static gint64
cpu_now (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_TIME_SPAN_SECOND + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

static void
die (GError *error)
{
  if (error == NULL)
    return;
  g_printerr ("%s\n", error->message);
  exit (1);
}

static void
tell (const char *what,
      gint64      since)
{
  g_print ("%-44s %8.1f ms\n", what, (double) (cpu_now () - since) / 1000);
}

static DossierFindingsPage *
make_page (DossierDemoData *data,
           guint            from,
           guint            n)
{
  g_autoptr(GString) body = g_string_new ("{\"findings\":[");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  DossierFindingsPage *page;

  for (guint i = from; i < MIN (from + PAGE, n); i++)
    {
      if (i > from)
        g_string_append_c (body, ',');
      dossier_demo_data_append_finding_json (data, i, body);
    }
  g_string_append (body, "]}");
  bytes = g_string_free_to_bytes (g_steal_pointer (&body));
  page = dossier_findings_page_parse (bytes, &error);
  die (error);
  return page;
}

static gint64
add_snapshot (sqlite3 *db)
{
  g_autoptr(GError) error = NULL;

  dossier_findings_store_db_exec (
      db, "INSERT INTO snapshot (account, region, criteria, started) VALUES ('bench', 'here', '{}', 0)", &error);
  die (error);
  return sqlite3_last_insert_rowid (db);
}

static void
write_all (sqlite3 *db,
           gint64   snapshot,
           guint    n)
{
  g_autoptr(DossierDemoData) data = dossier_demo_data_new (1, n, EPOCH);
  DossierFindingsStoreScribe *scribe = dossier_findings_store_scribe_new (db, snapshot);
  gint64 spent = 0;
  gsize size = 0;

  for (guint at = 0; at < n; at += PAGE * BATCH)
    {
      g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_findings_page_unref);
      g_autoptr(GError) error = NULL;
      gint64 since;

      for (guint i = 0; i < BATCH && at + i * PAGE < n; i++)
        {
          g_ptr_array_add (pages, make_page (data, at + i * PAGE, n));
          size += g_bytes_get_size (dossier_findings_page_get_body (g_ptr_array_index (pages, i)));
        }
      since = cpu_now ();
      dossier_findings_store_scribe_write (scribe, pages, &error);
      die (error);
      spent += cpu_now () - since;
    }
  dossier_findings_store_scribe_free (scribe);
  g_print ("%u findings, %.2f KB each, written at %.0f a second\n", n, (double) size / n / 1000,
           n / ((double) spent / G_TIME_SPAN_SECOND));
}

static GArray *
find (sqlite3                         *db,
      const DossierFindingsStoreQuery *query)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFindingsStoreSearch) search = dossier_findings_store_search_new (query, &error);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint counts[DOSSIER_N_SEVERITIES] = { 0 };

  die (error);
  dossier_findings_store_search_run (search, db, rows, counts, &error);
  die (error);
  return rows;
}

static void
time_query (sqlite3        *db,
            gint64          snapshot,
            const Question *question)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string (question->criteria != NULL ? question->criteria : "{}", &error);
  g_autoptr(DossierFilter) filter = dossier_filter_from_json (json_node_get_object (node), &error);
  DossierFindingsStoreQuery query = { snapshot, filter, question->search, question->sort, TRUE };
  g_autofree char *what = NULL;
  gint64 since = cpu_now ();
  g_autoptr(GArray) rows = NULL;

  die (error);
  rows = find (db, &query);
  what = g_strdup_printf ("%s: %u", question->name, rows->len);
  tell (what, since);
}

static void
time_fetch (sqlite3 *db,
            gint64   snapshot)
{
  DossierFindingsStoreQuery query = { snapshot, NULL, NULL, "INSPECTOR_SCORE", TRUE };
  g_autoptr(GArray) rows = find (db, &query);
  DossierFindingsStoreFetcher *fetcher = dossier_findings_store_fetcher_new (db);
  gint64 since = cpu_now ();

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFinding) finding = dossier_findings_store_fetcher_get (
          fetcher, g_array_index (rows, gint64, (i * 1009) % rows->len), &error);

      die (error);
    }
  tell ("200 findings read back from here and there", since);
  dossier_findings_store_fetcher_free (fetcher);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *place = NULL;
  g_autoptr(DossierSecret) key = dossier_secret_new_take (dossier_random_hex (32));
  g_autoptr(sqlite3) db = NULL;
  struct rusage usage;
  GStatBuf info;
  gint64 snapshot, since;

  if (argc != 2)
    return 2;
  folder = dossier_test_make_folder ();
  path = g_build_filename (folder, "findings.db", NULL);
  place = dossier_findings_store_db_get_place (path);
  dossier_findings_store_db_make_file (path, &error);
  die (error);
  db = dossier_findings_store_db_open (place, key, &error);
  die (error);
  snapshot = add_snapshot (db);
  write_all (db, snapshot, (guint) g_ascii_strtoull (argv[1], NULL, 10));
  dossier_findings_store_db_exec (db, "PRAGMA wal_checkpoint(TRUNCATE)", &error);
  die (error);
  g_stat (path, &info);
  g_print ("file size %.1f MB\n", (double) info.st_size / 1e6);

  /* Twice, for the first time reads the file. */
  for (guint i = 0; i < 2 * G_N_ELEMENTS (queries); i++)
    time_query (db, snapshot, &queries[i % G_N_ELEMENTS (queries)]);
  time_fetch (db, snapshot);

  since = cpu_now ();
  dossier_findings_store_db_exec (db, "BEGIN", &error);
  dossier_findings_store_delete_rows (db, snapshot, &error);
  dossier_findings_store_db_end (db, error == NULL, &error);
  die (error);
  tell ("deleted", since);
  dossier_findings_store_db_exec (db, "PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)", &error);
  die (error);
  tell ("deleted and given back", since);
  g_stat (path, &info);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("file size then %.1f MB; at most %.0f MiB of memory, made-up findings included\n",
           (double) info.st_size / 1e6, (double) usage.ru_maxrss / 1024);
  g_clear_pointer (&db, sqlite3_close_v2);
  dossier_test_remove_tree (folder);
  return 0;
}
