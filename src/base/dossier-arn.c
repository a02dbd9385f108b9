// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-arn.h"
#include "dossier-error.h"

/**
 * dossier_arn_parse:
 * @text: an ARN
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Takes apart `arn:partition:service:region:account:resource`. What the parts
 * may hold is the service's business and is not checked here.
 *
 * Returns: (transfer full) (nullable): the parts
 */
DossierArn *
dossier_arn_parse (const char  *text,
                   GError     **error)
{
  g_auto(GStrv) parts = g_strsplit (text, ":", 6);
  DossierArn *self;

  if (g_strv_length (parts) != 6 || strcmp (parts[0], "arn") != 0 || *parts[1] == '\0' ||
      *parts[2] == '\0' || *parts[5] == '\0')
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                   "“%s” is not an ARN: it should read arn:partition:service:region:account:resource",
                   text);
      return NULL;
    }

  self = g_new0 (DossierArn, 1);
  self->partition = g_steal_pointer (&parts[1]);
  self->service = g_steal_pointer (&parts[2]);
  self->region = g_steal_pointer (&parts[3]);
  self->account = g_steal_pointer (&parts[4]);
  self->resource = g_steal_pointer (&parts[5]);
  g_free (parts[0]);
  g_free (g_steal_pointer (&parts));
  return self;
}

/**
 * dossier_arn_to_text:
 * @self: an ARN
 *
 * Returns: (transfer full): its text
 */
char *
dossier_arn_to_text (const DossierArn *self)
{
  return g_strjoin (":", "arn", self->partition, self->service, self->region, self->account,
                    self->resource, NULL);
}

/**
 * dossier_arn_free:
 * @self: (transfer full): an ARN
 */
void
dossier_arn_free (DossierArn *self)
{
  g_free (self->partition);
  g_free (self->service);
  g_free (self->region);
  g_free (self->account);
  g_free (self->resource);
  g_free (self);
}

/**
 * dossier_account_id_is_valid:
 * @text: (nullable): what may be an AWS account id
 *
 * Returns: whether it is twelve digits
 */
gboolean
dossier_account_id_is_valid (const char *text)
{
  return text != NULL && strlen (text) == 12 && strspn (text, "0123456789") == 12;
}
