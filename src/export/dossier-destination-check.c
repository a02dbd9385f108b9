// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-arn.h"
#include "dossier-aws-error.h"
#include "dossier-destination-check.h"
#include "dossier-export-error.h"
#include "dossier-fiber.h"
#include "dossier-kms.h"
#include "dossier-s3.h"

typedef enum
{
  BUCKET_EXISTS,
  BUCKET_REGION,
  KEY_EXISTS,
  KEY_ENABLED,
  KEY_CUSTOMER,
  KEY_SYMMETRIC,
  KEY_REGION,
} Condition;

/* From the guide to exporting findings reports and the KMS developer guide. */
static const struct
{
  const char *id;
  const char *name;
  const char *call;
  const char *remedy;
} conditions[] = {
  [BUCKET_EXISTS] = { "bucket-exists", N_("The bucket exists"), "s3:HeadBucket",
                      N_("correct the bucket's name or create the bucket") },
  [BUCKET_REGION] = { "bucket-region", N_("The bucket is in the Region of the report"), "s3:HeadBucket",
                      N_("choose a bucket in the Region in which the report is made") },
  [KEY_EXISTS] = { "key-exists", N_("The key exists"), "kms:DescribeKey",
                   N_("give the full ARN of a key that exists") },
  [KEY_ENABLED] = { "key-enabled", N_("The key is enabled"), "kms:DescribeKey",
                    N_("enable the key, or choose one that is enabled") },
  [KEY_CUSTOMER] = { "key-customer", N_("The key is managed by a customer"), "kms:DescribeKey",
                     N_("choose a customer managed key: the policy of AWS's own keys cannot be changed") },
  [KEY_SYMMETRIC] = { "key-symmetric", N_("The key is a symmetric one for encryption"), "kms:DescribeKey",
                      N_("choose a key of the spec SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT") },
  [KEY_REGION] = { "key-region", N_("The key is in the Region of the report"), "kms:DescribeKey",
                   N_("choose a key in the Region in which the report is made") },
};

typedef struct
{
  DossierAwsClient *client;
  char *bucket;
  char *kms_key_arn;
  GListModel *rows;
  GCancellable *cancellable;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *self = data;

  g_object_unref (self->client);
  g_free (self->bucket);
  g_free (self->kms_key_arn);
  g_object_unref (self->rows);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
find (Probe                *self,
      Condition             condition,
      DossierCheckVerdict   verdict,
      DossierCheckEvidence  evidence,
      const char           *text)
{
  g_autoptr(DossierCheckRow) row = g_list_model_get_item (self->rows, condition);

  dossier_check_row_set (row, verdict, evidence, text);
}

static void
compare (Probe      *self,
         Condition   condition,
         const char *value,
         const char *wanted)
{
  if (value == NULL)
    find (self, condition, DOSSIER_CHECK_UNKNOWN, DOSSIER_CHECK_INCONCLUSIVE, NULL);
  else
    find (self, condition, g_str_equal (value, wanted) ? DOSSIER_CHECK_YES : DOSSIER_CHECK_NO,
          DOSSIER_CHECK_PROVED, value);
}

static void
learn_nothing (Probe        *self,
               Condition     first,
               Condition     last,
               const GError *error)
{
  for (guint condition = first; condition <= last; condition++)
    find (self, (Condition) condition, DOSSIER_CHECK_UNKNOWN, DOSSIER_CHECK_INCONCLUSIVE, error->message);
}

/* Inspector does not need the caller to see the bucket or key, so what may not be seen is not known. */
static gboolean
probe_bucket (Probe   *self,
              GError **error)
{
  const char *region = dossier_aws_client_get_region (self->client);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierS3BucketInfo) info = dossier_await_child_boxed (
      dossier_s3_head_bucket (self->client, self->bucket, NULL, self->cancellable), &local_error);

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (info != NULL)
    {
      find (self, BUCKET_EXISTS, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, self->bucket);
      compare (self, BUCKET_REGION, info->region, region);
      return TRUE;
    }

  learn_nothing (self, BUCKET_EXISTS, BUCKET_REGION, local_error);
  if (g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_NOT_FOUND))
    find (self, BUCKET_EXISTS, DOSSIER_CHECK_NO, DOSSIER_CHECK_PROVED, local_error->message);
  if (dossier_aws_error_get_region (local_error) != NULL)
    compare (self, BUCKET_REGION, dossier_aws_error_get_region (local_error), region);
  return TRUE;
}

