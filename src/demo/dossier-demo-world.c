// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "dossier-crypto.h"
#include "dossier-demo-scenario-private.h"
#include "dossier-demo-world-records-private.h"
#include "dossier-error.h"
#include "dossier-file.h"
#include "dossier-paths.h"
#include "dossier-time.h"

/* A world with thousands of objects is some megabytes. */
#define MAX_FILE (256u * 1024 * 1024)

#define WORLD_FILE "world.json"
#define LOCK_FILE "world.lock"
#define OBJECTS "objects"

/* What tells one written file from another: each is a new one that was renamed. */
static gboolean
take_stamp (DossierDemoWorld *self,
            gint64            stamp[3])
{
  g_autofree char *path = g_build_filename (self->folder, WORLD_FILE, NULL);
  struct stat info;

  if (stat (path, &info) < 0)
    return FALSE;
  stamp[0] = (gint64) info.st_ino;
  stamp[1] = (gint64) info.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + info.st_mtim.tv_nsec;
  stamp[2] = (gint64) info.st_size;
  return TRUE;
}

static gboolean
write_world (DossierDemoWorld  *self,
             GError           **error)
{
  g_autofree char *path = g_build_filename (self->folder, WORLD_FILE, NULL);
  g_autofree char *text = dossier_demo_world_write_records (self);

  /* What could not be read again must not be written. */
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "A text in it is not UTF-8");
      return FALSE;
    }
  return dossier_file_write_atomic (path, text, strlen (text), error);
}

static void
set_aside (DossierDemoWorld *self,
           gint64            now,
           const GError     *reason)
{
  g_autofree char *path = g_build_filename (self->folder, WORLD_FILE, NULL);
  g_autofree char *date = dossier_time_to_amz_date (now);
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", path, date);

  if (g_rename (path, aside) < 0)
    g_set_str (&aside, path);
  g_free (self->notice);
  self->notice = g_strdup_printf (
      "The file of the demo was damaged (%s); it was kept as “%s”, and the demo starts afresh",
      reason->message, aside);
  g_message ("%s", self->notice);
}

