// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-error.h"
#include "dossier-inspector-filter.h"
#include "dossier-json.h"

/* 9999-12-31 23:59:59 UTC in seconds: what comes after it is no date. */
#define LAST_SECOND 253402300799.0

G_DEFINE_BOXED_TYPE (DossierInspectorFilter, dossier_inspector_filter, dossier_inspector_filter_copy,
                     dossier_inspector_filter_free)
G_DEFINE_BOXED_TYPE (DossierInspectorFilterList, dossier_inspector_filter_list, dossier_inspector_filter_list_copy,
                     dossier_inspector_filter_list_free)

static gboolean
read_instant (JsonObject  *object,
              const char  *member,
              gint64      *instant,
              GError     **error)
{
  gboolean present = FALSE;
  double seconds = 0;

  if (!dossier_json_get_double (object, member, &seconds, &present, error))
    return FALSE;
  if (present && seconds >= 0 && seconds <= LAST_SECOND)
    {
      *instant = (gint64) (seconds * G_USEC_PER_SEC);
      return TRUE;
    }
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "“%s” should be a time in seconds since 1970",
               member);
  return FALSE;
}

static DossierInspectorFilter *
read_filter (JsonObject  *object,
             GError     **error)
{
  g_autoptr(DossierInspectorFilter) self = g_new0 (DossierInspectorFilter, 1);
  JsonObject *criteria = NULL;

  if (!dossier_aws_json_need_text (object, "arn", &self->arn, error) ||
      !dossier_aws_json_need_text (object, "ownerId", &self->owner_id, error) ||
      !dossier_aws_json_need_text (object, "name", &self->name, error) ||
      !dossier_aws_json_need_text (object, "action", &self->action, error) ||
      !dossier_aws_json_get_text (object, "description", &self->description, error) ||
      !dossier_aws_json_get_text (object, "reason", &self->reason, error) ||
      !read_instant (object, "createdAt", &self->created_at, error) ||
      !read_instant (object, "updatedAt", &self->updated_at, error) ||
      !dossier_json_get_object (object, "criteria", &criteria, error))
    return NULL;
  if (criteria == NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "A filter has no “criteria”");
      return NULL;
    }
  self->criteria = json_object_ref (criteria);
  return g_steal_pointer (&self);
}

static gpointer
copy_filter (gconstpointer filter,
             gpointer)
{
  return dossier_inspector_filter_copy (filter);
}

/**
 * dossier_inspector_filter_copy:
 * @self: a filter
 *
 * Returns: (transfer full): a copy that shares the criteria
 */
DossierInspectorFilter *
dossier_inspector_filter_copy (const DossierInspectorFilter *self)
{
  DossierInspectorFilter *copy = g_memdup2 (self, sizeof *self);

  copy->arn = g_strdup (self->arn);
  copy->owner_id = g_strdup (self->owner_id);
  copy->name = g_strdup (self->name);
  copy->action = g_strdup (self->action);
  copy->criteria = json_object_ref (self->criteria);
  copy->description = g_strdup (self->description);
  copy->reason = g_strdup (self->reason);
  return copy;
}

/**
 * dossier_inspector_filter_free:
 * @self: (transfer full): a filter
 */
void
dossier_inspector_filter_free (DossierInspectorFilter *self)
{
  g_free (self->arn);
  g_free (self->owner_id);
  g_free (self->name);
  g_free (self->action);
  g_clear_pointer (&self->criteria, json_object_unref);
  g_free (self->description);
  g_free (self->reason);
  g_free (self);
}

/**
 * dossier_inspector_filter_list_parse:
 * @body: the body of an answer of ListFilters
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the page; never %NULL without an error
 */
DossierInspectorFilterList *
dossier_inspector_filter_list_parse (GBytes  *body,
                                     GError **error)
{
  g_autoptr(DossierInspectorFilterList) self = g_new0 (DossierInspectorFilterList, 1);
  g_autoptr(JsonObject) root = dossier_aws_json_parse (body, error);
  JsonArray *filters = NULL;

  self->filters = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_inspector_filter_free);
  if (root == NULL || !dossier_json_get_array (root, "filters", &filters, error) ||
      !dossier_aws_json_get_text (root, "nextToken", &self->next_token, error))
    return NULL;

  for (guint i = 0; filters != NULL && i < json_array_get_length (filters); i++)
    {
      JsonNode *node = json_array_get_element (filters, i);
      DossierInspectorFilter *filter;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "Element %u of “filters” should be an object", i);
          return NULL;
        }
      filter = read_filter (json_node_get_object (node), error);
      if (filter == NULL)
        return NULL;
      g_ptr_array_add (self->filters, filter);
    }

  /* An empty token ends a list as well as an absent one. */
  if (self->next_token != NULL && self->next_token[0] == '\0')
    g_clear_pointer (&self->next_token, g_free);
  return g_steal_pointer (&self);
}

/**
 * dossier_inspector_filter_list_copy:
 * @self: a page
 *
 * Returns: (transfer full): a copy
 */
DossierInspectorFilterList *
dossier_inspector_filter_list_copy (const DossierInspectorFilterList *self)
{
  DossierInspectorFilterList *copy = g_new0 (DossierInspectorFilterList, 1);

  copy->filters = g_ptr_array_copy (self->filters, copy_filter, NULL);
  copy->next_token = g_strdup (self->next_token);
  return copy;
}

/**
 * dossier_inspector_filter_list_free:
 * @self: (transfer full): a page
 */
void
dossier_inspector_filter_list_free (DossierInspectorFilterList *self)
{
  g_clear_pointer (&self->filters, g_ptr_array_unref);
  g_free (self->next_token);
  g_free (self);
}
