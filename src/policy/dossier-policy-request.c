// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-policy-private.h"

G_DEFINE_BOXED_TYPE (DossierPolicyRequest, dossier_policy_request, dossier_policy_request_ref, dossier_policy_request_unref)

/* The same for a key in whatever case (FNV-1a). */
guint
dossier_policy_key_hash (const char *key)
{
  guint hash = 2166136261u;

  for (; *key != '\0'; key++)
    hash = (hash ^ (guchar) g_ascii_tolower (*key)) * 16777619u;
  return hash;
}

static void
add (DossierPolicyRequest *self,
     const char           *key,
     const char           *value)
{
  DossierPolicyContext entry = { dossier_policy_key_hash (key), g_string_chunk_insert (self->chunk, key), value };

  g_array_append_val (self->context, entry);
}

/* Makes it another request, in the memory that it has. */
void
dossier_policy_request_reset (DossierPolicyRequest *self,
                              const char           *action,
                              const char           *resource)
{
  g_string_chunk_clear (self->chunk);
  g_array_set_size (self->context, 0);
  self->action = g_string_chunk_insert (self->chunk, action);
  self->resource = g_string_chunk_insert (self->chunk, resource);
  self->principal_aws = self->principal_service = NULL;
}

/**
 * dossier_policy_request_new:
 * @action: such as `s3:PutObject`
 * @resource: the ARN that is acted on
 *
 * A request without a principal and with an empty context.
 *
 * Returns: (transfer full): the request
 */
DossierPolicyRequest *
dossier_policy_request_new (const char *action,
                            const char *resource)
{
  DossierPolicyRequest *self = g_new0 (DossierPolicyRequest, 1);

  g_ref_count_init (&self->ref_count);
  self->chunk = g_string_chunk_new (2048);
  self->context = g_array_new (FALSE, FALSE, sizeof (DossierPolicyContext));
  dossier_policy_request_reset (self, action, resource);
  return self;
}

/**
 * dossier_policy_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
DossierPolicyRequest *
dossier_policy_request_ref (DossierPolicyRequest *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * dossier_policy_request_unref:
 * @self: (transfer full): a request
 */
void
dossier_policy_request_unref (DossierPolicyRequest *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_string_chunk_free (self->chunk);
  g_array_unref (self->context);
  g_free (self);
}

/**
 * dossier_policy_request_set_principal_aws:
 * @self: a request that nobody else holds yet
 * @arn: the ARN of the user, role session or account root that calls
 */
void
dossier_policy_request_set_principal_aws (DossierPolicyRequest *self,
                                          const char           *arn)
{
  self->principal_aws = g_string_chunk_insert (self->chunk, arn);
}

/**
 * dossier_policy_request_set_principal_service:
 * @self: a request that nobody else holds yet
 * @name: such as `inspector2.amazonaws.com`
 */
void
dossier_policy_request_set_principal_service (DossierPolicyRequest *self,
                                              const char           *name)
{
  self->principal_service = g_string_chunk_insert (self->chunk, name);
}

/**
 * dossier_policy_request_add_context:
 * @self: a request that nobody else holds yet
 * @key: a condition key, in any case
 * @value: its value; a further call with the same key adds another value
 */
void
dossier_policy_request_add_context (DossierPolicyRequest *self,
                                    const char           *key,
                                    const char           *value)
{
  add (self, key, g_string_chunk_insert (self->chunk, value));
}

/**
 * dossier_policy_request_set_unknown:
 * @self: a request that nobody else holds yet
 * @key: a condition key of which nobody can say whether it is there, nor its value
 */
void
dossier_policy_request_set_unknown (DossierPolicyRequest *self,
                                    const char           *key)
{
  add (self, key, NULL);
}
