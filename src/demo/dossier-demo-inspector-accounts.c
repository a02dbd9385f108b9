// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-arn.h"
#include "dossier-demo-inspector-private.h"

#define MAX_ACCOUNTS 100
#define MAX_MEMBERS 50
#define MAX_ADMINISTRATORS 5
#define MAX_PERMISSIONS 1024

static JsonObject *
enabled_state (void)
{
  JsonObject *state = json_object_new ();

  json_object_set_string_member (state, "status", "ENABLED");
  json_object_set_string_member (state, "errorCode", "ALREADY_ENABLED");
  json_object_set_string_member (state, "errorMessage", "Inspector is enabled.");
  return state;
}

static JsonObject *
account_state (const char *account)
{
  static const char *const resources[] = { "ec2", "ecr", "lambda", "lambdaCode", "codeRepository" };
  JsonObject *output = json_object_new ();
  JsonObject *resource_state = json_object_new ();

  for (guint at = 0; at < G_N_ELEMENTS (resources); at++)
    json_object_set_object_member (resource_state, resources[at], enabled_state ());
  json_object_set_string_member (output, "accountId", account);
  json_object_set_object_member (output, "state", enabled_state ());
  json_object_set_object_member (output, "resourceState", resource_state);
  return output;
}

/* A member may ask about itself, the administrator about all. */
static gboolean
may_see (DossierDemoCall *call,
         const char      *account)
{
  return g_str_equal (account, call->caller.account)
    ? dossier_demo_is_member (account)
    : dossier_demo_inspector_is_administrator (call->caller.account) && dossier_demo_is_member (account);
}

void
dossier_demo_inspector_get_account_status (DossierDemoCall *call)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  JsonObject *output;
  JsonArray *accounts, *failed;

  if (!dossier_demo_call_authorize (call, "inspector2:BatchGetAccountStatus", "*", NULL) ||
      !dossier_demo_inspector_read_texts (call, "accountIds", 0, MAX_ACCOUNTS, ids))
    return;
  for (guint at = 0; at < ids->len; at++)
    if (!dossier_account_id_is_valid (ids->pdata[at]))
      {
        dossier_demo_inspector_invalid (call, "accountIds", "must hold account ids of twelve digits");
        return;
      }
  if (ids->len == 0)
    g_ptr_array_add (ids, (gpointer) call->caller.account);

  accounts = json_array_new ();
  failed = json_array_new ();
  for (guint at = 0; at < ids->len; at++)
    {
      JsonObject *error;

      if (may_see (call, ids->pdata[at]))
        {
          json_array_add_object_element (accounts, account_state (ids->pdata[at]));
          continue;
        }
      error = json_object_new ();
      json_object_set_string_member (error, "accountId", ids->pdata[at]);
      json_object_set_string_member (error, "errorCode", "ACCESS_DENIED");
      json_object_set_string_member (error, "errorMessage", "The account is not one of the caller's members.");
      json_array_add_object_element (failed, error);
    }
  output = json_object_new ();
  json_object_set_array_member (output, "accounts", accounts);
  json_object_set_array_member (output, "failedAccounts", failed);
  dossier_demo_call_reply_json (call, output);
}

void
dossier_demo_inspector_list_members (DossierDemoCall *call)
{
  JsonArray *members;

  if (!dossier_demo_call_authorize (call, "inspector2:ListMembers", "*", NULL))
    return;
  members = json_array_new ();
  for (guint at = 0; at < DOSSIER_DEMO_N_ACCOUNTS; at++)
    {
      const char *account = dossier_demo_account_id (at);
      JsonObject *member;

      if (!dossier_demo_inspector_is_administrator (call->caller.account) ||
          dossier_demo_inspector_is_administrator (account))
        continue;
      member = json_object_new ();
      json_object_set_string_member (member, "accountId", account);
      json_object_set_string_member (member, "relationshipStatus", "ENABLED");
      json_object_set_string_member (member, "delegatedAdminAccountId", call->caller.account);
      json_object_set_int_member (member, "updatedAt", call->world->epoch / G_TIME_SPAN_SECOND);
      json_array_add_object_element (members, member);
    }
  dossier_demo_inspector_reply_page (call, "members", members, MAX_MEMBERS);
}

static JsonObject *
administrator (const char *status_member)
{
  JsonObject *account = json_object_new ();

  json_object_set_string_member (account, "accountId", dossier_demo_account_id (0));
  json_object_set_string_member (account, status_member, "ENABLED");
  return account;
}

void
dossier_demo_inspector_list_administrators (DossierDemoCall *call)
{
  JsonArray *accounts;

  if (!dossier_demo_call_authorize (call, "inspector2:ListDelegatedAdminAccounts", "*", NULL))
    return;
  accounts = json_array_new ();
  if (dossier_demo_is_member (call->caller.account))
    json_array_add_object_element (accounts, administrator ("status"));
  dossier_demo_inspector_reply_page (call, "delegatedAdminAccounts", accounts, MAX_ADMINISTRATORS);
}

void
dossier_demo_inspector_get_administrator (DossierDemoCall *call)
{
  JsonObject *output;

  if (!dossier_demo_call_authorize (call, "inspector2:GetDelegatedAdminAccount", "*", NULL))
    return;
  if (!dossier_demo_is_member (call->caller.account))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_NOT_FOUND, "ResourceNotFoundException",
                                "The account has no delegated administrator.");
      return;
    }
  output = json_object_new ();
  json_object_set_object_member (output, "delegatedAdmin", administrator ("relationshipStatus"));
  dossier_demo_call_reply_json (call, output);
}

void
dossier_demo_inspector_list_permissions (DossierDemoCall *call)
{
  static const char *const services[] = { "EC2", "ECR", "LAMBDA", NULL };
  static const char *const operations[] = { "ENABLE_SCANNING", "DISABLE_SCANNING", "ENABLE_REPOSITORY",
                                            "DISABLE_REPOSITORY" };
  const char *service = NULL;
  JsonArray *permissions;

  if (!dossier_demo_call_authorize (call, "inspector2:ListAccountPermissions", "*", NULL) ||
      !dossier_demo_inspector_read_choice (call, call->input, NULL, "service", FALSE, services, &service))
    return;
  permissions = json_array_new ();
  for (guint at = 0; services[at] != NULL; at++)
    for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
      {
        JsonObject *permission;

        if ((service != NULL && !g_str_equal (service, services[at])) ||
            (g_str_has_suffix (operations[i], "_REPOSITORY") && !g_str_equal (services[at], "ECR")))
          continue;
        permission = json_object_new ();
        json_object_set_string_member (permission, "service", services[at]);
        json_object_set_string_member (permission, "operation", operations[i]);
        json_array_add_object_element (permissions, permission);
      }
  dossier_demo_inspector_reply_page (call, "permissions", permissions, MAX_PERMISSIONS);
}
