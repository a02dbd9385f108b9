// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-page.h"
#include "dossier-findings-store-db-private.h"

G_BEGIN_DECLS

/* In each text of the findings made here, as nothing else has it. */
#define STORE_TEST_MARK "Xyzzyva"
#define STORE_TEST_KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

DossierFindingsPage *store_test_make_page   (guint         from,
                                             guint         n,
                                             const char   *title);
char                *store_test_make_json   (guint         number,
                                             const char   *title);
gint64               store_test_ask         (sqlite3      *db,
                                             const char   *sql);
gboolean             store_test_file_has    (const char   *path,
                                             const char   *text);
sqlite3             *store_test_open        (const char   *path,
                                             const char   *key,
                                             GError      **error);
gint64               store_test_add_snapshot (sqlite3     *db);

G_END_DECLS
