// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-typed-call-private.h"
#include "dossier-fiber.h"

typedef struct
{
  DossierAwsClient *client;
  DossierAwsRequest *request;
  GType type;
  DossierAwsParseFunc parse;
  DossierAwsReadFunc read;
  GCancellable *cancellable;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->client);
  g_clear_pointer (&call->request, dossier_aws_request_free);
  g_clear_object (&call->cancellable);
  g_free (call);
}

static DexFuture *
call_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsResponse) response = NULL;
  gpointer value;

  response = dossier_await_child_boxed (
      dossier_aws_client_call (call->client, g_steal_pointer (&call->request), call->cancellable), &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (call->parse == NULL && call->read == NULL)
    return dex_future_new_true ();

  value = call->parse != NULL ? call->parse (dossier_aws_response_get_body (response), &error)
                              : call->read (response, &error);
  if (value == NULL)
    {
      /* What a reader finds to be a refusal says who refused what. */
      if (error->domain != DOSSIER_AWS_ERROR)
        dossier_aws_response_explain_error (response, &error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return call->type == G_TYPE_STRING ? dex_future_new_take_string (value)
                                     : dex_future_new_take_boxed (call->type, value);
}

static DexFuture *
spawn (DossierAwsClient    *client,
       DossierAwsRequest   *request,
       GType                type,
       DossierAwsParseFunc  parse,
       DossierAwsReadFunc   read,
       GCancellable        *cancellable)
{
  Call *call = g_new0 (Call, 1);

  call->client = g_object_ref (client);
  call->request = request;
  call->type = type;
  call->parse = parse;
  call->read = read;
  call->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (call_fiber, call, (GDestroyNotify) call_free);
}

/**
 * dossier_aws_call_and_parse:
 * @client: a client
 * @request: (transfer full): what to ask
 * @type: what @parse makes: %G_TYPE_STRING, or a boxed type
 * @parse: reads the body of the answer
 * @cancellable: (nullable): stops waiting
 *
 * The one way in which a typed operation is called.
 *
 * Returns: (transfer full): a future that resolves to a @type; it rejects as
 *   dossier_aws_client_call() does, or with the error of @parse
 */
DexFuture *
dossier_aws_call_and_parse (DossierAwsClient    *client,
                            DossierAwsRequest   *request,
                            GType                type,
                            DossierAwsParseFunc  parse,
                            GCancellable        *cancellable)
{
  return spawn (client, request, type, parse, NULL, cancellable);
}

/**
 * dossier_aws_call_and_read:
 * @client: a client
 * @request: (transfer full): what to ask
 * @type: what @read makes: %G_TYPE_STRING, or a boxed type
 * @read: reads the answer
 * @cancellable: (nullable): stops waiting
 *
 * dossier_aws_call_and_parse() for an operation that answers in headers too.
 *
 * Returns: (transfer full): a future that resolves to a @type; it rejects as
 *   dossier_aws_client_call() does, or with the error of @read
 */
DexFuture *
dossier_aws_call_and_read (DossierAwsClient   *client,
                           DossierAwsRequest  *request,
                           GType               type,
                           DossierAwsReadFunc  read,
                           GCancellable       *cancellable)
{
  return spawn (client, request, type, NULL, read, cancellable);
}

/**
 * dossier_aws_call_for_nothing:
 * @client: a client
 * @request: (transfer full): what to ask
 * @cancellable: (nullable): stops waiting
 *
 * dossier_aws_call_and_parse() for an operation whose answer says nothing.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; it rejects as
 *   dossier_aws_client_call() does
 */
DexFuture *
dossier_aws_call_for_nothing (DossierAwsClient  *client,
                              DossierAwsRequest *request,
                              GCancellable      *cancellable)
{
  return spawn (client, request, G_TYPE_NONE, NULL, NULL, cancellable);
}
