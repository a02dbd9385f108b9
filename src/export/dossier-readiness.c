// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-aws-error.h"
#include "dossier-destination-check.h"
#include "dossier-fiber.h"
#include "dossier-findings-reader.h"
#include "dossier-inspector2.h"
#include "dossier-json.h"
#include "dossier-policy-write.h"
#include "dossier-readiness-policy-private.h"
#include "dossier-readiness.h"
#include "dossier-region.h"
#include "dossier-s3.h"
#include "dossier-sts.h"

typedef enum
{
  ACCOUNT_ENABLED,
  REGION_KNOWN,
  FILTER_MATCHES,
  NO_REPORT,
  BUCKET_OWNER,
  BUCKET_POLICY,
  BUCKET_GUARDS,
  BUCKET_OWNERSHIP,
  BUCKET_ENCRYPTION,
  KEY_POLICY,
  KEY_GUARDS,
} Condition;

typedef enum { ALWAYS, WITH_BUCKET, WITH_KEY } Scope;

/* From the guide to exporting findings reports; those that are read of the bucket and key
 * themselves stand in dossier-destination-check.c.
 */
static const struct
{
  const char *id;
  Scope scope;
  const char *name;
  const char *call;
  const char *remedy;
} conditions[] = {
  [ACCOUNT_ENABLED] = { "account-enabled", ALWAYS, N_("Inspector is enabled in this account and Region"),
                        "inspector2:BatchGetAccountStatus",
                        N_("enable Amazon Inspector in this Region, or choose one where it is enabled") },
  [REGION_KNOWN] = { "region", ALWAYS, N_("Inspector works in this Region"), "inspector2:BatchGetAccountStatus",
                     N_("choose a Region in which Amazon Inspector works, and enable it first where it is opt-in") },
  [FILTER_MATCHES] = { "filter-matches", ALWAYS, N_("Some finding is meant"), "inspector2:ListFindings",
                       N_("loosen the filter: Inspector makes no report without findings") },
  [NO_REPORT] = { "no-report", ALWAYS, N_("No other report is being made"), "inspector2:GetFindingsReportStatus",
                  N_("wait until it is finished, or cancel it: Inspector makes one report at a time") },
  [BUCKET_OWNER] = { "bucket-owner", WITH_BUCKET, N_("The owner of the bucket is known"), "s3:HeadBucket",
                     N_("ask for the bucket's owner; a bucket of another account needs that account's consent") },
  [BUCKET_POLICY] = { "bucket-policy", WITH_BUCKET, N_("The bucket's policy lets Inspector write below the prefix"),
                      "s3:GetBucketPolicy",
                      N_("merge Inspector's statement into the bucket's policy, by “prepare bucket”, or hand it to the "
                         "bucket's owner") },
  [BUCKET_GUARDS] = { "bucket-guards", WITH_BUCKET, N_("No statement of the bucket's policy keeps Inspector out"),
                      "s3:GetBucketPolicy",
                      N_("leave services of AWS out of that statement, by “prepare bucket”, or ask the bucket's owner") },
  [BUCKET_OWNERSHIP] = { "bucket-ownership", WITH_BUCKET, N_("The bucket's owner owns what Inspector writes"),
                         "s3:GetBucketOwnershipControls",
                         N_("set the bucket's object ownership to “bucket owner enforced”") },
  [BUCKET_ENCRYPTION] = { "bucket-encryption", WITH_BUCKET, N_("The bucket's default encryption is no obstacle"),
                          "s3:GetBucketEncryption",
                          N_("allow s3:GetEncryptionConfiguration to see how the bucket encrypts") },
  [KEY_POLICY] = { "key-policy", WITH_KEY, N_("The key's policy lets Inspector use the key"), "kms:GetKeyPolicy",
                   N_("merge Inspector's statement into the key's policy, by “prepare key”, or hand it to the key's "
                      "owner") },
  [KEY_GUARDS] = { "key-guards", WITH_KEY, N_("No statement of the key's policy keeps Inspector out"),
                   "kms:GetKeyPolicy",
                   N_("leave services of AWS out of that statement, by “prepare key”, or ask the key's owner") },
};

struct _DossierReadiness
{
  GObject parent_instance;

