// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-destination-check.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-permission-check.h"
#include "dossier-permission.h"

struct _DossierPermissionCheck
{
  GObject parent_instance;

  DossierAwsClient *client;
  char *bucket;
  char *prefix;
  char *kms_key_arn;
  GListStore *rows;       /* the permissions, in the catalogue's order, then the conditions */
  GListModel *conditions; /* the same conditions once more */
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
  g_object_unref (self->conditions);

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

  self->conditions = dossier_destination_rows ();
  for (guint i = 0; i < g_list_model_get_n_items (self->conditions); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (self->conditions, i);

      g_list_store_append (self->rows, row);
    }
}

static gboolean
is_tried (DossierPermissionCheck  *self,
          const DossierPermission *permission)
{
  return permission->probe != NULL &&
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

static DossierCheckVerdict
verdict_on (DossierPermissionCheck *self,
            const char             *action)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (g_str_equal (dossier_check_row_get_name (row), action))
        return dossier_check_row_get_verdict (row);
    }
  return DOSSIER_CHECK_UNKNOWN;
}

/* To who may not list a bucket, S3 denies an object that is not there, whether
 * or not it could be got.
 */
static gboolean
is_conclusive (DossierPermissionCheck  *self,
               const DossierPermission *permission)
{
  return !g_str_equal (permission->action, "s3:GetObject") ||
         verdict_on (self, "s3:ListBucket") == DOSSIER_CHECK_YES;
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

static DexFuture *
run_fiber (gpointer data)
{
  Job *job = data;
  DossierPermissionCheck *self = job->check;
  g_autofree char *nonce = g_uuid_string_random ();
  const DossierPermissionTarget target = {
    .client = self->client,
    .bucket = self->bucket,
    .prefix = self->prefix,
    .kms_key_arn = self->kms_key_arn,
    .nonce = nonce,
  };
  gsize n_permissions;
  const DossierPermission *permissions = dossier_permission_list (&n_permissions);
  g_autoptr(GError) error = NULL;

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

  if (!dossier_await_child (dossier_destination_probe (self->client, self->bucket, self->kms_key_arn,
                                                       self->conditions, job->cancellable), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
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
 * before there are any. An attempt that fails may be repeated.
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

  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), NULL);

  for (gsize i = 0; i < n_permissions; i++)
    if (is_tried (self, &permissions[i]))
      g_strv_builder_add (builder, permissions[i].call);
  if (self->bucket != NULL)
    g_strv_builder_add (builder, "s3:HeadBucket");
  if (self->kms_key_arn != NULL)
    g_strv_builder_add (builder, "kms:DescribeKey");
  return g_strv_builder_end (builder);
}

/**
 * dossier_permission_check_get_rows:
 * @self: a check
 *
 * Returns: (transfer none): a list of #DossierCheckRow that change while the
 *   check runs: each action that Dossier uses, then the conditions of the destination
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
 * An action that no such call shows is left unknown.
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
 * Returns: whether something was proved to be denied or not as it should be;
 *   what is unknown does not count
 */
gboolean
dossier_permission_check_has_no (DossierPermissionCheck *self)
{
  g_return_val_if_fail (DOSSIER_IS_PERMISSION_CHECK (self), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (dossier_check_row_get_verdict (row) == DOSSIER_CHECK_NO)
        return TRUE;
    }
  return FALSE;
}
