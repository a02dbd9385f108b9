// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-store-db-private.h"
#include "dossier-findings-store-query.h"

G_BEGIN_DECLS

/* A statement with the values of its parameters. What a person or AWS wrote is
 * always a value, never text of the statement. */
typedef struct
{
  GString *text;
  GArray *values; /* GValue */
} DossierFindingsStoreSql;

DossierFindingsStoreSql *dossier_findings_store_sql_new        (void);
sqlite3_stmt            *dossier_findings_store_sql_prepare    (const DossierFindingsStoreSql    *self,
                                                                sqlite3                          *db,
                                                                GError                          **error);
void                     dossier_findings_store_sql_free       (DossierFindingsStoreSql          *self);

void                     dossier_findings_store_sql_add_conditions (DossierFindingsStoreSql      *self,
                                                                    const DossierFindingsStoreQuery *query);
void                     dossier_findings_store_sql_add_filter (DossierFindingsStoreSql          *self,
                                                                gint64                            snapshot,
                                                                const DossierFilter              *filter);
void                     dossier_findings_store_sql_add_text   (DossierFindingsStoreSql          *self,
                                                                const char                       *sql,
                                                                const char                       *value);
void                     dossier_findings_store_sql_add_number (DossierFindingsStoreSql          *self,
                                                                const char                       *sql,
                                                                double                            value);
void                     dossier_findings_store_sql_add_integer (DossierFindingsStoreSql         *self,
                                                                 const char                      *sql,
                                                                 gint64                           value);
void                     dossier_findings_store_sql_add_range  (DossierFindingsStoreSql          *self,
                                                                const char                       *sql,
                                                                gint64                            snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsStoreSql, dossier_findings_store_sql_free)

G_END_DECLS
