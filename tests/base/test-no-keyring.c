// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-fiber.h"
#include "dossier-keyring.h"
#include "dossier-test.h"

#define LIMIT_MS 20000

/* Without a session bus there is no keyring: an error, and no crash. */
static void
test_no_keyring (void)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("secret");
  g_autoptr(GError) error = NULL;

  g_assert_false (dossier_await_leaf (dossier_keyring_store ("id", "label", secret), NULL, LIMIT_MS,
                                      &error));
  g_assert_nonnull (error);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  g_clear_error (&error);

  g_assert_null (dossier_await_leaf_boxed (dossier_keyring_lookup ("id"), NULL, LIMIT_MS, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);

  dossier_test_add_fiber ("/base/keyring/none", test_no_keyring);

  return g_test_run ();
}
