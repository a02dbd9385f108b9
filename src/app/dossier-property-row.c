// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-property-row.h"

/**
 * dossier_property_row_new:
 * @name: what it is
 * @value: its value, which can be marked and copied
 *
 * Returns: (transfer floating): a row in which nothing is taken for markup
 */
GtkWidget *
dossier_property_row_new (const char *name,
                          const char *value)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "use-markup", FALSE,
                                 "subtitle-selectable", TRUE,
                                 "css-classes", (const char *[]) { "property", NULL },
                                 NULL);

  /* Only now: while an object is made, “use-markup” does not reach its labels. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  return row;
}
