// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-answer-private.h"
#include "dossier-aws-attempt-private.h"
#include "dossier-aws-client-private.h"
#include "dossier-aws-debug-private.h"
#include "dossier-aws-operation.h"
#include "dossier-aws-redirect.h"
#include "dossier-aws-transport-private.h"
#include "dossier-clock-skew.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-region.h"
#include "dossier-retry.h"

/* One call: what is asked, and what was learned while it was tried. */
typedef struct
{
  DossierAwsClient *client;
  DossierAwsRequest *request;
  GCancellable *cancellable;
  gboolean streaming;
  DossierCredentials *credentials;
  guint attempt;
  guint cost;
  gboolean redirected;
  gboolean retimed;
  gboolean renewed;
} Call;

/* One attempt, as far as it came. */
typedef struct
{
  SoupMessage *message;
  char *region;
  gint64 offset;
  gint64 sent_at;
  gint64 answered_at;
  gboolean sent;
} Attempt;

static void
attempt_clear (Attempt *self)
{
  g_clear_object (&self->message);
  g_clear_pointer (&self->region, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

static void
call_free (gpointer data)
{
  Call *self = data;

  g_object_unref (self->client);
  dossier_aws_request_free (self->request);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->credentials, dossier_credentials_unref);
  g_free (self);
}

static gboolean
is_s3 (const DossierAwsRequest *request)
{
  return g_str_equal (dossier_aws_request_get_service (request), "s3");
}

static gboolean
is_operation (const DossierAwsRequest *request,
              const char              *operation)
{
  return g_str_equal (dossier_aws_request_get_operation (request), operation);
}

/* A new bucket is made where the client works, whatever was there before. */
static const char *
region_of (DossierAwsClient        *self,
           const DossierAwsRequest *request)
{
  const char *bucket = dossier_aws_request_get_bucket (request);
  const char *region = NULL;

  if (is_s3 (request) && bucket != NULL && !is_operation (request, "CreateBucket"))
    region = g_hash_table_lookup (self->bucket_regions, bucket);
  return region != NULL ? region : self->region;
}

/* IAM signs for one Region of the partition, also behind an endpoint that is not AWS's. */
static char *
signing_region (const DossierAwsRequest *request,
                const char              *region)
{
  if (g_str_equal (dossier_aws_request_get_service (request), "iam"))
    return g_strdup (dossier_region_partition (region)->iam_region);
  return g_strdup (region);
}

static SoupMessage *
sign (DossierAwsClient         *self,
      const DossierAwsRequest  *request,
      DossierCredentials       *credentials,
      Attempt                  *attempt,
      GError                  **error)
{
  const char *region = region_of (self, request);
  g_autofree char *endpoint = g_strdup (self->endpoint_url);
  g_autofree char *signing = NULL;
  SoupMessage *message;

  if (endpoint == NULL)
    endpoint = dossier_endpoint_resolve (dossier_aws_request_get_service (request), region, self->endpoint_flags,
                                         &signing, error);
  else
    signing = signing_region (request, region);
  if (endpoint == NULL)
    return NULL;

  attempt->region = g_strdup (region);
  attempt->offset = self->clock_offset;
  attempt->sent_at = dossier_clock_now (self->clock);
  message = dossier_aws_request_sign (request,
                                      &(DossierAwsTarget) {
                                        .endpoint = endpoint,
                                        .custom = self->endpoint_url != NULL,
                                        .region = signing,
                                      },
                                      credentials, attempt->sent_at + attempt->offset, error);
  if (message == NULL)
    return NULL;

  /* HTTP/1.1 is what the services speak to every SDK, and its signals tell
   * when a request was begun. libsoup would give each POST a connection of its
   * own; for one that must not be sent twice that is right: no connection
   * that died while idle makes a question of it.
   */
  soup_message_set_force_http1 (message, TRUE);
  soup_message_add_flags (message, dossier_aws_request_get_idempotent (request) ? SOUP_MESSAGE_IDEMPOTENT
                                                                               : SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  return message;
}

static DossierCredentials *
get_credentials (Call    *call,
                 GError **error)
{
  if (call->client->credentials == NULL)
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_NO_CREDENTIALS,
                   "%s of %s needs credentials, and there are none here; choose an account",
                   dossier_aws_request_get_operation (call->request), dossier_aws_request_get_service (call->request));
      return NULL;
    }
  return dossier_await_child_boxed (dossier_credentials_provider_get (call->client->credentials, call->cancellable),
                                    error);
}

