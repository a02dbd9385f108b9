// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-json-private.h"
#include "dossier-aws-response-private.h"

struct _DossierAwsResponse
{
  gatomicrefcount ref_count;
  char *service;
  char *operation;
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
  SoupSession *session;
  GInputStream *stream;
};

G_DEFINE_BOXED_TYPE (DossierAwsResponse, dossier_aws_response, dossier_aws_response_ref, dossier_aws_response_unref)

static DossierAwsResponse *
make (const DossierAwsRequest *request,
      SoupMessage             *message)
{
  DossierAwsResponse *self = g_new0 (DossierAwsResponse, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->service = g_strdup (dossier_aws_request_get_service (request));
  self->operation = g_strdup (dossier_aws_request_get_operation (request));
  self->status = soup_message_get_status (message);
  self->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  return self;
}

/**
 * dossier_aws_response_new_with_body:
 * @request: what was asked
 * @message: a message that was answered
 * @body: the whole body
 *
 * Returns: (transfer full): a response
 */
DossierAwsResponse *
dossier_aws_response_new_with_body (const DossierAwsRequest *request,
                                    SoupMessage             *message,
                                    GBytes                  *body)
{
  DossierAwsResponse *self = make (request, message);

  self->body = g_bytes_ref (body);
  return self;
}

/**
 * dossier_aws_response_new_with_stream:
 * @request: what was asked
 * @message: a message whose head was answered
 * @session: the session it went through
 * @stream: the body, still to be read
 *
 * Returns: (transfer full): a response
 */
DossierAwsResponse *
dossier_aws_response_new_with_stream (const DossierAwsRequest *request,
                                      SoupMessage             *message,
                                      SoupSession             *session,
                                      GInputStream            *stream)
{
  DossierAwsResponse *self = make (request, message);

  self->session = g_object_ref (session);
  self->stream = g_object_ref (stream);
  return self;
}

/**
 * dossier_aws_response_ref:
 * @self: a response
 *
 * Returns: (transfer full): @self
 */
DossierAwsResponse *
dossier_aws_response_ref (DossierAwsResponse *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_aws_response_unref:
 * @self: (transfer full): a response
 *
 * The last reference to a stream that was not read to its end closes the
 * connection.
 */
void
dossier_aws_response_unref (DossierAwsResponse *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->service);
  g_free (self->operation);
  soup_message_headers_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  /* Before the session, whose end would abort it. */
  g_clear_object (&self->stream);
  g_clear_object (&self->session);
  g_free (self);
}

/**
 * dossier_aws_response_get_status:
 * @self: a response
 *
 * Returns: the HTTP status, 200 to 299
 */
guint
dossier_aws_response_get_status (const DossierAwsResponse *self)
{
  return self->status;
}

/**
 * dossier_aws_response_get_header:
 * @self: a response
 * @name: a header's name, in any case
 *
 * Returns: (transfer none) (nullable): the header's value
 */
const char *
dossier_aws_response_get_header (const DossierAwsResponse *self,
                                 const char               *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

/**
 * dossier_aws_response_get_body:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the whole body, possibly empty; %NULL
 *   after dossier_aws_client_open()
 */
GBytes *
dossier_aws_response_get_body (const DossierAwsResponse *self)
{
  return self->body;
}

/**
 * dossier_aws_response_get_stream:
 * @self: a response
 *
 * Read it on the thread of the client, with a deadline for each read:
 * dossier_stream_read_bytes() is the leaf to wait for.
 *
 * Returns: (transfer none) (nullable): the body as it comes; %NULL after
 *   dossier_aws_client_call()
 */
GInputStream *
dossier_aws_response_get_stream (const DossierAwsResponse *self)
{
  return self->stream;
}

/**
 * dossier_aws_response_get_request_id:
 * @self: a response
 *
 * Returns: (transfer none) (nullable): the id that AWS support asks for
 */
const char *
dossier_aws_response_get_request_id (const DossierAwsResponse *self)
{
  const char *id = soup_message_headers_get_one (self->headers, "x-amzn-RequestId");

  return id != NULL ? id : soup_message_headers_get_one (self->headers, "x-amz-request-id");
}

/**
 * dossier_aws_response_parse_json:
 * @self: a response with a body
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE, already explained
 *
 * Returns: (transfer full) (nullable): the body, which must be one JSON object
 */
JsonObject *
dossier_aws_response_parse_json (const DossierAwsResponse  *self,
                                 GError                   **error)
{
  JsonObject *object = dossier_aws_json_parse (self->body, error);

  if (object == NULL)
    dossier_aws_response_explain_error (self, error);
  return object;
}

/**
 * dossier_aws_response_explain_error:
 * @self: a response that cannot be used
 * @error: (inout): where the reason is, of any domain
 *
 * Names service and operation, and says what to do. For an error of whoever
 * reads the body, which knows neither.
 */
void
dossier_aws_response_explain_error (const DossierAwsResponse  *self,
                                    GError                   **error)
{
  g_autofree char *why = NULL;

  if (error == NULL || *error == NULL)
    return;

  why = g_steal_pointer (&(*error)->message);
  (*error)->message = g_strdup_printf ("The answer of %s to %s cannot be used: %s. Try again; if this stays, "
                                       "something on the way to AWS changes answers, or Dossier is too old",
                                       self->service, self->operation, why);
}
