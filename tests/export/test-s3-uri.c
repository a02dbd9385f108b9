// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-s3-uri.h"
#include "dossier-test.h"

static void
test_bucket_names (void)
{
  static const char *const good[] = { "abc", "my-bucket.logs", "0ab", "a1-2.3z" };
  static const char *const bad[] = {
    "",        "ab",     "Upper",         "under_score",     "-abc",          "abc-",
    ".abc",    "a..b",   "192.168.0.1",   "xn--abc",         "sthree-abc",    "amzn-s3-demo-x",
    "a-s3alias", "a--ol-s3", "a.mrap",    "a--x-s3",         "a--table-s3",   "a b",
    "a/b",     "한글버킷",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (dossier_s3_bucket_name_check (good[i], &error));
      g_assert_no_error (error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (dossier_s3_bucket_name_check (bad[i], &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }
}

static void
test_prefixes (void)
{
  static const char *const good[] = { NULL, "audit", "audit/2026/", "보고서/11월", "a b+c" };
  static const char *const bad[] = { "/audit", "a/../b", "..", "a/./b", "a\tb", "a\nb", "a\x7f", "\xff" };
  g_autofree char *longest = g_strnfill (1024 - 42, 'a');
  g_autofree char *too_long = g_strnfill (1024 - 41, 'a');
  g_autoptr(GError) length_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (dossier_s3_key_prefix_check (good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (dossier_s3_key_prefix_check (bad[i], &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
    }

  g_assert_true (dossier_s3_key_prefix_check (longest, NULL));
  g_assert_false (dossier_s3_key_prefix_check (too_long, &length_error));
  g_assert_error (length_error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
}

static void
test_uris (void)
{
  static const struct
  {
    const char *uri;
    const char *bucket;
    const char *prefix;
  } good[] = {
    { "s3://reports", "reports", NULL },
    { "s3://reports/", "reports", NULL },
    { "s3://reports/audit", "reports", "audit" },
    { "s3://reports/audit/2026/", "reports", "audit/2026/" },
  };
  static const char *const bad[] = {
    "", "reports", "s3:", "s3:/reports", "s3://", "s3:///audit", "S3://reports",
    "https://reports.s3.amazonaws.com/", "s3://re ports/a", "s3://reports//a", "s3://reports/a/../b",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *bucket = NULL;
      g_autofree char *prefix = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (dossier_s3_uri_parse (good[i].uri, &bucket, &prefix, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (bucket, ==, good[i].bucket);
      g_assert_cmpstr (prefix, ==, good[i].prefix);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *bucket = NULL;
      g_autofree char *prefix = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_false (dossier_s3_uri_parse (bad[i], &bucket, &prefix, &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
      g_assert_null (bucket);
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/export/s3-uri/bucket-names", test_bucket_names);
  g_test_add_func ("/export/s3-uri/prefixes", test_prefixes);
  g_test_add_func ("/export/s3-uri/uris", test_uris);

  return g_test_run ();
}
