// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-crypto.h"
#include "dossier-demo-grant-private.h"

/* How long one that ended is remembered, so that it is told to have ended. */
#define REMEMBER_EXPIRED G_TIME_SPAN_DAY

/**
 * dossier_demo_grant_add:
 * @call: a call
 * @kind: what it is
 * @client: (nullable): the id of the client that gets it
 * @lasts: microseconds
 *
 * Returns: (transfer none): a grant with an id that nobody can guess
 */
DossierDemoGrant *
dossier_demo_grant_add (DossierDemoCall *call,
                        const char      *kind,
                        const char      *client,
                        gint64           lasts)
{
  DossierDemoGrant *grant = g_new0 (DossierDemoGrant, 1);

  for (guint i = call->world->grants->len; i > 0; i--)
    {
      DossierDemoGrant *old = g_ptr_array_index (call->world->grants, i - 1);

      if (old->expires < call->now - REMEMBER_EXPIRED)
        dossier_demo_grant_remove (call, old);
    }

  grant->kind = g_strdup (kind);
  grant->id = dossier_random_hex (32);
  grant->client = g_strdup (client);
  grant->expires = call->now + lasts;
  g_ptr_array_add (call->world->grants, grant);
  dossier_demo_world_change (call->world);
  return grant;
}

/**
 * dossier_demo_grant_find:
 * @call: a call
 * @kind: what it is
 * @id: (nullable): what it is shown by
 *
 * Returns: (transfer none) (nullable): the grant, which may have ended
 */
DossierDemoGrant *
dossier_demo_grant_find (DossierDemoCall *call,
                         const char      *kind,
                         const char      *id)
{
  for (guint i = 0; i < call->world->grants->len; i++)
    {
      DossierDemoGrant *grant = g_ptr_array_index (call->world->grants, i);

      if (g_str_equal (grant->kind, kind) && g_strcmp0 (grant->id, id) == 0)
        return grant;
    }
  return NULL;
}

/**
 * dossier_demo_grant_find_device:
 * @call: a call
 * @user_code: (nullable): what a person reads
 *
 * Returns: (transfer none) (nullable): the device that waits for an answer
 */
DossierDemoGrant *
dossier_demo_grant_find_device (DossierDemoCall *call,
                                const char      *user_code)
{
  for (guint i = 0; i < call->world->grants->len; i++)
    {
      DossierDemoGrant *grant = g_ptr_array_index (call->world->grants, i);

      if (g_str_equal (grant->kind, DOSSIER_DEMO_GRANT_DEVICE) && g_strcmp0 (grant->secret, user_code) == 0 &&
          grant->expires > call->now)
        return grant;
    }
  return NULL;
}

/**
 * dossier_demo_grant_remove:
 * @call: a call
 * @grant: (transfer full): one of the world
 */
void
dossier_demo_grant_remove (DossierDemoCall  *call,
                           DossierDemoGrant *grant)
{
  g_ptr_array_remove (call->world->grants, grant);
  dossier_demo_grant_free (grant);
  dossier_demo_world_change (call->world);
}

/**
 * dossier_demo_grant_remove_session:
 * @call: a call
 * @session: a sign-in, which ends with all its tokens
 */
void
dossier_demo_grant_remove_session (DossierDemoCall *call,
                                   const char      *session)
{
  g_autofree char *name = g_strdup (session);

  for (guint i = call->world->grants->len; i > 0; i--)
    {
      DossierDemoGrant *grant = g_ptr_array_index (call->world->grants, i - 1);

      if (g_strcmp0 (grant->session, name) == 0)
        dossier_demo_grant_remove (call, grant);
    }
}
