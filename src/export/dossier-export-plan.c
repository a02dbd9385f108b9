// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-arn.h"
#include "dossier-error.h"
#include "dossier-export-plan.h"
#include "dossier-json.h"
#include "dossier-s3-uri.h"

/**
 * dossier_export_plan_copy:
 * @self: a plan
 *
 * Returns: (transfer full): another with the same content
 */
DossierExportPlan *
dossier_export_plan_copy (const DossierExportPlan *self)
{
  DossierExportPlan *copy = g_new0 (DossierExportPlan, 1);

  copy->format = g_strdup (self->format);
  copy->filter_criteria =
      self->filter_criteria != NULL ? json_object_ref (self->filter_criteria) : NULL;
  copy->bucket = g_strdup (self->bucket);
  copy->prefix = g_strdup (self->prefix);
  copy->kms_key_arn = g_strdup (self->kms_key_arn);
  copy->download_folder = g_strdup (self->download_folder);
  return copy;
}

/**
 * dossier_export_plan_free:
 * @self: (transfer full): a plan
 */
void
dossier_export_plan_free (DossierExportPlan *self)
{
  g_free (self->format);
  g_clear_pointer (&self->filter_criteria, json_object_unref);
  g_free (self->bucket);
  g_free (self->prefix);
  g_free (self->kms_key_arn);
  g_free (self->download_folder);
  g_free (self);
}

static gboolean
check_key_arn (const char  *text,
               const char  *region,
               GError     **error)
{
  g_autoptr(DossierArn) arn = dossier_arn_parse (text, error);

  if (arn == NULL)
    return FALSE;
  if (!g_str_equal (arn->service, "kms") || !g_str_has_prefix (arn->resource, "key/"))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not the ARN of a KMS key: it should read "
                   "arn:aws:kms:REGION:ACCOUNT:key/ID", text);
      return FALSE;
    }
  if (!g_str_equal (arn->region, region))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "The key is in the Region %s, but the report is made in %s; "
                   "Inspector needs both in one Region", arn->region, region);
      return FALSE;
    }
  return TRUE;
}

/* The plan is kept as JSON, which has no other characters. */
static gboolean
check_folder_name (const char  *folder,
                   GError     **error)
{
  if (folder == NULL || g_utf8_validate (folder, -1, NULL))
    return TRUE;

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                       "The name of the folder to download to is not UTF-8; choose another folder");
  return FALSE;
}

/**
 * dossier_export_plan_check:
 * @self: a plan
 * @region: where the report will be made
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * What can be known to be wrong without asking AWS.
 *
 * Returns: whether nothing is
 */
gboolean
dossier_export_plan_check (const DossierExportPlan  *self,
                           const char               *region,
                           GError                  **error)
{
  if (!g_str_equal (self->format, "CSV") && !g_str_equal (self->format, "JSON"))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not a report format: choose CSV or JSON", self->format);
      return FALSE;
    }
  return dossier_s3_bucket_name_check (self->bucket, error) &&
         dossier_s3_key_prefix_check (self->prefix, error) &&
         check_key_arn (self->kms_key_arn, region, error) && check_folder_name (self->download_folder, error);
}

static void
set_optional (JsonObject *object,
              const char *member,
              const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
}

/**
 * dossier_export_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): the plan as it is kept on disk
 */
JsonObject *
dossier_export_plan_to_json (const DossierExportPlan *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "reportFormat", self->format);
  if (self->filter_criteria != NULL)
    json_object_set_object_member (object, "filterCriteria", json_object_ref (self->filter_criteria));
  json_object_set_string_member (object, "bucketName", self->bucket);
  set_optional (object, "keyPrefix", self->prefix);
  json_object_set_string_member (object, "kmsKeyArn", self->kms_key_arn);
  set_optional (object, "downloadFolder", self->download_folder);
  return object;
}

/**
 * dossier_export_plan_from_json:
 * @object: what dossier_export_plan_to_json() made
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the plan
 */
DossierExportPlan *
dossier_export_plan_from_json (JsonObject  *object,
                               GError     **error)
{
  const char *format = dossier_json_need_string (object, "reportFormat", error);
  const char *bucket = format != NULL ? dossier_json_need_string (object, "bucketName", error) : NULL;
  const char *key = bucket != NULL ? dossier_json_need_string (object, "kmsKeyArn", error) : NULL;
  DossierExportPlan plan = { 0 };
  const char *prefix;
  const char *folder;

  if (key == NULL || !dossier_json_get_string (object, "keyPrefix", &prefix, error) ||
      !dossier_json_get_string (object, "downloadFolder", &folder, error) ||
      !dossier_json_get_object (object, "filterCriteria", &plan.filter_criteria, error))
    return NULL;

  plan.format = (char *) format;
  plan.bucket = (char *) bucket;
  plan.kms_key_arn = (char *) key;
  plan.prefix = (char *) prefix;
  plan.download_folder = (char *) folder;
  return dossier_export_plan_copy (&plan);
}

/**
 * dossier_export_plan_extension:
 * @self: a plan
 *
 * Returns: (transfer none): `csv` or `json`, as in the object's name
 */
const char *
dossier_export_plan_extension (const DossierExportPlan *self)
{
  return g_str_equal (self->format, "JSON") ? "json" : "csv";
}
