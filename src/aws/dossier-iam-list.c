// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-iam-list.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierIamList, dossier_iam_list, dossier_iam_list_ref,
                     dossier_iam_list_unref)

static void
entry_free (DossierIamListEntry *entry)
{
  g_free (entry->name);
  g_free (entry->arn);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierIamListEntry, entry_free)

static void
clear (gpointer data)
{
  DossierIamList *self = data;

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->next_marker);
}

static gboolean
take_names (DossierIamList  *self,
            xmlNode         *result,
            const char      *list,
            GError         **error)
{
  g_auto(GStrv) names = NULL;

  if (!dossier_xml_get_texts (result, list, &names, error))
    return FALSE;

  for (gsize i = 0; names[i] != NULL; i++)
    {
      DossierIamListEntry *entry = g_new0 (DossierIamListEntry, 1);

      entry->name = g_strdup (names[i]);
      g_ptr_array_add (self->entries, entry);
    }
  return TRUE;
}

static gboolean
take_entries (DossierIamList  *self,
              xmlNode         *list,
              const char      *name_member,
              const char      *arn_member,
              GError         **error)
{
  for (xmlNode *node = dossier_xml_child (list, "member"); node != NULL; node = dossier_xml_next (node))
    {
      g_autoptr(DossierIamListEntry) entry = g_new0 (DossierIamListEntry, 1);

      if ((entry->name = dossier_xml_need_text (node, name_member, error)) == NULL ||
          (entry->arn = dossier_xml_need_text (node, arn_member, error)) == NULL)
        return FALSE;
      g_ptr_array_add (self->entries, g_steal_pointer (&entry));
    }
  return TRUE;
}

/* Without the name of a member, the members are the names. */
static DossierIamList *
parse (GBytes      *body,
       const char  *operation,
       const char  *list_name,
       const char  *name_member,
       const char  *arn_member,
       GError     **error)
{
  g_autoptr(DossierIamList) self = g_atomic_rc_box_new0 (DossierIamList);
  g_autoptr(xmlDoc) document = NULL;
  xmlNode *result = dossier_xml_parse_result (body, operation, &document, error);
  xmlNode *list = result != NULL ? dossier_xml_need_child (result, list_name, error) : NULL;

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  if (list == NULL || !dossier_xml_get_marker (result, &self->next_marker, error) ||
      !(name_member != NULL ? take_entries (self, list, name_member, arn_member, error)
                            : take_names (self, result, list_name, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_iam_list_parse_attached_user_policies:
 * @body: the body of an answer of ListAttachedUserPolicies
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierIamList *
dossier_iam_list_parse_attached_user_policies (GBytes  *body,
                                               GError **error)
{
  return parse (body, "ListAttachedUserPolicies", "AttachedPolicies", "PolicyName", "PolicyArn", error);
}

/**
 * dossier_iam_list_parse_attached_role_policies:
 * @body: the body of an answer of ListAttachedRolePolicies
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierIamList *
dossier_iam_list_parse_attached_role_policies (GBytes  *body,
                                               GError **error)
{
  return parse (body, "ListAttachedRolePolicies", "AttachedPolicies", "PolicyName", "PolicyArn", error);
}

/**
 * dossier_iam_list_parse_user_policies:
 * @body: the body of an answer of ListUserPolicies
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierIamList *
dossier_iam_list_parse_user_policies (GBytes  *body,
                                      GError **error)
{
  return parse (body, "ListUserPolicies", "PolicyNames", NULL, NULL, error);
}

/**
 * dossier_iam_list_parse_groups_for_user:
 * @body: the body of an answer of ListGroupsForUser
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierIamList *
dossier_iam_list_parse_groups_for_user (GBytes  *body,
                                        GError **error)
{
  return parse (body, "ListGroupsForUser", "Groups", "GroupName", "Arn", error);
}

/**
 * dossier_iam_list_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self
 */
DossierIamList *
dossier_iam_list_ref (const DossierIamList *self)
{
  return g_atomic_rc_box_acquire ((DossierIamList *) self);
}

/**
 * dossier_iam_list_unref:
 * @self: (transfer full): a page
 */
void
dossier_iam_list_unref (DossierIamList *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
