// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-kms-request.h"
#include "dossier-kms.h"
#include "dossier-policy-equal.h"
#include "dossier-policy-lockout.h"
#include "dossier-policy-merge.h"
#include "dossier-policy-write.h"
#include "dossier-s3-request.h"
#include "dossier-s3.h"

/* KMS shows a new policy a little later than it takes it; waits in milliseconds. */
static const guint waits[] = { 500, 1000, 2000, 4000 };

struct _DossierPolicyWrite
{
  GObject parent_instance;

  DossierAwsClient *client;
  DossierChangeJournal *journal;
  DossierChangeEntry *entry;
  DossierChangeEntry *undone; /* nullable: the entry that this takes back */
  char *expected;             /* nullable: what the person saw */
  char *present;              /* nullable: what was read last */
  char *warning;              /* nullable */
};

G_DEFINE_FINAL_TYPE (DossierPolicyWrite, dossier_policy_write, G_TYPE_OBJECT)

static void
dossier_policy_write_finalize (GObject *object)
{
  DossierPolicyWrite *self = DOSSIER_POLICY_WRITE (object);

  g_object_unref (self->client);
  g_object_unref (self->journal);
  dossier_change_entry_free (self->entry);
  g_clear_pointer (&self->undone, dossier_change_entry_free);
  g_free (self->expected);
  g_free (self->present);
  g_free (self->warning);

  G_OBJECT_CLASS (dossier_policy_write_parent_class)->finalize (object);
}

static void
dossier_policy_write_class_init (DossierPolicyWriteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_policy_write_finalize;
}

static void
dossier_policy_write_init (DossierPolicyWrite *)
{
}

static gboolean
is_same (const char *a,
         const char *b)
{
  g_autoptr(DossierPolicy) left = a != NULL ? dossier_policy_parse (a, -1, NULL) : NULL;
  g_autoptr(DossierPolicy) right = b != NULL ? dossier_policy_parse (b, -1, NULL) : NULL;

  if (left == NULL || right == NULL)
    return g_strcmp0 (a, b) == 0;
  return dossier_policy_equal (left, right);
}

typedef struct
{
  DossierAwsClient *client;
  DossierChangeKind kind;
  char *resource;
  GCancellable *cancellable;
} Read;

static void
read_free (gpointer data)
{
  Read *self = data;

  g_object_unref (self->client);
  g_free (self->resource);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* A bucket without a policy resolves to the empty text: a string cannot be %NULL in a future. */
static DexFuture *
read_fiber (gpointer data)
{
  Read *self = data;
  g_autoptr(GError) error = NULL;
  char *text;

  if (self->kind == DOSSIER_CHANGE_KEY_POLICY)
    text = dossier_await_child_string (
        dossier_kms_get_key_policy (self->client, self->resource, self->cancellable), &error);
  else
    text = dossier_await_child_string (
        dossier_s3_get_bucket_policy (self->client, self->resource, NULL, self->cancellable), &error);
  if (error != NULL && dossier_s3_error_is_absent (error))
    return dex_future_new_take_string (g_strdup (""));
  if (text == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_string (text);
}

/* Sets what is present; whether it could be read. */
static gboolean
look (DossierPolicyWrite  *self,
      GCancellable        *cancellable,
      GError             **error)
{
  g_autofree char *text = dossier_await_child_string (
      dossier_policy_read (self->client, self->entry->kind, self->entry->resource, cancellable), error);

  if (text == NULL)
    return FALSE;
  g_set_str (&self->present, *text != '\0' ? text : NULL);
  return TRUE;
}

/* What AWS would refuse, or what would shut everybody out, is not sent. */
static gboolean
check_document (DossierPolicyWrite  *self,
                GError             **error)
{
  const DossierChangeEntry *entry = self->entry;
  gboolean is_key = entry->kind == DOSSIER_CHANGE_KEY_POLICY;
  gsize limit = dossier_policy_size_limit (is_key ? DOSSIER_POLICY_KIND_KEY : DOSSIER_POLICY_KIND_BUCKET);
  g_autoptr(DossierPolicy) policy = NULL;

  if (entry->after == NULL)
    return TRUE;
  policy = dossier_policy_parse (entry->after, -1, error);
  if (policy == NULL)
    return FALSE;
  if (strlen (entry->after) > limit)
    {
      g_set_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_TOO_LARGE,
                   "The policy has %zu bytes, and AWS takes %zu; remove statements that nobody needs",
                   strlen (entry->after), limit);
      return FALSE;
    }
  if (is_key &&
      dossier_policy_check_lockout (policy, entry->caller, entry->resource) == DOSSIER_POLICY_LOCKOUT_LOST)
    {
      g_set_error (error, DOSSIER_POLICY_ERROR, DOSSIER_POLICY_ERROR_LOCKOUT,
                   "With this policy %s could not change the key's policy again; keep a statement that allows "
                   "kms:PutKeyPolicy", entry->caller);
      return FALSE;
    }
  return TRUE;
}

static DossierAwsRequest *
make_request (const DossierChangeEntry *entry)
{
  if (entry->kind == DOSSIER_CHANGE_KEY_POLICY)
    return dossier_kms_put_key_policy_request (entry->resource, entry->after);
  if (entry->after == NULL)
    return dossier_s3_delete_bucket_policy_request (entry->resource, entry->account);
  return dossier_s3_put_bucket_policy_request (entry->resource, entry->account, entry->after);
}

static gboolean
save (DossierPolicyWrite  *self,
      GError             **error)
{
  return dossier_await_leaf (dossier_change_journal_save (self->journal, self->entry), NULL, DOSSIER_NO_TIMEOUT, error);
}

/* The entry is on disk already, with both documents; this only brings it up to date. */
static void
note (DossierPolicyWrite *self,
      DossierChangeState  state)
{
  g_autoptr(GError) error = NULL;

  self->entry->state = state;
  if (!save (self, &error))
    g_set_str (&self->warning, error->message);
}

static gboolean
is_refusal (const GError *error)
{
  return error->domain == DOSSIER_AWS_ERROR && !g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_UNAVAILABLE);
}

