// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "dossier-credentials.h"

G_BEGIN_DECLS

/**
 * DossierAccountKind:
 * @DOSSIER_ACCOUNT_KEY: an access key
 * @DOSSIER_ACCOUNT_ROLE: a role, assumed from another account
 * @DOSSIER_ACCOUNT_SSO: a role that a person may take who signs in at IAM Identity Center
 *
 * Where the credentials of an account come from.
 */
typedef enum
{
  DOSSIER_ACCOUNT_KEY,
  DOSSIER_ACCOUNT_ROLE,
  DOSSIER_ACCOUNT_SSO,
} DossierAccountKind;

/**
 * DossierAccountOptions:
 * @kind: where its credentials come from
 * @name: what the person calls it: 1 to 64 visible characters
 * @region: the AWS Region to begin with
 * @read_only: whether it must not change anything at AWS
 * @colour: (nullable): what tells it from others in a window: a word of the desktop's palette
 * @access_key_id: key: its id
 * @source: role: the id of the account to ask as
 * @role: role: its ARN
 * @external_id: (nullable): role: what its owner asks for
 * @mfa_serial: (nullable): role: the device whose code is asked for
 * @session_name: (nullable): role: what the session is called
 * @source_identity: (nullable): role: who it is, kept through a chain of roles
 * @duration: role: seconds, 0 for an hour
 * @start_url: SSO: where the person's directory is
 * @sso_region: SSO: the Region of IAM Identity Center
 * @sso_account: SSO: an AWS account, twelve digits
 * @sso_role: SSO: the name of a role there
 * @by_device: SSO: whether to sign in by a device code
 *
 * What an account is; members that are not of its kind are %NULL. None of it is secret.
 */
typedef struct
{
  DossierAccountKind kind;
  const char *name;
  const char *region;
  gboolean read_only;
  const char *colour;
  const char *access_key_id;
  const char *source;
  const char *role;
  const char *external_id;
  const char *mfa_serial;
  const char *session_name;
  const char *source_identity;
  guint duration;
  const char *start_url;
  const char *sso_region;
  const char *sso_account;
  const char *sso_role;
  gboolean by_device;
} DossierAccountOptions;

/* Whom to ask as, under a name that a person gave. Immutable, and without a secret,
 * which is in the keyring; only an account for this run holds it in memory.
 */
#define DOSSIER_TYPE_ACCOUNT (dossier_account_get_type ())
G_DECLARE_FINAL_TYPE (DossierAccount, dossier_account, DOSSIER, ACCOUNT, GObject)

DossierAccount     *dossier_account_new               (const char           *name,
                                                       const char           *region,
                                                       const char           *access_key_id,
                                                       GError              **error);
DossierAccount     *dossier_account_new_with          (const DossierAccountOptions *options,
                                                       GError              **error);
DossierAccount     *dossier_account_new_for_this_run  (const char           *name,
                                                       const char           *region,
                                                       DossierCredentials   *credentials,
                                                       GError              **error);
DossierAccount     *dossier_account_from_json         (JsonObject           *object,
                                                       GError              **error);
JsonObject         *dossier_account_to_json           (DossierAccount       *self);
const char         *dossier_account_get_id            (DossierAccount       *self);
const char         *dossier_account_get_name          (DossierAccount       *self);
const char         *dossier_account_get_region        (DossierAccount       *self);
const char         *dossier_account_get_access_key_id (DossierAccount       *self);
DossierAccountKind  dossier_account_get_kind          (DossierAccount       *self);
const DossierAccountOptions *
                    dossier_account_get_options       (DossierAccount       *self);
const char         *dossier_account_kind_to_word      (DossierAccountKind    kind);
DossierCredentials *dossier_account_get_credentials   (DossierAccount       *self);
gboolean            dossier_account_is_for_this_run   (DossierAccount       *self);

G_END_DECLS
