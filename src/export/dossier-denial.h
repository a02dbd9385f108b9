// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DossierDenial:
 * @principal: who asked, an ARN
 * @action: what for, `s3:GetObject`
 * @resource: (nullable): on what
 * @explicit_deny: whether a statement denied it, rather than none allowing it
 * @policy_type: (nullable): which kind of policy did, in AWS's words:
 *   `identity-based policy`, `service control policy`, …
 * @policy_arn: (nullable): the policy itself, where AWS names it
 *
 * What the text of an AccessDenied tells. There are texts that tell nothing.
 */
typedef struct
{
  char *principal;
  char *action;
  char *resource;
  gboolean explicit_deny;
  char *policy_type;
  char *policy_arn;
} DossierDenial;

DossierDenial *dossier_denial_parse (const char    *text);
void           dossier_denial_free  (DossierDenial *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierDenial, dossier_denial_free)

G_END_DECLS
