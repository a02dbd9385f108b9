// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

/* Long because a reading and what is shown of it meanwhile cannot be told apart. */

#include "config.h"

#include "dossier-fiber.h"
#include "dossier-findings-count.h"
#include "dossier-findings-feed.h"
#include "dossier-findings-reader.h"
#include "dossier-findings-snapshot-writer.h"

/* What is read first where a reading may end early. */
#define READING_ORDER "SEVERITY"

/* One reading. A newer one takes its place, and then it has no say. */
typedef struct
{
  gatomicrefcount ref_count;
  DossierFindingsFeed *feed;
  DossierFilter *filter;
  DossierFindingsSnapshotWriter *writer; /* nullable: no page came yet */
  GCancellable *cancellable;
  GCancellable *outer; /* nullable: the caller's */
  gulong outer_id;
} Load;

struct _DossierFindingsFeed
{
  GObject parent_instance;

  DossierFindingsStore *store;
  DossierAwsClient *client;
  char *account;
  DossierFindingsRows *rows;

  DossierFilter *filter;
  gint64 shown; /* the snapshot; 0: none */
  gint64 n_shown;
  gint64 read; /* when what is shown was asked for */
  DossierFindingsSnapshot *former;
  char *search;
  char *sort_field;
  gboolean descending;
  gboolean is_stale;   /* the rows are not what was asked for last */
  gboolean is_showing; /* a fiber sees to that */
  DossierFindingsSnapshotWriter *growing; /* nullable: of what is shown while it comes */

  GCancellable *running; /* of the load that has the say; %NULL when none runs */
  gint64 started;
  gint64 n_read;
  gint64 total;
  DossierFindingsState state;
  GError *error;
};

G_DEFINE_FINAL_TYPE (DossierFindingsFeed, dossier_findings_feed, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_TOTAL,
  PROP_N_FINDINGS,
  PROP_ERROR,
  PROP_FORMER,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static Load *
load_ref (Load *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
load_unref (gpointer data)
{
  Load *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->feed);
  dossier_filter_unref (self->filter);
  g_clear_object (&self->writer);
  g_object_unref (self->cancellable);
  g_clear_object (&self->outer);
  g_free (self);
}

static gboolean
has_the_say (const Load *load)
{
  return load->feed->running == load->cancellable;
}

static gboolean
check_say (const Load  *load,
           GError     **error)
{
  if (has_the_say (load))
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The findings are being read anew");
  return FALSE;
}

static void
set_total (DossierFindingsFeed *self,
           gint64               total)
{
  if (self->total == total)
    return;

  self->total = total;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
}

static void
set_n_shown (DossierFindingsFeed *self,
             gint64               n_shown)
{
  if (self->n_shown == n_shown)
    return;

  self->n_shown = n_shown;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FINDINGS]);
}

static void
set_n_read (DossierFindingsFeed *self,
            gint64               n_read)
{
  self->n_read = n_read;
  if (self->total >= 0 && self->total < n_read)
    set_total (self, n_read);
}

