// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-caller-identity.h"
#include "dossier-sts-request.h"

G_BEGIN_DECLS

/* AWS Security Token Service. Every call rejects with a DOSSIER_AWS_ERROR where
 * AWS refuses, with G_IO_ERROR where the network fails, and with
 * DOSSIER_ERROR_INVALID_RESPONSE where an answer is not valid.
 */
DexFuture *dossier_sts_get_caller_identity (DossierAwsClient             *client,
                                            GCancellable                 *cancellable);
DexFuture *dossier_sts_assume_role         (DossierAwsClient             *client,
                                            const DossierAssumeRoleInput *input,
                                            GCancellable                 *cancellable);
DexFuture *dossier_sts_get_session_token   (DossierAwsClient             *client,
                                            guint                         duration,
                                            const char                   *mfa_serial,
                                            const char                   *mfa_code,
                                            GCancellable                 *cancellable);

G_END_DECLS
