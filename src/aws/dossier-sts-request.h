// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-request.h"

G_BEGIN_DECLS

/**
 * DossierAssumeRoleInput:
 * @role: the ARN of the role
 * @session_name: what the session is called in logs, 2 to 64 of letters, digits and `_+=,.@-`
 * @external_id: (nullable): what the role's owner asks for
 * @duration: seconds, 900 to 43,200; 0 for an hour
 * @mfa_serial: (nullable): the device of multi-factor authentication
 * @mfa_code: (nullable): its 6 digits, good for one call
 * @source_identity: (nullable): who it is, kept through a chain of roles
 *
 * What to ask AssumeRole.
 */
typedef struct
{
  const char *role;
  const char *session_name;
  const char *external_id;
  guint duration;
  const char *mfa_serial;
  const char *mfa_code;
  const char *source_identity;
} DossierAssumeRoleInput;

/* The requests of STS (query protocol), one function for each operation. */
DossierAwsRequest *dossier_sts_get_caller_identity_request (void);
DossierAwsRequest *dossier_sts_assume_role_request         (const DossierAssumeRoleInput *input);
DossierAwsRequest *dossier_sts_get_session_token_request   (guint                         duration,
                                                            const char                   *mfa_serial,
                                                            const char                   *mfa_code);

G_END_DECLS
