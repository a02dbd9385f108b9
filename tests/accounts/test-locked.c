// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-account-credentials.h"
#include "dossier-account-list.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-test.h"

static void
assert_locked (GError **error)
{
  g_assert_error (*error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  g_assert_nonnull (strstr ((*error)->message, "locked"));
  g_clear_error (error);
}

/* An account whose secret is out of reach is neither without one nor forgotten. */
static void
test_locked (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(DossierAccount) account = dossier_account_new ("x", "eu-central-1", "AKIAIOSFODNN7EXAMPLE", NULL);
  g_autoptr(DossierAccount) other = dossier_account_new ("y", "eu-central-1", "AKIAIOSFODNN7EXAMPLE", NULL);
  g_autoptr(DossierSecret) secret = dossier_secret_new ("s3cr3t");
  g_autoptr(DossierCredentialsProvider) provider = dossier_account_credentials_new (account);
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_child (dossier_account_list_add (list, account, secret, NULL, NULL), &error));
  dossier_test_lock_keyring ();

  g_assert_null (dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error));
  assert_locked (&error);
  g_assert_false (dossier_await_child (dossier_account_list_remove (list, "x", NULL), &error));
  assert_locked (&error);
  g_assert_false (dossier_await_child (dossier_account_list_add (list, other, secret, NULL, NULL), &error));
  assert_locked (&error);

  g_assert_true (dossier_await_child (dossier_account_list_load (list), &error));
  g_assert_nonnull (dossier_account_list_find (list, "x"));
  g_assert_null (dossier_account_list_find (list, "y"));
  dossier_test_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/accounts/locked", test_locked);
  return g_test_run ();
}
