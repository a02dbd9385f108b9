// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-query-private.h"
#include "dossier-sts-request.h"

static DossierAwsQuery *
begin (const char *action)
{
  return dossier_aws_query_new ("sts", "2011-06-15", action);
}

static DossierAwsRequest *
finish (DossierAwsQuery *query,
        const char      *mfa_serial,
        const char      *mfa_code)
{
  DossierAwsRequest *request;

  dossier_aws_query_add (query, "SerialNumber", mfa_serial);
  dossier_aws_query_add (query, "TokenCode", mfa_code);
  request = dossier_aws_query_finish (query);
  /* A code that AWS has seen is used up. */
  dossier_aws_request_set_idempotent (request, mfa_code == NULL);
  return request;
}

/**
 * dossier_sts_get_caller_identity_request:
 *
 * Returns: (transfer full): a request of GetCallerIdentity
 */
DossierAwsRequest *
dossier_sts_get_caller_identity_request (void)
{
  return dossier_aws_query_finish (begin ("GetCallerIdentity"));
}

/**
 * dossier_sts_assume_role_request:
 * @input: what to ask
 *
 * Returns: (transfer full): a request of AssumeRole
 */
DossierAwsRequest *
dossier_sts_assume_role_request (const DossierAssumeRoleInput *input)
{
  DossierAwsQuery *query = begin ("AssumeRole");

  dossier_aws_query_add (query, "RoleArn", input->role);
  dossier_aws_query_add (query, "RoleSessionName", input->session_name);
  dossier_aws_query_add_uint (query, "DurationSeconds", input->duration);
  dossier_aws_query_add (query, "ExternalId", input->external_id);
  dossier_aws_query_add (query, "SourceIdentity", input->source_identity);
  return finish (query, input->mfa_serial, input->mfa_code);
}

/**
 * dossier_sts_get_session_token_request:
 * @duration: seconds, 900 to 129,600; 0 for 12 hours
 * @mfa_serial: (nullable): the device of multi-factor authentication
 * @mfa_code: (nullable): its 6 digits, good for one call
 *
 * Returns: (transfer full): a request of GetSessionToken
 */
DossierAwsRequest *
dossier_sts_get_session_token_request (guint       duration,
                                       const char *mfa_serial,
                                       const char *mfa_code)
{
  DossierAwsQuery *query = begin ("GetSessionToken");

  dossier_aws_query_add_uint (query, "DurationSeconds", duration);
  return finish (query, mfa_serial, mfa_code);
}
