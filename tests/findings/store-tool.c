// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* usage: store-tool FINDINGS
 *
 * FINDINGS has one finding a line. They are put into a store in memory, a hundred
 * a page; without a session bus there is no keyring. Each line of input
 * {"criteria":{…},"sort":"SEVERITY","descending":true,"search":"…"} is answered
 * with a line of JSON: the ARNs in order, and the counts by severity rank; with
 * "group":0 in it, by the groups: key, label, counts. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "dossier-fiber.h"
#include "dossier-findings-rows.h"
#include "dossier-findings-snapshot-writer.h"
#include "dossier-findings-store-group.h"
#include "dossier-json.h"

#define PAGE 100u

typedef struct
{
  const char *path;
  GMainLoop *loop;
  int status;
} Run;

static gboolean
fill (DossierFindingsSnapshotWriter  *writer,
      const char                     *path,
      GError                        **error)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  guint n_lines;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  n_lines = g_strv_length (lines);
  for (guint at = 0; at < n_lines; at += PAGE)
    {
      g_autoptr(GString) body = g_string_new ("{\"findings\":[");
      g_autoptr(GBytes) bytes = NULL;
      g_autoptr(DossierFindingsPage) page = NULL;

      for (guint i = at; i < MIN (at + PAGE, n_lines); i++)
        g_string_append_printf (body, "%s%s", i > at ? "," : "", lines[i]);
      g_string_append (body, "]}");
      bytes = g_string_free_to_bytes (g_steal_pointer (&body));
      page = dossier_findings_page_parse (bytes, error);
      if (page == NULL ||
          !dossier_await_child (dossier_findings_snapshot_writer_add_page (writer, page), error))
        return FALSE;
    }
  return dossier_await_child (dossier_findings_snapshot_writer_finish (writer, TRUE, n_lines), error);
}

static void
print_object (JsonObject *object)
{
  g_autofree char *text = dossier_json_object_to_text (object, FALSE);

  g_print ("%s\n", text);
}

static void
answer_rows (DossierFindingsRows *rows)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *arns = json_array_new ();
  JsonArray *counts = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr(DossierFinding) finding = g_list_model_get_item (G_LIST_MODEL (rows), i);

      json_array_add_string_element (arns, dossier_finding_get_arn (finding));
    }
  if (dossier_findings_rows_get_error (rows) != NULL)
    g_printerr ("%s\n", dossier_findings_rows_get_error (rows)->message);
  for (guint rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    json_array_add_int_element (counts, dossier_findings_rows_get_severity_count (rows, rank));
  json_object_set_array_member (object, "arns", arns);
  json_object_set_array_member (object, "counts", counts);
  print_object (object);
}

static void
answer_groups (GPtrArray *groups)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < groups->len; i++)
    {
      DossierFindingsStoreGroup *group = g_ptr_array_index (groups, i);
      JsonArray *entry = json_array_new ();

      json_array_add_string_element (entry, dossier_findings_store_group_get_key (group));
      json_array_add_string_element (entry, dossier_findings_store_group_get_label (group));
      for (guint rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
        json_array_add_int_element (entry, dossier_findings_store_group_get_count (group, rank));
      json_array_add_array_element (list, entry);
    }
  json_object_set_array_member (object, "groups", list);
  print_object (object);
}

static gboolean
answer (DossierFindingsStore  *store,
        DossierFindingsRows   *rows,
        gint64                 snapshot,
        JsonObject            *line,
        GError               **error)
{
  g_autoptr(DossierFilter) filter = NULL;
  DossierFindingsStoreQuery query = {
    .snapshot = snapshot,
    .search = json_object_get_string_member_with_default (line, "search", NULL),
    .sort_field = json_object_get_string_member_with_default (line, "sort", NULL),
    .descending = json_object_get_boolean_member_with_default (line, "descending", FALSE),
  };

  if (json_object_has_member (line, "criteria"))
    {
      filter = dossier_filter_from_json (json_object_get_object_member (line, "criteria"), error);
      if (filter == NULL)
        return FALSE;
    }
  query.filter = filter;
  if (json_object_has_member (line, "group"))
    {
      g_autoptr(GPtrArray) groups = dossier_await_leaf_boxed (
          dossier_findings_store_count_groups (
              store, &query, (DossierFindingsGrouping) json_object_get_int_member (line, "group")),
          NULL, DOSSIER_NO_TIMEOUT, error);

      if (groups == NULL)
        return FALSE;
      answer_groups (groups);
      return TRUE;
    }
  if (!dossier_await_child (dossier_findings_rows_show (rows, &query), error))
    return FALSE;
  answer_rows (rows);
  return TRUE;
}

static gboolean
run (const char  *path,
     GError     **error)
{
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr(DossierFilter) criteria = dossier_filter_new_default ();
  g_autoptr(DossierFindingsStore) store = dossier_await_child_object (dossier_findings_store_open (NULL, NULL), error);
  g_autoptr(DossierFindingsSnapshotWriter) writer = NULL;
  g_autoptr(DossierFindingsRows) rows = NULL;
  gint64 snapshot;
  char *line = NULL;

  if (store == NULL)
    return FALSE;
  writer = dossier_await_child_object (dossier_findings_store_begin (store, "demo", "eu-central-1", criteria, NULL),
                                       error);
  if (writer == NULL || !fill (writer, path, error))
    return FALSE;
  snapshot = dossier_findings_snapshot_writer_get_id (writer);
  rows = dossier_findings_rows_new (store);

  while (g_io_channel_read_line (input, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      g_autofree char *owned = line;
      g_autoptr(JsonObject) object = dossier_json_parse_object (owned, -1, error);

      if (object == NULL || !answer (store, rows, snapshot, object, error))
        return FALSE;
    }
  return TRUE;
}

static DexFuture *
run_fiber (gpointer data)
{
  Run *self = data;
  g_autoptr(GError) error = NULL;

  if (!run (self->path, &error))
    {
      g_printerr ("%s\n", error->message);
      self->status = 1;
    }
  g_main_loop_quit (self->loop);
  return dex_future_new_true ();
}

int
main (int    argc,
      char **argv)
{
  Run self = { 0 };

  if (argc != 2)
    return 2;
  setlocale (LC_ALL, "");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  dex_init ();
  self.path = argv[1];
  self.loop = g_main_loop_new (NULL, FALSE);
  dex_future_disown (dossier_fiber_spawn (run_fiber, &self, NULL));
  g_main_loop_run (self.loop);
  g_main_loop_unref (self.loop);
  return self.status;
}
