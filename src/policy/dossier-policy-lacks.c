// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-policy-inspector-private.h"

typedef struct
{
  GArray *troubles;
  const DossierPolicy *policy;
  const DossierInspectorAccess *access;
  const DossierPolicyRequest *request;
  const char *account;
  int statement;
} Search;

static void
add (Search                   *search,
     DossierPolicyTroubleKind  kind,
     DossierTri                met,
     const char               *key,
     const char               *value)
{
  DossierPolicyTrouble trouble = {
    .kind = kind,
    .effect = met == DOSSIER_TRI_UNKNOWN ? DOSSIER_POLICY_TROUBLE_MAY_BLOCK : DOSSIER_POLICY_TROUBLE_BLOCKS,
    .mend = DOSSIER_POLICY_MEND_MERGE,
    .statement = search->statement,
  };

  dossier_policy_add_trouble (search->troubles, trouble, key, value);
}

/* Why an ARN does not fit: the first of its parts that does not. */
static DossierPolicyTroubleKind
compare_source (const Search *search,
                const char   *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ":", 6);

#define FITS(part, text) dossier_policy_glob (parts[part], strlen (parts[part]), text, strlen (text), FALSE)
  if (g_strv_length (parts) != 6)
    return DOSSIER_POLICY_TROUBLE_SOURCE_FORM;
  if (!FITS (1, search->access->partition))
    return DOSSIER_POLICY_TROUBLE_SOURCE_PARTITION;
  if (!FITS (2, "inspector2"))
    return DOSSIER_POLICY_TROUBLE_SOURCE_FORM;
  if (!FITS (3, search->access->region))
    return DOSSIER_POLICY_TROUBLE_SOURCE_REGION;
  if (!FITS (4, search->account))
    return DOSSIER_POLICY_TROUBLE_SOURCE_ACCOUNT;
  return DOSSIER_POLICY_TROUBLE_SOURCE_FORM;
#undef FITS
}

static void
look_at_condition (Search                       *search,
                   const DossierPolicyCondition *condition)
{
  DossierTri met = dossier_policy_condition_test (condition, search->request, search->policy->has_variables, NULL);
  gboolean literal = condition->compare == DOSSIER_POLICY_COMPARE_STRING ||
                     condition->compare == DOSSIER_POLICY_COMPARE_STRING_NO_CASE;
  const char *value = condition->values.n > 0 ? condition->values.items[0].text : NULL;
  DossierPolicyTroubleKind kind = DOSSIER_POLICY_TROUBLE_CONDITION;

  if (met == DOSSIER_TRI_TRUE)
    return;
  for (guint i = 0; literal && met == DOSSIER_TRI_FALSE && !condition->negated && i < condition->values.n; i++)
    if (strpbrk (condition->values.items[i].text, "*?") != NULL)
      {
        add (search, DOSSIER_POLICY_TROUBLE_LITERAL, met, condition->key, condition->values.items[i].text);
        return;
      }
  if (value != NULL && !condition->negated && g_ascii_strcasecmp (condition->key, "aws:SourceArn") == 0)
    {
      kind = compare_source (search, value);
      /* The nearest of several counts: one that differs later. */
      for (guint i = 1; i < condition->values.n; i++)
        {
          DossierPolicyTroubleKind other = compare_source (search, condition->values.items[i].text);

          if (other != DOSSIER_POLICY_TROUBLE_SOURCE_FORM && (kind == DOSSIER_POLICY_TROUBLE_SOURCE_FORM || other > kind))
            {
              kind = other;
              value = condition->values.items[i].text;
            }
        }
    }
  else if (!condition->negated && g_ascii_strcasecmp (condition->key, "aws:SourceAccount") == 0)
    kind = DOSSIER_POLICY_TROUBLE_SOURCE_ACCOUNT;
  add (search, kind, met, condition->key, value);
}

static gboolean
matches_action (const DossierPolicyStatement *statement,
                const char                   *action)
{
  gboolean found = FALSE;

  for (guint i = 0; i < statement->actions.n && !found; i++)
    found = dossier_policy_glob (statement->actions.items[i].text, statement->actions.items[i].length, action,
                                 strlen (action), TRUE);
  return found != statement->not_action;
}

