// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "dossier-policy-eval-line.h"
#include "dossier-policy-evaluate.h"
#include "dossier-policy-private.h"

static gboolean
each_string (const DossierPolicyJson  *node,
             DossierPolicyRequest     *request,
             void                    (*add) (DossierPolicyRequest *, const char *, const char *),
             GError                  **error)
{
  gboolean list = node->type == DOSSIER_POLICY_JSON_ARRAY;

  for (guint i = 0; i < (list ? node->items->len : 1); i++)
    {
      const DossierPolicyJson *item = list ? g_ptr_array_index (node->items, i) : node;

      if (item->type != DOSSIER_POLICY_JSON_STRING)
        return dossier_policy_json_refuse (item, error, "A string is expected here");
      add (request, node->name, item->text);
    }
  return TRUE;
}

static void
add_unknown (DossierPolicyRequest *request,
             const char           *,
             const char           *key)
{
  dossier_policy_request_set_unknown (request, key);
}

static void
add_principal (DossierPolicyRequest *request,
               const char           *type,
               const char           *value)
{
  if (strcmp (type, "Service") == 0)
    dossier_policy_request_set_principal_service (request, value);
  else
    dossier_policy_request_set_principal_aws (request, value);
}

static DossierPolicyRequest *
take_request (const DossierPolicyJson  *node,
              GError                  **error)
{
  const DossierPolicyJson *action = dossier_policy_json_get (node, "action");
  const DossierPolicyJson *resource = dossier_policy_json_get (node, "resource");
  const DossierPolicyJson *unknown = dossier_policy_json_get (node, "unknown");
  g_autoptr (DossierPolicyRequest) self = NULL;

  if (action == NULL || action->type != DOSSIER_POLICY_JSON_STRING ||
      resource == NULL || resource->type != DOSSIER_POLICY_JSON_STRING)
    {
      dossier_policy_json_refuse (node, error, "The request needs the strings action and resource");
      return NULL;
    }
  self = dossier_policy_request_new (action->text, resource->text);
  for (guint part = 0; part < 2; part++)
    {
      const DossierPolicyJson *map = dossier_policy_json_get (node, part == 0 ? "principal" : "context");

      if (map == NULL)
        continue;
      if (map->type != DOSSIER_POLICY_JSON_OBJECT)
        {
          dossier_policy_json_refuse (map, error, "An object is expected here");
          return NULL;
        }
      for (guint i = 0; i < map->items->len; i++)
        {
          const DossierPolicyJson *item = g_ptr_array_index (map->items, i);

          if (part == 0 && strcmp (item->name, "AWS") != 0 && strcmp (item->name, "Service") != 0)
            {
              dossier_policy_json_refuse (item, error, "The principal of a request is AWS or Service");
              return NULL;
            }
          if (!each_string (item, self, part == 0 ? add_principal : dossier_policy_request_add_context, error))
            return NULL;
        }
    }
  if (unknown != NULL && !each_string (unknown, self, add_unknown, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
put_verdict (JsonBuilder                *builder,
             const DossierPolicyVerdict *verdict)
{
  static const char *const names[] = { "implicitDeny", "allow", "explicitDeny", "unknown" };
  const char *const *keys = dossier_policy_verdict_get_unknown_keys (verdict);
  gsize n;
  const DossierPolicyStatementRef *refs = dossier_policy_verdict_get_statements (verdict, &n);

  json_builder_set_member_name (builder, "decision");
  json_builder_add_string_value (builder, names[dossier_policy_verdict_get_decision (verdict)]);
  json_builder_set_member_name (builder, "statements");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < n; i++)
    json_builder_add_int_value (builder, refs[i].statement);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "unknownKeys");
  json_builder_begin_array (builder);
  for (gsize i = 0; keys[i] != NULL; i++)
    json_builder_add_string_value (builder, keys[i]);
  json_builder_end_array (builder);
}

static void
put_error (JsonBuilder  *builder,
           const GError *error)
{
  const char *path = dossier_policy_error_get_path (error);

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "path");
  json_builder_add_string_value (builder, g_str_has_prefix (path, "policy.") ? path + strlen ("policy.") : path);
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, error->message);
  json_builder_end_object (builder);
}

/**
 * dossier_policy_eval_line:
 * @line: one JSON object with `policy` and `request`
 *
 * The batch protocol: one line in, one line out. What cannot be evaluated gives
 * an object with `error`, so a batch goes on.
 *
 * Returns: (transfer full): a JSON object in one line, without newline
 */
char *
dossier_policy_eval_line (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DossierPolicyJson) root = dossier_policy_json_parse (line, -1, &error);
  g_autoptr (DossierPolicy) policy = NULL;
  g_autoptr (DossierPolicyRequest) request = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  const DossierPolicyJson *a, *b;

  if (root != NULL)
    {
      gboolean object = root->type == DOSSIER_POLICY_JSON_OBJECT;

      a = object ? dossier_policy_json_get (root, "policy") : NULL;
      b = object ? dossier_policy_json_get (root, "request") : NULL;
      if (a == NULL || b == NULL || b->type != DOSSIER_POLICY_JSON_OBJECT)
        dossier_policy_json_refuse (root, &error, "The line needs the objects policy and request");
      else
        policy = dossier_policy_from_json (a, &error);
      if (policy != NULL)
        request = take_request (b, &error);
    }
  json_builder_begin_object (builder);
  if (request != NULL)
    {
      DossierPolicy *policies[] = { policy };
      g_autoptr (DossierPolicyVerdict) verdict = dossier_policy_evaluate (policies, 1, request);

      put_verdict (builder, verdict);
    }
  else
    put_error (builder, error);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}
