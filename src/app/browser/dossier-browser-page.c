// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-browser-page.h"
#include "dossier-demo-banner.h"
#include "dossier-failure-view.h"
#include "dossier-filter-chip.h"
#include "dossier-filter-values.h"
#include "dossier-finding-details.h"
#include "dossier-findings-table.h"
#include "dossier-severity-strip.h"
#include "dossier-text.h"

/* A spinner that comes and goes at once only disturbs. */
#define PATIENCE_MS 300

/* How often “2 minutes ago” is looked at again. */
#define AGE_SECONDS 30

struct _DossierBrowserPage
{
  AdwBin parent_instance;

  DossierContext *context;
  guint patience;
  guint ageing;

  AdwOverlaySplitView *split;
  AdwWindowTitle *title;
  GtkStack *refreshing;
  DossierDemoBanner *demo_banner;
  GtkSearchBar *search_bar;
  GtkEditable *search;
  AdwBanner *trouble;
  DossierFilterChip *status_chip;
  DossierFilterChip *severity_chip;
  DossierFilterChip *type_chip;
  DossierSeverityStrip *strip;
  GtkProgressBar *progress;
  GtkStack *states;
  DossierFindingsTable *list;
  AdwStatusPage *loading;
  AdwStatusPage *empty;
  GtkWidget *clear_filter;
  DossierFailureView *failure;
  DossierFindingDetails *details;
};

G_DEFINE_FINAL_TYPE (DossierBrowserPage, dossier_browser_page, ADW_TYPE_BIN)

/* Whether the details take room from the list, rather than cover it. */
static gboolean
is_squeezed (gpointer,
             gboolean details_shown,
             gboolean collapsed)
{
  return details_shown && !collapsed;
}

static DossierFindingsFeed *
findings_of (DossierBrowserPage *self)
{
  return dossier_context_get_findings (self->context);
}

static DossierFindingsRows *
rows_of (DossierBrowserPage *self)
{
  return dossier_findings_feed_get_rows (findings_of (self));
}

static gint64
n_findings (DossierBrowserPage *self)
{
  return dossier_findings_feed_get_n_findings (findings_of (self));
}

static char *
describe_age (DossierBrowserPage *self)
{
  return dossier_text_ago (dossier_findings_feed_get_read (findings_of (self)),
                           dossier_clock_now (dossier_clock_get_system ()));
}

/* How many of how many. */
static char *
describe_share (gint64 part,
                gint64 total)
{
  g_autofree char *number = dossier_text_number (part);
  g_autofree char *all = total >= 0 ? dossier_text_number (total) : NULL;

  /* Translators: how many findings were read so far, of how many there are */
  return all != NULL && part != total ? g_strdup_printf (_("%s of %s"), number, all)
                                      : g_steal_pointer (&number);
}

/* What an earlier reading kept says when that was, and is never called complete now. */
static char *
describe_former (DossierBrowserPage            *self,
                 const DossierFindingsSnapshot *former)
{
  g_autofree char *ago = describe_age (self);
  g_autofree char *share =
      describe_share (former->n_findings, former->is_complete ? former->n_findings : former->total);
  g_autofree char *text =
      former->is_complete
          /* Translators: “4,213 · read 2 hours ago” */
          ? g_strdup_printf (_("%s · read %s"), share, ago)
          /* Translators: “1,200 of 4,213 · incomplete · read 2 hours ago” */
          : g_strdup_printf (_("%s · incomplete · read %s"), share, ago);

  return dossier_findings_feed_get_state (findings_of (self)) == DOSSIER_FINDINGS_LOADING
             /* Translators: %s is “4,213 · read 2 hours ago” */
             ? g_strdup_printf (_("%s · reading again"), text)
             : g_steal_pointer (&text);
}

