// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* The life of a world, what a test orders of it, and asks it afterwards. */

#include "config.h"

#include "dossier-json.h"
#include "dossier-static-credentials.h"
#include "export-world-private.h"

static void
report_free (gpointer data)
{
  Report *self = data;

  g_free (self->id);
  g_free (self->format);
  g_free (self->prefix);
  g_free (self->bucket);
  g_free (self->key_arn);
  g_free (self->criteria);
  g_free (self->status);
  g_free (self->error_code);
  g_free (self);
}

static void
object_free (gpointer data)
{
  Object *self = data;

  g_free (self->key);
  g_free (self);
}

static void
order_free (gpointer data)
{
  Order *self = data;

  g_free (self->operation);
  g_free (self->code);
  g_free (self->message);
  g_free (self);
}

World *
world_new (void)
{
  World *self = g_new0 (World, 1);

  g_mutex_init (&self->mutex);
  self->clock = dossier_fake_clock_new (WORLD_TIME);
  self->reports = g_ptr_array_new_with_free_func (report_free);
  self->objects = g_ptr_array_new_with_free_func (object_free);
  self->orders = g_ptr_array_new_with_free_func (order_free);
  self->calls = g_ptr_array_new_with_free_func (g_free);
  self->polls = 1;
  self->outcome = g_strdup ("SUCCEEDED");
  self->content = g_bytes_new_static (WORLD_CSV, strlen (WORLD_CSV));
  self->version = 1;
  self->sse = g_strdup (WORLD_KEY);
  self->bucket_region = g_strdup (WORLD_REGION);
  self->key_state = g_strdup ("Enabled");
  self->caller = g_strdup (WORLD_CALLER);
  self->server = dossier_test_server_new (world_answer, self);
  return self;
}

void
world_free (World *self)
{
  dossier_test_server_free (self->server);
  g_object_unref (self->clock);
  g_ptr_array_unref (self->reports);
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->calls);
  g_free (self->outcome);
  g_free (self->outcome_code);
  g_bytes_unref (self->content);
  g_free (self->checksum);
  g_free (self->sse);
  g_free (self->bucket_region);
  g_free (self->key_state);
  g_free (self->policy);
  g_free (self->kept_policy);
  g_free (self->watched);
  g_free (self->seen);
  g_free (self->caller);
  g_free (self->simulated);
  g_free (self->predicted);
  g_free (self->decision);
  g_free (self->details);
  g_clear_pointer (&self->late_body, json_object_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const char *
world_get_url (World *self)
{
  return dossier_test_server_get_url (self->server);
}

DossierClock *
world_get_clock (World *self)
{
  return self->clock;
}

/* How often @operation was called; all calls for NULL. */
guint
world_count (World      *self,
             const char *operation)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint n = 0;

  for (guint i = 0; i < self->calls->len; i++)
    n += operation == NULL || g_str_equal (self->calls->pdata[i], operation);
  return n;
}

/* Reports that were asked for and made. */
guint
world_count_made (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_made;
}

/* Bytes of objects that were sent. */
guint64
world_count_sent (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_sent;
}

/* The operations called so far, in order, with blanks between. */
char *
world_dup_calls (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) names = NULL;

  for (guint i = 0; i < self->calls->len; i++)
    g_strv_builder_add (builder, self->calls->pdata[i]);
  names = g_strv_builder_end (builder);
  return g_strjoinv (" ", names);
}

/* The next @times calls of @operation go wrong. */
void
world_order_fault (World      *self,
                   const char *operation,
                   guint       times,
                   WorldFault  fault,
                   guint       status,
                   const char *code,
                   const char *message)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Order *order = g_new0 (Order, 1);

  order->operation = g_strdup (operation);
  order->times = times;
  order->fault = fault;
  order->status = status;
  order->code = g_strdup (code);
  order->message = g_strdup (message != NULL ? message : "");
  g_ptr_array_add (self->orders, order);
}

#define LOCKED(statement)                                                   \
  {                                                                         \
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);     \
    statement;                                                              \
  }

/* Nothing goes wrong any more. */
void
world_mend (World *self)
{
  LOCKED (g_ptr_array_set_size (self->orders, 0));
}

/* After how many more requests a late one is carried out. */
void
world_set_late (World *self,
                guint  n_requests)
{
  LOCKED (self->late = n_requests);
}

/* How often a report's status reads IN_PROGRESS. */
void
world_set_polls (World *self,
                 guint  n_polls)
{
  LOCKED (self->polls = n_polls);
}

/* How reports end. */
void
world_set_outcome (World      *self,
                   const char *status,
                   const char *error_code)
{
  LOCKED (g_set_str (&self->outcome, status); g_set_str (&self->outcome_code, error_code));
}

void
world_set_content (World      *self,
                   const char *content,
                   gssize      length)
{
  LOCKED (g_bytes_unref (self->content);
          self->content = g_bytes_new (content, length < 0 ? strlen (content) : (gsize) length));
}

/* The next @times bodies of objects end after @length bytes. */
void
world_set_cut (World *self,
               gsize  length,
               guint  times)
{
  LOCKED (self->cut = length; self->n_cuts = times);
}

