// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-account-list.h"
#include "dossier-aws-client.h"
#include "dossier-profile-files.h"
#include "dossier-prompt.h"

G_BEGIN_DECLS

/**
 * DossierProviderContext:
 * @region: (nullable): where to ask for roles; an error where they need one and there is none
 * @endpoint_url: (nullable): one endpoint for all services, in place of AWS's own
 * @endpoint_flags: which of AWS's endpoints
 * @environment: (nullable) (array zero-terminated=1): `NAME=VALUE` strings
 * @clock: (nullable): the time; %NULL for this computer's
 * @prompt: (nullable): how a person is asked; %NULL where nobody is there
 *
 * What providers need beside what they are made of.
 */
typedef struct
{
  const char *region;
  const char *endpoint_url;
  DossierEndpointFlags endpoint_flags;
  char **environment;
  DossierClock *clock;
  DossierPrompt *prompt;
} DossierProviderContext;

DossierCredentialsProvider *dossier_profile_provider_new (const DossierProfileFiles     *files,
                                                          const char                    *profile,
                                                          const DossierProviderContext  *context,
                                                          GError                       **error);
DossierCredentialsProvider *dossier_account_provider_new (DossierAccount                *account,
                                                          DossierAccountList            *accounts,
                                                          const DossierProviderContext  *context,
                                                          GError                       **error);

G_END_DECLS
