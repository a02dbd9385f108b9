// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-aws-secret-json-private.h"
#include "dossier-error.h"
#include "dossier-sso-device.h"

/* RFC 8628, 3.2: where no interval is given. */
#define USUAL_INTERVAL_S 5

#define LONGEST_S (7 * 24 * 60 * 60)

G_DEFINE_BOXED_TYPE (DossierSsoDevice, dossier_sso_device, dossier_sso_device_ref, dossier_sso_device_unref)

static void
clear (gpointer data)
{
  DossierSsoDevice *self = data;

  g_clear_pointer (&self->device_code, dossier_secret_unref);
  g_free (self->user_code);
  g_free (self->verification_uri);
  g_free (self->verification_uri_complete);
}

/* A browser is sent there: to a web site, and not to a file or a program. */
static gboolean
check_uri (const char  *uri,
           GError     **error)
{
  if (uri == NULL || g_str_has_prefix (uri, "https://") || g_str_has_prefix (uri, "http://127.0.0.1:"))
    return TRUE;

  g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                       "The address to sign in at should begin with “https://”");
  return FALSE;
}

static gboolean
take_members (DossierSsoDevice  *self,
              yyjson_val        *root,
              GError           **error)
{
  gint64 expires_in = 0;
  gint64 interval = USUAL_INTERVAL_S;

  if (!dossier_aws_secret_json_need_secret (root, "deviceCode", &self->device_code, error) ||
      !dossier_aws_secret_json_need_text (root, "userCode", &self->user_code, error) ||
      !dossier_aws_secret_json_need_text (root, "verificationUri", &self->verification_uri, error) ||
      !dossier_aws_secret_json_get_text (root, "verificationUriComplete", &self->verification_uri_complete, error) ||
      !dossier_aws_secret_json_need_number (root, "expiresIn", LONGEST_S, &expires_in, error) ||
      (yyjson_obj_get (root, "interval") != NULL &&
       !dossier_aws_secret_json_need_number (root, "interval", LONGEST_S, &interval, error)) ||
      !check_uri (self->verification_uri, error) || !check_uri (self->verification_uri_complete, error))
    return FALSE;

  self->expires_in = (guint) expires_in;
  self->interval = (guint) MAX (interval, 1);
  return TRUE;
}

/**
 * dossier_sso_device_parse:
 * @body: the body of an answer of StartDeviceAuthorization
 * @error: return location for %DOSSIER_ERROR_INVALID_RESPONSE
 *
 * Returns: (transfer full) (nullable): the codes; never %NULL without an error
 */
DossierSsoDevice *
dossier_sso_device_parse (GBytes  *body,
                          GError **error)
{
  g_autoptr(DossierSsoDevice) self = g_atomic_rc_box_new0 (DossierSsoDevice);
  g_autoptr(DossierAwsSecretJson) json = dossier_aws_secret_json_parse (body, error);

  if (json == NULL || !take_members (self, dossier_aws_secret_json_root (json), error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * dossier_sso_device_ref:
 * @self: codes
 *
 * Returns: (transfer full): @self
 */
DossierSsoDevice *
dossier_sso_device_ref (const DossierSsoDevice *self)
{
  return g_atomic_rc_box_acquire ((DossierSsoDevice *) self);
}

/**
 * dossier_sso_device_unref:
 * @self: (transfer full): codes
 */
void
dossier_sso_device_unref (DossierSsoDevice *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
