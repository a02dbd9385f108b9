// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-private.h"

G_DEFINE_BOXED_TYPE (DossierPolicy, dossier_policy, dossier_policy_ref, dossier_policy_unref)

static void
principal_free (gpointer data)
{
  DossierPolicyPrincipal *self = data;

  g_free (self->type);
  g_free (self->value);
  g_free (self);
}

static void
condition_free (gpointer data)
{
  DossierPolicyCondition *self = data;

  g_free (self->key);
  g_strfreev (self->values);
  g_free (self);
}

static void
statement_free (gpointer data)
{
  DossierPolicyStatement *self = data;

  g_free (self->sid);
  g_clear_pointer (&self->principals, g_ptr_array_unref);
  g_strfreev (self->actions);
  g_strfreev (self->resources);
  g_ptr_array_unref (self->conditions);
  g_free (self);
}

/* A string, or a list of one or more; numbers and booleans only where @scalars. */
static GStrv
take_values (const DossierPolicyJson  *node,
             gboolean                  scalars,
             GError                  **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean list = node->type == DOSSIER_POLICY_JSON_ARRAY;
  guint n = list ? node->items->len : 1;

  if (n == 0 && !scalars)
    {
      dossier_policy_json_refuse (node, error, "%s has no value", node->name);
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      const DossierPolicyJson *item = list ? g_ptr_array_index (node->items, i) : node;
      gboolean scalar = item->type == DOSSIER_POLICY_JSON_NUMBER || item->type == DOSSIER_POLICY_JSON_BOOLEAN;

      if (item->type != DOSSIER_POLICY_JSON_STRING && !(scalars && scalar))
        {
          dossier_policy_json_refuse (item, error, "A string is expected in %s", node->name);
          return NULL;
        }
      g_strv_builder_add (builder, item->text);
    }
  return g_strv_builder_end (builder);
}

static gboolean
check_known (const DossierPolicyJson  *object,
             const char *const        *known,
             GError                  **error)
{
  for (guint i = 0; i < object->items->len; i++)
    {
      const DossierPolicyJson *item = g_ptr_array_index (object->items, i);

      if (!g_strv_contains (known, item->name))
        return dossier_policy_json_refuse (item, error, "The element %s is not known", item->name);
    }
  return TRUE;
}

/* Exactly one of an element and its opposite may be there. */
static gboolean
pick (const DossierPolicyJson  *object,
      const char               *yes,
      const char               *no,
      DossierPolicyJson       **out,
      gboolean                 *negated,
      GError                  **error)
{
  DossierPolicyJson *a = dossier_policy_json_get (object, yes);
  DossierPolicyJson *b = dossier_policy_json_get (object, no);

  if (a != NULL && b != NULL)
    return dossier_policy_json_refuse (b, error, "A statement has either %s or %s, not both", yes, no);
  *out = a != NULL ? a : b;
  *negated = b != NULL;
  return TRUE;
}

static void
add_principal (GPtrArray  *principals,
               const char *type,
               const char *value)
{
  DossierPolicyPrincipal *principal = g_new0 (DossierPolicyPrincipal, 1);

  principal->type = g_strdup (type);
  principal->value = g_strdup (value);
  g_ptr_array_add (principals, principal);
}

static gboolean
parse_principal (DossierPolicyStatement   *self,
                 const DossierPolicyJson  *node,
                 GError                  **error)
{
  static const char *const types[] = { "AWS", "Service", "Federated", "CanonicalUser", NULL };

  self->principals = g_ptr_array_new_with_free_func (principal_free);
  if (node->type == DOSSIER_POLICY_JSON_STRING && strcmp (node->text, "*") == 0)
    {
      add_principal (self->principals, "AWS", "*");
      return TRUE;
    }
  if (node->type != DOSSIER_POLICY_JSON_OBJECT || node->items->len == 0)
    return dossier_policy_json_refuse (node, error, "%s is \"*\" or an object with AWS, Service, Federated or CanonicalUser", node->name);
  for (guint i = 0; i < node->items->len; i++)
    {
      const DossierPolicyJson *item = g_ptr_array_index (node->items, i);
      g_auto (GStrv) values = NULL;

      if (!g_strv_contains (types, item->name))
        return dossier_policy_json_refuse (item, error, "The kind of principal %s is not known", item->name);
      values = take_values (item, FALSE, error);
      if (values == NULL)
        return FALSE;
      for (guint j = 0; values[j] != NULL; j++)
        {
          if (strcmp (values[j], "*") != 0 && strpbrk (values[j], "*?") != NULL)
            return dossier_policy_json_refuse (item, error, "A principal cannot have a wildcard in part of it: %s", values[j]);
          add_principal (self->principals, item->name, values[j]);
        }
    }
  return TRUE;
}

