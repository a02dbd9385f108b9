// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Sign-ins outlive the program in a real Secret Service, and do without one. */

#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "accounts-test.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-sso-session-private.h"
#include "dossier-test.h"

#define START "https://dossier-demo.awsapps.com/start"

static void
allow (TestPrompt *,
       const char *uri)
{
  g_autoptr(SoupSession) soup = soup_session_new ();
  g_autofree char *url = g_strconcat (uri, "&answer=allow", NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) body = soup_session_send_and_read (soup, message, NULL, NULL);

  g_assert_nonnull (body);
}

static DossierSsoSession *
session_new (TestWorld  *world,
             TestPrompt *prompt)
{
  return dossier_sso_session_new (
      &(DossierSsoOptions) {
        .name = "team",
        .start_url = START,
        .region = "eu-central-1",
        .way = DOSSIER_SSO_BY_DEVICE,
        .endpoint_url = dossier_demo_server_get_endpoint_url (world->server),
        .clock = world->clock,
        .prompt = (DossierPrompt *) prompt,
      },
      NULL);
}

/* One program signs in, another is signed in, a third signs out, and a fourth is not. */
static void
test_with_keyring (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = test_prompt_new (NULL);
  g_autoptr(DossierSsoSession) first = session_new (&world, prompt);
  g_autoptr(DossierSsoSession) second = session_new (&world, NULL);
  g_autoptr(DossierSsoSession) third = session_new (&world, NULL);
  g_autoptr(DossierSsoSession) fourth = session_new (&world, NULL);
  g_autoptr(DossierSecret) one = NULL;
  g_autoptr(DossierSecret) other = NULL;
  g_autoptr(DossierSecret) refreshed = NULL;
  g_autoptr(GError) error = NULL;

  prompt->visit = allow;
  one = dossier_await_child_boxed (dossier_sso_session_get_token (first, NULL), &error);
  g_assert_no_error (error);
  g_assert_no_error (dossier_sso_session_get_keyring_error (first));

  other = dossier_await_child_boxed (dossier_sso_session_get_token (second, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_secret_peek (one), ==, dossier_secret_peek (other));

  /* What was refreshed is kept too. */
  test_world_advance (&world, 3600);
  refreshed = dossier_await_child_boxed (dossier_sso_session_get_token (second, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_secret_peek (refreshed), !=, dossier_secret_peek (one));

  g_assert_true (dossier_await_child (dossier_sso_session_sign_out (third, NULL), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (test_world_count (&world, "portal.sso Logout OK"), ==, 1);
  g_assert_null (dossier_await_child_boxed (dossier_sso_session_get_token (fourth, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
}

/* Nothing is lost but the sign-in of the next program, and that is told. */
static void
test_without_keyring (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = test_prompt_new (NULL);
  g_autoptr(DossierSsoSession) session = session_new (&world, prompt);
  g_autoptr(DossierSecret) token = NULL;
  g_autoptr(DossierSecret) again = NULL;
  g_autoptr(GError) error = NULL;

  prompt->visit = allow;
  token = dossier_await_child_boxed (dossier_sso_session_get_token (session, NULL), &error);
  g_assert_no_error (error);
  g_assert_nonnull (dossier_sso_session_get_keyring_error (session));
  again = dossier_await_child_boxed (dossier_sso_session_get_token (session, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (prompt->n_sign_ins, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  gboolean keyring = argc < 2 || !g_str_equal (argv[1], "without");

  if (!keyring)
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  dossier_test_init (&argc, &argv);
  if (keyring)
    dossier_test_add_fiber ("/accounts/sso/with-keyring", test_with_keyring);
  else
    dossier_test_add_fiber ("/accounts/sso/without-keyring", test_without_keyring);
  return g_test_run ();
}
