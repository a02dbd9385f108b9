// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-error.h"
#include "dossier-json.h"
#include "dossier-kms-list.h"

G_DEFINE_BOXED_TYPE (DossierKmsList, dossier_kms_list, dossier_kms_list_ref,
                     dossier_kms_list_unref)

static void
entry_free (DossierKmsListEntry *entry)
{
  g_free (entry->name);
  g_free (entry->arn);
  g_free (entry->key_id);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierKmsListEntry, entry_free)

static void
clear (gpointer data)
{
  DossierKmsList *self = data;

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self->next_marker);
}

static gboolean
take_key (JsonObject           *object,
          DossierKmsListEntry  *entry,
          GError              **error)
{
  return dossier_aws_json_need_text (object, "KeyId", &entry->key_id, error) &&
         dossier_aws_json_need_text (object, "KeyArn", &entry->arn, error);
}

static gboolean
take_alias (JsonObject           *object,
            DossierKmsListEntry  *entry,
            GError              **error)
{
  return dossier_aws_json_need_text (object, "AliasName", &entry->name, error) &&
         dossier_aws_json_need_text (object, "AliasArn", &entry->arn, error) &&
         dossier_aws_json_get_text (object, "TargetKeyId", &entry->key_id, error);
}

static gboolean
take_members (DossierKmsList  *self,
              JsonObject      *root,
              const char      *list,
              gboolean       (*take) (JsonObject *, DossierKmsListEntry *, GError **),
              GError         **error)
{
  JsonArray *array = NULL;
  gboolean truncated = FALSE;

  if (!dossier_json_get_array (root, list, &array, error) ||
      !dossier_json_get_boolean (root, "Truncated", &truncated, NULL, error))
    return FALSE;

  if (array == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Member “%s” is missing", list);
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr(DossierKmsListEntry) entry = g_new0 (DossierKmsListEntry, 1);
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "Member “%s” should hold objects only", list);
          return FALSE;
        }
      if (!take (json_node_get_object (node), entry, error))
        return FALSE;
      g_ptr_array_add (self->entries, g_steal_pointer (&entry));
    }

  /* A page that says there is more, but not where, must not pass for the last. */
  return !truncated || dossier_aws_json_need_text (root, "NextMarker", &self->next_marker, error);
}

static DossierKmsList *
parse (GBytes      *body,
       const char  *list,
       gboolean   (*take) (JsonObject *, DossierKmsListEntry *, GError **),
       GError     **error)
{
  g_autoptr(DossierKmsList) self = g_atomic_rc_box_new0 (DossierKmsList);
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  if (root == NULL || !take_members (self, root, list, take, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_kms_list_parse_keys:
 * @body: the body of an answer of ListKeys
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierKmsList *
dossier_kms_list_parse_keys (GBytes  *body,
                             GError **error)
{
  return parse (body, "Keys", take_key, error);
}

/**
 * dossier_kms_list_parse_aliases:
 * @body: the body of an answer of ListAliases
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierKmsList *
dossier_kms_list_parse_aliases (GBytes  *body,
                                GError **error)
{
  return parse (body, "Aliases", take_alias, error);
}

/**
 * dossier_kms_list_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self
 */
DossierKmsList *
dossier_kms_list_ref (const DossierKmsList *self)
{
  return g_atomic_rc_box_acquire ((DossierKmsList *) self);
}

/**
 * dossier_kms_list_unref:
 * @self: (transfer full): a page
 */
void
dossier_kms_list_unref (DossierKmsList *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
