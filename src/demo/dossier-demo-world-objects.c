// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>

#include "dossier-crypto.h"
#include "dossier-demo-world-private.h"
#include "dossier-file.h"

#define OBJECTS "objects"

/**
 * dossier_demo_world_object_path:
 * @self: a world
 * @file: the member of an object
 *
 * Returns: (transfer full): where the object's content is
 */
char *
dossier_demo_world_object_path (DossierDemoWorld *self,
                                const char       *file)
{
  return g_build_filename (self->folder, OBJECTS, file, NULL);
}

/**
 * dossier_demo_world_new_object_file:
 * @self: a world that was begun
 * @error: return location for a %G_FILE_ERROR
 *
 * Returns: (transfer full) (nullable): a name that no object has, in a folder that exists
 */
char *
dossier_demo_world_new_object_file (DossierDemoWorld  *self,
                                    GError           **error)
{
  g_autofree char *folder = g_build_filename (self->folder, OBJECTS, NULL);
  int code;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return dossier_random_hex (16);
  code = errno;
  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (code),
               "Could not make the folder “%s”: %s", folder, g_strerror (code));
  return NULL;
}

/**
 * dossier_demo_world_add_object:
 * @self: a world that was begun
 * @object: (transfer full): an object whose content is in its file
 *
 * Adds an object, in the place of one with the same key.
 */
void
dossier_demo_world_add_object (DossierDemoWorld  *self,
                               DossierDemoObject *object)
{
  DossierDemoObject *old = dossier_demo_world_find_object (self, object->bucket, object->key);

  if (old != NULL)
    dossier_demo_world_remove_object (self, old);
  g_ptr_array_add (self->objects, object);
  dossier_demo_world_change (self);
}

/**
 * dossier_demo_world_put_object:
 * @self: a world that was begun
 * @object: (transfer full): an object; its file and size are set here
 * @content: its content
 * @error: return location for a %G_IO_ERROR or %G_FILE_ERROR
 *
 * Writes the content to a file and adds the object. Blocks.
 *
 * Returns: whether it is there
 */
gboolean
dossier_demo_world_put_object (DossierDemoWorld   *self,
                               DossierDemoObject  *object,
                               GBytes             *content,
                               GError            **error)
{
  g_autofree char *path = NULL;
  gsize length;
  const void *data = g_bytes_get_data (content, &length);

  g_free (object->file);
  object->file = dossier_demo_world_new_object_file (self, error);
  object->size = (gint64) length;
  if (object->file != NULL)
    path = dossier_demo_world_object_path (self, object->file);
  if (path == NULL || !dossier_file_write_atomic (path, data != NULL ? data : "", length, error))
    {
      dossier_demo_object_free (object);
      return FALSE;
    }
  dossier_demo_world_add_object (self, object);
  return TRUE;
}

/**
 * dossier_demo_world_remove_object:
 * @self: a world that was begun
 * @object: an object of it
 *
 * Removes an object; its file goes once the change is written.
 */
void
dossier_demo_world_remove_object (DossierDemoWorld  *self,
                                  DossierDemoObject *object)
{
  g_ptr_array_add (self->litter, g_strdup (object->file));
  g_ptr_array_remove (self->objects, object);
  dossier_demo_object_free (object);
  dossier_demo_world_change (self);
}
