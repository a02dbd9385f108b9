// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-aws-error.h"
#include "dossier-fiber.h"
#include "dossier-iam.h"
#include "dossier-page-tokens.h"
#include "dossier-permission-simulate.h"

#define ALLOWED "allowed"
#define SIMULATE "iam:SimulatePrincipalPolicy"

typedef struct
{
  DossierAwsClient *client;
  char *principal;
  char *account;
  char *kms_key_arn;
  GListModel *rows;
  GPtrArray *actions[DOSSIER_PERMISSION_N_RESOURCES];
  GStrv resources[DOSSIER_PERMISSION_N_RESOURCES];
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->client);
  g_free (job->principal);
  g_free (job->account);
  g_free (job->kms_key_arn);
  g_object_unref (job->rows);
  for (guint kind = 0; kind < DOSSIER_PERMISSION_N_RESOURCES; kind++)
    {
      g_ptr_array_unref (job->actions[kind]);
      g_strfreev (job->resources[kind]);
    }
  g_clear_object (&job->cancellable);
  g_free (job);
}

static DossierCheckRow *
find_row (GListModel *rows,
          const char *action)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (rows, i);

      if (g_ascii_strcasecmp (dossier_check_row_get_name (row), action) == 0)
        return g_steal_pointer (&row);
    }
  return NULL;
}

/* "explicitDeny by no-exports (user, 1:40)", in AWS's own words. */
static char *
describe (const DossierIamEvaluation *evaluation)
{
  GString *text = g_string_new (evaluation->decision);

  for (guint i = 0; i < evaluation->statements->len; i++)
    {
      const DossierIamStatement *statement = g_ptr_array_index (evaluation->statements, i);

      g_string_append_printf (text, "%s %s (%s", i == 0 ? " by" : ",",
                              statement->policy_id != NULL ? statement->policy_id : "?",
                              statement->policy_type != NULL ? statement->policy_type : "?");
      if (statement->start_line > 0)
        g_string_append_printf (text, ", %" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, statement->start_line,
                                statement->start_column);
      g_string_append_c (text, ')');
    }
  if (evaluation->organizations == DOSSIER_IAM_VERDICT_NO)
    g_string_append (text, "; AllowedByOrganizations false");
  if (evaluation->permissions_boundary == DOSSIER_IAM_VERDICT_NO)
    g_string_append (text, "; AllowedByPermissionsBoundary false");
  if (*evaluation->missing_context != NULL)
    {
      g_autofree char *keys = g_strjoinv (", ", evaluation->missing_context);

      g_string_append_printf (text, "; MissingContextValues %s", keys);
    }
  return g_string_free_and_steal (text);
}

static void
predict_resource (const DossierIamEvaluation *evaluation,
                  DossierCheckRow            *row)
{
  g_autofree char *text = describe (evaluation);

  /* With keys that nobody gave, the same request may be decided otherwise. */
  if (*evaluation->missing_context != NULL)
    dossier_check_row_predict (row, DOSSIER_CHECK_UNKNOWN, text, NULL);
  else if (evaluation->organizations == DOSSIER_IAM_VERDICT_NO)
    dossier_check_row_predict (row, DOSSIER_CHECK_NO, text, "service control policy");
  else if (evaluation->permissions_boundary == DOSSIER_IAM_VERDICT_NO)
    dossier_check_row_predict (row, DOSSIER_CHECK_NO, text, "permissions boundary");
  else if (g_str_equal (evaluation->decision, ALLOWED))
    dossier_check_row_predict (row, DOSSIER_CHECK_YES, text, NULL);
  else
    dossier_check_row_predict (row, DOSSIER_CHECK_NO, text, "identity-based policy");
}

/**
 * dossier_permission_predict:
 * @evaluation: what SimulatePrincipalPolicy says of one action
 * @row: the action's row
 *
 * Writes it into the row. Of several resources, one that is not allowed decides.
 */
void
dossier_permission_predict (const DossierIamEvaluation *evaluation,
                            DossierCheckRow            *row)
{
  const DossierIamEvaluation *chosen = evaluation;

  for (guint i = 0; i < evaluation->resources->len; i++)
    {
      const DossierIamEvaluation *one = g_ptr_array_index (evaluation->resources, i);

      if (i == 0 || !g_str_equal (one->decision, ALLOWED))
        chosen = one;
    }
  predict_resource (chosen, row);
}

static gboolean
is_denied (const GError *error)
{
  return g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED);
}

/* The simulation is asked, so being answered is proof for its own row. */
static void
note_own_row (Job          *job,
              const GError *error)
{
  g_autoptr(DossierCheckRow) row = find_row (job->rows, SIMULATE);

  if (row == NULL)
    return;
  if (error == NULL)
    dossier_check_row_set (row, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, NULL);
  else if (is_denied (error))
    dossier_check_row_set_denied (row, dossier_aws_error_get_raw_message (error));
  else
    dossier_check_row_set (row, DOSSIER_CHECK_UNKNOWN, DOSSIER_CHECK_INCONCLUSIVE, error->message);
}

