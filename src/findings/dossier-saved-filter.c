// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-filter-parser.h"
#include "dossier-json.h"
#include "dossier-paths.h"
#include "dossier-saved-filter.h"

/* Raised by a change that older programs cannot read. */
#define VERSION 1

/* 2106-02-07: what is no filter then is none at any time. */
#define SOME_TIME G_GINT64_CONSTANT (4294967296)

#define MAX_NAME 128
#define MAX_FILE_BYTES (1024 * 1024)
#define SUFFIX ".json"

G_DEFINE_BOXED_TYPE (DossierSavedFilter, dossier_saved_filter, dossier_saved_filter_copy, dossier_saved_filter_free)

static char *
path_of (const char *folder,
         const char *name)
{
  g_autofree char *digest = dossier_sha256_hex (name, strlen (name));
  g_autofree char *file = g_strconcat (digest, SUFFIX, NULL);

  return g_build_filename (folder, file, NULL);
}

static char *
make_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);

  if (g_str_has_suffix (name, SUFFIX) && strlen (name) > strlen (SUFFIX))
    name[strlen (name) - strlen (SUFFIX)] = '\0';
  return g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), MAX_NAME));
}

/* A file of ours; one of AWS's making has criteria and no name. */
static DossierSavedFilter *
read_own (JsonObject  *root,
          GError     **error)
{
  const char *name, *text, *description = NULL;
  gboolean present = FALSE;
  gint64 version = 0;

  if (!dossier_json_get_int64 (root, "version", &version, &present, error))
    return NULL;
  if (!present || version != VERSION)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "it is of version %" G_GINT64_FORMAT ", and this program reads version %d", version, VERSION);
      return NULL;
    }
  name = dossier_json_need_string (root, "name", error);
  text = name != NULL ? dossier_json_need_string (root, "filter", error) : NULL;
  if (text == NULL || !dossier_json_get_string (root, "description", &description, error))
    return NULL;
  return dossier_saved_filter_new (name, description, text, error);
}

static DossierSavedFilter *
read_criteria (JsonObject  *root,
               const char  *name,
               const char  *description,
               GError     **error)
{
  g_autoptr(DossierFilter) filter = dossier_filter_from_json (root, error);
  g_autofree char *text = filter != NULL ? dossier_filter_to_text (filter) : NULL;

  return text != NULL ? dossier_saved_filter_new (name, description, text, error) : NULL;
}

static DossierSavedFilter *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr(GBytes) bytes = dossier_file_read (path, MAX_FILE_BYTES, error);
  g_autoptr(JsonObject) root = NULL;
  g_autofree char *name = make_name (path);
  const char *text;
  gsize length;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  root = dossier_json_parse_object (text != NULL ? text : "", (gssize) length, error);
  if (root == NULL)
    return NULL;
  return json_object_has_member (root, "version") ? read_own (root, error) : read_criteria (root, name, NULL, error);
}

static gint
compare_names (gconstpointer a,
               gconstpointer b)
{
  const DossierSavedFilter *first = *(const DossierSavedFilter *const *) a;
  const DossierSavedFilter *second = *(const DossierSavedFilter *const *) b;

  return g_utf8_collate (first->name, second->name);
}

/**
 * dossier_saved_filter_new:
 * @name: 1 to 128 characters
 * @description: (nullable): what to say of it
 * @text: the text form of a filter
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): a filter with a name
 */
DossierSavedFilter *
dossier_saved_filter_new (const char  *name,
                          const char  *description,
                          const char  *text,
                          GError     **error)
{
  g_autoptr(DossierFilter) filter = dossier_filter_from_text (text, SOME_TIME, NULL, error);
  DossierSavedFilter *self;

  if (filter == NULL)
    return NULL;
  if (name[0] == '\0' || g_utf8_strlen (name, -1) > MAX_NAME)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "The name of a filter has 1 to %d characters, not %ld", MAX_NAME, g_utf8_strlen (name, -1));
      return NULL;
    }

  self = g_new0 (DossierSavedFilter, 1);
  self->name = g_strdup (name);
  self->description = g_strdup (description);
  self->text = g_strdup (text);
  return self;
}

/**
 * dossier_saved_filter_from_inspector:
 * @filter: a filter that Inspector keeps
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, where its criteria have
 *   something that this program does not know: it must not get lost in silence
 *
 * Returns: (transfer full) (nullable): the same filter, to be kept here
 */
DossierSavedFilter *
dossier_saved_filter_from_inspector (const DossierInspectorFilter  *filter,
                                     GError                       **error)
{
  return read_criteria (filter->criteria, filter->name, filter->description, error);
}

/**
 * dossier_saved_filter_copy:
 * @self: a filter
 *
 * Returns: (transfer full): a copy
 */
