// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-error.h"
#include "dossier-inspector2-private.h"
#include "dossier-inspector2.h"
#include "dossier-json.h"

/*
 * dossier_inspector2_call:
 * @client: a client
 * @name: the operation, which is in the table
 * @body: what to send
 * @type: what @parse makes
 * @parse: reads the answer
 * @cancellable: (nullable): ends the call
 *
 * Returns: (transfer full): a future of what @parse made of the answer
 */
DexFuture *
dossier_inspector2_call (DossierAwsClient    *client,
                         const char          *name,
                         GBytes              *body,
                         GType                type,
                         DossierAwsParseFunc  parse,
                         GCancellable        *cancellable)
{
  const DossierInspector2Operation *operation = dossier_inspector2_operation_find (name);
  DossierAwsRequest *request = dossier_aws_request_new ("inspector2", name, "POST", operation->path);

  dossier_aws_request_set_body (request, body, "application/json");
  dossier_aws_request_set_idempotent (request, operation->idempotent);
  return dossier_aws_call_and_parse (client, request, type, parse, cancellable);
}

/* A member that is a list of objects; absent is empty. */
static gboolean
check_list (JsonObject  *object,
            const char  *member,
            GError     **error)
{
  JsonArray *list = NULL;

  if (!dossier_json_get_array (object, member, &list, error))
    return FALSE;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, i)))
      {
        g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Element %u of “%s” should be an object", i,
                     member);
        return FALSE;
      }
  return TRUE;
}

/* An answer that is handed on as JSON: its lists hold objects, its token is text. */
static gpointer
parse_json (GBytes             *body,
            const char *const  *lists,
            GError            **error)
{
  g_autoptr(JsonObject) object = dossier_aws_json_parse (body, error);
  const char *next_token;

  if (object == NULL)
    return NULL;

  for (; *lists != NULL; lists++)
    if (!check_list (object, *lists, error))
      return NULL;
  return dossier_json_get_string (object, "nextToken", &next_token, error) ? g_steal_pointer (&object) : NULL;
}

static gpointer
parse_aggregations (GBytes  *body,
                    GError **error)
{
  return parse_json (body, (const char *const[]) { "responses", NULL }, error);
}

static gpointer
parse_account_status (GBytes  *body,
                      GError **error)
{
  return parse_json (body, (const char *const[]) { "accounts", "failedAccounts", NULL }, error);
}

static gpointer
parse_members (GBytes  *body,
               GError **error)
{
  return parse_json (body, (const char *const[]) { "members", NULL }, error);
}

static gpointer
parse_findings (GBytes  *body,
                GError **error)
{
  return dossier_findings_page_parse (body, error);
}

static gpointer
parse_report_id (GBytes  *body,
                 GError **error)
{
  return dossier_inspector2_parse_report_id (body, error);
}

static gpointer
parse_report_status (GBytes  *body,
                     GError **error)
{
  return dossier_report_status_parse (body, error);
}

/**
 * dossier_inspector2_list_findings:
 * @client: a client
 * @input: what to ask for; copied
 * @cancellable: (nullable): ends the call
 *
 * ListFindings: one page.
 *
 * Returns: (transfer full): a future of a #DossierFindingsPage; rejects like
 *   dossier_aws_client_call(), with %DOSSIER_ERROR_INVALID_INPUT for an @input
 *   that AWS would refuse, or %DOSSIER_ERROR_INVALID_RESPONSE
 */
DexFuture *
dossier_inspector2_list_findings (DossierAwsClient               *client,
                                  const DossierListFindingsInput *input,
                                  GCancellable                   *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = dossier_inspector2_list_findings_body (input, &error);

  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dossier_inspector2_call (client, "ListFindings", body, DOSSIER_TYPE_FINDINGS_PAGE, parse_findings, cancellable);
}

