// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-demo-grant-private.h"
#include "dossier-demo-scenario-private.h"
#include "dossier-demo-services-private.h"

#define ROLE_LASTS_S 3600
#define MAX_PAGE 100

/* What IAM Identity Center appends to the name of a permission set: `_` and its digits. */
#define SUFFIX_LENGTH 17

static const char *const account_names[] = { "Security tooling", "Workloads", "Sandbox", "Archive" };
G_STATIC_ASSERT (G_N_ELEMENTS (account_names) == DOSSIER_DEMO_N_ACCOUNTS);

/* Who shows a token; NULL when refused. */
static const DossierDemoGrant *
find_token (DossierDemoCall *call)
{
  const DossierDemoGrant *token = dossier_demo_grant_find (call, DOSSIER_DEMO_GRANT_ACCESS,
                                                           dossier_demo_call_get_header (call, "x-amz-sso_bearer_token"));

  if (token != NULL && token->expires > call->now)
    return token;
  dossier_demo_call_refuse (call, SOUP_STATUS_UNAUTHORIZED, "UnauthorizedException",
                            "Session token not found or invalid");
  return NULL;
}

/* The name of the permission set that a role was made of; NULL for other roles. */
static char *
permission_set (const DossierDemoIdentity *identity)
{
  const char *name = identity->name + strlen (DOSSIER_DEMO_SSO_ROLE);

  if (identity->trust == NULL || !g_str_has_prefix (identity->name, DOSSIER_DEMO_SSO_ROLE))
    return NULL;
  return g_strndup (name, strlen (name) - SUFFIX_LENGTH);
}

static const DossierDemoIdentity *
find_role (DossierDemoCall *call,
           const char      *account,
           const char      *wanted)
{
  for (guint i = 0; i < call->world->identities->len; i++)
    {
      const DossierDemoIdentity *identity = g_ptr_array_index (call->world->identities, i);
      g_autofree char *name = permission_set (identity);

      if (name != NULL && g_strcmp0 (identity->account, account) == 0 && (wanted == NULL || g_str_equal (name, wanted)))
        return identity;
    }
  return NULL;
}

/* Takes one page out of a list: the token is the number of what comes next. */
static gboolean
reply_page (DossierDemoCall *call,
            const char      *member,
            JsonArray       *all)
{
  g_autoptr (JsonArray) owned = all;
  const char *token = dossier_demo_call_get_query (call, "next_token");
  const char *most = dossier_demo_call_get_query (call, "max_result");
  guint64 start = 0, size = MAX_PAGE;
  JsonArray *page;
  JsonObject *output;

  if ((token != NULL && !g_ascii_string_to_unsigned (token, 10, 0, G_MAXUINT, &start, NULL)) ||
      (most != NULL && !g_ascii_string_to_unsigned (most, 10, 1, MAX_PAGE, &size, NULL)))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidRequestException", "Invalid request");
      return FALSE;
    }
  page = json_array_new ();
  output = json_object_new ();
  for (guint64 i = start; i < start + size && i < json_array_get_length (owned); i++)
    json_array_add_element (page, json_node_copy (json_array_get_element (owned, (guint) i)));
  json_object_set_array_member (output, member, page);
  if (start + size < json_array_get_length (owned))
    {
      g_autofree char *next = g_strdup_printf ("%" G_GUINT64_FORMAT, start + size);

      json_object_set_string_member (output, "nextToken", next);
    }
  dossier_demo_call_reply_json (call, output);
  return TRUE;
}

static void
list_accounts (DossierDemoCall *call)
{
  JsonArray *all;

  if (find_token (call) == NULL)
    return;
  all = json_array_new ();
  for (guint i = 0; i < DOSSIER_DEMO_N_ACCOUNTS; i++)
    if (find_role (call, dossier_demo_account_id (i), NULL) != NULL)
      {
        JsonObject *account = json_object_new ();
        g_autofree char *email = g_strdup_printf ("aws+%u@dossier.example", i);

        json_object_set_string_member (account, "accountId", dossier_demo_account_id (i));
        json_object_set_string_member (account, "accountName", account_names[i]);
        json_object_set_string_member (account, "emailAddress", email);
        json_array_add_object_element (all, account);
      }
  reply_page (call, "accountList", all);
}

static void
list_account_roles (DossierDemoCall *call)
{
  const char *account = dossier_demo_call_get_query (call, "account_id");
  JsonArray *all;

  if (find_token (call) == NULL)
    return;
  all = json_array_new ();
  for (guint i = 0; i < call->world->identities->len; i++)
    {
      const DossierDemoIdentity *identity = g_ptr_array_index (call->world->identities, i);
      g_autofree char *name = permission_set (identity);

      if (name != NULL && g_strcmp0 (identity->account, account) == 0)
        {
          JsonObject *role = json_object_new ();

          json_object_set_string_member (role, "roleName", name);
          json_object_set_string_member (role, "accountId", account);
          json_array_add_object_element (all, role);
        }
    }
  reply_page (call, "roleList", all);
}

static void
get_role_credentials (DossierDemoCall *call)
{
  const char *account = dossier_demo_call_get_query (call, "account_id");
  const char *name = dossier_demo_call_get_query (call, "role_name");
  const DossierDemoIdentity *role;
  DossierDemoCredential *credential;
  JsonObject *output, *keys;

  if (find_token (call) == NULL)
    return;
  role = name != NULL ? find_role (call, account, name) : NULL;
  if (role == NULL)
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_FORBIDDEN, "ForbiddenException", "No access");
      return;
    }
  credential = dossier_demo_call_add_session (call, role, ROLE_LASTS_S);
  credential->session = g_strdup (DOSSIER_DEMO_PERSON);
  output = json_object_new ();
  keys = json_object_new ();
  json_object_set_string_member (keys, "accessKeyId", credential->access_key_id);
  json_object_set_string_member (keys, "secretAccessKey", credential->secret);
  json_object_set_string_member (keys, "sessionToken", credential->token);
  json_object_set_int_member (keys, "expiration", credential->expires / 1000);
  json_object_set_object_member (output, "roleCredentials", keys);
  dossier_demo_call_reply_json (call, output);
}

static void
log_out (DossierDemoCall *call)
{
  const DossierDemoGrant *token = find_token (call);

  if (token == NULL)
    return;
  dossier_demo_grant_remove_session (call, token->session);
  dossier_demo_call_reply_json (call, json_object_new ());
}

static const DossierDemoOperation operations[] = {
  { "ListAccounts", "GET /assignment/accounts", list_accounts },
  { "ListAccountRoles", "GET /assignment/roles", list_account_roles },
  { "GetRoleCredentials", "GET /federation/credentials", get_role_credentials },
  { "Logout", "POST /logout", log_out },
};

const DossierDemoService dossier_demo_portal = {
  .name = "portal.sso", .protocol = DOSSIER_DEMO_REST_JSON, .is_unsigned = TRUE,
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
};
