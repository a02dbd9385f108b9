// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-import-plan.h"
#include "dossier-profile-way.h"

/* What was planned so far. A profile may become two accounts: its own, and that of the
 * keys it gives as the source of a role.
 */
typedef struct
{
  const DossierProfileFiles *files;
  DossierAccountList *accounts;
  const char *region;
  GPtrArray *items;
  GHashTable *done; /* (profile, or profile and "\n" as a source) -> DossierImportItem, or NULL while under way */
} Plan;

static DossierImportItem *plan_profile (Plan       *self,
                                        const char *profile,
                                        gboolean    is_source);

static void
item_free (gpointer data)
{
  DossierImportItem *item = data;

  g_free (item->profile);
  g_clear_object (&item->account);
  g_clear_pointer (&item->credentials, dossier_credentials_unref);
  g_free (item->reason);
  g_free (item);
}

/* The profile's, or what the AWS CLI would fall back to, or what the person said. */
static const char *
find_region (Plan       *self,
             const char *profile)
{
  const char *region = dossier_profile_files_get (self->files, profile, "region");

  if (region == NULL)
    region = dossier_profile_files_get (self->files, "default", "region");
  return region != NULL ? region : self->region;
}

static gboolean
is_taken (Plan       *self,
          const char *name)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const DossierImportItem *item = g_ptr_array_index (self->items, i);

      if (item->account != NULL && g_str_equal (dossier_account_get_name (item->account), name))
        return TRUE;
    }
  return dossier_account_list_find (self->accounts, name) != NULL;
}

/* As whom a role is asked for; an account that is planned before it. */
static gboolean
set_source (Plan                     *self,
            const DossierProfileWay  *way,
            DossierAccountOptions    *options,
            char                    **reason)
{
  const DossierImportItem *source;

  if (way->source_profile == NULL)
    {
      *reason = g_strdup ("its role is asked for with the keys of the environment, which no account has");
      return FALSE;
    }

  source = plan_profile (self, way->source_profile, TRUE);
  if (source == NULL)
    *reason = g_strdup_printf ("its roles go round in a circle, through “%s”", way->source_profile);
  else if (source->account == NULL)
    *reason = g_strdup_printf ("its role is asked for as “%s”, which is not taken", way->source_profile);
  else
    options->source = dossier_account_get_id (source->account);
  return options->source != NULL;
}

static void
fill (Plan                     *self,
      DossierImportItem        *item,
      const DossierProfileWay  *way,
      const char               *name)
{
  g_autoptr(GError) error = NULL;
  DossierAccountOptions options = {
    .name = name,
    .region = find_region (self, item->profile),
    .role = way->role,
    .external_id = way->external_id,
    .mfa_serial = way->mfa_serial,
    .session_name = way->session_name,
    .duration = way->duration,
    .start_url = way->start_url,
    .sso_region = way->sso_region,
    .sso_account = way->sso_account,
    .sso_role = way->sso_role,
  };

  if (options.region == NULL)
    {
      item->reason = g_strdup ("it has no region, and neither has the profile “default”; say which to begin with");
      return;
    }

  switch (way->kind)
    {
    case DOSSIER_PROFILE_ROLE:
      options.kind = DOSSIER_ACCOUNT_ROLE;
      if (!set_source (self, way, &options, &item->reason))
        return;
      break;
    case DOSSIER_PROFILE_SSO:
      options.kind = DOSSIER_ACCOUNT_SSO;
      break;
    case DOSSIER_PROFILE_KEYS:
    default:
      options.kind = DOSSIER_ACCOUNT_KEY;
      options.access_key_id = dossier_credentials_get_access_key_id (way->credentials);
      item->credentials = dossier_credentials_ref (way->credentials);
    }

  if (is_taken (self, name))
    item->reason = g_strdup_printf ("there is an account “%s” already", name);
  else
    item->account = dossier_account_new_with (&options, &error);
  if (error != NULL)
    item->reason = g_strdup (error->message);
}

static DossierImportItem *
plan_profile (Plan       *self,
              const char *profile,
              gboolean    is_source)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DossierProfileWay) own = dossier_profile_way_find (self->files, profile, FALSE, NULL);
  g_autoptr(DossierProfileWay) way = dossier_profile_way_find (self->files, profile, is_source, &error);
  gboolean apart = is_source && way != NULL && (own == NULL || own->kind != way->kind);
  g_autofree char *key = g_strconcat (profile, apart ? "\n" : "", NULL);
  g_autofree char *name = apart ? g_strdup_printf ("%s (key)", profile) : g_strdup (profile);
  DossierImportItem *item;

  if (g_hash_table_contains (self->done, key))
    return g_hash_table_lookup (self->done, key);

  g_hash_table_insert (self->done, g_strdup (key), NULL);
  item = g_new0 (DossierImportItem, 1);
  item->profile = g_strdup (profile);
  if (way == NULL)
    item->reason = g_strdup (error->message);
  else
    fill (self, item, way, name);

  /* Its source, if any, stands before it. */
  g_hash_table_insert (self->done, g_strdup (key), item);
  g_ptr_array_add (self->items, item);
  return item;
}

/**
 * dossier_import_plan:
 * @files: files of profiles
 * @accounts: the accounts there are
 * @region: (nullable): the Region of profiles that have none
 *
 * Says what would become of each profile, and why some are not taken. Changes nothing.
 *
 * Returns: (transfer full) (element-type DossierImportItem): an account that another one
 *   needs stands before it
 */
GPtrArray *
dossier_import_plan (const DossierProfileFiles *files,
                     DossierAccountList        *accounts,
                     const char                *region)
{
  g_auto(GStrv) profiles = dossier_profile_files_list (files);
  g_autoptr(GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Plan plan = {
    .files = files,
    .accounts = accounts,
    .region = region,
    .items = g_ptr_array_new_with_free_func (item_free),
    .done = done,
  };

  for (guint i = 0; profiles[i] != NULL; i++)
    plan_profile (&plan, profiles[i], FALSE);
  return plan.items;
}

/**
 * dossier_import_apply:
 * @item: what was planned, with an account
 * @accounts: where to add it
 * @cancellable: (nullable): ends the wait for the keyring
 *
 * Does what the plan says of one profile; those before it first.
 *
 * Returns: (transfer full): a future that resolves to %TRUE; rejects as
 *   dossier_account_list_add() does
 */
DexFuture *
dossier_import_apply (DossierImportItem  *item,
                      DossierAccountList *accounts,
                      GCancellable       *cancellable)
{
  DossierCredentials *key = item->credentials;

  g_return_val_if_fail (item->account != NULL, NULL);

  return dossier_account_list_add (accounts, item->account,
                                   key != NULL ? dossier_credentials_get_secret_access_key (key) : NULL,
                                   key != NULL ? dossier_credentials_get_session_token (key) : NULL, cancellable);
}
