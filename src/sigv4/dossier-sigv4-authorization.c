// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-error.h"
#include "dossier-sigv4-authorization.h"
#include "dossier-sigv4.h"

/**
 * dossier_sigv4_authorization_free:
 * @self: (transfer full): a header taken apart
 */
void
dossier_sigv4_authorization_free (DossierSigv4Authorization *self)
{
  g_free (self->access_key_id);
  g_free (self->date);
  g_free (self->region);
  g_free (self->service);
  g_strfreev (self->signed_headers);
  g_free (self->signature);
  g_free (self);
}

static gboolean
take_credential (DossierSigv4Authorization *self,
                 const char                *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "/", -1);
  guint n = g_strv_length (parts);

  if (n != 5 || strcmp (parts[4], "aws4_request") != 0 || strlen (parts[1]) != 8)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (*parts[i] == '\0')
      return FALSE;

  g_set_str (&self->access_key_id, parts[0]);
  g_set_str (&self->date, parts[1]);
  g_set_str (&self->region, parts[2]);
  g_set_str (&self->service, parts[3]);
  return TRUE;
}

static gboolean
take_signature (DossierSigv4Authorization *self,
                const char                *text)
{
  if (strlen (text) != 64 || strspn (text, "0123456789abcdef") != 64)
    return FALSE;

  g_set_str (&self->signature, text);
  return TRUE;
}

static gboolean
take_part (DossierSigv4Authorization *self,
           const char                *part)
{
  if (g_str_has_prefix (part, "Credential="))
    return take_credential (self, part + strlen ("Credential="));
  if (g_str_has_prefix (part, "Signature="))
    return take_signature (self, part + strlen ("Signature="));
  if (!g_str_has_prefix (part, "SignedHeaders="))
    return FALSE;

  g_strfreev (self->signed_headers);
  self->signed_headers = g_strsplit (part + strlen ("SignedHeaders="), ";", -1);
  return self->signed_headers[0] != NULL && *self->signed_headers[0] != '\0';
}

/**
 * dossier_sigv4_authorization_parse:
 * @value: the value of an Authorization header
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT
 *
 * Returns: (transfer full) (nullable): its parts, none of them missing
 */
DossierSigv4Authorization *
dossier_sigv4_authorization_parse (const char  *value,
                                   GError     **error)
{
  g_autoptr(DossierSigv4Authorization) self = g_new0 (DossierSigv4Authorization, 1);
  g_auto(GStrv) parts = NULL;

  if (!g_str_has_prefix (value, DOSSIER_SIGV4_ALGORITHM " "))
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                           "The Authorization header does not begin with " DOSSIER_SIGV4_ALGORITHM);
      return NULL;
    }

  parts = g_strsplit (value + strlen (DOSSIER_SIGV4_ALGORITHM " "), ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (!take_part (self, g_strstrip (parts[i])))
      {
        g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                             "The Authorization header has a part that is not "
                             "Credential, SignedHeaders or Signature in their forms");
        return NULL;
      }

  if (self->access_key_id == NULL || self->signature == NULL || self->signed_headers == NULL)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT,
                           "The Authorization header lacks Credential, SignedHeaders or Signature");
      return NULL;
    }
  return g_steal_pointer (&self);
}
