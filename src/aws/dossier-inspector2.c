// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-inspector2.h"
#include "dossier-json.h"

/* Makes a call's result of its answer. */
typedef DexFuture *(*ReadFunc) (const DossierAwsResponse  *response,
                                GError                   **error);

typedef struct
{
  DossierAwsClient *client;
  const DossierInspector2Operation *operation;
  GBytes *body;
  GError *error;
  ReadFunc read;
  GCancellable *cancellable;
} Call;

static void
call_free (gpointer data)
{
  Call *self = data;

  g_object_unref (self->client);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static DexFuture *
call_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr(GError) error = g_steal_pointer (&call->error);
  g_autoptr(DossierAwsRequest) request = NULL;
  g_autoptr(DossierAwsResponse) response = NULL;
  DexFuture *result;

  if (call->body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  request = dossier_aws_request_new ("inspector2", call->operation->name, "POST", call->operation->path);
  dossier_aws_request_set_body (request, call->body, "application/json");
  dossier_aws_request_set_idempotent (request, call->operation->idempotent);
  response = dossier_await_child_boxed (
      dossier_aws_client_call (call->client, g_steal_pointer (&request), call->cancellable), &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  result = call->read (response, &error);
  return result != NULL ? result : dex_future_new_for_error (g_steal_pointer (&error));
}

/* @body and @error are what the maker of the body gave. */
static DexFuture *
spawn (DossierAwsClient *client,
       const char       *operation,
       GBytes           *body,
       GError           *error,
       ReadFunc          read,
       GCancellable     *cancellable)
{
  Call *call = g_new0 (Call, 1);

  call->client = g_object_ref (client);
  call->operation = dossier_inspector2_operation_find (operation);
  call->body = body;
  call->error = error;
  call->read = read;
  g_set_object (&call->cancellable, cancellable);
  return dossier_fiber_spawn (call_fiber, call, call_free);
}

static DexFuture *
read_findings (const DossierAwsResponse  *response,
               GError                   **error)
{
  DossierFindingsPage *page = dossier_findings_page_parse (dossier_aws_response_get_body (response), error);

  if (page != NULL)
    return dex_future_new_take_boxed (DOSSIER_TYPE_FINDINGS_PAGE, page);
  dossier_aws_response_explain_error (response, error);
  return NULL;
}

static DexFuture *
read_report_id (const DossierAwsResponse  *response,
                GError                   **error)
{
  char *id = dossier_inspector2_parse_report_id (dossier_aws_response_get_body (response), error);

  if (id != NULL)
    return dex_future_new_take_string (id);
  dossier_aws_response_explain_error (response, error);
  return NULL;
}

static DexFuture *
read_cancelled (const DossierAwsResponse  *response,
                GError                   **error)
{
  g_autofree char *id = dossier_inspector2_parse_report_id (dossier_aws_response_get_body (response), error);

  if (id != NULL)
    return dex_future_new_true ();
  dossier_aws_response_explain_error (response, error);
  return NULL;
}

static DexFuture *
read_report_status (const DossierAwsResponse  *response,
                    GError                   **error)
{
  DossierReportStatus *status = dossier_report_status_parse (dossier_aws_response_get_body (response), error);

  if (status != NULL)
    return dex_future_new_take_boxed (DOSSIER_TYPE_REPORT_STATUS, status);
  dossier_aws_response_explain_error (response, error);
  return NULL;
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
static DexFuture *
read_json (const DossierAwsResponse  *response,
           const char *const         *lists,
           GError                   **error)
{
  g_autoptr(JsonObject) object = dossier_aws_response_parse_json (response, error);
  const char *next_token;
  gboolean good = object != NULL;

  if (object == NULL)
    return NULL;

  for (gsize i = 0; good && lists[i] != NULL; i++)
    good = check_list (object, lists[i], error);
  if (good && dossier_json_get_string (object, "nextToken", &next_token, error))
    return dex_future_new_take_boxed (JSON_TYPE_OBJECT, g_steal_pointer (&object));

  dossier_aws_response_explain_error (response, error);
  return NULL;
}

static DexFuture *
read_aggregations (const DossierAwsResponse  *response,
                   GError                   **error)
{
  return read_json (response, (const char *const[]) { "responses", NULL }, error);
}

static DexFuture *
read_account_status (const DossierAwsResponse  *response,
                     GError                   **error)
{
  return read_json (response, (const char *const[]) { "accounts", "failedAccounts", NULL }, error);
}

static DexFuture *
read_members (const DossierAwsResponse  *response,
              GError                   **error)
{
  return read_json (response, (const char *const[]) { "members", NULL }, error);
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
  GError *error = NULL;
  GBytes *body = dossier_inspector2_list_findings_body (input, &error);

  return spawn (client, "ListFindings", body, error, read_findings, cancellable);
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
  return spawn (client, "ListFindingAggregations",
                dossier_inspector2_list_finding_aggregations_body (type, request, next_token), NULL, read_aggregations,
                cancellable);
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
  GError *error = NULL;
  GBytes *body =
      dossier_inspector2_create_findings_report_body (format, criteria, bucket, key_prefix, kms_key_arn, &error);

  return spawn (client, "CreateFindingsReport", body, error, read_report_id, cancellable);
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
  return spawn (client, "GetFindingsReportStatus", dossier_inspector2_report_id_body (report_id), NULL,
                read_report_status, cancellable);
}

/**
 * dossier_inspector2_cancel_findings_report:
 * @client: a client
 * @report_id: a report that is being made
 * @cancellable: (nullable): ends the wait; AWS may cancel the report all the same
 *
 * CancelFindingsReport. Not sent again when nobody knows whether AWS heard it.
 *
 * Returns: (transfer full): a future of %TRUE; rejects like dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_cancel_findings_report (DossierAwsClient *client,
                                           const char       *report_id,
                                           GCancellable     *cancellable)
{
  return spawn (client, "CancelFindingsReport", dossier_inspector2_report_id_body (report_id), NULL, read_cancelled,
                cancellable);
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
  GError *error = NULL;
  GBytes *body = dossier_inspector2_batch_get_account_status_body (account_ids, &error);

  return spawn (client, "BatchGetAccountStatus", body, error, read_account_status, cancellable);
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
  GError *error = NULL;
  GBytes *body = dossier_inspector2_list_members_body (only_associated, max_results, next_token, &error);

  return spawn (client, "ListMembers", body, error, read_members, cancellable);
}
