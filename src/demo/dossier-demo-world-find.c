// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-arn.h"
#include "dossier-demo-world-private.h"

/**
 * dossier_demo_is_member:
 * @account: an account id
 *
 * Returns: whether the account is in the demo's organisation
 */
gboolean
dossier_demo_is_member (const char *account)
{
  for (guint i = 0; i < DOSSIER_DEMO_N_ACCOUNTS; i++)
    if (g_strcmp0 (account, dossier_demo_account_id (i)) == 0)
      return TRUE;
  return FALSE;
}

/**
 * dossier_demo_region_exists:
 * @region: a Region
 *
 * Returns: whether Inspector works there in this world
 */
gboolean
dossier_demo_region_exists (const char *region)
{
  for (guint i = 0; i < DOSSIER_DEMO_N_REGIONS; i++)
    if (g_strcmp0 (region, dossier_demo_region (i)) == 0)
      return TRUE;
  return FALSE;
}

/**
 * dossier_demo_region_is_opt_in:
 * @region: a Region of the world
 *
 * Returns: whether a service acts there under its regional principal
 */
gboolean
dossier_demo_region_is_opt_in (const char *region)
{
  return g_strcmp0 (region, dossier_demo_region (1)) == 0;
}

/**
 * dossier_demo_world_find_identity:
 * @self: a world
 * @arn: of a user, role or group
 *
 * Returns: (transfer none) (nullable): the identity
 */
DossierDemoIdentity *
dossier_demo_world_find_identity (DossierDemoWorld *self,
                                  const char       *arn)
{
  for (guint i = 0; i < self->identities->len; i++)
    {
      DossierDemoIdentity *identity = g_ptr_array_index (self->identities, i);

      if (g_strcmp0 (identity->arn, arn) == 0)
        return identity;
    }
  return NULL;
}

/**
 * dossier_demo_world_find_named:
 * @self: a world
 * @account: an account id
 * @kind: `user`, `role` or `group`
 * @name: its name, without a path
 *
 * Returns: (transfer none) (nullable): the identity
 */
DossierDemoIdentity *
dossier_demo_world_find_named (DossierDemoWorld *self,
                               const char       *account,
                               const char       *kind,
                               const char       *name)
{
  g_autofree char *prefix = g_strdup_printf ("arn:aws:iam::%s:%s/", account, kind);

  for (guint i = 0; i < self->identities->len; i++)
    {
      DossierDemoIdentity *identity = g_ptr_array_index (self->identities, i);

      if (g_str_has_prefix (identity->arn, prefix) && g_strcmp0 (identity->name, name) == 0)
        return identity;
    }
  return NULL;
}

static void
add_policies_of (DossierDemoWorld *self,
                 const char       *owner,
                 GPtrArray        *found)
{
  for (guint i = 0; i < self->policies->len; i++)
    {
      DossierDemoPolicy *policy = g_ptr_array_index (self->policies, i);

      if (g_strcmp0 (policy->owner, owner) == 0)
        g_ptr_array_add (found, policy);
    }
}

/**
 * dossier_demo_world_list_policies:
 * @self: a world
 * @identity: an identity of it
 *
 * Returns: (transfer container) (element-type DossierDemoPolicy): its own
 *   policies, then those of its groups
 */
GPtrArray *
dossier_demo_world_list_policies (DossierDemoWorld          *self,
                                  const DossierDemoIdentity *identity)
{
  GPtrArray *found = g_ptr_array_new ();

  add_policies_of (self, identity->arn, found);
  for (GStrv at = identity->groups; at != NULL && *at != NULL; at++)
    {
      DossierDemoIdentity *group = dossier_demo_world_find_named (self, identity->account, "group", *at);

      if (group != NULL)
        add_policies_of (self, group->arn, found);
    }
  return found;
}

/**
 * dossier_demo_world_list_organization_policies:
 * @self: a world
 * @account: an account
 *
 * Returns: (transfer container) (element-type DossierDemoPolicy): the service control
 *   policies that bound it
 */
GPtrArray *
dossier_demo_world_list_organization_policies (DossierDemoWorld *self,
                                               const char       *account)
{
  GPtrArray *found = g_ptr_array_new ();

  if (dossier_demo_is_member (account))
    add_policies_of (self, DOSSIER_DEMO_ORGANIZATION_ID, found);
  return found;
}

/**
 * dossier_demo_world_find_credential:
 * @self: a world
 * @access_key_id: the public half
 *
 * Returns: (transfer none) (nullable): the pair
 */
