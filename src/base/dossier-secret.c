// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <sys/mman.h>

#include <gnutls/gnutls.h>

#include "dossier-secret.h"

struct _DossierSecret
{
  gatomicrefcount ref_count;
  gsize length;
  gsize mapped;
  char *text;
};

G_DEFINE_BOXED_TYPE (DossierSecret, dossier_secret, dossier_secret_ref, dossier_secret_unref)

/**
 * dossier_secret_new:
 * @text: the secret, copied
 *
 * The copy lives on pages of its own that are neither swapped, where the
 * system allows that, nor written to core dumps.
 *
 * Returns: (transfer full): a secret
 */
DossierSecret *
dossier_secret_new (const char *text)
{
  DossierSecret *self;
  void *pages;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (DossierSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->length = strlen (text);
  self->mapped = self->length + 1;

  pages = mmap (NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    g_error ("No memory for a secret");

  /* Both are best effort: a small RLIMIT_MEMLOCK is no reason to refuse work. */
  (void) mlock (pages, self->mapped);
  (void) madvise (pages, self->mapped, MADV_DONTDUMP);

  self->text = pages;
  memcpy (self->text, text, self->mapped);
  return self;
}

/**
 * dossier_secret_new_take:
 * @text: (transfer full): the secret; it is wiped and freed
 *
 * Returns: (transfer full): a secret
 */
DossierSecret *
dossier_secret_new_take (char *text)
{
  DossierSecret *self = dossier_secret_new (text);

  dossier_wipe_free (text);
  return self;
}

/**
 * dossier_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): @self
 */
DossierSecret *
dossier_secret_ref (DossierSecret *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_secret_unref:
 * @self: (transfer full): a secret
 *
 * Gives up a reference; the last one wipes the text.
 */
void
dossier_secret_unref (DossierSecret *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  dossier_wipe (self->text, self->mapped);
  munmap (self->text, self->mapped);
  g_free (self);
}

/**
 * dossier_secret_peek:
 * @self: a secret
 *
 * Returns: (transfer none): the text; not to be copied, logged or kept
 */
const char *
dossier_secret_peek (const DossierSecret *self)
{
  return self->text;
}

/**
 * dossier_secret_length:
 * @self: a secret
 *
 * Returns: its length in bytes
 */
gsize
dossier_secret_length (const DossierSecret *self)
{
  return self->length;
}

/**
 * dossier_wipe:
 * @data: memory
 * @length: its size in bytes
 *
 * Overwrites @data in a way that the compiler cannot leave out.
 */
void
dossier_wipe (gpointer data,
              gsize    length)
{
  gnutls_memset (data, 0, length);
}

/**
 * dossier_wipe_free:
 * @text: (transfer full) (nullable): a string that held a secret
 */
void
dossier_wipe_free (char *text)
{
  if (text == NULL)
    return;

  dossier_wipe (text, strlen (text));
  g_free (text);
}
