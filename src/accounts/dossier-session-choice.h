// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-account-list.h"
#include "dossier-prompt.h"
#include "dossier-session.h"

G_BEGIN_DECLS

/**
 * DossierSessionChoice:
 * @account: (nullable): the name of an account
 * @profile: (nullable): the name of a profile in the AWS CLI's files; not with @account
 * @region: (nullable): an AWS Region
 * @endpoint_url: (nullable): one endpoint for all services
 * @prompt: (nullable): how the person is asked for a code or to sign in; %NULL where nobody is there
 *
 * What a person said about whom to ask as, and where. All of it may be left out.
 */
typedef struct
{
  const char *account;
  const char *profile;
  const char *region;
  const char *endpoint_url;
  DossierPrompt *prompt;
} DossierSessionChoice;

DossierSession *dossier_session_choice_resolve (const DossierSessionChoice  *self,
                                                char                       **environment,
                                                DossierAccountList          *accounts,
                                                GError                     **error);

G_END_DECLS
