// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* A person signs in at the demo's IAM Identity Center; the browser is this test. */

#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "accounts-test.h"
#include "dossier-cached-credentials.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-sso-credentials.h"
#include "dossier-sso-session-private.h"
#include "dossier-sso.h"
#include "dossier-sts.h"
#include "dossier-test.h"

#define START  "https://dossier-demo.awsapps.com/start"
#define MEMBER "222233334444"
#define N_AT_ONCE 50

static DossierSsoSession *
session_new (TestWorld     *world,
             DossierSsoWay  way,
             DossierClock  *clock,
             TestPrompt    *prompt)
{
  g_autoptr(GError) error = NULL;
  DossierSsoSession *session = dossier_sso_session_new (
      &(DossierSsoOptions) {
        .name = "team",
        .start_url = START,
        .region = "eu-central-1",
        .way = way,
        .for_this_run = TRUE,
        .endpoint_url = dossier_demo_server_get_endpoint_url (world->server),
        .clock = clock,
        .prompt = (DossierPrompt *) prompt,
      },
      &error);

  g_assert_no_error (error);
  return session;
}

/* The browser goes where it is sent, and on; what it shows at last is kept. */
typedef struct
{
  SoupSession *soup;
  char *page;
  guint status;
  DexPromise *shown; /* once there is a page */
} Browser;

static void
browser_clear (Browser *browser)
{
  g_clear_object (&browser->soup);
  g_free (browser->page);
  dex_clear (&browser->shown);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Browser, browser_clear)

static void
shown (GObject      *soup,
       GAsyncResult *result,
       gpointer      data)
{
  Browser *browser = data;
  g_autoptr(GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (soup), result, NULL);
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (soup), result);

  browser->status = soup_message_get_status (message);
  g_free (browser->page);
  if (dex_future_is_pending (DEX_FUTURE (browser->shown)))
    dex_promise_resolve_boolean (browser->shown, TRUE);
  browser->page = body != NULL ? g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body)) : NULL;
}

static void
go (Browser    *browser,
    const char *url)
{
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);

  g_assert_nonnull (message);
  if (browser->soup == NULL)
    {
      browser->soup = soup_session_new ();
      browser->shown = dex_promise_new ();
    }
  soup_session_send_and_read_async (browser->soup, message, G_PRIORITY_DEFAULT, NULL, shown, browser);
}

static void
go_with (TestPrompt *prompt,
         const char *uri,
         const char *answer)
{
  g_autofree char *url = g_strconcat (uri, answer, NULL);

  go (prompt->data, url);
}

static void
allow (TestPrompt *prompt,
       const char *uri)
{
  go_with (prompt, uri, "&answer=allow");
}

static void
deny (TestPrompt *prompt,
      const char *uri)
{
  go_with (prompt, uri, "&answer=deny");
}

/* For devices: the answer is given before the program asks. */
static void
answer_now (const char *uri,
            const char *answer)
{
  g_autoptr(SoupSession) soup = soup_session_new ();
  g_autofree char *url = g_strconcat (uri, answer, NULL);
  g_autoptr(SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr(GBytes) body = soup_session_send_and_read (soup, message, NULL, NULL);

  g_assert_nonnull (body);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
}

static void
allow_now (TestPrompt *,
           const char *uri)
{
  answer_now (uri, "&answer=allow");
}

static void
deny_now (TestPrompt *,
          const char *uri)
{
  answer_now (uri, "&answer=deny");
}

static TestPrompt *
person (void (*visit) (TestPrompt *, const char *),
        gpointer data)
{
  TestPrompt *prompt = test_prompt_new (NULL);

  prompt->visit = visit;
  prompt->data = data;
  return prompt;
}

static char *
query_of (const char *url,
          const char *name)
{
  g_autoptr(GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr(GHashTable) query = soup_form_decode (g_uri_get_query (uri));

  return g_strdup (g_hash_table_lookup (query, name));
}

static gboolean
is_open (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = g_socket_client_connect_to_host (
      client, g_uri_get_host (uri), (guint16) g_uri_get_port (uri), NULL, NULL);

  return connection != NULL;
}

static void
test_redirect (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_auto(Browser) browser = { 0 };
  g_autoptr(TestPrompt) prompt = person (allow, &browser);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_REDIRECT, NULL, prompt);
  g_autoptr(DossierCredentialsProvider) provider = dossier_sso_credentials_new (session, MEMBER, "SecurityAudit");
  g_autoptr(DossierAwsClient) client = test_world_client (&world, provider);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierCallerIdentity) identity =
      dossier_await_child_boxed (dossier_sts_get_caller_identity (client, NULL), &error);
  g_autofree char *redirect = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (identity->account, ==, MEMBER);
  g_assert_nonnull (strstr (identity->arn, "AWSReservedSSO_SecurityAudit_"));
  g_assert_cmpuint (prompt->n_sign_ins, ==, 1);
  g_assert_cmpuint (prompt->n_ended, ==, 1);
  g_assert_null (prompt->user_code);
  g_assert_cmpuint (test_world_count (&world, "oidc Authorize OK"), ==, 1);

  /* The port is open no longer than it takes. */
  redirect = query_of (prompt->uri, "redirect_uri");
  g_assert_true (g_str_has_prefix (redirect, "http://127.0.0.1:"));
  g_assert_false (is_open (redirect));
}

