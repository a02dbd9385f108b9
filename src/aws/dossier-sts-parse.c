// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-sts-parse-private.h"
#include "dossier-xml-private.h"

/* Takes a secret out of a document, and leaves nothing of it there. */
static DossierSecret *
take_secret (xmlNode     *parent,
             const char  *name,
             GError     **error)
{
  char *text = dossier_xml_need_text (parent, name, error);
  xmlNode *child = dossier_xml_child (parent, name);

  if (text == NULL)
    return NULL;

  for (xmlNode *node = child->children; node != NULL; node = node->next)
    if (node->content != NULL)
      dossier_wipe (node->content, strlen ((const char *) node->content));
  return dossier_secret_new_take (text);
}

static DossierCredentials *
parse (GBytes      *body,
       const char  *operation,
       GError     **error)
{
  g_autoptr(xmlDoc) document = NULL;
  xmlNode *result = dossier_xml_parse_result (body, operation, &document, error);
  xmlNode *node = result != NULL ? dossier_xml_need_child (result, "Credentials", error) : NULL;
  g_autofree char *id = node != NULL ? dossier_xml_need_text (node, "AccessKeyId", error) : NULL;
  g_autoptr(DossierSecret) secret = id != NULL ? take_secret (node, "SecretAccessKey", error) : NULL;
  g_autoptr(DossierSecret) token = secret != NULL ? take_secret (node, "SessionToken", error) : NULL;
  gint64 expires = 0;

  if (token == NULL || !dossier_xml_get_time (node, "Expiration", &expires, error))
    return NULL;

  /* Taken for lasting, they would be used until AWS refuses them. */
  if (expires == 0)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Element <Expiration> is missing");
      return NULL;
    }

  return dossier_credentials_new (id, secret, token, expires);
}

/**
 * dossier_sts_parse_assumed_role:
 * @body: the body of an answer of AssumeRole
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the credentials of the session; never %NULL without an error
 */
DossierCredentials *
dossier_sts_parse_assumed_role (GBytes  *body,
                                GError **error)
{
  return parse (body, "AssumeRole", error);
}

/**
 * dossier_sts_parse_session_token:
 * @body: the body of an answer of GetSessionToken
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the credentials of the session; never %NULL without an error
 */
DossierCredentials *
dossier_sts_parse_session_token (GBytes  *body,
                                 GError **error)
{
  return parse (body, "GetSessionToken", error);
}