static char *
describe_state (DossierBrowserPage *self)
{
  const DossierFindingsSnapshot *former = dossier_findings_feed_get_former (findings_of (self));
  DossierFindingsState state = dossier_findings_feed_get_state (findings_of (self));
  g_autofree char *ago = describe_age (self);
  g_autofree char *share = NULL;

  if (former != NULL)
    return describe_former (self, former);
  if (state == DOSSIER_FINDINGS_IDLE)
    return g_strdup ("");
  if (state == DOSSIER_FINDINGS_DENIED)
    return g_strdup (_("not allowed"));
  if (state == DOSSIER_FINDINGS_FAILED && n_findings (self) == 0)
    return g_strdup (_("not read"));

  share = describe_share (n_findings (self), dossier_findings_feed_get_total (findings_of (self)));
  if (state == DOSSIER_FINDINGS_LOADING)
    /* Translators: %s is “1,200 of 4,213” */
    return g_strdup_printf (_("%s · reading"), share);
  if (state == DOSSIER_FINDINGS_COMPLETE)
    /* Translators: “4,213 · complete · 2 minutes ago” */
    return g_strdup_printf (_("%s · complete · %s"), share, ago);
  /* Translators: “1,200 of 4,213 · incomplete · 2 minutes ago” */
  return g_strdup_printf (_("%s · incomplete · %s"), share, ago);
}

static const char *
choose_view (DossierBrowserPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (rows_of (self))) > 0 && n_findings (self) > 0)
    return "list";
  if (n_findings (self) > 0 && *gtk_editable_get_text (self->search) != '\0')
    return "no-match";

  switch (dossier_findings_feed_get_state (findings_of (self)))
    {
    case DOSSIER_FINDINGS_COMPLETE:
      return "empty";
    case DOSSIER_FINDINGS_DENIED:
    case DOSSIER_FINDINGS_FAILED:
      return "failed";
    case DOSSIER_FINDINGS_CANCELLED:
      return "stopped";
    case DOSSIER_FINDINGS_IDLE:
    case DOSSIER_FINDINGS_LOADING:
    default:
      return self->patience == 0 ? "loading" : "wait";
    }
}

static void
show_empty (DossierBrowserPage *self)
{
  g_autoptr(DossierFilter) standard = dossier_filter_new_default ();
  gboolean filtered = !dossier_filter_equal (dossier_context_get_filter (self->context), standard);

  gtk_widget_set_visible (self->clear_filter, filtered);
  adw_status_page_set_title (self->empty, filtered ? _("No Finding Matches") : _("No Findings"));
  adw_status_page_set_description (
      self->empty, filtered
                       ? _("None of the findings in this Region is what the filter asks for.")
                       : _("Amazon Inspector has no active finding in this Region. It lists what it finds in "
                           "resources for which scanning is on."));
}

static char *
describe_trouble (DossierBrowserPage *self,
                  const GError       *error)
{
  g_autofree char *ago = describe_age (self);
  g_autofree char *number = dossier_text_findings (n_findings (self));

  if (dossier_findings_feed_get_former (findings_of (self)) != NULL)
    /* Translators: the first %s is “2 hours ago”, the second is the reason */
    return g_strdup_printf (_("These findings were read %s and not since: %s"), ago, error->message);

  /* Translators: the first %s is “1,200 findings”, the second is the reason */
  return g_strdup_printf (_("Reading stopped after %s: %s"), number, error->message);
}

static void
show_trouble (DossierBrowserPage *self)
{
  const GError *error = dossier_findings_feed_get_error (findings_of (self));
  g_autofree char *text = NULL;

  if (error == NULL)
    {
      adw_banner_set_revealed (self->trouble, FALSE);
      return;
    }

  text = describe_trouble (self, error);
  adw_banner_set_use_markup (self->trouble, FALSE);
  adw_banner_set_title (self->trouble, text);
  adw_banner_set_revealed (self->trouble, n_findings (self) > 0);
  dossier_failure_view_show (
      self->failure,
      dossier_findings_feed_get_state (findings_of (self)) == DOSSIER_FINDINGS_DENIED
          ? _("Not Allowed to List Findings")
          : _("Findings Could Not Be Read"),
      error);
}