static void
set_state (DossierFindingsFeed  *self,
           DossierFindingsState  state,
           GError               *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (error != NULL || self->error != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  g_clear_error (&self->error);
  self->error = error;
  if (self->state != state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  self->state = state;
  g_object_thaw_notify (G_OBJECT (self));
}

static DexFuture *
show_now (DossierFindingsFeed *self)
{
  const DossierFindingsStoreQuery query = {
    .snapshot = self->shown,
    .search = self->search,
    .sort_field = self->sort_field,
    .descending = self->descending,
  };

  self->is_stale = FALSE;
  return dossier_findings_rows_show (self->rows, &query);
}

static DexFuture *
show_fiber (gpointer data)
{
  DossierFindingsFeed *self = data;

  while (self->is_stale)
    {
      g_autoptr(DossierFindingsSnapshotWriter) growing = self->growing != NULL ? g_object_ref (self->growing) : NULL;
      g_autoptr(GError) error = NULL;

      /* Pages that are not written yet would not be found. What goes wrong there ends the reading. */
      if (growing != NULL)
        dossier_await_leaf (dossier_findings_snapshot_writer_flush (growing), NULL, DOSSIER_NO_TIMEOUT, NULL);
      if (!dossier_await_child (show_now (self), &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Kept findings could not be listed: %s", error->message);
    }
  self->is_showing = FALSE;
  return dex_future_new_true ();
}

/* Pages, keys and clicks may come faster than the store answers: then one answer
 * is for all of them. */
static void
show_soon (DossierFindingsFeed *self)
{
  self->is_stale = TRUE;
  if (self->is_showing || self->rows == NULL)
    return;

  self->is_showing = TRUE;
  dex_future_disown (dossier_fiber_spawn (show_fiber, g_object_ref (self), g_object_unref));
}

/* Shows @snapshot from now on, which @former is, or else what is being read. */
static void
turn_to (DossierFindingsFeed     *self,
         gint64                   snapshot,
         DossierFindingsSnapshot *former)
{
  g_clear_pointer (&self->former, dossier_findings_snapshot_unref);
  self->former = former != NULL ? dossier_findings_snapshot_ref (former) : NULL;
  g_clear_object (&self->growing);
  self->shown = snapshot;
  self->read = former != NULL ? former->started : self->started;
  set_n_shown (self, former != NULL ? former->n_findings : self->n_read);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORMER]);
}

static gboolean
is_ours (const Load                    *load,
         const DossierFindingsSnapshot *snapshot)
{
  return g_str_equal (snapshot->account, load->feed->account) &&
         g_str_equal (snapshot->region, dossier_aws_client_get_region (load->feed->client)) &&
         dossier_filter_equal (snapshot->criteria, load->filter);
}

/* The newest that is whole, or else the newest part. */
static gboolean
show_former (Load    *load,
             GError **error)
{
  DossierFindingsFeed *self = load->feed;
  DossierFindingsSnapshot *found = NULL;
  g_autoptr(GPtrArray) snapshots = dossier_await_leaf_boxed (dossier_findings_store_list_snapshots (self->store),
                                                             load->cancellable, DOSSIER_NO_TIMEOUT, error);

  if (snapshots == NULL || !check_say (load, error))
    return FALSE;

  for (guint i = 0; i < snapshots->len; i++)
    {
      DossierFindingsSnapshot *snapshot = g_ptr_array_index (snapshots, i);

      if (is_ours (load, snapshot) && (found == NULL || (snapshot->is_complete && !found->is_complete)))
        found = snapshot;
    }
  turn_to (self, found != NULL ? found->id : 0, found);
  show_soon (self);
  return TRUE;
}

/* A part makes room for what is read now as soon as there is anything of it; what
 * is whole stays until this is, too. */
static gboolean
begin (Load    *load,
       GError **error)
{
  DossierFindingsFeed *self = load->feed;

  load->writer = dossier_await_child_object (
      dossier_findings_store_begin (self->store, self->account, dossier_aws_client_get_region (self->client),
                                    load->filter, dossier_aws_client_get_clock (self->client)),
      error);
  if (load->writer == NULL || !check_say (load, error))
    return FALSE;
  if (self->former == NULL || !self->former->is_complete)
    {
      turn_to (self, dossier_findings_snapshot_writer_get_id (load->writer), NULL);
      g_set_object (&self->growing, load->writer);
    }
  return TRUE;
}

static gboolean
take_page (DossierFindingsPage  *page,
           gsize                 n_findings,
           gpointer              data,
           GError              **error)
{
  Load *load = data;
  DossierFindingsFeed *self = load->feed;

  if (load->writer == NULL && !begin (load, error))
    return FALSE;
  if (!dossier_await_leaf (dossier_findings_snapshot_writer_add_page (load->writer, page), load->cancellable,
                           DOSSIER_NO_TIMEOUT, error) ||
      !check_say (load, error))
    return FALSE;

  set_n_read (self, self->n_read + (gint64) n_findings);
  if (self->former == NULL)
    {
      set_n_shown (self, self->n_read);
      show_soon (self);
    }
  return TRUE;
}

/* What this does not find out is shown as not known; the list needs no more. */
static DexFuture *
total_fiber (gpointer data)
{
  Load *load = data;
  g_autoptr(GError) error = NULL;
  gint64 total =
      dossier_await_child_int64 (dossier_findings_count_active (load->feed->client, load->cancellable), &error);

  if (error != NULL)
    g_debug ("The number of findings to come is not known: %s", error->message);
  else if (has_the_say (load))
    set_total (load->feed, MAX (total, load->feed->n_read));
  return dex_future_new_true ();
}

static DossierFindingsState
state_for_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return DOSSIER_FINDINGS_CANCELLED;
  if (g_error_matches (error, DOSSIER_AWS_ERROR, DOSSIER_AWS_ERROR_ACCESS_DENIED))
    return DOSSIER_FINDINGS_DENIED;
  return DOSSIER_FINDINGS_FAILED;
}

static gboolean
read_all (Load    *load,
          GError **error)
{
  DossierFindingsFeed *self = load->feed;
  const DossierFindingsQuery query = {
    .filter = load->filter,
    .sort_field = READING_ORDER,
    .descending = TRUE,
  };
  g_autoptr(GError) local_error = NULL;

  if (show_former (load, &local_error))
    dossier_await_child_int64 (dossier_findings_read (self->client, &query, take_page, load, load->cancellable),
                               &local_error);
  if (local_error == NULL && load->writer == NULL)
    begin (load, &local_error);
  /* Whatever came is kept, as what it is. */
  if (load->writer != NULL)
    dossier_await_child (dossier_findings_snapshot_writer_finish (load->writer, local_error == NULL,
                                                                  local_error == NULL ? self->n_read
                                                                  : has_the_say (load) ? self->total : -1),
                         local_error == NULL ? &local_error : NULL);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A finding that came twice is kept once, and a page that is broken not at all, so
 * the store's count is the true one. */
static gint64
count_kept (Load *load)
{
  gint64 id = dossier_findings_snapshot_writer_get_id (load->writer);
  g_autoptr(GPtrArray) snapshots = dossier_await_leaf_boxed (dossier_findings_store_list_snapshots (load->feed->store),
                                                             NULL, DOSSIER_NO_TIMEOUT, NULL);

  for (guint i = 0; snapshots != NULL && i < snapshots->len; i++)
    {
      DossierFindingsSnapshot *snapshot = g_ptr_array_index (snapshots, i);

      if (snapshot->id == id)
        return snapshot->n_findings;
    }
  return load->feed->n_read;
}

/* The rows come before the word that they are all there. */
static void
show_what_came (Load     *load,
                gboolean  is_complete)
{
  DossierFindingsFeed *self = load->feed;
  gint64 n_kept;

  if (load->writer == NULL)
    return;
  n_kept = count_kept (load);
  if (!has_the_say (load))
    return;

  self->n_read = n_kept;
  if (is_complete || self->former == NULL)
    turn_to (self, dossier_findings_snapshot_writer_get_id (load->writer), NULL);
  dossier_await_child (show_now (self), NULL);
}

static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  DossierFindingsFeed *self = load->feed;
  g_autoptr(DossierFilter) standard = dossier_filter_new_default ();
  g_autoptr(GError) error = NULL;

  if (dossier_filter_equal (load->filter, standard))
    dex_future_disown (dossier_fiber_spawn (total_fiber, load_ref (load), load_unref));

  read_all (load, &error);
  if (has_the_say (load))
    show_what_came (load, error == NULL);
  if (has_the_say (load))
    {
      g_clear_object (&self->running);
      g_clear_object (&self->growing);
      if (error == NULL)
        set_total (self, self->n_read);
      set_state (self, error != NULL ? state_for_error (error) : DOSSIER_FINDINGS_COMPLETE,
                 error != NULL ? g_error_copy (error) : NULL);
    }
  /* Counting that is still under way is of no use any more. */
  g_cancellable_cancel (load->cancellable);
  g_cancellable_disconnect (load->outer, load->outer_id);

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error)) : dex_future_new_true ();
}

