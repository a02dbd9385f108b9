// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-fiber.h"
#include "dossier-static-credentials.h"
#include "dossier-test.h"

static void
test_expiry (void)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("secret");
  g_autoptr(DossierCredentials) lasting = dossier_credentials_new ("AKIA", secret, NULL, 0);
  g_autoptr(DossierCredentials) temporary = dossier_credentials_new ("ASIA", secret, secret, 1000);

  g_assert_false (dossier_credentials_expire_before (lasting, G_MAXINT64));
  g_assert_null (dossier_credentials_get_session_token (lasting));
  g_assert_false (dossier_credentials_expire_before (temporary, 999));
  g_assert_true (dossier_credentials_expire_before (temporary, 1000));
  g_assert_nonnull (dossier_credentials_get_session_token (temporary));
}

static void
test_provider (void)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("secret");
  g_autoptr(DossierCredentials) given = dossier_credentials_new ("AKIA", secret, NULL, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (given);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCredentials) got =
      dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dossier_credentials_get_access_key_id (got), ==, "AKIA");
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_secret_access_key (got)), ==, "secret");
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/aws/credentials/expiry", test_expiry);
  dossier_test_add_fiber ("/aws/credentials/provider", test_provider);

  return g_test_run ();
}
