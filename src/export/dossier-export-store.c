// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-store.h"
#include "dossier-json.h"

/* A record has a filter at most; anything larger is not one of ours. */
#define MAX_RECORD_BYTES (4 * 1024 * 1024)

struct _DossierExportStore
{
  GObject parent_instance;

  char *folder;
};

G_DEFINE_FINAL_TYPE (DossierExportStore, dossier_export_store, G_TYPE_OBJECT)

static void
dossier_export_store_finalize (GObject *object)
{
  DossierExportStore *self = DOSSIER_EXPORT_STORE (object);

  g_free (self->folder);

  G_OBJECT_CLASS (dossier_export_store_parent_class)->finalize (object);
}

static void
dossier_export_store_class_init (DossierExportStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_export_store_finalize;
}

static void
dossier_export_store_init (DossierExportStore *)
{
}

static char *
record_path (DossierExportStore *self,
             const char         *id)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);

  return g_build_filename (self->folder, name, NULL);
}

/**
 * dossier_export_store_new:
 * @folder: where the records are; made when the first one is saved
 *
 * Returns: (transfer full): a store
 */
DossierExportStore *
dossier_export_store_new (const char *folder)
{
  DossierExportStore *self = g_object_new (DOSSIER_TYPE_EXPORT_STORE, NULL);

  self->folder = g_strdup (folder);
  return self;
}

/**
 * dossier_export_store_save:
 * @self: a store
 * @record: a record
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record is
 *   durable, or rejects with a #GIOErrorEnum
 */
DexFuture *
dossier_export_store_save (DossierExportStore        *self,
                           const DossierExportRecord *record)
{
  g_autoptr(JsonObject) object = dossier_export_record_to_json (record);
  g_autofree char *path = record_path (self, record->id);
  char *text = dossier_json_object_to_text (object, TRUE);
  g_autoptr(GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return dossier_file_write_atomic_async (path, bytes);
}

/**
 * dossier_export_store_load:
 * @self: a store
 * @id: a run's id
 * @error: return location for %DOSSIER_ERROR_NOT_FOUND, %DOSSIER_ERROR_CORRUPT,
 *   %DOSSIER_ERROR_INVALID_RESPONSE or #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): its record
 */
DossierExportRecord *
dossier_export_store_load (DossierExportStore  *self,
                           const char          *id,
                           GError             **error)
{
  g_autofree char *path = record_path (self, id);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonObject) object = NULL;
  g_autoptr(GError) local_error = NULL;
  DossierExportRecord *record;
  gsize length;
  const char *text;

  /* The id becomes part of a path. */
  if (!g_uuid_string_is_valid (id))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                   "“%s” is not the id of a run; “export list” shows them", id);
      return NULL;
    }

  bytes = dossier_file_read (path, MAX_RECORD_BYTES, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                 "There is no run %s; “export list” shows those that there are", id);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  object = dossier_json_parse_object (text != NULL ? text : "", (gssize) length, error);
  record = object != NULL ? dossier_export_record_from_json (object, error) : NULL;
  if (record == NULL)
    g_prefix_error (error, "“%s”: ", path);
  return record;
}

static int
by_start (gconstpointer a,
          gconstpointer b)
{
  const DossierExportRecord *left = *(DossierExportRecord *const *) a;
  const DossierExportRecord *right = *(DossierExportRecord *const *) b;

  return (left->started < right->started) - (left->started > right->started);
}

/**
 * dossier_export_store_list:
 * @self: a store
 * @source: (nullable): only runs of this account; %NULL for all
 * @error: return location for a #GIOErrorEnum
 *
 * A record that cannot be read is told in the log and left alone.
 *
 * Returns: (transfer full) (element-type DossierExportRecord) (nullable): the
 *   runs, newest first
 */
GPtrArray *
dossier_export_store_list (DossierExportStore  *self,
                           const char          *source,
                           GError             **error)
{
  g_autoptr(GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_export_record_free);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GDir) folder = g_dir_open (self->folder, 0, &local_error);
  const char *name;

  if (folder == NULL && !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *id = NULL;
      g_autoptr(DossierExportRecord) record = NULL;
      g_autoptr(GError) damage = NULL;

      if (!g_str_has_suffix (name, ".json"))
        continue;

      id = g_strndup (name, strlen (name) - strlen (".json"));
      record = dossier_export_store_load (self, id, &damage);
      if (record == NULL)
        g_message ("A run is left out of the list: %s", damage->message);
      else if (source == NULL || g_str_equal (record->source, source))
        g_ptr_array_add (records, g_steal_pointer (&record));
    }

  g_ptr_array_sort (records, by_start);
  return g_steal_pointer (&records);
}

/**
 * dossier_export_store_lock:
 * @self: a store
 * @name: a run's id, or another name that all programs agree on
 * @error: return location for %DOSSIER_ERROR_CONFLICT, when another process or
 *   another run of this one has it, or a #GIOErrorEnum
 *
 * Does not wait. The lock goes with the process that holds it, however it ends.
 *
 * Returns: (transfer full) (nullable): the lock
 */
DossierFileLock *
dossier_export_store_lock (DossierExportStore  *self,
                           const char          *name,
                           GError             **error)
{
  g_autofree char *file = g_strconcat (name, ".lock", NULL);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);

  return dossier_file_lock_try (path, error);
}
