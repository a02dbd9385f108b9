// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-answer-private.h"
#include "dossier-aws-attempt-private.h"
#include "dossier-aws-response-private.h"

/* A page of findings, the largest answer there is, has a few megabytes. */
#define MAX_BODY    (64u * 1024u * 1024u)
#define MAX_REFUSAL (1024u * 1024u)

/* How far into a document its root stands. */
#define PROLOGUE 512u

static gboolean
may_be_refusal (GBytes *body)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  return text != NULL && g_strstr_len (text, (gssize) MIN (length, PROLOGUE), "<Error") != NULL;
}

/* S3 begins some answers before it knows their end: 200, and then an error. */
static GError *
find_late_refusal (const DossierAwsRequest *request,
                   SoupMessage             *message,
                   GBytes                  *body)
{
  g_autoptr(GError) refusal = NULL;

  if (!g_str_equal (dossier_aws_request_get_service (request), "s3") || !may_be_refusal (body))
    return NULL;

  refusal = dossier_aws_error_new_from_response ("s3", dossier_aws_request_get_operation (request),
                                                 SOUP_STATUS_INTERNAL_SERVER_ERROR,
                                                 soup_message_get_response_headers (message), body);
  return dossier_aws_error_get_code (refusal) != NULL ? g_steal_pointer (&refusal) : NULL;
}

static GError *
read_refusal (DossierAwsClient        *client,
              const DossierAwsRequest *request,
              SoupMessage             *message,
              GInputStream            *stream,
              GCancellable            *cancellable)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body =
      dossier_aws_attempt_read (message, stream, MAX_REFUSAL, client->timeout_ms, cancellable, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&error);

  /* A refusal that is too long or breaks off is one all the same. */
  return dossier_aws_error_new_from_response (dossier_aws_request_get_service (request),
                                              dossier_aws_request_get_operation (request),
                                              soup_message_get_status (message),
                                              soup_message_get_response_headers (message), body);
}

/**
 * dossier_aws_answer_take:
 * @client: a client
 * @request: what was asked
 * @message: the message whose head was answered
 * @stream: the body of the answer
 * @streaming: whether to leave the body to be read
 * @cancellable: (nullable): ends the wait
 * @error: return location for a #DossierAwsError, or what reading met
 *
 * Makes a response or an error of an answer, which it reads to the end where
 * it is a refusal, or not @streaming. For fibers.
 *
 * Returns: (transfer full) (nullable): the response
 */
DossierAwsResponse *
dossier_aws_answer_take (DossierAwsClient         *client,
                         const DossierAwsRequest  *request,
                         SoupMessage              *message,
                         GInputStream             *stream,
                         gboolean                  streaming,
                         GCancellable             *cancellable,
                         GError                  **error)
{
  g_autoptr(GBytes) body = NULL;
  GError *refusal;

  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
    {
      g_propagate_error (error, read_refusal (client, request, message, stream, cancellable));
      return NULL;
    }

  if (streaming)
    return dossier_aws_response_new_with_stream (request, message, client->session, stream);

  body = dossier_aws_attempt_read (message, stream, MAX_BODY, client->timeout_ms, cancellable, error);
  if (body == NULL)
    return NULL;

  refusal = find_late_refusal (request, message, body);
  if (refusal != NULL)
    {
      g_propagate_error (error, refusal);
      return NULL;
    }
  return dossier_aws_response_new_with_body (request, message, body);
}
