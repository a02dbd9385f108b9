// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"

G_BEGIN_DECLS

/**
 * DossierSessionOptions:
 * @source: whose session it is: `account:NAME`, `profile:NAME`, `environment` or
 *   `demo:SCENARIO`; runs of exports are told apart by it
 * @region: an AWS Region
 * @endpoint_url: (nullable): one endpoint for all services, in place of AWS's own
 * @endpoint_flags: which of AWS's endpoints
 * @credentials: where the key comes from
 * @read_only: whether it must not change anything at AWS
 *
 * What a session is made of.
 */
typedef struct
{
  const char *source;
  const char *region;
  const char *endpoint_url;
  DossierEndpointFlags endpoint_flags;
  DossierCredentialsProvider *credentials;
  gboolean read_only;
} DossierSessionOptions;

/* Who asks, where: a client, and the name that tells it from others. */
#define DOSSIER_TYPE_SESSION (dossier_session_get_type ())
G_DECLARE_FINAL_TYPE (DossierSession, dossier_session, DOSSIER, SESSION, GObject)

DossierSession             *dossier_session_new              (const DossierSessionOptions  *options,
                                                              GError                      **error);
DossierSession             *dossier_session_new_static       (const char                   *source,
                                                              const char                   *region,
                                                              const char                   *endpoint_url,
                                                              const char                   *access_key_id,
                                                              const char                   *secret_access_key,
                                                              GError                      **error);
const char                 *dossier_session_get_source       (DossierSession               *self);
const char                 *dossier_session_get_region       (DossierSession               *self);
const char                 *dossier_session_get_endpoint_url (DossierSession               *self);
DossierCredentialsProvider *dossier_session_get_credentials  (DossierSession               *self);
DossierAwsClient           *dossier_session_get_client       (DossierSession               *self);

G_END_DECLS
