// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <yyjson.h>

#include "dossier-filter-field.h"

G_BEGIN_DECLS

typedef enum
{
  DOSSIER_FINDINGS_STORE_FINDING,
  DOSSIER_FINDINGS_STORE_CLASS,
  DOSSIER_FINDINGS_STORE_RESOURCE,
  DOSSIER_FINDINGS_STORE_WEAKNESS,
} DossierFindingsStoreHome;

#define DOSSIER_FINDINGS_STORE_N_HOMES 4

/* Where the store has a field of FilterCriteria. */
typedef struct
{
  guint number;                  /* in facts; never given anew; 0: it has one value only, which is in the column */
  const char *name;              /* the member of FilterCriteria */
  DossierFindingsStoreHome home; /* the table */
  const char *column;            /* its value, or the first of several; nullable */
} DossierFindingsStoreField;

/* One value of one field. */
typedef struct
{
  const DossierFindingsStoreField *field;
  DossierFilterKind kind;
  yyjson_val *value;
} DossierFindingsStoreFact;

const DossierFindingsStoreField *dossier_findings_store_fields      (gsize      *n_fields);
const DossierFindingsStoreField *dossier_findings_store_field_find  (const char *name);

const char                      *dossier_findings_store_home_name   (DossierFindingsStoreHome home);

void     dossier_findings_store_collect_facts (yyjson_val                     *finding,
                                               DossierFindingsStoreHome        home,
                                               GArray                         *facts);
gboolean dossier_findings_store_seconds       (yyjson_val                     *value,
                                               double                         *seconds);

G_END_DECLS