DossierDemoCredential *
dossier_demo_world_find_credential (DossierDemoWorld *self,
                                    const char       *access_key_id)
{
  for (guint i = 0; i < self->credentials->len; i++)
    {
      DossierDemoCredential *credential = g_ptr_array_index (self->credentials, i);

      if (g_strcmp0 (credential->access_key_id, access_key_id) == 0)
        return credential;
    }
  return NULL;
}

/**
 * dossier_demo_world_find_bucket:
 * @self: a world
 * @name: a bucket's name
 *
 * Returns: (transfer none) (nullable): the bucket, whoever owns it
 */
DossierDemoBucket *
dossier_demo_world_find_bucket (DossierDemoWorld *self,
                                const char       *name)
{
  for (guint i = 0; i < self->buckets->len; i++)
    {
      DossierDemoBucket *bucket = g_ptr_array_index (self->buckets, i);

      if (g_strcmp0 (bucket->name, name) == 0)
        return bucket;
    }
  return NULL;
}

/**
 * dossier_demo_world_find_object:
 * @self: a world
 * @bucket: a bucket's name
 * @key: an object's key
 *
 * Returns: (transfer none) (nullable): the object
 */
DossierDemoObject *
dossier_demo_world_find_object (DossierDemoWorld *self,
                                const char       *bucket,
                                const char       *key)
{
  for (guint i = 0; i < self->objects->len; i++)
    {
      DossierDemoObject *object = g_ptr_array_index (self->objects, i);

      if (g_strcmp0 (object->key, key) == 0 && g_strcmp0 (object->bucket, bucket) == 0)
        return object;
    }
  return NULL;
}

static const char *
target_of_alias (DossierDemoWorld *self,
                 const char       *account,
                 const char       *region,
                 const char       *name)
{
  for (guint i = 0; i < self->aliases->len; i++)
    {
      DossierDemoAlias *alias = g_ptr_array_index (self->aliases, i);

      if (g_strcmp0 (alias->name, name) == 0 && g_strcmp0 (alias->account, account) == 0 &&
          g_strcmp0 (alias->region, region) == 0)
        return alias->target;
    }
  return NULL;
}

/**
 * dossier_demo_world_find_key:
 * @self: a world
 * @account: the account in which an id or alias without an ARN is meant
 * @region: the Region of the call
 * @reference: a key id, key ARN, `alias/…` or alias ARN
 *
 * Returns: (transfer none) (nullable): the key, if the reference is of @region
 */
DossierDemoKey *
dossier_demo_world_find_key (DossierDemoWorld *self,
                             const char       *account,
                             const char       *region,
                             const char       *reference)
{
  g_autoptr (DossierArn) arn =
      g_str_has_prefix (reference, "arn:") ? dossier_arn_parse (reference, NULL) : NULL;
  const char *id = reference;

  if (arn != NULL)
    {
      if (g_strcmp0 (arn->service, "kms") != 0 || g_strcmp0 (arn->region, region) != 0)
        return NULL;
      account = arn->account;
      id = g_str_has_prefix (arn->resource, "key/") ? arn->resource + strlen ("key/") : arn->resource;
    }
  if (g_str_has_prefix (id, "alias/"))
    id = target_of_alias (self, account, region, id);
  for (guint i = 0; i < self->keys->len; i++)
    {
      DossierDemoKey *key = g_ptr_array_index (self->keys, i);

      if (g_strcmp0 (key->id, id) == 0 && g_strcmp0 (key->account, account) == 0 &&
          g_strcmp0 (key->region, region) == 0)
        return key;
    }
  return NULL;
}

/**
 * dossier_demo_world_find_report:
 * @self: a world
 * @account: who asked for it
 * @region: where
 * @id: (nullable): its id; %NULL: the one that is being made
 *
 * Returns: (transfer none) (nullable): the report
 */
DossierDemoReport *
dossier_demo_world_find_report (DossierDemoWorld *self,
                                const char       *account,
                                const char       *region,
                                const char       *id)
{
  for (guint i = 0; i < self->reports->len; i++)
    {
      DossierDemoReport *report = g_ptr_array_index (self->reports, i);

      if (g_strcmp0 (report->account, account) == 0 && g_strcmp0 (report->region, region) == 0 &&
          (id != NULL ? g_strcmp0 (report->id, id) == 0 : g_strcmp0 (report->status, "IN_PROGRESS") == 0))
        return report;
    }
  return NULL;
}
