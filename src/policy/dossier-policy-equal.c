// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-policy-equal.h"
#include "dossier-policy-private.h"

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Each text with its length, so that no text can pass for two; sorted, and each once. */
static void
put_set (GString    *out,
         const char *name,
         GPtrArray  *texts)
{
  g_ptr_array_sort (texts, compare_texts);
  g_string_append_printf (out, "%s(", name);
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);

      if (i == 0 || strcmp (text, g_ptr_array_index (texts, i - 1)) != 0)
        g_string_append_printf (out, "%zu:%s,", strlen (text), text);
    }
  g_string_append (out, ")");
}

static void
put_patterns (GString                     *out,
              const char                  *name,
              const DossierPolicyPatterns *patterns,
              gboolean                     fold)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < patterns->n; i++)
    g_ptr_array_add (texts, fold ? g_ascii_strdown (patterns->items[i].text, -1) : g_strdup (patterns->items[i].text));
  put_set (out, name, texts);
}

/* An account's number is another spelling of its root; AWS keeps the latter. The partition of
 * a number is the policy's own, which is not told by it, so only `aws` is taken for equal. */
static char *
dup_principal (const DossierPolicyPrincipal *principal)
{
  if (strcmp (principal->type, "AWS") == 0 && dossier_account_id_is_valid (principal->value))
    return g_strdup_printf ("AWS:arn:aws:iam::%s:root", principal->value);
  return g_strdup_printf ("%s:%s", principal->type, principal->value);
}

static char *
dup_condition (const DossierPolicyCondition *condition)
{
  g_autofree char *key = g_ascii_strdown (condition->key, -1);
  gboolean fold = condition->compare == DOSSIER_POLICY_COMPARE_BOOL || condition->compare == DOSSIER_POLICY_COMPARE_NULL;
  GString *out = g_string_new (NULL);

  g_string_printf (out, "%d.%d.%d.%d.%d %zu:%s", condition->compare, condition->order, condition->negated,
                   condition->if_exists, condition->set, strlen (key), key);
  put_patterns (out, "", &condition->values, fold);
  return g_string_free_and_steal (out);
}

/**
 * dossier_policy_dup_meaning:
 * @self: a policy
 * @statement: index, from 0
 *
 * A text that is the same for statements that mean the same, however they are written: lists
 * in another order, one value with or without brackets, other cases where case does not
 * count. The Sid is no part of it.
 *
 * Returns: (transfer full): the text; it is for comparing only
 */
char *
dossier_policy_dup_meaning (const DossierPolicy *self,
                            guint                statement)
{
  const DossierPolicyStatement *what = &self->statements[statement];
  g_autoptr (GPtrArray) principals = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) conditions = g_ptr_array_new_with_free_func (g_free);
  GString *out = g_string_new (what->allow ? "allow " : "deny ");

  /* Only where there is something to expand do the versions differ. */
  for (guint i = 0; i < what->resources.n && !self->has_variables; i++)
    if (!what->resources.items[i].plain)
      g_string_append (out, "literal ");
  for (guint i = 0; i < what->n_conditions && !self->has_variables; i++)
    for (guint j = 0; j < what->conditions[i].values.n; j++)
      if (!what->conditions[i].values.items[j].plain)
        g_string_append (out, "literal ");
  for (guint i = 0; i < what->n_principals; i++)
    g_ptr_array_add (principals, dup_principal (&what->principals[i]));
  for (guint i = 0; i < what->n_conditions; i++)
    g_ptr_array_add (conditions, dup_condition (&what->conditions[i]));
  put_set (out, what->not_principal ? "not-principal" : what->has_principal ? "principal" : "nobody", principals);
  put_patterns (out, what->not_action ? "not-action" : "action", &what->actions, TRUE);
  put_patterns (out, what->not_resource ? "not-resource" : "resource", &what->resources, FALSE);
  put_set (out, "condition", conditions);
  return g_string_free_and_steal (out);
}

static GPtrArray *
meanings (const DossierPolicy *policy)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (guint s = 0; s < policy->n_statements; s++)
    g_ptr_array_add (found, dossier_policy_dup_meaning (policy, s));
  g_ptr_array_sort (found, compare_texts);
  return found;
}

/**
 * dossier_policy_equal:
 * @a: a policy
 * @b: another one
 *
 * Compares what two policies mean, as AWS gives a policy back in another writing than it
 * got it in. The order of statements says nothing, and neither do Sid and Id.
 *
 * Returns: whether they mean the same
 */
gboolean
dossier_policy_equal (const DossierPolicy *a,
                      const DossierPolicy *b)
{
  g_autoptr (GPtrArray) x = meanings (a);
  g_autoptr (GPtrArray) y = meanings (b);

  if (x->len != y->len)
    return FALSE;
  for (guint i = 0; i < x->len; i++)
    if (strcmp (g_ptr_array_index (x, i), g_ptr_array_index (y, i)) != 0)
      return FALSE;
  return TRUE;
}
