// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-findings-count.h"
#include "dossier-findings-reader.h"
#include "dossier-json.h"
#include "dossier-page-tokens.h"

G_DEFINE_BOXED_TYPE (DossierFindingsCount, dossier_findings_count, dossier_findings_count_copy,
                     dossier_findings_count_free)

typedef struct
{
  DossierAwsClient *client;
  DossierFilter *filter;
  GCancellable *cancellable;
} Counting;

static void
counting_free (gpointer data)
{
  Counting *self = data;

  g_object_unref (self->client);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static Counting *
counting_new (DossierAwsClient *client,
              DossierFilter    *filter,
              GCancellable     *cancellable)
{
  Counting *self = g_new0 (Counting, 1);

  self->client = g_object_ref (client);
  if (filter != NULL)
    self->filter = dossier_filter_with_default_status (filter);
  g_set_object (&self->cancellable, cancellable);
  return self;
}

/* One account: all its findings, the severities without a count of their own included. */
static gboolean
add_account (JsonObject  *response,
             gint64      *sum,
             GError     **error)
{
  JsonObject *account = NULL, *counts = NULL;
  gboolean present = FALSE;
  gint64 all = 0;

  if (!dossier_json_get_object (response, "accountAggregation", &account, error) ||
      (account != NULL && !dossier_json_get_object (account, "severityCounts", &counts, error)) ||
      (counts != NULL && !dossier_json_get_int64 (counts, "all", &all, &present, error)))
    return FALSE;
  if (!present || all < 0 || *sum > G_MAXINT64 - all)
    {
      g_set_error_literal (error, DOSSIER_ERROR, DOSSIER_ERROR_INVALID_RESPONSE,
                           "Inspector's answer to ListFindingAggregations has no count of all findings of an account");
      return FALSE;
    }

  *sum += all;
  return TRUE;
}

static gboolean
add_accounts (JsonObject  *page,
              gint64      *sum,
              GError     **error)
{
  JsonArray *responses = NULL;

  if (!dossier_json_get_array (page, "responses", &responses, error))
    return FALSE;
  for (guint i = 0; responses != NULL && i < json_array_get_length (responses); i++)
    if (!add_account (json_array_get_object_element (responses, i), sum, error))
      return FALSE;
  return TRUE;
}

static DexFuture *
count_active_fiber (gpointer data)
{
  Counting *self = data;
  g_autoptr(GHashTable) tokens = dossier_page_tokens_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *token = NULL;
  gint64 sum = 0;

  do
    {
      const char *next = NULL;
      g_autoptr(JsonObject) page = dossier_await_child_boxed (
          dossier_inspector2_list_finding_aggregations (self->client, "ACCOUNT", NULL, token, self->cancellable),
          &error);

      if (page == NULL || !add_accounts (page, &sum, &error) ||
          !dossier_json_get_string (page, "nextToken", &next, &error) ||
          (next != NULL && next[0] != '\0' && !dossier_page_tokens_add (tokens, next, "ListFindingAggregations", &error)))
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_set_str (&token, next);
    }
  while (token != NULL && token[0] != '\0');

  return dex_future_new_for_int64 (sum);
}

static gboolean
take_page (DossierFindingsPage *,
           gsize,
           gpointer,
           GError **)
{
  return TRUE;
}

static DexFuture *
count_fiber (gpointer data)
{
  Counting *self = data;
  DossierFindingsQuery query = { .filter = self->filter };
  g_autoptr(DossierFilter) standard = dossier_filter_new_default ();
  g_autoptr(GError) error = NULL;
  DossierFindingsCount count = { 0 };

  if (self->filter == NULL || dossier_filter_equal (self->filter, standard))
    {
      count.n_findings =
          dossier_await_child_int64 (dossier_findings_count_active (self->client, self->cancellable), &error);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return dex_future_new_for_error (g_steal_pointer (&error));
      count.by_reading = error != NULL;
      if (error != NULL)
        g_debug ("Counting by reading instead: %s", error->message);
      g_clear_error (&error);
    }
  else
    count.by_reading = TRUE;

  if (count.by_reading)
    count.n_findings = dossier_await_child_int64 (
        dossier_findings_read (self->client, &query, take_page, NULL, self->cancellable), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (DOSSIER_TYPE_FINDINGS_COUNT, dossier_findings_count_copy (&count));
}

/**
 * dossier_findings_count_copy:
 * @self: a count
 *
 * Returns: (transfer full): a copy
 */
DossierFindingsCount *
dossier_findings_count_copy (const DossierFindingsCount *self)
{
  return g_memdup2 (self, sizeof *self);
}

/**
 * dossier_findings_count_free:
 * @self: (transfer full): a count
 */
void
dossier_findings_count_free (DossierFindingsCount *self)
{
  g_free (self);
}

/**
 * dossier_findings_count_active:
 * @client: a client
 * @cancellable: (nullable): ends the counting
 *
 * Lets Inspector count the active findings, with ListFindingAggregations over
 * accounts. It takes no FilterCriteria, so nothing else can be counted so.
 *
 * Returns: (transfer full): a future of the number, as an int64; rejects like
 *   dossier_inspector2_list_finding_aggregations(), or with
 *   %DOSSIER_ERROR_INVALID_RESPONSE
 */
DexFuture *
dossier_findings_count_active (DossierAwsClient *client,
                               GCancellable     *cancellable)
{
  return dossier_fiber_spawn (count_active_fiber, counting_new (client, NULL, cancellable), counting_free);
}

/**
 * dossier_findings_count:
 * @client: a client
 * @filter: (nullable): which findings; %NULL, or one without a status, means active ones
 * @cancellable: (nullable): ends the counting
 *
 * Counts findings: all active ones by dossier_findings_count_active() where that
 * works, any others by reading them.
 *
 * Returns: (transfer full): a future of a #DossierFindingsCount; rejects like
 *   dossier_findings_read()
 */
DexFuture *
dossier_findings_count (DossierAwsClient *client,
                        DossierFilter    *filter,
                        GCancellable     *cancellable)
{
  return dossier_fiber_spawn (count_fiber, counting_new (client, filter, cancellable), counting_free);
}
