// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-request.h"
#include "dossier-crypto.h"
#include "dossier-endpoint.h"
#include "dossier-error.h"
#include "dossier-sigv4.h"
#include "dossier-time.h"
#include "dossier-uri.h"

struct _DossierAwsRequest
{
  char *service;
  char *operation;
  char *method;
  char *path;
  char *bucket;
  char *key;
  char *content_type;
  GString *query;
  GBytes *body;
  SoupMessageHeaders *headers;
  gboolean idempotent;
  gboolean is_unsigned;
};

/**
 * dossier_aws_request_new:
 * @service: the signing name, for instance `inspector2`
 * @operation: the operation, for instance `ListFindings`
 * @method: an HTTP method in capitals
 * @path: the path, percent-encoded; `/` for S3, whose path comes from bucket and key
 *
 * Returns: (transfer full): a request without query, headers and body, that may be sent twice
 */
DossierAwsRequest *
dossier_aws_request_new (const char *service,
                         const char *operation,
                         const char *method,
                         const char *path)
{
  DossierAwsRequest *self = g_new0 (DossierAwsRequest, 1);

  self->service = g_strdup (service);
  self->operation = g_strdup (operation);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->query = g_string_new (NULL);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  self->idempotent = TRUE;
  return self;
}

/**
 * dossier_aws_request_free:
 * @self: (transfer full): a request
 */
void
dossier_aws_request_free (DossierAwsRequest *self)
{
  g_free (self->service);
  g_free (self->operation);
  g_free (self->method);
  g_free (self->path);
  g_free (self->bucket);
  g_free (self->key);
  g_free (self->content_type);
  g_string_free (self->query, TRUE);
  g_clear_pointer (&self->body, g_bytes_unref);
  soup_message_headers_unref (self->headers);
  g_free (self);
}

/**
 * dossier_aws_request_set_bucket:
 * @self: a request to S3
 * @bucket: a bucket's name
 */
void
dossier_aws_request_set_bucket (DossierAwsRequest *self,
                                const char        *bucket)
{
  g_set_str (&self->bucket, bucket);
}

/**
 * dossier_aws_request_set_key:
 * @self: a request to S3 that has a bucket
 * @key: an object's key, not encoded
 */
void
dossier_aws_request_set_key (DossierAwsRequest *self,
                             const char        *key)
{
  g_set_str (&self->key, key);
}

/**
 * dossier_aws_request_add_query:
 * @self: a request
 * @name: a parameter's name, not encoded
 * @value: (nullable): its value, not encoded; %NULL for a bare name, as in S3's `?policy`
 */
void
dossier_aws_request_add_query (DossierAwsRequest *self,
                               const char        *name,
                               const char        *value)
{
  g_autofree char *encoded_name = dossier_uri_encode (name, FALSE);
  g_autofree char *encoded_value = value != NULL ? dossier_uri_encode (value, FALSE) : NULL;

  g_string_append_printf (self->query, "%s%s", self->query->len > 0 ? "&" : "", encoded_name);
  if (encoded_value != NULL)
    g_string_append_printf (self->query, "=%s", encoded_value);
}

/**
 * dossier_aws_request_set_header:
 * @self: a request
 * @name: a header's name
 * @value: its value, which takes the place of an earlier one
 *
 * Headers of the names `x-amz-*` are signed.
 */
void
dossier_aws_request_set_header (DossierAwsRequest *self,
                                const char        *name,
                                const char        *value)
{
  soup_message_headers_replace (self->headers, name, value);
}

/**
 * dossier_aws_request_set_body:
 * @self: a request
 * @body: the body
 * @content_type: its media type
 */
void
dossier_aws_request_set_body (DossierAwsRequest *self,
                              GBytes            *body,
                              const char        *content_type)
{
  g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  g_set_str (&self->content_type, content_type);
}

/**
 * dossier_aws_request_set_idempotent:
 * @self: a request
 * @idempotent: whether it may be sent again when nobody knows whether the service acted on it
 */
void
dossier_aws_request_set_idempotent (DossierAwsRequest *self,
                                    gboolean           idempotent)
{
  self->idempotent = idempotent;
}

/**
 * dossier_aws_request_get_idempotent:
 * @self: a request
 *
 * Returns: see dossier_aws_request_set_idempotent(); %TRUE at first
 */
