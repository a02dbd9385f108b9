// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-private.h"

G_DEFINE_BOXED_TYPE (DossierPolicy, dossier_policy, dossier_policy_ref, dossier_policy_unref)

static gboolean
is_plain (const char *text)
{
  return strchr (text, '\001') == NULL && strstr (text, "${") == NULL;
}

/* A string, or a list of one or more; numbers and booleans only where @scalars. */
static gboolean
take_values (DossierPolicyDocument    *document,
             const DossierPolicyJson  *node,
             gboolean                  scalars,
             DossierPolicyPatterns    *out,
             GError                  **error)
{
  gboolean list = node->type == DOSSIER_POLICY_JSON_ARRAY;
  const DossierPolicyJson *item = list ? node->first : node;

  if (item == NULL && !scalars)
    return dossier_policy_json_refuse (node, error, "%s has no value", node->name);
  out->n = list ? node->n_items : 1;
  out->items = dossier_policy_document_alloc (document, out->n * sizeof *out->items);
  for (guint i = 0; i < out->n; i++, item = item->next)
    {
      gboolean scalar = item->type == DOSSIER_POLICY_JSON_NUMBER || item->type == DOSSIER_POLICY_JSON_BOOLEAN;

      if (item->type != DOSSIER_POLICY_JSON_STRING && !(scalars && scalar))
        return dossier_policy_json_refuse (item, error, "A string is expected in %s", node->name);
      out->items[i] = (DossierPolicyPattern) { item->text, strlen (item->text), is_plain (item->text) };
    }
  return TRUE;
}

static gboolean
check_known (const DossierPolicyJson  *object,
             const char *const        *known,
             GError                  **error)
{
  for (const DossierPolicyJson *item = object->first; item != NULL; item = item->next)
    if (!g_strv_contains (known, item->name))
      return dossier_policy_json_refuse (item, error, "The element %s is not known", item->name);
  return TRUE;
}

/* Exactly one of an element and its opposite may be there. */
static gboolean
pick (const DossierPolicyJson  *object,
      const char               *yes,
      const char               *no,
      const DossierPolicyJson **out,
      gboolean                 *negated,
      GError                  **error)
{
  const DossierPolicyJson *a = dossier_policy_json_get (object, yes);
  const DossierPolicyJson *b = dossier_policy_json_get (object, no);

  if (a != NULL && b != NULL)
    return dossier_policy_json_refuse (b, error, "A statement has either %s or %s, not both", yes, no);
  *out = a != NULL ? a : b;
  *negated = b != NULL;
  return TRUE;
}

static gboolean
parse_principal (DossierPolicyDocument    *document,
                 DossierPolicyStatement   *self,
                 const DossierPolicyJson  *node,
                 GError                  **error)
{
  static const char *const types[] = { "AWS", "Service", "Federated", "CanonicalUser", NULL };
  static DossierPolicyPrincipal everyone = { "AWS", "*" };
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (DossierPolicyPrincipal));

  self->has_principal = TRUE;
  if (node->type == DOSSIER_POLICY_JSON_STRING && strcmp (node->text, "*") == 0)
    {
      self->principals = &everyone;
      self->n_principals = 1;
      return TRUE;
    }
  if (node->type != DOSSIER_POLICY_JSON_OBJECT || node->n_items == 0)
    return dossier_policy_json_refuse (node, error, "%s is \"*\" or an object with AWS, Service, Federated or CanonicalUser", node->name);
  for (const DossierPolicyJson *item = node->first; item != NULL; item = item->next)
    {
      DossierPolicyPatterns values;

      if (!g_strv_contains (types, item->name))
        return dossier_policy_json_refuse (item, error, "The kind of principal %s is not known", item->name);
      if (!take_values (document, item, FALSE, &values, error))
        return FALSE;
      for (guint j = 0; j < values.n; j++)
        {
          DossierPolicyPrincipal principal = { item->name, values.items[j].text };

          if (*principal.value == '\0')
            return dossier_policy_json_refuse (item, error, "A principal is empty");
          if (strcmp (principal.value, "*") != 0 && strpbrk (principal.value, "*?") != NULL)
            return dossier_policy_json_refuse (item, error, "A principal cannot have a wildcard in part of it: %s", principal.value);
          g_array_append_val (found, principal);
        }
    }
  self->n_principals = found->len;
  self->principals = dossier_policy_document_alloc (document, found->len * sizeof (DossierPolicyPrincipal));
  memcpy (self->principals, found->data, found->len * sizeof (DossierPolicyPrincipal));
  return TRUE;
}

