// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* AWS's words in the person's language. A word that nobody here knows stays as
 * AWS spells it: it is never hidden and never taken for another.
 */

const char *dossier_word_severity      (const char *word);
const char *dossier_word_status        (const char *word);
const char *dossier_word_finding_type  (const char *word);
const char *dossier_word_resource_type (const char *word);
const char *dossier_word_fix           (const char *word);
const char *dossier_word_filter_field  (const char *name);
const char *dossier_word_filter_value  (const char *name,
                                        const char *value);

const char *dossier_severity_style     (const char *word);

G_END_DECLS
