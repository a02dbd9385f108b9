// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-filter.h"
#include "dossier-filter-field.h"
#include "dossier-json.h"
#include "dossier-test.h"

static DossierFilter *
parse (const char *text,
       GError    **error)
{
  g_autoptr(GError) json_error = NULL;
  g_autoptr(JsonObject) criteria = dossier_json_parse_object (text, -1, &json_error);

  g_assert_no_error (json_error);
  return dossier_filter_from_json (criteria, error);
}

static void
assert_becomes (const char *text,
                const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFilter) filter = parse (text, &error);
  g_autoptr(JsonObject) criteria = NULL;
  g_autofree char *canonical = NULL;

  g_assert_no_error (error);
  criteria = dossier_filter_to_json (filter);
  canonical = dossier_json_object_to_text (criteria, FALSE);
  g_assert_cmpstr (canonical, ==, expected);
}

static void
test_canonical (void)
{
  assert_becomes ("{}", "{}");
  assert_becomes ("{\"severity\":[{\"value\":\"LOW\",\"comparison\":\"EQUALS\"},"
                  "{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"},"
                  "{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}],"
                  "\"title\":[{\"value\":\"C\",\"comparison\":\"PREFIX\"}]}",
                  "{\"title\":[{\"comparison\":\"PREFIX\",\"value\":\"C\"}],"
                  "\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"},"
                  "{\"comparison\":\"EQUALS\",\"value\":\"LOW\"}]}");
  assert_becomes ("{\"inspectorScore\":[{\"upperInclusive\":10,\"lowerInclusive\":7.0}]}",
                  "{\"inspectorScore\":[{\"lowerInclusive\":7,\"upperInclusive\":10}]}");
  assert_becomes ("{\"epssScore\":[{\"lowerInclusive\":0.5}]}",
                  "{\"epssScore\":[{\"lowerInclusive\":0.5}]}");
  assert_becomes ("{\"severity\":[{\"comparison\":\"PREFIX\",\"value\":\"CRIT\"}]}",
                  "{\"severity\":[{\"comparison\":\"PREFIX\",\"value\":\"CRIT\"}]}");
  assert_becomes ("{\"resourceTags\":[{\"comparison\":\"EQUALS\",\"key\":\"k\",\"value\":\"\"}]}",
                  "{\"resourceTags\":[{\"comparison\":\"EQUALS\",\"key\":\"k\",\"value\":\"\"}]}");
}

/* What is refused, and the words that must tell where. */
static const struct
{
  const char *text;
  const char *where;
} refused[] = {
  { "{\"severty\":[]}", "severty" },
  { "{\"severity\":\"HIGH\"}", "severity must be a list" },
  { "{\"severity\":[]}", "severity has 0 entries" },
  { "{\"severity\":[\"HIGH\"]}", "severity[1] must be an object" },
  { "{\"severity\":[null]}", "severity[1]" },
  { "{\"severity\":[{\"comparison\":\"EQUALS\"}]}", "severity[1] needs a member “value”" },
  { "{\"severity\":[{\"value\":\"HIGH\"}]}", "severity[1] needs a member “comparison”" },
  { "{\"severity\":[{\"comparison\":\"LIKE\",\"value\":\"HIGH\"}]}", "severity[1].comparison" },
  { "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"high\"}]}", "one of CRITICAL, HIGH" },
  { "{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"},"
    "{\"comparison\":\"NOT_EQUALS\",\"value\":\"BAD\"}]}", "severity[2].value" },
  { "{\"title\":[{\"comparison\":\"EQUALS\",\"value\":7}]}", "title[1].value must be text" },
  { "{\"title\":[{\"comparison\":\"EQUALS\",\"value\":null}]}", "title[1].value must be text" },
  { "{\"title\":[{\"comparison\":\"EQUALS\",\"value\":\"\"}]}", "title[1].value has 0 characters" },
  { "{\"title\":[{\"comparison\":\"EQUALS\",\"value\":\"a\",\"x\":1}]}", "title[1] has a member “x”" },
  { "{\"inspectorScore\":[{}]}", "inspectorScore[1] is empty" },
  { "{\"inspectorScore\":[{\"lowerInclusive\":\"7\"}]}", "inspectorScore[1].lowerInclusive" },
  { "{\"inspectorScore\":[{\"lowerInclusive\":10.1}]}", "from 0 to 10" },
  { "{\"inspectorScore\":[{\"lowerInclusive\":8,\"upperInclusive\":7}]}", "begins after its end" },
  { "{\"epssScore\":[{\"upperInclusive\":-0.1}]}", "from 0 to 1" },
  { "{\"updatedAt\":[{\"startInclusive\":\"2026-01-01\"}]}", "updatedAt[1].startInclusive must be a number" },
  { "{\"portRange\":[{\"endInclusive\":65536}]}", "portRange[1].endInclusive" },
  { "{\"portRange\":[{\"beginInclusive\":22.5}]}", "whole number" },
  { "{\"resourceTags\":[{\"comparison\":\"PREFIX\",\"key\":\"k\"}]}", "resourceTags[1].comparison" },
  { "{\"resourceTags\":[{\"comparison\":\"EQUALS\"}]}", "needs a member “key”" },
  { "{\"vulnerablePackages\":[{}]}", "vulnerablePackages[1] is empty" },
  { "{\"vulnerablePackages\":[{\"name\":\"x\"}]}", "vulnerablePackages[1].name must be an object" },
  { "{\"vulnerablePackages\":[{\"epoch\":{\"lowerInclusive\":2,\"upperInclusive\":1}}]}",
    "vulnerablePackages[1].epoch begins after its end" },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFilter) filter = parse (refused[i].text, &error);

      g_assert_null (filter);
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
      if (strstr (error->message, refused[i].where) == NULL)
        g_error ("“%s” does not tell “%s”", error->message, refused[i].where);
    }
}