static void
show_progress (DossierBrowserPage *self)
{
  gint64 total = dossier_findings_feed_get_total (findings_of (self));
  gint64 n_read = dossier_findings_feed_get_n_read (findings_of (self));
  gboolean reading =
      dossier_findings_feed_get_state (findings_of (self)) == DOSSIER_FINDINGS_LOADING;

  gtk_stack_set_visible_child_name (self->refreshing, reading ? "stop" : "refresh");
  gtk_widget_set_visible (GTK_WIDGET (self->progress), reading && total > 0 && n_read > 0);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, MIN ((double) n_read / (double) total, 1));
}

static void
update (DossierBrowserPage *self)
{
  gint64 counts[DOSSIER_N_SEVERITIES];
  gboolean known =
      n_findings (self) > 0
      || dossier_findings_feed_get_state (findings_of (self)) == DOSSIER_FINDINGS_COMPLETE;
  g_autofree char *subtitle = describe_state (self);

  for (int rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    counts[rank] = dossier_findings_rows_get_severity_count (rows_of (self), rank);

  adw_window_title_set_subtitle (self->title, subtitle);
  dossier_severity_strip_show (self->strip, known ? counts : NULL,
                               dossier_context_get_filter (self->context));
  show_empty (self);
  show_trouble (self);
  show_progress (self);
  gtk_stack_set_visible_child_name (self->states, choose_view (self));
}

static void
patience_over_cb (gpointer data)
{
  DossierBrowserPage *self = data;

  self->patience = 0;
  update (self);
}

static void
state_changed_cb (DossierBrowserPage *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  if (dossier_findings_feed_get_state (findings_of (self)) == DOSSIER_FINDINGS_LOADING)
    self->patience = g_timeout_add_once (PATIENCE_MS, patience_over_cb, self);
  update (self);
}

static gboolean
age_cb (gpointer data)
{
  update (data);
  return G_SOURCE_CONTINUE;
}

static void
filter_changed_cb (DossierBrowserPage *self)
{
  DossierFilter *filter = dossier_context_get_filter (self->context);

  dossier_filter_chip_show (self->status_chip, filter);
  dossier_filter_chip_show (self->severity_chip, filter);
  dossier_filter_chip_show (self->type_chip, filter);
}

static void
search_changed_cb (DossierBrowserPage *self)
{
  if (self->context != NULL)
    dossier_findings_feed_set_search (findings_of (self), gtk_editable_get_text (self->search));
}

static void
selected_cb (DossierBrowserPage *self,
             DossierFinding     *finding,
             gboolean            by_pointer)
{
  dossier_finding_details_show (self->details, finding);

  if (finding == NULL)
    adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  else if (by_pointer)
    adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

static void
activated_cb (DossierBrowserPage *self,
              DossierFinding     *finding)
{
  dossier_finding_details_show (self->details, finding);
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->details), GTK_DIR_TAB_FORWARD);
}

static void
details_toggled_cb (DossierBrowserPage *self)
{
  if (adw_overlay_split_view_get_show_sidebar (self->split))
    return;

  dossier_findings_table_unselect (self->list);
  dossier_findings_table_focus (self->list);
}

static void
toggle_value_action (GtkWidget  *widget,
                     const char *,
                     GVariant   *parameter)
{
  DossierBrowserPage *self = DOSSIER_BROWSER_PAGE (widget);
  const char *field, *value;
  g_autoptr(DossierFilter) filter = NULL;

  g_variant_get (parameter, "(&s&s)", &field, &value);
  filter = dossier_filter_toggle_value (dossier_context_get_filter (self->context), field, value);
  dossier_context_set_filter (self->context, filter);
}

static void
clear_filter_action (GtkWidget *widget,
                     const char *,
                     GVariant *)
{
  g_autoptr(DossierFilter) filter = dossier_filter_new_default ();

  dossier_context_set_filter (DOSSIER_BROWSER_PAGE (widget)->context, filter);
}