/* The last gate of a read-only account, whoever asks. */
static gboolean
check_read_only (Call    *call,
                 GError **error)
{
  const char *service = dossier_aws_request_get_service (call->request);
  const char *operation = dossier_aws_request_get_operation (call->request);

  if (!call->client->read_only || dossier_aws_operation_is_read (service, operation))
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_READ_ONLY,
               "%s of %s would change something, and this account is read-only; allow changes in the "
               "account's settings, or use another account",
               operation, service);
  return FALSE;
}

static GInputStream *
send_message (Call                     *call,
              const DossierAwsRequest  *request,
              Attempt                  *attempt,
              GError                  **error)
{
  DossierAwsClient *self = call->client;
  GInputStream *stream;

  dossier_aws_debug_request (request, attempt->message, call->attempt);
  stream = dossier_aws_attempt_send (self->session, attempt->message, self->timeout_ms, call->cancellable,
                                     &attempt->sent, error);
  attempt->answered_at = dossier_clock_now (self->clock);
  if (stream != NULL)
    dossier_aws_debug_response (request, attempt->message, attempt->answered_at - attempt->sent_at);
  return stream;
}

static DossierAwsResponse *
try_once (Call     *call,
          Attempt  *attempt,
          GError  **error)
{
  g_autoptr(GInputStream) stream = NULL;

  if (g_cancellable_set_error_if_cancelled (call->cancellable, error) || !check_read_only (call, error))
    return NULL;

  if (!dossier_aws_request_get_unsigned (call->request))
    {
      if (call->credentials == NULL)
        call->credentials = get_credentials (call, error);
      if (call->credentials == NULL)
        return NULL;
    }

  attempt->message = sign (call->client, call->request, call->credentials, attempt, error);
  if (attempt->message == NULL)
    return NULL;

  stream = send_message (call, call->request, attempt, error);
  return stream != NULL ? dossier_aws_answer_take (call->client, call->request, attempt->message, stream,
                                                   call->streaming, call->cancellable, error)
                        : NULL;
}

/* The clock was wrong: sign again by AWS's, and go on by it. */
static gboolean
correct_clock (Call          *call,
               const Attempt *attempt,
               const GError  *error)
{
  gint64 offset;

  if (call->retimed ||
      !dossier_clock_skew_measure (soup_message_get_response_headers (attempt->message), attempt->sent_at,
                                   attempt->answered_at, &offset) ||
      !dossier_clock_skew_explains (error, attempt->offset, offset))
    return FALSE;

  dossier_aws_debug_note (call->request, "the clock here is off by %" G_GINT64_FORMAT " s; signing again",
                          offset / G_USEC_PER_SEC);
  call->client->clock_offset = offset;
  call->retimed = TRUE;
  return TRUE;
}

static gboolean
same_secret (DossierSecret *a,
             DossierSecret *b)
{
  return a == b || (a != NULL && b != NULL && g_str_equal (dossier_secret_peek (a), dossier_secret_peek (b)));
}

static gboolean
same_credentials (DossierCredentials *a,
                  DossierCredentials *b)
{
  return g_str_equal (dossier_credentials_get_access_key_id (a), dossier_credentials_get_access_key_id (b)) &&
         same_secret (dossier_credentials_get_session_token (a), dossier_credentials_get_session_token (b));
}

/* Whoever provides them may have renewed them; if they are the same, AWS's
 * refusal stands. So does it if there are none any more: it says why.
 */
static gboolean
renew_credentials (Call         *call,
                   const GError *error)
{
  g_autoptr(DossierCredentials) old = NULL;

  if (call->renewed || call->credentials == NULL ||
      !g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_EXPIRED_CREDENTIALS))
    return FALSE;

  call->renewed = TRUE;
  old = g_steal_pointer (&call->credentials);
  dossier_credentials_provider_expire (call->client->credentials, old);
  call->credentials = get_credentials (call, NULL);
  if (call->credentials == NULL || same_credentials (old, call->credentials))
    return FALSE;

  dossier_aws_debug_note (call->request, "the credentials had expired; signing again with new ones");
  return TRUE;
}

static char *
ask_for_region (Call *call)
{
  g_autoptr(DossierAwsRequest) request = dossier_aws_request_new ("s3", "HeadBucket", "HEAD", "/");
  g_auto(Attempt) attempt = { 0 };
  g_autoptr(GInputStream) stream = NULL;

  dossier_aws_request_set_bucket (request, dossier_aws_request_get_bucket (call->request));
  attempt.message = sign (call->client, request, call->credentials, &attempt, NULL);
  if (attempt.message != NULL)
    stream = send_message (call, request, &attempt, NULL);
  return stream != NULL ? g_strdup (soup_message_headers_get_one (
                              soup_message_get_response_headers (attempt.message), "x-amz-bucket-region"))
                        : NULL;
}