static gboolean
parse_condition (DossierPolicyStatement   *self,
                 const DossierPolicyJson  *node,
                 GError                  **error)
{
  if (node->type != DOSSIER_POLICY_JSON_OBJECT)
    return dossier_policy_json_refuse (node, error, "Condition is an object of operators");
  for (guint i = 0; i < node->items->len; i++)
    {
      const DossierPolicyJson *operator = g_ptr_array_index (node->items, i);
      DossierPolicyCondition setup = { 0 };

      if (!dossier_policy_condition_setup (&setup, operator->name))
        return dossier_policy_json_refuse (operator, error, "The condition operator %s is not known", operator->name);
      if (operator->type != DOSSIER_POLICY_JSON_OBJECT)
        return dossier_policy_json_refuse (operator, error, "A condition operator holds an object of keys");
      for (guint j = 0; j < operator->items->len; j++)
        {
          const DossierPolicyJson *key = g_ptr_array_index (operator->items, j);
          g_auto (GStrv) values = take_values (key, TRUE, error);

          if (values == NULL)
            return FALSE;
          setup.key = g_strdup (key->name);
          setup.values = g_steal_pointer (&values);
          g_ptr_array_add (self->conditions, g_memdup2 (&setup, sizeof setup));
        }
    }
  return TRUE;
}

static gboolean
check_formats (const DossierPolicyStatement *self,
               const DossierPolicyJson      *action,
               const DossierPolicyJson      *resource,
               GError                      **error)
{
  for (guint i = 0; self->actions[i] != NULL; i++)
    if (strcmp (self->actions[i], "*") != 0 && strchr (self->actions[i], ':') == NULL)
      return dossier_policy_json_refuse (action, error, "An action is \"*\" or service:name, not %s", self->actions[i]);
  for (guint i = 0; self->resources[i] != NULL; i++)
    if (strcmp (self->resources[i], "*") != 0 && !g_str_has_prefix (self->resources[i], "arn:"))
      return dossier_policy_json_refuse (resource, error, "A resource is \"*\" or an ARN, not %s", self->resources[i]);
  return TRUE;
}

static gboolean
parse_statement (DossierPolicy            *policy,
                 const DossierPolicyJson  *node,
                 GError                  **error)
{
  static const char *const known[] = { "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction",
                                       "Resource", "NotResource", "Condition", NULL };
  DossierPolicyStatement *self = g_new0 (DossierPolicyStatement, 1);
  DossierPolicyJson *sid, *effect, *condition, *principal, *action, *resource;

  self->conditions = g_ptr_array_new_with_free_func (condition_free);
  g_ptr_array_add (policy->statements, self);
  if (node->type != DOSSIER_POLICY_JSON_OBJECT)
    return dossier_policy_json_refuse (node, error, "A statement is an object");
  if (!check_known (node, known, error) ||
      !pick (node, "Principal", "NotPrincipal", &principal, &self->not_principal, error) ||
      !pick (node, "Action", "NotAction", &action, &self->not_action, error) ||
      !pick (node, "Resource", "NotResource", &resource, &self->not_resource, error))
    return FALSE;
  sid = dossier_policy_json_get (node, "Sid");
  effect = dossier_policy_json_get (node, "Effect");
  condition = dossier_policy_json_get (node, "Condition");
  if (effect == NULL || action == NULL || resource == NULL)
    return dossier_policy_json_refuse (node, error, "The statement has no %s",
                                       effect == NULL ? "Effect" : action == NULL ? "Action" : "Resource");
  if (effect->type != DOSSIER_POLICY_JSON_STRING ||
      (strcmp (effect->text, "Allow") != 0 && strcmp (effect->text, "Deny") != 0))
    return dossier_policy_json_refuse (effect, error, "Effect is \"Allow\" or \"Deny\"");
  self->allow = strcmp (effect->text, "Allow") == 0;
  if (sid != NULL)
    {
      if (sid->type != DOSSIER_POLICY_JSON_STRING)
        return dossier_policy_json_refuse (sid, error, "Sid is a string");
      for (guint i = 0; i + 1 < policy->statements->len; i++)
        if (g_strcmp0 (sid->text, dossier_policy_get_sid (policy, i)) == 0 && *sid->text != '\0')
          return dossier_policy_json_refuse (sid, error, "Two statements have the Sid %s", sid->text);
      self->sid = g_strdup (sid->text);
    }
  if (principal != NULL && !parse_principal (self, principal, error))
    return FALSE;
  self->actions = take_values (action, FALSE, error);
  if (self->actions == NULL)
    return FALSE;
  self->resources = take_values (resource, FALSE, error);
  if (self->resources == NULL || !check_formats (self, action, resource, error))
    return FALSE;
  return condition == NULL || parse_condition (self, condition, error);
}

