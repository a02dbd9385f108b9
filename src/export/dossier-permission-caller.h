// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/**
 * DossierPermissionCaller:
 * @arn: who asks, as STS names it: a user, or the session of a role
 * @account: the 12 digits of the account
 * @partition: `aws`
 * @role: (nullable): the name of the role of a session
 * @principal: (nullable): the user or role, where it can be simulated; of a role a guess
 *   without its path until GetRole told
 * @is_root: whether it is the root user of the account, whom no identity policy limits
 *
 * Whom permissions belong to.
 */
typedef struct
{
  char *arn;
  char *account;
  char *partition;
  char *role;
  char *principal;
  gboolean is_root;
} DossierPermissionCaller;

DossierPermissionCaller *dossier_permission_caller_parse (const char               *arn,
                                                          GError                  **error);
void                     dossier_permission_caller_free  (DossierPermissionCaller  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierPermissionCaller, dossier_permission_caller_free)

G_END_DECLS