gboolean
dossier_aws_request_get_idempotent (const DossierAwsRequest *self)
{
  return self->idempotent;
}

/**
 * dossier_aws_request_set_unsigned:
 * @self: a request
 *
 * It is sent without a signature, and nobody is asked for credentials: what proves
 * who calls is in the request itself, as with IAM Identity Center.
 */
void
dossier_aws_request_set_unsigned (DossierAwsRequest *self)
{
  self->is_unsigned = TRUE;
}

/**
 * dossier_aws_request_get_unsigned:
 * @self: a request
 *
 * Returns: see dossier_aws_request_set_unsigned()
 */
gboolean
dossier_aws_request_get_unsigned (const DossierAwsRequest *self)
{
  return self->is_unsigned;
}

/**
 * dossier_aws_request_get_service:
 * @self: a request
 *
 * Returns: (transfer none): the signing name of the service
 */
const char *
dossier_aws_request_get_service (const DossierAwsRequest *self)
{
  return self->service;
}

/**
 * dossier_aws_request_get_operation:
 * @self: a request
 *
 * Returns: (transfer none): the operation
 */
const char *
dossier_aws_request_get_operation (const DossierAwsRequest *self)
{
  return self->operation;
}

/**
 * dossier_aws_request_get_bucket:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the bucket it is about
 */
const char *
dossier_aws_request_get_bucket (const DossierAwsRequest *self)
{
  return self->bucket;
}

/* AWS's certificates cover one label before the service's name: a bucket with
 * dots, or one that is no label, is named in the path.
 */
static gboolean
fits_host (const char *bucket)
{
  gsize length = strlen (bucket);

  return length >= 3 && length <= 63 && strspn (bucket, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
         bucket[0] != '-' && bucket[length - 1] != '-';
}

/* Without its name, a request about an object would be one about its bucket,
 * and one about a bucket would be one about all of them.
 */
static gboolean
check_place (const DossierAwsRequest  *self,
             GError                  **error)
{
  if (self->bucket != NULL && (*self->bucket == '\0' || strspn (self->bucket, "./") == strlen (self->bucket)))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not the name of a bucket; give one that S3 knows", self->bucket);
      return FALSE;
    }

  if (self->key != NULL && *self->key == '\0')
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "An object of the bucket “%s” needs a key, but none is given", self->bucket);
      return FALSE;
    }
  return TRUE;
}

static GUri *
make_uri (const DossierAwsRequest  *self,
          const DossierAwsTarget   *target,
          GError                  **error)
{
  g_autoptr(GUri) endpoint = NULL;
  g_autofree char *host = NULL;
  g_autoptr(GString) path = NULL;

  /* The last gate before a signature leaves, whoever chose the endpoint. */
  if (!dossier_endpoint_check_custom (target->endpoint, error) || !check_place (self, error))
    return NULL;

  endpoint = g_uri_parse (target->endpoint, SOUP_HTTP_URI_FLAGS, error);
  if (endpoint == NULL)
    return NULL;

  host = g_strdup (g_uri_get_host (endpoint));
  path = g_string_new (g_uri_get_path (endpoint));
  if (path->len > 0 && path->str[path->len - 1] == '/')
    g_string_truncate (path, path->len - 1);

  if (self->bucket == NULL)
    {
      g_string_append (path, self->path);
    }
  else
    {
      g_autofree char *encoded_bucket = dossier_uri_encode (self->bucket, FALSE);
      g_autofree char *encoded_key = self->key != NULL ? dossier_uri_encode (self->key, TRUE) : NULL;

      if (!target->custom && fits_host (self->bucket))
        {
          g_autofree char *plain = g_steal_pointer (&host);

          host = g_strconcat (self->bucket, ".", plain, NULL);
        }
      else
        {
          g_string_append_printf (path, "/%s", encoded_bucket);
        }
      if (encoded_key != NULL || path->len == 0)
        g_string_append_printf (path, "/%s", encoded_key != NULL ? encoded_key : "");
    }

  /* Built, not parsed: a key may hold `..`, which parsing could resolve. */
  return g_uri_build (SOUP_HTTP_URI_FLAGS, g_uri_get_scheme (endpoint), NULL, host, g_uri_get_port (endpoint),
                      path->str, self->query->len > 0 ? self->query->str : NULL, NULL);
}

