// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-account-credentials.h"
#include "dossier-account-list.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-file.h"
#include "dossier-json.h"
#include "dossier-paths.h"

/* The form of the file; a newer program may read an older form, not the reverse. */
#define VERSION 2

#define MAX_FILE_BYTES (1024 * 1024)

struct _DossierAccountList
{
  GObject parent_instance;

  char *path;
  GPtrArray *accounts;
  GHashTable *sso_sessions;
};

static GType
dossier_account_list_get_item_type (GListModel *)
{
  return DOSSIER_TYPE_ACCOUNT;
}

static guint
dossier_account_list_get_n_items (GListModel *model)
{
  return DOSSIER_ACCOUNT_LIST (model)->accounts->len;
}

static gpointer
dossier_account_list_get_item (GListModel *model,
                               guint       position)
{
  GPtrArray *accounts = DOSSIER_ACCOUNT_LIST (model)->accounts;

  return position < accounts->len ? g_object_ref (g_ptr_array_index (accounts, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = dossier_account_list_get_item_type;
  iface->get_n_items = dossier_account_list_get_n_items;
  iface->get_item = dossier_account_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierAccountList, dossier_account_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
dossier_account_list_finalize (GObject *object)
{
  DossierAccountList *self = DOSSIER_ACCOUNT_LIST (object);

  g_free (self->path);
  g_ptr_array_unref (self->accounts);
  g_hash_table_unref (self->sso_sessions);

  G_OBJECT_CLASS (dossier_account_list_parent_class)->finalize (object);
}

static void
dossier_account_list_class_init (DossierAccountListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_account_list_finalize;
}

static void
dossier_account_list_init (DossierAccountList *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->sso_sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static guint
find_name (GPtrArray  *accounts,
           const char *name)
{
  guint i = 0;

  while (i < accounts->len &&
         !g_str_equal (dossier_account_get_name (g_ptr_array_index (accounts, i)), name))
    i++;
  return i;
}

/* An account whose role is asked for as this one. */
static DossierAccount *
find_user (GPtrArray      *accounts,
           DossierAccount *account)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      DossierAccount *other = g_ptr_array_index (accounts, i);

      if (g_strcmp0 (dossier_account_get_options (other)->source, dossier_account_get_id (account)) == 0)
        return other;
    }
  return NULL;
}

static gboolean
read_array (JsonArray  *array,
            GPtrArray  *accounts,
            GError    **error)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      DossierAccount *account = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        account = dossier_account_from_json (json_node_get_object (node), error);
      else
        g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT, "it should be an object");
      if (account == NULL)
        {
          g_prefix_error (error, "account %u: ", i + 1);
          return FALSE;
        }
      g_ptr_array_add (accounts, account);
    }
  return TRUE;
}

static gboolean
read_object (JsonObject *object,
             GPtrArray  *accounts,
             GError    **error)
{
  JsonArray *array = NULL;
  gint64 version = 0;

  if (!dossier_json_get_int64 (object, "version", &version, NULL, error) ||
      !dossier_json_get_array (object, "accounts", &array, error))
    return FALSE;
  if (version < 1 || version > VERSION)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
                   "it is of version %" G_GINT64_FORMAT ", which this program does not know", version);
      return FALSE;
    }
  return read_array (array, accounts, error);
}

/* Blocks. No file is an empty list; a damaged one is an error, so that nothing
 * writes over it.
 */
static GPtrArray *
read_file (const char  *path,
           GError     **error)
{
  g_autoptr(GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) bytes = dossier_file_read (path, MAX_FILE_BYTES, &local_error);
  g_autoptr(JsonObject) object = NULL;
  const char *text;
  gsize length;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_steal_pointer (&accounts);
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  text = g_bytes_get_data (bytes, &length);
  object = dossier_json_parse_object (text != NULL ? text : "", (gssize) length, &local_error);
  if (object != NULL && read_object (object, accounts, &local_error))
    return g_steal_pointer (&accounts);

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT,
               "The list of accounts in “%s” is damaged: %s. Mend the file or move it away", path,
               local_error->message);
  return NULL;
}

