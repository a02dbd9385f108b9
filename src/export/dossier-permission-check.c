// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-iam.h"
#include "dossier-permission-check.h"
#include "dossier-permission-simulate.h"
#include "dossier-region.h"
#include "dossier-sts.h"

#define GET_ROLE "iam:GetRole"
#define SIMULATE "iam:SimulatePrincipalPolicy"

struct _DossierPermissionCheck
{
  GObject parent_instance;

  DossierAwsClient *client;
  char *bucket;
  char *prefix;
  char *kms_key_arn;
  GListStore *rows;                /* in the catalogue's order */
  DossierPermissionCaller *caller; /* once it is known */
};

G_DEFINE_FINAL_TYPE (DossierPermissionCheck, dossier_permission_check, G_TYPE_OBJECT)

static void
dossier_permission_check_finalize (GObject *object)
{
  DossierPermissionCheck *self = DOSSIER_PERMISSION_CHECK (object);

  g_object_unref (self->client);
  g_free (self->bucket);
  g_free (self->prefix);
  g_free (self->kms_key_arn);
  g_object_unref (self->rows);
  g_clear_pointer (&self->caller, dossier_permission_caller_free);

  G_OBJECT_CLASS (dossier_permission_check_parent_class)->finalize (object);
}

static void
dossier_permission_check_class_init (DossierPermissionCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_permission_check_finalize;
}

static void
dossier_permission_check_init (DossierPermissionCheck *self)
{
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);

  self->rows = g_list_store_new (DOSSIER_TYPE_CHECK_ROW);
  for (gsize i = 0; i < n_permissions; i++)
    {
      g_autoptr(DossierCheckRow) row =
          dossier_check_row_new (permissions[i].group, permissions[i].action, permissions[i].need,
                                 permissions[i].call, permissions[i].remedy);

      g_list_store_append (self->rows, row);
    }
}

/* Role and simulation are asked for before all others, because the others rest on them. */
static gboolean
is_tried (DossierPermissionCheck  *self,
          const DossierPermission *permission)
{
  return permission->probe != NULL && !g_str_equal (permission->action, GET_ROLE) &&
         (permission->scope != DOSSIER_PERMISSION_BUCKET || self->bucket != NULL) &&
         (permission->scope != DOSSIER_PERMISSION_KEY || self->kms_key_arn != NULL);
}

/* Failures that say the same of every row. */
static gboolean
ends_check (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS) ||
         g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_INVALID_CREDENTIALS) ||
         g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS) ||
         g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_CLOCK_SKEW);
}

static DossierCheckRow *
find_row (DossierPermissionCheck *self,
          const char             *action)
{
  for (guint i = 0;; i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (row == NULL || g_str_equal (dossier_check_row_get_name (row), action))
        return g_steal_pointer (&row);
    }
}

static gboolean
is_proved (DossierPermissionCheck *self,
           const char             *action)
{
  g_autoptr(DossierCheckRow) row = find_row (self, action);

  return dossier_check_row_get_verdict (row) == DOSSIER_CHECK_YES &&
         dossier_check_row_get_evidence (row) == DOSSIER_CHECK_PROVED;
}

/* To who may not list a bucket, S3 denies an object that is not there, whether
 * or not it could be got.
 */
static gboolean
is_conclusive (DossierPermissionCheck  *self,
               const DossierPermission *permission)
{
  return !g_str_equal (permission->action, "s3:GetObject") ||
         is_proved (self, "s3:ListBucket");
}

static void
judge (DossierPermissionCheck  *self,
       const DossierPermission *permission,
       DossierCheckRow         *row,
       const GError            *error)
{
  const char *text = dossier_aws_error_get_raw_message (error);

  if (error == NULL)
    dossier_check_row_set (row, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, NULL);
  else if (permission->proves != NULL && permission->proves (error))
    dossier_check_row_set (row, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, text);
  else if (g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED) &&
           is_conclusive (self, permission))
    dossier_check_row_set_denied (row, text);
  else
    dossier_check_row_set (row, DOSSIER_CHECK_UNKNOWN, DOSSIER_CHECK_INCONCLUSIVE,
                           text != NULL ? text : error->message);
}

