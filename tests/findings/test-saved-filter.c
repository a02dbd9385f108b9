// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "dossier-error.h"
#include "dossier-filter-parser.h"
#include "dossier-inspector-filters.h"
#include "dossier-json.h"
#include "dossier-saved-filter.h"
#include "aws-test.h"

#define RELATIVE "severity=HIGH firstObservedAt>=-30d"
#define DAY 86400

static char *
make_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("dossier-saved-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
save (const char *folder,
      const char *name,
      const char *description,
      const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSavedFilter) filter = dossier_saved_filter_new (name, description, text, &error);

  g_assert_no_error (error);
  g_assert_true (dossier_saved_filters_save (folder, filter, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list (const char *folder,
      GPtrArray  *problems)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *filters = dossier_saved_filters_list (folder, problems, &error);

  g_assert_no_error (error);
  return filters;
}

/* Kept between programs, by name; names may be anything, a path too. */
static void
test_kept (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *below = g_build_filename (folder, "none", NULL);
  g_autoptr(GPtrArray) nothing = list (below, NULL);
  g_autoptr(GPtrArray) filters = NULL;
  g_autoptr(GPtrArray) fewer = NULL;
  g_autoptr(GError) error = NULL;
  const DossierSavedFilter *filter;

  g_assert_cmpuint (nothing->len, ==, 0);
  save (folder, "b ../한글\n", NULL, "");
  save (folder, "a", "first", "severity=LOW");
  save (folder, "a", "again", RELATIVE);
  filters = list (folder, NULL);
  g_assert_cmpuint (filters->len, ==, 2);
  filter = filters->pdata[0];
  g_assert_cmpstr (filter->name, ==, "a");
  g_assert_cmpstr (filter->description, ==, "again");
  g_assert_cmpstr (filter->text, ==, RELATIVE);
  filter = filters->pdata[1];
  g_assert_cmpstr (filter->name, ==, "b ../한글\n");
  g_assert_null (filter->description);

  g_assert_true (dossier_saved_filters_remove (folder, filter->name, &error));
  g_assert_no_error (error);
  g_assert_false (dossier_saved_filters_remove (folder, filter->name, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
  fewer = list (folder, NULL);
  g_assert_cmpuint (fewer->len, ==, 1);
  remove_folder (folder);
}

/* Thirty days ago is another day tomorrow. */
static void
test_relative (void)
{
  g_autoptr(DossierSavedFilter) saved = dossier_saved_filter_new ("n", NULL, RELATIVE, NULL);
  g_autoptr(GError) error = NULL;

  for (gint64 today = 20000; today < 20002; today++)
    {
      g_autoptr(DossierFilter) filter = dossier_saved_filter_get_filter (saved, today * DAY, &error);
      g_autoptr(JsonObject) criteria = NULL;
      JsonArray *dates;

      g_assert_no_error (error);
      criteria = dossier_filter_to_json (filter);
      dates = json_object_get_array_member (criteria, "firstObservedAt");
      g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (dates, 0), "startInclusive"), ==,
                       (today - 30) * DAY);
    }
}

static void
test_shared (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "to share.json", NULL);
  g_autoptr(DossierSavedFilter) filter = dossier_saved_filter_new ("name", "description", RELATIVE, NULL);
  g_autoptr(DossierSavedFilter) same = NULL;
  g_autoptr(DossierSavedFilter) theirs = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_saved_filter_export (filter, path, &error));
  same = dossier_saved_filter_import (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (same->name, ==, "name");
  g_assert_cmpstr (same->description, ==, "description");
  g_assert_cmpstr (same->text, ==, RELATIVE);

  /* What the AWS CLI takes with --filter-criteria file://… */
  g_assert_true (g_file_set_contents (
      path, "{\"title\":[{\"comparison\":\"PREFIX\",\"value\":\"CVE 2026\"}]}", -1, &error));
  theirs = dossier_saved_filter_import (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (theirs->name, ==, "to share");
  g_assert_cmpstr (theirs->text, ==, "title=\"CVE 2026\"*");
  remove_folder (folder);
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    "", "[]", "{\"version\":1", "{\"version\":2,\"name\":\"n\",\"filter\":\"\"}", "{\"version\":\"1\"}",
    "{\"version\":1,\"filter\":\"\"}", "{\"version\":1,\"name\":\"n\"}", "{\"version\":1,\"name\":\"\",\"filter\":\"\"}",
    "{\"version\":1,\"name\":\"n\",\"filter\":\"severty=LOW\"}", "{\"version\":1,\"name\":\"n\",\"filter\":7}",
    "{\"version\":1,\"name\":\"n\",\"filter\":\"\",\"description\":7}", "{\"colour\":[]}", "\xff",
  };
  g_autofree char *folder = make_folder ();
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GPtrArray) filters = NULL;

  save (folder, "good", NULL, RELATIVE);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *file = g_strdup_printf ("%" G_GSIZE_FORMAT ".json", i);
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autoptr(DossierSavedFilter) filter = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      filter = dossier_saved_filter_import (path, &error);
      g_assert_null (filter);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, path));
    }
  filters = list (folder, problems);
  g_assert_cmpuint (filters->len, ==, 1);
  g_assert_cmpuint (problems->len, ==, G_N_ELEMENTS (texts));
  remove_folder (folder);
}

