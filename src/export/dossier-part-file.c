// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "dossier-crypto.h"
#include "dossier-part-file.h"

#define BLOCK (256 * 1024)

/* How many files of one name a folder may hold before another folder is better. */
#define MAX_COPIES 10000u

struct _DossierPartFile
{
  gatomicrefcount ref_count;
  char *path;
  int fd;
  gint64 length;
  DossierSha256 *digest;
};

G_DEFINE_BOXED_TYPE (DossierPartFile, dossier_part_file, dossier_part_file_ref, dossier_part_file_unref)

static gboolean
fail (const char  *path,
      GError     **error)
{
  int code = errno;
  const char *remedy;

  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
      remedy = "make room or choose another folder";
      break;
    case EFBIG:
      remedy = "choose a folder that takes files of this size";
      break;
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT:
    case ENOTDIR:
      remedy = "choose a folder that can be written to";
      break;
    default:
      remedy = "look after the disk or choose another folder";
    }

  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (code), "The report could not be written to “%s” (%s); %s",
               path, g_strerror (code), remedy);
  return FALSE;
}

static gboolean
is_taken (const char *path)
{
  struct stat info;
  g_autofree char *part = dossier_part_file_path (path);

  /* A link that leads nowhere is somebody's file too. */
  return lstat (path, &info) == 0 || lstat (part, &info) == 0;
}

/**
 * dossier_part_file_path:
 * @target: where the file shall be
 *
 * Returns: (transfer full): where it is before it is whole
 */
char *
dossier_part_file_path (const char *target)
{
  return g_strconcat (target, ".part", NULL);
}

/**
 * dossier_part_file_choose:
 * @folder: a folder
 * @stem: the name wanted
 * @extension: what follows it after a dot
 *
 * Returns: (transfer full) (nullable): the path of a file that does not exist,
 *   with a number in the name if need be; %NULL if there are absurdly many
 */
char *
dossier_part_file_choose (const char *folder,
                          const char *stem,
                          const char *extension)
{
  for (guint i = 1; i <= MAX_COPIES; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup_printf ("%s.%s", stem, extension)
                                     : g_strdup_printf ("%s (%u).%s", stem, i, extension);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!is_taken (path))
        return g_steal_pointer (&path);
    }
  return NULL;
}

static gboolean
read_digest (DossierPartFile  *self,
             gint64            max_length,
             GError          **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);
  gssize n;

  while ((n = read (self->fd, block, BLOCK)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (self->path, error);
      dossier_sha256_update (self->digest, block, (gsize) n);
      self->length += n;
      if (self->length > max_length)
        break;
    }
  if (self->length <= max_length)
    return TRUE;

  /* More than there can be: not what was left there. */
  g_clear_pointer (&self->digest, dossier_sha256_free);
  self->digest = dossier_sha256_new ();
  self->length = 0;
  return (ftruncate (self->fd, 0) == 0 && lseek (self->fd, 0, SEEK_SET) == 0) || fail (self->path, error);
}

/**
 * dossier_part_file_open:
 * @target: where the file shall be
 * @max_length: bytes that it will have
 * @error: return location for a #GIOErrorEnum
 *
 * Opens what is here, which may be nothing, to go on after it. Readable by its
 * owner only.
 *
 * Returns: (transfer full) (nullable): the file
 */
DossierPartFile *
dossier_part_file_open (const char  *target,
                        gint64       max_length,
                        GError     **error)
{
  g_autoptr(DossierPartFile) self = g_new0 (DossierPartFile, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->path = dossier_part_file_path (target);
  self->digest = dossier_sha256_new ();
  self->fd = g_open (self->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail (self->path, error);
      return NULL;
    }
  return read_digest (self, max_length, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * dossier_part_file_ref:
 * @self: a file
 *
 * Returns: (transfer full): @self
 */
DossierPartFile *
dossier_part_file_ref (DossierPartFile *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_part_file_unref:
 * @self: (transfer full): a file; its content stays
 */
void
dossier_part_file_unref (DossierPartFile *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_fd (&self->fd, NULL);
  g_free (self->path);
  g_clear_pointer (&self->digest, dossier_sha256_free);
  g_free (self);
}

/**
 * dossier_part_file_get_length:
 * @self: a file
 *
 * Returns: bytes that are here
 */
gint64
dossier_part_file_get_length (const DossierPartFile *self)
{
  return self->length;
}

/**
 * dossier_part_file_append:
 * @self: a file
 * @bytes: what comes next
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether all of it was written
 */
gboolean
dossier_part_file_append (DossierPartFile  *self,
                          GBytes           *bytes,
                          GError          **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize done = 0; done < length;)
    {
      gssize n = write (self->fd, data + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (self->path, error);
      dossier_sha256_update (self->digest, data + done, (gsize) n);
      done += (gsize) n;
      self->length += n;
    }
  return TRUE;
}

/**
 * dossier_part_file_finish:
 * @self: a file that is whole, and takes nothing more
 * @error: return location for a #GIOErrorEnum
 *
 * Makes the content durable.
 *
 * Returns: (transfer full) (nullable): its SHA-256, hexadecimal
 */
char *
dossier_part_file_finish (DossierPartFile  *self,
                          GError          **error)
{
  int result;

  do
    result = fsync (self->fd);
  while (result < 0 && errno == EINTR);

  if (result < 0)
    {
      fail (self->path, error);
      return NULL;
    }
  return dossier_sha256_finish (self->digest);
}

/* For file systems that cannot refuse to replace: whoever makes the name owns it. */
static gboolean
publish_by_making (const char *part,
                   const char *target)
{
  g_autofd int fd = g_open (target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    return FALSE;
  if (rename (part, target) == 0)
    return TRUE;

  int code = errno;
  unlink (target);
  errno = code;
  return FALSE;
}

/**
 * dossier_part_file_publish:
 * @fetched: the target that the content was fetched for
 * @target: the name that it gets; mostly the same
 * @error: return location for %G_IO_ERROR_EXISTS or another #GIOErrorEnum
 *
 * Gives a whole file its name, durably, and never takes the place of another.
 *
 * Returns: whether it has it
 */
gboolean
dossier_part_file_publish (const char  *fetched,
                           const char  *target,
                           GError     **error)
{
  g_autofree char *part = dossier_part_file_path (fetched);
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofd int folder_fd = -1;
  gboolean done = renameat2 (AT_FDCWD, part, AT_FDCWD, target, RENAME_NOREPLACE) == 0;

  if (!done && (errno == EINVAL || errno == ENOSYS))
    done = publish_by_making (part, target);
  if (!done)
    return fail (target, error);

  /* The name is durable once its folder is. */
  folder_fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (folder_fd >= 0)
    fsync (folder_fd);
  return TRUE;
}

/**
 * dossier_part_file_discard:
 * @target: where the file was to be
 *
 * Removes what is here of it, if anything is.
 */
void
dossier_part_file_discard (const char *target)
{
  g_autofree char *part = dossier_part_file_path (target);

  g_unlink (part);
}
