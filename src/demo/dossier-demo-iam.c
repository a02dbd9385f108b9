// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-demo-iam-private.h"
#include "dossier-demo-policy-private.h"
#include "dossier-demo-services-private.h"
#include "dossier-time.h"
#include "dossier-uri.h"

/**
 * dossier_demo_iam_read_page:
 * @call: a call that lists
 * @page: (out): which items to tell
 *
 * Reads MaxItems and Marker. A refusal is answered here.
 *
 * Returns: whether they can be heeded
 */
gboolean
dossier_demo_iam_read_page (DossierDemoCall    *call,
                            DossierDemoIamPage *page)
{
  const char *limit = dossier_demo_call_get_query (call, "MaxItems");
  const char *marker = dossier_demo_call_get_query (call, "Marker");

  page->limit = 100;
  page->first = 0;
  if (limit != NULL && !g_ascii_string_to_unsigned (limit, 10, 1, 1000, &page->limit, NULL))
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "ValidationError",
          "1 validation error detected: Value '%s' at 'maxItems' failed to satisfy constraint: "
          "Member must have value between 1 and 1000",
          limit);
      return FALSE;
    }
  if (marker == NULL || g_ascii_string_to_unsigned (marker, 10, 0, G_MAXINT32, &page->first, NULL))
    return TRUE;
  dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "ValidationError", "Invalid Marker.");
  return FALSE;
}

/**
 * dossier_demo_iam_end_page:
 * @xml: the result
 * @page: which items it tells
 * @total: how many there are
 *
 * Writes IsTruncated and Marker.
 */
void
dossier_demo_iam_end_page (GString                  *xml,
                           const DossierDemoIamPage *page,
                           guint                     total)
{
  g_autofree char *marker = g_strdup_printf ("%" G_GUINT64_FORMAT, page->first + page->limit);
  gboolean more = page->first + page->limit < total;

  dossier_demo_xml_add (xml, "IsTruncated", more ? "true" : "false");
  dossier_demo_xml_add (xml, "Marker", more ? marker : NULL);
}

/**
 * dossier_demo_iam_members:
 * @call: a call
 * @list: the name of a list in its input
 *
 * Returns: (transfer container) (element-type utf8): `list.member.1` and so on
 */
GPtrArray *
dossier_demo_iam_members (DossierDemoCall *call,
                          const char      *list)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.member.%u", list, i);
      const char *value = dossier_demo_call_get_query (call, name);

      if (value == NULL)
        return found;
      g_ptr_array_add (found, (gpointer) value);
    }
}

/* Answers that there is no such user, role, group or policy. */
void
dossier_demo_iam_refuse_missing (DossierDemoCall *call,
                                 const char      *kind,
                                 const char      *name)
{
  dossier_demo_call_refuse (call, SOUP_STATUS_NOT_FOUND, "NoSuchEntity",
                            "The %s with name %s cannot be found.", kind, name);
}

/* The identity of the caller's account that UserName, RoleName or GroupName
 * means, once the caller may do @action to it. A refusal is answered here. */
DossierDemoIdentity *
dossier_demo_iam_find_named (DossierDemoCall *call,
                             const char      *kind,
                             const char      *parameter)
{
  const char *name = dossier_demo_call_get_query (call, parameter);
  g_autofree char *action = g_strdup_printf ("iam:%s", call->operation->name);
  g_autofree char *arn = NULL;
  DossierDemoIdentity *identity;

  /* Only GetUser may leave it out, and means the caller then. */
  if (name == NULL && g_str_equal (call->operation->name, "GetUser") &&
      call->caller.credential->session == NULL)
    name = call->caller.identity->name;
  if (name == NULL)
    {
      dossier_demo_call_refuse (
          call, SOUP_STATUS_BAD_REQUEST, "ValidationError",
          "1 validation error detected: Value null at '%s' failed to satisfy constraint: "
          "Member must not be null",
          parameter);
      return NULL;
    }
  identity = dossier_demo_world_find_named (call->world, call->caller.account, kind, name);
  arn = identity != NULL ? g_strdup (identity->arn)
                         : g_strdup_printf ("arn:aws:iam::%s:%s/%s", call->caller.account, kind, name);
  if (!dossier_demo_call_authorize (call, action, arn, NULL))
    return NULL;
  if (identity == NULL)
    dossier_demo_iam_refuse_missing (call, kind, name);
  return identity;
}

/**
 * dossier_demo_iam_find_source:
 * @call: a call with PolicySourceArn
 * @action: such as `iam:SimulatePrincipalPolicy`
 *
 * Finds the user, group or role whose policies are meant, once the caller may
 * look at it. A refusal is answered here.
 *
 * Returns: (nullable): the identity
 */
DossierDemoIdentity *
dossier_demo_iam_find_source (DossierDemoCall *call,
                              const char      *action)
{
  const char *text = dossier_demo_call_get_query (call, "PolicySourceArn");
  g_autoptr (DossierArn) arn = text != NULL ? dossier_arn_parse (text, NULL) : NULL;
  DossierDemoIdentity *identity;
  g_autofree char *kind = arn != NULL ? g_strndup (arn->resource, strcspn (arn->resource, "/")) : NULL;
  static const char *const kinds[] = { "user", "group", "role", NULL };

  if (arn == NULL || !g_str_equal (arn->service, "iam") || !g_strv_contains (kinds, kind))
    {
      dossier_demo_call_refuse (call, SOUP_STATUS_BAD_REQUEST, "InvalidInput",
                                "Invalid Entity Arn: %s does not clearly define "
                                "entity type and name.",
                                text != NULL ? text : "");
      return NULL;
    }
  if (!dossier_demo_call_authorize (call, action, text, NULL))
    return NULL;
  identity = g_str_equal (arn->account, call->caller.account)
                 ? dossier_demo_world_find_identity (call->world, text)
                 : NULL;
  if (identity == NULL)
    dossier_demo_iam_refuse_missing (call, kind, strrchr (text, '/') + 1);
  return identity;
}

