// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-caller-identity.h"
#include "dossier-error.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierCallerIdentity, dossier_caller_identity, dossier_caller_identity_copy,
                     dossier_caller_identity_free)

static gboolean
take_members (DossierCallerIdentity  *self,
              xmlNode                *response,
              GError                **error)
{
  xmlNode *result = dossier_xml_child (response, "GetCallerIdentityResult");

  if (result == NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                           "Element <GetCallerIdentityResult> is missing");
      return FALSE;
    }

  return (self->account = dossier_xml_need_text (result, "Account", error)) != NULL &&
         (self->arn = dossier_xml_need_text (result, "Arn", error)) != NULL &&
         (self->user_id = dossier_xml_need_text (result, "UserId", error)) != NULL;
}

/**
 * dossier_caller_identity_parse:
 * @body: the body of an answer of GetCallerIdentity
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the identity; never %NULL without an error
 */
DossierCallerIdentity *
dossier_caller_identity_parse (GBytes  *body,
                               GError **error)
{
  g_autoptr(DossierCallerIdentity) self = g_new0 (DossierCallerIdentity, 1);
  g_autoptr(xmlDoc) document = dossier_xml_parse (body, "GetCallerIdentityResponse", error);

  if (document == NULL || !take_members (self, xmlDocGetRootElement (document), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_caller_identity_copy:
 * @self: an identity
 *
 * Returns: (transfer full): a copy
 */
DossierCallerIdentity *
dossier_caller_identity_copy (const DossierCallerIdentity *self)
{
  DossierCallerIdentity *copy = g_new0 (DossierCallerIdentity, 1);

  copy->account = g_strdup (self->account);
  copy->arn = g_strdup (self->arn);
  copy->user_id = g_strdup (self->user_id);
  return copy;
}

/**
 * dossier_caller_identity_free:
 * @self: (transfer full): an identity
 */
void
dossier_caller_identity_free (DossierCallerIdentity *self)
{
  g_free (self->account);
  g_free (self->arn);
  g_free (self->user_id);
  g_free (self);
}