  DossierAwsClient *client;
  char *bucket;
  char *prefix;
  char *kms_key_arn;
  DossierFilter *filter;   /* nullable */
  GListModel *destination;
  GListStore *rows;        /* the conditions above, then those of the destination */
  char *account;           /* nullable */
  char *bucket_policy;     /* nullable; empty where there is none */
  char *key_policy;        /* nullable */
};

G_DEFINE_FINAL_TYPE (DossierReadiness, dossier_readiness, G_TYPE_OBJECT)

static void
dossier_readiness_finalize (GObject *object)
{
  DossierReadiness *self = DOSSIER_READINESS (object);

  g_object_unref (self->client);
  g_free (self->bucket);
  g_free (self->prefix);
  g_free (self->kms_key_arn);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  g_object_unref (self->destination);
  g_object_unref (self->rows);
  g_free (self->account);
  g_free (self->bucket_policy);
  g_free (self->key_policy);

  G_OBJECT_CLASS (dossier_readiness_parent_class)->finalize (object);
}

static void
dossier_readiness_class_init (DossierReadinessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_readiness_finalize;
}

static void
dossier_readiness_init (DossierReadiness *self)
{
  self->rows = g_list_store_new (DOSSIER_TYPE_CHECK_ROW);
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autoptr(DossierCheckRow) row =
          dossier_check_row_new (conditions[i].scope == ALWAYS ? N_("Report") : N_("Destination"), conditions[i].name,
                                 "always", conditions[i].call, conditions[i].remedy);

      dossier_check_row_set_id (row, conditions[i].id);
      g_list_store_append (self->rows, row);
    }

  self->destination = dossier_destination_rows ();
  for (guint i = 0; i < g_list_model_get_n_items (self->destination); i++)
    {
      g_autoptr(DossierCheckRow) row = g_list_model_get_item (self->destination, i);

      g_list_store_append (self->rows, row);
    }
}

typedef struct
{
  DossierReadiness *readiness;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->readiness);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static DossierCheckRow *
row_of (DossierReadiness *self,
        Condition         condition)
{
  return g_list_model_get_item (G_LIST_MODEL (self->rows), condition);
}

