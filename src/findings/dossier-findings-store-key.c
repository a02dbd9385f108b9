// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-crypto.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-findings-store-key-private.h"
#include "dossier-keyring.h"

#define KEY_ID "findings-store"
#define PROBE_ID "findings-store-probe"
#define LABEL "Dossier: key of the kept findings"

/* 256 bits, which SQLCipher takes as they are. */
#define KEY_SIZE 32

/* The prompt of the keyring waits for the person, however long. */
static gboolean
look_up (DossierSecret **key,
         GCancellable   *cancellable,
         GError        **error)
{
  g_autoptr(GError) local_error = NULL;

  *key = dossier_await_leaf_boxed (dossier_keyring_lookup (KEY_ID), cancellable, DOSSIER_NO_TIMEOUT, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
put (const char     *id,
     DossierSecret  *secret,
     GCancellable   *cancellable,
     GError        **error)
{
  return dossier_await_leaf (dossier_keyring_store (id, LABEL, secret), cancellable, DOSSIER_NO_TIMEOUT, error);
}

/* Whoever dismisses the prompt of a locked keyring gives the same answer as one
 * that has no key. A keyring that takes something in is open, and then its word
 * counts: else a new key would replace the one that opens the file. */
static gboolean
make_sure (DossierSecret **key,
           GCancellable   *cancellable,
           GError        **error)
{
  g_autoptr(DossierSecret) probe = dossier_secret_new ("open");

  return put (PROBE_ID, probe, cancellable, error) &&
         dossier_await_leaf (dossier_keyring_clear (PROBE_ID), cancellable, DOSSIER_NO_TIMEOUT, error) &&
         look_up (key, cancellable, error);
}

/* Anything else would be taken for a passphrase. */
static gboolean
check (DossierSecret  *key,
       GError        **error)
{
  if (dossier_secret_length (key) == 2 * KEY_SIZE &&
      strspn (dossier_secret_peek (key), "0123456789abcdef") == 2 * KEY_SIZE)
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
               "The keyring's entry “%s” does not hold a key; if you remove it, a new one will be made", LABEL);
  return FALSE;
}

/*
 * dossier_findings_store_obtain_key:
 * @is_needed: whether something is encrypted with it already
 * @cancellable: (nullable): ends the wait
 * @error: return location for %DOSSIER_ERROR_CORRUPT where the entry is not a key, or
 *   an error as of dossier_keyring_lookup()
 *
 * For a fiber. Looks the key up in the keyring, and where there is none, makes one.
 *
 * Returns: (transfer full) (nullable): 64 hexadecimal digits
 */
DossierSecret *
dossier_findings_store_obtain_key (gboolean       is_needed,
                                   GCancellable  *cancellable,
                                   GError       **error)
{
  g_autoptr(DossierSecret) key = NULL;

  if (!look_up (&key, cancellable, error) || (key == NULL && is_needed && !make_sure (&key, cancellable, error)))
    return NULL;
  if (key == NULL)
    {
      g_autoptr(DossierSecret) made = dossier_secret_new_take (dossier_random_hex (KEY_SIZE));

      return put (KEY_ID, made, cancellable, error) ? g_steal_pointer (&made) : NULL;
    }
  return check (key, error) ? g_steal_pointer (&key) : NULL;
}
