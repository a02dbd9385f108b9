// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Accounts of each kind: kept in a file, and good for credentials. */

#include "config.h"

#include <string.h>

#include <libsoup/soup.h>

#include "accounts-test.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-file.h"
#include "dossier-json.h"
#include "dossier-kms.h"
#include "dossier-provider-context.h"
#include "dossier-session-choice.h"
#include "dossier-sts.h"
#include "dossier-test.h"

#define KEY_ID "AKIAIOSFODNN7EXAMPLE"
#define HUB    "arn:aws:iam::111122223333:role/dossier-hub"
#define START  "https://dossier-demo.awsapps.com/start"

static void
add (DossierAccountList          *list,
     const DossierAccountOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAccount) account = dossier_account_new_with (options, &error);

  g_assert_no_error (error);
  dossier_await_child (dossier_account_list_add (list, account, NULL, NULL, NULL), &error);
  g_assert_no_error (error);
}

/* The service's own user, under a name, for this run. */
static void
add_user (DossierAccountList *list,
          TestWorld          *world)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new (dossier_demo_server_get_secret_access_key (world->server));
  g_autoptr(DossierCredentials) credentials =
      dossier_credentials_new (dossier_demo_server_get_access_key_id (world->server), secret, NULL, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAccount) account =
      dossier_account_new_for_this_run ("user", "eu-central-1", credentials, &error);

  g_assert_no_error (error);
  dossier_await_child (dossier_account_list_add (list, account, NULL, NULL, NULL), &error);
  g_assert_no_error (error);
}

static const char *
id_of (DossierAccountList *list,
       const char         *name)
{
  return dossier_account_get_id (dossier_account_list_find (list, name));
}

static char *
who (TestWorld           *world,
     DossierAccountList  *list,
     const char          *name,
     TestPrompt          *prompt,
     GError             **error)
{
  const DossierProviderContext context = {
    .region = "eu-central-1",
    .endpoint_url = dossier_demo_server_get_endpoint_url (world->server),
    .clock = world->clock,
    .prompt = (DossierPrompt *) prompt,
  };
  g_autoptr(DossierCredentialsProvider) provider =
      dossier_account_provider_new (dossier_account_list_find (list, name), list, &context, error);
  g_autoptr(DossierAwsClient) client = NULL;
  g_autoptr(DossierCallerIdentity) identity = NULL;

  if (provider == NULL)
    return NULL;
  client = test_world_client (world, provider);
  identity = dossier_await_child_boxed (dossier_sts_get_caller_identity (client, NULL), error);
  return identity != NULL ? g_strdup (identity->arn) : NULL;
}

static void
test_file (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(DossierAccountList) again = dossier_account_list_new (path);
  g_autoptr(GError) error = NULL;
  const DossierAccountOptions role = {
    .kind = DOSSIER_ACCOUNT_ROLE, .name = "audit", .region = "eu-central-1", .read_only = TRUE, .colour = "blue",
    .source = "some-id", .role = HUB, .external_id = "e:1", .mfa_serial = "arn:aws:iam::1:mfa/x", .session_name = "me",
    .source_identity = "alice", .duration = 900, .access_key_id = KEY_ID, .start_url = START,
  };
  const DossierAccountOptions sso = {
    .kind = DOSSIER_ACCOUNT_SSO, .name = "team", .region = "us-east-1", .start_url = START, .sso_region = "eu-central-1",
    .sso_account = "111122223333", .sso_role = "R", .by_device = TRUE,
  };
  const DossierAccountOptions *got;

  add (list, &role);
  add (list, &sso);
  g_assert_true (dossier_await_child (dossier_account_list_load (again), &error));
  got = dossier_account_get_options (dossier_account_list_find (again, "audit"));
  g_assert_cmpint (got->kind, ==, DOSSIER_ACCOUNT_ROLE);
  g_assert_true (got->read_only);
  g_assert_cmpstr (got->colour, ==, "blue");
  g_assert_cmpstr (got->source, ==, "some-id");
  g_assert_cmpstr (got->role, ==, HUB);
  g_assert_cmpstr (got->external_id, ==, "e:1");
  g_assert_cmpstr (got->mfa_serial, ==, "arn:aws:iam::1:mfa/x");
  g_assert_cmpstr (got->session_name, ==, "me");
  g_assert_cmpstr (got->source_identity, ==, "alice");
  g_assert_cmpuint (got->duration, ==, 900);
  /* What is not of its kind is not kept. */
  g_assert_null (got->access_key_id);
  g_assert_null (got->start_url);

  got = dossier_account_get_options (dossier_account_list_find (again, "team"));
  g_assert_cmpint (got->kind, ==, DOSSIER_ACCOUNT_SSO);
  g_assert_false (got->read_only);
  g_assert_true (got->by_device);
  g_assert_cmpstr (got->sso_account, ==, "111122223333");
  g_assert_cmpstr (got->sso_role, ==, "R");
  g_assert_cmpstr (got->sso_region, ==, "eu-central-1");
  dossier_test_remove_tree (folder);
}

