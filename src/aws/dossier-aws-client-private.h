// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libsoup/soup.h>

#include "dossier-aws-client.h"

G_BEGIN_DECLS

/* What the calls of a client share, and change. */
struct _DossierAwsClient
{
  GObject parent_instance;

  char *region;
  char *endpoint_url;
  DossierEndpointFlags endpoint_flags;
  DossierCredentialsProvider *credentials;
  DossierClock *clock;
  guint timeout_ms;
  gboolean read_only;
  SoupSession *session;
  gint64 clock_offset;        /* µs, see dossier_aws_client_get_clock_offset() */
  guint retry_tokens;         /* see dossier_retry_decide() */
  GHashTable *bucket_regions; /* bucket -> the Region that S3 said it is in */
};

DexFuture *dossier_aws_call_spawn (DossierAwsClient  *client,
                                   DossierAwsRequest *request,
                                   gboolean           streaming,
                                   GCancellable      *cancellable);

G_END_DECLS