static DossierPermissionPlace
get_place (DossierPermissionCheck *self)
{
  const char *region = dossier_aws_client_get_region (self->client);
  const DossierPartition *partition = dossier_region_partition (region);

  return (DossierPermissionPlace) {
    .partition = self->caller != NULL ? self->caller->partition : partition != NULL ? partition->name : "aws",
    .region = region,
    .account = self->caller != NULL ? self->caller->account : "*",
    .bucket = self->bucket,
    .prefix = self->prefix,
    .kms_key_arn = self->kms_key_arn,
    .principal = self->caller != NULL ? self->caller->principal : NULL,
  };
}

typedef struct
{
  DossierPermissionCheck *check;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->check);
  g_clear_object (&job->cancellable);
  g_free (job);
}

/* No identity policy limits the root user; the policies of keys and of the organisation do. */
static void
predict_root (DossierPermissionCheck *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      gboolean may_decide = g_str_equal (dossier_check_row_get_group (row), "KMS");

      dossier_check_row_predict (row, may_decide ? DOSSIER_CHECK_UNKNOWN : DOSSIER_CHECK_YES, self->caller->arn, NULL);
    }
}

/* Without knowing who asks nothing can be simulated, but all can be tried. */
static gboolean
identify (DossierPermissionCheck *self,
          GCancellable           *cancellable,
          GError                **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierCallerIdentity) identity = dossier_await_child_boxed (
      dossier_sts_get_caller_identity (self->client, cancellable), &local_error);

  if (local_error != NULL && ends_check (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_clear_pointer (&self->caller, dossier_permission_caller_free);
  if (identity != NULL)
    self->caller = dossier_permission_caller_parse (identity->arn, NULL);
  return TRUE;
}

/* A session's ARN lacks the path of its role, which the simulation needs. */
static gboolean
try_role (DossierPermissionCheck         *self,
          const DossierPermissionTarget  *target,
          GCancellable                   *cancellable,
          GError                        **error)
{
  const char *name = target->role != NULL ? target->role : target->nonce;
  g_autoptr(DossierCheckRow) row = find_row (self, GET_ROLE);
  g_autoptr(GError) refusal = NULL;
  g_autoptr(DossierIamPrincipal) role = NULL;
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);

  role = dossier_await_child_boxed (dossier_iam_get_role (self->client, name, cancellable), &refusal);
  if (refusal != NULL && ends_check (refusal))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (role != NULL && target->role != NULL)
    g_set_str (&self->caller->principal, role->arn);
  for (gsize i = 0; i < n_permissions; i++)
    if (g_str_equal (permissions[i].action, GET_ROLE))
      judge (self, &permissions[i], row, refusal);
  return TRUE;
}

static gboolean
simulate (DossierPermissionCheck         *self,
          const DossierPermissionTarget  *target,
          GCancellable                   *cancellable,
          GError                        **error)
{
  const DossierPermissionPlace place = get_place (self);

  if (self->caller != NULL && self->caller->is_root)
    predict_root (self);
  if (self->caller == NULL || self->caller->principal == NULL)
    return TRUE;
  return dossier_await_child (dossier_permission_simulate (self->client, self->caller, &place, target->nonce,
                                                           G_LIST_MODEL (self->rows), cancellable), error);
}

