// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-iam-principal.h"
#include "dossier-xml-private.h"

G_DEFINE_BOXED_TYPE (DossierIamPrincipal, dossier_iam_principal, dossier_iam_principal_ref,
                     dossier_iam_principal_unref)

static void
clear (gpointer data)
{
  DossierIamPrincipal *self = data;

  g_free (self->name);
  g_free (self->arn);
  g_free (self->id);
  g_free (self->path);
  g_free (self->permissions_boundary);
  g_free (self->trust_policy);
}

/* IAM percent-encodes policies within its XML (RFC 3986). */
static gboolean
take_policy (xmlNode     *parent,
             const char  *name,
             char       **policy,
             GError     **error)
{
  g_autofree char *text = NULL;

  if (!dossier_xml_get_text (parent, name, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;

  *policy = g_uri_unescape_string (text, NULL);
  if (*policy == NULL || !g_utf8_validate (*policy, -1, NULL))
    {
      g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE, "Element <%s> is not URL-encoded UTF-8", name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_members (DossierIamPrincipal  *self,
              xmlNode              *node,
              const char           *name_member,
              const char           *id_member,
              GError              **error)
{
  xmlNode *boundary = dossier_xml_child (node, "PermissionsBoundary");

  return (self->name = dossier_xml_need_text (node, name_member, error)) != NULL &&
         (self->arn = dossier_xml_need_text (node, "Arn", error)) != NULL &&
         dossier_xml_get_text (node, id_member, &self->id, error) &&
         dossier_xml_get_text (node, "Path", &self->path, error) &&
         (boundary == NULL ||
          dossier_xml_get_text (boundary, "PermissionsBoundaryArn", &self->permissions_boundary, error)) &&
         take_policy (node, "AssumeRolePolicyDocument", &self->trust_policy, error);
}

/**
 * dossier_iam_principal_parse_user:
 * @body: the body of an answer of GetUser
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the user; never %NULL without an error
 */
DossierIamPrincipal *
dossier_iam_principal_parse_user (GBytes  *body,
                                  GError **error)
{
  g_autoptr(DossierIamPrincipal) self = g_atomic_rc_box_new0 (DossierIamPrincipal);
  g_autoptr(xmlDoc) document = NULL;
  xmlNode *result = dossier_xml_parse_result (body, "GetUser", &document, error);
  xmlNode *user = result != NULL ? dossier_xml_need_child (result, "User", error) : NULL;

  if (user == NULL || !take_members (self, user, "UserName", "UserId", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_iam_principal_parse_role:
 * @body: the body of an answer of GetRole
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE or %DOSSIER_ERROR_TOO_LARGE
 *
 * Returns: (transfer full) (nullable): the role; never %NULL without an error
 */
DossierIamPrincipal *
dossier_iam_principal_parse_role (GBytes  *body,
                                  GError **error)
{
  g_autoptr(DossierIamPrincipal) self = g_atomic_rc_box_new0 (DossierIamPrincipal);
  g_autoptr(xmlDoc) document = NULL;
  xmlNode *result = dossier_xml_parse_result (body, "GetRole", &document, error);
  xmlNode *role = result != NULL ? dossier_xml_need_child (result, "Role", error) : NULL;

  if (role == NULL || !take_members (self, role, "RoleName", "RoleId", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * dossier_iam_principal_ref:
 * @self: a user or a role
 *
 * Returns: (transfer full): @self
 */
DossierIamPrincipal *
dossier_iam_principal_ref (const DossierIamPrincipal *self)
{
  return g_atomic_rc_box_acquire ((DossierIamPrincipal *) self);
}

/**
 * dossier_iam_principal_unref:
 * @self: (transfer full): a user or a role
 */
void
dossier_iam_principal_unref (DossierIamPrincipal *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