static gboolean
write_file (const char  *path,
            GPtrArray   *accounts,
            GError     **error)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < accounts->len; i++)
    json_array_add_object_element (array, dossier_account_to_json (g_ptr_array_index (accounts, i)));
  json_object_set_int_member (object, "version", VERSION);
  json_object_set_array_member (object, "accounts", array);

  text = dossier_json_object_to_text (object, TRUE);
  return dossier_file_write_atomic (path, text, strlen (text), error);
}

/* What is done to the file, on a thread: read it only, or one change. */
typedef struct
{
  char *path;
  DossierAccount *add;
  char *remove_id;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->path);
  g_clear_object (&change->add);
  g_free (change->remove_id);
  g_free (change);
}

static gboolean
append (GPtrArray       *accounts,
        DossierAccount  *account,
        GError         **error)
{
  const char *name = dossier_account_get_name (account);

  if (find_name (accounts, name) < accounts->len)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                   "There is an account “%s” already; take another name, or remove that one first",
                   name);
      return FALSE;
    }

  g_ptr_array_add (accounts, g_object_ref (account));
  return TRUE;
}

static gboolean
apply (Change     *change,
       GPtrArray  *accounts,
       GError    **error)
{
  if (change->add != NULL && !append (accounts, change->add, error))
    return FALSE;

  for (guint i = 0; change->remove_id != NULL && i < accounts->len; i++)
    if (g_str_equal (dossier_account_get_id (g_ptr_array_index (accounts, i)), change->remove_id))
      {
        g_ptr_array_remove_index (accounts, i);
        break;
      }
  return TRUE;
}

/* Reads anew under a lock: another process may have changed the file. */
static gpointer
change_run (gpointer   data,
            GError   **error)
{
  Change *change = data;
  gboolean only_read = change->add == NULL && change->remove_id == NULL;
  g_autofree char *lock_path = g_strconcat (change->path, ".lock", NULL);
  g_autoptr(DossierFileLock) lock = NULL;
  g_autoptr(GPtrArray) accounts = NULL;

  if (!only_read)
    {
      lock = dossier_file_lock_acquire (lock_path, error);
      if (lock == NULL)
        return NULL;
    }

  accounts = read_file (change->path, error);
  if (accounts == NULL || only_read)
    return g_steal_pointer (&accounts);
  if (!apply (change, accounts, error) || !write_file (change->path, accounts, error))
    return NULL;
  return g_steal_pointer (&accounts);
}

/* Accounts for this run are in no file; they stay, behind the others. */
static void
take_accounts (DossierAccountList *self,
               GPtrArray          *accounts)
{
  guint before = self->accounts->len;

  for (guint i = 0; i < before; i++)
    {
      DossierAccount *account = g_ptr_array_index (self->accounts, i);

      if (dossier_account_is_for_this_run (account))
        g_ptr_array_add (accounts, g_object_ref (account));
    }

  g_ptr_array_unref (self->accounts);
  self->accounts = g_ptr_array_ref (accounts);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, accounts->len);
}

static gboolean
await_change (DossierAccountList  *self,
              DossierAccount      *add,
              const char          *remove_id,
              GError             **error)
{
  Change *change = g_new0 (Change, 1);
  g_autoptr(GPtrArray) accounts = NULL;

  change->path = g_strdup (self->path);
  g_set_object (&change->add, add);
  change->remove_id = g_strdup (remove_id);

  /* Not to be cancelled: it is soon done, and nobody should have to guess whether it was. */
  accounts = dossier_await_leaf_boxed (dossier_thread_run (change_run, change, change_free,
                                                           G_TYPE_PTR_ARRAY),
                                       NULL, DOSSIER_NO_TIMEOUT, error);
  if (accounts == NULL)
    return FALSE;

  take_accounts (self, accounts);
  return TRUE;
}

typedef struct
{
  DossierAccountList *self;
  DossierAccount *account;
  DossierSecret *secret;
  DossierSecret *token;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->self);
  g_clear_object (&job->account);
  g_clear_pointer (&job->secret, dossier_secret_unref);
  g_clear_pointer (&job->token, dossier_secret_unref);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static Job *
job_new (DossierAccountList *self,
         DossierAccount     *account,
         GCancellable       *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  g_set_object (&job->account, account);
  g_set_object (&job->cancellable, cancellable);
  return job;
}

