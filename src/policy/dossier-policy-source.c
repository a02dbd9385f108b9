// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-source-private.h"

/* A condition on the key that asks for one of its values. */
static const DossierPolicyCondition *
find_condition (const DossierPolicyStatement *statement,
                const char                   *key)
{
  for (guint i = 0; i < statement->n_conditions; i++)
    {
      const DossierPolicyCondition *condition = &statement->conditions[i];

      if (g_ascii_strcasecmp (condition->key, key) == 0 && !condition->negated &&
          condition->compare != DOSSIER_POLICY_COMPARE_NULL && condition->set != DOSSIER_POLICY_SET_ALL &&
          condition->values.n > 0)
        return condition;
    }
  return NULL;
}

static gboolean
has (GPtrArray  *list,
     const char *text)
{
  return g_ptr_array_find_with_equal_func (list, text, g_str_equal, NULL);
}

/* Returns: (transfer full) (nullable): the account of an ARN */
static char *
account_of (const char *arn)
{
  g_auto (GStrv) parts = g_strsplit (arn, ":", 6);

  return g_strv_length (parts) == 6 ? g_strdup (parts[4]) : NULL;
}

static GPtrArray *
accounts_of_arns (DossierPolicySource *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; self->arns != NULL && i < self->arns->values.n; i++)
    {
      g_autofree char *account = account_of (self->arns->values.items[i].text);

      if (account == NULL || strpbrk (account, "*?$") != NULL)
        self->any = TRUE;
      else if (!has (found, account))
        g_ptr_array_add (found, g_steal_pointer (&account));
    }
  return found;
}

