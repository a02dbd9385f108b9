// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_REPORT_STATUS (dossier_report_status_get_type ())

/**
 * DossierReportStatus:
 * @report_id: the report's id
 * @status: `SUCCEEDED`, `IN_PROGRESS`, `CANCELLED`, `FAILED`, or a word AWS added since
 * @error_code: (nullable): why it failed, for instance `INVALID_PERMISSIONS`
 * @error_message: (nullable): the same in words
 * @bucket: (nullable): where the report goes
 * @key_prefix: (nullable): its key prefix there
 * @kms_key_arn: (nullable): the key that encrypts it
 * @filter_criteria: (nullable): which findings it holds
 *
 * The answer of GetFindingsReportStatus.
 */
typedef struct
{
  char *report_id;
  char *status;
  char *error_code;
  char *error_message;
  char *bucket;
  char *key_prefix;
  char *kms_key_arn;
  JsonObject *filter_criteria;
} DossierReportStatus;

GType                dossier_report_status_get_type (void);
DossierReportStatus *dossier_report_status_parse    (GBytes                     *body,
                                                     GError                    **error);
DossierReportStatus *dossier_report_status_copy     (const DossierReportStatus  *self);
void                 dossier_report_status_free     (DossierReportStatus        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierReportStatus, dossier_report_status_free)

G_END_DECLS
