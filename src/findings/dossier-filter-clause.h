// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter-condition.h"

G_BEGIN_DECLS

/**
 * DossierFilterClause:
 * @field: what it is about
 * @excludes: whether none of @conditions may hold; else one of them must
 * @is_default: whether the filter does not say this, but it is asked for all the same
 * @conditions: (element-type DossierFilterCondition): one or more
 *
 * What a filter asks of one field, as a chip shows it. All clauses must hold.
 */
typedef struct
{
  const DossierFilterField *field;
  gboolean excludes;
  gboolean is_default;
  GPtrArray *conditions;
} DossierFilterClause;

#define DOSSIER_TYPE_FILTER_CLAUSE (dossier_filter_clause_get_type ())
GType dossier_filter_clause_get_type (void);

DossierFilterClause *dossier_filter_clause_copy (const DossierFilterClause *self);
void                 dossier_filter_clause_free (DossierFilterClause       *self);

GPtrArray     *dossier_filter_list_clauses (const DossierFilter       *self);
DossierFilter *dossier_filter_with_clause  (const DossierFilter       *self,
                                            const DossierFilterField  *field,
                                            gboolean                   excludes,
                                            GPtrArray                 *conditions,
                                            GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFilterClause, dossier_filter_clause_free)

G_END_DECLS