/* Without an answer nobody knows whether AWS took it, so the proof has to tell. */
static gboolean
write_document (DossierPolicyWrite  *self,
                GCancellable        *cancellable,
                GError             **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(DossierAwsResponse) response = dossier_await_child_boxed (
      dossier_aws_client_call (self->client, make_request (self->entry), cancellable), &local_error);

  if (response != NULL)
    {
      g_set_str (&self->entry->request_id, dossier_aws_response_get_request_id (response));
      note (self, DOSSIER_CHANGE_WRITTEN);
      return TRUE;
    }

  g_set_str (&self->entry->message, local_error->message);
  if (is_refusal (local_error))
    {
      g_set_str (&self->entry->request_id, dossier_aws_error_get_request_id (local_error));
      note (self, DOSSIER_CHANGE_REFUSED);
    }
  else if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && look (self, cancellable, NULL) &&
           is_same (self->present, self->entry->after))
    {
      note (self, DOSSIER_CHANGE_WRITTEN);
      return TRUE;
    }
  else
    note (self, DOSSIER_CHANGE_PLANNED);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
prove (DossierPolicyWrite  *self,
       GCancellable        *cancellable,
       GError             **error)
{
  DossierClock *clock = dossier_aws_client_get_clock (self->client);

  for (gsize i = 0;; i++)
    {
      if (!look (self, cancellable, error))
        return FALSE;
      if (is_same (self->present, self->entry->after))
        break;
      if (i == G_N_ELEMENTS (waits))
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_MISMATCH,
                       "AWS took the policy of “%s”, but another one is there now; look at both before you go on",
                       self->entry->resource);
          g_set_str (&self->entry->message, (*error)->message);
          note (self, DOSSIER_CHANGE_WRITTEN);
          return FALSE;
        }
      if (!dossier_await_sleep (clock, waits[i], cancellable, error))
        return FALSE;
    }
  note (self, DOSSIER_CHANGE_PROVED);
  return TRUE;
}

typedef struct
{
  DossierPolicyWrite *write;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->write);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static DexFuture *