static char *
host_header (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean ipv6 = strchr (host, ':') != NULL;
  g_autofree char *name = ipv6 ? g_strdup_printf ("[%s]", host) : g_strdup (host);
  int port = g_uri_get_port (uri);
  int usual = g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;

  return port == -1 || port == usual ? g_steal_pointer (&name) : g_strdup_printf ("%s:%d", name, port);
}

/* Host is written by libsoup itself; it stands here only to be signed. */
static GArray *
headers_to_sign (SoupMessageHeaders *headers,
                 const char         *host)
{
  GArray *signed_headers = g_array_new (FALSE, FALSE, sizeof (DossierSigv4Header));
  DossierSigv4Header header = { "host", host };
  SoupMessageHeadersIter iter;

  g_array_append_val (signed_headers, header);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &header.name, &header.value))
    if (g_ascii_strncasecmp (header.name, "x-amz-", 6) == 0 || g_ascii_strcasecmp (header.name, "content-type") == 0)
      g_array_append_val (signed_headers, header);
  return signed_headers;
}

static SoupMessage *
make_message (const DossierAwsRequest  *self,
              const DossierAwsTarget   *target,
              GError                  **error)
{
  g_autoptr(GUri) uri = make_uri (self, target, error);
  SoupMessage *message;
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  if (uri == NULL)
    return NULL;

  message = soup_message_new_from_uri (self->method, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  soup_message_headers_iter_init (&iter, self->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (soup_message_get_request_headers (message), name, value);
  if (self->body != NULL)
    soup_message_set_request_body_from_bytes (message, self->content_type, self->body);
  return message;
}

/**
 * dossier_aws_request_sign:
 * @self: a request
 * @target: where it goes
 * @credentials: (nullable): as whom; %NULL only for a request without a signature
 * @time: AWS's time, microseconds since 1970 UTC
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Makes a message of a request, for one attempt. It follows no redirect, for
 * its signature is good for one host only; and none is made for a place that
 * is neither behind TLS nor on this computer.
 *
 * Returns: (transfer full) (nullable): the signed message
 */
SoupMessage *
dossier_aws_request_sign (const DossierAwsRequest  *self,
                          const DossierAwsTarget   *target,
                          DossierCredentials       *credentials,
                          gint64                    time,
                          GError                  **error)
{
  gboolean s3 = g_str_equal (self->service, "s3");
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GArray) to_sign = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *host = NULL;
  g_autofree char *date = NULL;
  g_autofree char *authorization = NULL;
  SoupMessageHeaders *headers;
  DossierSecret *token;
  GUri *uri;
  gsize length = 0;
  const void *data = self->body != NULL ? g_bytes_get_data (self->body, &length) : NULL;

  message = make_message (self, target, error);
  if (message == NULL || self->is_unsigned)
    return g_steal_pointer (&message);

  token = dossier_credentials_get_session_token (credentials);
  uri = soup_message_get_uri (message);
  headers = soup_message_get_request_headers (message);
  hash = dossier_sha256_hex (data != NULL ? data : "", length);
  date = dossier_time_to_amz_date (time);
  soup_message_headers_replace (headers, "X-Amz-Date", date);
  if (token != NULL)
    soup_message_headers_replace (headers, "X-Amz-Security-Token", dossier_secret_peek (token));
  if (s3)
    soup_message_headers_replace (headers, "X-Amz-Content-Sha256", hash);

  host = host_header (uri);
  to_sign = headers_to_sign (headers, host);
  authorization = dossier_sigv4_authorization (
    &(DossierSigv4Request) {
      .method = self->method,
      .path = g_uri_get_path (uri),
      .query = g_uri_get_query (uri),
      .headers = (const DossierSigv4Header *) (gpointer) to_sign->data,
      .n_headers = to_sign->len,
      .payload_hash = hash,
    },
    &(DossierSigv4Scope) {
      .region = target->region,
      .service = self->service,
      .time = time,
      .flags = s3 ? DOSSIER_SIGV4_S3 : DOSSIER_SIGV4_DEFAULT,
    },
    dossier_credentials_get_access_key_id (credentials), dossier_credentials_get_secret_access_key (credentials));
  soup_message_headers_replace (headers, "Authorization", authorization);
  return g_steal_pointer (&message);
}
