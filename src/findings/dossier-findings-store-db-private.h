// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <sqlcipher/sqlite3.h>

#include "dossier-secret.h"

G_BEGIN_DECLS

/* The database below the store. All of this blocks. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* The ids of what belongs to a snapshot. */
#define DOSSIER_FINDINGS_STORE_FIRST_ID(snapshot) ((gint64) (snapshot) << 32)
#define DOSSIER_FINDINGS_STORE_LAST_ID(snapshot) (((gint64) (snapshot) << 32) | G_MAXUINT32)

char         *dossier_findings_store_db_get_place (const char     *path);
gboolean      dossier_findings_store_db_make_file (const char     *path,
                                                   GError        **error);
sqlite3      *dossier_findings_store_db_open      (const char     *place,
                                                   DossierSecret  *key,
                                                   GError        **error);
sqlite3      *dossier_findings_store_db_open_more (const char     *place,
                                                   DossierSecret  *key,
                                                   GError        **error);
char         *dossier_findings_store_db_set_aside (const char     *path,
                                                   GError        **error);

gboolean      dossier_findings_store_db_exec      (sqlite3        *db,
                                                   const char     *sql,
                                                   GError        **error);
sqlite3_stmt *dossier_findings_store_db_prepare   (sqlite3        *db,
                                                   const char     *sql,
                                                   GError        **error);
gboolean      dossier_findings_store_db_step      (sqlite3_stmt   *statement,
                                                   gboolean       *has_row,
                                                   GError        **error);
gboolean      dossier_findings_store_db_run       (sqlite3_stmt   *statement,
                                                   GError        **error);
gboolean      dossier_findings_store_db_end       (sqlite3        *db,
                                                   gboolean        good,
                                                   GError        **error);
void          dossier_findings_store_db_bind_text (sqlite3_stmt   *statement,
                                                   int             index,
                                                   const char     *text);

G_END_DECLS
