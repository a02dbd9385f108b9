// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-prompt.h"

G_BEGIN_DECLS

/**
 * DossierAssumeRole:
 * @name: the account or profile that needs the role, for people
 * @role: its ARN
 * @session_name: (nullable): what the session is called in logs; %NULL for one made here
 * @external_id: (nullable): what the role's owner asks for
 * @duration: seconds, 900 to 43,200; 0 for an hour
 * @mfa_serial: (nullable): the device of multi-factor authentication; its code is asked for
 * @source_identity: (nullable): who it is, kept through a chain of roles
 * @source: as whom to ask for the role
 * @region: an AWS Region
 * @endpoint_url: (nullable): one endpoint for all services, in place of AWS's own
 * @endpoint_flags: which of AWS's endpoints
 * @clock: (nullable): the time; %NULL for this computer's
 * @prompt: (nullable): how a person is asked; %NULL where nobody is there
 *
 * What a role is assumed with.
 */
typedef struct
{
  const char *name;
  const char *role;
  const char *session_name;
  const char *external_id;
  guint duration;
  const char *mfa_serial;
  const char *source_identity;
  DossierCredentialsProvider *source;
  const char *region;
  const char *endpoint_url;
  DossierEndpointFlags endpoint_flags;
  DossierClock *clock;
  DossierPrompt *prompt;
} DossierAssumeRole;

/* Credentials of a role, from AssumeRole; anew each time. */
#define DOSSIER_TYPE_ASSUME_ROLE_CREDENTIALS (dossier_assume_role_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DossierAssumeRoleCredentials, dossier_assume_role_credentials, DOSSIER,
                      ASSUME_ROLE_CREDENTIALS, GObject)

DossierCredentialsProvider *dossier_assume_role_credentials_new   (const DossierAssumeRole  *options,
                                                                   GError                  **error);
gboolean                    dossier_assume_role_check             (const DossierAssumeRole  *options,
                                                                   GError                  **error);

G_END_DECLS
