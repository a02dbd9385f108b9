// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Answers each line of standard input for peers to compare. A filter gets an AWS CLI
 * command or, with the argument "text", its text form as a JSON string; with "parse",
 * {"text":TEXT,"now":SECONDS} gets the filter or {"error":…,"offset":…,"line":…,"column":…};
 * with "clauses" it gets itself, taken apart and put together again from nothing.
 * With the argument "fields" the tool lists the catalogue. */

#include "config.h"

#include <stdio.h>

#include "dossier-filter-clause.h"
#include "dossier-filter-parser.h"
#include "dossier-json.h"

static const char *const kinds[] = {
  "StringFilter", "NumberFilter", "DateFilter", "MapFilter", "PortRangeFilter", "PackageFilter",
};

static void
print_fields (void)
{
  gsize n_fields;
  const DossierFilterField *fields = dossier_filter_fields (&n_fields);

  for (gsize i = 0; i < n_fields; i++)
    printf ("%s %s %s\n", fields[i].name, kinds[fields[i].kind], fields[i].path);
}

static char *
to_text (const DossierFilter *filter)
{
  g_autofree char *text = dossier_filter_to_text (filter);
  g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), text);

  return dossier_json_to_text (node, FALSE);
}

static char *
to_criteria (const DossierFilter *filter)
{
  g_autoptr(JsonObject) criteria = dossier_filter_to_json (filter);

  return dossier_json_object_to_text (criteria, FALSE);
}

/* Backwards, for the order must not matter. */
static char *
rebuild (const DossierFilter *filter)
{
  g_autoptr(GPtrArray) clauses = dossier_filter_list_clauses (filter);
  g_autoptr(JsonObject) nothing = json_object_new ();
  g_autoptr(DossierFilter) built = dossier_filter_from_json (nothing, NULL);

  for (guint i = clauses->len; i-- > 0;)
    {
      g_autoptr(DossierFilterClause) clause = dossier_filter_clause_copy (clauses->pdata[i]);
      g_autoptr(GError) error = NULL;
      DossierFilter *next = clause->is_default ? dossier_filter_ref (built)
                                               : dossier_filter_with_clause (built, clause->field, clause->excludes,
                                                                             clause->conditions, &error);

      if (next == NULL)
        return g_strdup (error->message);
      dossier_filter_unref (built);
      built = next;
    }
  return to_criteria (built);
}

static char *
parse (JsonObject *question)
{
  DossierFilterPlace place = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFilter) filter =
      dossier_filter_from_text (json_object_get_string_member (question, "text"),
                                json_object_get_int_member_with_default (question, "now", 0), &place, &error);
  g_autoptr(JsonObject) answer = json_object_new ();

  if (filter != NULL)
    return to_criteria (filter);
  json_object_set_string_member (answer, "error", error->message);
  json_object_set_int_member (answer, "offset", (gint64) place.offset);
  json_object_set_int_member (answer, "line", place.line);
  json_object_set_int_member (answer, "column", place.column);
  return dossier_json_object_to_text (answer, FALSE);
}

static void
answer (const char *line,
        const char *mode)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = dossier_json_parse_object (line, -1, &error);
  g_autoptr(DossierFilter) filter = NULL;
  g_autofree char *text = NULL;

  if (object != NULL && g_strcmp0 (mode, "parse") == 0)
    text = parse (object);
  else if (object != NULL)
    filter = dossier_filter_from_json (object, &error);
  if (filter != NULL)
    text = g_strcmp0 (mode, "text") == 0      ? to_text (filter)
           : g_strcmp0 (mode, "clauses") == 0 ? rebuild (filter)
                                              : dossier_filter_to_aws_cli (filter, "eu-central-1");
  printf ("%s\n", text != NULL ? text : error->message);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  if (g_strcmp0 (argv[1], "fields") == 0)
    print_fields ();
  else
    while (getline (&line, &size, stdin) > 0)
      answer (line, argc > 1 ? argv[1] : NULL);
  return 0;
}
