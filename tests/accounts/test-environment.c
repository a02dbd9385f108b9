// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-environment-credentials.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-test.h"

static void
test_whole (void)
{
  char *environment[] = {
    (char *) "AWS_ACCESS_KEY_ID=ASIAEXAMPLE", (char *) "AWS_SECRET_ACCESS_KEY=a/b+c=",
    (char *) "AWS_SESSION_TOKEN=token", (char *) "AWS_CREDENTIAL_EXPIRATION=2026-01-01T00:00:00Z",
    NULL,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCredentials) got = dossier_environment_credentials_read (environment, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dossier_credentials_get_access_key_id (got), ==, "ASIAEXAMPLE");
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_secret_access_key (got)), ==, "a/b+c=");
  g_assert_cmpstr (dossier_secret_peek (dossier_credentials_get_session_token (got)), ==, "token");
  g_assert_false (dossier_credentials_expire_before (got, G_GINT64_CONSTANT (1767225599999999)));
  g_assert_true (dossier_credentials_expire_before (got, G_GINT64_CONSTANT (1767225600000000)));
}

static void
test_lasting (void)
{
  char *environment[] = {
    (char *) "AWS_SESSION_TOKEN=", (char *) "AWS_SECRET_ACCESS_KEY=s",
    (char *) "AWS_ACCESS_KEY_ID=AKIAEXAMPLE", NULL,
  };
  g_autoptr(DossierCredentials) got = dossier_environment_credentials_read (environment, NULL);

  g_assert_null (dossier_credentials_get_session_token (got));
  g_assert_false (dossier_credentials_expire_before (got, G_MAXINT64));
}

static const struct
{
  const char *id;
  const char *key;
  const char *expiration;
  int code;
  const char *named;
} refused[] = {
  { "X=", "X=", "X=", DOSSIER_ERROR_NO_CREDENTIALS, "AWS_ACCESS_KEY_ID" },
  { "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=s3cr3t", "X=", DOSSIER_ERROR_NO_CREDENTIALS,
    "AWS_ACCESS_KEY_ID" },
  { "AWS_ACCESS_KEY_ID=A", "X=", "X=", DOSSIER_ERROR_NO_CREDENTIALS, "AWS_SECRET_ACCESS_KEY" },
  { "AWS_ACCESS_KEY_ID=A", "AWS_SECRET_ACCESS_KEY=s3cr3t", "AWS_CREDENTIAL_EXPIRATION=soon",
    DOSSIER_ERROR_INVALID_INPUT, "AWS_CREDENTIAL_EXPIRATION" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      char *environment[] = {
        (char *) refused[i].id, (char *) refused[i].key, (char *) refused[i].expiration, NULL,
      };
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_environment_credentials_read (environment, &error));
      g_assert_error (error, DOSSIER_ERROR, refused[i].code);
      g_assert_nonnull (strstr (error->message, refused[i].named));
      g_assert_null (strstr (error->message, "s3cr3t"));
    }
}

static void
test_provider (void)
{
  g_autoptr(DossierCredentialsProvider) provider = dossier_environment_credentials_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCredentials) got =
      dossier_await_child_boxed (dossier_credentials_provider_get (provider, NULL), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dossier_credentials_get_access_key_id (got), ==, "AKIAOFTHEPROCESS");
}

int
main (int argc, char *argv[])
{
  g_setenv ("AWS_ACCESS_KEY_ID", "AKIAOFTHEPROCESS", TRUE);
  g_setenv ("AWS_SECRET_ACCESS_KEY", "secret", TRUE);
  g_unsetenv ("AWS_CREDENTIAL_EXPIRATION");
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/accounts/environment/whole", test_whole);
  g_test_add_func ("/accounts/environment/lasting", test_lasting);
  g_test_add_func ("/accounts/environment/refused", test_refused);
  dossier_test_add_fiber ("/accounts/environment/provider", test_provider);
  return g_test_run ();
}
