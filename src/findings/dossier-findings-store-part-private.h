// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <yyjson.h>
#include <zstd.h>

#include "dossier-finding.h"
#include "dossier-findings-store-field-private.h"
#include "dossier-findings-store-scribe-private.h"

G_BEGIN_DECLS

typedef enum
{
  DOSSIER_FINDINGS_STORE_IS_THERE,
  DOSSIER_FINDINGS_STORE_ADD_BLOCK,
  DOSSIER_FINDINGS_STORE_FIND_TWIN,
  DOSSIER_FINDINGS_STORE_ADD_FINDING, /* and the other homes in their order */
  DOSSIER_FINDINGS_STORE_ADD_CLASS,
  DOSSIER_FINDINGS_STORE_ADD_RESOURCE,
  DOSSIER_FINDINGS_STORE_ADD_WEAKNESS,
  DOSSIER_FINDINGS_STORE_ADD_FACT,
  DOSSIER_FINDINGS_STORE_ADD_PACKAGE,
  DOSSIER_FINDINGS_STORE_N_STATEMENTS,
} DossierFindingsStoreStatement;

struct _DossierFindingsStoreScribe
{
  sqlite3 *db;
  gint64 snapshot;
  sqlite3_stmt *statements[DOSSIER_FINDINGS_STORE_N_STATEMENTS];
  ZSTD_CCtx *zstd;
  yyjson_alc *memory;
  GString *key;
  GArray *facts;
  GHashTable *known[DOSSIER_FINDINGS_STORE_N_HOMES]; /* Known, by what it says; %NULL for findings */
  gint64 last_id[DOSSIER_FINDINGS_STORE_N_HOMES];
  gint64 last_block;
};

sqlite3_stmt *dossier_findings_store_scribe_get_statement    (DossierFindingsStoreScribe     *self,
                                                              DossierFindingsStoreStatement   which,
                                                              GError                        **error);
void          dossier_findings_store_scribe_bind_columns     (sqlite3_stmt                   *statement,
                                                              DossierFindingsStoreHome        home,
                                                              GArray                         *facts);
void          dossier_findings_store_scribe_begin_parts      (DossierFindingsStoreScribe     *self);
void          dossier_findings_store_scribe_forget_parts     (DossierFindingsStoreScribe     *self);
void          dossier_findings_store_scribe_end_parts        (DossierFindingsStoreScribe     *self);
gboolean      dossier_findings_store_scribe_find_or_add_part (DossierFindingsStoreScribe     *self,
                                                              DossierFinding                 *finding,
                                                              yyjson_val                     *root,
                                                              DossierFindingsStoreHome        home,
                                                              gint64                         *id,
                                                              GError                        **error);

G_END_DECLS