static gboolean
probe_key (Probe   *self,
           GError **error)
{
  g_autoptr(DossierArn) arn = dossier_arn_parse (self->kms_key_arn, NULL);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierKmsKey) key = dossier_await_child_boxed (
      dossier_kms_describe_key (self->client, self->kms_key_arn, self->cancellable), &local_error);

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (key != NULL)
    {
      gboolean symmetric = g_strcmp0 (key->spec, "SYMMETRIC_DEFAULT") == 0 &&
                           g_strcmp0 (key->usage, "ENCRYPT_DECRYPT") == 0;
      gboolean known = key->spec != NULL && key->usage != NULL;

      find (self, KEY_EXISTS, DOSSIER_CHECK_YES, DOSSIER_CHECK_PROVED, key->arn);
      compare (self, KEY_ENABLED, key->state, "Enabled");
      compare (self, KEY_CUSTOMER, key->manager, "CUSTOMER");
      compare (self, KEY_SYMMETRIC, known ? (symmetric ? "SYMMETRIC_DEFAULT" : key->spec) : NULL,
               symmetric ? "SYMMETRIC_DEFAULT" : "");
    }
  else
    {
      learn_nothing (self, KEY_EXISTS, KEY_SYMMETRIC, local_error);
      if (g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_NOT_FOUND))
        find (self, KEY_EXISTS, DOSSIER_CHECK_NO, DOSSIER_CHECK_PROVED, local_error->message);
    }
  /* The ARN tells the Region without a call; a bare id is looked for in the client's own. */
  compare (self, KEY_REGION, arn != NULL ? arn->region : NULL, dossier_aws_client_get_region (self->client));
  return TRUE;
}

static DexFuture *
probe_fiber (gpointer data)
{
  Probe *self = data;
  g_autoptr(GError) error = NULL;

  if ((self->bucket != NULL && !probe_bucket (self, &error)) ||
      (self->kms_key_arn != NULL && !probe_key (self, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

/**
 * dossier_destination_rows:
 *
 * Returns: (transfer full): a list of #DossierCheckRow, one for each condition,
 *   of which nothing is known
 */
GListModel *
dossier_destination_rows (void)
{
  GListStore *rows = g_list_store_new (DOSSIER_TYPE_CHECK_ROW);

  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autoptr(DossierCheckRow) row =
          dossier_check_row_new (N_("Destination"), conditions[i].name, "always", conditions[i].call,
                                 conditions[i].remedy);

      dossier_check_row_set_id (row, conditions[i].id);
      g_list_store_append (rows, row);
    }
  return G_LIST_MODEL (rows);
}

/**
 * dossier_destination_probe:
 * @client: whom to ask, in the Region of the report
 * @bucket: (nullable): a bucket's name; without it nothing is found of buckets
 * @kms_key_arn: (nullable): a key; without it nothing is found of keys
 * @rows: what dossier_destination_rows() made
 * @cancellable: (nullable): stops the probe
 *
 * Reads the conditions into @rows by HeadBucket and DescribeKey. A call that
 * fails leaves its rows unknown and says why.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects with
 *   %G_IO_ERROR_CANCELLED only
 */
DexFuture *
dossier_destination_probe (DossierAwsClient *client,
                           const char       *bucket,
                           const char       *kms_key_arn,
                           GListModel       *rows,
                           GCancellable     *cancellable)
{
  Probe *self = g_new0 (Probe, 1);

  self->client = g_object_ref (client);
  self->bucket = g_strdup (bucket);
  self->kms_key_arn = g_strdup (kms_key_arn);
  self->rows = g_object_ref (rows);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (probe_fiber, self, probe_free);
}

static DexFuture *
check_fiber (gpointer data)
{
  Probe *self = data;
  g_autoptr(GError) error = NULL;

  if (!dossier_await_child (dossier_destination_probe (self->client, self->bucket, self->kms_key_arn, self->rows,
                                                       self->cancellable), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (self->rows, i);

      if (dossier_check_row_get_verdict (row) == DOSSIER_CHECK_NO)
        return dex_future_new_reject (DOSSIER_EXPORT_ERROR, DOSSIER_EXPORT_ERROR_NOT_READY,
                                      "There would be no report, because a condition does not hold: “%s” (found: %s); %s",
                                      conditions[i].name, dossier_check_row_get_text (row), conditions[i].remedy);
    }
  return dex_future_new_true ();
}

/**
 * dossier_destination_check:
 * @client: whom to ask, in the Region of the report
 * @bucket: a bucket's name
 * @kms_key_arn: a key
 * @cancellable: (nullable): stops the check
 *
 * dossier_destination_probe() for those who want to know one thing: whether a
 * report is bound to fail. What is unknown does not count.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects with
 *   %DOSSIER_EXPORT_ERROR_NOT_READY and what to do, or %G_IO_ERROR_CANCELLED
 */
DexFuture *
dossier_destination_check (DossierAwsClient *client,
                           const char       *bucket,
                           const char       *kms_key_arn,
                           GCancellable     *cancellable)
{
  Probe *self = g_new0 (Probe, 1);

  self->client = g_object_ref (client);
  self->bucket = g_strdup (bucket);
  self->kms_key_arn = g_strdup (kms_key_arn);
  self->rows = dossier_destination_rows ();
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (check_fiber, self, probe_free);
}
