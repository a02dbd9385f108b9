// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-filter-parser.h"
#include "dossier-json.h"
#include "dossier-test.h"

/* 2026-11-24 09:30:00 UTC, by date(1). */
#define NOW G_GINT64_CONSTANT (1795512600)

#define EQUALS(value) "{\"comparison\":\"EQUALS\",\"value\":\"" value "\"}"
#define PREFIX(value) "{\"comparison\":\"PREFIX\",\"value\":\"" value "\"}"
#define NOT(value) "{\"comparison\":\"NOT_EQUALS\",\"value\":\"" value "\"}"

/* Texts, what they mean, and how they are written again. */
static const struct
{
  const char *text;
  const char *criteria;
  const char *again;
} good[] = {
  { "", "{}", "" },
  { " \n\t ", "{}", "" },
  { "severity=HIGH", "{\"severity\":[" EQUALS ("HIGH") "]}", "severity=HIGH" },
  { "Severity = high , critical\n", "{\"severity\":[" EQUALS ("CRITICAL") "," EQUALS ("HIGH") "]}",
    "severity=CRITICAL,HIGH" },
  { "severity!=LOW severity=crit*", "{\"severity\":[" NOT ("LOW") "," PREFIX ("crit") "]}",
    "severity=crit* severity!=LOW" },
  { "title=\"a, \\\"b\\\" *\"", "{\"title\":[" EQUALS ("a, \\\"b\\\" *") "]}", "title=\"a, \\\"b\\\" *\"" },
  { "title=\"CVE 2026\"*", "{\"title\":[" PREFIX ("CVE 2026") "]}", "title=\"CVE 2026\"*" },
  { "title=\"two\nlines\"", "{\"title\":[" EQUALS ("two\\nlines") "]}", "title=\"two\\u000alines\"" },
  { "title=한글", "{\"title\":[" EQUALS ("한글") "]}", "title=한글" },
  { "resourceId=arn:aws:lambda:eu-central-1:1:function:f",
    "{\"resourceId\":[" EQUALS ("arn:aws:lambda:eu-central-1:1:function:f") "]}",
    "resourceId=arn:aws:lambda:eu-central-1:1:function:f" },
  { "inspectorScore>=7", "{\"inspectorScore\":[{\"lowerInclusive\":7}]}", "inspectorScore>=7" },
  { "inspectorScore<=7.5", "{\"inspectorScore\":[{\"upperInclusive\":7.5}]}", "inspectorScore<=7.5" },
  { "inspectorScore=9..", "{\"inspectorScore\":[{\"lowerInclusive\":9}]}", "inspectorScore>=9" },
  { "inspectorScore=7", "{\"inspectorScore\":[{\"lowerInclusive\":7,\"upperInclusive\":7}]}", "inspectorScore=7" },
  { "inspectorScore=..3,7..9.5",
    "{\"inspectorScore\":[{\"lowerInclusive\":7,\"upperInclusive\":9.5},{\"upperInclusive\":3}]}",
    "inspectorScore=7..9.5,..3" },
  { "firstObservedAt>=-30d", "{\"firstObservedAt\":[{\"startInclusive\":1792920600}]}",
    "firstObservedAt>=2026-10-25T09:30:00Z" },
  { "firstObservedAt=-2w..-90min", "{\"firstObservedAt\":[{\"startInclusive\":1794303000,\"endInclusive\":1795507200}]}",
    "firstObservedAt=2026-11-10T09:30:00Z..2026-11-24T08:00:00Z" },
  { "updatedAt<=now", "{\"updatedAt\":[{\"endInclusive\":1795512600}]}", "updatedAt<=2026-11-24T09:30:00Z" },
  { "updatedAt=today", "{\"updatedAt\":[{\"startInclusive\":1795478400,\"endInclusive\":1795564799}]}",
    "updatedAt=2026-11-24" },
  { "updatedAt=2026-11-01..2026-11-30", "{\"updatedAt\":[{\"startInclusive\":1793491200,\"endInclusive\":1796083199}]}",
    "updatedAt=2026-11-01..2026-11-30" },
  { "updatedAt>=2026-11-24T11:30:00+02:00", "{\"updatedAt\":[{\"startInclusive\":1795512600}]}",
    "updatedAt>=2026-11-24T09:30:00Z" },
  { "updatedAt<=2026-11-24", "{\"updatedAt\":[{\"endInclusive\":1795564799}]}", "updatedAt<=2026-11-24" },
  { "updatedAt=@0.5", "{\"updatedAt\":[{\"startInclusive\":0.5,\"endInclusive\":0.5}]}", "updatedAt=@0.5" },
  { "resourceTags=team,env=prod,\"a=b\"=\"\"",
    "{\"resourceTags\":[{\"comparison\":\"EQUALS\",\"key\":\"a=b\",\"value\":\"\"},"
    "{\"comparison\":\"EQUALS\",\"key\":\"env\",\"value\":\"prod\"},{\"comparison\":\"EQUALS\",\"key\":\"team\"}]}",
    "resourceTags=\"a=b\"=\"\",env=prod,team" },
  { "portRange=22,8000..8100",
    "{\"portRange\":[{\"beginInclusive\":22,\"endInclusive\":22},{\"beginInclusive\":8000,\"endInclusive\":8100}]}",
    "portRange=22,8000..8100" },
  { "vulnerablePackages={ name=openssl version=3.0* epoch=0..1 },{name!=zlib epoch>=1}",
    "{\"vulnerablePackages\":[{\"name\":" EQUALS ("openssl") ",\"version\":" PREFIX ("3.0") ",\"epoch\":"
    "{\"lowerInclusive\":0,\"upperInclusive\":1}},{\"name\":" NOT ("zlib") ",\"epoch\":{\"lowerInclusive\":1}}]}",
    "vulnerablePackages={name=openssl version=3.0* epoch=0..1},{name!=zlib epoch>=1}" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFilter) filter = dossier_filter_from_text (good[i].text, NOW, NULL, &error);
      g_autoptr(JsonObject) criteria = NULL;
      g_autofree char *json = NULL;
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      criteria = dossier_filter_to_json (filter);
      json = dossier_json_object_to_text (criteria, FALSE);
      again = dossier_filter_to_text (filter);
      g_assert_cmpstr (json, ==, good[i].criteria);
      g_assert_cmpstr (again, ==, good[i].again);
    }
}

