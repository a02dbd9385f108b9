// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-json.h"
#include "dossier-record-folder.h"

/* A record has a filter or two policies at most; anything larger is not one of ours. */
#define MAX_RECORD_BYTES (4 * 1024 * 1024)

#define SUFFIX ".json"

static char *
record_path (const char *folder,
             const char *id)
{
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);

  return g_build_filename (folder, name, NULL);
}

/**
 * dossier_record_folder_save:
 * @folder: where the records are; made when the first one is saved
 * @id: the record's id, a UUID
 * @object: the record
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the record is
 *   durable, or rejects with a #GIOErrorEnum
 */
DexFuture *
dossier_record_folder_save (const char *folder,
                            const char *id,
                            JsonObject *object)
{
  g_autofree char *path = record_path (folder, id);
  char *text = dossier_json_object_to_text (object, TRUE);
  g_autoptr(GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return dossier_file_write_atomic_async (path, bytes);
}

/**
 * dossier_record_folder_load:
 * @folder: where the records are
 * @id: what may be a record's id
 * @error: return location for %DOSSIER_ERROR_NOT_FOUND, whose text is for the caller
 *   to write, %DOSSIER_ERROR_CORRUPT or #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the record
 */
JsonObject *
dossier_record_folder_load (const char  *folder,
                            const char  *id,
                            GError     **error)
{
  g_autofree char *path = record_path (folder, id);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) local_error = NULL;
  JsonObject *object;
  gsize length;
  const char *text;

  /* The id becomes part of a path. */
  if (!g_uuid_string_is_valid (id))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND, "“%s” is no id", id);
      return NULL;
    }

  bytes = dossier_file_read (path, MAX_RECORD_BYTES, &local_error);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND, "There is no %s", id);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  if (bytes == NULL)
    return NULL;

  text = g_bytes_get_data (bytes, &length);
  object = dossier_json_parse_object (text != NULL ? text : "", (gssize) length, error);
  if (object == NULL)
    g_prefix_error (error, "“%s”: ", path);
  return object;
}

/**
 * dossier_record_folder_list:
 * @folder: where the records are; there may be none yet
 * @error: return location for a #GFileError
 *
 * Returns: (transfer full) (nullable): the ids, in no order
 */
GStrv
dossier_record_folder_list (const char  *folder,
                            GError     **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &local_error);
  const char *name;

  if (dir == NULL && !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, SUFFIX))
      g_strv_builder_take (builder, g_strndup (name, strlen (name) - strlen (SUFFIX)));
  return g_strv_builder_end (builder);
}