static void
close_details_action (GtkWidget *widget,
                      const char *,
                      GVariant *)
{
  dossier_browser_page_close_details (DOSSIER_BROWSER_PAGE (widget));
}

static void
dossier_browser_page_dispose (GObject *object)
{
  DossierBrowserPage *self = DOSSIER_BROWSER_PAGE (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->ageing, g_source_remove);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), DOSSIER_TYPE_BROWSER_PAGE);

  G_OBJECT_CLASS (dossier_browser_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, split);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, title);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, refreshing);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, demo_banner);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, search);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, status_chip);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, severity_chip);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, type_chip);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, strip);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, progress);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, states);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, list);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, loading);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, empty);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, clear_filter);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, failure);
  gtk_widget_class_bind_template_child (widget_class, DossierBrowserPage, details);
  gtk_widget_class_bind_template_callback (widget_class, is_squeezed);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, details_toggled_cb);
}

static void
dossier_browser_page_class_init (DossierBrowserPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_browser_page_dispose;

  g_type_ensure (DOSSIER_TYPE_DEMO_BANNER);
  g_type_ensure (DOSSIER_TYPE_FAILURE_VIEW);
  g_type_ensure (DOSSIER_TYPE_FILTER_CHIP);
  g_type_ensure (DOSSIER_TYPE_FINDING_DETAILS);
  g_type_ensure (DOSSIER_TYPE_FINDINGS_TABLE);
  g_type_ensure (DOSSIER_TYPE_SEVERITY_STRIP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-browser-page.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "browser.toggle-value", "(ss)", toggle_value_action);
  gtk_widget_class_install_action (widget_class, "browser.clear-filter", NULL, clear_filter_action);
  gtk_widget_class_install_action (widget_class, "browser.close-details", NULL, close_details_action);
}

static void
dossier_browser_page_init (DossierBrowserPage *self)
{
  g_autoptr(AdwSpinnerPaintable) spinner = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  spinner = adw_spinner_paintable_new (GTK_WIDGET (self->loading));
  adw_status_page_set_paintable (self->loading, GDK_PAINTABLE (spinner));
  gtk_search_bar_connect_entry (self->search_bar, self->search);
}

/**
 * dossier_browser_page_set_context:
 * @self: a page
 * @context: an open context, whose findings are read and shown
 */
void
dossier_browser_page_set_context (DossierBrowserPage *self,
                                  DossierContext     *context)
{
  DossierFindingsFeed *findings = dossier_context_get_findings (context);

  if (self->context != NULL)
    {
      g_signal_handlers_disconnect_by_data (findings_of (self), self);
      g_signal_handlers_disconnect_by_data (rows_of (self), self);
      g_signal_handlers_disconnect_by_data (self->context, self);
    }
  g_set_object (&self->context, context);

  g_signal_connect_object (findings, "notify::state", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (findings, "notify::total", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (findings, "notify::n-findings", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (findings, "notify::former", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  dossier_findings_feed_set_search (findings, gtk_editable_get_text (self->search));
  dossier_findings_table_set_feed (self->list, findings);
  g_signal_connect_object (rows_of (self), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (context, "notify::filter", G_CALLBACK (filter_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->ageing == 0)
    self->ageing = g_timeout_add_seconds (AGE_SECONDS, age_cb, self);

  gtk_widget_set_visible (GTK_WIDGET (self->demo_banner), dossier_context_is_demo (context));
  filter_changed_cb (self);
  state_changed_cb (self);
  dossier_context_refresh (context);
}

/**
 * dossier_browser_page_start_search:
 * @self: a page
 *
 * Opens the search and moves the focus to it.
 */
void
dossier_browser_page_start_search (DossierBrowserPage *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * dossier_browser_page_close_details:
 * @self: a page
 */
void
dossier_browser_page_close_details (DossierBrowserPage *self)
{
  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
}
