// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-file.h"
#include "dossier-session-choice.h"
#include "dossier-test.h"

#define CONFIG                                                                                       \
  "[default]\nregion = eu-west-1\n"                                                                  \
  "[profile p]\nregion = eu-west-2\nendpoint_url = https://profile.example\n"                        \
  "[profile half]\naws_access_key_id = AKIAHALFPROFILE00000\nregion = eu-west-2\n"                   \
  "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/r\nregion = eu-west-2\n"                \
  "[profile here]\nregion = eu-west-2\nendpoint_url = http://insecure.example\n"                     \
  "[profile one]\nregion = eu-west-2\nservices = v\n[services v]\ns3 =\n  endpoint_url = https://x\n" \
  "[profile off]\nregion = eu-west-2\nservices = v\nignore_configured_endpoint_urls = true\n"        \
  "[profile fips]\nregion = us-east-1\nuse_fips_endpoint = true\n"
#define KEYS(name, id) "[" name "]\naws_access_key_id = " id "\naws_secret_access_key = s3cr3t\n"
#define CREDENTIALS                                                                                  \
  KEYS ("default", "AKIADEFAULT") KEYS ("p", "AKIAPROFILE") KEYS ("role", "AKIAROLE")                \
  KEYS ("here", "AKIAHERE") KEYS ("one", "AKIAONE") KEYS ("off", "AKIAOFF") KEYS ("fips", "AKIAFIPS") \
  KEYS ("noregion", "AKIANOREGION")

#define ENV_KEYS "AWS_ACCESS_KEY_ID=AKIAENV\nAWS_SECRET_ACCESS_KEY=s3cr3t\n"
#define ACCOUNT_KEY "AKIAACCOUNT000000000"

/* What is said, what the environment holds, and what the AWS CLI's manual makes of it:
 * source, Region, endpoint and key, or a word of the error.
 */