/* A policy from JSON that is parsed already. Returns: (transfer full) (nullable) */
DossierPolicy *
dossier_policy_from_json (const DossierPolicyJson  *root,
                          GError                  **error)
{
  static const char *const known[] = { "Version", "Id", "Statement", NULL };
  g_autoptr (DossierPolicy) self = g_new0 (DossierPolicy, 1);
  const DossierPolicyJson *version, *id, *statement;
  gboolean ok = TRUE;

  g_ref_count_init (&self->ref_count);
  self->statements = g_ptr_array_new_with_free_func (statement_free);
  if (root->type != DOSSIER_POLICY_JSON_OBJECT)
    {
      dossier_policy_json_refuse (root, error, "A policy is a JSON object");
      return NULL;
    }
  if (!check_known (root, known, error))
    return NULL;
  version = dossier_policy_json_get (root, "Version");
  id = dossier_policy_json_get (root, "Id");
  statement = dossier_policy_json_get (root, "Statement");
  if (version != NULL && (version->type != DOSSIER_POLICY_JSON_STRING ||
                          (strcmp (version->text, "2012-10-17") != 0 && strcmp (version->text, "2008-10-17") != 0)))
    ok = dossier_policy_json_refuse (version, error, "Version is \"2012-10-17\" or \"2008-10-17\"");
  else if (id != NULL && id->type != DOSSIER_POLICY_JSON_STRING)
    ok = dossier_policy_json_refuse (id, error, "Id is a string");
  else if (statement == NULL)
    ok = dossier_policy_json_refuse (root, error, "The policy has no Statement");
  else if (statement->type != DOSSIER_POLICY_JSON_ARRAY)
    ok = parse_statement (self, statement, error);
  else if (statement->items->len == 0)
    ok = dossier_policy_json_refuse (statement, error, "Statement is empty");
  else
    for (guint i = 0; ok && i < statement->items->len; i++)
      ok = parse_statement (self, g_ptr_array_index (statement->items, i), error);
  if (!ok)
    return NULL;
  self->has_variables = version != NULL && strcmp (version->text, "2012-10-17") == 0;
  return g_steal_pointer (&self);
}

/**
 * dossier_policy_parse:
 * @text: a policy document
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location; an error in %DOSSIER_POLICY_ERROR tells line, column and path
 *
 * Reads a policy of the IAM policy language and refuses what AWS refuses.
 *
 * Returns: (transfer full) (nullable): the policy
 */
DossierPolicy *
dossier_policy_parse (const char  *text,
                      gssize       length,
                      GError     **error)
{
  g_autoptr (DossierPolicyJson) root = dossier_policy_json_parse (text, length, error);

  return root != NULL ? dossier_policy_from_json (root, error) : NULL;
}

/**
 * dossier_policy_ref:
 * @self: a policy
 *
 * Returns: (transfer full): @self
 */
DossierPolicy *
dossier_policy_ref (DossierPolicy *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_policy_unref:
 * @self: (transfer full): a policy
 */
void
dossier_policy_unref (DossierPolicy *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->statements);
  g_free (self);
}

/**
 * dossier_policy_get_n_statements:
 * @self: a policy
 *
 * Returns: how many statements it has, at least one
 */
guint
dossier_policy_get_n_statements (const DossierPolicy *self)
{
  return self->statements->len;
}

/**
 * dossier_policy_get_sid:
 * @self: a policy
 * @statement: index, from 0
 *
 * Returns: (nullable): the Sid of the statement
 */
const char *
dossier_policy_get_sid (const DossierPolicy *self,
                        guint                statement)
{
  const DossierPolicyStatement *found = g_ptr_array_index (self->statements, statement);

  return found->sid;
}