static void
dossier_findings_feed_finalize (GObject *object)
{
  DossierFindingsFeed *self = DOSSIER_FINDINGS_FEED (object);

  g_clear_object (&self->growing);
  g_clear_object (&self->rows);
  g_clear_object (&self->store);
  g_clear_object (&self->client);
  g_free (self->account);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  g_clear_pointer (&self->former, dossier_findings_snapshot_unref);
  g_free (self->search);
  g_free (self->sort_field);
  g_clear_object (&self->running);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (dossier_findings_feed_parent_class)->finalize (object);
}

static void
dossier_findings_feed_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  DossierFindingsFeed *self = DOSSIER_FINDINGS_FEED (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    case PROP_N_FINDINGS:
      g_value_set_int64 (value, self->n_shown);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_FORMER:
      g_value_set_boxed (value, self->former);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_findings_feed_class_init (DossierFindingsFeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = dossier_findings_feed_finalize;
  object_class->get_property = dossier_findings_feed_get_property;

  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, DOSSIER_FINDINGS_CANCELLED, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_N_FINDINGS] = g_param_spec_int64 ("n-findings", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_FORMER] = g_param_spec_boxed ("former", NULL, NULL, DOSSIER_TYPE_FINDINGS_SNAPSHOT, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_findings_feed_init (DossierFindingsFeed *self)
{
  self->total = -1;
}

static void
cancel_cb (GCancellable *,
           gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * dossier_findings_feed_new:
 *
 * Returns: (transfer full): a feed that knows nothing yet, not even whom to ask
 */
DossierFindingsFeed *
dossier_findings_feed_new (void)
{
  return g_object_new (DOSSIER_TYPE_FINDINGS_FEED, NULL);
}

/**
 * dossier_findings_feed_open:
 * @self: a feed
 * @store: where findings are kept
 * @client: whom to ask
 * @account: as whom is asked, the session's source
 *
 * Says where findings come from and go to; once.
 */
void
dossier_findings_feed_open (DossierFindingsFeed  *self,
                            DossierFindingsStore *store,
                            DossierAwsClient     *client,
                            const char           *account)
{
  g_return_if_fail (self->store == NULL);

  self->store = g_object_ref (store);
  self->client = g_object_ref (client);
  self->account = g_strdup (account);
  self->rows = dossier_findings_rows_new (store);
}

/**
 * dossier_findings_feed_load:
 * @self: an open feed
 * @filter: which findings; without a status, active ones
 * @cancellable: (nullable): ends the reading
 *
 * Shows what was kept of @filter, and reads it anew from ListFindings into the
 * store. A load that is under way ends. Where something whole was kept, it is
 * shown until the new reading is whole, and stays where that comes to nothing;
 * else findings are shown as they come. The feed lives at least as long as its
 * load does.
 *
 * The property #DossierFindingsFeed:total is -1 while the number is not known;
 * it becomes known early for all active findings, where Inspector lets itself
 * be asked for counts.
 *
 * Returns: (transfer full): a future of %TRUE, when #DossierFindingsFeed:state
 *   is %DOSSIER_FINDINGS_COMPLETE; rejects like dossier_findings_read(), or with
 *   what the store says, as of dossier_findings_snapshot_writer_add_page()
 */
DexFuture *
dossier_findings_feed_load (DossierFindingsFeed *self,
                            DossierFilter       *filter,
                            GCancellable        *cancellable)
{
  Load *load = g_new0 (Load, 1);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);

  g_atomic_ref_count_init (&load->ref_count);
  load->feed = g_object_ref (self);
  load->filter = dossier_filter_with_default_status (filter);
  load->cancellable = g_cancellable_new ();
  g_set_object (&self->running, load->cancellable);
  g_set_object (&load->outer, cancellable);
  if (cancellable != NULL)
    load->outer_id =
        g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb), g_object_ref (load->cancellable), g_object_unref);

  self->started = dossier_clock_now (dossier_aws_client_get_clock (self->client));
  set_total (self, -1);
  set_n_read (self, 0);
  if (self->filter == NULL || !dossier_filter_equal (self->filter, load->filter))
    turn_to (self, 0, NULL);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  self->filter = dossier_filter_ref (load->filter);
  set_state (self, DOSSIER_FINDINGS_LOADING, NULL);
  return dossier_fiber_spawn (load_fiber, load, load_unref);
}

