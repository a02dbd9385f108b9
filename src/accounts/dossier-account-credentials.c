// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-account-credentials.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-keyring.h"

struct _DossierAccountCredentials
{
  GObject parent_instance;

  DossierAccount *account;
  DexPromise *answer;
};

/* In the keyring stands the secret, then the session token on a line of its own. */
static DossierSecret *
join (DossierSecret *secret_access_key,
      DossierSecret *session_token)
{
  if (session_token == NULL)
    return dossier_secret_ref (secret_access_key);

  return dossier_secret_new_take (g_strconcat (dossier_secret_peek (secret_access_key), "\n",
                                               dossier_secret_peek (session_token), NULL));
}

static DossierCredentials *
take_apart (DossierAccount *account,
            DossierSecret  *entry)
{
  const char *text = dossier_secret_peek (entry);
  const char *line = strchr (text, '\n');
  g_autoptr(DossierSecret) secret =
      line != NULL ? dossier_secret_new_take (g_strndup (text, (gsize) (line - text)))
                   : dossier_secret_ref (entry);
  g_autoptr(DossierSecret) token = line != NULL ? dossier_secret_new (line + 1) : NULL;

  return dossier_credentials_new (dossier_account_get_access_key_id (account), secret, token, 0);
}

/* A cancelled wait stays one; all else is about the keyring. */
static void
explain (GError         **error,
         DossierAccount  *account)
{
  g_autoptr(GError) cause = *error;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      *error = g_steal_pointer (&cause);
      return;
    }

  g_dbus_error_strip_remote_error (cause);
  *error = g_error_new (DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                        "The keyring cannot be used for the account “%s”: %s. Unlock it or sign in to "
                        "a desktop; without one, give the key in the environment or in a profile",
                        dossier_account_get_name (account), cause->message);
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  DossierAccountCredentials *self = user_data;
  const char *id = dossier_account_get_id (self->account);
  g_autoptr(DexPromise) answer = dex_ref (self->answer);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSecret) entry =
      dossier_await_leaf_boxed (dossier_keyring_lookup (id), NULL, DOSSIER_NO_TIMEOUT, &error);

  if (error != NULL)
    explain (&error, self->account);
  else if (entry == NULL)
    g_set_error (&error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                 "The keyring holds no secret for the account “%s”; remove it and add it again",
                 dossier_account_get_name (self->account));

  if (error == NULL)
    dex_promise_resolve_boxed (answer, DOSSIER_TYPE_CREDENTIALS, take_apart (self->account, entry));
  else
    {
      /* The next request asks anew: the keyring may be open by then. */
      dex_clear (&self->answer);
      dex_promise_reject (answer, g_steal_pointer (&error));
    }
  return dex_future_new_true ();
}

typedef struct
{
  DexPromise *answer;
  GCancellable *cancellable;
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  dex_unref (wait->answer);
  g_clear_object (&wait->cancellable);
  g_free (wait);
}

static DexFuture *
wait_fiber (gpointer user_data)
{
  Wait *wait = user_data;
  GError *error = NULL;
  DossierCredentials *credentials =
      dossier_await_leaf_boxed (dex_ref (DEX_FUTURE (wait->answer)), wait->cancellable,
                                DOSSIER_NO_TIMEOUT, &error);

  return credentials != NULL ? dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, credentials)
                             : dex_future_new_for_error (error);
}

/* All who ask wait for one answer, which outlives those who give up. */
static DexFuture *
dossier_account_credentials_get (DossierCredentialsProvider *provider,
                                 GCancellable               *cancellable)
{
  DossierAccountCredentials *self = DOSSIER_ACCOUNT_CREDENTIALS (provider);
  DossierCredentials *credentials = dossier_account_get_credentials (self->account);
  Wait *wait;

  if (credentials != NULL)
    return dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, dossier_credentials_ref (credentials));

  wait = g_new0 (Wait, 1);
  if (self->answer == NULL)
    {
      self->answer = dex_promise_new ();
      wait->answer = dex_ref (self->answer);
      dex_future_disown (dossier_fiber_spawn (ask_fiber, g_object_ref (self), g_object_unref));
    }
  else
    wait->answer = dex_ref (self->answer);
  g_set_object (&wait->cancellable, cancellable);
  return dossier_fiber_spawn (wait_fiber, wait, wait_free);
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = dossier_account_credentials_get;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierAccountCredentials, dossier_account_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER,
                                                      provider_iface_init))