/**
 * dossier_inspector2_list_finding_aggregations:
 * @client: a client
 * @type: the AggregationType, `TITLE`
 * @request: (nullable): the AggregationRequest, an object with one member
 * @next_token: (nullable): what the page before gave
 * @cancellable: (nullable): ends the call
 *
 * ListFindingAggregations: one page of counts.
 *
 * Returns: (transfer full): a future of the answer as a #JsonObject, in which
 *   `responses`, where it is there, is a list of objects; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_list_finding_aggregations (DossierAwsClient *client,
                                              const char       *type,
                                              JsonObject       *request,
                                              const char       *next_token,
                                              GCancellable     *cancellable)
{
  g_autoptr(GBytes) body = dossier_inspector2_list_finding_aggregations_body (type, request, next_token);

  return dossier_inspector2_call (client, "ListFindingAggregations", body, JSON_TYPE_OBJECT, parse_aggregations, cancellable);
}

/**
 * dossier_inspector2_create_findings_report:
 * @client: a client
 * @format: `CSV` or `JSON`
 * @criteria: (nullable): FilterCriteria; without one, AWS reports the active findings
 * @bucket: the bucket's name
 * @key_prefix: (nullable): the key prefix
 * @kms_key_arn: the key that encrypts the report
 * @cancellable: (nullable): ends the wait; AWS may make the report all the same
 *
 * CreateFindingsReport. It is never sent again when nobody knows whether AWS
 * heard it: after such an error, ask dossier_inspector2_get_findings_report_status().
 *
 * Returns: (transfer full): a future of the report's id, a string; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_create_findings_report (DossierAwsClient *client,
                                           const char       *format,
                                           JsonObject       *criteria,
                                           const char       *bucket,
                                           const char       *key_prefix,
                                           const char       *kms_key_arn,
                                           GCancellable     *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body =
      dossier_inspector2_create_findings_report_body (format, criteria, bucket, key_prefix, kms_key_arn, &error);

  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dossier_inspector2_call (client, "CreateFindingsReport", body, G_TYPE_STRING, parse_report_id, cancellable);
}

/**
 * dossier_inspector2_get_findings_report_status:
 * @client: a client
 * @report_id: (nullable): a report; %NULL for the one that is being made
 * @cancellable: (nullable): ends the call
 *
 * GetFindingsReportStatus.
 *
 * Returns: (transfer full): a future of a #DossierReportStatus; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_get_findings_report_status (DossierAwsClient *client,
                                               const char       *report_id,
                                               GCancellable     *cancellable)
{
  g_autoptr(GBytes) body = dossier_inspector2_report_id_body (report_id);

  return dossier_inspector2_call (client, "GetFindingsReportStatus", body, DOSSIER_TYPE_REPORT_STATUS, parse_report_status, cancellable);
}

/**
 * dossier_inspector2_cancel_findings_report:
 * @client: a client
 * @report_id: a report that is being made
 * @cancellable: (nullable): ends the wait; AWS may cancel the report all the same
 *
 * CancelFindingsReport. Not sent again when nobody knows whether AWS heard it.
 *
 * Returns: (transfer full): a future of the report's id, a string; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_cancel_findings_report (DossierAwsClient *client,
                                           const char       *report_id,
                                           GCancellable     *cancellable)
{
  g_autoptr(GBytes) body = dossier_inspector2_report_id_body (report_id);

  return dossier_inspector2_call (client, "CancelFindingsReport", body, G_TYPE_STRING, parse_report_id, cancellable);
}

/**
 * dossier_inspector2_batch_get_account_status:
 * @client: a client
 * @account_ids: (nullable) (array zero-terminated=1): at most 100 accounts;
 *   %NULL or none asks for the caller's own
 * @cancellable: (nullable): ends the call
 *
 * BatchGetAccountStatus.
 *
 * Returns: (transfer full): a future of the answer as a #JsonObject, in which
 *   `accounts` and `failedAccounts`, where they are there, are lists of
 *   objects; rejects like dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_batch_get_account_status (DossierAwsClient  *client,
                                             const char *const *account_ids,
                                             GCancellable      *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = dossier_inspector2_batch_get_account_status_body (account_ids, &error);

  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dossier_inspector2_call (client, "BatchGetAccountStatus", body, JSON_TYPE_OBJECT, parse_account_status, cancellable);
}

/**
 * dossier_inspector2_list_members:
 * @client: a client
 * @only_associated: leave out accounts whose association has ended
 * @max_results: members on a page, 1 to 50
 * @next_token: (nullable): what the page before gave
 * @cancellable: (nullable): ends the call
 *
 * ListMembers: one page of the accounts that the caller administers.
 *
 * Returns: (transfer full): a future of the answer as a #JsonObject, in which
 *   `members`, where it is there, is a list of objects; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_list_members (DossierAwsClient *client,
                                 gboolean          only_associated,
                                 guint             max_results,
                                 const char       *next_token,
                                 GCancellable     *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = dossier_inspector2_list_members_body (only_associated, max_results, next_token, &error);

  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dossier_inspector2_call (client, "ListMembers", body, JSON_TYPE_OBJECT, parse_members, cancellable);
}