/**
 * dossier_findings_feed_set_search:
 * @self: a feed
 * @search: (nullable): words, as of #DossierFindingsStoreQuery
 *
 * Lists only findings with these words.
 */
void
dossier_findings_feed_set_search (DossierFindingsFeed *self,
                                  const char          *search)
{
  if (g_set_str (&self->search, search))
    show_soon (self);
}

/**
 * dossier_findings_feed_set_order:
 * @self: a feed
 * @sort_field: (nullable): one of dossier_findings_store_sort_fields(); %NULL for the order
 *   in which findings came
 * @descending: the order, where there is a @sort_field
 */
void
dossier_findings_feed_set_order (DossierFindingsFeed *self,
                                 const char          *sort_field,
                                 gboolean             descending)
{
  if (!g_set_str (&self->sort_field, sort_field) && self->descending == descending)
    return;

  self->descending = descending;
  show_soon (self);
}

/**
 * dossier_findings_feed_get_store:
 * @self: a feed
 *
 * Returns: (transfer none) (nullable): where findings are kept; set once it is open
 */
DossierFindingsStore *
dossier_findings_feed_get_store (DossierFindingsFeed *self)
{
  return self->store;
}

/**
 * dossier_findings_feed_get_rows:
 * @self: a feed
 *
 * Returns: (transfer none) (nullable): the list; set once the feed is open
 */
