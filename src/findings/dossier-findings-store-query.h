// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-filter.h"

G_BEGIN_DECLS

/**
 * DossierFindingsStoreQuery:
 * @snapshot: which snapshot, by its id
 * @filter: (nullable): which of its findings; %NULL, or a filter without fields, for all
 * @search: (nullable): words that must all be in the title, the vulnerability's id, or the
 *   resource's id or short name, whatever their case
 * @sort_field: (nullable): one of dossier_findings_store_sort_fields(); %NULL for the order
 *   in which they came
 * @descending: the order, where there is a @sort_field
 *
 * What to find. Findings without a value come last whatever the direction, and
 * equal ones in the order in which they came.
 */
typedef struct
{
  gint64 snapshot;
  DossierFilter *filter;
  const char *search;
  const char *sort_field;
  gboolean descending;
} DossierFindingsStoreQuery;

/**
 * DossierFindingsGrouping:
 * @DOSSIER_FINDINGS_GROUP_VULNERABILITY: by the vulnerability's id
 * @DOSSIER_FINDINGS_GROUP_RESOURCE: by the resource's id
 * @DOSSIER_FINDINGS_GROUP_PACKAGE: by the name of each vulnerable package: a finding may be in several groups
 * @DOSSIER_FINDINGS_GROUP_REPOSITORY: by the repository of container images
 * @DOSSIER_FINDINGS_GROUP_ACCOUNT: by the account
 * @DOSSIER_FINDINGS_GROUP_REGION: by the Region
 * @DOSSIER_FINDINGS_GROUP_TYPE: by the type of the finding
 *
 * What findings are counted by.
 */
typedef enum
{
  DOSSIER_FINDINGS_GROUP_VULNERABILITY,
  DOSSIER_FINDINGS_GROUP_RESOURCE,
  DOSSIER_FINDINGS_GROUP_PACKAGE,
  DOSSIER_FINDINGS_GROUP_REPOSITORY,
  DOSSIER_FINDINGS_GROUP_ACCOUNT,
  DOSSIER_FINDINGS_GROUP_REGION,
  DOSSIER_FINDINGS_GROUP_TYPE,
} DossierFindingsGrouping;

#define DOSSIER_FINDINGS_N_GROUPINGS 7

const char *const *dossier_findings_store_sort_fields (void);

G_END_DECLS