static void
look_at_resource (Search                       *search,
                  const DossierPolicyStatement *statement)
{
  DossierPolicyStatement bare = *statement;
  DossierTri met;
  g_autofree char *bucket = search->access->bucket != NULL
                                ? g_strdup_printf ("arn:%s:s3:::%s", search->access->partition, search->access->bucket)
                                : NULL;

  bare.n_conditions = 0;
  met = dossier_policy_statement_test (search->policy, &bare, search->request, NULL);
  if (met == DOSSIER_TRI_TRUE)
    return;
  for (guint i = 0; bucket != NULL && i < statement->resources.n; i++)
    if (!statement->not_resource && strcmp (statement->resources.items[i].text, bucket) == 0)
      {
        add (search, DOSSIER_POLICY_TROUBLE_BUCKET_ONLY, met, NULL, bucket);
        return;
      }
  add (search, DOSSIER_POLICY_TROUBLE_RESOURCE, met, NULL, statement->resources.items[0].text);
}

/* Inspector under another name: that of all Regions, or of another one. */
static const char *
other_inspector (const DossierPolicyStatement *statement)
{
  for (guint i = 0; i < statement->n_principals && !statement->not_principal; i++)
    if (strcmp (statement->principals[i].type, "Service") == 0 &&
        g_str_has_prefix (statement->principals[i].value, "inspector2."))
      return statement->principals[i].value;
  return NULL;
}

static gboolean
names_aws (const DossierPolicyStatement *statement,
           gboolean                      everybody)
{
  for (guint i = 0; i < statement->n_principals && !statement->not_principal; i++)
    if (strcmp (statement->principals[i].type, "AWS") == 0 &&
        (strcmp (statement->principals[i].value, "*") == 0) == everybody)
      return TRUE;
  return FALSE;
}

/* Adds why a call is not allowed: what lacks to each Allow that was meant for it. */
void
dossier_policy_find_lacks (GArray                       *troubles,
                           const DossierPolicy          *policy,
                           const DossierInspectorAccess *access,
                           const char                   *account,
                           const char                   *action)
{
  g_autoptr (DossierPolicyRequest) request =
      dossier_inspector_access_new_request (access, account, action, DOSSIER_POLICY_REPORT, policy);
  Search search = { troubles, policy, access, request, account, -1 };
  gboolean meant = FALSE, spoken = FALSE, account_only = FALSE;

  for (guint s = 0; s < policy->n_statements; s++)
    {
      const DossierPolicyStatement *statement = &policy->statements[s];
      const char *other = other_inspector (statement);

      if (!statement->allow)
        continue;
      search.statement = (int) s;
      if (dossier_policy_principal_match (statement, request) == DOSSIER_POLICY_PRINCIPAL_OTHER)
        {
          account_only |= names_aws (statement, FALSE) && matches_action (statement, action);
          if (other == NULL)
            continue;
          spoken = TRUE;
          if (!matches_action (statement, action))
            continue;
          add (&search, DOSSIER_POLICY_TROUBLE_PRINCIPAL_REGION, DOSSIER_TRI_FALSE, NULL, other);
        }
      else if (!names_aws (statement, TRUE))
        spoken = TRUE;
      if (!matches_action (statement, action))
        continue;
      meant = TRUE;
      look_at_resource (&search, statement);
      for (guint i = 0; i < statement->n_conditions; i++)
        look_at_condition (&search, &statement->conditions[i]);
    }
  search.statement = -1;
  if (meant)
    return;
  if (spoken)
    add (&search, DOSSIER_POLICY_TROUBLE_ACTION, DOSSIER_TRI_FALSE, NULL, action);
  else
    add (&search, account_only ? DOSSIER_POLICY_TROUBLE_ACCOUNT_ONLY : DOSSIER_POLICY_TROUBLE_NO_STATEMENT,
         DOSSIER_TRI_FALSE, NULL, NULL);
}