/* Whether objects are replaced when a body was cut; else they are now. */
void
world_set_change (World    *self,
                  gboolean  at_cut)
{
  LOCKED (self->change_at_cut = at_cut; self->version += at_cut ? 0 : 1);
}

void
world_set_checksum (World      *self,
                    const char *checksum)
{
  LOCKED (g_set_str (&self->checksum, checksum));
}

/* Whether objects are stamped with the time that the Date of answers tells, whatever the client believes. */
void
world_set_real_time (World    *self,
                     gboolean  real_time)
{
  LOCKED (self->real_time = real_time);
}

void
world_set_sse (World      *self,
               const char *kms_key_id)
{
  LOCKED (g_set_str (&self->sse, kms_key_id));
}

void
world_set_bucket_region (World      *self,
                         const char *region)
{
  LOCKED (g_set_str (&self->bucket_region, region));
}

void
world_set_key_state (World      *self,
                     const char *state)
{
  LOCKED (g_set_str (&self->key_state, state));
}

/* Kills the process watched at a request (from 1), before or after it is carried out. */
void
world_set_kill (World    *self,
                guint     at_request,
                gboolean  after)
{
  LOCKED (self->kill_at = at_request; self->kill_after = after);
}

void
world_watch_process (World *self,
                     int    pid)
{
  LOCKED (self->pid = pid);
}

/* A report of somebody else: its id. */
char *
world_add_report (World      *self,
                  const char *format,
                  const char *prefix,
                  const char *criteria,
                  const char *status,
                  gint64      made)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Report *report = g_new0 (Report, 1);

  report->id = g_uuid_string_random ();
  report->format = g_strdup (format);
  report->bucket = g_strdup (WORLD_BUCKET);
  report->prefix = g_strdup (prefix);
  report->key_arn = g_strdup (WORLD_KEY);
  report->criteria = g_strdup (criteria);
  report->status = g_strdup (status);
  report->polls = self->polls;
  g_ptr_array_add (self->reports, report);
  if (g_str_equal (status, "SUCCEEDED"))
    world_write_report (self, report, made);
  return g_strdup (report->id);
}

void
world_set_status (World      *self,
                  const char *report_id,
                  const char *status)
{
  LOCKED (g_set_str (&world_find_report (self, report_id)->status, status));
}

/* Inspector knows nothing of it, as of those of other accounts. */
void
world_forget_report (World      *self,
                     const char *report_id)
{
  LOCKED (g_ptr_array_remove (self->reports, world_find_report (self, report_id)));
}

void
world_add_object (World      *self,
                  const char *key,
                  gint64      made)
{
  LOCKED (world_put_object (self, key, made));
}

void
world_remove_objects (World *self)
{
  LOCKED (g_ptr_array_set_size (self->objects, 0));
}

DossierAwsClient *
world_client_new (const char   *url,
                  DossierClock *clock)
{
  g_autoptr(DossierSecret) secret = dossier_secret_new ("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  g_autoptr(DossierCredentials) credentials = dossier_credentials_new ("AKIDEXAMPLE", secret, NULL, 0);
  g_autoptr(DossierCredentialsProvider) provider = dossier_static_credentials_new (credentials);
  g_autoptr(GError) error = NULL;
  DossierAwsClient *client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = WORLD_REGION,
        .endpoint_url = url,
        .credentials = provider,
        .clock = clock,
        .timeout_ms = 10000,
      },
      &error);

  g_assert_no_error (error);
  return client;
}

DossierExportRecord *
world_record_new (const char *folder,
                  gint64      started)
{
  g_autoptr(JsonObject) criteria =
      dossier_json_parse_object ("{\"severity\":[{\"comparison\":\"EQUALS\",\"value\":\"HIGH\"}]}", -1, NULL);
  const DossierExportPlan plan = {
    .format = "CSV",
    .filter_criteria = criteria,
    .bucket = WORLD_BUCKET,
    .prefix = "audit",
    .kms_key_arn = WORLD_KEY,
    .download_folder = (char *) folder,
  };

  return dossier_export_record_new ("work", WORLD_REGION, &plan, started);
}

void
world_set_caller (World      *self,
                  const char *arn)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->caller, arn);
}

/* Pages of lists lead on to the first one again, for ever. */
void
world_set_circle (World    *self,
                  gboolean  circle)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->circle = circle;
}

/* What the simulation says of @action; @details is XML beside the decision. */
void
world_set_prediction (World      *self,
                      const char *action,
                      const char *decision,
                      const char *details)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->predicted, action);
  g_set_str (&self->decision, decision);
  g_set_str (&self->details, details);
}

/* Whose policies were simulated last. */
char *
world_dup_simulated (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->simulated);
}

/* The policy of the bucket or the key; %NULL for none. */
void
world_set_policy (World      *self,
                  const char *policy)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->policy, policy);
}

/* What is read instead, so many times, once one was written. */
void
world_set_kept_policy (World      *self,
                       const char *policy,
                       guint       times)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->kept_policy, policy);
  self->kept_times = times;
}

char *
world_dup_policy (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->policy);
}

void
world_watch_folder (World      *self,
                    const char *folder)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_set_str (&self->watched, folder);
}

/* What stood in the folder's file when a policy arrived. */
char *
world_dup_watched (World *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->seen);
}
