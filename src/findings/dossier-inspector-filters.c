// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-fiber.h"
#include "dossier-inspector-filters.h"
#include "dossier-page-tokens.h"

/* The most that ListFilters gives. */
#define PAGE_SIZE 100

typedef struct
{
  DossierAwsClient *client;
  char *action;
  GCancellable *cancellable;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->client);
  g_free (self->action);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;
  g_autoptr(GPtrArray) filters = g_ptr_array_new_with_free_func ((GDestroyNotify) dossier_inspector_filter_free);
  g_autoptr(GHashTable) tokens = dossier_page_tokens_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;

  do
    {
      g_autoptr(DossierInspectorFilterList) page = dossier_await_child_boxed (
          dossier_inspector2_list_filters (self->client, self->action, PAGE_SIZE, token, self->cancellable), &error);

      if (page == NULL ||
          (page->next_token != NULL && !dossier_page_tokens_add (tokens, page->next_token, "ListFilters", &error)))
        return dex_future_new_for_error (g_steal_pointer (&error));
      for (guint i = 0; i < page->filters->len; i++)
        g_ptr_array_add (filters, dossier_inspector_filter_copy (page->filters->pdata[i]));
      g_set_str (&token, page->next_token);
    }
  while (token != NULL);

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&filters));
}

/**
 * dossier_inspector_filters_read:
 * @client: a client
 * @action: (nullable): only those that do this: `SUPPRESS` for the rules that hide findings
 * @cancellable: (nullable): ends the reading
 *
 * Reads the filters that Inspector keeps for the caller's account with ListFilters, to
 * the end.
 *
 * Returns: (transfer full): a future of a #GPtrArray of #DossierInspectorFilter; rejects
 *   like dossier_inspector2_list_filters(), or with %DOSSIER_ERROR_INVALID_RESPONSE if
 *   the pages have no end
 */
DexFuture *
dossier_inspector_filters_read (DossierAwsClient *client,
                                const char       *action,
                                GCancellable     *cancellable)
{
  Reading *self = g_new0 (Reading, 1);

  self->client = g_object_ref (client);
  self->action = g_strdup (action);
  g_set_object (&self->cancellable, cancellable);
  return dossier_fiber_spawn (read_fiber, self, reading_free);
}
