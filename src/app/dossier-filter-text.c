// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-filter-text.h"
#include "dossier-filter-values.h"
#include "dossier-words.h"

/* The fields that the window offers, in the order of its chips. */
static const struct
{
  const char *name;
  const char *any;
} fields[] = {
  { "findingStatus", N_("Any status") },
  { "severity", N_("Any severity") },
  { "findingType", N_("Any type") },
};

/**
 * dossier_filter_text_phrase:
 * @filter: a filter
 * @field: a member of FilterCriteria with a fixed set of values
 *
 * Returns: (transfer full): “Severity is Critical or High”, or “Any severity”
 */
char *
dossier_filter_text_phrase (const DossierFilter *filter,
                            const char          *field)
{
  g_auto(GStrv) values = dossier_filter_dup_values (filter, field);
  g_autofree char *alternatives = NULL;

  for (gsize i = 0; values[0] == NULL && i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (fields[i].name, field))
      return g_strdup (_(fields[i].any));

  for (gsize i = 0; values[i] != NULL; i++)
    {
      char *text = g_strdup (dossier_word_filter_value (field, values[i]));

      g_free (values[i]);
      values[i] = text;
    }

  /* Translators: stands between alternatives: Critical or High */
  alternatives = g_strjoinv (_(" or "), values);
  /* Translators: part of a filter: “Severity is Critical or High” */
  return g_strdup_printf (_("%s is %s"), dossier_word_filter_field (field), alternatives);
}

/**
 * dossier_filter_text_sentence:
 * @filter: a filter
 *
 * Returns: (transfer full): all that @filter asks for, in one line
 */
char *
dossier_filter_text_sentence (const DossierFilter *filter)
{
  g_autoptr(GStrvBuilder) phrases = g_strv_builder_new ();
  g_auto(GStrv) parts = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_auto(GStrv) values = dossier_filter_dup_values (filter, fields[i].name);

      if (values[0] != NULL)
        g_strv_builder_take (phrases, dossier_filter_text_phrase (filter, fields[i].name));
    }

  parts = g_strv_builder_end (phrases);
  return g_strjoinv (" · ", parts);
}