static const struct
{
  DossierSessionChoice choice;
  const char *environment;
  const char *source;
  const char *region;
  const char *endpoint;
  const char *key;
  const char *refused;
} cases[] = {
  { {}, "", "profile:default", "eu-west-1", NULL, "AKIADEFAULT", NULL },
  { {}, "AWS_PROFILE=p", "profile:p", "eu-west-2", "https://profile.example", "AKIAPROFILE", NULL },
  { {}, "AWS_DEFAULT_PROFILE=p", "profile:p", "eu-west-2", "https://profile.example", "AKIAPROFILE", NULL },
  { {}, "AWS_PROFILE=p\nAWS_DEFAULT_PROFILE=default", NULL, NULL, NULL, NULL, "AWS_DEFAULT_PROFILE" },
  { { .profile = "p" }, "AWS_PROFILE=p\nAWS_DEFAULT_PROFILE=default", "profile:p", "eu-west-2",
    "https://profile.example", "AKIAPROFILE", NULL },
  { {}, "AWS_PROFILE=nobody", NULL, NULL, NULL, NULL, "nobody" },
  { {}, "AWS_DEFAULT_PROFILE=nobody", NULL, NULL, NULL, NULL, "nobody" },
  { {}, ENV_KEYS, "environment", "eu-west-1", NULL, "AKIAENV", NULL },
  { {}, ENV_KEYS "AWS_PROFILE=p", "environment", "eu-west-2", "https://profile.example", "AKIAENV", NULL },
  { { .profile = "p" }, ENV_KEYS, "profile:p", "eu-west-2", "https://profile.example", "AKIAPROFILE", NULL },
  { {}, "AWS_ACCESS_KEY_ID=AKIAENV", NULL, NULL, NULL, NULL, "AWS_SECRET_ACCESS_KEY" },
  { {}, "AWS_SECRET_ACCESS_KEY=s3cr3t", NULL, NULL, NULL, NULL, "AWS_ACCESS_KEY_ID" },
  { {}, "AWS_WEB_IDENTITY_TOKEN_FILE=/t", NULL, NULL, NULL, NULL, "AWS_WEB_IDENTITY_TOKEN_FILE" },
  { {}, "AWS_CONFIG_FILE=/nowhere\nAWS_SHARED_CREDENTIALS_FILE=/nowhere", NULL, NULL, NULL, NULL, "--demo" },
  { {}, "AWS_REGION=us-east-2", "profile:default", "us-east-2", NULL, "AKIADEFAULT", NULL },
  { {}, "AWS_DEFAULT_REGION=us-west-1", "profile:default", "us-west-1", NULL, "AKIADEFAULT", NULL },
  { {}, "AWS_REGION=us-east-2\nAWS_DEFAULT_REGION=us-west-1", "profile:default", "us-east-2", NULL,
    "AKIADEFAULT", NULL },
  { {}, "AWS_REGION=", "profile:default", "eu-west-1", NULL, "AKIADEFAULT", NULL },
  { { .region = "ap-east-1" }, "AWS_REGION=us-east-2", "profile:default", "ap-east-1", NULL,
    "AKIADEFAULT", NULL },
  { { .region = "mars" }, "", NULL, NULL, NULL, NULL, "mars" },
  { { .profile = "noregion" }, "", NULL, NULL, NULL, NULL, "--region" },
  { { .profile = "half" }, "", NULL, NULL, NULL, NULL, "aws_secret_access_key" },
  { { .profile = "role" }, "", NULL, NULL, NULL, NULL, "role_arn" },
  { {}, "AWS_ENDPOINT_URL=https://env.example", "profile:default", "eu-west-1", "https://env.example",
    "AKIADEFAULT", NULL },
  { { .profile = "p" }, "AWS_ENDPOINT_URL=https://env.example", "profile:p", "eu-west-2",
    "https://env.example", "AKIAPROFILE", NULL },
  { { .profile = "p", .endpoint_url = "https://said.example" }, "AWS_ENDPOINT_URL=https://env.example",
    "profile:p", "eu-west-2", "https://said.example", "AKIAPROFILE", NULL },
  { { .profile = "p" }, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "profile:p", "eu-west-2", NULL,
    "AKIAPROFILE", NULL },
  { {}, "AWS_ENDPOINT_URL_S3=https://s3.example", NULL, NULL, NULL, NULL, "AWS_ENDPOINT_URL_S3" },
  { { .endpoint_url = "http://127.0.0.1:9" }, "AWS_ENDPOINT_URL_S3=https://s3.example", "profile:default",
    "eu-west-1", "http://127.0.0.1:9", "AKIADEFAULT", NULL },
  { { .endpoint_url = "http://insecure.example" }, "", NULL, NULL, NULL, NULL, "only https is safe" },
  { {}, "AWS_ENDPOINT_URL=http://insecure.example", NULL, NULL, NULL, NULL, "only https is safe" },
  { { .profile = "here" }, "", NULL, NULL, NULL, NULL, "only https is safe" },
  { { .profile = "one" }, "", NULL, NULL, NULL, NULL, "[services v]" },
  { { .profile = "off" }, "", "profile:off", "eu-west-2", NULL, "AKIAOFF", NULL },
  { { .profile = "fips" }, "", "profile:fips", "us-east-1", NULL, "AKIAFIPS", NULL },
  { { .account = "Team" }, ENV_KEYS "AWS_REGION=us-east-2\nAWS_PROFILE=p\nAWS_ENDPOINT_URL=https://env.example",
    "account:Team", "eu-south-1", NULL, ACCOUNT_KEY, NULL },
  { { .account = "Team", .region = "us-east-2" }, "", "account:Team", "us-east-2", NULL, ACCOUNT_KEY, NULL },
  { { .account = "Nobody" }, ENV_KEYS, NULL, NULL, NULL, NULL, "“Nobody”" },
  { { .account = "Team", .profile = "p" }, "", NULL, NULL, NULL, NULL, "name one of them" },
};

static DossierAccountList *
make_accounts (void)
{
  DossierAccountList *list = dossier_account_list_new ("/nonexistent/accounts.json");
  g_autoptr(DossierSecret) secret = dossier_secret_new ("s3cr3t");
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new (ACCOUNT_KEY, secret, NULL, 0);
  g_autoptr(DossierAccount) account =
      dossier_account_new_for_this_run ("Team", "eu-south-1", credentials, NULL);

  g_assert_true (dossier_await_child (dossier_account_list_add (list, account, NULL, NULL, NULL), NULL));
  return list;
}

static char **
make_environment (const char *folder,
                  const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *config = g_build_filename (folder, "config", NULL);
  g_autofree char *credentials = g_build_filename (folder, "credentials", NULL);
  char **environment = g_environ_setenv (NULL, "AWS_CONFIG_FILE", config, TRUE);

  environment = g_environ_setenv (environment, "AWS_SHARED_CREDENTIALS_FILE", credentials, TRUE);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (lines[i], "=", 2);

      if (g_strv_length (parts) == 2)
        environment = g_environ_setenv (environment, parts[0], parts[1], TRUE);
    }
  return environment;
}

