// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The most entries of one field, by the Amazon Inspector API. */
#define DOSSIER_FILTER_MAX_ENTRIES 10

/**
 * DossierFilterKind:
 * @DOSSIER_FILTER_KIND_STRING: StringFilter: a comparison and a value
 * @DOSSIER_FILTER_KIND_NUMBER: NumberFilter: a lower and an upper bound
 * @DOSSIER_FILTER_KIND_DATE: DateFilter: bounds in seconds since 1970-01-01 00:00 UTC
 * @DOSSIER_FILTER_KIND_MAP: MapFilter: a key and a value
 * @DOSSIER_FILTER_KIND_PORT: PortRangeFilter: a first and a last port
 * @DOSSIER_FILTER_KIND_PACKAGE: PackageFilter: string and number filters on one package
 *
 * What the entries of a field look like, by the names of the Amazon Inspector API.
 */
typedef enum
{
  DOSSIER_FILTER_KIND_STRING,
  DOSSIER_FILTER_KIND_NUMBER,
  DOSSIER_FILTER_KIND_DATE,
  DOSSIER_FILTER_KIND_MAP,
  DOSSIER_FILTER_KIND_PORT,
  DOSSIER_FILTER_KIND_PACKAGE,
} DossierFilterKind;

/**
 * DossierFilterField:
 * @name: the member of FilterCriteria
 * @label: what people call it, in English
 * @kind: what its entries look like
 * @values: (nullable) (array zero-terminated=1): the only values there are;
 *   %NULL where any text may stand
 * @maximum: the highest number, for %DOSSIER_FILTER_KIND_NUMBER; the lowest is 0
 * @path: the member of a finding that it tests; `[]` stands for any element of a list
 *
 * One thing to filter by.
 */
typedef struct
{
  const char *name;
  const char *label;
  DossierFilterKind kind;
  const char *const *values;
  double maximum;
  const char *path;
} DossierFilterField;

const DossierFilterField *dossier_filter_fields     (gsize      *n_fields);
const DossierFilterField *dossier_filter_field_find (const char *name);
const DossierFilterField *dossier_filter_package_members     (gsize      *n_members);
const DossierFilterField *dossier_filter_package_member_find (const char *name);

G_END_DECLS
