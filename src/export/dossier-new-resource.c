// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-kms-request.h"
#include "dossier-kms.h"
#include "dossier-new-resource.h"
#include "dossier-policy-lockout.h"
#include "dossier-s3-request.h"
#include "dossier-s3.h"

#define ENFORCED "BucketOwnerEnforced"

typedef struct
{
  DossierAwsClient *client;
  DossierChangeJournal *journal;
  DossierChangeEntry *entry;
  char *kms_key_arn; /* nullable */
  char *alias;       /* nullable */
  char *description; /* nullable */
  char *policy;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->client);
  g_object_unref (job->journal);
  dossier_change_entry_free (job->entry);
  g_free (job->kms_key_arn);
  g_free (job->alias);
  g_free (job->description);
  g_free (job->policy);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static gboolean
save (Job     *job,
      GError **error)
{
  return dossier_await_leaf (dossier_change_journal_save (job->journal, job->entry), NULL, DOSSIER_NO_TIMEOUT, error);
}

static gboolean
plan (Job     *job,
      GError **error)
{
  if (save (job, error))
    return TRUE;
  g_prefix_error (error, "Nothing was made at AWS, because the journal cannot be kept: ");
  return FALSE;
}

/* Makes the thing. The entry says what became of it: an answer that was lost leaves it planned. */
static DossierAwsResponse *
make (Job                *job,
      DossierAwsRequest  *request,
      GError            **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GError) damage = NULL;
  g_autoptr(DossierAwsResponse) response =
      dossier_await_child_boxed (dossier_aws_client_call (job->client, request, job->cancellable), &local_error);

  if (response != NULL)
    {
      job->entry->state = DOSSIER_CHANGE_WRITTEN;
      g_set_str (&job->entry->request_id, dossier_aws_response_get_request_id (response));
    }
  else
    {
      g_set_str (&job->entry->message, local_error->message);
      if (local_error->domain == DOSSIER_AWS_ERROR &&
          !g_error_matches (local_error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_UNAVAILABLE))
        {
          job->entry->state = DOSSIER_CHANGE_REFUSED;
          g_set_str (&job->entry->request_id, dossier_aws_error_get_request_id (local_error));
        }
      g_propagate_error (error, g_steal_pointer (&local_error));
    }
  if (!save (job, &damage))
    g_message ("The journal keeps the change %s as planned only: %s", job->entry->id, damage->message);
  return g_steal_pointer (&response);
}

/* What follows may fail, and then a person has to know what is there. */
static DexFuture *
fail_half_made (Job    *job,
                GError *error)
{
  g_autoptr(GError) damage = NULL;

  g_set_str (&job->entry->message, error->message);
  if (!save (job, &damage))
    g_message ("The journal could not be brought up to date: %s", damage->message);
  g_prefix_error (&error, "“%s” was made, but is not as it has to be: ", job->entry->resource);
  return dex_future_new_for_error (error);
}

static gboolean
close_bucket (Job     *job,
              GError **error)
{
  const char *bucket = job->entry->resource;
  const char *owner = job->entry->account;
  const DossierS3PublicAccessBlock block = { TRUE, TRUE, TRUE, TRUE };
  const DossierS3BucketEncryption encryption = {
    .algorithm = (char *) "aws:kms", .kms_key_id = job->kms_key_arn, .bucket_key = TRUE
  };
  g_autofree char *ownership = NULL;

  if (!dossier_await_child (dossier_s3_put_public_access_block (job->client, bucket, owner, &block, job->cancellable),
                            error) ||
      (job->kms_key_arn != NULL &&
       !dossier_await_child (dossier_s3_put_bucket_encryption (job->client, bucket, owner, &encryption, job->cancellable),
                             error)))
    return FALSE;

  /* AWS makes new buckets so since April 2023; an organisation may have it otherwise. */
  ownership = dossier_await_child_string (
      dossier_s3_get_bucket_ownership (job->client, bucket, owner, job->cancellable), error);
  if (ownership == NULL)
    return FALSE;
  if (g_str_equal (ownership, ENFORCED))
    return TRUE;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH,
               "its object ownership is %s; set it to “bucket owner enforced” in the console of AWS", ownership);
  return FALSE;
}

static gboolean
write_policy (Job     *job,
              GError **error)
{
  const DossierChangeAuthor author = { job->entry->source, job->entry->account, job->entry->caller,
                                       job->entry->region };
  g_autoptr(DossierPolicyWrite) write = dossier_policy_write_new (
      job->client, job->journal, &author, DOSSIER_CHANGE_BUCKET_POLICY, job->entry->resource, NULL, job->policy);

  return dossier_await_child (dossier_policy_write_run (write, job->cancellable), error);
}

