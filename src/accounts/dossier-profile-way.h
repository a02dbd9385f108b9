// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-profile-files.h"

G_BEGIN_DECLS

/**
 * DossierProfileKind:
 * @DOSSIER_PROFILE_KEYS: keys stand in the files
 * @DOSSIER_PROFILE_ROLE: a role is assumed
 * @DOSSIER_PROFILE_SSO: a person signs in at IAM Identity Center
 *
 * How a profile gets its credentials.
 */
typedef enum
{
  DOSSIER_PROFILE_KEYS,
  DOSSIER_PROFILE_ROLE,
  DOSSIER_PROFILE_SSO,
} DossierProfileKind;

/**
 * DossierProfileWay:
 * @kind: how
 * @credentials: keys: what stands in the files
 * @role: role: its ARN
 * @source_profile: (nullable): role: as whom to ask for it; %NULL for the environment
 * @external_id: (nullable): role: what its owner asks for
 * @mfa_serial: (nullable): role: the device whose code is asked for
 * @session_name: (nullable): role: what the session is called
 * @duration: role: seconds, 0 for an hour
 * @start_url: SSO: where the person's directory is
 * @sso_region: SSO: the Region of IAM Identity Center
 * @sso_account: SSO: an AWS account
 * @sso_role: SSO: the name of a role there
 * @scopes: (nullable): SSO: what is asked for
 *
 * The way of one profile; what is not of its kind is %NULL.
 */
typedef struct
{
  DossierProfileKind kind;
  DossierCredentials *credentials;
  char *role;
  char *source_profile;
  char *external_id;
  char *mfa_serial;
  char *session_name;
  guint duration;
  char *start_url;
  char *sso_region;
  char *sso_account;
  char *sso_role;
  GStrv scopes;
} DossierProfileWay;

DossierProfileWay *dossier_profile_way_find (const DossierProfileFiles  *files,
                                             const char                 *profile,
                                             gboolean                    is_source,
                                             GError                    **error);
void               dossier_profile_way_free (DossierProfileWay          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierProfileWay, dossier_profile_way_free)

G_END_DECLS
