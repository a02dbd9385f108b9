// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-json.h"
#include "dossier-permission-place.h"

/* The Sids of a policy of ours: letters and digits only, as IAM demands. */
static const char *const sids[] = {
  [DOSSIER_PERMISSION_ON_ANY] = "DossierAnywhere",
  [DOSSIER_PERMISSION_ON_BUCKET] = "DossierBucket",
  [DOSSIER_PERMISSION_ON_OBJECTS] = "DossierReports",
  [DOSSIER_PERMISSION_ON_KEY] = "DossierKey",
  [DOSSIER_PERMISSION_ON_NEW_KEY] = "DossierNewKeys",
  [DOSSIER_PERMISSION_ON_SELF] = "DossierChecks",
  [DOSSIER_PERMISSION_ON_ROLE] = "DossierRole",
};

static GStrv
list (char *first,
      char *second)
{
  GStrv texts = g_new0 (char *, 3);

  texts[0] = first;
  texts[1] = second;
  return texts;
}

static gboolean
is_role (const DossierPermissionPlace *self)
{
  return self->principal != NULL && strstr (self->principal, ":role/") != NULL;
}

static char *
object_arn (const DossierPermissionPlace *self,
            const char                   *name)
{
  const char *prefix = self->prefix != NULL ? self->prefix : "";
  gboolean slash = *prefix != '\0' && !g_str_has_suffix (prefix, "/");

  return g_strdup_printf ("arn:%s:s3:::%s/%s%s%s", self->partition, self->bucket, prefix, slash ? "/" : "", name);
}

/**
 * dossier_permission_place_dup_resources:
 * @self: a place
 * @resource: a kind of resource
 *
 * Returns: (transfer full) (array zero-terminated=1): what a policy has to name; `*`
 *   where nothing narrower is known
 */
GStrv
dossier_permission_place_dup_resources (const DossierPermissionPlace *self,
                                        DossierPermissionResource     resource)
{
  switch (resource)
    {
    case DOSSIER_PERMISSION_ON_BUCKET:
      if (self->bucket != NULL)
        return list (g_strdup_printf ("arn:%s:s3:::%s", self->partition, self->bucket), NULL);
      break;
    case DOSSIER_PERMISSION_ON_OBJECTS:
      if (self->bucket != NULL)
        return list (object_arn (self, "*"), NULL);
      break;
    case DOSSIER_PERMISSION_ON_KEY:
      if (self->kms_key_arn != NULL)
        return list (g_strdup (self->kms_key_arn), NULL);
      break;
    case DOSSIER_PERMISSION_ON_NEW_KEY:
      return list (g_strdup_printf ("arn:%s:kms:%s:%s:key/*", self->partition, self->region, self->account),
                   g_strdup_printf ("arn:%s:kms:%s:%s:alias/*", self->partition, self->region, self->account));
    case DOSSIER_PERMISSION_ON_SELF:
      if (self->principal != NULL)
        return list (g_strdup (self->principal), NULL);
      break;
    case DOSSIER_PERMISSION_ON_ROLE:
      if (is_role (self))
        return list (g_strdup (self->principal), NULL);
      return list (g_strdup_printf ("arn:%s:iam::%s:role/*", self->partition, self->account), NULL);
    case DOSSIER_PERMISSION_ON_ANY:
    default:
      break;
    }
  return list (g_strdup ("*"), NULL);
}

/**
 * dossier_permission_place_dup_examples:
 * @self: a place
 * @resource: a kind of resource
 * @nonce: a name that nothing has
 *
 * Returns: (transfer full) (array zero-terminated=1): resources of the kind, to be
 *   simulated on
 */
GStrv
dossier_permission_place_dup_examples (const DossierPermissionPlace *self,
                                       DossierPermissionResource     resource,
                                       const char                   *nonce)
{
  if (resource == DOSSIER_PERMISSION_ON_OBJECTS && self->bucket != NULL)
    return list (object_arn (self, nonce), NULL);
  if (resource == DOSSIER_PERMISSION_ON_NEW_KEY)
    return list (g_strdup_printf ("arn:%s:kms:%s:%s:key/%s", self->partition, self->region, self->account, nonce), NULL);
  if (resource == DOSSIER_PERMISSION_ON_ROLE && !is_role (self))
    return list (g_strdup_printf ("arn:%s:iam::%s:role/%s", self->partition, self->account, nonce), NULL);
  return dossier_permission_place_dup_resources (self, resource);
}

static JsonNode *
texts_to_json (const char *const *texts)
{
  g_autoptr(JsonArray) array = json_array_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  if (json_array_get_length (array) == 1)
    return json_node_init_string (json_node_alloc (), texts[0]);
  return json_node_init_array (json_node_alloc (), array);
}

/**
 * dossier_permission_place_dup_policy:
 * @self: a place
 * @actions: (array zero-terminated=1): actions of the catalogue
 *
 * Returns: (transfer full) (nullable): an identity policy that allows just these, on no
 *   more than they are needed on; %NULL where there are no actions
 */
char *
dossier_permission_place_dup_policy (const DossierPermissionPlace *self,
                                     const char *const            *actions)
{
  g_autoptr(JsonObject) policy = json_object_new ();
  JsonArray *statements = json_array_new ();
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);
  gboolean any = FALSE;

  json_object_set_string_member (policy, "Version", "2012-10-17");
  json_object_set_array_member (policy, "Statement", statements);
  for (guint kind = 0; kind < DOSSIER_PERMISSION_N_RESOURCES; kind++)
    {
      g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
      g_auto(GStrv) resources = dossier_permission_place_dup_resources (self, kind);
      g_auto(GStrv) chosen = NULL;
      JsonObject *statement;

      for (gsize i = 0; i < n_permissions; i++)
        if (permissions[i].resource == kind && g_strv_contains (actions, permissions[i].action))
          g_strv_builder_add (builder, permissions[i].action);
      chosen = g_strv_builder_end (builder);
      if (*chosen == NULL)
        continue;

      any = TRUE;
      statement = json_object_new ();
      json_object_set_string_member (statement, "Sid", sids[kind]);
      json_object_set_string_member (statement, "Effect", "Allow");
      json_object_set_member (statement, "Action", texts_to_json ((const char *const *) chosen));
      json_object_set_member (statement, "Resource", texts_to_json ((const char *const *) resources));
      json_array_add_object_element (statements, statement);
    }
  return any ? dossier_json_object_to_text (policy, TRUE) : NULL;
}
