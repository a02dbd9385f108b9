// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DossierExportPlan:
 * @format: `CSV` or `JSON`, as AWS spells it
 * @filter_criteria: (nullable): Inspector's FilterCriteria
 * @bucket: the bucket's name
 * @prefix: (nullable): the key prefix
 * @kms_key_arn: the key that encrypts the report
 * @download_folder: (nullable): where the report is fetched to; %NULL leaves it in the bucket
 *
 * What a person asked for: all that is needed to make the report, and to go on
 * making it after a restart. Never changed once a run has it.
 */
typedef struct
{
  char *format;
  JsonObject *filter_criteria;
  char *bucket;
  char *prefix;
  char *kms_key_arn;
  char *download_folder;
} DossierExportPlan;

DossierExportPlan *dossier_export_plan_copy      (const DossierExportPlan  *self);
void               dossier_export_plan_free      (DossierExportPlan        *self);
gboolean           dossier_export_plan_check     (const DossierExportPlan  *self,
                                                  const char               *region,
                                                  GError                  **error);
JsonObject        *dossier_export_plan_to_json   (const DossierExportPlan  *self);
DossierExportPlan *dossier_export_plan_from_json (JsonObject               *object,
                                                  GError                  **error);
const char        *dossier_export_plan_extension (const DossierExportPlan  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierExportPlan, dossier_export_plan_free)

G_END_DECLS
