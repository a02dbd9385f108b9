// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Answers each filter on a line of standard input with an AWS CLI command, for
 * peers to compare; with the argument "fields" it lists the catalogue. */

#include "config.h"

#include <stdio.h>

#include "dossier-filter.h"
#include "dossier-filter-field.h"
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
    printf ("%s %s\n", fields[i].name, kinds[fields[i].kind]);
}

static void
answer (const char *line)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) criteria = dossier_json_parse_object (line, -1, &error);
  g_autoptr(DossierFilter) filter = NULL;
  g_autofree char *command = NULL;

  if (criteria != NULL)
    filter = dossier_filter_from_json (criteria, &error);
  if (filter != NULL)
    command = dossier_filter_to_aws_cli (filter, "eu-central-1");
  printf ("%s\n", command != NULL ? command : error->message);
}

int
main (int argc, char **)
{
  g_autofree char *line = NULL;
  size_t size = 0;

  if (argc > 1)
    print_fields ();
  else
    while (getline (&line, &size, stdin) > 0)
      answer (line);
  return 0;
}
