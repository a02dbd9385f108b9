// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Lists what is in each finding on a line of standard input, for peers to
 * compare: a line with its number of rows and its label, then a row a line, as
 * path, kind, instant and value, with tabs between. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "dossier-finding-member.h"

static void
answer (const char *line)
{
  g_autoptr(GBytes) json = g_bytes_new (line, strlen (line));
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierFinding) finding = dossier_finding_new (json, &error);
  g_autoptr(GListModel) rows = NULL;
  g_autofree char *label = NULL;

  if (finding == NULL)
    g_error ("%s", error->message);
  rows = dossier_finding_list_members (finding);
  label = g_strescape (dossier_finding_get_resource_label (finding), NULL);
  printf ("%u\t%s\n", g_list_model_get_n_items (rows), label);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierFindingMember) row = g_list_model_get_item (rows, i);
      g_autofree char *value = g_strescape (dossier_finding_member_get_value (row), NULL);

      printf ("%s\t%d\t%" G_GINT64_FORMAT "\t%s\n", dossier_finding_member_get_path (row),
              dossier_finding_member_get_kind (row), dossier_finding_member_get_instant (row), value);
    }
}

int
main (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length;

  while ((length = getline (&line, &size, stdin)) > 0)
    answer (line);
  return 0;
}