static gboolean
parse_condition (DossierPolicyDocument    *document,
                 DossierPolicyStatement   *self,
                 const DossierPolicyJson  *node,
                 GError                  **error)
{
  guint n = 0;

  if (node->type != DOSSIER_POLICY_JSON_OBJECT)
    return dossier_policy_json_refuse (node, error, "Condition is an object of operators");
  for (const DossierPolicyJson *operator = node->first; operator != NULL; operator = operator->next)
    n += operator->n_items;
  self->conditions = dossier_policy_document_alloc (document, n * sizeof *self->conditions);
  for (const DossierPolicyJson *operator = node->first; operator != NULL; operator = operator->next)
    {
      DossierPolicyCondition setup = { 0 };

      if (!dossier_policy_condition_setup (&setup, operator->name))
        return dossier_policy_json_refuse (operator, error, "The condition operator %s is not known", operator->name);
      if (operator->type != DOSSIER_POLICY_JSON_OBJECT)
        return dossier_policy_json_refuse (operator, error, "A condition operator holds an object of keys");
      for (const DossierPolicyJson *key = operator->first; key != NULL; key = key->next)
        {
          if (!take_values (document, key, TRUE, &setup.values, error))
            return FALSE;
          setup.node = key;
          setup.key = key->name;
          setup.hash = dossier_policy_key_hash (key->name);
          self->conditions[self->n_conditions++] = setup;
        }
    }
  return TRUE;
}

/* Before the colon of an action there is the name of a service, without wildcards. */
static gboolean
is_action (const char *text)
{
  gsize vendor = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

  return strcmp (text, "*") == 0 || (vendor > 0 && text[vendor] == ':' && text[vendor + 1] != '\0');
}

static gboolean
check_formats (const DossierPolicyStatement *self,
               const DossierPolicyJson      *action,
               const DossierPolicyJson      *resource,
               GError                      **error)
{
  for (guint i = 0; i < self->actions.n; i++)
    if (!is_action (self->actions.items[i].text))
      return dossier_policy_json_refuse (action, error, "An action is \"*\" or service:name, not %s", self->actions.items[i].text);
  for (guint i = 0; i < self->resources.n; i++)
    if (strcmp (self->resources.items[i].text, "*") != 0 && !g_str_has_prefix (self->resources.items[i].text, "arn:"))
      return dossier_policy_json_refuse (resource, error, "A resource is \"*\" or an ARN, not %s", self->resources.items[i].text);
  return TRUE;
}

static gboolean
parse_sid (DossierPolicyStatement   *self,
           const DossierPolicyJson  *node,
           GHashTable               *sids,
           GError                  **error)
{
  if (node->type != DOSSIER_POLICY_JSON_STRING)
    return dossier_policy_json_refuse (node, error, "Sid is a string");
  self->sid = node->text;
  if (*node->text != '\0' && !g_hash_table_add (sids, (gpointer) node->text))
    return dossier_policy_json_refuse (node, error, "Two statements have the Sid %s", node->text);
  return TRUE;
}

