// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_CALLER_IDENTITY (dossier_caller_identity_get_type ())

/**
 * DossierCallerIdentity:
 * @account: the 12 digits of the account
 * @arn: the user, or the session of a role
 * @user_id: AWS's unique id of it
 *
 * Whom credentials belong to: the answer of STS's GetCallerIdentity.
 */
typedef struct
{
  char *account;
  char *arn;
  char *user_id;
} DossierCallerIdentity;

GType                  dossier_caller_identity_get_type (void);
DossierCallerIdentity *dossier_caller_identity_parse    (GBytes                       *body,
                                                         GError                      **error);
DossierCallerIdentity *dossier_caller_identity_copy     (const DossierCallerIdentity  *self);
void                   dossier_caller_identity_free     (DossierCallerIdentity        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierCallerIdentity, dossier_caller_identity_free)

G_END_DECLS