static gboolean
load_or_make (DossierDemoWorld  *self,
              gint64             now,
              GError           **error)
{
  g_autofree char *path = g_build_filename (self->folder, WORLD_FILE, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = dossier_file_read (path, MAX_FILE, &local);

  if (bytes != NULL && dossier_demo_world_read_records (self, bytes, &local))
    {
      take_stamp (self, self->stamp);
      return TRUE;
    }
  if (bytes == NULL && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) &&
      !g_error_matches (local, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    set_aside (self, now, local);
  dossier_demo_world_clear_records (self);
  self->epoch = now;
  dossier_demo_scenario_build (self, self->scenario, now);
  if (!write_world (self, error))
    return FALSE;
  take_stamp (self, self->stamp);
  return TRUE;
}

static void
remove_tree (const char *path)
{
  /* What a link leads to is not the demo's. */
  g_autoptr (GDir) folder = !g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_tree (inner);
    }
  g_remove (path);
}

/**
 * dossier_demo_world_open:
 * @folder: (nullable): where it is kept; %NULL: in a folder of its own, removed at close
 * @scenario: a name of the table of scenarios
 * @now: microseconds since 1970 UTC
 * @error: return location for a %G_IO_ERROR, a %G_FILE_ERROR or %DOSSIER_ERROR_INVALID_INPUT
 *
 * Reads a world, or makes it when there is none or when its file is damaged;
 * a damaged file is kept under another name. Blocks.
 *
 * Returns: (transfer full) (nullable): the world
 */
DossierDemoWorld *
dossier_demo_world_open (const char  *folder,
                         const char  *scenario,
                         gint64       now,
                         GError     **error)
{
  g_autoptr (DossierDemoWorld) self = NULL;

  if (!dossier_demo_scenario_exists (scenario))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "There is no demo scenario “%s”; “demo scenarios” lists them", scenario);
      return NULL;
    }
  self = g_new0 (DossierDemoWorld, 1);
  dossier_demo_world_init_records (self);
  self->litter = g_ptr_array_new_with_free_func (g_free);
  self->scenario = g_strdup (scenario);
  self->private_folder = folder == NULL;
  self->folder = folder != NULL ? g_strdup (folder) : g_dir_make_tmp ("dossier-demo-XXXXXX", error);
  if (self->folder == NULL)
    {
      self->private_folder = FALSE;
      return NULL;
    }
  if (!dossier_demo_world_begin (self, now, error) || !dossier_demo_world_end (self, error))
    {
      g_prefix_error (error, "The demo cannot keep its world in “%s”: ", self->folder);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * dossier_demo_world_close:
 * @self: (transfer full): a world
 *
 * Forgets it; a private folder is removed.
 */
void
dossier_demo_world_close (DossierDemoWorld *self)
{
  g_clear_pointer ((DossierFileLock **) &self->lock, dossier_file_lock_release);
  if (self->private_folder)
    remove_tree (self->folder);
  dossier_demo_world_free_records (self);
  g_ptr_array_unref (self->litter);
  g_free (self->folder);
  g_free (self->scenario);
  g_free (self->notice);
  g_free (self);
}

/**
 * dossier_demo_world_begin:
 * @self: a world
 * @now: microseconds since 1970 UTC
 * @error: return location for a %G_IO_ERROR
 *
 * Keeps other processes out until dossier_demo_world_end(), and reads again
 * what they wrote meanwhile. Every record found before is gone. Blocks.
 *
 * Returns: whether the world may be read and changed
 */
gboolean
dossier_demo_world_begin (DossierDemoWorld  *self,
                          gint64             now,
                          GError           **error)
{
  g_autofree char *path = g_build_filename (self->folder, LOCK_FILE, NULL);
  gint64 stamp[3];

  g_return_val_if_fail (self->lock == NULL, FALSE);

  self->lock = dossier_file_lock_acquire (path, error);
  if (self->lock == NULL)
    return FALSE;
  if (take_stamp (self, stamp) && memcmp (stamp, self->stamp, sizeof stamp) == 0)
    return TRUE;
  if (load_or_make (self, now, error))
    return TRUE;
  memset (self->stamp, 0, sizeof self->stamp);
  g_clear_pointer ((DossierFileLock **) &self->lock, dossier_file_lock_release);
  return FALSE;
}

/**
 * dossier_demo_world_end:
 * @self: a world that was begun
 * @error: return location for a %G_IO_ERROR or %G_FILE_ERROR
 *
 * Writes what was changed and lets other processes in. Blocks.
 *
 * Returns: whether all changes are kept; if not, the next begin() sees the world as it was
 */
gboolean
dossier_demo_world_end (DossierDemoWorld  *self,
                        GError           **error)
{
  gboolean ok = TRUE;

  g_return_val_if_fail (self->lock != NULL, FALSE);

  if (self->changed)
    {
      ok = write_world (self, error) && take_stamp (self, self->stamp);
      /* What is not in the file did not happen: read it again next time. */
      if (!ok)
        memset (self->stamp, 0, sizeof self->stamp);
    }
  for (guint i = 0; ok && i < self->litter->len; i++)
    {
      g_autofree char *path = dossier_demo_world_object_path (self, g_ptr_array_index (self->litter, i));

      g_remove (path);
    }
  g_ptr_array_set_size (self->litter, 0);
  self->changed = FALSE;
  g_clear_pointer ((DossierFileLock **) &self->lock, dossier_file_lock_release);
  return ok;
}

/**
 * dossier_demo_world_change:
 * @self: a world that was begun
 *
 * Tells that a record was added, removed or altered.
 */
void
dossier_demo_world_change (DossierDemoWorld *self)
{
  g_return_if_fail (self->lock != NULL);

  self->changed = TRUE;
}

/**
 * dossier_demo_world_default_folder:
 * @scenario: a name of the table of scenarios
 *
 * Returns: (transfer full): where the world of `--demo` is kept
 */
char *
dossier_demo_world_default_folder (const char *scenario)
{
  return dossier_path_in_state ("demo", scenario, NULL);
}

/**
 * dossier_demo_world_reset:
 * @scenario: a name of the table of scenarios
 * @error: return location for a %G_IO_ERROR or %DOSSIER_ERROR_INVALID_INPUT
 *
 * Makes the world of `--demo` afresh, once no other process is changing it.
 * Blocks.
 *
 * Returns: whether it is gone; the next start makes a new one
 */
gboolean
dossier_demo_world_reset (const char  *scenario,
                          GError     **error)
{
  g_autofree char *folder = dossier_demo_world_default_folder (scenario);
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);
  g_autofree char *objects = g_build_filename (folder, OBJECTS, NULL);
  g_autofree char *world = g_build_filename (folder, WORLD_FILE, NULL);
  g_autoptr (DossierFileLock) lock = NULL;

  if (!dossier_demo_scenario_exists (scenario))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "There is no demo scenario “%s”; “demo scenarios” lists them", scenario);
      return FALSE;
    }
  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    return TRUE;
  /* The lock file stays: who waits for it must wait for the same one. */
  lock = dossier_file_lock_acquire (path, error);
  if (lock == NULL)
    return FALSE;
  if (g_remove (world) < 0 && errno != ENOENT)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "Could not remove “%s”: %s", world,
                   g_strerror (code));
      return FALSE;
    }
  remove_tree (objects);
  return TRUE;
}
