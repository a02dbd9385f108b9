// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <libsecret/secret.h>

#include "dossier-keyring.h"

static const SecretSchema *
schema (void)
{
  static const SecretSchema dossier_schema = {
    .name = APPLICATION_ID,
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {
      { "id", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, SECRET_SCHEMA_ATTRIBUTE_STRING },
    },
  };

  return &dossier_schema;
}

static void
finish (DexPromise *promise,
        GError     *error)
{
  if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_boolean (promise, TRUE);
}

static void
store_cb (GObject *,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  secret_password_store_finish (result, &error);
  finish (promise, error);
}

/**
 * dossier_keyring_store:
 * @id: what the entry is found by
 * @label: what a person reads in a keyring manager
 * @secret: the secret
 *
 * Keeps @secret in the default collection, in place of any entry with this id.
 * May show the desktop's unlock prompt.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, or rejects with
 *   #SecretError or #GIOErrorEnum where there is no keyring or it stays locked
 */
DexFuture *
dossier_keyring_store (const char    *id,
                       const char    *label,
                       DossierSecret *secret)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  secret_password_store (schema (), SECRET_COLLECTION_DEFAULT, label, dossier_secret_peek (secret),
                         dex_promise_get_cancellable (promise), store_cb, dex_ref (promise),
                         "id", id, NULL);
  return DEX_FUTURE (promise);
}

static void
lookup_cb (GObject *,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  g_autoptr(GError) error = NULL;
  char *password = secret_password_lookup_finish (result, &error);
  DossierSecret *secret;

  if (error != NULL)
    {
      dex_promise_reject (promise, g_steal_pointer (&error));
      return;
    }

  secret = password != NULL ? dossier_secret_new (password) : NULL;
  secret_password_free (password);
  dex_promise_resolve_boxed (promise, DOSSIER_TYPE_SECRET, secret);
}

/**
 * dossier_keyring_lookup:
 * @id: what the entry is found by
 *
 * May show the desktop's unlock prompt.
 *
 * Returns: (transfer full): a future of a #DossierSecret, %NULL where there is
 *   no such entry; rejects as dossier_keyring_store() does
 */
DexFuture *
dossier_keyring_lookup (const char *id)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  secret_password_lookup (schema (), dex_promise_get_cancellable (promise), lookup_cb,
                          dex_ref (promise), "id", id, NULL);
  return DEX_FUTURE (promise);
}

static void
clear_cb (GObject *,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  finish (promise, error);
}

/**
 * dossier_keyring_clear:
 * @id: what the entry is found by
 *
 * Returns: (transfer full): a future that resolves to %TRUE once no such entry
 *   is left; rejects as dossier_keyring_store() does
 */
DexFuture *
dossier_keyring_clear (const char *id)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  secret_password_clear (schema (), dex_promise_get_cancellable (promise), clear_cb,
                         dex_ref (promise), "id", id, NULL);
  return DEX_FUTURE (promise);
}
