// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-typed-call-private.h"
#include "dossier-sts-parse-private.h"
#include "dossier-sts.h"

/**
 * dossier_sts_get_caller_identity:
 * @client: a client
 * @cancellable: (nullable): stops waiting
 *
 * It needs no permission.
 *
 * Returns: (transfer full): a future of GetCallerIdentity that resolves to a #DossierCallerIdentity
 */
DexFuture *
dossier_sts_get_caller_identity (DossierAwsClient *client,
                                 GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_sts_get_caller_identity_request (), DOSSIER_TYPE_CALLER_IDENTITY,
                                     (DossierAwsParseFunc) dossier_caller_identity_parse, cancellable);
}

/**
 * dossier_sts_assume_role:
 * @client: a client
 * @input: what to ask; not needed after this call
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of AssumeRole that resolves to #DossierCredentials
 */
DexFuture *
dossier_sts_assume_role (DossierAwsClient             *client,
                         const DossierAssumeRoleInput *input,
                         GCancellable                 *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_sts_assume_role_request (input), DOSSIER_TYPE_CREDENTIALS,
                                     (DossierAwsParseFunc) dossier_sts_parse_assumed_role, cancellable);
}

/**
 * dossier_sts_get_session_token:
 * @client: a client
 * @duration: seconds, 900 to 129,600; 0 for 12 hours
 * @mfa_serial: (nullable): the device of multi-factor authentication
 * @mfa_code: (nullable): its 6 digits, good for one call
 * @cancellable: (nullable): stops waiting
 *
 * Returns: (transfer full): a future of GetSessionToken that resolves to #DossierCredentials
 */
DexFuture *
dossier_sts_get_session_token (DossierAwsClient *client,
                               guint             duration,
                               const char       *mfa_serial,
                               const char       *mfa_code,
                               GCancellable     *cancellable)
{
  return dossier_aws_call_and_parse (client, dossier_sts_get_session_token_request (duration, mfa_serial, mfa_code),
                                     DOSSIER_TYPE_CREDENTIALS,
                                     (DossierAwsParseFunc) dossier_sts_parse_session_token, cancellable);
}
