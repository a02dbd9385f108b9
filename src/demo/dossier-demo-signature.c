// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-demo-signature-private.h"
#include "dossier-sigv4.h"
#include "dossier-time.h"

static DossierDemoSignature *
read_presigned (DossierDemoCall *call)
{
  const char *credential = dossier_demo_call_get_query (call, "X-Amz-Credential");
  const char *headers = dossier_demo_call_get_query (call, "X-Amz-SignedHeaders");
  const char *signature = dossier_demo_call_get_query (call, "X-Amz-Signature");
  const char *expires = dossier_demo_call_get_query (call, "X-Amz-Expires");
  g_autoptr (DossierDemoSignature) self = g_new0 (DossierDemoSignature, 1);
  g_autofree char *header = NULL;
  guint64 seconds = 0;

  if (credential == NULL || headers == NULL || signature == NULL || expires == NULL ||
      !g_ascii_string_to_unsigned (expires, 10, 1, DOSSIER_SIGV4_MAX_EXPIRES, &seconds, NULL))
    return NULL;
  header = g_strdup_printf (DOSSIER_SIGV4_ALGORITHM " Credential=%s, SignedHeaders=%s, Signature=%s",
                            credential, headers, signature);
  self->authorization = dossier_sigv4_authorization_parse (header, NULL);
  self->amz_date = g_strdup (dossier_demo_call_get_query (call, "X-Amz-Date"));
  self->token = g_strdup (dossier_demo_call_get_query (call, "X-Amz-Security-Token"));
  self->expires = (gint64) seconds;
  self->presigned = TRUE;
  return g_steal_pointer (&self);
}

static DossierDemoSignature *
read_header (DossierDemoCall *call,
             const char      *value)
{
  DossierDemoSignature *self = g_new0 (DossierDemoSignature, 1);

  self->authorization = dossier_sigv4_authorization_parse (value, NULL);
  self->amz_date = g_strdup (dossier_demo_call_get_header (call, "X-Amz-Date"));
  self->token = g_strdup (dossier_demo_call_get_header (call, "X-Amz-Security-Token"));
  return self;
}

/**
 * dossier_demo_signature_read:
 * @call: a call of which nothing is known but its message and query
 * @garbled: (out): whether there is a signature that cannot be read
 *
 * Reads what a request says about its signature, in its header or its URL.
 *
 * Returns: (transfer full) (nullable): what it says; %NULL when it is not signed or garbled
 */
DossierDemoSignature *
dossier_demo_signature_read (DossierDemoCall *call,
                             gboolean        *garbled)
{
  const char *value = dossier_demo_call_get_header (call, "Authorization");
  gboolean presigned = dossier_demo_call_get_query (call, "X-Amz-Algorithm") != NULL;
  g_autoptr (DossierDemoSignature) self = NULL;

  *garbled = FALSE;
  if (value != NULL)
    self = read_header (call, value);
  else if (presigned)
    self = read_presigned (call);
  else
    return NULL;
  *garbled = self == NULL || self->authorization == NULL || self->amz_date == NULL ||
             !dossier_time_from_amz_date (self->amz_date, &self->signed_at);
  return *garbled ? NULL : g_steal_pointer (&self);
}

/**
 * dossier_demo_signature_free:
 * @self: (nullable) (transfer full): a signature
 */
void
dossier_demo_signature_free (DossierDemoSignature *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->authorization, dossier_sigv4_authorization_free);
  g_free (self->amz_date);
  g_free (self->token);
  g_free (self);
}
