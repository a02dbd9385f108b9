// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-store-fetcher-private.h"
#include "dossier-findings-store-sql-private.h"
#include "dossier-findings-store.h"
#include "dossier-fiber.h"

G_BEGIN_DECLS

/* What the store's thread works with; nobody else touches it. */
typedef struct
{
  char *path; /* nullable: in memory */
  char *place;
  DossierSecret *key;
  sqlite3 *db;
  DossierFindingsStoreFetcher *fetcher;
} DossierFindingsStoreEngine;

typedef gpointer (*DossierFindingsStoreFunc) (DossierFindingsStoreEngine  *engine,
                                              gpointer                     data,
                                              GError                     **error);

DexFuture      *dossier_findings_store_run       (DossierFindingsStore      *self,
                                                  DossierFindingsStoreFunc   func,
                                                  gpointer                   data,
                                                  GDestroyNotify             destroy,
                                                  GType                      result_type);
DossierFinding *dossier_findings_store_fetch_now (DossierFindingsStore      *self,
                                                  gint64                     row,
                                                  GError                   **error);

gboolean        dossier_findings_store_delete_rows (sqlite3  *db,
                                                    gint64    snapshot,
                                                    GError  **error);

G_END_DECLS
