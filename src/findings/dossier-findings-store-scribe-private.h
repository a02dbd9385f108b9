// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-page.h"
#include "dossier-findings-store-db-private.h"

G_BEGIN_DECLS

/* Writes pages into one snapshot. For the store's thread alone. */
typedef struct _DossierFindingsStoreScribe DossierFindingsStoreScribe;

DossierFindingsStoreScribe *dossier_findings_store_scribe_new   (sqlite3                     *db,
                                                                 gint64                       snapshot);
gboolean                    dossier_findings_store_scribe_write (DossierFindingsStoreScribe  *self,
                                                                 GPtrArray                   *pages,
                                                                 GError                     **error);
void                        dossier_findings_store_scribe_free  (DossierFindingsStoreScribe  *self);

G_END_DECLS