/* What is refused; a ^ shows where, in the text without it, and the words tell why. */
static const struct
{
  const char *text;
  const char *why;
} bad[] = {
  { "^severty=HIGH", "is “severity” meant?" },
  { "^nothing=HIGH", "is not a field" },
  { "severity=HIGH ^=LOW", "expected the name of a field" },
  { "severity^", "expected = or != behind severity" },
  { "severity ^HIGH", "expected = or !=" },
  { "inspectorScore^>7", "expected = or >= or <= behind inspectorScore; bounds count as inside" },
  { "severity^>=HIGH", "expected = or !=" },
  { "resourceTags^!=a", "expected = behind" },
  { "severity=^", "expected a value" },
  { "severity=^,HIGH", "expected a value" },
  { "severity=HIGH,^", "expected a value" },
  { "severity=^TALL", "one of CRITICAL, HIGH" },
  { "title=^\"open", "a second quotation mark" },
  { "title=^\"\\q\"", "as JSON has it" },
  { "title=^\"\\", "a second quotation mark" },
  { "title=^==x", "needs quotation marks" },
  { "title=a^*b", "a star means" },
  { "title!=a^*", "does not begin with" },
  { "title=^*", "begin with before the star" },
  { "title=^\"\"", "has 0 characters" },
  { "title=\"a\"^b", "a comma, or a space" },
  { "title=a^}", "a comma, or a space" },
  { "severity=HIGH\n\n^status=ACTIVE", "is “findingStatus” meant?" },
  { "severity=LOW ^severity=HIGH", "a second time; write alternatives" },
  { "inspectorScore>=1 ^inspectorScore<=7", "two bounds as from..to" },
  { "inspectorScore>=1^,7", "alternatives stand behind =" },
  { "inspectorScore>=1^..7", "expected one bound" },
  { "inspectorScore=^..", "a bound before or behind" },
  { "inspectorScore=^x", "expected a number" },
  { "inspectorScore=1..^x", "expected a number" },
  { "inspectorScore=^-1", "expected a number" },
  { "inspectorScore=^nan", "expected a number" },
  { "inspectorScore=^11", "from 0 to 10" },
  { "inspectorScore=^9..7", "begins after its end" },
  { "epssScore=0..1,^0..2", "from 0 to 1" },
  { "portRange=^65536", "65535" },
  { "portRange=^1.5", "whole number" },
  { "updatedAt>=^yesterday", "expected a date" },
  { "updatedAt>=^2026-02-30", "expected a date" },
  { "updatedAt>=^-30", "expected a date" },
  { "updatedAt>=^-99999999999w", "expected a date" },
  { "resourceTags=^=x", "the key of a tag" },
  { "resourceTags=a=^", "the value of the tag" },
  { "resourceTags=a^*", "as a whole" },
  { "resourceTags=a=b^*", "as a whole" },
  { "vulnerablePackages=^openssl", "expected {" },
  { "vulnerablePackages={name=x^", "expected a space or }" },
  { "vulnerablePackages={name=x ^", "expected a member of vulnerablePackages, or }" },
  { "vulnerablePackages={^nome=x}", "is “name” meant?" },
  { "vulnerablePackages={name=a^,b}", "alternatives are whole packages" },
  { "vulnerablePackages={name=a ^name=b}", "a package has one" },
  { "vulnerablePackages=^{}", "is empty" },
  { "title=1,2,3,4,5,6,7,8,9,10,^11", "more than 10 values" },
  { "title=1,2,3,4,5,6,7,8,9,10 title!=^11", "more than 10 values" },
  { "title=ab\xc3\xa9 ^\xff", "expected text in UTF-8" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *mark = strchr (bad[i].text, '^');
      g_autofree char *text = g_strdup_printf ("%.*s%s", (int) (mark - bad[i].text), bad[i].text, mark + 1);
      g_autofree char *place_text = NULL;
      DossierFilterPlace place = { 0 };
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierFilter) filter = dossier_filter_from_text (text, NOW, &place, &error);

      g_assert_null (filter);
      g_assert_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT);
      if (strstr (error->message, bad[i].why) == NULL || (glong) place.offset != mark - bad[i].text)
        g_error ("%s: at %" G_GSIZE_FORMAT ": %s", bad[i].text, place.offset, error->message);
      place_text = g_strdup_printf ("line %u, column %u:", place.line, place.column);
      g_assert_nonnull (strstr (error->message, place_text));
    }
}

static void
test_place (void)
{
  DossierFilterPlace place = { 0 };
  g_autoptr(GError) error = NULL;

  g_assert_null (dossier_filter_from_text ("title=é\r\n title=x", NOW, &place, &error));
  g_assert_cmpuint (place.line, ==, 2);
  g_assert_cmpuint (place.column, ==, 2);
  g_assert_cmpuint (place.offset, ==, strlen ("title=é\r\n "));
}

int
main (int argc, char *argv[])
{
  dossier_test_init (&argc, &argv);
  g_test_add_func ("/findings/filter-parser/good", test_good);
  g_test_add_func ("/findings/filter-parser/bad", test_bad);
  g_test_add_func ("/findings/filter-parser/place", test_place);
  return g_test_run ();
}
