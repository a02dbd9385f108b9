// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-s3-parse-private.h"
#include "dossier-s3-request.h"
#include "dossier-s3.h"

typedef struct
{
  DossierAwsClient *client;
  DossierAwsRequest *request;
  gint64 offset;
  GCancellable *cancellable;
} Get;

static void
get_free (Get *get)
{
  g_object_unref (get->client);
  g_clear_pointer (&get->request, dossier_aws_request_free);
  g_clear_object (&get->cancellable);
  g_free (get);
}

static DexFuture *
get_fiber (gpointer data)
{
  Get *get = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierAwsResponse) response = NULL;

  response = dossier_await_child_boxed (
      dossier_aws_client_open (get->client, g_steal_pointer (&get->request), get->cancellable), &error);
  if (response == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!dossier_s3_check_range (dossier_aws_response_get_status (response),
                               dossier_aws_response_get_header (response, "Content-Range"), get->offset, &error))
    {
      dossier_aws_response_explain_error (response, &error);
      return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_take_boxed (DOSSIER_TYPE_AWS_RESPONSE, g_steal_pointer (&response));
}

/**
 * dossier_s3_get_object:
 * @client: a client
 * @bucket: the bucket's name
 * @owner: (nullable): the 12 digits of the account that must own it, else AWS refuses
 * @key: the object's key
 * @offset: the byte to begin at; 0 for the whole object
 * @if_match: (nullable): the entity tag it must still have, with its quotes
 * @cancellable: (nullable): stops waiting
 *
 * Its headers are for dossier_s3_object_info_read(). It rejects with
 * %DOSSIER_AWS_ERROR_PRECONDITION_FAILED when the object is another one by now,
 * and with `InvalidRange` when it ends before @offset.
 *
 * Returns: (transfer full): a future of GetObject that resolves to a #DossierAwsResponse
 *   whose stream is the object from @offset on
 */
DexFuture *
dossier_s3_get_object (DossierAwsClient *client,
                       const char       *bucket,
                       const char       *owner,
                       const char       *key,
                       gint64            offset,
                       const char       *if_match,
                       GCancellable     *cancellable)
{
  Get *get = g_new0 (Get, 1);

  get->client = g_object_ref (client);
  get->request = dossier_s3_get_object_request (bucket, owner, key, offset, if_match);
  get->offset = offset;
  get->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return dossier_fiber_spawn (get_fiber, get, (GDestroyNotify) get_free);
}
