// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-kms-key.h"
#include "dossier-kms-list.h"

G_BEGIN_DECLS

/* AWS Key Management Service. Every call rejects with a DOSSIER_AWS_ERROR
 * where AWS refuses, with G_IO_ERROR where the network fails, and with
 * DOSSIER_ERROR_INVALID_RESPONSE where an answer is not valid.
 */
DexFuture *dossier_kms_list_keys (DossierAwsClient *client,
                                  guint             limit,
                                  const char       *marker,
                                  GCancellable     *cancellable);
DexFuture *dossier_kms_list_aliases (DossierAwsClient *client,
                                     const char       *key_id,
                                     guint             limit,
                                     const char       *marker,
                                     GCancellable     *cancellable);
DexFuture *dossier_kms_describe_key (DossierAwsClient *client,
                                     const char       *key_id,
                                     GCancellable     *cancellable);
DexFuture *dossier_kms_get_key_policy (DossierAwsClient *client,
                                       const char       *key_id,
                                       GCancellable     *cancellable);
DexFuture *dossier_kms_put_key_policy (DossierAwsClient *client,
                                       const char       *key_id,
                                       const char       *policy,
                                       GCancellable     *cancellable);
DexFuture *dossier_kms_create_key (DossierAwsClient *client,
                                   const char       *policy,
                                   const char       *description,
                                   GCancellable     *cancellable);
DexFuture *dossier_kms_create_alias (DossierAwsClient *client,
                                     const char       *alias,
                                     const char       *key_id,
                                     GCancellable     *cancellable);

G_END_DECLS