static DexFuture *
load_fiber (gpointer user_data)
{
  Job *job = user_data;
  GError *error = NULL;

  return await_change (job->self, NULL, NULL, &error) ? dex_future_new_true ()
                                                      : dex_future_new_for_error (error);
}

static DexFuture *
add_fiber (gpointer user_data)
{
  Job *job = user_data;
  GError *error = NULL;

  if (job->secret != NULL &&
      !dossier_await_child (dossier_account_credentials_store (job->account, job->secret, job->token,
                                                               job->cancellable),
                            &error))
    return dex_future_new_for_error (error);
  if (await_change (job->self, job->account, NULL, &error))
    return dex_future_new_true ();

  /* A secret that belongs to no account would stay for ever. */
  if (job->secret != NULL)
    dossier_await_child (dossier_account_credentials_forget (job->account, NULL), NULL);
  return dex_future_new_for_error (error);
}

static DexFuture *
remove_fiber (gpointer user_data)
{
  Job *job = user_data;
  GError *error = NULL;

  if ((dossier_account_get_kind (job->account) == DOSSIER_ACCOUNT_KEY &&
       !dossier_await_child (dossier_account_credentials_forget (job->account, job->cancellable), &error)) ||
      !await_change (job->self, NULL, dossier_account_get_id (job->account), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

static gboolean
check_key (DossierAccount  *account,
           DossierSecret   *secret,
           DossierSecret   *token,
           GError         **error)
{
  const char *why = NULL;

  for (const char *c = dossier_secret_peek (secret); *c != '\0' && why == NULL; c++)
    if (!g_ascii_isgraph (*c))
      why = "the secret holds a blank or a character that AWS does not use";
  for (const char *c = token != NULL ? dossier_secret_peek (token) : ""; *c != '\0' && why == NULL; c++)
    if (!g_ascii_isgraph (*c))
      why = "the session token holds a blank or a character that AWS does not use";

  if (*dossier_secret_peek (secret) == '\0')
    why = "the secret is empty";
  else if (token != NULL && *dossier_secret_peek (token) == '\0')
    why = "the session token is empty";
  else if (token == NULL && g_str_has_prefix (dossier_account_get_access_key_id (account), "ASIA"))
    why = "the key is a temporary one, and those need their session token";

  if (why == NULL)
    return TRUE;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
               "The account “%s” cannot be added: %s", dossier_account_get_name (account), why);
  return FALSE;
}

/**
 * dossier_account_list_new:
 * @path: (nullable): the file; %NULL for `accounts.json` in the config folder
 *
 * Returns: (transfer full): an empty list, see dossier_account_list_load()
 */
DossierAccountList *
dossier_account_list_new (const char *path)
{
  DossierAccountList *self = g_object_new (DOSSIER_TYPE_ACCOUNT_LIST, NULL);

  self->path = path != NULL ? g_strdup (path) : dossier_path_in_config ("accounts.json", NULL);
  return self;
}

/**
 * dossier_account_list_load:
 * @self: a list
 *
 * Takes the accounts from the file. Asks no keyring.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects with
 *   %DOSSIER_ERROR_CORRUPT or a #GIOErrorEnum, and leaves the list as it is
 */
DexFuture *
dossier_account_list_load (DossierAccountList *self)
{
  return dossier_fiber_spawn (load_fiber, job_new (self, NULL, NULL), job_free);
}

/**
 * dossier_account_list_find:
 * @self: a list
 * @name: what the person calls it
 *
 * Returns: (transfer none) (nullable): the account of this name
 */
DossierAccount *
dossier_account_list_find (DossierAccountList *self,
                           const char         *name)
{
  guint i = find_name (self->accounts, name);

  return i < self->accounts->len ? g_ptr_array_index (self->accounts, i) : NULL;
}

/**
 * dossier_account_list_find_id:
 * @self: a list
 * @id: (nullable): the id of an account
 *
 * Returns: (transfer none) (nullable): the account of this id
 */
DossierAccount *
dossier_account_list_find_id (DossierAccountList *self,
                              const char         *id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (g_strcmp0 (dossier_account_get_id (g_ptr_array_index (self->accounts, i)), id) == 0)
      return g_ptr_array_index (self->accounts, i);
  return NULL;
}

/**
 * dossier_account_list_get_sso_session:
 * @self: a list
 * @options: what a sign-in needs
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Accounts behind one start URL share a sign-in, so that a person signs in once.
 *
 * Returns: (transfer none) (nullable): the session for @options
 */
DossierSsoSession *
dossier_account_list_get_sso_session (DossierAccountList       *self,
                                      const DossierSsoOptions  *options,
                                      GError                  **error)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s\n%s\n%d", options->start_url, options->region,
                                          options->endpoint_url != NULL ? options->endpoint_url : "", options->way);
  DossierSsoSession *session = g_hash_table_lookup (self->sso_sessions, key);

  if (session == NULL)
    {
      session = dossier_sso_session_new (options, error);
      if (session != NULL)
        g_hash_table_insert (self->sso_sessions, g_steal_pointer (&key), session);
    }
  return session;
}

