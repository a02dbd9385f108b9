// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-crypto.h"
#include "dossier-demo-call-private.h"

/* How long an expired session is remembered, so that it is told to be expired. */
#define REMEMBER_EXPIRED G_TIME_SPAN_DAY

static void
forget_old_sessions (DossierDemoCall *call)
{
  GPtrArray *credentials = call->world->credentials;

  for (guint i = credentials->len; i > 0; i--)
    {
      DossierDemoCredential *credential = g_ptr_array_index (credentials, i - 1);

      if (credential->expires != 0 && credential->expires < call->now - REMEMBER_EXPIRED &&
          credential != call->caller.credential)
        {
          g_ptr_array_remove_index (credentials, i - 1);
          dossier_demo_credential_free (credential);
        }
    }
}

/**
 * dossier_demo_call_add_session:
 * @call: a call
 * @identity: a user or a role
 * @seconds: how long the session lasts
 *
 * Returns: (transfer none): temporary keys, which the world keeps
 */
DossierDemoCredential *
dossier_demo_call_add_session (DossierDemoCall           *call,
                               const DossierDemoIdentity *identity,
                               guint64                    seconds)
{
  DossierDemoCredential *credential = g_new0 (DossierDemoCredential, 1);
  g_autofree char *digits = dossier_random_hex (8);
  g_autofree char *upper = g_ascii_strup (digits, -1);

  forget_old_sessions (call);
  credential->access_key_id = g_strconcat ("ASIA", upper, NULL);
  credential->secret = dossier_random_hex (20);
  credential->token = dossier_random_hex (64);
  credential->identity = g_strdup (identity->arn);
  credential->created = call->now;
  credential->expires = call->now + (gint64) seconds * G_TIME_SPAN_SECOND;
  g_ptr_array_add (call->world->credentials, credential);
  dossier_demo_world_change (call->world);
  return credential;
}