static gboolean
are_all_of (const DossierPolicyPatterns *patterns,
            const char *const           *known,
            gboolean                     fold)
{
  for (guint i = 0; i < patterns->n; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; known[j] != NULL && !found; j++)
        found = fold ? g_ascii_strcasecmp (known[j], patterns->items[i].text) == 0
                     : strcmp (known[j], patterns->items[i].text) == 0;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

/* Whether one more account in the lists allows what Inspector needs for it and no more: the
 * actions and objects are those that a statement of ours has, and no ARN is of all Regions. */
gboolean
dossier_policy_source_is_exact (const DossierPolicySource    *self,
                                const DossierPolicyStatement *statement,
                                const DossierInspectorAccess *access)
{
  g_auto (GStrv) actions = dossier_inspector_access_dup_wanted (access);
  g_auto (GStrv) resources = dossier_inspector_access_dup_resources (access);
  g_autofree char *all = dossier_inspector_access_dup_source (access, "*");

  if (self->arns == NULL || !are_all_of (&statement->actions, (const char *const *) actions, TRUE) ||
      !are_all_of (&statement->resources, (const char *const *) resources, FALSE))
    return FALSE;
  for (guint i = 0; i < self->arns->values.n; i++)
    {
      const char *arn = self->arns->values.items[i].text;
      g_autofree char *account = account_of (arn);

      if (strcmp (arn, all) != 0 && (account == NULL || strpbrk (account, "*?$") != NULL))
        return FALSE;
    }
  return TRUE;
}

/* Reads the sets. Returns: whether the statement allows Inspector, and nobody else, for
 * certain accounts only */
gboolean
dossier_policy_source_init (DossierPolicySource          *self,
                            const DossierPolicyStatement *statement,
                            const DossierInspectorAccess *access)
{
  g_autoptr (GPtrArray) arns = NULL;

  *self = (DossierPolicySource) { 0 };
  if (!statement->allow || statement->not_principal || statement->not_action || statement->not_resource ||
      statement->n_principals != 1 || strcmp (statement->principals[0].type, "Service") != 0 ||
      strcmp (statement->principals[0].value, access->principal) != 0)
    return FALSE;
  self->accounts = find_condition (statement, "aws:SourceAccount");
  self->arns = find_condition (statement, "aws:SourceArn");
  if (self->accounts == NULL && self->arns == NULL)
    return FALSE;
  self->both = g_ptr_array_new_with_free_func (g_free);
  self->uneven = g_ptr_array_new_with_free_func (g_free);
  arns = accounts_of_arns (self);
  if (self->accounts == NULL || self->arns == NULL)
    return TRUE;
  /* Patterns of accounts name no set. */
  for (guint i = 0; i < self->accounts->values.n; i++)
    if (strpbrk (self->accounts->values.items[i].text, "*?$") != NULL)
      return TRUE;
  for (guint i = 0; i < self->accounts->values.n; i++)
    {
      const char *account = self->accounts->values.items[i].text;
      gboolean named = self->any || has (arns, account);

      g_ptr_array_add (named ? self->both : self->uneven, g_strdup (account));
    }
  for (guint i = 0; i < arns->len; i++)
    {
      const char *account = g_ptr_array_index (arns, i);

      if (!has (self->both, account) && !has (self->uneven, account))
        g_ptr_array_add (self->uneven, g_strdup (account));
    }
  return TRUE;
}

void
dossier_policy_source_clear (DossierPolicySource *self)
{
  g_clear_pointer (&self->both, g_ptr_array_unref);
  g_clear_pointer (&self->uneven, g_ptr_array_unref);
}

static gboolean
names_account (const DossierPolicyCondition *condition,
               const char                   *account)
{
  for (guint i = 0; i < condition->values.n; i++)
    if (strcmp (condition->values.items[i].text, account) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
names_arn (const DossierPolicyCondition *condition,
           const char                   *arn)
{
  g_autofree char *example = g_strdup (arn);

  /* Of one report, as no pattern is asked whether it covers another. */
  example[strlen (example) - 1] = 'x';
  for (guint i = 0; i < condition->values.n; i++)
    {
      const DossierPolicyPattern *value = &condition->values.items[i];

      if (dossier_policy_arn_like (value->text, value->length, example))
        return TRUE;
    }
  return FALSE;
}

/* Adds the accounts that are missing to both lists. */
void
dossier_policy_source_extend (const DossierPolicySource    *self,
                              const DossierInspectorAccess *access,
                              const char *const            *missing,
                              DossierPolicyEdit            *edit)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  g_autoptr (GPtrArray) arns = g_ptr_array_new_null_terminated (1, g_free, TRUE);

  for (; *missing != NULL; missing++)
    {
      g_autofree char *arn = dossier_inspector_access_dup_source (access, *missing);

      if (self->accounts != NULL && !names_account (self->accounts, *missing))
        g_ptr_array_add (accounts, g_strdup (*missing));
      if (self->arns != NULL && !names_arn (self->arns, arn))
        g_ptr_array_add (arns, g_steal_pointer (&arn));
    }
  if (accounts->len > 0)
    dossier_policy_edit_add_values (edit, self->accounts->node, (const char *const *) accounts->pdata);
  if (arns->len > 0)
    dossier_policy_edit_add_values (edit, self->arns->node, (const char *const *) arns->pdata);
}

static void
keep_values (const DossierPolicyCondition *condition,
             GPtrArray                    *both,
             gboolean                      arns,
             const DossierInspectorAccess *access,
             DossierPolicyEdit            *edit,
             GPtrArray                    *dropped)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  g_autofree char *compact = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < condition->values.n; i++)
    {
      const char *value = condition->values.items[i].text;
      g_autofree char *account = arns ? account_of (value) : g_strdup (value);

      if (account != NULL && strpbrk (value, "\"\\") == NULL && (has (both, account) || strpbrk (account, "*?$") != NULL))
        g_ptr_array_add (kept, g_strdup (value));
      else
        g_ptr_array_add (dropped, g_strdup (value));
    }
  if (kept->len == condition->values.n)
    return;
  /* None is in both: the lists begin anew. */
  for (guint i = 0; both->len == 0 && access->accounts[i] != NULL; i++)
    g_ptr_array_add (kept, arns ? dossier_inspector_access_dup_source (access, access->accounts[i])
                                : g_strdup (access->accounts[i]));
  compact = dossier_policy_edit_list ((const char *const *) kept->pdata);
  text = dossier_policy_edit_format (compact, NULL, NULL, NULL);
  dossier_policy_edit_replace (edit, condition->node->start, condition->node->end, text);
}

/* Leaves the accounts that are in both lists; by the others nothing was allowed. */
void
dossier_policy_source_mend (const DossierPolicySource    *self,
                            const DossierInspectorAccess *access,
                            DossierPolicyEdit            *edit,
                            GPtrArray                    *dropped)
{
  keep_values (self->accounts, self->both, FALSE, access, edit, dropped);
  keep_values (self->arns, self->both, TRUE, access, edit, dropped);
}
