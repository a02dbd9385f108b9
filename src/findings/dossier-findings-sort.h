// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What ListFindings sorts by, as the Amazon Inspector API spells it. */
const char *const *dossier_findings_sort_fields (void);
gboolean           dossier_findings_sort_parse  (const char  *text,
                                                 const char **field,
                                                 gboolean    *descending,
                                                 GError     **error);

G_END_DECLS
