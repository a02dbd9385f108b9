// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-export-store.h"
#include "dossier-record-folder.h"

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

  return dossier_record_folder_save (self->folder, record->id, object);
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
  g_autoptr(GError) local_error = NULL;
  g_autoptr(JsonObject) object = dossier_record_folder_load (self->folder, id, &local_error);
  DossierExportRecord *record;

  if (g_error_matches (local_error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND))
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                 "There is no run %s; “export list” shows those that there are", id);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (object == NULL)
    return NULL;

  record = dossier_export_record_from_json (object, error);
  if (record == NULL)
    g_prefix_error (error, "“%s/%s.json”: ", self->folder, id);
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
  g_auto(GStrv) ids = dossier_record_folder_list (self->folder, error);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autoptr(GError) damage = NULL;
      g_autoptr(DossierExportRecord) record = dossier_export_store_load (self, ids[i], &damage);

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
