// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter-field.h"
#include "dossier-filter.h"

G_BEGIN_DECLS

/**
 * DossierFilterComparison:
 * @DOSSIER_FILTER_EQUALS: the whole value
 * @DOSSIER_FILTER_PREFIX: what the value begins with
 * @DOSSIER_FILTER_NOT_EQUALS: any other value
 *
 * StringComparison of the Amazon Inspector API.
 */
typedef enum
{
  DOSSIER_FILTER_EQUALS,
  DOSSIER_FILTER_PREFIX,
  DOSSIER_FILTER_NOT_EQUALS,
} DossierFilterComparison;

/**
 * DossierFilterCondition:
 * @field: of the catalogue, or of a package's members
 * @comparison: for %DOSSIER_FILTER_KIND_STRING
 * @key: (nullable): for %DOSSIER_FILTER_KIND_MAP, never %NULL there
 * @value: (nullable): of a string, never %NULL there; of a map %NULL where any value will do
 * @has_low: whether the range has a lower bound
 * @has_high: whether the range has an upper bound
 * @low: a number, a port or seconds since 1970-01-01 00:00 UTC, inclusive
 * @high: likewise
 * @members: (nullable) (element-type DossierFilterCondition): for
 *   %DOSSIER_FILTER_KIND_PACKAGE, never %NULL there: what must hold of one package
 *
 * One entry of one field of a filter, for those who show or write it.
 */
typedef struct
{
  const DossierFilterField *field;
  DossierFilterComparison comparison;
  char *key;
  char *value;
  gboolean has_low;
  gboolean has_high;
  double low;
  double high;
  GPtrArray *members;
} DossierFilterCondition;

#define DOSSIER_TYPE_FILTER_CONDITION (dossier_filter_condition_get_type ())
GType dossier_filter_condition_get_type (void);

DossierFilterCondition *dossier_filter_condition_new   (const DossierFilterField     *field);
DossierFilterCondition *dossier_filter_condition_copy  (const DossierFilterCondition *self);
void                    dossier_filter_condition_free  (DossierFilterCondition       *self);
GPtrArray              *dossier_filter_conditions_new  (void);

JsonNode  *dossier_filter_condition_to_json    (const DossierFilterCondition *self);
GPtrArray *dossier_filter_conditions_read      (JsonObject                   *criteria,
                                                const DossierFilterField     *field);
GPtrArray *dossier_filter_list_conditions      (const DossierFilter          *self,
                                                const DossierFilterField     *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFilterCondition, dossier_filter_condition_free)

G_END_DECLS
