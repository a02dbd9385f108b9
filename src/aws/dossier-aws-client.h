// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "dossier-aws-error.h"
#include "dossier-aws-request.h"
#include "dossier-aws-response.h"
#include "dossier-clock.h"
#include "dossier-credentials-provider.h"
#include "dossier-endpoint.h"

G_BEGIN_DECLS

/**
 * DossierAwsClientOptions:
 * @region: the Region to call
 * @endpoint_url: (nullable): one endpoint for all services, for instance the demo's
 * @endpoint_flags: which of AWS's endpoints; of no account with @endpoint_url
 * @credentials: (nullable): as whom; asked before each request. %NULL for one that sends
 *   nothing but requests without a signature
 * @clock: (nullable): the time; %NULL for this computer's
 * @timeout_ms: milliseconds for which an attempt may make no progress; 0 for a minute
 * @read_only: whether to refuse, before anything is sent, each operation that changes something
 *
 * What a client needs to know.
 */
typedef struct
{
  const char *region;
  const char *endpoint_url;
  DossierEndpointFlags endpoint_flags;
  DossierCredentialsProvider *credentials;
  DossierClock *clock;
  guint timeout_ms;
  gboolean read_only;
} DossierAwsClientOptions;

/* Calls AWS. One client for an account in a Region; it belongs to the thread
 * that made it, and any number of calls may be under way at once.
 */
#define DOSSIER_TYPE_AWS_CLIENT (dossier_aws_client_get_type ())
G_DECLARE_FINAL_TYPE (DossierAwsClient, dossier_aws_client, DOSSIER, AWS_CLIENT, GObject)

DossierAwsClient *dossier_aws_client_new              (const DossierAwsClientOptions  *options,
                                                       GError                        **error);
const char       *dossier_aws_client_get_region       (DossierAwsClient               *self);
DossierClock     *dossier_aws_client_get_clock        (DossierAwsClient               *self);
gint64            dossier_aws_client_get_clock_offset (DossierAwsClient               *self);
gboolean          dossier_aws_client_is_read_only     (DossierAwsClient               *self);
DexFuture        *dossier_aws_client_call             (DossierAwsClient               *self,
                                                       DossierAwsRequest              *request,
                                                       GCancellable                   *cancellable);
DexFuture        *dossier_aws_client_open             (DossierAwsClient               *self,
                                                       DossierAwsRequest              *request,
                                                       GCancellable                   *cancellable);

G_END_DECLS