static char *
path_of (const DossierDemoIdentity *identity)
{
  const char *start = strchr (identity->arn, '/');

  return g_strndup (start, (gsize) (strrchr (start, '/') - start) + 1);
}

/* What GetUser, GetRole and the lists tell of an identity; @kind is User, Role or Group. */
void
dossier_demo_iam_add_identity (GString                   *xml,
                               const char                *kind,
                               const DossierDemoIdentity *identity)
{
  g_autofree char *path = path_of (identity);
  g_autofree char *created = dossier_time_to_iso8601 (identity->created);
  g_autofree char *name = g_strdup_printf ("%sName", kind);
  g_autofree char *id = g_strdup_printf ("%sId", kind);

  dossier_demo_xml_add (xml, "Path", path);
  dossier_demo_xml_add (xml, name, identity->name);
  dossier_demo_xml_add (xml, id, identity->id);
  dossier_demo_xml_add (xml, "Arn", identity->arn);
  dossier_demo_xml_add (xml, "CreateDate", created);
  if (identity->boundary != NULL)
    {
      g_string_append (xml, "<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType>");
      dossier_demo_xml_add (xml, "PermissionsBoundaryArn", identity->boundary);
      g_string_append (xml, "</PermissionsBoundary>");
    }
}

static void
get_user (DossierDemoCall *call)
{
  const DossierDemoIdentity *user = dossier_demo_iam_find_named (call, "user", "UserName");
  g_autoptr (GString) xml = g_string_new ("<User>");

  if (user == NULL)
    return;
  dossier_demo_iam_add_identity (xml, "User", user);
  g_string_append (xml, "</User>");
  dossier_demo_call_reply_query (call, xml->str);
}

static void
get_role (DossierDemoCall *call)
{
  const DossierDemoIdentity *role = dossier_demo_iam_find_named (call, "role", "RoleName");
  g_autoptr (GString) xml = g_string_new ("<Role>");
  g_autofree char *trust = NULL;

  if (role == NULL)
    return;
  dossier_demo_iam_add_identity (xml, "Role", role);
  trust = dossier_uri_encode (role->trust, FALSE);
  dossier_demo_xml_add (xml, "AssumeRolePolicyDocument", trust);
  dossier_demo_xml_add (xml, "MaxSessionDuration", "43200");
  g_string_append (xml, "</Role>");
  dossier_demo_call_reply_query (call, xml->str);
}

static void
get_context_keys (DossierDemoCall *call)
{
  const DossierDemoIdentity *source =
      dossier_demo_iam_find_source (call, "iam:GetContextKeysForPrincipalPolicy");
  g_autoptr (GPtrArray) inputs = dossier_demo_iam_members (call, "PolicyInputList");
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) policies = NULL;
  g_autoptr (GString) xml = g_string_new ("<ContextKeyNames>");

  if (source == NULL)
    return;
  policies = dossier_demo_world_list_policies (call->world, source);
  for (guint i = 0; i < policies->len; i++)
    dossier_demo_policy_list_keys (((DossierDemoPolicy *) g_ptr_array_index (policies, i))->document, keys);
  for (guint i = 0; i < inputs->len; i++)
    dossier_demo_policy_list_keys (g_ptr_array_index (inputs, i), keys);
  for (guint i = 0; i < keys->len; i++)
    dossier_demo_xml_add (xml, "member", g_ptr_array_index (keys, i));
  g_string_append (xml, "</ContextKeyNames>");
  dossier_demo_call_reply_query (call, xml->str);
}

static const DossierDemoOperation operations[] = {
  { "GetUser", NULL, get_user },
  { "GetRole", NULL, get_role },
  { "ListUserPolicies", NULL, dossier_demo_iam_list_user_policies },
  { "ListRolePolicies", NULL, dossier_demo_iam_list_role_policies },
  { "ListGroupPolicies", NULL, dossier_demo_iam_list_group_policies },
  { "ListAttachedUserPolicies", NULL, dossier_demo_iam_list_attached_user_policies },
  { "ListAttachedRolePolicies", NULL, dossier_demo_iam_list_attached_role_policies },
  { "ListAttachedGroupPolicies", NULL, dossier_demo_iam_list_attached_group_policies },
  { "ListGroupsForUser", NULL, dossier_demo_iam_list_groups_for_user },
  { "GetUserPolicy", NULL, dossier_demo_iam_get_user_policy },
  { "GetRolePolicy", NULL, dossier_demo_iam_get_role_policy },
  { "GetContextKeysForPrincipalPolicy", NULL, get_context_keys },
  { "SimulatePrincipalPolicy", NULL, dossier_demo_iam_simulate },
};

const DossierDemoService dossier_demo_iam = {
  .name = "iam", .protocol = DOSSIER_DEMO_QUERY, .version = "2010-05-08", .global = TRUE,
  .operations = operations, .n_operations = G_N_ELEMENTS (operations),
};
