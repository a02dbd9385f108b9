// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-values.h"
#include "dossier-json.h"
#include "dossier-test.h"

static DossierFilter *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) criteria = dossier_json_parse_object (text, -1, &error);
  DossierFilter *filter;

  g_assert_no_error (error);
  filter = dossier_filter_from_json (criteria, &error);
  g_assert_no_error (error);
  return filter;
}

static void
assert_toggled (const char *before,
                const char *field,
                const char *value,
                const char *after)
{
  g_autoptr(DossierFilter) filter = parse (before);
  g_autoptr(DossierFilter) toggled = dossier_filter_toggle_value (filter, field, value);
  g_autoptr(DossierFilter) expected = parse (after);
  g_autoptr(DossierFilter) back = dossier_filter_toggle_value (toggled, field, value);

  g_assert_true (dossier_filter_equal (toggled, expected));
  g_assert_true (dossier_filter_equal (back, filter));
}

static void
test_toggle (void)
{
  assert_toggled ("{}", "severity", "HIGH",
                  "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}");
  assert_toggled ("{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}", "severity", "HIGH",
                  "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"},"
                  "{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}");
}

/* AWS takes ten entries of a field. */
static void
test_toggle_is_limited (void)
{
  g_autoptr(GString) text = g_string_new ("{\"severity\":[");
  g_autoptr(DossierFilter) full = NULL;
  g_autoptr(DossierFilter) toggled = NULL;

  for (int i = 0; i < 10; i++)
    g_string_append_printf (text, "%s{\"comparison\":\"PREFIX\",\"value\":\"H%d\"}", i > 0 ? "," : "", i);
  g_string_append (text, "]}");

  full = parse (text->str);
  toggled = dossier_filter_toggle_value (full, "severity", "HIGH");
  g_assert_true (dossier_filter_equal (toggled, full));
}

/* What chips do not show must survive them. */
static void
test_toggle_keeps_the_rest (void)
{
  assert_toggled ("{\"title\":[{\"comparison\":\"PREFIX\",\"value\":\"CVE\"}],"
                  "\"severity\":[{\"comparison\":\"PREFIX\",\"value\":\"CRIT\"}]}",
                  "severity", "LOW",
                  "{\"title\":[{\"comparison\":\"PREFIX\",\"value\":\"CVE\"}],"
                  "\"severity\":[{\"comparison\":\"PREFIX\",\"value\":\"CRIT\"},"
                  "{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}");
}

static void
test_values (void)
{
  g_autoptr(DossierFilter) filter =
      parse ("{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"},"
             "{\"comparison\":\"PREFIX\",\"value\":\"CRIT\"}]}");
  g_auto(GStrv) severities = dossier_filter_dup_values (filter, "severity");
  g_auto(GStrv) statuses = dossier_filter_dup_values (filter, "findingStatus");

  g_assert_cmpstrv (severities, ((const char *[]) { "HIGH", NULL }));
  g_assert_cmpuint (g_strv_length (statuses), ==, 0);
  g_assert_true (dossier_filter_has_value (filter, "severity", "HIGH"));
  g_assert_false (dossier_filter_has_value (filter, "severity", "CRIT"));
  g_assert_false (dossier_filter_has_value (filter, "findingStatus", "ACTIVE"));
}

int
main (int    argc,
      char **argv)
{
  dossier_test_init (&argc, &argv);

  g_test_add_func ("/findings/filter-values/toggle", test_toggle);
  g_test_add_func ("/findings/filter-values/toggle-keeps-the-rest", test_toggle_keeps_the_rest);
  g_test_add_func ("/findings/filter-values/toggle-is-limited", test_toggle_is_limited);
  g_test_add_func ("/findings/filter-values/values", test_values);

  return g_test_run ();
}
