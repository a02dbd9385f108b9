// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-iam-list.h"
#include "dossier-iam-principal.h"
#include "dossier-iam-request.h"
#include "dossier-iam-simulation.h"

G_BEGIN_DECLS

/* AWS Identity and Access Management. Every call rejects with a
 * DOSSIER_AWS_ERROR where AWS refuses, with G_IO_ERROR where the network fails,
 * and with DOSSIER_ERROR_INVALID_RESPONSE where an answer is not valid.
 */
DexFuture *dossier_iam_simulate_principal_policy (DossierAwsClient                *client,
                                                  const DossierIamSimulationInput *input,
                                                  const char                      *marker,
                                                  GCancellable                    *cancellable);
DexFuture *dossier_iam_get_user (DossierAwsClient *client,
                                 const char       *user,
                                 GCancellable     *cancellable);
DexFuture *dossier_iam_get_role (DossierAwsClient *client,
                                 const char       *role,
                                 GCancellable     *cancellable);
DexFuture *dossier_iam_list_attached_user_policies (DossierAwsClient *client,
                                                    const char       *user,
                                                    const char       *marker,
                                                    GCancellable     *cancellable);
DexFuture *dossier_iam_list_attached_role_policies (DossierAwsClient *client,
                                                    const char       *role,
                                                    const char       *marker,
                                                    GCancellable     *cancellable);
DexFuture *dossier_iam_list_user_policies (DossierAwsClient *client,
                                           const char       *user,
                                           const char       *marker,
                                           GCancellable     *cancellable);
DexFuture *dossier_iam_list_groups_for_user (DossierAwsClient *client,
                                             const char       *user,
                                             const char       *marker,
                                             GCancellable     *cancellable);
DexFuture *dossier_iam_get_context_keys (DossierAwsClient *client,
                                         const char       *principal,
                                         GCancellable     *cancellable);

G_END_DECLS
