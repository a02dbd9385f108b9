// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-error.h"
#include "dossier-fiber.h"
#include "dossier-findings-count.h"
#include "dossier-findings-list.h"
#include "dossier-findings-reader.h"

/* One filling of the list. A newer one takes its place, and then it has no say. */
typedef struct
{
  gatomicrefcount ref_count;
  DossierFindingsList *list;
  DossierAwsClient *client;
  DossierFilter *filter;
  char *sort_field;
  gboolean descending;
  GCancellable *cancellable;
  GCancellable *outer; /* nullable: the caller's */
  gulong outer_id;
} Load;

struct _DossierFindingsList
{
  GObject parent_instance;

  GPtrArray *findings;
  guint counts[DOSSIER_N_SEVERITIES];
  gint64 total;
  DossierFindingsState state;
  GError *error;

  GCancellable *running; /* of the load that has the say; %NULL when none runs */
  DossierAwsClient *client;
  DossierFilter *filter;
  char *sort_field;
  gboolean descending;
};

typedef struct
{
  DossierFindingsPage *page;
  gsize n_findings;
} ParseJob;

enum
{
  PROP_STATE = 1,
  PROP_TOTAL,
  PROP_ERROR,
  PROP_N_ITEMS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
dossier_findings_list_get_item_type (GListModel *)
{
  return DOSSIER_TYPE_FINDING;
}

static guint
dossier_findings_list_get_n_items (GListModel *model)
{
  return DOSSIER_FINDINGS_LIST (model)->findings->len;
}

static gpointer
dossier_findings_list_get_item (GListModel *model,
                                guint       position)
{
  DossierFindingsList *self = DOSSIER_FINDINGS_LIST (model);

  return position < self->findings->len ? g_object_ref (g_ptr_array_index (self->findings, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dossier_findings_list_get_item_type;
  iface->get_n_items = dossier_findings_list_get_n_items;
  iface->get_item = dossier_findings_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DossierFindingsList, dossier_findings_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

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

  g_object_unref (self->list);
  g_object_unref (self->client);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  g_free (self->sort_field);
  g_object_unref (self->cancellable);
  g_clear_object (&self->outer);
  g_free (self);
}

static gboolean
has_the_say (const Load *load)
{
  return load->list->running == load->cancellable;
}

static void
set_total (DossierFindingsList *self,
           gint64               total)
{
  if (self->total == total)
    return;

  self->total = total;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
}

static void
set_state (DossierFindingsList  *self,
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

static void
clear_findings (DossierFindingsList *self)
{
  guint n_findings = self->findings->len;

  memset (self->counts, 0, sizeof self->counts);
  g_ptr_array_set_size (self->findings, 0);
  if (n_findings == 0)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_findings, 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
add_findings (DossierFindingsList *self,
              GPtrArray           *findings)
{
  guint position = self->findings->len;

  if (findings->len == 0)
    return;

  for (guint i = 0; i < findings->len; i++)
    {
      DossierFinding *finding = g_ptr_array_index (findings, i);

      self->counts[dossier_finding_get_severity_rank (finding)]++;
      g_ptr_array_add (self->findings, g_object_ref (finding));
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, findings->len);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  if (self->total >= 0 && self->total < self->findings->len)
    set_total (self, self->findings->len);
}

static void
parse_job_free (gpointer data)
{
  ParseJob *self = data;

  dossier_findings_page_unref (self->page);
  g_free (self);
}

static gpointer
parse_page (gpointer   data,
            GError   **error)
{
  ParseJob *job = data;

  return dossier_findings_new_for_page (job->page, job->n_findings, error);
}

static gboolean
take_page (DossierFindingsPage  *page,
           gsize                 n_findings,
           gpointer              data,
           GError              **error)
{
  Load *load = data;
  ParseJob *job = g_new0 (ParseJob, 1);
  g_autoptr(GPtrArray) findings = NULL;

  job->page = dossier_findings_page_ref (page);
  job->n_findings = n_findings;
  findings = dossier_await_leaf_boxed (dossier_thread_run (parse_page, job, parse_job_free, G_TYPE_PTR_ARRAY),
                                       load->cancellable, DOSSIER_NO_TIMEOUT, error);
  if (findings == NULL)
    return FALSE;
  if (!has_the_say (load))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The findings are being read anew");
      return FALSE;
    }
  add_findings (load->list, findings);
  return TRUE;
}

/* What this does not find out is shown as not known; the list needs no more. */
static DexFuture *
total_fiber (gpointer data)
{
  Load *load = data;
  g_autoptr(GError) error = NULL;
  gint64 total =
      dossier_await_child_int64 (dossier_findings_count_active (load->client, load->cancellable), &error);

  if (error != NULL)
    g_debug ("The number of findings to come is not known: %s", error->message);
  else if (has_the_say (load))
    set_total (load->list, MAX (total, load->list->findings->len));
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

static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  DossierFindingsList *self = load->list;
  g_autoptr(DossierFilter) standard = dossier_filter_new_default ();
  g_autoptr(GError) error = NULL;
  DossierFindingsQuery query = {
    .filter = load->filter,
    .sort_field = load->sort_field,
    .descending = load->descending,
  };

  if (dossier_filter_equal (load->filter, standard))
    dex_future_disown (dossier_fiber_spawn (total_fiber, load_ref (load), load_unref));

  dossier_await_child_int64 (dossier_findings_read (load->client, &query, take_page, load, load->cancellable), &error);
  if (has_the_say (load))
    {
      g_clear_object (&self->running);
      if (error == NULL)
        set_total (self, self->findings->len);
      set_state (self, error != NULL ? state_for_error (error) : DOSSIER_FINDINGS_COMPLETE,
                 error != NULL ? g_error_copy (error) : NULL);
    }
  /* Counting that is still under way is of no use any more. */
  g_cancellable_cancel (load->cancellable);
  g_cancellable_disconnect (load->outer, load->outer_id);

  return error != NULL ? dex_future_new_for_error (g_steal_pointer (&error)) : dex_future_new_true ();
}

static void
dossier_findings_list_finalize (GObject *object)
{
  DossierFindingsList *self = DOSSIER_FINDINGS_LIST (object);

  g_ptr_array_unref (self->findings);
  g_clear_error (&self->error);
  g_clear_object (&self->running);
  g_clear_object (&self->client);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  g_free (self->sort_field);

  G_OBJECT_CLASS (dossier_findings_list_parent_class)->finalize (object);
}

static void
dossier_findings_list_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  DossierFindingsList *self = DOSSIER_FINDINGS_LIST (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_TOTAL:
      g_value_set_int64 (value, self->total);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->findings->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_findings_list_class_init (DossierFindingsListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = dossier_findings_list_finalize;
  object_class->get_property = dossier_findings_list_get_property;

  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, DOSSIER_FINDINGS_CANCELLED, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_int64 ("total", NULL, NULL, -1, G_MAXINT64, -1, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dossier_findings_list_init (DossierFindingsList *self)
{
  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
  self->total = -1;
}

static void
cancel_cb (GCancellable *,
           gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * dossier_findings_list_new:
 *
 * Returns: (transfer full): an empty list that knows nothing yet
 */
DossierFindingsList *
dossier_findings_list_new (void)
{
  return g_object_new (DOSSIER_TYPE_FINDINGS_LIST, NULL);
}

/**
 * dossier_findings_list_load:
 * @self: a list
 * @client: a client
 * @filter: (nullable): which findings; %NULL, or one without a status, means active ones
 * @sort_field: (nullable): AWS's spelling, "SEVERITY"
 * @descending: the order, where there is a @sort_field
 * @cancellable: (nullable): ends the reading, like dossier_findings_list_cancel()
 *
 * Empties the list and fills it with what ListFindings gives. A load that is
 * under way ends. Each page is read on another thread and added in one step.
 * The list lives at least as long as its load does.
 *
 * The property #DossierFindingsList:total is -1 while the number is not known;
 * it becomes known early for all active findings, where Inspector lets itself
 * be asked for counts.
 *
 * Returns: (transfer full): a future of %TRUE, when #DossierFindingsList:state
 *   is %DOSSIER_FINDINGS_COMPLETE; rejects like dossier_findings_read()
 */
DexFuture *
dossier_findings_list_load (DossierFindingsList *self,
                            DossierAwsClient    *client,
                            DossierFilter       *filter,
                            const char          *sort_field,
                            gboolean             descending,
                            GCancellable        *cancellable)
{
  Load *load = g_new0 (Load, 1);

  dossier_findings_list_cancel (self);

  g_atomic_ref_count_init (&load->ref_count);
  load->list = g_object_ref (self);
  load->client = g_object_ref (client);
  load->filter = filter != NULL ? dossier_filter_with_default_status (filter) : dossier_filter_new_default ();
  load->sort_field = g_strdup (sort_field);
  load->descending = descending;
  load->cancellable = g_cancellable_new ();

  g_set_object (&self->running, load->cancellable);
  g_set_object (&self->client, client);
  g_clear_pointer (&self->filter, dossier_filter_unref);
  self->filter = dossier_filter_ref (load->filter);
  g_set_str (&self->sort_field, sort_field);
  self->descending = descending;
  set_total (self, -1);
  clear_findings (self);
  set_state (self, DOSSIER_FINDINGS_LOADING, NULL);

  g_set_object (&load->outer, cancellable);
  if (cancellable != NULL)
    load->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (cancel_cb), g_object_ref (load->cancellable),
                                            g_object_unref);
  return dossier_fiber_spawn (load_fiber, load, load_unref);
}

/**
 * dossier_findings_list_reload:
 * @self: a list that was loaded
 * @cancellable: (nullable): ends the reading
 *
 * Asks again for what was asked for last.
 *
 * Returns: (transfer full): a future as of dossier_findings_list_load()
 */
DexFuture *
dossier_findings_list_reload (DossierFindingsList *self,
                              GCancellable        *cancellable)
{
  g_autoptr(DossierAwsClient) client = NULL;
  g_autoptr(DossierFilter) filter = NULL;
  g_autofree char *sort_field = g_strdup (self->sort_field);

  if (self->client == NULL)
    return dex_future_new_reject (DOSSIER_ERROR, DOSSIER_ERROR_INVALID_INPUT, "No findings were asked for yet");

  client = g_object_ref (self->client);
  filter = dossier_filter_ref (self->filter);
  return dossier_findings_list_load (self, client, filter, sort_field, self->descending, cancellable);
}

/**
 * dossier_findings_list_cancel:
 * @self: a list
 *
 * Ends a load that is under way. The findings that came stay, and
 * #DossierFindingsList:state becomes %DOSSIER_FINDINGS_CANCELLED.
 */
void
dossier_findings_list_cancel (DossierFindingsList *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
}

/**
 * dossier_findings_list_get_state:
 * @self: a list
 *
 * Returns: what it knows
 */
DossierFindingsState
dossier_findings_list_get_state (DossierFindingsList *self)
{
  return self->state;
}

/**
 * dossier_findings_list_get_total:
 * @self: a list
 *
 * Returns: how many findings there will be, or -1 where that is not known
 */
gint64
dossier_findings_list_get_total (DossierFindingsList *self)
{
  return self->total;
}

/**
 * dossier_findings_list_get_error:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why it is not complete
 */
const GError *
dossier_findings_list_get_error (DossierFindingsList *self)
{
  return self->error;
}

/**
 * dossier_findings_list_get_severity_count:
 * @self: a list
 * @rank: a severity
 *
 * Returns: how many of the findings read so far have it
 */
guint
dossier_findings_list_get_severity_count (DossierFindingsList *self,
                                          DossierSeverityRank  rank)
{
  g_return_val_if_fail (rank < DOSSIER_N_SEVERITIES, 0);

  return self->counts[rank];
}
