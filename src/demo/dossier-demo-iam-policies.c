// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-iam-private.h"
#include "dossier-uri.h"

/* The identity's own policies, inline or attached; not those of its groups. */
static GPtrArray *
policies_of (DossierDemoCall           *call,
             const DossierDemoIdentity *identity,
             gboolean                   attached)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < call->world->policies->len; i++)
    {
      DossierDemoPolicy *policy = g_ptr_array_index (call->world->policies, i);

      if (g_str_equal (policy->owner, identity->arn) && (policy->arn != NULL) == attached)
        g_ptr_array_add (found, policy);
    }
  return found;
}

static void
list_policies (DossierDemoCall *call,
               const char      *kind,
               const char      *parameter,
               gboolean         attached)
{
  const DossierDemoIdentity *identity = dossier_demo_iam_find_named (call, kind, parameter);
  g_autoptr (GString) xml = g_string_new (attached ? "<AttachedPolicies>" : "<PolicyNames>");
  g_autoptr (GPtrArray) found = NULL;
  DossierDemoIamPage page;

  if (identity == NULL || !dossier_demo_iam_read_page (call, &page))
    return;
  found = policies_of (call, identity, attached);
  for (guint64 i = page.first; i < found->len && i < page.first + page.limit; i++)
    {
      const DossierDemoPolicy *policy = g_ptr_array_index (found, (guint) i);

      if (attached)
        {
          g_string_append (xml, "<member>");
          dossier_demo_xml_add (xml, "PolicyName", policy->name);
          dossier_demo_xml_add (xml, "PolicyArn", policy->arn);
          g_string_append (xml, "</member>");
        }
      else
        {
          dossier_demo_xml_add (xml, "member", policy->name);
        }
    }
  g_string_append (xml, attached ? "</AttachedPolicies>" : "</PolicyNames>");
  dossier_demo_iam_end_page (xml, &page, found->len);
  dossier_demo_call_reply_query (call, xml->str);
}

void
dossier_demo_iam_list_user_policies (DossierDemoCall *call)
{
  list_policies (call, "user", "UserName", FALSE);
}

void
dossier_demo_iam_list_role_policies (DossierDemoCall *call)
{
  list_policies (call, "role", "RoleName", FALSE);
}

void
dossier_demo_iam_list_group_policies (DossierDemoCall *call)
{
  list_policies (call, "group", "GroupName", FALSE);
}

void
dossier_demo_iam_list_attached_user_policies (DossierDemoCall *call)
{
  list_policies (call, "user", "UserName", TRUE);
}

void
dossier_demo_iam_list_attached_role_policies (DossierDemoCall *call)
{
  list_policies (call, "role", "RoleName", TRUE);
}

void
dossier_demo_iam_list_attached_group_policies (DossierDemoCall *call)
{
  list_policies (call, "group", "GroupName", TRUE);
}

void
dossier_demo_iam_list_groups_for_user (DossierDemoCall *call)
{
  const DossierDemoIdentity *user = dossier_demo_iam_find_named (call, "user", "UserName");
  g_autoptr (GString) xml = g_string_new ("<Groups>");
  guint total = user != NULL && user->groups != NULL ? g_strv_length (user->groups) : 0;
  DossierDemoIamPage page;

  if (user == NULL || !dossier_demo_iam_read_page (call, &page))
    return;
  for (guint64 i = page.first; i < total && i < page.first + page.limit; i++)
    {
      const DossierDemoIdentity *group =
          dossier_demo_world_find_named (call->world, user->account, "group", user->groups[i]);

      if (group == NULL)
        continue;
      g_string_append (xml, "<member>");
      dossier_demo_iam_add_identity (xml, "Group", group);
      g_string_append (xml, "</member>");
    }
  g_string_append (xml, "</Groups>");
  dossier_demo_iam_end_page (xml, &page, total);
  dossier_demo_call_reply_query (call, xml->str);
}

/* GetUserPolicy and GetRolePolicy */
static void
get_policy (DossierDemoCall *call,
            const char      *kind,
            const char      *parameter)
{
  const DossierDemoIdentity *identity = dossier_demo_iam_find_named (call, kind, parameter);
  const char *name = dossier_demo_call_get_query (call, "PolicyName");
  g_autoptr (GPtrArray) found = identity != NULL ? policies_of (call, identity, FALSE) : NULL;
  g_autoptr (GString) xml = g_string_new (NULL);

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const DossierDemoPolicy *policy = g_ptr_array_index (found, i);
      g_autofree char *document = dossier_uri_encode (policy->document, FALSE);

      if (g_strcmp0 (policy->name, name) != 0)
        continue;
      dossier_demo_xml_add (xml, parameter, identity->name);
      dossier_demo_xml_add (xml, "PolicyName", policy->name);
      dossier_demo_xml_add (xml, "PolicyDocument", document);
      dossier_demo_call_reply_query (call, xml->str);
      return;
    }
  if (identity != NULL)
    dossier_demo_iam_refuse_missing (call, "policy", name != NULL ? name : "");
}

void
dossier_demo_iam_get_user_policy (DossierDemoCall *call)
{
  get_policy (call, "user", "UserName");
}

void
dossier_demo_iam_get_role_policy (DossierDemoCall *call)
{
  get_policy (call, "role", "RoleName");
}
