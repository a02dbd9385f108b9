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
#include "dossier-test.h"

#define KEY_ID "AKIAIOSFODNN7EXAMPLE"
#define SECRET "s3cr3tOfTheAccount"

static void
write_text (const char *path,
            const char *text)
{
  g_assert_true (dossier_file_write_atomic (path, text, strlen (text), NULL));
}

static void
assert_mentions (const GError *error,
                 const char   *text)
{
  g_assert_nonnull (error);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not mention “%s”", error->message, text);
  g_assert_null (strstr (error->message, SECRET));
}

static void
test_bad_words (void)
{
  static const char *const bad[][3] = {
    { "", "eu-central-1", KEY_ID },        { " a", "eu-central-1", KEY_ID },
    { "a\nb", "eu-central-1", KEY_ID },    { "a", "mars", KEY_ID },
    { "a", "", KEY_ID },                   { "a", "eu-central-1", "" },
    { "a", "eu-central-1", "AKIA SPACE" }, { "a", "eu-central-1", SECRET "/+=" },
    { "\xff", "eu-central-1", KEY_ID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_account_new (bad[i][0], bad[i][1], bad[i][2], &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
      g_assert_null (strstr (error->message, SECRET));
    }
}

static void
test_load (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(GError) error = NULL;
  DossierAccount *account;

  g_assert_true (dossier_await_child (dossier_account_list_load (list), &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);

  write_text (path, "{\"version\":1,\"later\":true,\"accounts\":[{\"id\":\"1\",\"name\":\"Team A\","
                    "\"region\":\"eu-south-1\",\"accessKeyId\":\"" KEY_ID "\"}]}");
  g_assert_true (dossier_await_child (dossier_account_list_load (list), &error));
  account = dossier_account_list_find (list, "Team A");
  g_assert_nonnull (account);
  g_assert_cmpstr (dossier_account_get_id (account), ==, "1");
  g_assert_cmpstr (dossier_account_get_region (account), ==, "eu-south-1");
  g_assert_cmpstr (dossier_account_get_access_key_id (account), ==, KEY_ID);
  g_assert_null (dossier_account_list_find (list, "team a"));
  dossier_test_remove_tree (folder);
}

static void
test_damaged (void)
{
  static const char *const damaged[] = {
    "", "[]", "{", "{\"accounts\":[]}", "{\"version\":3,\"accounts\":[]}", "{\"version\":\"1\"}",
    "{\"version\":1,\"accounts\":{}}", "{\"version\":1,\"accounts\":[1]}",
    "{\"version\":1,\"accounts\":[{\"name\":\"x\"}]}",
    "{\"version\":2,\"accounts\":[{\"id\":\"1\",\"kind\":\"magic\",\"name\":\"x\",\"region\":\"eu-central-1\"}]}",
    "{\"version\":2,\"accounts\":[{\"id\":\"1\",\"kind\":\"role\",\"name\":\"x\",\"region\":\"eu-central-1\"}]}",
    "{\"version\":1,\"accounts\":[{\"id\":\"1\",\"name\":\"x\",\"region\":\"mars\",\"accessKeyId\":\"" KEY_ID "\"}]}",
  };
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
      g_autoptr(GError) error = NULL;

      write_text (path, damaged[i]);
      g_assert_false (dossier_await_child (dossier_account_list_load (list), &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CORRUPT);
      assert_mentions (error, path);
    }
  dossier_test_remove_tree (folder);
}

/* No keyring: nothing may be kept, neither in the file nor in the list. */
static void
test_no_keyring (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(DossierAccount) account = dossier_account_new ("x", "eu-central-1", KEY_ID, NULL);
  g_autoptr(DossierSecret) secret = dossier_secret_new (SECRET);
  g_autoptr(DossierCredentialsProvider) provider = dossier_account_credentials_new (account);
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_child (dossier_account_list_add (list, account, secret, NULL, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  assert_mentions (error, "keyring");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_null (dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
      assert_mentions (error, "“x”");
      g_clear_error (&error);
    }
  dossier_test_remove_tree (folder);
}

static void
test_bad_secrets (void)
{
  static const char *const bad[][2] = {
    { "", NULL }, { SECRET "\nline", NULL }, { SECRET " ", NULL }, { SECRET, "to\nken" }, { SECRET, "" },
  };
  g_autoptr(DossierAccountList) list = dossier_account_list_new ("/nonexistent/accounts.json");
  g_autoptr(DossierAccount) account = dossier_account_new ("x", "eu-central-1", KEY_ID, NULL);
  g_autoptr(DossierAccount) temporary =
      dossier_account_new ("x", "eu-central-1", "ASIAIOSFODNN7EXAMPLE", NULL);
  g_autoptr(DossierSecret) good = dossier_secret_new (SECRET);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(DossierSecret) secret = dossier_secret_new (bad[i][0]);
      g_autoptr(DossierSecret) token = bad[i][1] != NULL ? dossier_secret_new (bad[i][1]) : NULL;

      g_assert_false (dossier_await_child (dossier_account_list_add (list, account, secret, token, NULL),
                                           &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
      assert_mentions (error, "“x”");
      g_clear_error (&error);
    }

  g_assert_false (dossier_await_child (dossier_account_list_add (list, temporary, good, NULL, NULL), &error));
  assert_mentions (error, "session token");
}

/* An account for this run asks no keyring and writes no file. */
static void
test_for_this_run (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(DossierSecret) secret = dossier_secret_new (SECRET);
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new (KEY_ID, secret, NULL, 0);
  g_autoptr(DossierAccount) account =
      dossier_account_new_for_this_run ("x", "eu-central-1", credentials, NULL);
  g_autoptr(DossierCredentialsProvider) provider = dossier_account_credentials_new (account);
  g_autoptr(DossierCredentials) got = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_child (dossier_account_list_add (list, account, NULL, NULL, NULL), &error));
  g_assert_false (dossier_await_child (dossier_account_list_add (list, account, NULL, NULL, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_clear_error (&error);

  got = dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_secret_access_key (got)), ==, SECRET);

  /* Reading the file keeps it; ending the program does not. */
  g_assert_true (dossier_await_child (dossier_account_list_load (list), &error));
  g_assert_true (dossier_account_list_find (list, "x") == account);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_true (dossier_await_child (dossier_account_list_remove (list, "x", NULL), &error));
  g_assert_false (dossier_await_child (dossier_account_list_remove (list, "x", NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
  dossier_test_remove_tree (folder);
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);

  g_test_add_func ("/accounts/list/bad-words", test_bad_words);
  dossier_test_add_fiber ("/accounts/list/load", test_load);
  dossier_test_add_fiber ("/accounts/list/damaged", test_damaged);
  dossier_test_add_fiber ("/accounts/list/no-keyring", test_no_keyring);
  dossier_test_add_fiber ("/accounts/list/bad-secrets", test_bad_secrets);
  dossier_test_add_fiber ("/accounts/list/for-this-run", test_for_this_run);
  return g_test_run ();
}
