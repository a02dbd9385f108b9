// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "dossier-demo-data.h"

G_BEGIN_DECLS

/**
 * DossierDemoScope:
 * @region: index for dossier_demo_region()
 * @accounts: bit N stands for dossier_demo_account_id() of N
 *
 * Which findings a caller may see at all: those of one Region, and of one
 * account or, for a delegated administrator, of all.
 */
typedef struct
{
  guint region;
  guint accounts;
} DossierDemoScope;

/**
 * DossierDemoQuery:
 * @scope: whose findings
 * @criteria: (nullable): a FilterCriteria that dossier_demo_filter_check() took; %NULL is all
 * @sort_field: (nullable): a SortField; %NULL leaves them as they were made
 * @descending: whether the greatest comes first
 *
 * What ListFindings and CreateFindingsReport are asked for.
 */
typedef struct
{
  DossierDemoScope scope;
  JsonObject *criteria;
  const char *sort_field;
  gboolean descending;
} DossierDemoQuery;

typedef struct _DossierDemoIndex DossierDemoIndex;

DossierDemoIndex *dossier_demo_index_new       (DossierDemoData         *data);
void              dossier_demo_index_free      (DossierDemoIndex        *self);
DossierDemoData  *dossier_demo_index_get_data  (DossierDemoIndex        *self);
GArray           *dossier_demo_index_find      (DossierDemoIndex        *self,
                                                const DossierDemoQuery  *query);
void              dossier_demo_index_forget    (DossierDemoIndex        *self);
void              dossier_demo_index_set_rules (DossierDemoIndex        *self,
                                                const DossierDemoQuery  *rules,
                                                gsize                    n_rules);

gboolean          dossier_demo_sort_field_is_known (const char             *name);
char             *dossier_demo_query_to_text       (const DossierDemoQuery *query);
char             *dossier_demo_json_canonical      (JsonObject             *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierDemoIndex, dossier_demo_index_free)

G_END_DECLS
