// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-permission-caller.h"

#define USER    "user/"
#define SESSION "assumed-role/"

/**
 * dossier_permission_caller_parse:
 * @arn: the Arn of GetCallerIdentity
 * @error: return location, see dossier_arn_parse()
 *
 * A session's ARN lacks the path of its role (“IAM identifiers” in the IAM user
 * guide), so the role's is a guess.
 *
 * Returns: (transfer full) (nullable): who it is
 */
DossierPermissionCaller *
dossier_permission_caller_parse (const char  *arn,
                                 GError     **error)
{
  g_autoptr(DossierArn) parts = dossier_arn_parse (arn, error);
  DossierPermissionCaller *self;

  if (parts == NULL)
    return NULL;

  self = g_new0 (DossierPermissionCaller, 1);
  self->arn = g_strdup (arn);
  self->account = g_strdup (parts->account);
  self->partition = g_strdup (parts->partition);
  self->is_root = g_str_equal (parts->resource, "root");
  if (g_str_equal (parts->service, "iam") && g_str_has_prefix (parts->resource, USER))
    self->principal = g_strdup (arn);
  if (g_str_equal (parts->service, "sts") && g_str_has_prefix (parts->resource, SESSION))
    {
      const char *name = parts->resource + strlen (SESSION);

      self->role = g_strndup (name, strcspn (name, "/"));
      self->principal = g_strdup_printf ("arn:%s:iam::%s:role/%s", parts->partition, parts->account, self->role);
    }
  return self;
}

/**
 * dossier_permission_caller_free:
 * @self: (transfer full): who it is
 */
void
dossier_permission_caller_free (DossierPermissionCaller *self)
{
  g_free (self->arn);
  g_free (self->account);
  g_free (self->partition);
  g_free (self->role);
  g_free (self->principal);
  g_free (self);
}