/**
 * dossier_account_list_add:
 * @self: a list
 * @account: a new account
 * @secret_access_key: (nullable): its secret; %NULL for an account for this run, and for one
 *   that is not an access key
 * @session_token: (nullable): the token of a temporary key
 * @cancellable: (nullable): ends the wait for the keyring
 *
 * Keeps the secret in the keyring and then the account in the file, or the account
 * in memory alone if it is for this run.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once both are kept; rejects
 *   with %DOSSIER_ERROR_CONFLICT if the name is taken, %DOSSIER_ERROR_INVALID_INPUT,
 *   %DOSSIER_ERROR_NO_CREDENTIALS if the keyring does not take the secret,
 *   %DOSSIER_ERROR_CORRUPT or a #GIOErrorEnum, and then nothing is kept
 */
DexFuture *
dossier_account_list_add (DossierAccountList *self,
                          DossierAccount     *account,
                          DossierSecret      *secret_access_key,
                          DossierSecret      *session_token,
                          GCancellable       *cancellable)
{
  GError *error = NULL;
  Job *job;

  g_return_val_if_fail (secret_access_key != NULL || dossier_account_is_for_this_run (account) ||
                            dossier_account_get_kind (account) != DOSSIER_ACCOUNT_KEY,
                        NULL);

  if (dossier_account_is_for_this_run (account))
    {
      if (!append (self->accounts, account, &error))
        return dex_future_new_for_error (error);
      g_list_model_items_changed (G_LIST_MODEL (self), self->accounts->len - 1, 0, 1);
      return dex_future_new_true ();
    }

  if (secret_access_key != NULL && !check_key (account, secret_access_key, session_token, &error))
    return dex_future_new_for_error (error);

  job = job_new (self, account, cancellable);
  job->secret = secret_access_key != NULL ? dossier_secret_ref (secret_access_key) : NULL;
  job->token = session_token != NULL ? dossier_secret_ref (session_token) : NULL;
  return dossier_fiber_spawn (add_fiber, job, job_free);
}

/**
 * dossier_account_list_remove:
 * @self: a list
 * @name: what the person calls the account
 * @cancellable: (nullable): ends the wait for the keyring
 *
 * Takes the secret out of the keyring and then the account out of the file.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects with
 *   %DOSSIER_ERROR_NOT_FOUND, with %DOSSIER_ERROR_CONFLICT where another account needs it, or as
 *   dossier_account_list_add() does
 */
DexFuture *
dossier_account_list_remove (DossierAccountList *self,
                             const char         *name,
                             GCancellable       *cancellable)
{
  guint i = find_name (self->accounts, name);
  DossierAccount *account;
  DossierAccount *user;

  if (i == self->accounts->len)
    return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND,
                                  "There is no account “%s”; “accounts list” shows them", name);

  account = g_ptr_array_index (self->accounts, i);
  user = find_user (self->accounts, account);
  if (user != NULL)
    return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                                  "“%s” is needed by “%s”, whose role is asked for as it; remove that one first", name,
                                  dossier_account_get_name (user));
  if (!dossier_account_is_for_this_run (account))
    return dossier_fiber_spawn (remove_fiber, job_new (self, account, cancellable), job_free);

  g_ptr_array_remove_index (self->accounts, i);
  g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
  return dex_future_new_true ();
}
