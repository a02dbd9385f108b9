// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-aws-json-private.h"
#include "dossier-error.h"
#include "dossier-inspector2-filters.h"
#include "dossier-inspector2-private.h"
#include "dossier-json.h"

#define MAX_PAGE 100
#define MAX_REMARK 512

static const char *const actions[] = { "NONE", "SUPPRESS", NULL };

static gboolean
refuse (const char  *why,
        GError     **error)
{
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "A filter of Inspector %s", why);
  return FALSE;
}

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  return length >= 3 && length <= 64 &&
         strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-") == length;
}

static gboolean
is_remark (const char *text)
{
  return text == NULL || (text[0] != '\0' && g_utf8_strlen (text, -1) <= MAX_REMARK);
}

static gboolean
check_input (gboolean                            is_new,
             const DossierInspectorFilterInput  *input,
             GError                            **error)
{
  if (is_new && (input->name == NULL || input->action == NULL || input->criteria == NULL))
    return refuse ("needs a name, an action and criteria", error);
  if (input->name != NULL && !is_name (input->name))
    return refuse ("has a name of 3 to 64 letters, digits, dots, underscores or dashes", error);
  if (input->action != NULL && !g_strv_contains (actions, input->action))
    return refuse ("does NONE or SUPPRESS", error);
  if (!is_remark (input->description) || !is_remark (input->reason))
    return refuse ("has a description and a reason of 1 to 512 characters, or none", error);
  return TRUE;
}

static gpointer
parse_list (GBytes  *body,
            GError **error)
{
  return dossier_inspector_filter_list_parse (body, error);
}

static gpointer
parse_arn (GBytes  *body,
           GError **error)
{
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);

  return root != NULL ? g_strdup (dossier_json_need_string (root, "arn", error)) : NULL;
}

static DexFuture *
write_filter (DossierAwsClient                  *client,
              const char                        *arn,
              const DossierInspectorFilterInput *input,
              GCancellable                      *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = dossier_inspector2_filter_body (arn, input, &error);

  if (body == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dossier_inspector2_call (client, arn != NULL ? "UpdateFilter" : "CreateFilter", body, G_TYPE_STRING, parse_arn,
                                  cancellable);
}

/**
 * dossier_inspector2_filter_body:
 * @arn: (nullable): the filter to change; %NULL for a new one
 * @input: what it shall be
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): the body of UpdateFilter or CreateFilter
 */
GBytes *
dossier_inspector2_filter_body (const char                         *arn,
                                const DossierInspectorFilterInput  *input,
                                GError                            **error)
{
  g_autoptr(JsonObject) body = json_object_new ();

  if (!check_input (arn == NULL, input, error))
    return NULL;
  dossier_aws_json_set_string (body, "filterArn", arn);
  dossier_aws_json_set_string (body, "name", input->name);
  dossier_aws_json_set_string (body, "action", input->action);
  dossier_aws_json_set_object (body, "filterCriteria", input->criteria);
  dossier_aws_json_set_string (body, "description", input->description);
  dossier_aws_json_set_string (body, "reason", input->reason);
  return dossier_aws_json_to_bytes (body);
}

/**
 * dossier_inspector2_list_filters:
 * @client: a client
 * @action: (nullable): only those that do this
 * @max_results: filters on a page, 1 to 100
 * @next_token: (nullable): what the page before gave
 * @cancellable: (nullable): ends the call
 *
 * ListFilters: one page of the filters that the caller's account keeps.
 *
 * Returns: (transfer full): a future of a #DossierInspectorFilterList; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_list_filters (DossierAwsClient *client,
                                 const char       *action,
                                 guint             max_results,
                                 const char       *next_token,
                                 GCancellable     *cancellable)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(GBytes) bytes = NULL;

  if (max_results < 1 || max_results > MAX_PAGE)
    return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                                  "ListFilters gives 1 to %d filters a page, not %u", MAX_PAGE, max_results);
  json_object_set_int_member (body, "maxResults", max_results);
  dossier_aws_json_set_string (body, "action", action);
  dossier_aws_json_set_string (body, "nextToken", next_token);
  bytes = dossier_aws_json_to_bytes (body);
  return dossier_inspector2_call (client, "ListFilters", bytes, DOSSIER_TYPE_INSPECTOR_FILTER_LIST, parse_list,
                                  cancellable);
}

/**
 * dossier_inspector2_create_filter:
 * @client: a client
 * @input: what it shall be; copied
 * @cancellable: (nullable): ends the wait; AWS may make the filter all the same
 *
 * CreateFilter. With the action SUPPRESS it hides findings from now on, also from new
 * reports. Not sent again when nobody knows whether AWS heard it.
 *
 * Returns: (transfer full): a future of the filter's ARN, a string; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_create_filter (DossierAwsClient                  *client,
                                  const DossierInspectorFilterInput *input,
                                  GCancellable                      *cancellable)
{
  return write_filter (client, NULL, input, cancellable);
}

/**
 * dossier_inspector2_update_filter:
 * @client: a client
 * @arn: the filter
 * @input: what shall become different; copied
 * @cancellable: (nullable): ends the wait; AWS may change the filter all the same
 *
 * UpdateFilter.
 *
 * Returns: (transfer full): a future of the filter's ARN, a string; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_update_filter (DossierAwsClient                  *client,
                                  const char                        *arn,
                                  const DossierInspectorFilterInput *input,
                                  GCancellable                      *cancellable)
{
  return write_filter (client, arn, input, cancellable);
}

/**
 * dossier_inspector2_delete_filter:
 * @client: a client
 * @arn: the filter
 * @cancellable: (nullable): ends the wait; AWS may delete the filter all the same
 *
 * DeleteFilter. Findings that only this filter hid become active again.
 *
 * Returns: (transfer full): a future of the filter's ARN, a string; rejects like
 *   dossier_inspector2_list_findings()
 */
DexFuture *
dossier_inspector2_delete_filter (DossierAwsClient *client,
                                  const char       *arn,
                                  GCancellable     *cancellable)
{
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(GBytes) bytes = NULL;

  json_object_set_string_member (body, "arn", arn);
  bytes = dossier_aws_json_to_bytes (body);
  return dossier_inspector2_call (client, "DeleteFilter", bytes, G_TYPE_STRING, parse_arn, cancellable);
}