static DexFuture *
bucket_fiber (gpointer data)
{
  Job *job = data;
  const char *region = dossier_aws_client_get_region (job->client);
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsResponse) response = NULL;

  if (!plan (job, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  response = make (job, dossier_s3_create_bucket_request (job->entry->resource, region), &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!close_bucket (job, &error) || !write_policy (job, &error))
    return fail_half_made (job, g_steal_pointer (&error));

  job->entry->state = DOSSIER_CHANGE_PROVED;
  if (!save (job, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_string (g_strdup (job->entry->resource));
}

static DexFuture *
key_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierPolicy) policy = dossier_policy_parse (job->policy, -1, &error);
  g_autoptr(DossierAwsResponse) response = NULL;
  g_autoptr(DossierKmsKey) key = NULL;

  if (policy == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (dossier_policy_check_lockout (policy, job->entry->caller, NULL) == DOSSIER_POLICY_LOCKOUT_LOST)
    return dex_future_new_reject (DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_LOCKOUT,
                                  "With this policy %s could not change the new key's policy; keep a statement that "
                                  "allows kms:PutKeyPolicy", job->entry->caller);

  if (!plan (job, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  response = make (job, dossier_kms_create_key_request (job->policy, job->description), &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  key = dossier_kms_key_parse (dossier_aws_response_get_body (response), &error);
  if (key == NULL)
    return fail_half_made (job, g_steal_pointer (&error));

  g_set_str (&job->entry->resource, key->arn);
  if (!save (job, &error))
    return fail_half_made (job, g_steal_pointer (&error));
  if (job->alias != NULL &&
      !dossier_await_child (dossier_kms_create_alias (job->client, job->alias, key->arn, job->cancellable), &error))
    return fail_half_made (job, g_steal_pointer (&error));

  job->entry->state = DOSSIER_CHANGE_PROVED;
  if (!save (job, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_string (g_strdup (key->arn));
}

static Job *
job_new (DossierAwsClient          *client,
         DossierChangeJournal      *journal,
         const DossierChangeAuthor *author,
         DossierChangeKind          kind,
         const char                *resource,
         const char                *policy,
         GCancellable              *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->client = g_object_ref (client);
  job->journal = g_object_ref (journal);
  job->entry = dossier_change_entry_new (kind, resource, author, dossier_clock_now (dossier_aws_client_get_clock (client)));
  job->entry->after = g_strdup (policy);
  job->policy = g_strdup (policy);
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return job;
}

/**
 * dossier_new_bucket:
 * @client: whom to ask, in the Region of the bucket
 * @journal: where the change is kept
 * @author: who makes it
 * @bucket: the bucket's name
 * @kms_key_arn: (nullable): the key that S3 shall encrypt with by default
 * @policy: the bucket's policy
 * @cancellable: (nullable): stops it; what is made stays
 *
 * CreateBucket, then public access blocked, the encryption, and the policy, which has
 * an entry of its own in the journal. The owner of the bucket owns all objects.
 *
 * Returns: (transfer full): a future that resolves to the bucket's name; rejects with
 *   the error of the journal or of AWS, and says so if the bucket is there all the same
 */
DexFuture *
dossier_new_bucket (DossierAwsClient          *client,
                    DossierChangeJournal      *journal,
                    const DossierChangeAuthor *author,
                    const char                *bucket,
                    const char                *kms_key_arn,
                    const char                *policy,
                    GCancellable              *cancellable)
{
  Job *job = job_new (client, journal, author, DOSSIER_CHANGE_NEW_BUCKET, bucket, policy, cancellable);

  job->kms_key_arn = g_strdup (kms_key_arn);
  return dossier_fiber_spawn (bucket_fiber, job, job_free);
}

/**
 * dossier_new_key:
 * @client: whom to ask, in the Region of the key
 * @journal: where the change is kept
 * @author: who makes it
 * @alias: (nullable): its alias, `alias/reports`
 * @description: (nullable): what it is for
 * @policy: its policy, right from the start
 * @cancellable: (nullable): stops it; what is made stays
 *
 * CreateKey, then CreateAlias.
 *
 * Returns: (transfer full): a future that resolves to the key's ARN; rejects with
 *   %DOSSIER_POLICY_ERROR_LOCKOUT before anything is sent, or with the error of the
 *   journal or of AWS, and says so if the key is there all the same
 */
DexFuture *
dossier_new_key (DossierAwsClient          *client,
                 DossierChangeJournal      *journal,
                 const DossierChangeAuthor *author,
                 const char                *alias,
                 const char                *description,
                 const char                *policy,
                 GCancellable              *cancellable)
{
  Job *job = job_new (client, journal, author, DOSSIER_CHANGE_NEW_KEY, alias != NULL ? alias : "key", policy, cancellable);

  job->alias = g_strdup (alias);
  job->description = g_strdup (description);
  return dossier_fiber_spawn (key_fiber, job, job_free);
}
