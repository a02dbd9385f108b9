// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-finding.h"
#include "dossier-findings-store-db-private.h"

G_BEGIN_DECLS

/* Reads findings back from one connection. */
typedef struct _DossierFindingsStoreFetcher DossierFindingsStoreFetcher;

DossierFindingsStoreFetcher *dossier_findings_store_fetcher_new  (sqlite3                      *db);
DossierFinding              *dossier_findings_store_fetcher_get  (DossierFindingsStoreFetcher  *self,
                                                                  gint64                        row,
                                                                  GError                      **error);
void                         dossier_findings_store_fetcher_free (DossierFindingsStoreFetcher  *self);

G_END_DECLS
