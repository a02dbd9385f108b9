// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-bucket-choices.h"
#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-s3.h"

/* S3 tells the Region of a bucket on pages of a limited size only. */
#define PAGE_SIZE 1000

/* A listing that never ends is a server's mistake, and must not become ours. */
#define MAX_PAGES 1000

typedef struct
{
  DossierAwsClient *client;
  GCancellable *cancellable;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->client);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static DossierChoice *
judge (const DossierS3Bucket *bucket,
       const char            *region)
{
  if (bucket->region == NULL)
    return dossier_choice_new (bucket->name, bucket->name, NULL, DOSSIER_CHECK_UNKNOWN,
                               N_("AWS does not say in which Region it is"));
  if (!g_str_equal (bucket->region, region))
    return dossier_choice_new (bucket->name, bucket->name, bucket->region, DOSSIER_CHECK_NO,
                               N_("It is in another Region; Inspector writes only into buckets of its own"));
  return dossier_choice_new (bucket->name, bucket->name, bucket->region, DOSSIER_CHECK_YES, NULL);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;
  g_autoptr(GListStore) choices = g_list_store_new (DOSSIER_TYPE_CHOICE);
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;

  for (guint page = 0; page == 0 || token != NULL; page++)
    {
      g_autoptr(DossierS3BucketList) list = NULL;

      if (page == MAX_PAGES)
        return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_TOO_LARGE,
                                      "The list of buckets does not end; give the bucket's name instead");

      list = dossier_await_child_boxed (
          dossier_s3_list_buckets (self->client, NULL, PAGE_SIZE, token, self->cancellable), &error);
      if (list == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      for (guint i = 0; i < list->buckets->len; i++)
        {
          g_autoptr(DossierChoice) choice = judge (g_ptr_array_index (list->buckets, i),
                                                   dossier_aws_client_get_region (self->client));

          g_list_store_append (choices, choice);
        }
      g_set_str (&token, list->next_token);
    }

  g_list_store_sort (choices, dossier_choice_compare, NULL);
  return dex_future_new_take_object (g_steal_pointer (&choices));
}

/**
 * dossier_bucket_choices_read:
 * @client: whom to ask, in the Region of the report
 * @cancellable: (nullable): stops the reading
 *
 * Lists the caller's buckets by ListBuckets and says of each whether a report
 * made in the client's Region can go there, as far as the list shows it.
 *
 * Returns: (transfer full): a future that resolves to a #GListModel of
 *   #DossierChoice, usable ones first; rejects with a #DossierAwsError,
 *   %DOSSIER_ERROR_TOO_LARGE for a list without end, or a #GIOErrorEnum
 */
DexFuture *
dossier_bucket_choices_read (DossierAwsClient *client,
                             GCancellable     *cancellable)
{
  Reading *self = g_new0 (Reading, 1);

  self->client = g_object_ref (client);
  g_set_object (&self->cancellable, cancellable);
  return dossier_fiber_spawn (read_fiber, self, reading_free);
}
