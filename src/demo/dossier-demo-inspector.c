// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-filter.h"
#include "dossier-demo-inspector-private.h"
#include "dossier-demo-page.h"
#include "dossier-demo-services-private.h"
#include "dossier-error.h"
#include "dossier-json.h"

/* The account that enabled Inspector for the organisation. */
#define ADMINISTRATOR 0

/* Whether it is the account that sees the findings of all members. */
gboolean
dossier_demo_inspector_is_administrator (const char *account)
{
  return g_str_equal (account, dossier_demo_account_id (ADMINISTRATOR));
}

/* Which findings an account may see; none outside the organisation. */
DossierDemoScope
dossier_demo_inspector_scope (const char *account,
                              const char *region)
{
  DossierDemoScope scope = { DOSSIER_DEMO_N_REGIONS, 0 };

  for (guint at = 0; at < DOSSIER_DEMO_N_REGIONS; at++)
    if (g_str_equal (dossier_demo_region (at), region))
      scope.region = at;
  for (guint at = 0; at < DOSSIER_DEMO_N_ACCOUNTS; at++)
    if (g_str_equal (dossier_demo_account_id (at), account))
      scope.accounts = at == ADMINISTRATOR ? (1u << DOSSIER_DEMO_N_ACCOUNTS) - 1 : 1u << at;
  return scope;
}

static void
refuse (DossierDemoCall *call,
        const char      *reason,
        const char      *field,
        const char      *text)
{
  g_autoptr (JsonObject) members = json_object_new ();

  json_object_set_string_member (members, "reason", reason);
  if (field != NULL)
    {
      JsonArray *fields = json_array_new ();
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "name", field);
      json_object_set_string_member (entry, "message", text);
      json_array_add_object_element (fields, entry);
      json_object_set_array_member (members, "fields", fields);
    }
  dossier_demo_call_refuse_with (call, SOUP_STATUS_BAD_REQUEST, "ValidationException", text, members);
}

/* Answers with a ValidationException; @field is NULL where none is to blame. */
void
dossier_demo_inspector_invalid (DossierDemoCall *call,
                                const char      *field,
                                const char      *why)
{
  refuse (call, field != NULL ? "FIELD_VALIDATION_FAILED" : "OTHER", field, why);
}

static gboolean
unreadable (DossierDemoCall *call,
            const GError    *error)
{
  refuse (call, "CANNOT_PARSE", NULL, error->message);
  return FALSE;
}

/* Answers with a ValidationException that blames the field which the message
 * begins with, and returns FALSE. */
gboolean
dossier_demo_inspector_refuse (DossierDemoCall *call,
                               const GError    *error)
{
  const char *colon = strstr (error->message, ": ");
  g_autofree char *field = NULL;

  if (!g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT) || colon == NULL)
    return unreadable (call, error);
  field = g_strndup (error->message, (gsize) (colon - error->message));
  dossier_demo_inspector_invalid (call, field, colon + 2);
  return FALSE;
}

static char *
path_of (const char *where,
         const char *member)
{
  return where != NULL ? g_strdup_printf ("%s.%s", where, member) : g_strdup (member);
}

/* @where is the path of @input in the request, NULL for the request itself. */
gboolean
dossier_demo_inspector_read_text (DossierDemoCall *call,
                                  JsonObject      *input,
                                  const char      *where,
                                  const char      *member,
                                  gboolean         required,
                                  const char     **text)
{
  g_autofree char *path = path_of (where, member);
  g_autoptr (GError) error = NULL;

  if (!dossier_json_get_string (input, member, text, &error))
    return unreadable (call, error);
  if (*text != NULL ? **text != '\0' : !required)
    return TRUE;
  if (!required)
    {
      *text = NULL;
      return TRUE;
    }
  dossier_demo_inspector_invalid (call, path, *text == NULL ? "must not be absent" : "must not be empty");
  return FALSE;
}

gboolean
dossier_demo_inspector_read_choice (DossierDemoCall   *call,
                                    JsonObject        *input,
                                    const char        *where,
                                    const char        *member,
                                    gboolean           required,
                                    const char *const *choices,
                                    const char       **text)
{
  g_autofree char *path = path_of (where, member);
  g_autofree char *list = g_strjoinv (", ", (char **) choices);
  g_autofree char *why = g_strdup_printf ("must be one of %s", list);

  if (!dossier_demo_inspector_read_text (call, input, where, member, required, text))
    return FALSE;
  if (*text == NULL || g_strv_contains (choices, *text))
    return TRUE;
  dossier_demo_inspector_invalid (call, path, why);
  return FALSE;
}

gboolean
dossier_demo_inspector_read_object (DossierDemoCall  *call,
                                    const char       *member,
                                    gboolean          required,
                                    JsonObject      **object)
{
  g_autoptr (GError) error = NULL;

  if (!dossier_json_get_object (call->input, member, object, &error))
    return unreadable (call, error);
  if (*object != NULL || !required)
    return TRUE;
  dossier_demo_inspector_invalid (call, member, "must not be absent");
  return FALSE;
}

