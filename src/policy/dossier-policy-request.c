// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-policy-private.h"

G_DEFINE_BOXED_TYPE (DossierPolicyRequest, dossier_policy_request, dossier_policy_request_ref, dossier_policy_request_unref)

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
  self->action = g_strdup (action);
  self->resource = g_strdup (resource);
  self->context = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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
  g_free (self->action);
  g_free (self->resource);
  g_free (self->principal_aws);
  g_free (self->principal_service);
  g_hash_table_unref (self->context);
  g_hash_table_unref (self->unknown);
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
  g_set_str (&self->principal_aws, arn);
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
  g_set_str (&self->principal_service, name);
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
  g_autofree char *lower = g_ascii_strdown (key, -1);
  GPtrArray *values = g_hash_table_lookup (self->context, lower);

  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->context, g_steal_pointer (&lower), values);
    }
  g_ptr_array_add (values, g_strdup (value));
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
  g_hash_table_replace (self->unknown, g_ascii_strdown (key, -1), g_strdup (key));
}
