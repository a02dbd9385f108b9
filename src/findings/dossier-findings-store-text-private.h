// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-store-db-private.h"

G_BEGIN_DECLS

/* A function in SQL: whether one of the texts contains a word, which is folded. */
#define DOSSIER_FINDINGS_STORE_CONTAINS "dossier_contains"

gboolean dossier_findings_store_text_install (sqlite3     *db,
                                                GError     **error);
char    *dossier_findings_store_text_fold    (const char  *text);

G_END_DECLS
