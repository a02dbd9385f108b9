// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DossierInspector2Operation:
 * @name: as AWS spells it, "ListFindings"
 * @path: where it is POSTed
 * @idempotent: whether it may be sent again when nobody knows if it was heard
 *
 * An operation of Amazon Inspector (service `inspector2`, REST with JSON).
 */
typedef struct
{
  const char *name;
  const char *path;
  gboolean idempotent;
} DossierInspector2Operation;

/**
 * DossierListFindingsInput:
 * @filter_criteria: (nullable): FilterCriteria; AWS has no default status here
 * @sort_field: (nullable): AWS's spelling, "INSPECTOR_SCORE"
 * @descending: the order, where there is a @sort_field
 * @max_results: findings on a page, 1 to 100
 * @next_token: (nullable): what the page before gave
 */
typedef struct
{
  JsonObject *filter_criteria;
  const char *sort_field;
  gboolean descending;
  guint max_results;
  const char *next_token;
} DossierListFindingsInput;

const DossierInspector2Operation *dossier_inspector2_operation_find (const char *name);

GBytes *dossier_inspector2_list_findings_body         (const DossierListFindingsInput  *input,
                                                       GError                         **error);
GBytes *dossier_inspector2_create_findings_report_body (const char  *format,
                                                        JsonObject  *filter_criteria,
                                                        const char  *bucket,
                                                        const char  *key_prefix,
                                                        const char  *kms_key_arn,
                                                        GError     **error);
GBytes *dossier_inspector2_report_id_body             (const char  *report_id);
GBytes *dossier_inspector2_list_finding_aggregations_body (const char  *type,
                                                           JsonObject  *request,
                                                           const char  *next_token);
GBytes *dossier_inspector2_batch_get_account_status_body (const char *const  *account_ids,
                                                          GError            **error);
GBytes *dossier_inspector2_list_members_body          (gboolean     only_associated,
                                                       guint        max_results,
                                                       const char  *next_token,
                                                       GError     **error);
char   *dossier_inspector2_parse_report_id            (GBytes      *body,
                                                       GError     **error);

G_END_DECLS