static void
check_case (gsize               i,
            const char         *folder,
            DossierAccountList *accounts)
{
  g_auto(GStrv) environment = make_environment (folder, cases[i].environment);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSession) session =
      dossier_session_choice_resolve (&cases[i].choice, environment, accounts, &error);
  g_autoptr(DossierCredentials) got = NULL;

  g_test_message ("case %" G_GSIZE_FORMAT, i);
  if (cases[i].refused != NULL)
    {
      g_assert_null (session);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].refused));
      g_assert_null (strstr (error->message, "s3cr3t"));
      return;
    }

  g_assert_no_error (error);
  got = dossier_await_child_boxed (
      dossier_credentials_provider_get (dossier_session_get_credentials (session), NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_session_get_source (session), ==, cases[i].source);
  g_assert_cmpstr (dossier_session_get_region (session), ==, cases[i].region);
  g_assert_cmpstr (dossier_session_get_endpoint_url (session), ==, cases[i].endpoint);
  g_assert_cmpstr (dossier_credentials_get_access_key_id (got), ==, cases[i].key);
}

static void
test_order (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *config = g_build_filename (folder, "config", NULL);
  g_autofree char *credentials = g_build_filename (folder, "credentials", NULL);
  g_autoptr(DossierAccountList) accounts = make_accounts ();

  g_assert_true (g_file_set_contents (config, CONFIG, -1, NULL));
  g_assert_true (g_file_set_contents (credentials, CREDENTIALS, -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (i, folder, accounts);
  dossier_test_remove_tree (folder);
}

/* A file that is there but cannot be understood stops everything that might need it. */
static void
test_unreadable_file (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *config = g_build_filename (folder, "config", NULL);
  g_auto(GStrv) environment = make_environment (folder, ENV_KEYS);
  const DossierSessionChoice choice = { .region = "eu-central-1" };
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (config, "no section\n", -1, NULL));
  g_assert_null (dossier_session_choice_resolve (&choice, environment, NULL, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, config));
  g_assert_nonnull (strstr (error->message, "line 1"));
  dossier_test_remove_tree (folder);
}

static void
test_home (void)
{
  g_autofree char *folder = dossier_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, ".aws", "credentials", NULL);
  g_autofree char *other = g_build_filename (folder, "other", NULL);
  g_auto(GStrv) environment = g_environ_setenv (NULL, "HOME", folder, TRUE);
  const DossierSessionChoice choice = { .region = "eu-central-1" };
  g_autoptr(DossierSession) session = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (dossier_file_write_atomic (path, KEYS ("default", "AKIAHOME"), strlen (KEYS ("default", "AKIAHOME")), NULL));
  session = dossier_session_choice_resolve (&choice, environment, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_session_get_source (session), ==, "profile:default");
  g_clear_object (&session);

  g_assert_true (g_file_set_contents (other, KEYS ("x", "AKIAOTHER"), -1, NULL));
  environment = g_environ_setenv (environment, "AWS_SHARED_CREDENTIALS_FILE", "~/other", TRUE);
  environment = g_environ_setenv (environment, "AWS_PROFILE", "x", TRUE);
  session = dossier_session_choice_resolve (&choice, environment, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (dossier_session_get_source (session), ==, "profile:x");
  dossier_test_remove_tree (folder);
}

static void
test_static (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierSession) session = dossier_session_new_static (
      "demo:default", "eu-central-1", "http://127.0.0.1:9", "AKIADEMO", "s3cr3t", &error);
  g_autofree char *source = NULL;
  g_autofree char *region = NULL;

  g_assert_no_error (error);
  g_object_get (session, "source", &source, "region", &region, NULL);
  g_assert_cmpstr (source, ==, "demo:default");
  g_assert_cmpstr (region, ==, "eu-central-1");
  g_assert_cmpstr (dossier_aws_client_get_region (dossier_session_get_client (session)), ==, "eu-central-1");
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  dossier_test_add_fiber ("/accounts/session/order", test_order);
  dossier_test_add_fiber ("/accounts/session/unreadable-file", test_unreadable_file);
  dossier_test_add_fiber ("/accounts/session/home", test_home);
  dossier_test_add_fiber ("/accounts/session/static", test_static);
  return g_test_run ();
}
