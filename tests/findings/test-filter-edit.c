// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* What chips and a text entry need: clauses, and completion. */

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-filter-clause.h"
#include "dossier-filter-completion.h"
#include "dossier-filter-parser.h"
#include "dossier-test.h"

static DossierFilter *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  DossierFilter *filter = dossier_filter_from_text (text, 0, NULL, &error);

  g_assert_no_error (error);
  return filter;
}

static void
assert_says (DossierFilter *filter,
             const char    *text)
{
  g_autofree char *said = dossier_filter_to_text (filter);

  g_assert_cmpstr (said, ==, text);
}

static void
test_clauses (void)
{
  g_autoptr(DossierFilter) filter = parse ("title=a*,b title!=c inspectorScore>=7");
  g_autoptr(GPtrArray) clauses = dossier_filter_list_clauses (filter);
  static const struct { const char *field; gboolean excludes, is_default; guint n_conditions; } expected[] = {
    { "title", FALSE, FALSE, 2 }, { "title", TRUE, FALSE, 1 }, { "findingStatus", FALSE, TRUE, 1 },
    { "inspectorScore", FALSE, FALSE, 1 },
  };
  const DossierFilterClause *clause;
  const DossierFilterCondition *condition;

  g_assert_cmpuint (clauses->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < clauses->len; i++)
    {
      clause = clauses->pdata[i];
      g_assert_cmpstr (clause->field->name, ==, expected[i].field);
      g_assert_cmpint (clause->excludes, ==, expected[i].excludes);
      g_assert_cmpint (clause->is_default, ==, expected[i].is_default);
      g_assert_cmpuint (clause->conditions->len, ==, expected[i].n_conditions);
    }

  clause = clauses->pdata[2];
  condition = clause->conditions->pdata[0];
  g_assert_cmpstr (condition->value, ==, "ACTIVE");
  clause = clauses->pdata[3];
  condition = clause->conditions->pdata[0];
  g_assert_true (condition->has_low && !condition->has_high);
  g_assert_cmpfloat (condition->low, ==, 7);
}

static GPtrArray *
take_conditions (const char *text)
{
  g_autoptr(DossierFilter) filter = parse (text);
  g_autoptr(GPtrArray) clauses = dossier_filter_list_clauses (filter);
  const DossierFilterClause *clause = clauses->pdata[0];

  return g_ptr_array_ref (clause->conditions);
}

static void
test_edit (void)
{
  const DossierFilterField *title = dossier_filter_field_find ("title");
  const DossierFilterField *status = dossier_filter_field_find ("findingStatus");
  g_autoptr(DossierFilter) filter = parse ("title=a title!=c severity=HIGH");
  g_autoptr(GPtrArray) two = take_conditions ("title=x*,y");
  g_autoptr(GPtrArray) ten = take_conditions ("title=1,2,3,4,5,6,7,8,9,10");
  g_autoptr(GPtrArray) closed = take_conditions ("findingStatus=CLOSED");
  g_autoptr(DossierFilter) changed = dossier_filter_with_clause (filter, title, FALSE, two, NULL);
  g_autoptr(DossierFilter) less = dossier_filter_with_clause (filter, title, FALSE, NULL, NULL);
  g_autoptr(DossierFilter) none = dossier_filter_with_clause (less, title, TRUE, NULL, NULL);
  g_autoptr(DossierFilter) same = dossier_filter_with_clause (none, title, TRUE, NULL, NULL);
  g_autoptr(DossierFilter) with_status = dossier_filter_with_clause (filter, status, FALSE, closed, NULL);
  g_autoptr(GError) error = NULL;

  assert_says (changed, "title=y,x* title!=c severity=HIGH");
  assert_says (less, "title!=c severity=HIGH");
  assert_says (none, "severity=HIGH");
  assert_says (same, "severity=HIGH");
  assert_says (with_status, "title=a title!=c severity=HIGH findingStatus=CLOSED");
  assert_says (filter, "title=a title!=c severity=HIGH");

  g_assert_null (dossier_filter_with_clause (filter, title, FALSE, ten, &error));
  g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
  g_assert_nonnull (strstr (error->message, "title has 11 entries"));
}