static gboolean
follow_redirect (Call          *call,
                 const Attempt *attempt,
                 const GError  *error)
{
  DossierAwsClient *self = call->client;
  g_autofree char *region = NULL;

  if (call->redirected || !dossier_aws_redirect_is_asked (call->request, error))
    return FALSE;

  call->redirected = TRUE;
  region = g_strdup (dossier_aws_error_get_region (error));
  if (region == NULL && !is_operation (call->request, "HeadBucket"))
    region = ask_for_region (call);
  if (!dossier_aws_redirect_is_allowed (self->region, attempt->region, region))
    return FALSE;

  dossier_aws_debug_note (call->request, "the bucket is in %s", region);
  g_hash_table_insert (self->bucket_regions, g_strdup (dossier_aws_request_get_bucket (call->request)),
                       g_steal_pointer (&region));
  return TRUE;
}

static gboolean
retry (Call           *call,
       const Attempt  *attempt,
       GError        **error)
{
  DossierAwsClient *self = call->client;
  DossierRetryCase failed = {
    .failure = dossier_retry_classify (*error, attempt->sent),
    .attempt = call->attempt,
    .max_attempts = DOSSIER_RETRY_MAX_ATTEMPTS,
    .idempotent = dossier_aws_request_get_idempotent (call->request),
    .hint_ms = (*error)->domain == DOSSIER_AWS_ERROR
                   ? dossier_retry_get_hint (soup_message_get_response_headers (attempt->message),
                                             attempt->answered_at + self->clock_offset)
                   : DOSSIER_RETRY_NO_HINT,
    .jitter = g_random_double (),
  };
  guint delay_ms;

  if (!dossier_retry_decide (&failed, &self->retry_tokens, &call->cost, &delay_ms))
    return FALSE;

  dossier_aws_debug_note (call->request, "%s; again in %u ms", (*error)->message, delay_ms);
  call->attempt++;
  g_clear_error (error);
  return dossier_await_sleep (self->clock, delay_ms, call->cancellable, error);
}

/* Whether the call is worth another attempt; if not, @error says why. */
static gboolean
may_go_on (Call           *call,
           const Attempt  *attempt,
           GError        **error)
{
  /* Not even sent: no answer could come of another attempt. */
  if (attempt->message == NULL)
    return FALSE;

  if ((*error)->domain == DOSSIER_AWS_ERROR &&
      (correct_clock (call, attempt, *error) || follow_redirect (call, attempt, *error) ||
       renew_credentials (call, *error)))
    {
      g_clear_error (error);
      return TRUE;
    }
  return retry (call, attempt, error);
}

static DexFuture *
call_fiber (gpointer data)
{
  Call *call = data;

  for (call->attempt = 1;;)
    {
      g_auto(Attempt) attempt = { 0 };
      g_autoptr(GError) error = NULL;
      DossierAwsResponse *response = try_once (call, &attempt, &error);

      if (response != NULL)
        {
          dossier_retry_succeed (&call->client->retry_tokens, call->cost);
          return dex_future_new_take_boxed (DOSSIER_TYPE_AWS_RESPONSE, response);
        }

      if (!may_go_on (call, &attempt, &error))
        {
          if (attempt.message != NULL)
            dossier_aws_transport_explain (call->request, g_uri_get_host (soup_message_get_uri (attempt.message)),
                                           &error);
          dossier_aws_debug_note (call->request, "failed: %s", error->message);
          return dex_future_new_for_error (g_steal_pointer (&error));
        }
    }
}

/**
 * dossier_aws_call_spawn:
 * @client: a client
 * @request: (transfer full): what to ask
 * @streaming: whether the body of the answer is left to be read
 * @cancellable: (nullable): ends the call
 *
 * Returns: (transfer full): see dossier_aws_client_call() and dossier_aws_client_open()
 */
DexFuture *
dossier_aws_call_spawn (DossierAwsClient  *client,
                        DossierAwsRequest *request,
                        gboolean           streaming,
                        GCancellable      *cancellable)
{
  Call *call = g_new0 (Call, 1);

  call->client = g_object_ref (client);
  call->request = request;
  call->streaming = streaming;
  g_set_object (&call->cancellable, cancellable);
  return dossier_fiber_spawn (call_fiber, call, call_free);
}
