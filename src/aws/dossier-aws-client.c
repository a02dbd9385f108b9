// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-client-private.h"
#include "dossier-retry.h"

#define DEFAULT_TIMEOUT_MS 60000u

/* A server closes what is idle when it likes: the sooner it is let go here, the
 * rarer a request meets a connection that is gone.
 */
#define IDLE_TIMEOUT_S           15
#define MAX_CONNECTIONS          64
#define MAX_CONNECTIONS_PER_HOST 32

G_DEFINE_FINAL_TYPE (DossierAwsClient, dossier_aws_client, G_TYPE_OBJECT)

static void
dossier_aws_client_finalize (GObject *object)
{
  DossierAwsClient *self = DOSSIER_AWS_CLIENT (object);

  g_clear_pointer (&self->region, g_free);
  g_clear_pointer (&self->endpoint_url, g_free);
  g_clear_object (&self->credentials);
  g_clear_object (&self->clock);
  g_clear_object (&self->session);
  g_clear_pointer (&self->bucket_regions, g_hash_table_unref);
  G_OBJECT_CLASS (dossier_aws_client_parent_class)->finalize (object);
}

static void
dossier_aws_client_class_init (DossierAwsClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_aws_client_finalize;
}

static void
dossier_aws_client_init (DossierAwsClient *self)
{
  self->retry_tokens = DOSSIER_RETRY_MAX_TOKENS;
  self->bucket_regions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->session = soup_session_new_with_options ("user-agent", "Dossier/" PACKAGE_VERSION,
                                                 "max-conns", MAX_CONNECTIONS,
                                                 "max-conns-per-host", MAX_CONNECTIONS_PER_HOST,
                                                 "idle-timeout", IDLE_TIMEOUT_S,
                                                 NULL);

  /* An object is what its owner stored, compressed or not; lengths, ranges and
   * digests are of these bytes.
   */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

/**
 * dossier_aws_client_new:
 * @options: what to call, and as whom
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Certificates are always verified.
 *
 * Returns: (transfer full) (nullable): a client
 */
DossierAwsClient *
dossier_aws_client_new (const DossierAwsClientOptions  *options,
                        GError                        **error)
{
  g_autofree char *endpoint = NULL;
  DossierAwsClient *self;

  g_return_val_if_fail (options->region != NULL, NULL);
  g_return_val_if_fail (options->credentials == NULL || DOSSIER_IS_CREDENTIALS_PROVIDER (options->credentials),
                        NULL);

  /* Asked once here, so that a wrong Region is found before the first call. */
  endpoint = dossier_endpoint_resolve ("sts", options->region, options->endpoint_flags, NULL, error);
  if (endpoint == NULL)
    return NULL;
  if (options->endpoint_url != NULL && !dossier_endpoint_check_custom (options->endpoint_url, error))
    return NULL;

  self = g_object_new (DOSSIER_TYPE_AWS_CLIENT, NULL);
  self->region = g_strdup (options->region);
  self->endpoint_url = g_strdup (options->endpoint_url);
  self->endpoint_flags = options->endpoint_flags;
  g_set_object (&self->credentials, options->credentials);
  self->read_only = options->read_only;
  self->clock = g_object_ref (options->clock != NULL ? options->clock : dossier_clock_get_system ());
  self->timeout_ms = options->timeout_ms != 0 ? options->timeout_ms : DEFAULT_TIMEOUT_MS;
  return self;
}

/**
 * dossier_aws_client_get_region:
 * @self: a client
 *
 * Returns: (transfer none): the Region it calls
 */
const char *
dossier_aws_client_get_region (DossierAwsClient *self)
{
  g_return_val_if_fail (DOSSIER_IS_AWS_CLIENT (self), NULL);

  return self->region;
}

/**
 * dossier_aws_client_get_clock:
 * @self: a client
 *
 * Returns: (transfer none): the clock it dates, retries and waits by
 */
DossierClock *
dossier_aws_client_get_clock (DossierAwsClient *self)
{
  g_return_val_if_fail (DOSSIER_IS_AWS_CLIENT (self), NULL);

  return self->clock;
}

/**
 * dossier_aws_client_get_clock_offset:
 * @self: a client
 *
 * Returns: microseconds by which AWS's clock is ahead of the one here; 0 until
 *   AWS refused a request for its time
 */
gint64
dossier_aws_client_get_clock_offset (DossierAwsClient *self)
{
  g_return_val_if_fail (DOSSIER_IS_AWS_CLIENT (self), 0);

  return self->clock_offset;
}

/**
 * dossier_aws_client_is_read_only:
 * @self: a client
 *
 * Returns: whether it refuses to change anything at AWS
 */
gboolean
dossier_aws_client_is_read_only (DossierAwsClient *self)
{
  g_return_val_if_fail (DOSSIER_IS_AWS_CLIENT (self), FALSE);

  return self->read_only;
}

/**
 * dossier_aws_client_call:
 * @self: a client
 * @request: (transfer full): what to ask
 * @cancellable: (nullable): ends the call, whatever it waits for
 *
 * Signs, sends and reads one request, and tries again where that is sound: in
 * the “standard” retry mode of the AWS SDKs, after the clock or the credentials
 * were put right, and in the Region where S3 says a bucket is.
 *
 * Returns: (transfer full): a future of a #DossierAwsResponse with its body;
 *   rejects with #DossierAwsError when AWS refuses, with #GIOErrorEnum,
 *   #GTlsError or #GResolverError when it was not reached or the answer broke
 *   off, with %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE when
 *   the answer is none, with %DOSSIER_ERROR_READ_ONLY when it would change something and
 *   @self must not, and with the errors of the credentials' provider
 */
DexFuture *
dossier_aws_client_call (DossierAwsClient  *self,
                         DossierAwsRequest *request,
                         GCancellable      *cancellable)
{
  g_return_val_if_fail (DOSSIER_IS_AWS_CLIENT (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  return dossier_aws_call_spawn (self, request, FALSE, cancellable);
}

/**
 * dossier_aws_client_open:
 * @self: a client
 * @request: (transfer full): what to ask
 * @cancellable: (nullable): ends the wait for the head of the answer
 *
 * Like dossier_aws_client_call(), but for answers that are too large for
 * memory: the call ends with the head, and the body is the caller's to read,
 * with a deadline and a limit of its own.
 *
 * Returns: (transfer full): a future of a #DossierAwsResponse with a stream;
 *   rejects like dossier_aws_client_call()
 */
DexFuture *
dossier_aws_client_open (DossierAwsClient  *self,
                         DossierAwsRequest *request,
                         GCancellable      *cancellable)
{
  g_return_val_if_fail (DOSSIER_IS_AWS_CLIENT (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  return dossier_aws_call_spawn (self, request, TRUE, cancellable);
}