static void
test_device (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (allow_now, NULL);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, prompt);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSsoList) list = dossier_await_child_boxed (dossier_sso_session_list_roles (session, NULL), &error);
  static const char *const expected[] = {
    "111122223333 Security tooling SecurityAudit", "111122223333 Security tooling ReportExport",
    "222233334444 Workloads SecurityAudit",
  };

  g_assert_no_error (error);
  g_assert_cmpuint (list->entries->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < list->entries->len; i++)
    {
      const DossierSsoListEntry *entry = g_ptr_array_index (list->entries, i);
      g_autofree char *text = g_strdup_printf ("%s %s %s", entry->account, entry->account_name, entry->role);

      g_assert_cmpstr (text, ==, expected[i]);
    }
  g_assert_nonnull (prompt->user_code);
  g_assert_nonnull (strstr (prompt->uri, prompt->user_code));
  g_assert_cmpuint (prompt->n_sign_ins, ==, 1);
}

static void
assert_not_signed_in (DossierSsoSession *session,
                      TestPrompt        *prompt,
                      const char        *why)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_await_child_boxed (dossier_sso_session_get_token (session, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  g_assert_nonnull (strstr (error->message, why));
  g_assert_cmpuint (prompt->n_ended, ==, prompt->n_sign_ins);
}

static void
test_refused (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_auto(Browser) browser = { 0 };
  g_autoptr(TestPrompt) one = person (deny, &browser);
  g_autoptr(TestPrompt) other = person (deny_now, NULL);
  g_autoptr(DossierSsoSession) by_redirect = session_new (&world, DOSSIER_SSO_BY_REDIRECT, NULL, one);
  g_autoptr(DossierSsoSession) by_device = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, other);

  assert_not_signed_in (by_redirect, one, "refused");
  assert_not_signed_in (by_device, other, "refused");
}

/* Nobody comes: a browser that was closed, and a device code that expires. */
static void
test_nobody_comes (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (NULL, NULL);
  g_autoptr(DossierSsoSession) by_redirect = session_new (&world, DOSSIER_SSO_BY_REDIRECT, world.clock, prompt);
  g_autoptr(DossierSsoSession) by_device = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, prompt);

  assert_not_signed_in (by_redirect, prompt, "did not come back");
  g_assert_cmpuint (dossier_fake_clock_get_slept (DOSSIER_FAKE_CLOCK (world.clock)), ==, 600000);
  assert_not_signed_in (by_device, prompt, "expired");
}

/* The clock there stands still, so each question comes too early: each is later than the last. */
static void
test_slow_down (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (NULL, NULL);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, prompt);
  guint n = 0;

  assert_not_signed_in (session, prompt, "expired");
  g_assert_cmpuint (test_world_count (&world, "oidc CreateToken AuthorizationPendingException"), ==, 1);
  /* RFC 8628, 3.5: one second, one more, and then five more each time, until 600 have passed. */
  for (guint interval = 1, at = 1; at < 600; interval += 5, at += interval)
    n++;
  g_assert_cmpuint (test_world_count (&world, "oidc CreateToken SlowDownException"), <=, n + 1);
  g_assert_cmpuint (test_world_count (&world, "oidc CreateToken SlowDownException"), >=, n - 1);
}

