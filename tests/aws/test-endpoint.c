// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-endpoint.h"
#include "dossier-error.h"
#include "dossier-region.h"
#include "dossier-test.h"

static void
test_partitions (void)
{
  static const char *const known[][2] = {
    { "eu-central-1", "aws" },      { "mx-central-1", "aws" },      { "cn-north-1", "aws-cn" },
    { "us-gov-west-1", "aws-us-gov" }, { "eusc-de-east-1", "aws-eusc" },
    /* One that does not exist yet is taken all the same. */
    { "eu-nowhere-7", "aws" },
  };
  static const char *const unknown[] = {
    "", "eu", "eu-central", "EU-CENTRAL-1", "eu-central-1\n", "eu-central-1.evil.example", "xx-west-1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpstr (dossier_region_partition (known[i][0])->name, ==, known[i][1]);
  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_null (dossier_region_partition (unknown[i]));
}

static void
test_principals (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *ordinary = dossier_region_inspector_principal ("eu-central-1", &error);
  g_autofree char *opt_in = dossier_region_inspector_principal ("me-central-1", &error);
  g_autofree char *gov = dossier_region_inspector_principal ("us-gov-west-1", &error);
  gsize n_regions;
  const DossierRegion *regions = dossier_region_list (&n_regions);

  g_assert_no_error (error);
  g_assert_cmpstr (ordinary, ==, "inspector2.amazonaws.com");
  g_assert_cmpstr (opt_in, ==, "inspector2.me-central-1.amazonaws.com");
  g_assert_cmpstr (gov, ==, "inspector2.amazonaws.com");
  g_assert_null (dossier_region_inspector_principal ("nowhere", &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);

  for (gsize i = 0; i < n_regions; i++)
    g_assert_nonnull (dossier_region_partition (regions[i].name));
}

static void
test_special_hosts (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *signing_region = NULL;
  g_autofree char *dual =
      dossier_endpoint_resolve ("iam", "eu-central-1", DOSSIER_ENDPOINT_DUAL_STACK, &signing_region, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dual, ==, "https://iam.global.api.aws");
  g_assert_cmpstr (signing_region, ==, "us-east-1");

  g_assert_null (dossier_endpoint_resolve ("iam", "cn-north-1", DOSSIER_ENDPOINT_FIPS, NULL, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_clear_error (&error);
  g_assert_null (dossier_endpoint_resolve ("s3", "cn-north-1", DOSSIER_ENDPOINT_FIPS, NULL, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_clear_error (&error);
  g_assert_null (dossier_endpoint_resolve ("s3", "localhost", DOSSIER_ENDPOINT_DEFAULT, NULL, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
}

static void
test_custom (void)
{
  static const char *const good[] = {
    "https://vpce-1.s3.eu-central-1.vpce.amazonaws.com", "http://127.0.0.1:8080",
    "http://127.8.9.1", "http://localhost:4566/", "http://[::1]:4566", "https://proxy.example/aws",
  };
  static const char *const bad[] = {
    "", "localhost", "http://example.com", "http://192.168.0.1", "http://127.0.0.1.example.com",
    "ftp://127.0.0.1", "https://", "https://user:secret@example.com", "https://a.example/?x=secret",
    "https://a.example/#secret", "http://localhost.example.com", "https://user:secret@a b", "user:secret@localhost",
    "http://user:secret@127.0.0.1:99999",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (dossier_endpoint_check_custom (good[i], &error));
      g_assert_no_error (error);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (dossier_endpoint_check_custom (bad[i], &error));
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
      g_assert_null (strstr (error->message, "secret"));
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/aws/region/partitions", test_partitions);
  g_test_add_func ("/aws/region/principals", test_principals);
  g_test_add_func ("/aws/endpoint/special-hosts", test_special_hosts);
  g_test_add_func ("/aws/endpoint/custom", test_custom);

  return g_test_run ();
}