static void
dossier_account_credentials_finalize (GObject *object)
{
  DossierAccountCredentials *self = DOSSIER_ACCOUNT_CREDENTIALS (object);

  g_clear_object (&self->account);
  dex_clear (&self->answer);

  G_OBJECT_CLASS (dossier_account_credentials_parent_class)->finalize (object);
}

static void
dossier_account_credentials_class_init (DossierAccountCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_account_credentials_finalize;
}

static void
dossier_account_credentials_init (DossierAccountCredentials *)
{
}

/**
 * dossier_account_credentials_new:
 * @account: an account
 *
 * The keyring is asked at the first request, which may show the desktop's unlock
 * prompt, and not again once it gave an answer.
 *
 * Returns: (transfer full): a provider; it rejects with %DOSSIER_ERROR_NO_CREDENTIALS
 *   where the keyring is missing, stays locked or holds no such entry
 */
DossierCredentialsProvider *
dossier_account_credentials_new (DossierAccount *account)
{
  DossierAccountCredentials *self = g_object_new (DOSSIER_TYPE_ACCOUNT_CREDENTIALS, NULL);

  self->account = g_object_ref (account);
  return DOSSIER_CREDENTIALS_PROVIDER (self);
}

typedef struct
{
  DossierAccount *account;
  DossierSecret *entry;
  GCancellable *cancellable;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->account);
  g_clear_pointer (&change->entry, dossier_secret_unref);
  g_clear_object (&change->cancellable);
  g_free (change);
}

static DexFuture *
change_fiber (gpointer user_data)
{
  Change *change = user_data;
  const char *id = dossier_account_get_id (change->account);
  g_autofree char *label = g_strdup_printf ("Dossier: %s", dossier_account_get_name (change->account));
  GError *error = NULL;

  if (dossier_await_leaf (change->entry != NULL ? dossier_keyring_store (id, label, change->entry)
                                                : dossier_keyring_clear (id),
                          change->cancellable, DOSSIER_NO_TIMEOUT, &error))
    return dex_future_new_true ();

  explain (&error, change->account);
  return dex_future_new_for_error (error);
}

static DexFuture *
change_entry (DossierAccount *account,
              DossierSecret  *entry,
              GCancellable   *cancellable)
{
  Change *change = g_new0 (Change, 1);

  change->account = g_object_ref (account);
  change->entry = entry;
  g_set_object (&change->cancellable, cancellable);
  return dossier_fiber_spawn (change_fiber, change, change_free);
}

/**
 * dossier_account_credentials_store:
 * @account: an account
 * @secret_access_key: the secret of its key
 * @session_token: (nullable): the token of a temporary key
 * @cancellable: (nullable): ends the wait
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the keyring has them;
 *   rejects with %DOSSIER_ERROR_NO_CREDENTIALS where it does not take them
 */
DexFuture *
dossier_account_credentials_store (DossierAccount *account,
                                   DossierSecret  *secret_access_key,
                                   DossierSecret  *session_token,
                                   GCancellable   *cancellable)
{
  return change_entry (account, join (secret_access_key, session_token), cancellable);
}

/**
 * dossier_account_credentials_forget:
 * @account: an account
 * @cancellable: (nullable): ends the wait
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the keyring holds
 *   nothing of @account; rejects as dossier_account_credentials_store() does
 */
DexFuture *
dossier_account_credentials_forget (DossierAccount *account,
                                    GCancellable   *cancellable)
{
  return change_entry (account, NULL, cancellable);
}