DossierSavedFilter *
dossier_saved_filter_copy (const DossierSavedFilter *self)
{
  DossierSavedFilter *copy = g_new0 (DossierSavedFilter, 1);

  copy->name = g_strdup (self->name);
  copy->description = g_strdup (self->description);
  copy->text = g_strdup (self->text);
  return copy;
}

/**
 * dossier_saved_filter_free:
 * @self: (transfer full): a filter
 */
void
dossier_saved_filter_free (DossierSavedFilter *self)
{
  g_free (self->name);
  g_free (self->description);
  g_free (self->text);
  g_free (self);
}

/**
 * dossier_saved_filter_get_filter:
 * @self: a filter
 * @now: the present in seconds since 1970-01-01 00:00 UTC
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT: a date may only be wrong at
 *   some times, as one that is before 1970 now, or a range that ends before it begins
 *
 * Returns: (transfer full) (nullable): what it means now
 */
DossierFilter *
dossier_saved_filter_get_filter (const DossierSavedFilter  *self,
                                 gint64                     now,
                                 GError                   **error)
{
  return dossier_filter_from_text (self->text, now, NULL, error);
}

/**
 * dossier_saved_filter_import:
 * @path: a file of dossier_saved_filter_export(), or a FilterCriteria as JSON, which is
 *   named after its file
 * @error: return location for a #GIOErrorEnum or %DOSSIER_ERROR_INVALID_INPUT, which
 *   names the file
 *
 * Returns: (transfer full) (nullable): the filter; it is not kept yet
 */
DossierSavedFilter *
dossier_saved_filter_import (const char  *path,
                             GError     **error)
{
  DossierSavedFilter *self = read_file (path, error);

  if (self == NULL)
    g_prefix_error (error, "The filter in “%s” cannot be used: ", path);
  return self;
}

/**
 * dossier_saved_filter_export:
 * @self: a filter
 * @path: the file to write; one that is there is replaced
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether the file was written
 */
gboolean
dossier_saved_filter_export (const DossierSavedFilter  *self,
                             const char                *path,
                             GError                   **error)
{
  g_autoptr(JsonObject) root = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_int_member (root, "version", VERSION);
  json_object_set_string_member (root, "name", self->name);
  if (self->description != NULL)
    json_object_set_string_member (root, "description", self->description);
  json_object_set_string_member (root, "filter", self->text);
  text = dossier_json_object_to_text (root, TRUE);
  return dossier_file_write_atomic (path, text, strlen (text), error);
}

/**
 * dossier_saved_filters_get_folder:
 *
 * Returns: (transfer full): where a person's filters are kept
 */
char *
dossier_saved_filters_get_folder (void)
{
  return dossier_path_in_config ("filters", NULL);
}

/**
 * dossier_saved_filters_list:
 * @folder: where they are kept; it need not be there
 * @problems: (nullable) (element-type utf8): gets a sentence for each file that cannot be
 *   used; the file is left as it is
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable) (element-type DossierSavedFilter): by name; %NULL
 *   where the folder cannot be read
 */
GPtrArray *
dossier_saved_filters_list (const char  *folder,
                            GPtrArray   *problems,
                            GError     **error)
{
  g_autoptr(GPtrArray) filters = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_saved_filter_free);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &local_error);
  const char *file;

  if (dir == NULL && !g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The folder of saved filters cannot be read: %s",
                   local_error->message);
      return NULL;
    }
  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autoptr(GError) problem = NULL;
      DossierSavedFilter *filter;

      if (!g_str_has_suffix (file, SUFFIX))
        continue;
      filter = dossier_saved_filter_import (path, &problem);
      if (filter != NULL)
        g_ptr_array_add (filters, filter);
      else if (problems != NULL)
        g_ptr_array_add (problems, g_strdup (problem->message));
    }
  g_ptr_array_sort (filters, compare_names);
  return g_steal_pointer (&filters);
}

/**
 * dossier_saved_filters_save:
 * @folder: where they are kept; made if need be
 * @filter: a filter; one of the same name is replaced
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it is kept
 */
gboolean
dossier_saved_filters_save (const char                *folder,
                            const DossierSavedFilter  *filter,
                            GError                   **error)
{
  g_autofree char *path = path_of (folder, filter->name);

  return dossier_saved_filter_export (filter, path, error);
}

/**
 * dossier_saved_filters_remove:
 * @folder: where they are kept
 * @name: the name of a filter
 * @error: return location for %DOSSIER_ERROR_NOT_FOUND or a #GIOErrorEnum
 *
 * Returns: whether it was kept, and is not any more
 */
gboolean
dossier_saved_filters_remove (const char  *folder,
                              const char  *name,
                              GError     **error)
{
  g_autofree char *path = path_of (folder, name);
  int code;

  if (g_unlink (path) == 0)
    return TRUE;

  code = errno;
  if (code == ENOENT)
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND, "There is no saved filter “%s”", name);
  else
    g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "The filter “%s” could not be removed: %s",
                 name, g_strerror (code));
  return FALSE;
}
