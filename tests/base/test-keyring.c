// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-fiber.h"
#include "dossier-keyring.h"
#include "dossier-test.h"

#define LIMIT_MS 20000

static void
put (const char *id,
     const char *text)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new (text);
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_leaf (dossier_keyring_store (id, "Dossier test", secret), NULL,
                                     LIMIT_MS, &error));
  g_assert_no_error (error);
}

static void
assert_holds (const char *id,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSecret) found =
      dossier_await_leaf_boxed (dossier_keyring_lookup (id), NULL, LIMIT_MS, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found != NULL ? dossier_secret_peek (found) : NULL, ==, expected);
}

static void
test_store_lookup_clear (void)
{
  g_autoptr(GError) error = NULL;

  assert_holds ("account-1", NULL);
  put ("account-1", "first");
  put ("account-2", "비밀 of another");
  put ("account-1", "second");

  assert_holds ("account-1", "second");
  assert_holds ("account-2", "비밀 of another");

  g_assert_true (dossier_await_leaf (dossier_keyring_clear ("account-1"), NULL, LIMIT_MS, &error));
  g_assert_no_error (error);
  assert_holds ("account-1", NULL);
  assert_holds ("account-2", "비밀 of another");

  /* What is not there is as good as cleared. */
  g_assert_true (dossier_await_leaf (dossier_keyring_clear ("account-1"), NULL, LIMIT_MS, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  dossier_test_add_fiber ("/base/keyring/store-lookup-clear", test_store_lookup_clear);

  return g_test_run ();
}
