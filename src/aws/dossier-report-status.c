// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-json.h"
#include "dossier-report-status.h"

G_DEFINE_BOXED_TYPE (DossierReportStatus, dossier_report_status, dossier_report_status_copy,
                     dossier_report_status_free)

static gboolean
take_members (DossierReportStatus  *self,
              JsonObject           *root,
              GError              **error)
{
  JsonObject *destination = NULL, *criteria = NULL;

  if (!dossier_aws_json_need_text (root, "reportId", &self->report_id, error) ||
      !dossier_aws_json_need_text (root, "status", &self->status, error) ||
      !dossier_aws_json_get_text (root, "errorCode", &self->error_code, error) ||
      !dossier_aws_json_get_text (root, "errorMessage", &self->error_message, error) ||
      !dossier_json_get_object (root, "destination", &destination, error) ||
      !dossier_json_get_object (root, "filterCriteria", &criteria, error))
    return FALSE;

  if (criteria != NULL)
    self->filter_criteria = json_object_ref (criteria);
  return destination == NULL ||
         (dossier_aws_json_get_text (destination, "bucketName", &self->bucket, error) &&
          dossier_aws_json_get_text (destination, "keyPrefix", &self->key_prefix, error) &&
          dossier_aws_json_get_text (destination, "kmsKeyArn", &self->kms_key_arn, error));
}

/**
 * dossier_report_status_parse:
 * @body: the body of an answer of GetFindingsReportStatus
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the status; never %NULL without an error
 */
DossierReportStatus *
dossier_report_status_parse (GBytes  *body,
                             GError **error)
{
  g_autoptr(DossierReportStatus) self = g_new0 (DossierReportStatus, 1);
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);

  if (root == NULL || !take_members (self, root, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_report_status_copy:
 * @self: a status
 *
 * Returns: (transfer full): a copy
 */
DossierReportStatus *
dossier_report_status_copy (const DossierReportStatus *self)
{
  DossierReportStatus *copy = g_new0 (DossierReportStatus, 1);

  copy->report_id = g_strdup (self->report_id);
  copy->status = g_strdup (self->status);
  copy->error_code = g_strdup (self->error_code);
  copy->error_message = g_strdup (self->error_message);
  copy->bucket = g_strdup (self->bucket);
  copy->key_prefix = g_strdup (self->key_prefix);
  copy->kms_key_arn = g_strdup (self->kms_key_arn);
  if (self->filter_criteria != NULL)
    copy->filter_criteria = json_object_ref (self->filter_criteria);
  return copy;
}

/**
 * dossier_report_status_free:
 * @self: (transfer full): a status
 */
void
dossier_report_status_free (DossierReportStatus *self)
{
  g_free (self->report_id);
  g_free (self->status);
  g_free (self->error_code);
  g_free (self->error_message);
  g_free (self->bucket);
  g_free (self->key_prefix);
  g_free (self->kms_key_arn);
  g_clear_pointer (&self->filter_criteria, json_object_unref);
  g_free (self);
}
