// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-assume-role-credentials.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-sts.h"

/* AssumeRole's own limits. */
#define NAME_LETTERS    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=,.@-"
#define MIN_NAME        2
#define MAX_NAME        64
#define MAX_EXTERNAL_ID 1224
#define MIN_DURATION    900
#define MAX_DURATION    43200
#define CODE_DIGITS     6

/* A device that is asked too often is locked by nobody, but a person knows by then. */
#define MAX_QUESTIONS 3

struct _DossierAssumeRoleCredentials
{
  GObject parent_instance;

  char *name;
  char *role;
  char *session_name;
  char *external_id;
  char *mfa_serial;
  char *source_identity;
  guint duration;
  DossierPrompt *prompt;
  DossierAwsClient *client;
};

typedef struct
{
  DossierAssumeRoleCredentials *self;
  GCancellable *cancellable;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->self);
  g_clear_object (&job->cancellable);
  g_free (job);
}

static gboolean
is_code (const char *text)
{
  return strlen (text) == CODE_DIGITS && strspn (text, "0123456789") == CODE_DIGITS;
}

static DossierSecret *
ask_code (Job      *job,
          gboolean  again,
          GError  **error)
{
  DossierAssumeRoleCredentials *self = job->self;
  DossierSecret *code;
  g_autoptr(GError) local_error = NULL;

  if (self->prompt == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                   "“%s” needs a code of the device %s, and nobody can be asked for it here; use a program "
                   "that asks, or an account without multi-factor authentication",
                   self->name, self->mfa_serial);
      return NULL;
    }

  code = dossier_await_child_boxed (dossier_prompt_ask_mfa_code (self->prompt,
                                                                 &(DossierMfaQuestion) {
                                                                   .name = self->name,
                                                                   .role = self->role,
                                                                   .serial = self->mfa_serial,
                                                                   .again = again,
                                                                 },
                                                                 job->cancellable),
                                    &local_error);
  if (code != NULL)
    return code;

  /* Who gives up a question does not stop what else is going on. */
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !g_cancellable_is_cancelled (job->cancellable))
    g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                 "“%s” needs a code of the device %s, and none was given; try again to be asked again",
                 self->name, self->mfa_serial);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static DossierCredentials *
assume (Job            *job,
        DossierSecret  *code,
        GError        **error)
{
  DossierAssumeRoleCredentials *self = job->self;
  g_autofree char *made_here =
      g_strdup_printf ("dossier-%" G_GINT64_FORMAT,
                       dossier_clock_now (dossier_aws_client_get_clock (self->client)) / G_USEC_PER_SEC);

  return dossier_await_child_boxed (
      dossier_sts_assume_role (self->client,
                               &(DossierAssumeRoleInput) {
                                 .role = self->role,
                                 .session_name = self->session_name != NULL ? self->session_name : made_here,
                                 .external_id = self->external_id,
                                 .duration = self->duration,
                                 .mfa_serial = self->mfa_serial,
                                 .mfa_code = code != NULL ? dossier_secret_peek (code) : NULL,
                                 .source_identity = self->source_identity,
                               },
                               job->cancellable),
      error);
}

/* AWS has one code for “may not” and for a wrong second factor; its words tell them apart. */
static gboolean
is_wrong_code (const GError *error)
{
  const char *words = dossier_aws_error_get_raw_message (error);

  return g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED) && words != NULL &&
         g_str_has_prefix (words, "MultiFactorAuthentication failed");
}

static DossierCredentials *
assume_with_code (Job      *job,
                  GError  **error)
{
  gboolean again = FALSE;

  for (guint question = 1;; question++)
    {
      g_autoptr(GError) local_error = NULL;
      g_autoptr(DossierSecret) code = ask_code (job, again, error);
      DossierCredentials *credentials;

      if (code == NULL)
        return NULL;

      again = TRUE;
      if (is_code (dossier_secret_peek (code)))
        {
          credentials = assume (job, code, &local_error);
          if (credentials != NULL)
            return credentials;
          if (!is_wrong_code (local_error) || question == MAX_QUESTIONS)
            {
              g_propagate_error (error, g_steal_pointer (&local_error));
              return NULL;
            }
        }
      else if (question == MAX_QUESTIONS)
        {
          g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                       "What was given as a code of the device %s is none: it has 6 digits; try again",
                       job->self->mfa_serial);
          return NULL;
        }
    }
}

static DexFuture *
get_fiber (gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  DossierCredentials *credentials =
      job->self->mfa_serial != NULL ? assume_with_code (job, &error) : assume (job, NULL, &error);

  if (credentials != NULL)
    return dex_future_new_take_boxed (DOSSIER_TYPE_CREDENTIALS, credentials);

  if (error->domain == DOSSIER_AWS_ERROR)
    g_prefix_error (&error, "“%s” cannot assume the role %s: ", job->self->name, job->self->role);
  return dex_future_new_for_error (error);
}