DossierFindingsRows *
dossier_findings_feed_get_rows (DossierFindingsFeed *self)
{
  return self->rows;
}

/**
 * dossier_findings_feed_get_state:
 * @self: a feed
 *
 * Returns: how the last reading went
 */
DossierFindingsState
dossier_findings_feed_get_state (DossierFindingsFeed *self)
{
  return self->state;
}

/**
 * dossier_findings_feed_get_total:
 * @self: a feed
 *
 * Returns: how many findings there are by what is known now, or -1 where that is not known
 */
gint64
dossier_findings_feed_get_total (DossierFindingsFeed *self)
{
  return self->total;
}

/**
 * dossier_findings_feed_get_n_findings:
 * @self: a feed
 *
 * Returns: how many findings can be shown, whatever is searched for
 */
gint64
dossier_findings_feed_get_n_findings (DossierFindingsFeed *self)
{
  return self->n_shown;
}

/**
 * dossier_findings_feed_get_n_read:
 * @self: a feed
 *
 * Returns: how many findings the last reading brought so far
 */
gint64
dossier_findings_feed_get_n_read (DossierFindingsFeed *self)
{
  return self->n_read;
}

/**
 * dossier_findings_feed_get_read:
 * @self: a feed
 *
 * Returns: when the findings that are shown were asked for, microseconds since 1970 UTC;
 *   0 before that
 */
gint64
dossier_findings_feed_get_read (DossierFindingsFeed *self)
{
  return self->read;
}

/**
 * dossier_findings_feed_get_error:
 * @self: a feed
 *
 * Returns: (transfer none) (nullable): why the last reading did not bring all
 */
const GError *
dossier_findings_feed_get_error (DossierFindingsFeed *self)
{
  return self->error;
}

/**
 * dossier_findings_feed_get_former:
 * @self: a feed
 *
 * Returns: (transfer none) (nullable): the earlier reading that is shown; %NULL where it is
 *   the last one
 */
const DossierFindingsSnapshot *
dossier_findings_feed_get_former (DossierFindingsFeed *self)
{
  return self->former;
}