static void
come_with_wrong_state (TestPrompt *prompt,
                       const char *uri)
{
  Browser *browser = prompt->data;
  g_autofree char *redirect = query_of (uri, "redirect_uri");
  g_autofree char *wrong = g_strconcat (redirect, "?code=stolen&state=wrong", NULL);
  g_autofree char *without = g_strconcat (redirect, "?code=stolen", NULL);
  g_autofree char *elsewhere = g_strconcat (redirect, "/else?code=stolen", NULL);

  go (browser, wrong);
  go (browser, without);
  go (browser, elsewhere);
}

/* What comes back without the state that was sent along is somebody else (RFC 6749, 10.12). */
static void
test_wrong_state (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_auto(Browser) browser = { 0 };
  g_autoptr(TestPrompt) prompt = person (come_with_wrong_state, &browser);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_REDIRECT, NULL, prompt);
  g_autoptr(GError) error = NULL;
  DexFuture *token = dossier_sso_session_get_token (session, NULL);
  g_autoptr(DossierSecret) got = NULL;

  test_prompt_await_question (prompt);
  g_assert_true (dossier_await_leaf (dex_ref (DEX_FUTURE (browser.shown)), NULL, 20000, &error));
  g_assert_cmpuint (browser.status, ==, 400);
  g_assert_nonnull (strstr (browser.page, "bad &lt;page&gt;"));
  g_assert_cmpuint (test_world_count (&world, "oidc CreateToken"), ==, 0);

  /* It neither signs anybody in, nor ends the wait for who was sent. */
  allow (prompt, prompt->uri);
  got = dossier_await_child_boxed (token, &error);
  g_assert_no_error (error);
  g_assert_nonnull (got);
}

static void
give_up (TestPrompt *prompt,
         const char *)
{
  g_cancellable_cancel (prompt->cancellable);
}

static void
test_given_up (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (give_up, NULL);
  g_autoptr(DossierSsoSession) by_redirect = session_new (&world, DOSSIER_SSO_BY_REDIRECT, NULL, prompt);
  g_autoptr(DossierSsoSession) by_device = session_new (&world, DOSSIER_SSO_BY_DEVICE, NULL, prompt);

  assert_not_signed_in (by_redirect, prompt, "given up");
  assert_not_signed_in (by_device, prompt, "given up");
}

static void
test_nobody_to_ask (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_REDIRECT, world.clock, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_await_child_boxed (dossier_sso_session_list_roles (session, NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  g_assert_nonnull (strstr (error->message, START));
  g_assert_cmpuint (test_world_count (&world, "oidc"), ==, 0);
}

static void
ask_many (DossierSsoSession *session)
{
  g_autoptr(GPtrArray) calls = g_ptr_array_new ();

  for (guint i = 0; i < N_AT_ONCE; i++)
    g_ptr_array_add (calls, dossier_sso_session_get_role_credentials (session, MEMBER, "SecurityAudit", NULL));
  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierCredentials) credentials = dossier_await_child_boxed (g_ptr_array_index (calls, i), &error);

      g_assert_no_error (error);
    }
}

/* One sign-in and one refresh for all who wait; another sign-in only when that is over too. */
static void
test_refresh (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (allow_now, NULL);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, prompt);
  const struct
  {
    guint after_s;
    guint n_sign_ins;
    guint n_tokens;
  } steps[] = { { 0, 1, 1 }, { 3000, 1, 1 }, { 400, 1, 2 }, { 3600, 1, 3 }, { 9 * 3600, 2, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      test_world_advance (&world, steps[i].after_s);
      ask_many (session);
      g_assert_cmpuint (prompt->n_sign_ins, ==, steps[i].n_sign_ins);
      g_assert_cmpuint (test_world_count (&world, "oidc CreateToken OK"), ==, steps[i].n_tokens);
    }
}

/* Ended by an administrator, say: what is at hand is refused, and so is the refresh token. */
static void
test_revoked (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (allow_now, NULL);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, prompt);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSecret) token = dossier_await_child_boxed (dossier_sso_session_get_token (session, NULL), &error);

  g_assert_true (dossier_await_child (dossier_sso_logout (session->client, token, NULL), &error));
  ask_many (session);
  g_assert_cmpuint (prompt->n_sign_ins, ==, 2);
  g_assert_cmpuint (test_world_count (&world, "oidc CreateToken InvalidGrantException"), ==, 1);
}