run_fiber (gpointer data)
{
  Job *job = data;
  DossierPolicyWrite *self = job->write;
  g_autoptr(GError) error = NULL;

  if (!check_document (self, &error) || !look (self, job->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (!is_same (self->present, self->expected))
    return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_CONFLICT,
                                  "The policy of “%s” is not the one that was looked at: somebody changed it meanwhile, "
                                  "so nothing was written; look at both and begin again", self->entry->resource);

  g_set_str (&self->entry->before, self->present);
  if (!save (self, &error))
    {
      g_prefix_error (&error, "Nothing was changed at AWS, because the journal cannot be kept: ");
      return dex_future_new_for_error (g_steal_pointer (&error));
    }
  if (!write_document (self, job->cancellable, &error) || !prove (self, job->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (self->undone != NULL)
    {
      self->undone->state = DOSSIER_CHANGE_UNDONE;
      if (!dossier_await_leaf (dossier_change_journal_save (self->journal, self->undone), NULL, DOSSIER_NO_TIMEOUT, &error))
        g_set_str (&self->warning, error->message);
    }
  return dex_future_new_true ();
}

/**
 * dossier_policy_read:
 * @client: whom to ask
 * @kind: %DOSSIER_CHANGE_BUCKET_POLICY or %DOSSIER_CHANGE_KEY_POLICY
 * @resource: the bucket's name, or the key's ARN
 * @cancellable: (nullable): stops it
 *
 * Returns: (transfer full): a future of GetBucketPolicy or GetKeyPolicy that resolves to
 *   the policy, or to an empty string where a bucket has none
 */
DexFuture *
dossier_policy_read (DossierAwsClient  *client,
                     DossierChangeKind  kind,
                     const char        *resource,
                     GCancellable      *cancellable)
{
  Read *self = g_new0 (Read, 1);

  self->client = g_object_ref (client);
  self->kind = kind;
  self->resource = g_strdup (resource);
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (read_fiber, self, read_free);
}

/**
 * dossier_policy_write_new:
 * @client: whom to ask
 * @journal: where the change is kept
 * @author: who makes it
 * @kind: %DOSSIER_CHANGE_BUCKET_POLICY or %DOSSIER_CHANGE_KEY_POLICY
 * @resource: the bucket's name, or the key's ARN
 * @expected: (nullable): the policy that a person saw; %NULL if there was none
 * @document: (nullable): what it shall be; %NULL to leave a bucket without one
 *
 * Returns: (transfer full): a change that was not begun
 */
DossierPolicyWrite *
dossier_policy_write_new (DossierAwsClient          *client,
                          DossierChangeJournal      *journal,
                          const DossierChangeAuthor *author,
                          DossierChangeKind          kind,
                          const char                *resource,
                          const char                *expected,
                          const char                *document)
{
  DossierPolicyWrite *self = g_object_new (DOSSIER_TYPE_POLICY_WRITE, NULL);

  self->client = g_object_ref (client);
  self->journal = g_object_ref (journal);
  self->expected = g_strdup (expected);
  self->entry = dossier_change_entry_new (kind, resource, author, dossier_clock_now (dossier_aws_client_get_clock (client)));
  self->entry->after = g_strdup (document);
  return self;
}

/**
 * dossier_policy_write_new_undo:
 * @client: whom to ask
 * @journal: where the change is kept
 * @author: who makes it
 * @entry: a change that was made
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT, where there is nothing to take back
 *
 * Takes a change of a policy back, byte for byte, if the present policy is the one
 * that was written then.
 *
 * Returns: (transfer full) (nullable): a change that was not begun
 */
DossierPolicyWrite *
dossier_policy_write_new_undo (DossierAwsClient          *client,
                               DossierChangeJournal      *journal,
                               const DossierChangeAuthor *author,
                               const DossierChangeEntry  *entry,
                               GError                   **error)
{
  DossierPolicyWrite *self;
  const char *fault = NULL;

  if (entry->kind == DOSSIER_CHANGE_NEW_BUCKET || entry->kind == DOSSIER_CHANGE_NEW_KEY)
    fault = "made something new, which only a person deletes, in the console of AWS";
  else if (entry->state == DOSSIER_CHANGE_UNDONE)
    fault = "was taken back already";
  else if (entry->state == DOSSIER_CHANGE_REFUSED)
    fault = "was refused by AWS, so there is nothing to take back";
  else if (entry->kind == DOSSIER_CHANGE_KEY_POLICY && entry->before == NULL)
    fault = "has no earlier policy, and a key cannot be without one";
  else if (!g_str_equal (entry->account, author->account))
    fault = "was made as another account; ask as that one";
  if (fault != NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "The change %s %s", entry->id, fault);
      return NULL;
    }

  self = dossier_policy_write_new (client, journal, author, entry->kind, entry->resource, entry->after, entry->before);
  self->entry->undoes = g_strdup (entry->id);
  self->undone = dossier_change_entry_copy (entry);
  return self;
}

/**
 * dossier_policy_write_run:
 * @self: a change that was not begun
 * @cancellable: (nullable): stops it; what was sent already may be carried out
 *
 * Looks once more, keeps both documents in the journal, writes, and reads back until
 * what was written shows, by its meaning. Nothing is sent to AWS that the journal
 * does not hold.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once the change is proved.
 *   It rejects with %DOSSIER_ERROR_CONFLICT where the policy is not the expected one,
 *   %DOSSIER_ERROR_MISMATCH where reading back shows another one (see
 *   dossier_policy_write_get_present() for both), a #DossierPolicyError for a document
 *   that would lock out or be refused, or the error of the journal or of AWS
 */
DexFuture *
dossier_policy_write_run (DossierPolicyWrite *self,
                          GCancellable       *cancellable)
{
  Job *job;

  g_return_val_if_fail (DOSSIER_IS_POLICY_WRITE (self), NULL);

  job = g_new0 (Job, 1);
  job->write = g_object_ref (self);
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (run_fiber, job, job_free);
}

/**
 * dossier_policy_write_get_entry:
 * @self: a change
 *
 * Returns: (transfer none): its entry in the journal
 */
const DossierChangeEntry *
dossier_policy_write_get_entry (DossierPolicyWrite *self)
{
  g_return_val_if_fail (DOSSIER_IS_POLICY_WRITE (self), NULL);

  return self->entry;
}

/**
 * dossier_policy_write_get_present:
 * @self: a change
 *
 * Returns: (transfer none) (nullable): the policy that was read last; %NULL if there was none
 */
const char *
dossier_policy_write_get_present (DossierPolicyWrite *self)
{
  g_return_val_if_fail (DOSSIER_IS_POLICY_WRITE (self), NULL);

  return self->present;
}

/**
 * dossier_policy_write_get_warning:
 * @self: a change
 *
 * Returns: (transfer none) (nullable): why the journal could not be brought up to date
 *   after the write; it holds the change all the same
 */
const char *
dossier_policy_write_get_warning (DossierPolicyWrite *self)
{
  g_return_val_if_fail (DOSSIER_IS_POLICY_WRITE (self), NULL);

  return self->warning;
}
