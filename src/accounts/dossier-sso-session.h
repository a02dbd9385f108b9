// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-aws-client.h"
#include "dossier-prompt.h"
#include "dossier-sso-list.h"

G_BEGIN_DECLS

/**
 * DossierSsoWay:
 * @DOSSIER_SSO_BY_REDIRECT: the browser on this computer comes back by itself
 * @DOSSIER_SSO_BY_DEVICE: any browser, with a code to compare
 *
 * How a person signs in.
 */
typedef enum
{
  DOSSIER_SSO_BY_REDIRECT,
  DOSSIER_SSO_BY_DEVICE,
} DossierSsoWay;

/**
 * DossierSsoOptions:
 * @name: the account or profile it is for, for people
 * @start_url: where the person's directory is: `https://d-1234567890.awsapps.com/start`
 * @region: the Region of IAM Identity Center
 * @scopes: (nullable) (array zero-terminated=1): what to ask for; %NULL for access to accounts
 * @way: how to sign in
 * @for_this_run: whether tokens are kept in memory alone, and not in the keyring
 * @endpoint_url: (nullable): one endpoint for all services, in place of AWS's own
 * @endpoint_flags: which of AWS's endpoints
 * @clock: (nullable): the time; %NULL for this computer's
 * @prompt: (nullable): how a person is asked; %NULL where nobody is there
 *
 * What a sign-in needs.
 */
typedef struct
{
  const char *name;
  const char *start_url;
  const char *region;
  const char *const *scopes;
  DossierSsoWay way;
  gboolean for_this_run;
  const char *endpoint_url;
  DossierEndpointFlags endpoint_flags;
  DossierClock *clock;
  DossierPrompt *prompt;
} DossierSsoOptions;

/* A person's sign-in at IAM Identity Center: its tokens, which are in the keyring and in
 * memory only. All accounts and roles behind one start URL share it.
 */
#define DOSSIER_TYPE_SSO_SESSION (dossier_sso_session_get_type ())
G_DECLARE_FINAL_TYPE (DossierSsoSession, dossier_sso_session, DOSSIER, SSO_SESSION, GObject)

DossierSsoSession *dossier_sso_session_new                  (const DossierSsoOptions  *options,
                                                             GError                  **error);
DexFuture         *dossier_sso_session_get_token            (DossierSsoSession        *self,
                                                             GCancellable             *cancellable);
void               dossier_sso_session_expire_token         (DossierSsoSession        *self,
                                                             DossierSecret            *token);
DexFuture         *dossier_sso_session_sign_in              (DossierSsoSession        *self,
                                                             GCancellable             *cancellable);
DexFuture         *dossier_sso_session_sign_out             (DossierSsoSession        *self,
                                                             GCancellable             *cancellable);
DexFuture         *dossier_sso_session_list_roles           (DossierSsoSession        *self,
                                                             GCancellable             *cancellable);
DexFuture         *dossier_sso_session_get_role_credentials (DossierSsoSession        *self,
                                                             const char               *account,
                                                             const char               *role,
                                                             GCancellable             *cancellable);
const GError      *dossier_sso_session_get_keyring_error    (DossierSsoSession        *self);

G_END_DECLS
