// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-aws-error.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-key-choices.h"
#include "dossier-kms.h"

/* DescribeKey has to be called for each key. KMS takes many at once, but not
 * all of a large account. */
#define AT_ONCE 8

#define MAX_PAGES 1000

typedef struct
{
  DossierAwsClient *client;
  GCancellable *cancellable;
  GPtrArray *keys;     /* char *: ARNs */
  GHashTable *aliases; /* key id -> name without its prefix */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->client);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->keys);
  g_hash_table_unref (self->aliases);
  g_free (self);
}

static void
take_key (Reading                   *self,
          const DossierKmsListEntry *entry)
{
  g_ptr_array_add (self->keys, g_strdup (entry->arn));
}

static void
take_alias (Reading                   *self,
            const DossierKmsListEntry *entry)
{
  const char *name = entry->name;

  if (entry->key_id == NULL || name == NULL)
    return;
  if (g_str_has_prefix (name, "alias/"))
    name += strlen ("alias/");
  g_hash_table_insert (self->aliases, g_strdup (entry->key_id), g_strdup (name));
}

typedef DexFuture *(*ListPage) (Reading    *self,
                                const char *marker);

static DexFuture *
list_keys (Reading    *self,
           const char *marker)
{
  return dossier_kms_list_keys (self->client, 0, marker, self->cancellable);
}

static DexFuture *
list_aliases (Reading    *self,
              const char *marker)
{
  return dossier_kms_list_aliases (self->client, NULL, 0, marker, self->cancellable);
}

static gboolean
list_all (Reading  *self,
          ListPage  list_page,
          void    (*take) (Reading *, const DossierKmsListEntry *),
          GError  **error)
{
  g_autofree char *marker = NULL;

  for (guint page = 0; page == 0 || marker != NULL; page++)
    {
      g_autoptr(DossierKmsList) list = NULL;

      if (page == MAX_PAGES)
        {
          g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                               "The list of keys does not end; give the key's ARN instead");
          return FALSE;
        }

      list = dossier_await_child_boxed (list_page (self, marker), error);
      if (list == NULL)
        return FALSE;
      for (guint i = 0; i < list->entries->len; i++)
        take (self, g_ptr_array_index (list->entries, i));
      g_set_str (&marker, list->next_marker);
    }

  return TRUE;
}

/* What the guide to exporting findings reports asks of a key. Its policy is
 * not read here. */
static DossierChoice *
judge (const DossierKmsKey *key,
       const char          *title)
{
  const char *reason = NULL;
  const char *detail = key->arn;
  gboolean known = key->manager != NULL && key->state != NULL && key->spec != NULL && key->usage != NULL;

  if (g_strcmp0 (key->manager, "AWS") == 0)
    reason = N_("It is managed by AWS: its policy cannot let Inspector use it");
  else if (key->spec != NULL && !g_str_equal (key->spec, "SYMMETRIC_DEFAULT"))
    {
      reason = N_("It is not a symmetric key");
      detail = key->spec;
    }
  else if (key->usage != NULL && !g_str_equal (key->usage, "ENCRYPT_DECRYPT"))
    {
      reason = N_("It is not for encryption");
      detail = key->usage;
    }
  else if (key->state != NULL && !g_str_equal (key->state, "Enabled"))
    {
      reason = N_("It is not enabled");
      detail = key->state;
    }

  if (reason != NULL)
    return dossier_choice_new (key->arn, title, detail, DOSSIER_CHECK_NO, reason);
  if (!known)
    return dossier_choice_new (key->arn, title, detail, DOSSIER_CHECK_UNKNOWN,
                               N_("AWS does not say what kind of key it is"));
  return dossier_choice_new (key->arn, title, detail, DOSSIER_CHECK_YES, NULL);
}

static const char *
title_of (Reading    *self,
          const char *arn)
{
  const char *slash = strrchr (arn, '/');
  const char *id = slash != NULL ? slash + 1 : arn;
  const char *alias = g_hash_table_lookup (self->aliases, id);

  return alias != NULL ? alias : id;
}

static void
describe_some (Reading    *self,
               guint       first,
               GListStore *choices)
{
  DexFuture *calls[AT_ONCE];
  guint n_calls = MIN (AT_ONCE, self->keys->len - first);

  for (guint i = 0; i < n_calls; i++)
    calls[i] = dossier_kms_describe_key (self->client, g_ptr_array_index (self->keys, first + i),
                                         self->cancellable);

  for (guint i = 0; i < n_calls; i++)
    {
      const char *arn = g_ptr_array_index (self->keys, first + i);
      g_autoptr(GError) error = NULL;
      g_autoptr(DossierKmsKey) key = dossier_await_child_boxed (calls[i], &error);
      g_autoptr(DossierChoice) choice =
          key != NULL ? judge (key, title_of (self, arn))
                      : dossier_choice_new (arn, title_of (self, arn), arn, DOSSIER_CHECK_UNKNOWN,
                                            g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED)
                                                ? N_("You may not look at it, so that nobody knows")
                                                : N_("Looking at it failed, so that nobody knows"));

      g_list_store_append (choices, choice);
    }
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;
  g_autoptr(GListStore) choices = g_list_store_new (DOSSIER_TYPE_CHOICE);
  g_autoptr(GError) error = NULL;

  if (!list_all (self, list_keys, take_key, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* Names are a comfort: who may not list them sees ids. */
  if (!list_all (self, list_aliases, take_alias, &error))
    g_debug ("Keys are shown without their aliases: %s", error->message);

  for (guint first = 0; first < self->keys->len; first += AT_ONCE)
    describe_some (self, first, choices);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_list_store_sort (choices, dossier_choice_compare, NULL);
  return dex_future_new_take_object (g_steal_pointer (&choices));
}

/**
 * dossier_key_choices_read:
 * @client: whom to ask, in the Region of the report
 * @cancellable: (nullable): stops the reading
 *
 * Lists the keys of the client's account and Region by ListKeys, ListAliases
 * and DescribeKey, and says of each whether Inspector could encrypt a report
 * with it, as far as these show it.
 *
 * Returns: (transfer full): a future that resolves to a #GListModel of
 *   #DossierChoice, usable ones first; rejects with a #DossierAwsError,
 *   %DOSSIER_ERROR_TOO_LARGE for a list without end, or a #GIOErrorEnum
 */
DexFuture *
dossier_key_choices_read (DossierAwsClient *client,
                          GCancellable     *cancellable)
{
  Reading *self = g_new0 (Reading, 1);

  self->client = g_object_ref (client);
  g_set_object (&self->cancellable, cancellable);
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return dossier_fiber_spawn (read_fiber, self, reading_free);
}
