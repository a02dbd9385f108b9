// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-file.h"

struct _DossierFileLock
{
  int fd;
};

static gboolean
fail_errno (const char  *doing,
            const char  *path,
            GError     **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "%s “%s”: %s", doing, path,
               g_strerror (code));
  return FALSE;
}

/**
 * dossier_file_write_atomic:
 * @path: where the file shall be; its folder is made if need be
 * @data: its content
 * @length: number of bytes
 * @error: return location for a #GIOErrorEnum
 *
 * Replaces a file as one step that is durable: whoever reads @path, also after
 * a power cut, finds all of the old content or all of the new. Readable by its
 * owner only. Blocks; see dossier_file_write_atomic_async().
 *
 * Returns: whether the file was written; if not, the old one is untouched
 */
gboolean
dossier_file_write_atomic (const char  *path,
                           const void  *data,
                           gsize        length,
                           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    return fail_errno ("Could not make the folder", folder, error);

  return g_file_set_contents_full (path, data, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

/**
 * dossier_file_read:
 * @path: a file
 * @max_length: bytes it may have at the most
 * @error: return location for a #GIOErrorEnum or %DOSSIER_ERROR_TOO_LARGE
 *
 * Reads a small file whole. Blocks.
 *
 * Returns: (transfer full) (nullable): its content
 */
GBytes *
dossier_file_read (const char  *path,
                   gsize        max_length,
                   GError     **error)
{
  g_autoptr(GByteArray) content = g_byte_array_new ();
  guint8 buffer[16384];
  g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize n;

  if (fd < 0)
    {
      fail_errno ("Could not open", path, error);
      return NULL;
    }

  while ((n = read (fd, buffer, sizeof buffer)) != 0)
    {
      if (n < 0)
        {
          if (errno == EINTR)
            continue;
          fail_errno ("Could not read", path, error);
          return NULL;
        }
      if (content->len + (gsize) n > max_length)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                       "“%s” is larger than the %" G_GSIZE_FORMAT " bytes expected of it", path,
                       max_length);
          return NULL;
        }
      g_byte_array_append (content, buffer, (guint) n);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

typedef struct
{
  char *path;
  GBytes *bytes;
} WriteJob;

static void
write_job_free (gpointer data)
{
  WriteJob *job = data;

  g_free (job->path);
  g_bytes_unref (job->bytes);
  g_free (job);
}

static gpointer
write_job_run (gpointer   data,
               GError   **error)
{
  WriteJob *job = data;
  gsize length;
  const void *content = g_bytes_get_data (job->bytes, &length);

  dossier_file_write_atomic (job->path, content != NULL ? content : "", length, error);
  return NULL;
}

/**
 * dossier_file_write_atomic_async:
 * @path: where the file shall be
 * @bytes: its content
 *
 * dossier_file_write_atomic() on a thread.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the file is
 *   durable, or rejects with a #GIOErrorEnum
 */
DexFuture *
dossier_file_write_atomic_async (const char *path,
                                 GBytes     *bytes)
{
  WriteJob *job = g_new0 (WriteJob, 1);

  job->path = g_strdup (path);
  job->bytes = g_bytes_ref (bytes);
  return dossier_thread_run (write_job_run, job, write_job_free, G_TYPE_NONE);
}

static DossierFileLock *
lock_file (const char  *path,
           int          how,
           GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofd int fd = -1;
  DossierFileLock *lock;

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      fail_errno ("Could not make the folder", folder, error);
      return NULL;
    }

  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail_errno ("Could not open", path, error);
      return NULL;
    }

  while (flock (fd, how) < 0)
    {
      if (errno == EINTR)
        continue;
      if (errno == EWOULDBLOCK)
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                     "“%s” is in use by another process", path);
      else
        fail_errno ("Could not lock", path, error);
      return NULL;
    }

  lock = g_new0 (DossierFileLock, 1);
  lock->fd = g_steal_fd (&fd);
  return lock;
}

/**
 * dossier_file_lock_acquire:
 * @path: the lock file; made if need be, never removed
 * @error: return location for a #GIOErrorEnum
 *
 * Waits until no other process holds the lock. Blocks.
 *
 * Returns: (transfer full) (nullable): the lock
 */
DossierFileLock *
dossier_file_lock_acquire (const char  *path,
                           GError     **error)
{
  return lock_file (path, LOCK_EX, error);
}

/**
 * dossier_file_lock_try:
 * @path: the lock file
 * @error: return location for %DOSSIER_ERROR_CONFLICT or a #GIOErrorEnum
 *
 * Takes the lock if it is free, without waiting.
 *
 * Returns: (transfer full) (nullable): the lock
 */
DossierFileLock *
dossier_file_lock_try (const char  *path,
                       GError     **error)
{
  return lock_file (path, LOCK_EX | LOCK_NB, error);
}

/**
 * dossier_file_lock_release:
 * @lock: (transfer full): the lock
 */
void
dossier_file_lock_release (DossierFileLock *lock)
{
  close (lock->fd);
  g_free (lock);
}
