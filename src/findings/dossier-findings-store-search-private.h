// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-store-sql-private.h"

G_BEGIN_DECLS

/* What finds rows and puts them in order. */
typedef struct
{
  DossierFindingsStoreSql *rows;   /* id, severity rank and what to sort by: a number, or a row of another table */
  DossierFindingsStoreSql *places; /* nullable: the row of the other table, and its place in the order */
  gboolean is_sorted;              /* whether there is something to sort by */
  gboolean descending;
} DossierFindingsStoreSearch;

DossierFindingsStoreSearch *dossier_findings_store_search_new  (const DossierFindingsStoreQuery   *query,
                                                                GError                           **error);
gboolean                    dossier_findings_store_search_run  (const DossierFindingsStoreSearch  *self,
                                                                sqlite3                           *db,
                                                                GArray                            *rows,
                                                                guint                             *counts,
                                                                GError                           **error);
void                        dossier_findings_store_search_free (DossierFindingsStoreSearch        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsStoreSearch, dossier_findings_store_search_free)

G_END_DECLS
