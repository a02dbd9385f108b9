// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What would become of profiles; nothing is kept here. */

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-import-plan.h"
#include "dossier-test.h"

#define ROLE(name) "[profile " name "]\nrole_arn = arn:aws:iam::111122223333:role/" name "\n"
#define KEYS(name) "[" name "]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s3cr3t\n"
#define SSO        "sso_account_id = 111122223333\nsso_role_name = R\n"

static const char config[] =
  "[default]\nregion = eu-west-1\n"
  ROLE ("audit") "source_profile = base\nexternal_id = e:1\nmfa_serial = arn:aws:iam::1:mfa/x\nduration_seconds = 900\nregion = us-east-1\n"
  ROLE ("far") "source_profile = audit\n"
  ROLE ("both") "source_profile = both\n"
  ROLE ("circle") "source_profile = round\n"
  ROLE ("round") "source_profile = circle\n"
  ROLE ("machine") "credential_source = Ec2InstanceMetadata\n"
  ROLE ("shell") "credential_source = Environment\n"
  ROLE ("lost") "source_profile = tool\n"
  "[profile team]\nsso_session = s\n" SSO
  "[profile legacy]\nsso_start_url = https://d.awsapps.com/start\nsso_region = eu-central-1\n" SSO
  "[profile tool]\ncredential_process = /bin/x\n"
  "[profile web]\nrole_arn = arn:aws:iam::111122223333:role/w\nweb_identity_token_file = /t\n"
  "[profile login]\nlogin_session = x\n"
  "[sso-session s]\nsso_start_url = https://d.awsapps.com/start\nsso_region = eu-central-1\n";
static const char credentials[] = KEYS ("base") KEYS ("both") KEYS ("taken") "[half]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n";

/* The profile, the account's kind, or a word of why there is none. */
static const struct
{
  const char *profile;
  int kind;
  const char *why;
} expected[] = {
  { "audit", DOSSIER_ACCOUNT_ROLE, NULL },    { "far", DOSSIER_ACCOUNT_ROLE, NULL },
  { "both", DOSSIER_ACCOUNT_ROLE, NULL },     { "base", DOSSIER_ACCOUNT_KEY, NULL },
  { "team", DOSSIER_ACCOUNT_SSO, NULL },      { "legacy", DOSSIER_ACCOUNT_SSO, NULL },
  { "circle", -1, "“round”" },                { "round", -1, "in a circle" },
  { "machine", -1, "credential_source" },     { "shell", -1, "environment" },
  { "lost", -1, "“tool”" },                   { "tool", -1, "credential_process" },
  { "web", -1, "web_identity_token_file" },   { "login", -1, "login_session" },
  { "taken", -1, "already" },                 { "half", -1, "aws_secret_access_key" },
  { "default", -1, "aws_access_key_id" },
};

static DossierProfileFiles *
parse (const char *config_text,
       const char *credentials_text)
{
  g_autoptr(GBytes) one = g_bytes_new (config_text, strlen (config_text));
  g_autoptr(GBytes) other = g_bytes_new (credentials_text, strlen (credentials_text));
  g_autoptr(GError) error = NULL;
  DossierProfileFiles *files = dossier_profile_files_parse (one, other, &error);

  g_assert_no_error (error);
  return files;
}

static DossierAccountList *
list_with (const char *name)
{
  DossierAccountList *list = dossier_account_list_new ("/nonexistent/accounts.json");
  g_autoptr(DossierSecret) secret = dossier_secret_new ("s");
  g_autoptr(DossierCredentials) key = dossier_credentials_new ("AKIAIOSFODNN7EXAMPLE", secret, NULL, 0);
  g_autoptr(DossierAccount) account = dossier_account_new_for_this_run (name, "eu-central-1", key, NULL);

  dex_future_disown (dossier_account_list_add (list, account, NULL, NULL, NULL));
  return list;
}

