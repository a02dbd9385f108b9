// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "dossier-account-credentials.h"
#include "dossier-account-list.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-file.h"
#include "dossier-keyring.h"
#include "dossier-test.h"

#define LIMIT_MS 20000
#define KEY_ID "AKIAIOSFODNN7EXAMPLE"
#define SECRET "s3cr3tOfTheAccount"
#define TOKEN "t0kenOfTheAccount"

typedef struct
{
  char *folder;
  char *path;
  DossierAccountList *list;
  DossierAccount *account;
  DossierSecret *secret;
  DossierSecret *token;
} Fixture;

static void
fixture_clear (Fixture *fixture)
{
  dossier_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_object_unref (fixture->list);
  g_object_unref (fixture->account);
  dossier_secret_unref (fixture->secret);
  dossier_secret_unref (fixture->token);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
fixture_init (Fixture    *fixture,
              const char *name)
{
  fixture->folder = dossier_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "config", "accounts.json", NULL);
  fixture->list = dossier_account_list_new (fixture->path);
  fixture->account = dossier_account_new (name, "eu-central-1", KEY_ID, NULL);
  fixture->secret = dossier_secret_new (SECRET);
  fixture->token = dossier_secret_new (TOKEN);
}

static gboolean
add (Fixture  *fixture,
     GError  **error)
{
  return dossier_await_child (dossier_account_list_add (fixture->list, fixture->account, fixture->secret,
                                                        fixture->token, NULL),
                              error);
}

static DossierSecret *
look_up (DossierAccount *account)
{
  g_autoptr(GError) error = NULL;
  DossierSecret *entry = dossier_await_leaf_boxed (
      dossier_keyring_lookup (dossier_account_get_id (account)), NULL, LIMIT_MS, &error);

  g_assert_no_error (error);
  return entry;
}

static void
test_whole_life (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(DossierAccountList) again = NULL;
  g_autoptr(DossierCredentialsProvider) provider = NULL;
  g_autoptr(DossierCredentials) got = NULL;
  g_autoptr(GBytes) file = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  fixture_init (&fixture, "whole life");
  g_assert_true (add (&fixture, &error));
  g_assert_no_error (error);

  /* The file tells the account, and nothing secret. */
  file = dossier_file_read (fixture.path, 10000, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  g_assert_nonnull (strstr (text, KEY_ID));
  g_assert_null (strstr (text, SECRET));
  g_assert_null (strstr (text, TOKEN));

  /* Another process finds it, with its secret. */
  again = dossier_account_list_new (fixture.path);
  g_assert_true (dossier_await_child (dossier_account_list_load (again), &error));
  provider = dossier_account_credentials_new (dossier_account_list_find (again, "whole life"));
  got = dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_credentials_get_access_key_id (got), ==, KEY_ID);
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_secret_access_key (got)), ==, SECRET);
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_session_token (got)), ==, TOKEN);

  g_assert_true (dossier_await_child (dossier_account_list_remove (again, "whole life", NULL), &error));
  g_assert_null (look_up (fixture.account));
  g_assert_true (dossier_await_child (dossier_account_list_load (fixture.list), &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.list)), ==, 0);
}

/* Two who ask at once wait for one answer, and a third needs no keyring any more. */
static void
test_asked_once (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(DossierCredentialsProvider) provider = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(DossierCredentials) first = NULL;
  g_autoptr(DossierCredentials) third = NULL;
  g_autoptr(GError) error = NULL;
  DexFuture *one;
  DexFuture *other;

  fixture_init (&fixture, "asked once");
  g_assert_true (add (&fixture, &error));
  provider = dossier_account_credentials_new (fixture.account);

  one = dossier_credentials_provider_get (provider, NULL);
  other = dossier_credentials_provider_get (provider, cancellable);
  g_cancellable_cancel (cancellable);
  g_assert_null (dossier_await_child_boxed (other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  first = dossier_await_child_boxed (one, &error);
  g_assert_no_error (error);

  g_assert_true (dossier_await_leaf (dossier_keyring_clear (dossier_account_get_id (fixture.account)),
                                     NULL, LIMIT_MS, &error));
  third = dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error);
  g_assert_no_error (error);
  g_assert_true (first == third);
}

static void
test_lost_secret (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(DossierCredentialsProvider) provider = NULL;
  g_autoptr(GError) error = NULL;

  fixture_init (&fixture, "lost");
  provider = dossier_account_credentials_new (fixture.account);
  g_assert_null (dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  g_assert_nonnull (strstr (error->message, "“lost”"));
}

/* What cannot be written must not leave a secret behind. */
static void
test_file_fails (void)
{
  g_auto(Fixture) fixture = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = NULL;

  fixture_init (&fixture, "no file");
  folder = g_path_get_dirname (fixture.path);
  g_assert_true (g_file_set_contents (folder, "a file where the folder should be", -1, NULL));

  g_assert_false (add (&fixture, &error));
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_null (look_up (fixture.account));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.list)), ==, 0);
}

/* Another process added an account since we looked: it stays, and its name is taken. */
static void
test_two_processes (void)
{
  g_auto(Fixture) one = { 0 };
  g_autoptr(DossierAccountList) other = NULL;
  g_autoptr(DossierAccount) same = dossier_account_new ("one", "us-east-1", KEY_ID, NULL);
  g_autoptr(DossierAccount) second = dossier_account_new ("two", "us-east-1", KEY_ID, NULL);
  g_autoptr(GError) error = NULL;

  fixture_init (&one, "one");
  other = dossier_account_list_new (one.path);
  g_assert_true (add (&one, &error));

  g_assert_false (dossier_await_child (dossier_account_list_add (other, same, one.secret, NULL, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_assert_null (look_up (same));
  g_clear_error (&error);

  g_assert_true (dossier_await_child (dossier_account_list_add (other, second, one.secret, NULL, NULL), &error));
  g_assert_nonnull (dossier_account_list_find (other, "one"));
  g_assert_nonnull (dossier_account_list_find (other, "two"));
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/accounts/keyring/whole-life", test_whole_life);
  dossier_test_add_fiber ("/accounts/keyring/asked-once", test_asked_once);
  dossier_test_add_fiber ("/accounts/keyring/lost-secret", test_lost_secret);
  dossier_test_add_fiber ("/accounts/keyring/file-fails", test_file_fails);
  dossier_test_add_fiber ("/accounts/keyring/two-processes", test_two_processes);
  return g_test_run ();
}
