// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-error.h"
#include "dossier-json.h"
#include "dossier-sso-list.h"

G_DEFINE_BOXED_TYPE (DossierSsoList, dossier_sso_list, dossier_sso_list_ref, dossier_sso_list_unref)

static void
entry_free (DossierSsoListEntry *entry)
{
  g_free (entry->account);
  g_free (entry->account_name);
  g_free (entry->email);
  g_free (entry->role);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierSsoListEntry, entry_free)

static void
clear (gpointer data)
{
  DossierSsoList *self = data;

  g_ptr_array_unref (self->entries);
  g_free (self->next_token);
}

static gboolean
take_entry (JsonObject           *object,
            gboolean              roles,
            DossierSsoListEntry  *entry,
            GError              **error)
{
  if (!dossier_aws_json_need_text (object, "accountId", &entry->account, error))
    return FALSE;
  if (roles)
    return dossier_aws_json_need_text (object, "roleName", &entry->role, error);
  return dossier_aws_json_get_text (object, "accountName", &entry->account_name, error) &&
         dossier_aws_json_get_text (object, "emailAddress", &entry->email, error);
}

static DossierSsoList *
parse (GBytes      *body,
       const char  *list,
       gboolean     roles,
       GError     **error)
{
  g_autoptr(DossierSsoList) self = dossier_sso_list_new ();
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);
  JsonArray *array = NULL;

  if (root == NULL || !dossier_json_get_array (root, list, &array, error) ||
      !dossier_aws_json_get_text (root, "nextToken", &self->next_token, error))
    return NULL;
  if (array == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Member “%s” is missing", list);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr(DossierSsoListEntry) entry = g_new0 (DossierSsoListEntry, 1);
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "Member “%s” should hold objects only", list);
          return NULL;
        }
      if (!take_entry (json_node_get_object (node), roles, entry, error))
        return NULL;
      g_ptr_array_add (self->entries, g_steal_pointer (&entry));
    }

  /* An empty token is how some services say that there is none. */
  if (self->next_token != NULL && *self->next_token == '\0')
    g_clear_pointer (&self->next_token, g_free);
  return g_steal_pointer (&self);
}

/**
 * dossier_sso_list_new:
 *
 * Returns: (transfer full): an empty page, the last
 */
DossierSsoList *
dossier_sso_list_new (void)
{
  DossierSsoList *self = g_atomic_rc_box_new0 (DossierSsoList);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  return self;
}

/**
 * dossier_sso_list_add:
 * @self: a page that is being made, which nobody else has yet
 * @entry: what to add; copied
 */
void
dossier_sso_list_add (DossierSsoList            *self,
                      const DossierSsoListEntry *entry)
{
  DossierSsoListEntry *copy = g_new0 (DossierSsoListEntry, 1);

  copy->account = g_strdup (entry->account);
  copy->account_name = g_strdup (entry->account_name);
  copy->email = g_strdup (entry->email);
  copy->role = g_strdup (entry->role);
  g_ptr_array_add (self->entries, copy);
}

/**
 * dossier_sso_list_parse_accounts:
 * @body: the body of an answer of ListAccounts
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierSsoList *
dossier_sso_list_parse_accounts (GBytes  *body,
                                 GError **error)
{
  return parse (body, "accountList", FALSE, error);
}

/**
 * dossier_sso_list_parse_roles:
 * @body: the body of an answer of ListAccountRoles
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierSsoList *
dossier_sso_list_parse_roles (GBytes  *body,
                              GError **error)
{
  return parse (body, "roleList", TRUE, error);
}

/**
 * dossier_sso_list_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self
 */
DossierSsoList *
dossier_sso_list_ref (const DossierSsoList *self)
{
  return g_atomic_rc_box_acquire ((DossierSsoList *) self);
}

/**
 * dossier_sso_list_unref:
 * @self: (transfer full): a page
 */
void
dossier_sso_list_unref (DossierSsoList *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