static void
test_names (void)
{
  g_autofree char *most = g_strnfill (128, 'x');
  g_autofree char *more = g_strnfill (129, 'x');
  g_autoptr(DossierSavedFilter) good = dossier_saved_filter_new (most, NULL, "", NULL);
  g_autoptr(DossierSavedFilter) bad = dossier_saved_filter_new (more, NULL, "", NULL);

  g_assert_nonnull (good);
  g_assert_null (bad);
}

#define KEPT(name, criteria) "{\"arn\":\"arn-" name "\",\"ownerId\":\"o\",\"name\":\"" name "\",\"action\":\"SUPPRESS\"," \
                             "\"createdAt\":1,\"updatedAt\":2,\"criteria\":" criteria "}"
#define LOW "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}"

static void
answer_filters (SoupServerMessage *message,
                guint              number,
                gpointer           data)
{
  const char *const *pages = data;

  dossier_test_answer (message, 200, "application/json", pages[MIN (number, g_strv_length ((char **) pages)) - 1]);
}

static GPtrArray *
read_filters (const char *const  *pages,
              GError            **error)
{
  g_autoptr(DossierTestServer) server = dossier_test_server_new (answer_filters, (gpointer) pages);
  g_autoptr(DossierAwsClient) client = test_client_new (dossier_test_server_get_url (server), NULL, 0);

  return dossier_await_child_boxed (dossier_inspector_filters_read (client, "SUPPRESS", NULL), error);
}

static void
test_inspector (void)
{
  static const char *const pages[] = {
    "{\"filters\":[" KEPT ("a", LOW) "],\"nextToken\":\"1\"}", "{\"filters\":[],\"nextToken\":\"2\"}",
    "{\"filters\":[" KEPT ("b", "{\"colour\":[]}") "]}", NULL,
  };
  static const char *const circle[] = { "{\"filters\":[],\"nextToken\":\"1\"}", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) filters = read_filters (pages, &error);
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(DossierSavedFilter) saved = NULL;
  g_autoptr(DossierSavedFilter) newer = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (filters->len, ==, 2);
  saved = dossier_saved_filter_from_inspector (filters->pdata[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (saved->name, ==, "a");
  g_assert_cmpstr (saved->text, ==, "severity=LOW");
  newer = dossier_saved_filter_from_inspector (filters->pdata[1], &error);
  g_assert_null (newer);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_clear_error (&error);

  none = read_filters (circle, &error);
  g_assert_null (none);
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE);
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/findings/saved-filter/kept", test_kept);
  g_test_add_func ("/findings/saved-filter/relative", test_relative);
  g_test_add_func ("/findings/saved-filter/shared", test_shared);
  g_test_add_func ("/findings/saved-filter/damaged", test_damaged);
  g_test_add_func ("/findings/saved-filter/names", test_names);
  dossier_test_add_fiber ("/findings/saved-filter/inspector", test_inspector);
  return g_test_run ();
}