/* Characters count, not bytes: ten entries and 1,024 characters are the most. */
static void
test_limits (void)
{
  for (guint extra = 0; extra < 2; extra++)
    {
      g_autoptr(GString) value = g_string_new (NULL);
      g_autoptr(GString) list = g_string_new (NULL);
      g_autofree char *long_value = NULL;
      g_autofree char *long_list = NULL;
      g_autoptr(DossierFilter) by_value = NULL;
      g_autoptr(DossierFilter) by_list = NULL;

      for (guint i = 0; i < 1024 + extra; i++)
        g_string_append (value, "é");
      for (guint i = 0; i < 10 + extra; i++)
        g_string_append_printf (list, "%s{\"comparison\":\"EQUALS\",\"value\":\"%u\"}",
                                i > 0 ? "," : "", i);
      long_value = g_strdup_printf ("{\"title\":[{\"comparison\":\"EQUALS\",\"value\":\"%s\"}]}",
                                    value->str);
      long_list = g_strdup_printf ("{\"title\":[%s]}", list->str);
      by_value = parse (long_value, NULL);
      by_list = parse (long_list, NULL);
      g_assert_cmpint (by_value != NULL, ==, extra == 0);
      g_assert_cmpint (by_list != NULL, ==, extra == 0);
    }
}

static void
test_default_status (void)
{
  g_autoptr(DossierFilter) standard = dossier_filter_new_default ();
  g_autoptr(DossierFilter) empty = parse ("{}", NULL);
  g_autoptr(DossierFilter) closed =
      parse ("{\"findingStatus\":[{\"comparison\":\"EQUALS\",\"value\":\"CLOSED\"}]}", NULL);
  g_autoptr(DossierFilter) filled = dossier_filter_with_default_status (empty);
  g_autoptr(DossierFilter) kept = dossier_filter_with_default_status (closed);

  g_assert_true (dossier_filter_equal (filled, standard));
  g_assert_true (dossier_filter_equal (kept, closed));
  g_assert_false (dossier_filter_equal (kept, standard));
}

static void
test_aws_cli (void)
{
  g_autoptr(DossierFilter) filter =
      parse ("{\"title\":[{\"comparison\":\"EQUALS\",\"value\":\"it's $HOME\"}]}", NULL);
  g_autofree char *command = dossier_filter_to_aws_cli (filter, "us-east-1");

  g_assert_cmpstr (command, ==,
                   "aws inspector2 list-findings --region 'us-east-1' --filter-criteria "
                   "'{\"title\":[{\"comparison\":\"EQUALS\",\"value\":\"it'\\''s $HOME\"}]}'");
}

static void
test_catalogue (void)
{
  gsize n_fields;
  const DossierFilterField *fields = dossier_filter_fields (&n_fields);

  for (gsize i = 0; i < n_fields; i++)
    {
      g_assert_true (dossier_filter_field_find (fields[i].name) == &fields[i]);
      g_assert_cmpint (fields[i].maximum > 0, ==, fields[i].kind == DOSSIER_FILTER_KIND_NUMBER);
      g_assert_cmpstr (fields[i].label, !=, "");
    }
  g_assert_null (dossier_filter_field_find ("Severity"));
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/findings/filter/canonical", test_canonical);
  g_test_add_func ("/findings/filter/refused", test_refused);
  g_test_add_func ("/findings/filter/limits", test_limits);
  g_test_add_func ("/findings/filter/default-status", test_default_status);
  g_test_add_func ("/findings/filter/aws-cli", test_aws_cli);
  g_test_add_func ("/findings/filter/catalogue", test_catalogue);
  return g_test_run ();
}