static void
find (DossierReadiness    *self,
      Condition            condition,
      DossierCheckVerdict  verdict,
      const char          *text)
{
  g_autoptr(DossierCheckRow) row = row_of (self, condition);

  dossier_check_row_set (row, verdict,
                         verdict == DOSSIER_CHECK_UNKNOWN ? DOSSIER_CHECK_INCONCLUSIVE : DOSSIER_CHECK_PROVED, text);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A call that failed shows nothing; only a cancelled one ends the whole. */
static gboolean
learn_nothing (DossierReadiness *self,
               Condition         condition,
               const GError     *refusal,
               GError          **error)
{
  const char *text = dossier_aws_error_get_raw_message (refusal);

  if (is_cancelled (refusal))
    {
      g_propagate_error (error, g_error_copy (refusal));
      return FALSE;
    }
  find (self, condition, DOSSIER_CHECK_UNKNOWN, text != NULL ? text : refusal->message);
  return TRUE;
}

static gboolean
look_at_caller (Job     *job,
                GError **error)
{
  DossierReadiness *self = job->readiness;
  g_autoptr(GError) refusal = NULL;
  g_autoptr(DossierCallerIdentity) identity = dossier_await_child_boxed (
      dossier_sts_get_caller_identity (self->client, job->cancellable), &refusal);

  if (identity != NULL)
    g_set_str (&self->account, identity->account);
  if (!is_cancelled (refusal))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static const char *
read_status (JsonObject *answer)
{
  JsonArray *accounts = NULL;
  JsonObject *state = NULL;
  const char *status = NULL;

  if (!dossier_json_get_array (answer, "accounts", &accounts, NULL) || accounts == NULL ||
      json_array_get_length (accounts) == 0 || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (accounts, 0)) ||
      !dossier_json_get_object (json_array_get_object_element (accounts, 0), "state", &state, NULL) || state == NULL ||
      !dossier_json_get_string (state, "status", &status, NULL))
    return NULL;
  return status;
}

static gboolean
look_at_account (Job     *job,
                 GError **error)
{
  DossierReadiness *self = job->readiness;
  const char *region = dossier_aws_client_get_region (self->client);
  g_autoptr(GError) refusal = NULL;
  g_autoptr(JsonObject) answer = dossier_await_child_boxed (
      dossier_inspector2_batch_get_account_status (self->client, NULL, job->cancellable), &refusal);
  const char *status;

  if (answer == NULL)
    return learn_nothing (self, ACCOUNT_ENABLED, refusal, error) && learn_nothing (self, REGION_KNOWN, refusal, error);

  find (self, REGION_KNOWN, DOSSIER_CHECK_YES, region);
  status = read_status (answer);
  find (self, ACCOUNT_ENABLED,
        status == NULL ? DOSSIER_CHECK_UNKNOWN
                       : g_str_equal (status, "ENABLED") ? DOSSIER_CHECK_YES : DOSSIER_CHECK_NO, status);
  return TRUE;
}

static gboolean
take_page (DossierFindingsPage *, gsize, gpointer, GError **)
{
  return TRUE;
}

static gboolean
look_at_findings (Job     *job,
                  GError **error)
{
  DossierReadiness *self = job->readiness;
  const DossierFindingsQuery query = { .filter = self->filter, .limit = 1 };
  g_autoptr(GError) refusal = NULL;
  gint64 n = dossier_await_child_int64 (
      dossier_findings_read (self->client, &query, take_page, NULL, job->cancellable), &refusal);

  if (refusal != NULL)
    return learn_nothing (self, FILTER_MATCHES, refusal, error);
  find (self, FILTER_MATCHES, n > 0 ? DOSSIER_CHECK_YES : DOSSIER_CHECK_NO, NULL);
  return TRUE;
}

static gboolean
look_at_reports (Job     *job,
                 GError **error)
{
  DossierReadiness *self = job->readiness;
  g_autoptr(GError) refusal = NULL;
  g_autofree char *text = NULL;
  g_autoptr(DossierReportStatus) status = dossier_await_child_boxed (
      dossier_inspector2_get_findings_report_status (self->client, NULL, job->cancellable), &refusal);

  if (g_error_matches (refusal, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_NOT_FOUND))
    {
      find (self, NO_REPORT, DOSSIER_CHECK_YES, NULL);
      return TRUE;
    }
  if (status == NULL)
    return learn_nothing (self, NO_REPORT, refusal, error);

  text = g_strdup_printf ("%s s3://%s/%s: %s", status->report_id, status->bucket != NULL ? status->bucket : "?",
                          status->key_prefix != NULL ? status->key_prefix : "", status->status);
  find (self, NO_REPORT, g_str_equal (status->status, "IN_PROGRESS") ? DOSSIER_CHECK_NO : DOSSIER_CHECK_YES, text);
  return TRUE;
}

/* AWS refuses a call that names another owner than the bucket has, so being refused only then tells. */
static gboolean
look_at_owner (Job     *job,
               GError **error)
{
  DossierReadiness *self = job->readiness;
  g_autoptr(GError) refusal = NULL;
  g_autoptr(DossierCheckRow) exists = g_list_model_get_item (self->destination, 0);
  g_autoptr(DossierS3BucketInfo) info = dossier_await_child_boxed (
      dossier_s3_head_bucket (self->client, self->bucket, self->account, job->cancellable), &refusal);

  if (info != NULL && self->account != NULL)
    find (self, BUCKET_OWNER, DOSSIER_CHECK_YES, self->account);
  else if (g_error_matches (refusal, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED) &&
           dossier_check_row_get_verdict (exists) == DOSSIER_CHECK_YES)
    find (self, BUCKET_OWNER, DOSSIER_CHECK_YES, "not this account");
  else if (refusal != NULL)
    return learn_nothing (self, BUCKET_OWNER, refusal, error);
  return TRUE;
}

static gboolean
look_at_policy (Job                     *job,
                DossierChangeKind        kind,
                Condition                allows_condition,
                Condition                guards_condition,
                char                   **place,
                GError                 **error)
{
  DossierReadiness *self = job->readiness;
  gboolean is_key = kind == DOSSIER_CHANGE_KEY_POLICY;
  const char *region = dossier_aws_client_get_region (self->client);
  const DossierPartition *partition = dossier_region_partition (region);
  g_autofree char *principal = dossier_region_inspector_principal (region, NULL);
  const char *const accounts[] = { self->account, NULL };
  const DossierInspectorAccess access = {
    .kind = is_key ? DOSSIER_POLICY_KIND_KEY : DOSSIER_POLICY_KIND_BUCKET,
    .principal = principal,
    .partition = partition != NULL ? partition->name : "aws",
    .region = region,
    .accounts = accounts,
    .bucket = self->bucket,
    .prefix = self->prefix,
    .key_arn = self->kms_key_arn,
  };
  g_autoptr(DossierCheckRow) allows = row_of (self, allows_condition);
  g_autoptr(DossierCheckRow) guards = row_of (self, guards_condition);
  g_autoptr(GError) refusal = NULL;
  g_autofree char *text = dossier_await_child_string (
      dossier_policy_read (self->client, kind, is_key ? self->kms_key_arn : self->bucket, job->cancellable), &refusal);

  if (refusal != NULL && is_cancelled (refusal))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (text == NULL || self->account == NULL || principal == NULL)
    dossier_readiness_hide_policy (&access, refusal != NULL ? refusal->message : NULL, allows, guards);
  else
    dossier_readiness_judge_policy (&access, text, allows, guards);
  g_set_str (place, text);
  return TRUE;
}

/* Who writes owns it under ObjectWriter; whether Inspector's ACL mends that is not documented. */
static gboolean
look_at_ownership (Job     *job,
                   GError **error)
{
  DossierReadiness *self = job->readiness;
  g_autoptr(GError) refusal = NULL;
  g_autofree char *ownership = dossier_await_child_string (
      dossier_s3_get_bucket_ownership (self->client, self->bucket, NULL, job->cancellable), &refusal);

  if (ownership == NULL && !dossier_s3_error_is_absent (refusal))
    return learn_nothing (self, BUCKET_OWNERSHIP, refusal, error);
  find (self, BUCKET_OWNERSHIP,
        ownership != NULL && (g_str_equal (ownership, "BucketOwnerEnforced") || g_str_equal (ownership, "BucketOwnerPreferred"))
          ? DOSSIER_CHECK_YES : DOSSIER_CHECK_UNKNOWN,
        ownership != NULL ? ownership : "ObjectWriter");
  return TRUE;
}

/* Inspector names its key itself, so any default goes; it is told because a bucket key changes what KMS is asked. */
static gboolean
look_at_encryption (Job     *job,
                    GError **error)
{
  DossierReadiness *self = job->readiness;
  g_autoptr(GError) refusal = NULL;
  g_autofree char *text = NULL;
  g_autoptr(DossierS3BucketEncryption) encryption = dossier_await_child_boxed (
      dossier_s3_get_bucket_encryption (self->client, self->bucket, NULL, job->cancellable), &refusal);

  if (encryption == NULL && !dossier_s3_error_is_absent (refusal))
    return learn_nothing (self, BUCKET_ENCRYPTION, refusal, error);
  if (encryption != NULL)
    text = g_strdup_printf ("%s%s%s%s", encryption->algorithm, encryption->kms_key_id != NULL ? " " : "",
                            encryption->kms_key_id != NULL ? encryption->kms_key_id : "",
                            encryption->bucket_key ? ", BucketKeyEnabled" : "");
  find (self, BUCKET_ENCRYPTION, DOSSIER_CHECK_YES, text);
  return TRUE;
}

static DexFuture *
run_fiber (gpointer data)
{
  Job *job = data;
  DossierReadiness *self = job->readiness;
  g_autoptr(GError) error = NULL;

  if (!look_at_caller (job, &error) || !look_at_account (job, &error) || !look_at_findings (job, &error) ||
      !look_at_reports (job, &error) ||
      !dossier_await_child (dossier_destination_probe (self->client, self->bucket, self->kms_key_arn,
                                                       self->destination, job->cancellable), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->bucket != NULL &&
      (!look_at_owner (job, &error) ||
       !look_at_policy (job, DOSSIER_CHANGE_BUCKET_POLICY, BUCKET_POLICY, BUCKET_GUARDS, &self->bucket_policy, &error) ||
       !look_at_ownership (job, &error) || !look_at_encryption (job, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (self->kms_key_arn != NULL &&
      !look_at_policy (job, DOSSIER_CHANGE_KEY_POLICY, KEY_POLICY, KEY_GUARDS, &self->key_policy, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

/**
 * dossier_readiness_new:
 * @client: as whom, and in which Region
 * @bucket: (nullable): a bucket's name; without it nothing is found of buckets
 * @prefix: (nullable): a prefix of keys in it
 * @kms_key_arn: (nullable): a key; without it nothing is found of keys
 * @filter: (nullable): which findings; %NULL for the active ones
 *
 * Returns: (transfer full): a check that called nothing yet
 */
DossierReadiness *
dossier_readiness_new (DossierAwsClient *client,
                       const char       *bucket,
                       const char       *prefix,
                       const char       *kms_key_arn,
                       DossierFilter    *filter)
{
  DossierReadiness *self = g_object_new (DOSSIER_TYPE_READINESS, NULL);

  self->client = g_object_ref (client);
  self->bucket = g_strdup (bucket);
  self->prefix = g_strdup (prefix);
  self->kms_key_arn = g_strdup (kms_key_arn);
  self->filter = filter != NULL ? dossier_filter_ref (filter) : NULL;
  return self;
}

/**
 * dossier_readiness_dup_calls:
 * @self: a check
 *
 * What it will call, and no more than that, as dossier_permission_check_dup_calls().
 *
 * Returns: (transfer full) (array zero-terminated=1): in the order of the calls
 */
GStrv
dossier_readiness_dup_calls (DossierReadiness *self)
{
  static const struct
  {
    const char *call;
    Scope scope;
  } calls[] = {
    { "sts:GetCallerIdentity", ALWAYS },
    { "inspector2:BatchGetAccountStatus", ALWAYS },
    { "inspector2:ListFindings", ALWAYS },
    { "inspector2:GetFindingsReportStatus", ALWAYS },
    { "s3:HeadBucket", WITH_BUCKET },
    { "kms:DescribeKey", WITH_KEY },
    { "s3:HeadBucket", WITH_BUCKET },
    { "s3:GetBucketPolicy", WITH_BUCKET },
    { "s3:GetBucketOwnershipControls", WITH_BUCKET },
    { "s3:GetBucketEncryption", WITH_BUCKET },
    { "kms:GetKeyPolicy", WITH_KEY },
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (DOSSIER_IS_READINESS (self), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    if ((calls[i].scope != WITH_BUCKET || self->bucket != NULL) &&
        (calls[i].scope != WITH_KEY || self->kms_key_arn != NULL))
      g_strv_builder_add (builder, calls[i].call);
  return g_strv_builder_end (builder);
}

/**
 * dossier_readiness_get_rows:
 * @self: a check
 *
 * Returns: (transfer none): a list of #DossierCheckRow that change while the
 *   check runs, one for each condition
 */
GListModel *
dossier_readiness_get_rows (DossierReadiness *self)
{
  g_return_val_if_fail (DOSSIER_IS_READINESS (self), NULL);

  return G_LIST_MODEL (self->rows);
}

/**
 * dossier_readiness_run:
 * @self: a check
 * @cancellable: (nullable): stops it
 *
 * Makes the calls of dossier_readiness_dup_calls(), which change nothing. What may not
 * be seen stays unknown, with AWS's words and, for a policy, with the statement that
 * its owner would have to add.
 *
 * Returns: (transfer full): a future that resolves to %TRUE, whatever was found; rejects
 *   with %G_IO_ERROR_CANCELLED only
 */
DexFuture *
dossier_readiness_run (DossierReadiness *self,
                       GCancellable     *cancellable)
{
  Job *job;

  g_return_val_if_fail (DOSSIER_IS_READINESS (self), NULL);

  job = g_new0 (Job, 1);
  job->readiness = g_object_ref (self);
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (run_fiber, job, job_free);
}

/**
 * dossier_readiness_has_no:
 * @self: a check
 *
 * Returns: whether a condition does not hold; what is unknown does not count
 */
gboolean
dossier_readiness_has_no (DossierReadiness *self)
{
  g_return_val_if_fail (DOSSIER_IS_READINESS (self), FALSE);

  return dossier_check_rows_have_no (G_LIST_MODEL (self->rows));
}

/**
 * dossier_readiness_get_bucket_policy:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): the bucket's policy, empty where there is none;
 *   %NULL where it could not be seen
 */
const char *
dossier_readiness_get_bucket_policy (DossierReadiness *self)
{
  g_return_val_if_fail (DOSSIER_IS_READINESS (self), NULL);

  return self->bucket_policy;
}

/**
 * dossier_readiness_get_key_policy:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): the key's policy; %NULL where it could not be seen
 */
const char *
dossier_readiness_get_key_policy (DossierReadiness *self)
{
  g_return_val_if_fail (DOSSIER_IS_READINESS (self), NULL);

  return self->key_policy;
}