static void
test_sign_out (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (allow_now, NULL);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, prompt);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSecret) first = dossier_await_child_boxed (dossier_sso_session_sign_in (session, NULL), &error);
  g_autoptr(DossierSecret) second = NULL;

  g_assert_true (dossier_await_child (dossier_sso_session_sign_out (session, NULL), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (test_world_count (&world, "portal.sso Logout OK"), ==, 1);
  g_assert_null (session->kept.access_token);
  g_assert_null (session->kept.refresh_token);

  /* A second time there is nobody to sign out. */
  g_assert_true (dossier_await_child (dossier_sso_session_sign_out (session, NULL), &error));
  g_assert_cmpuint (test_world_count (&world, "portal.sso"), ==, 1);

  second = dossier_await_child_boxed (dossier_sso_session_sign_in (session, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_secret_peek (first), !=, dossier_secret_peek (second));
}

static void
test_denied_role (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autoptr(TestPrompt) prompt = person (allow_now, NULL);
  g_autoptr(DossierSsoSession) session = session_new (&world, DOSSIER_SSO_BY_DEVICE, world.clock, prompt);
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_await_child_boxed (
      dossier_sso_session_get_role_credentials (session, MEMBER, "ReportExport", NULL), &error));
  g_assert_error (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
}

static void
test_kept (void)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("client s3cr3t");
  g_autoptr(DossierSecret) text = NULL;
  g_autoptr(DossierSecret) broken = NULL;
  DossierSsoKept kept = {
    .access_token = dossier_secret_new ("access/+="),
    .ends = 1735787045000000,
    .registration = dossier_sso_registration_new ("client", secret, 1735787046000000),
    .way = DOSSIER_SSO_BY_DEVICE,
  };
  DossierSsoKept again = { 0 };
  DossierSsoKept nothing = { 0 };
  static const char *const foreign[] = { "", "x", "dossier-sso-2\n\n\n\n\n\n\n", "dossier-sso-1\n\n" };

  text = dossier_sso_kept_to_text (&kept);
  g_assert_true (dossier_sso_kept_read (&again, text));
  g_assert_cmpstr (dossier_secret_peek (again.access_token), ==, "access/+=");
  g_assert_null (again.refresh_token);
  g_assert_cmpint (again.ends, ==, kept.ends);
  g_assert_cmpstr (again.registration->client_id, ==, "client");
  g_assert_cmpstr (dossier_secret_peek (again.registration->client_secret), ==, "client s3cr3t");
  g_assert_cmpint (again.registration->expires, ==, kept.registration->expires);
  g_assert_cmpint (again.way, ==, DOSSIER_SSO_BY_DEVICE);

  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr(DossierSecret) entry = dossier_secret_new (foreign[i]);

      g_assert_false (dossier_sso_kept_read (&nothing, entry));
      g_assert_null (nothing.access_token);
    }

  kept.refresh_token = dossier_secret_new ("two\nlines");
  broken = dossier_sso_kept_to_text (&kept);
  g_assert_null (broken);
  dossier_sso_kept_clear (&kept);
  dossier_sso_kept_clear (&again);
}

static void
test_start_urls (void)
{
  static const char *const bad[] = { "", "x", "http://d.awsapps.com/start", "https://user@d.awsapps.com/start", "file:///x" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_sso_session_new (
          &(DossierSsoOptions) { .name = "n", .start_url = bad[i], .region = "eu-central-1" }, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/accounts/sso/redirect", test_redirect);
  dossier_test_add_fiber ("/accounts/sso/device", test_device);
  dossier_test_add_fiber ("/accounts/sso/refused", test_refused);
  dossier_test_add_fiber ("/accounts/sso/nobody-comes", test_nobody_comes);
  dossier_test_add_fiber ("/accounts/sso/slow-down", test_slow_down);
  dossier_test_add_fiber ("/accounts/sso/wrong-state", test_wrong_state);
  dossier_test_add_fiber ("/accounts/sso/given-up", test_given_up);
  dossier_test_add_fiber ("/accounts/sso/nobody-to-ask", test_nobody_to_ask);
  dossier_test_add_fiber ("/accounts/sso/refresh", test_refresh);
  dossier_test_add_fiber ("/accounts/sso/revoked", test_revoked);
  dossier_test_add_fiber ("/accounts/sso/sign-out", test_sign_out);
  dossier_test_add_fiber ("/accounts/sso/denied-role", test_denied_role);
  g_test_add_func ("/accounts/sso/kept", test_kept);
  g_test_add_func ("/accounts/sso/start-urls", test_start_urls);
  return g_test_run ();
}
