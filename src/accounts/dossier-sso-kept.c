// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <string.h>

#include "dossier-sso-session-private.h"

/* The form of an entry of the keyring: lines, of which the first names it. */
#define FORM    "dossier-sso-1"
#define N_LINES 8

/**
 * dossier_sso_kept_clear:
 * @self: what is kept
 */
void
dossier_sso_kept_clear (DossierSsoKept *self)
{
  g_clear_pointer (&self->access_token, dossier_secret_unref);
  g_clear_pointer (&self->refresh_token, dossier_secret_unref);
  g_clear_pointer (&self->registration, dossier_sso_registration_unref);
  self->ends = 0;
}

static const char *
text_of (DossierSecret *secret)
{
  return secret != NULL ? dossier_secret_peek (secret) : "";
}

/**
 * dossier_sso_kept_to_text:
 * @self: what is kept
 *
 * Returns: (transfer full) (nullable): an entry for the keyring; %NULL if a token has a line
 *   break, which none of AWS's has
 */
DossierSecret *
dossier_sso_kept_to_text (const DossierSsoKept *self)
{
  const DossierSsoRegistration *client = self->registration;
  g_autofree char *ends = g_strdup_printf ("%" G_GINT64_FORMAT, self->ends);
  g_autofree char *client_ends = g_strdup_printf ("%" G_GINT64_FORMAT, client != NULL ? client->expires : 0);
  const char *parts[N_LINES + 1] = {
    FORM,
    text_of (self->access_token),
    text_of (self->refresh_token),
    ends,
    client != NULL ? client->client_id : "",
    text_of (client != NULL ? client->client_secret : NULL),
    client_ends,
    self->way == DOSSIER_SSO_BY_REDIRECT ? "redirect" : "device",
    NULL,
  };

  for (gsize i = 0; i < N_LINES; i++)
    if (strchr (parts[i], '\n') != NULL)
      return NULL;
  return dossier_secret_new_take (g_strjoinv ("\n", (char **) parts));
}

static DossierSecret *
secret_of (const char *line)
{
  return *line != '\0' ? dossier_secret_new (line) : NULL;
}

static void
wipe_lines (char **lines)
{
  for (gsize i = 0; lines[i] != NULL; i++)
    dossier_wipe_free (lines[i]);
  g_free (lines);
}

/**
 * dossier_sso_kept_read:
 * @self: nothing kept
 * @text: an entry of the keyring
 *
 * Returns: whether it is one of ours; another program's leaves @self as it is
 */
gboolean
dossier_sso_kept_read (DossierSsoKept      *self,
                       const DossierSecret *text)
{
  char **lines = g_strsplit (dossier_secret_peek (text), "\n", -1);
  gboolean ours = g_strv_length (lines) == N_LINES && g_str_equal (lines[0], FORM);
  g_autoptr(DossierSecret) client_secret = ours ? secret_of (lines[5]) : NULL;

  if (ours)
    {
      self->access_token = secret_of (lines[1]);
      self->refresh_token = secret_of (lines[2]);
      self->ends = g_ascii_strtoll (lines[3], NULL, 10);
      if (client_secret != NULL && *lines[4] != '\0')
        self->registration =
            dossier_sso_registration_new (lines[4], client_secret, g_ascii_strtoll (lines[6], NULL, 10));
      self->way = g_str_equal (lines[7], "redirect") ? DOSSIER_SSO_BY_REDIRECT : DOSSIER_SSO_BY_DEVICE;
    }
  wipe_lines (lines);
  return ours;
}
