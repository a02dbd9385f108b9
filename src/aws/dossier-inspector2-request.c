// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-error.h"
#include "dossier-inspector2-request.h"
#include "dossier-json.h"

/* A second CreateFindingsReport makes a second report, and what cancels, creates or
 * deletes is refused the second time: only what reads, and what says how something
 * shall be, may be repeated blindly. */
static const DossierInspector2Operation operations[] = {
  { "BatchGetAccountStatus", "/status/batch/get", TRUE },
  { "CancelFindingsReport", "/reporting/cancel", FALSE },
  { "CreateFilter", "/filters/create", FALSE },
  { "CreateFindingsReport", "/reporting/create", FALSE },
  { "DeleteFilter", "/filters/delete", FALSE },
  { "GetFindingsReportStatus", "/reporting/status/get", TRUE },
  { "ListFilters", "/filters/list", TRUE },
  { "ListFindingAggregations", "/findings/aggregation/list", TRUE },
  { "ListFindings", "/findings/list", TRUE },
  { "ListMembers", "/members/list", TRUE },
  { "UpdateFilter", "/filters/update", TRUE },
};

/**
 * dossier_inspector2_operation_find:
 * @name: an operation as AWS spells it
 *
 * Returns: (transfer none) (nullable): the operation, %NULL if it is not one of
 *   those Dossier uses
 */
const DossierInspector2Operation *
dossier_inspector2_operation_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_str_equal (operations[i].name, name))
      return &operations[i];
  return NULL;
}

/**
 * dossier_inspector2_list_findings_body:
 * @input: what to ask for
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): the body of ListFindings
 */
GBytes *
dossier_inspector2_list_findings_body (const DossierListFindingsInput  *input,
                                       GError                         **error)
{
  g_autoptr(JsonObject) body = json_object_new ();

  if (input->max_results < 1 || input->max_results > 100)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "ListFindings gives 1 to 100 findings a page, not %u", input->max_results);
      return NULL;
    }

  json_object_set_int_member (body, "maxResults", input->max_results);
  dossier_aws_json_set_string (body, "nextToken", input->next_token);
  dossier_aws_json_set_object (body, "filterCriteria", input->filter_criteria);
  if (input->sort_field != NULL)
    {
      JsonObject *sort = json_object_new ();

      json_object_set_string_member (sort, "field", input->sort_field);
      json_object_set_string_member (sort, "sortOrder", input->descending ? "DESC" : "ASC");
      json_object_set_object_member (body, "sortCriteria", sort);
    }
  return dossier_aws_json_to_bytes (body);
}

/**
 * dossier_inspector2_create_findings_report_body:
 * @format: `CSV` or `JSON`
 * @filter_criteria: (nullable): FilterCriteria; without one, AWS reports the active findings
 * @bucket: the bucket's name
 * @key_prefix: (nullable): the key prefix
 * @kms_key_arn: the key that encrypts the report
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): the body of CreateFindingsReport
 */
GBytes *
dossier_inspector2_create_findings_report_body (const char  *format,
                                                JsonObject  *filter_criteria,
                                                const char  *bucket,
                                                const char  *key_prefix,
                                                const char  *kms_key_arn,
                                                GError     **error)
{
  g_autoptr(JsonObject) body = json_object_new ();
  JsonObject *destination;

  if (!g_str_equal (format, "CSV") && !g_str_equal (format, "JSON"))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "Inspector writes reports as CSV or JSON, not as “%s”", format);
      return NULL;
    }

  json_object_set_string_member (body, "reportFormat", format);
  dossier_aws_json_set_object (body, "filterCriteria", filter_criteria);
  destination = json_object_new ();
  json_object_set_string_member (destination, "bucketName", bucket);
  dossier_aws_json_set_string (destination, "keyPrefix", key_prefix);
  json_object_set_string_member (destination, "kmsKeyArn", kms_key_arn);
  json_object_set_object_member (body, "s3Destination", destination);
  return dossier_aws_json_to_bytes (body);
}

/**
 * dossier_inspector2_report_id_body:
 * @report_id: (nullable): a report; %NULL asks GetFindingsReportStatus for the
 *   one that is running
 *
 * Returns: (transfer full): the body of GetFindingsReportStatus or CancelFindingsReport
 */
GBytes *
dossier_inspector2_report_id_body (const char *report_id)
{
  g_autoptr(JsonObject) body = json_object_new ();

  dossier_aws_json_set_string (body, "reportId", report_id);
  return dossier_aws_json_to_bytes (body);
}

/**
 * dossier_inspector2_list_finding_aggregations_body:
 * @type: the AggregationType, "TITLE"
 * @request: (nullable): the AggregationRequest, an object with one member
 * @next_token: (nullable): what the page before gave
 *
 * Returns: (transfer full): the body of ListFindingAggregations
 */
GBytes *
dossier_inspector2_list_finding_aggregations_body (const char *type,
                                                   JsonObject *request,
                                                   const char *next_token)
{
  g_autoptr(JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "aggregationType", type);
  dossier_aws_json_set_object (body, "aggregationRequest", request);
  dossier_aws_json_set_string (body, "nextToken", next_token);
  return dossier_aws_json_to_bytes (body);
}

/**
 * dossier_inspector2_batch_get_account_status_body:
 * @account_ids: (nullable) (array zero-terminated=1): at most 100 accounts;
 *   %NULL or none asks for the caller's own
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): the body of BatchGetAccountStatus
 */
GBytes *
dossier_inspector2_batch_get_account_status_body (const char *const  *account_ids,
                                                  GError            **error)
{
  g_autoptr(JsonObject) body = json_object_new ();
  gsize n_accounts = account_ids != NULL ? g_strv_length ((char **) account_ids) : 0;
  JsonArray *accounts;

  if (n_accounts > 100)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "BatchGetAccountStatus takes at most 100 accounts, not %" G_GSIZE_FORMAT, n_accounts);
      return NULL;
    }

  if (n_accounts > 0)
    {
      accounts = json_array_new ();
      for (gsize i = 0; i < n_accounts; i++)
        json_array_add_string_element (accounts, account_ids[i]);
      json_object_set_array_member (body, "accountIds", accounts);
    }
  return dossier_aws_json_to_bytes (body);
}

/**
 * dossier_inspector2_list_members_body:
 * @only_associated: leave out accounts whose association has ended
 * @max_results: members on a page, 1 to 50
 * @next_token: (nullable): what the page before gave
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): the body of ListMembers
 */
GBytes *
dossier_inspector2_list_members_body (gboolean     only_associated,
                                      guint        max_results,
                                      const char  *next_token,
                                      GError     **error)
{
  g_autoptr(JsonObject) body = json_object_new ();

  if (max_results < 1 || max_results > 50)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "ListMembers gives 1 to 50 members a page, not %u", max_results);
      return NULL;
    }

  json_object_set_boolean_member (body, "onlyAssociated", only_associated);
  json_object_set_int_member (body, "maxResults", max_results);
  dossier_aws_json_set_string (body, "nextToken", next_token);
  return dossier_aws_json_to_bytes (body);
}

/**
 * dossier_inspector2_parse_report_id:
 * @body: the body of an answer of CreateFindingsReport or CancelFindingsReport
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the report's id; never %NULL without an error
 */
char *
dossier_inspector2_parse_report_id (GBytes  *body,
                                    GError **error)
{
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);

  return root != NULL ? g_strdup (dossier_json_need_string (root, "reportId", error)) : NULL;
}
