// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <json-glib/json-glib.h>

#include "dossier-demo-data.h"
#include "dossier-test.h"

/* 2026-01-01 00:00 UTC and 123,456 microseconds. */
#define EPOCH G_GINT64_CONSTANT (1767225600123456)

static char *
render (guint64 seed,
        guint   n,
        gint64  epoch)
{
  g_autoptr(DossierDemoData) data = dossier_demo_data_new (seed, n, epoch);
  GString *out = g_string_new (NULL);

  for (guint at = 0; at < dossier_demo_data_get_n_findings (data); at++)
    dossier_demo_data_append_finding_json (data, at, out);
  return g_string_free (out, FALSE);
}

static void
test_same_seed_same_bytes (void)
{
  g_autofree char *one = render (7, 300, EPOCH);
  g_autofree char *two = render (7, 300, EPOCH);
  g_autofree char *other_seed = render (8, 300, EPOCH);
  g_autofree char *other_epoch = render (7, 300, EPOCH + G_TIME_SPAN_DAY);

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (one, !=, other_seed);
  g_assert_cmpstr (one, !=, other_epoch);
}

/* A page asks for single findings, so none may depend on those before it. */
static void
test_order_does_not_matter (void)
{
  g_autoptr(DossierDemoData) data = dossier_demo_data_new (7, 50, EPOCH);
  g_autofree char *whole = render (7, 50, EPOCH);
  g_autoptr(GString) pieces = g_string_new (NULL);

  for (guint at = 50; at-- > 0;)
    {
      g_autoptr(GString) one = g_string_new (NULL);

      dossier_demo_data_append_finding_json (data, at, one);
      g_string_prepend (pieces, one->str);
    }
  g_assert_cmpstr (pieces->str, ==, whole);
}

static void
test_none (void)
{
  g_autofree char *nothing = render (1, 0, EPOCH);

  g_assert_cmpstr (nothing, ==, "");
}

/* What the server decides by must be what the JSON says. */
static void
test_json_agrees_with_structure (void)
{
  static const char *const severities[] = { "UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL" };
  g_autoptr(DossierDemoData) data = dossier_demo_data_new (3, 500, EPOCH);

  for (guint at = 0; at < 500; at++)
    {
      const DossierDemoFinding *finding = dossier_demo_data_get_finding (data, at);
      g_autoptr(JsonNode) node = NULL;
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) arn = NULL;
      JsonObject *object;

      dossier_demo_data_append_finding_json (data, at, text);
      g_assert_cmpuint (text->len, <, 6000);
      node = json_from_string (text->str, &error);
      g_assert_no_error (error);
      object = json_node_get_object (node);
      arn = g_strsplit (json_object_get_string_member (object, "findingArn"), ":", 6);
      g_assert_cmpstr (arn[3], ==, dossier_demo_region (finding->region));
      g_assert_cmpstr (arn[4], ==, dossier_demo_account_id (finding->account));
      g_assert_cmpstr (json_object_get_string_member (object, "awsAccountId"), ==, arn[4]);
      g_assert_cmpstr (json_object_get_string_member (object, "severity"), ==, severities[finding->severity]);
      g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "firstObservedAt"),
                                      (double) finding->first_observed / G_TIME_SPAN_SECOND, 0.0001);
      g_assert_cmpint (finding->first_observed, <=, finding->last_observed);
      g_assert_cmpint (finding->last_observed, <=, EPOCH);
    }
}

/* 100,000 findings must fit easily, and no two may have one ARN. */
static void
test_many (void)
{
  g_autoptr(DossierDemoData) data = dossier_demo_data_new (1, 100000, EPOCH);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  g_assert_cmpuint (sizeof (DossierDemoFinding), <, 400);
  for (guint at = 0; at < 100000; at++)
    {
      const DossierDemoFinding *finding = dossier_demo_data_get_finding (data, at);

      g_assert_true (g_hash_table_add (seen, (gpointer) &finding->id[0]));
    }
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/demo/data/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/demo/data/order-does-not-matter", test_order_does_not_matter);
  g_test_add_func ("/demo/data/none", test_none);
  g_test_add_func ("/demo/data/json-agrees-with-structure", test_json_agrees_with_structure);
  g_test_add_func ("/demo/data/many", test_many);
  return g_test_run ();
}