/* Another account's key asks its own policy, too, which was not simulated. */
static gboolean
is_foreign_key (Job   *job,
                guint  kind)
{
  g_autoptr(DossierArn) arn = kind == DOSSIER_PERMISSION_ON_KEY && job->kms_key_arn != NULL
                                ? dossier_arn_parse (job->kms_key_arn, NULL) : NULL;

  return arn != NULL && !g_str_equal (arn->account, job->account);
}

static gboolean
simulate_kind (Job     *job,
               guint    kind,
               GError **error)
{
  g_autoptr(GHashTable) markers = dossier_page_tokens_new ();
  g_autofree char *marker = NULL;

  do
    {
      const DossierIamSimulationInput input = {
        .principal = job->principal,
        .actions = (const char *const *) job->actions[kind]->pdata,
        .resources = kind != DOSSIER_PERMISSION_ON_ANY ? (const char *const *) job->resources[kind] : NULL,
      };
      g_autoptr(DossierIamSimulation) page = dossier_await_child_boxed (
          dossier_iam_simulate_principal_policy (job->client, &input, marker, job->cancellable), error);

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->evaluations->len; i++)
        {
          const DossierIamEvaluation *evaluation = g_ptr_array_index (page->evaluations, i);
          g_autoptr(DossierCheckRow) row = find_row (job->rows, evaluation->action);

          if (row == NULL)
            continue;
          dossier_permission_predict (evaluation, row);
          if (is_foreign_key (job, kind) && dossier_check_row_get_prediction (row) == DOSSIER_CHECK_YES)
            dossier_check_row_predict (row, DOSSIER_CHECK_UNKNOWN, dossier_check_row_get_prediction_text (row), NULL);
        }
      g_set_str (&marker, page->next_marker);
      if (marker != NULL && !dossier_page_tokens_add (markers, marker, "SimulatePrincipalPolicy", error))
        return FALSE;
    }
  while (marker != NULL);
  return TRUE;
}

static DexFuture *
simulate_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(GError) error = NULL;

  for (guint kind = 0; kind < DOSSIER_PERMISSION_N_RESOURCES && error == NULL; kind++)
    if (job->actions[kind]->len > 1)
      simulate_kind (job, kind, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return dex_future_new_for_error (g_steal_pointer (&error));
  note_own_row (job, error);
  return dex_future_new_true ();
}

/**
 * dossier_permission_is_simulated:
 * @place: what resources are made of
 * @permission: a permission
 *
 * Returns: whether it is known on what the action would be
 */
gboolean
dossier_permission_is_simulated (const DossierPermissionPlace *place,
                                 const DossierPermission      *permission)
{
  return (permission->scope != DOSSIER_PERMISSION_BUCKET || place->bucket != NULL) &&
         (permission->scope != DOSSIER_PERMISSION_KEY || place->kms_key_arn != NULL);
}

/**
 * dossier_permission_count_simulations:
 * @place: what resources are made of
 *
 * Returns: how often dossier_permission_simulate() asks, pages apart: once for each
 *   kind of resource
 */
guint
dossier_permission_count_simulations (const DossierPermissionPlace *place)
{
  gboolean kinds[DOSSIER_PERMISSION_N_RESOURCES] = { FALSE };
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);
  guint n = 0;

  for (gsize i = 0; i < n_permissions; i++)
    if (dossier_permission_is_simulated (place, &permissions[i]))
      kinds[permissions[i].resource] = TRUE;
  for (guint kind = 0; kind < DOSSIER_PERMISSION_N_RESOURCES; kind++)
    n += kinds[kind];
  return n;
}

/**
 * dossier_permission_simulate:
 * @client: whom to ask
 * @caller: who asks; it has to have a principal
 * @place: what resources are made of
 * @nonce: a name that nothing has
 * @rows: rows of #DossierCheckRow named by the actions of the catalogue
 * @cancellable: (nullable): stops it
 *
 * Writes into @rows what iam:SimulatePrincipalPolicy predicts. Where it may not be
 * asked, or fails, only its own row says so.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects with
 *   %G_IO_ERROR_CANCELLED only
 */
DexFuture *
dossier_permission_simulate (DossierAwsClient              *client,
                             const DossierPermissionCaller *caller,
                             const DossierPermissionPlace  *place,
                             const char                    *nonce,
                             GListModel                    *rows,
                             GCancellable                  *cancellable)
{
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);
  Job *job = g_new0 (Job, 1);

  job->client = g_object_ref (client);
  job->principal = g_strdup (caller->principal);
  job->account = g_strdup (caller->account);
  job->kms_key_arn = g_strdup (place->kms_key_arn);
  job->rows = g_object_ref (rows);
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  for (guint kind = 0; kind < DOSSIER_PERMISSION_N_RESOURCES; kind++)
    {
      job->actions[kind] = g_ptr_array_new ();
      job->resources[kind] = dossier_permission_place_dup_examples (place, kind, nonce);
    }
  for (gsize i = 0; i < n_permissions; i++)
    if (dossier_permission_is_simulated (place, &permissions[i]))
      g_ptr_array_add (job->actions[permissions[i].resource], (gpointer) permissions[i].action);
  for (guint kind = 0; kind < DOSSIER_PERMISSION_N_RESOURCES; kind++)
    g_ptr_array_add (job->actions[kind], NULL);
  return dossier_fiber_spawn (simulate_fiber, job, job_free);
}