static DexFuture *
dossier_assume_role_credentials_get (DossierCredentialsProvider *provider,
                                     GCancellable               *cancellable)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (DOSSIER_ASSUME_ROLE_CREDENTIALS (provider));
  g_set_object (&job->cancellable, cancellable);
  return dossier_fiber_spawn (get_fiber, job, job_free);
}

static void
provider_iface_init (DossierCredentialsProviderInterface *iface)
{
  iface->get = dossier_assume_role_credentials_get;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierAssumeRoleCredentials, dossier_assume_role_credentials, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOSSIER_TYPE_CREDENTIALS_PROVIDER, provider_iface_init))

static void
dossier_assume_role_credentials_finalize (GObject *object)
{
  DossierAssumeRoleCredentials *self = DOSSIER_ASSUME_ROLE_CREDENTIALS (object);

  g_free (self->name);
  g_free (self->role);
  g_free (self->session_name);
  g_free (self->external_id);
  g_free (self->mfa_serial);
  g_free (self->source_identity);
  g_clear_object (&self->prompt);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (dossier_assume_role_credentials_parent_class)->finalize (object);
}

static void
dossier_assume_role_credentials_class_init (DossierAssumeRoleCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_assume_role_credentials_finalize;
}

static void
dossier_assume_role_credentials_init (DossierAssumeRoleCredentials *)
{
}

static gboolean
is_role (const char *arn)
{
  g_autoptr(DossierArn) parsed = dossier_arn_parse (arn, NULL);

  return parsed != NULL && g_str_equal (parsed->service, "iam") && g_str_has_prefix (parsed->resource, "role/");
}

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  return length >= MIN_NAME && length <= MAX_NAME && strspn (text, NAME_LETTERS) == length;
}

/**
 * dossier_assume_role_check:
 * @options: what a role is assumed with; of no account are those that are not AssumeRole's
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Refuses what AssumeRole would refuse, before a person is asked for a code.
 *
 * Returns: whether AWS may be asked
 */
gboolean
dossier_assume_role_check (const DossierAssumeRole  *options,
                           GError                  **error)
{
  g_autofree char *why = NULL;

  if (!is_role (options->role))
    why = g_strdup_printf ("“%s” is not the ARN of a role; they look like arn:aws:iam::111122223333:role/audit",
                           options->role);
  else if (options->session_name != NULL && !is_name (options->session_name))
    why = g_strdup_printf ("“%s” is no name of a session: it has to have 2 to 64 letters, digits or _+=,.@-",
                           options->session_name);
  else if (options->source_identity != NULL && !is_name (options->source_identity))
    why = g_strdup_printf ("“%s” is no source identity: it has to have 2 to 64 letters, digits or _+=,.@-",
                           options->source_identity);
  else if (options->external_id != NULL &&
           (strlen (options->external_id) < MIN_NAME || strlen (options->external_id) > MAX_EXTERNAL_ID))
    why = g_strdup ("the external id has to have 2 to 1224 characters");
  else if (options->duration != 0 && (options->duration < MIN_DURATION || options->duration > MAX_DURATION))
    why = g_strdup_printf ("a session lasts 900 to 43200 seconds, not %u", options->duration);

  if (why == NULL)
    return TRUE;
  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "“%s” cannot be used: %s", options->name, why);
  return FALSE;
}

/**
 * dossier_assume_role_credentials_new:
 * @options: what the role is assumed with; not needed after this call
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * A code that AWS refuses is asked for again, three times in all. Sends nothing yet.
 *
 * Returns: (transfer full) (nullable): a provider; it rejects with a #DossierAwsError where
 *   the role is denied, with %DOSSIER_ERROR_NO_CREDENTIALS where a code is needed and not
 *   given, and as the source of @options does
 */
DossierCredentialsProvider *
dossier_assume_role_credentials_new (const DossierAssumeRole  *options,
                                     GError                  **error)
{
  g_autoptr(DossierAwsClient) client = NULL;
  DossierAssumeRoleCredentials *self;

  if (!dossier_assume_role_check (options, error))
    return NULL;
  client = dossier_aws_client_new (
      &(DossierAwsClientOptions) {
        .region = options->region,
        .endpoint_url = options->endpoint_url,
        .endpoint_flags = options->endpoint_flags,
        .credentials = options->source,
        .clock = options->clock,
      },
      error);
  if (client == NULL)
    return NULL;

  self = g_object_new (DOSSIER_TYPE_ASSUME_ROLE_CREDENTIALS, NULL);
  self->name = g_strdup (options->name);
  self->role = g_strdup (options->role);
  self->session_name = g_strdup (options->session_name);
  self->external_id = g_strdup (options->external_id);
  self->mfa_serial = g_strdup (options->mfa_serial);
  self->source_identity = g_strdup (options->source_identity);
  self->duration = options->duration;
  g_set_object (&self->prompt, options->prompt);
  self->client = g_steal_pointer (&client);
  return DOSSIER_CREDENTIALS_PROVIDER (self);
}