static const DossierImportItem *
find (GPtrArray  *items,
      const char *profile,
      const char *name)
{
  for (guint i = 0; i < items->len; i++)
    {
      const DossierImportItem *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->profile, profile) &&
          (name == NULL || (item->account != NULL && g_str_equal (dossier_account_get_name (item->account), name))))
        return item;
    }
  return NULL;
}

static void
test_plan (void)
{
  g_autoptr(DossierProfileFiles) files = parse (config, credentials);
  g_autoptr(DossierAccountList) list = list_with ("taken");
  g_autoptr(GPtrArray) items = dossier_import_plan (files, list, NULL);
  g_autoptr(GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  const DossierAccountOptions *options;

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const char *name = expected[i].kind < 0 ? NULL : expected[i].profile;
      const DossierImportItem *item = find (items, expected[i].profile, name);

      g_test_message ("%s: %s", expected[i].profile, item != NULL && item->reason != NULL ? item->reason : "");
      g_assert_nonnull (item);
      g_assert_true ((item->account == NULL) != (item->reason == NULL));
      if (expected[i].kind >= 0)
        g_assert_cmpint (dossier_account_get_kind (item->account), ==, expected[i].kind);
      else
        g_assert_nonnull (strstr (item->reason, expected[i].why));
      g_assert_true (item->reason == NULL || strstr (item->reason, "s3cr3t") == NULL);
    }

  /* What another one needs stands before it. */
  for (guint i = 0; i < items->len; i++)
    {
      const DossierImportItem *item = g_ptr_array_index (items, i);

      if (item->account == NULL)
        continue;
      options = dossier_account_get_options (item->account);
      g_assert_true (options->source == NULL || g_hash_table_contains (before, options->source));
      g_hash_table_add (before, (gpointer) dossier_account_get_id (item->account));
    }

  options = dossier_account_get_options (find (items, "audit", NULL)->account);
  g_assert_cmpstr (options->region, ==, "us-east-1");
  g_assert_cmpstr (options->external_id, ==, "e:1");
  g_assert_cmpstr (options->mfa_serial, ==, "arn:aws:iam::1:mfa/x");
  g_assert_cmpuint (options->duration, ==, 900);
  g_assert_cmpstr (options->source, ==, dossier_account_get_id (find (items, "base", NULL)->account));
  g_assert_cmpstr (dossier_account_get_region (find (items, "base", NULL)->account), ==, "eu-west-1");

  /* One that is a role and its own source becomes two accounts. */
  options = dossier_account_get_options (find (items, "both", "both")->account);
  g_assert_cmpstr (options->source, ==, dossier_account_get_id (find (items, "both", "both (key)")->account));

  /* Nothing was done yet. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
}

static void
test_regions (void)
{
  g_autoptr(DossierProfileFiles) files = parse ("", KEYS ("base"));
  g_autoptr(DossierAccountList) list = list_with ("other");
  g_autoptr(GPtrArray) without = dossier_import_plan (files, list, NULL);
  g_autoptr(GPtrArray) with = dossier_import_plan (files, list, "eu-north-1");

  g_assert_nonnull (strstr (find (without, "base", NULL)->reason, "region"));
  g_assert_cmpstr (dossier_account_get_region (find (with, "base", NULL)->account), ==, "eu-north-1");
}

/* Windows line ends, and what is no such file at all. */
static void
test_files (void)
{
  g_autoptr(DossierProfileFiles) windows = parse ("[profile p]\r\nregion = eu-west-1\r\n", "");
  g_autofree char *huge = g_strnfill (10 * 1024 * 1024, 'x');
  g_autoptr(GBytes) large = g_bytes_new_static (huge, 10 * 1024 * 1024);
  g_autoptr(GBytes) twice = g_bytes_new_static ("[a]\nx = 1\n[a]\n", 14);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (dossier_profile_files_get (windows, "p", "region"), ==, "eu-west-1");
  g_assert_null (dossier_profile_files_parse (large, NULL, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (dossier_profile_files_parse (NULL, twice, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/accounts/import/plan", test_plan);
  g_test_add_func ("/accounts/import/regions", test_regions);
  g_test_add_func ("/accounts/import/files", test_files);
  return g_test_run ();
}