static void
test_refused (void)
{
  const DossierAccountOptions bad[] = {
    { .kind = DOSSIER_ACCOUNT_ROLE, .name = "x", .region = "eu-central-1", .source = "s" },
    { .kind = DOSSIER_ACCOUNT_ROLE, .name = "x", .region = "eu-central-1", .role = HUB },
    { .kind = DOSSIER_ACCOUNT_ROLE, .name = "x", .region = "eu-central-1", .source = "s", .role = "r" },
    { .kind = DOSSIER_ACCOUNT_ROLE, .name = "x", .region = "eu-central-1", .source = "s", .role = HUB, .duration = 1 },
    { .kind = DOSSIER_ACCOUNT_SSO, .name = "x", .region = "eu-central-1", .start_url = START, .sso_region = "mars",
      .sso_account = "111122223333", .sso_role = "R" },
    { .kind = DOSSIER_ACCOUNT_SSO, .name = "x", .region = "eu-central-1", .start_url = "http://x", .sso_region = "eu-central-1",
      .sso_account = "111122223333", .sso_role = "R" },
    { .kind = DOSSIER_ACCOUNT_SSO, .name = "x", .region = "eu-central-1", .start_url = START, .sso_region = "eu-central-1",
      .sso_account = "1", .sso_role = "R" },
    { .kind = DOSSIER_ACCOUNT_KEY, .name = "x", .region = "eu-central-1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (dossier_account_new_with (&bad[i], &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

/* A role through a role through a key; what others need is not removed. */
static void
test_chain (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(GError) error = NULL;
  g_autofree char *arn = NULL;

  add_user (list, &world);
  add (list, &(DossierAccountOptions) { .kind = DOSSIER_ACCOUNT_ROLE, .name = "hub", .region = "eu-central-1",
                                        .source = id_of (list, "user"), .role = HUB });
  add (list, &(DossierAccountOptions) { .kind = DOSSIER_ACCOUNT_ROLE, .name = "spoke", .region = "eu-central-1",
                                        .source = id_of (list, "hub"), .session_name = "me",
                                        .role = "arn:aws:iam::222233334444:role/dossier-spoke" });
  arn = who (&world, list, "spoke", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (arn, ==, "arn:aws:sts::222233334444:assumed-role/dossier-spoke/me");

  g_assert_false (dossier_await_child (dossier_account_list_remove (list, "hub", NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "spoke"));
  g_clear_error (&error);
  g_assert_true (dossier_await_child (dossier_account_list_remove (list, "spoke", NULL), &error));
  g_assert_true (dossier_await_child (dossier_account_list_remove (list, "hub", NULL), &error));
  dossier_test_remove_tree (folder);
}

/* A file that somebody edited: a circle, and a source that is gone. */
static void
test_circle (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(GError) error = NULL;
  static const char text[] =
    "{\"version\":2,\"accounts\":["
    "{\"id\":\"1\",\"kind\":\"role\",\"name\":\"a\",\"region\":\"eu-central-1\",\"source\":\"2\",\"roleArn\":\"" HUB "\"},"
    "{\"id\":\"2\",\"kind\":\"role\",\"name\":\"b\",\"region\":\"eu-central-1\",\"source\":\"1\",\"roleArn\":\"" HUB "\"},"
    "{\"id\":\"3\",\"kind\":\"role\",\"name\":\"c\",\"region\":\"eu-central-1\",\"source\":\"9\",\"roleArn\":\"" HUB "\"}]}";

  g_assert_true (dossier_file_write_atomic (path, text, strlen (text), &error));
  g_assert_true (dossier_await_child (dossier_account_list_load (list), &error));
  g_assert_null (who (&world, list, "a", NULL, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS);
  g_assert_nonnull (strstr (error->message, "circle"));
  g_clear_error (&error);
  g_assert_null (who (&world, list, "c", NULL, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NOT_FOUND);
  dossier_test_remove_tree (folder);
}

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

/* Two accounts behind one start URL: a person signs in once. */
static void
test_one_sign_in (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(TestPrompt) prompt = test_prompt_new (NULL);
  DossierAccountOptions options = {
    .kind = DOSSIER_ACCOUNT_SSO, .name = "one", .region = "eu-central-1", .start_url = START, .sso_region = "eu-central-1",
    .sso_account = "111122223333", .sso_role = "ReportExport", .by_device = TRUE,
  };
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  prompt->visit = allow;
  add (list, &options);
  options.name = "other";
  options.sso_account = "222233334444";
  options.sso_role = "SecurityAudit";
  add (list, &options);
  first = who (&world, list, "one", prompt, &error);
  g_assert_no_error (error);
  second = who (&world, list, "other", prompt, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (first, "ReportExport"));
  g_assert_nonnull (strstr (second, "222233334444:assumed-role/AWSReservedSSO_SecurityAudit"));
  g_assert_cmpuint (prompt->n_sign_ins, ==, 1);
  dossier_test_remove_tree (folder);
}

/* The switch of an account reaches the pipeline. */
static void
test_read_only (void)
{
  g_auto(TestWorld) world = { 0 };
  g_autoptr(DossierCredentialsProvider) user = test_world_init (&world);
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "accounts.json", NULL);
  g_autoptr(DossierAccountList) list = dossier_account_list_new (path);
  g_autoptr(DossierSession) session = NULL;
  g_autoptr(GError) error = NULL;

  add_user (list, &world);
  add (list, &(DossierAccountOptions) { .kind = DOSSIER_ACCOUNT_ROLE, .name = "look", .region = "eu-central-1", .read_only = TRUE,
                                        .source = id_of (list, "user"), .role = HUB });
  session = dossier_session_choice_resolve (
      &(DossierSessionChoice) { .account = "look", .endpoint_url = dossier_demo_server_get_endpoint_url (world.server) }, NULL,
      list, &error);
  g_assert_no_error (error);
  g_assert_false (dossier_await_child (
      dossier_kms_create_alias (dossier_session_get_client (session), "alias/x", "k", NULL), &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_READ_ONLY);
  g_assert_cmpuint (test_world_count (&world, ""), ==, 0);
  dossier_test_remove_tree (folder);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/accounts/kinds/file", test_file);
  g_test_add_func ("/accounts/kinds/refused", test_refused);
  dossier_test_add_fiber ("/accounts/kinds/chain", test_chain);
  dossier_test_add_fiber ("/accounts/kinds/circle", test_circle);
  dossier_test_add_fiber ("/accounts/kinds/one-sign-in", test_one_sign_in);
  dossier_test_add_fiber ("/accounts/kinds/read-only", test_read_only);
  return g_test_run ();
}
