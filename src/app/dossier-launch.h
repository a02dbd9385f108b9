// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DossierLaunch:
 * @demo: (nullable): the scenario of the demo service to play
 * @account: (nullable): the name of an account
 * @profile: (nullable): the name of a profile in the AWS CLI's files
 * @region: (nullable): an AWS Region
 * @endpoint_url: (nullable): one endpoint for all services
 *
 * Whose findings a window is to show, as the command line or a menu said it.
 */
typedef struct
{
  char *demo;
  char *account;
  char *profile;
  char *region;
  char *endpoint_url;
} DossierLaunch;

void           dossier_launch_add_options   (GApplication         *application);
char         **dossier_launch_expand_words  (char                **words);
DossierLaunch *dossier_launch_from_options  (GVariantDict         *options);
DossierLaunch *dossier_launch_new_demo      (const char           *scenario);
DossierLaunch *dossier_launch_new_account   (const char           *account);
DossierLaunch *dossier_launch_copy          (const DossierLaunch  *self);
void           dossier_launch_free          (DossierLaunch        *self);
gboolean       dossier_launch_is_empty      (const DossierLaunch  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierLaunch, dossier_launch_free)

G_END_DECLS
