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
store_cb (GObject *,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(DexPromise) promise = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
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

/* What is asked about an entry that may be there and out of reach. */
typedef struct
{
  DexPromise *promise;
  char *id;
  gboolean wants_secret;
} Question;

static Question *
question_new (DexPromise *promise,
              const char *id,
              gboolean    wants_secret)
{
  Question *question = g_new0 (Question, 1);

  question->promise = dex_ref (promise);
  question->id = g_strdup (id);
  question->wants_secret = wants_secret;
  return question;
}

static void
question_free (Question *question)
{
  dex_unref (question->promise);
  g_free (question->id);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
search_cb (GObject *,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  g_autoptr(GError) error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  if (error == NULL && found != NULL)
    g_set_error_literal (&error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "the keyring is locked");
  g_list_free_full (found, g_object_unref);

  if (error != NULL)
    dex_promise_reject (question->promise, g_steal_pointer (&error));
  else if (question->wants_secret)
    dex_promise_resolve_boxed (question->promise, DOSSIER_TYPE_SECRET, NULL);
  else
    dex_promise_resolve_boolean (question->promise, TRUE);
}

/* libsecret says “there is none” also of an entry whose unlock prompt was refused. */
static void
look_for_locked (Question *question)
{
  secret_password_search (schema (), SECRET_SEARCH_NONE, dex_promise_get_cancellable (question->promise),
                          search_cb, question, "id", question->id, NULL);
}

static void
lookup_cb (GObject *,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  GError *error = NULL;
  char *password = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    dex_promise_reject (question->promise, error);
  else if (password == NULL)
    look_for_locked (g_steal_pointer (&question));
  else
    {
      dex_promise_resolve_boxed (question->promise, DOSSIER_TYPE_SECRET, dossier_secret_new (password));
      secret_password_free (password);
    }
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
                          question_new (promise, id, TRUE), "id", id, NULL);
  return DEX_FUTURE (promise);
}

static void
clear_cb (GObject *,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    dex_promise_reject (question->promise, error);
  else
    look_for_locked (g_steal_pointer (&question));
}

/**
 * dossier_keyring_clear:
 * @id: what the entry is found by
 *
 * Returns: (transfer full): a future that resolves to %TRUE once no such entry
 *   is left, also none out of reach; rejects as dossier_keyring_store() does
 */
DexFuture *
dossier_keyring_clear (const char *id)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  secret_password_clear (schema (), dex_promise_get_cancellable (promise), clear_cb,
                         question_new (promise, id, FALSE), "id", id, NULL);
  return DEX_FUTURE (promise);
}
