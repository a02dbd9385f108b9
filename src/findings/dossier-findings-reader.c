// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-findings-reader.h"
#include "dossier-page-tokens.h"

/* The most that ListFindings gives. */
#define PAGE_SIZE 100

/* A page may be empty and lead on, where the filter is narrow; so many in a row
 * mean that AWS would never come to an end. */
#define MAX_EMPTY_PAGES 5000

typedef struct
{
  DossierAwsClient *client;
  JsonObject *criteria;
  char *sort_field;
  gboolean descending;
  gint64 limit;
  DossierFindingsPageFunc func;
  gpointer data;
  GCancellable *cancellable;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_object_unref (self->client);
  json_object_unref (self->criteria);
  g_free (self->sort_field);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static DossierFindingsPage *
read_page (Reading     *self,
           const char  *token,
           gint64       n_read,
           GError     **error)
{
  gint64 left = self->limit > 0 ? self->limit - n_read : PAGE_SIZE;
  DossierListFindingsInput input = {
    .filter_criteria = self->criteria,
    .sort_field = self->sort_field,
    .descending = self->descending,
    .max_results = (guint) MIN (left, PAGE_SIZE),
    .next_token = token,
  };

  return dossier_await_child_boxed (dossier_inspector2_list_findings (self->client, &input, self->cancellable), error);
}

static gboolean
check_empty_pages (gsize    n_findings,
                   guint   *n_empty,
                   GError **error)
{
  *n_empty = n_findings > 0 ? 0 : *n_empty + 1;
  if (*n_empty < MAX_EMPTY_PAGES)
    return TRUE;

  g_set_error (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
               "Inspector answered ListFindings with %u pages in a row that hold nothing and lead on; what was read is "
               "not complete, so try again or narrow the filter", *n_empty);
  return FALSE;
}

/* Follows the tokens until there is none: the size of a page tells nothing. */
static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;
  g_autoptr(GHashTable) tokens = dossier_page_tokens_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;
  gint64 n_read = 0;
  guint n_empty = 0;

  do
    {
      g_autoptr(DossierFindingsPage) page = read_page (self, token, n_read, &error);
      gsize n_findings;

      if (page == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      n_findings = dossier_findings_page_get_n_findings (page);
      if (self->limit > 0)
        n_findings = MIN (n_findings, (gsize) (self->limit - n_read));
      n_read += (gint64) n_findings;
      if (!self->func (page, n_findings, self->data, &error))
        break;

      g_set_str (&token, dossier_findings_page_get_next_token (page));
      if (token == NULL || (self->limit > 0 && n_read >= self->limit))
        break;
      if (g_cancellable_set_error_if_cancelled (self->cancellable, &error) ||
          !dossier_page_tokens_add (tokens, token, "ListFindings", &error) ||
          !check_empty_pages (n_findings, &n_empty, &error))
        break;
    }
  while (TRUE);

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error)) : dex_future_new_for_int64 (n_read);
}

/**
 * dossier_findings_read:
 * @client: a client
 * @query: what to read; copied
 * @func: takes the pages, in order
 * @data: for @func; it must live until the future completes
 * @cancellable: (nullable): ends the reading
 *
 * Reads findings with ListFindings, page after page, to the end. A status is
 * always sent: ListFindings has no documented default for it.
 *
 * Returns: (transfer full): a future of the number of findings, as an int64;
 *   rejects like dossier_inspector2_list_findings(), with
 *   %DOSSIER_ERROR_INVALID_RESPONSE if the pages have no end, or with the error
 *   of @func
 */
DexFuture *
dossier_findings_read (DossierAwsClient           *client,
                       const DossierFindingsQuery *query,
                       DossierFindingsPageFunc     func,
                       gpointer                    data,
                       GCancellable               *cancellable)
{
  g_autoptr(DossierFilter) filter = query->filter != NULL ? dossier_filter_with_default_status (query->filter)
                                                          : dossier_filter_new_default ();
  Reading *self = g_new0 (Reading, 1);

  self->client = g_object_ref (client);
  self->criteria = dossier_filter_to_json (filter);
  self->sort_field = g_strdup (query->sort_field);
  self->descending = query->descending;
  self->limit = query->limit;
  self->func = func;
  self->data = data;
  g_set_object (&self->cancellable, cancellable);
  return dossier_fiber_spawn (read_fiber, self, reading_free);
}