static gboolean
parse_statement (DossierPolicy            *policy,
                 const DossierPolicyJson  *node,
                 GHashTable               *sids,
                 GError                  **error)
{
  static const char *const known[] = { "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction",
                                       "Resource", "NotResource", "Condition", NULL };
  DossierPolicyStatement *self = &policy->statements[policy->n_statements++];
  const DossierPolicyJson *sid, *effect, *condition, *principal, *action, *resource;

  *self = (DossierPolicyStatement) { .node = node };
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
  return (sid == NULL || parse_sid (self, sid, sids, error)) &&
         (principal == NULL || parse_principal (policy->document, self, principal, error)) &&
         take_values (policy->document, action, FALSE, &self->actions, error) &&
         take_values (policy->document, resource, FALSE, &self->resources, error) &&
         check_formats (self, action, resource, error) &&
         (condition == NULL || parse_condition (policy->document, self, condition, error));
}

static gboolean
parse_statements (DossierPolicy            *self,
                  const DossierPolicyJson  *node,
                  GError                  **error)
{
  g_autoptr (GHashTable) sids = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean list = node->type == DOSSIER_POLICY_JSON_ARRAY;
  guint n = list ? node->n_items : 1;

  if (n == 0)
    return dossier_policy_json_refuse (node, error, "Statement is empty");
  self->statements = dossier_policy_document_alloc (self->document, n * sizeof *self->statements);
  if (!list)
    return parse_statement (self, node, sids, error);
  for (const DossierPolicyJson *item = node->first; item != NULL; item = item->next)
    if (!parse_statement (self, item, sids, error))
      return FALSE;
  return TRUE;
}

/* A policy from JSON that is read already, @root or a value below it. @document is the
 * policy's from now on, unless there is an error. Returns: (transfer full) (nullable) */
DossierPolicy *
dossier_policy_from_json (DossierPolicyDocument    *document,
                          const DossierPolicyJson  *root,
                          GError                  **error)
{
  static const char *const known[] = { "Version", "Id", "Statement", NULL };
  DossierPolicy self = { .document = document, .root = root };
  const DossierPolicyJson *version, *id, *statement;
  gboolean ok = TRUE;

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
  else
    ok = parse_statements (&self, statement, error);
  if (!ok)
    return NULL;
  g_ref_count_init (&self.ref_count);
  self.has_variables = version != NULL && strcmp (version->text, "2012-10-17") == 0;
  return g_memdup2 (&self, sizeof self);
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
  g_autoptr (DossierPolicyDocument) document = dossier_policy_document_new ();
  const DossierPolicyJson *root =
      dossier_policy_document_read (document, text, length < 0 ? strlen (text) : (gsize) length, NULL, 0, error);
  DossierPolicy *self = root != NULL ? dossier_policy_from_json (document, root, error) : NULL;

  if (self != NULL)
    dossier_policy_document_keep_text (g_steal_pointer (&document));
  return self;
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
  dossier_policy_document_free (self->document);
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
  return self->n_statements;
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
  return self->statements[statement].sid;
}

/**
 * dossier_policy_get_text:
 * @self: a policy
 * @length: (out) (optional): its length in bytes
 *
 * Returns: (transfer none): the document that it was read from
 */
const char *
dossier_policy_get_text (const DossierPolicy *self,
                         gsize               *length)
{
  gsize ignored;

  return dossier_policy_document_get_text (self->document, length != NULL ? length : &ignored);
}

/**
 * dossier_policy_get_range:
 * @self: a policy
 * @statement: index, from 0
 * @start: (out): where the statement begins in the text, in bytes
 * @end: (out): where it ends, in bytes
 *
 * Tells where a statement stands, for instance to highlight the one that decided.
 */
void
dossier_policy_get_range (const DossierPolicy *self,
                          guint                statement,
                          gsize               *start,
                          gsize               *end)
{
  *start = self->statements[statement].node->start;
  *end = self->statements[statement].node->end;
}

/**
 * dossier_policy_get_line:
 * @self: a policy
 * @statement: index, from 0
 *
 * Returns: the line in which the statement begins, from 1
 */
guint
dossier_policy_get_line (const DossierPolicy *self,
                         guint                statement)
{
  guint line, column;

  dossier_policy_json_get_place (self->statements[statement].node, &line, &column);
  return line;
}