/* A | is the cursor; candidates are joined by spaces, and only the first few count. */
static const struct
{
  const char *text;
  const char *replaced;
  const char *candidates;
} completions[] = {
  { "|", "", "findingArn awsAccountId title findingType" },
  { "seve|", "seve", "severity vendorSeverity" },
  { "STATUS|", "STATUS", "findingStatus" },
  { "nothing|", "nothing", "" },
  { "severity|", "", "= !=" },
  { "severity!|", "!", "!=" },
  { "inspectorScore |", "", "= >= <=" },
  { "inspectorScore>|", ">", ">=" },
  { "severity=|", "", "CRITICAL HIGH MEDIUM LOW INFORMATIONAL UNTRIAGED" },
  { "severity=hi|=LOW", "hi", "HIGH" },
  { "severity=HIGH,m|", "m", "MEDIUM" },
  { "severity=HIGH, |", "", "CRITICAL HIGH" },
  { "severity!=LOW fixA|", "fixA", "fixAvailable" },
  { "severity=HIGH |severity=LOW", "", "findingArn" },
  { "title=x|", "x", "" },
  { "updatedAt>=|", "", "-7d -30d -90d today" },
  { "updatedAt=-90d..-|", "-", "-7d -30d -90d" },
  { "vulnerablePackages=|", "", "{" },
  { "vulnerablePackages={|", "", "name version epoch release architecture sourceLayerHash sourceLambdaLayerArn filePath }" },
  { "vulnerablePackages={ver|", "ver", "version" },
  { "vulnerablePackages={epoch|", "", "= >= <=" },
  { "vulnerablePackages={name=x |", "", "name" },
  { "vulnerablePackages={name=x},|", "", "{" },
  { "severty=HIGH sev|", "severty=HIGH sev", "" },
  { "severity=TALL sev|", "TALL sev", "" },
};

static void
test_completion (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (completions); i++)
    {
      const char *mark = strchr (completions[i].text, '|');
      gsize cursor = (gsize) (mark - completions[i].text);
      g_autofree char *text = g_strdup_printf ("%.*s%s", (int) cursor, completions[i].text, mark + 1);
      g_autoptr(DossierFilterCompletion) completion = dossier_filter_complete (text, cursor);
      g_autofree char *candidates = g_strjoinv (" ", completion->candidates);
      g_autofree char *replaced = g_strndup (text + completion->start, completion->end - completion->start);

      g_assert_cmpuint (completion->end, ==, cursor);
      g_assert_cmpstr (replaced, ==, completions[i].replaced);
      if (completions[i].candidates[0] == '\0' || !g_str_has_prefix (candidates, completions[i].candidates))
        g_assert_cmpstr (candidates, ==, completions[i].candidates);
    }
}

/* What knows the findings adds their values itself, so it must learn of which field. */
static void
test_completion_tells_the_field (void)
{
  g_autoptr(DossierFilterCompletion) outer = dossier_filter_complete ("title=CVE", strlen ("title=CVE"));
  g_autoptr(DossierFilterCompletion) inner =
      dossier_filter_complete ("vulnerablePackages={name=op", strlen ("vulnerablePackages={name=op"));

  g_assert_cmpint (outer->expects, ==, DOSSIER_FILTER_EXPECTS_VALUE);
  g_assert_cmpstr (outer->field->name, ==, "title");
  g_assert_null (outer->package);
  g_assert_cmpint (inner->expects, ==, DOSSIER_FILTER_EXPECTS_VALUE);
  g_assert_cmpstr (inner->field->name, ==, "name");
  g_assert_cmpstr (inner->package->name, ==, "vulnerablePackages");
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/findings/filter-edit/clauses", test_clauses);
  g_test_add_func ("/findings/filter-edit/edit", test_edit);
  g_test_add_func ("/findings/filter-edit/completion", test_completion);
  g_test_add_func ("/findings/filter-edit/completion-tells-the-field", test_completion_tells_the_field);
  return g_test_run ();
}
