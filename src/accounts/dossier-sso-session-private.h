// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-once-private.h"
#include "dossier-sso-oidc.h"
#include "dossier-sso-session.h"

G_BEGIN_DECLS

/**
 * DossierSsoKept:
 * @access_token: (nullable): what the portal is asked with
 * @refresh_token: (nullable): what another one is asked for with
 * @ends: when @access_token ends, microseconds since 1970 UTC
 * @registration: (nullable): this program, as IAM Identity Center knows it
 * @way: what @registration is good for
 *
 * What is kept of a sign-in, all of it secret.
 */
typedef struct
{
  DossierSecret *access_token;
  DossierSecret *refresh_token;
  gint64 ends;
  DossierSsoRegistration *registration;
  DossierSsoWay way;
} DossierSsoKept;

void           dossier_sso_kept_clear   (DossierSsoKept       *self);
DossierSecret *dossier_sso_kept_to_text (const DossierSsoKept *self);
gboolean       dossier_sso_kept_read    (DossierSsoKept       *self,
                                         const DossierSecret  *text);

struct _DossierSsoSession
{
  GObject parent_instance;

  char *name;
  char *start_url;
  char *keyring_id;
  GStrv scopes;
  DossierSsoWay way;
  gboolean for_this_run;
  DossierPrompt *prompt;
  DossierClock *clock;
  DossierAwsClient *client;

  gboolean loaded;
  DossierSsoKept kept;
  GError *keyring_error;
  DossierOnce *renewal;
  gboolean sign_in_anew;
};

DossierSsoToken *dossier_sso_sign_in (DossierSsoSession  *self,
                                      GCancellable       *cancellable,
                                      GError            **error);

G_END_DECLS
