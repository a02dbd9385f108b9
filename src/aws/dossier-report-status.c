// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-json.h"
#include "dossier-report-status.h"

G_DEFINE_BOXED_TYPE (DossierReportStatus, dossier_report_status, dossier_report_status_copy,
                     dossier_report_status_free)

static gboolean
take_string (JsonObject  *object,
             const char  *member,
             char       **place,
             GError     **error)
{
  const char *value = NULL;

  if (!dossier_json_get_string (object, member, &value, error))
    return FALSE;

  *place = g_strdup (value);
  return TRUE;
}

static gboolean
need_string (JsonObject  *object,
             const char  *member,
             char       **place,
             GError     **error)
{
  *place = g_strdup (dossier_json_need_string (object, member, error));
  return *place != NULL;
}

static gboolean
take_members (DossierReportStatus  *self,
              JsonObject           *root,
              GError              **error)
{
  JsonObject *destination = NULL, *criteria = NULL;

  if (!need_string (root, "reportId", &self->report_id, error) ||
      !need_string (root, "status", &self->status, error) ||
      !take_string (root, "errorCode", &self->error_code, error) ||
      !take_string (root, "errorMessage", &self->error_message, error) ||
      !dossier_json_get_object (root, "destination", &destination, error) ||
      !dossier_json_get_object (root, "filterCriteria", &criteria, error))
    return FALSE;

  if (criteria != NULL)
    self->filter_criteria = json_object_ref (criteria);
  return destination == NULL ||
         (take_string (destination, "bucketName", &self->bucket, error) &&
          take_string (destination, "keyPrefix", &self->key_prefix, error) &&
          take_string (destination, "kmsKeyArn", &self->kms_key_arn, error));
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
  g_autoptr(JsonObject) root = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  /* Empty bytes have no address. */
  root = dossier_json_parse_object (text != NULL ? text : "", (gssize) length, error);
  if (root == NULL || !take_members (self, root, error))
    {
      g_prefix_error_literal (error, "Inspector's answer to GetFindingsReportStatus is not valid: ");
      return NULL;
    }

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