/* Appends the texts of an array, which belong to the request. */
gboolean
dossier_demo_inspector_read_texts (DossierDemoCall *call,
                                   const char      *member,
                                   guint            least,
                                   guint            most,
                                   GPtrArray       *texts)
{
  g_autoptr (GError) error = NULL;
  JsonArray *array = NULL;

  if (!dossier_json_get_array (call->input, member, &array, &error))
    return unreadable (call, error);
  for (guint at = 0; array != NULL && at < json_array_get_length (array); at++)
    {
      JsonNode *node = json_array_get_element (array, at);

      if (json_node_get_value_type (node) != G_TYPE_STRING)
        {
          dossier_demo_inspector_invalid (call, member, "must hold texts");
          return FALSE;
        }
      g_ptr_array_add (texts, (gpointer) json_node_get_string (node));
    }
  if (texts->len >= least && texts->len <= most)
    return TRUE;
  dossier_demo_inspector_invalid (call, member, "has too few or too many entries");
  return FALSE;
}

/* NULL where the request has none. */
gboolean
dossier_demo_inspector_read_criteria (DossierDemoCall  *call,
                                      JsonObject      **criteria)
{
  g_autoptr (GError) error = NULL;

  if (!dossier_demo_inspector_read_object (call, "filterCriteria", FALSE, criteria))
    return FALSE;
  if (*criteria == NULL || dossier_demo_filter_check (*criteria, &error))
    return TRUE;
  return dossier_demo_inspector_refuse (call, error);
}

/* @question tells the list from others; a token is good for it alone. */
gboolean
dossier_demo_inspector_read_page (DossierDemoCall *call,
                                  guint            most,
                                  const char      *question,
                                  guint           *offset,
                                  guint           *count)
{
  g_autoptr (GError) error = NULL;
  const char *token = NULL;
  gboolean present = FALSE;
  gint64 number = most;

  if (!dossier_json_get_int64 (call->input, "maxResults", &number, &present, &error) ||
      !dossier_json_get_string (call->input, "nextToken", &token, &error))
    return unreadable (call, error);
  if (present && (number < 1 || number > most))
    {
      g_autofree char *why = g_strdup_printf ("must be from 1 to %u", most);

      dossier_demo_inspector_invalid (call, "maxResults", why);
      return FALSE;
    }
  *count = (guint) number;
  return dossier_demo_page_read_token (token, question, offset, &error) || dossier_demo_inspector_refuse (call, error);
}

/* The same operation with the same input but for the place in the list. */
char *
dossier_demo_inspector_question (DossierDemoCall *call)
{
  g_autoptr (JsonObject) rest = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (call->input);
  g_autofree char *input = NULL;

  for (GList *at = names; at != NULL; at = at->next)
    if (!g_str_equal (at->data, "nextToken") && !g_str_equal (at->data, "maxResults"))
      json_object_set_member (rest, at->data, json_node_copy (json_object_get_member (call->input, at->data)));
  input = dossier_demo_json_canonical (rest);
  return g_strdup_printf ("%s %s %s %s", call->operation->name, call->caller.account, call->region, input);
}

/* Answers with the page of @items (transfer full) that the request asks for. */
void
dossier_demo_inspector_reply_page (DossierDemoCall *call,
                                   const char      *member,
                                   JsonArray       *items,
                                   guint            most)
{
  g_autoptr (JsonArray) owned = items;
  g_autoptr (JsonObject) output = json_object_new ();
  g_autofree char *question = dossier_demo_inspector_question (call);
  JsonArray *page;
  guint offset, count;

  if (!dossier_demo_inspector_read_page (call, most, question, &offset, &count))
    return;
  page = json_array_new ();
  json_object_set_array_member (output, member, page);
  for (guint at = offset; at < json_array_get_length (items) && at - offset < count; at++)
    json_array_add_element (page, json_node_copy (json_array_get_element (items, at)));
  if (offset + count < json_array_get_length (items))
    {
      g_autofree char *token = dossier_demo_page_token (question, offset + count);

      json_object_set_string_member (output, "nextToken", token);
    }
  dossier_demo_call_reply_json (call, g_steal_pointer (&output));
}

static const DossierDemoOperation operations[] = {
  { "ListFindings", "/findings/list", dossier_demo_inspector_list_findings },
  { "ListFindingAggregations", "/findings/aggregation/list", dossier_demo_inspector_list_aggregations },
  { "BatchGetFindingDetails", "/findings/details/batch/get", dossier_demo_inspector_get_details },
  { "CreateFindingsReport", "/reporting/create", dossier_demo_inspector_create_report },
  { "GetFindingsReportStatus", "/reporting/status/get", dossier_demo_inspector_get_report_status },
  { "CancelFindingsReport", "/reporting/cancel", dossier_demo_inspector_cancel_report },
  { "ListFilters", "/filters/list", dossier_demo_inspector_list_filters },
  { "CreateFilter", "/filters/create", dossier_demo_inspector_create_filter },
  { "UpdateFilter", "/filters/update", dossier_demo_inspector_update_filter },
  { "DeleteFilter", "/filters/delete", dossier_demo_inspector_delete_filter },
  { "BatchGetAccountStatus", "/status/batch/get", dossier_demo_inspector_get_account_status },
  { "ListMembers", "/members/list", dossier_demo_inspector_list_members },
  { "ListDelegatedAdminAccounts", "/delegatedadminaccounts/list", dossier_demo_inspector_list_administrators },
  { "GetDelegatedAdminAccount", "/delegatedadminaccounts/get", dossier_demo_inspector_get_administrator },
  { "ListAccountPermissions", "/accountpermissions/list", dossier_demo_inspector_list_permissions },
};

const DossierDemoService dossier_demo_inspector = {
  .name = "inspector2",
  .protocol = DOSSIER_DEMO_REST_JSON,
  .refuses = dossier_demo_fault_refuses,
  .operations = operations,
  .n_operations = G_N_ELEMENTS (operations),
};