static DexFuture *
run_fiber (gpointer data)
{
  Job *job = data;
  DossierPermissionCheck *self = job->check;
  g_autofree char *nonce = g_uuid_string_random ();
  DossierPermissionTarget target = {
    .client = self->client,
    .bucket = self->bucket,
    .prefix = self->prefix,
    .kms_key_arn = self->kms_key_arn,
    .nonce = nonce,
  };
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);
  g_autoptr(GError) error = NULL;

  if (!identify (self, job->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  target.role = self->caller != NULL ? self->caller->role : NULL;
  if (!try_role (self, &target, job->cancellable, &error) ||
      !simulate (self, &target, job->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < n_permissions; i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      g_autoptr(GError) refusal = NULL;

      if (!is_tried (self, &permissions[i]))
        continue;
      dossier_await_child (permissions[i].probe (&target, job->cancellable), &refusal);
      if (refusal != NULL && ends_check (refusal))
        return dex_future_new_for_error (g_steal_pointer (&refusal));
      judge (self, &permissions[i], row, refusal);
    }
  return dex_future_new_true ();
}

/**
 * dossier_permission_check_new:
 * @client: as whom, and in which Region
 * @bucket: (nullable): a bucket's name; without it what is on buckets is not tried
 * @prefix: (nullable): a prefix of keys in it
 * @kms_key_arn: (nullable): a key; without it what is on keys is not tried
 *
 * Returns: (transfer full): a check that called nothing yet
 */
DossierPermissionCheck *
dossier_permission_check_new (DossierAwsClient *client,
                              const char       *bucket,
                              const char       *prefix,
                              const char       *kms_key_arn)
{
  DossierPermissionCheck *self = g_object_new (DOSSIER_TYPE_PERMISSION_CHECK, NULL);

  self->client = g_object_ref (client);
  self->bucket = g_strdup (bucket);
  self->prefix = g_strdup (prefix);
  self->kms_key_arn = g_strdup (kms_key_arn);
  return self;
}

/**
 * dossier_permission_check_dup_calls:
 * @self: a check
 *
 * What it will call, so that a person can agree to the traces in CloudTrail
 * before there are any; dossier_check_call_new() tells those. An attempt that fails
 * may be repeated, and there is no simulation where the first one is refused, or of
 * who cannot be simulated.
 *
 * Returns: (transfer full) (array zero-terminated=1): `kms:ListAliases` and so on, in
 *   the order of the calls
 */
GStrv
dossier_permission_check_dup_calls (DossierPermissionCheck *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);

  const DossierPermissionPlace place = get_place (self);

  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), NULL);

  g_strv_builder_add (builder, "sts:GetCallerIdentity");
  g_strv_builder_add (builder, GET_ROLE);
  for (guint i = 0; i < dossier_permission_count_simulations (&place); i++)
    g_strv_builder_add (builder, SIMULATE);
  for (gsize i = 0; i < n_permissions; i++)
    if (is_tried (self, &permissions[i]))
      g_strv_builder_add (builder, permissions[i].call);
  return g_strv_builder_end (builder);
}

/**
 * dossier_permission_check_get_rows:
 * @self: a check
 *
 * Returns: (transfer none): a list of #DossierCheckRow that change while the
 *   check runs, one for each action that Dossier uses
 */
GListModel *
dossier_permission_check_get_rows (DossierPermissionCheck *self)
{
  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), NULL);

  return G_LIST_MODEL (self->rows);
}

/**
 * dossier_permission_check_run:
 * @self: a check
 * @cancellable: (nullable): stops it; rows that were not tried stay as they are
 *
 * Makes the calls of dossier_permission_check_dup_calls(), which change nothing.
 * An action that no such call shows is predicted by iam:SimulatePrincipalPolicy,
 * where that may be asked, or left unknown.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when all were made,
 *   whatever they showed; rejects with %G_IO_ERROR_CANCELLED, or when the
 *   credentials or the clock are not good, so that nothing can be shown
 */
DexFuture *
dossier_permission_check_run (DossierPermissionCheck *self,
                              GCancellable           *cancellable)
{
  Job *job;

  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), NULL);

  job = g_new0 (Job, 1);
  job->check = g_object_ref (self);
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (run_fiber, job, job_free);
}

/**
 * dossier_permission_check_has_no:
 * @self: a check
 *
 * Returns: whether something is denied, proved or predicted; what is unknown
 *   does not count
 */
gboolean
dossier_permission_check_has_no (DossierPermissionCheck *self)
{
  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), FALSE);

  return dossier_check_rows_have_no (G_LIST_MODEL (self->rows));
}

/**
 * dossier_permission_check_get_caller:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): who asked, once the check found out
 */
const DossierPermissionCaller *
dossier_permission_check_get_caller (DossierPermissionCheck *self)
{
  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), NULL);

  return self->caller;
}

/**
 * dossier_permission_check_dup_policy:
 * @self: a check that was run
 * @all: whether of all actions, rather than of those that are denied
 *
 * Returns: (transfer full) (nullable): an identity policy that allows them on just the
 *   resources of the check, as JSON; %NULL where none is missing
 */
char *
dossier_permission_check_dup_policy (DossierPermissionCheck *self,
                                     gboolean                all)
{
  const DossierPermissionPlace place = get_place (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) actions = NULL;

  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (all || dossier_check_row_get_verdict (row) == DOSSIER_CHECK_NO)
        g_strv_builder_add (builder, dossier_check_row_get_name (row));
    }
  actions = g_strv_builder_end (builder);
  return dossier_permission_place_dup_policy (&place, (const char *const *) actions);
}
