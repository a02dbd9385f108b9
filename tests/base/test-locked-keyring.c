// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <libsecret/secret.h>

#include "dossier-fiber.h"
#include "dossier-keyring.h"
#include "dossier-test.h"

#define LIMIT_MS 20000

/* Nobody is there to open it: locked is an error, never “there is no such entry”. */
static void
test_locked (void)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("secret");
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_await_leaf (dossier_keyring_store ("id", "Dossier test", secret), NULL, LIMIT_MS,
                                     &error));
  dossier_test_lock_keyring ();

  g_assert_null (dossier_await_leaf_boxed (dossier_keyring_lookup ("id"), NULL, LIMIT_MS, &error));
  g_assert_error (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
  g_clear_error (&error);

  g_assert_false (dossier_await_leaf (dossier_keyring_clear ("id"), NULL, LIMIT_MS, &error));
  g_assert_error (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
  g_clear_error (&error);

  g_assert_false (dossier_await_leaf (dossier_keyring_store ("other", "Dossier test", secret), NULL, LIMIT_MS,
                                      &error));
  g_assert_nonnull (error);
  g_clear_error (&error);

  /* Of what is not there at all, that can be said without opening it. */
  g_assert_null (dossier_await_leaf_boxed (dossier_keyring_lookup ("nobody"), NULL, LIMIT_MS, &error));
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/base/keyring/locked", test_locked);
  return g_test_run ();
}
