// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-clock.h"
#include "dossier-findings-table.h"
#include "dossier-severity-badge.h"
#include "dossier-text.h"
#include "dossier-words.h"

/* What stands where AWS tells nothing. */
#define NOTHING "—"

struct _DossierFindingsTable
{
  AdwBin parent_instance;

  gboolean narrow;
  gboolean compact;
  gboolean by_pointer;
  DossierFindingsFeed *feed;

  GtkColumnView *columns;
  GtkColumnViewColumn *severity_column;
  GtkListView *rows;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (DossierFindingsTable, dossier_findings_table, ADW_TYPE_BIN)

enum
{
  PROP_NARROW = 1,
  PROP_COMPACT,
  N_PROPS
};

enum
{
  SELECTED,
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
layout_name (gpointer,
             gboolean narrow)
{
  return g_strdup (narrow ? "rows" : "columns");
}

static char *
describe_resource (gpointer,
                   const char *label,
                   const char *type)
{
  if (label == NULL)
    return g_strdup (NOTHING);

  return g_strdup_printf ("%s · %s", label, dossier_word_resource_type (type));
}

/* What a screen reader says of a row. */
static char *
describe_row (gpointer,
              DossierFinding *finding)
{
  if (finding == NULL)
    return NULL;

  /* Translators: a finding in one sentence: severity, title, resource */
  return g_strdup_printf (_("%s: %s, %s"),
                          dossier_word_severity (dossier_finding_get_severity (finding)),
                          dossier_finding_get_title (finding),
                          dossier_finding_get_resource_label (finding) != NULL
                              ? dossier_finding_get_resource_label (finding)
                              : _("no resource"));
}

static char *
format_score (gpointer,
              gboolean has_score,
              double   score)
{
  return has_score ? dossier_text_decimal (score, 1) : g_strdup (NOTHING);
}

static char *
format_epss (gpointer,
             gboolean has_epss,
             double   epss)
{
  return has_epss ? dossier_text_decimal (epss, 2) : g_strdup (NOTHING);
}

static char *
format_fix (gpointer,
            const char *fix)
{
  return g_strdup (fix != NULL ? dossier_word_fix (fix) : NOTHING);
}

static char *
format_age (gpointer,
            gint64 instant)
{
  return instant != 0 ? dossier_text_age (instant, dossier_clock_now (dossier_clock_get_system ()))
                      : g_strdup (NOTHING);
}

static char *
format_time (gpointer,
             gint64 instant)
{
  return instant != 0 ? dossier_text_date_time (instant) : NULL;
}

static void
selected_item_cb (DossierFindingsTable *self)
{
  if (self->feed != NULL)
    dossier_findings_rows_set_anchor (dossier_findings_feed_get_rows (self->feed),
                                      gtk_single_selection_get_selected (self->selection));
  g_signal_emit (self, signals[SELECTED], 0, gtk_single_selection_get_selected_item (self->selection),
                 self->by_pointer);
}

/* Columns have sorters for their headers only: the store sorts, by the column's id. */
static void
order_changed_cb (DossierFindingsTable *self)
{
  GtkColumnViewSorter *sorter;
  GtkColumnViewColumn *column;

  /* Columns change for the last time while they are taken down. */
  if (self->feed == NULL)
    return;

  sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->columns));
  column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  dossier_findings_feed_set_order (
      self->feed, column != NULL ? gtk_column_view_column_get_id (column) : NULL,
      gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING);
}

static void
activate_cb (DossierFindingsTable *self,
             guint                 position)
{
  g_autoptr(DossierFinding) finding =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[ACTIVATED], 0, finding);
}

static void
pressed_cb (DossierFindingsTable *self)
{
  self->by_pointer = TRUE;
}

static gboolean
key_pressed_cb (DossierFindingsTable *self)
{
  self->by_pointer = FALSE;
  return GDK_EVENT_PROPAGATE;
}

/* Arrow keys walk through the list, a click wants to see: the two are told
 * apart by what was used last. */
static void
watch_input (DossierFindingsTable *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}

static void
dossier_findings_table_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  DossierFindingsTable *self = DOSSIER_FINDINGS_TABLE (object);

  switch (property_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_findings_table_set_property (GObject      *object,
                                     guint         property_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  DossierFindingsTable *self = DOSSIER_FINDINGS_TABLE (object);

  switch (property_id)
    {
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_COMPACT:
      self->compact = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_findings_table_dispose (GObject *object)
{
  g_clear_object (&DOSSIER_FINDINGS_TABLE (object)->feed);
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_FINDINGS_TABLE);

  G_OBJECT_CLASS (dossier_findings_table_parent_class)->dispose (object);
}

static void
dossier_findings_table_class_init (DossierFindingsTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dossier_findings_table_get_property;
  object_class->set_property = dossier_findings_table_set_property;
  object_class->dispose = dossier_findings_table_dispose;

  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] =
      g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SELECTED] =
      g_signal_new ("selected", DOSSIER_TYPE_FINDINGS_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, DOSSIER_TYPE_FINDING, G_TYPE_BOOLEAN);
  signals[ACTIVATED] =
      g_signal_new ("activated", DOSSIER_TYPE_FINDINGS_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, DOSSIER_TYPE_FINDING);

  g_type_ensure (DOSSIER_TYPE_FINDING);
  g_type_ensure (DOSSIER_TYPE_SEVERITY_BADGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-findings-table.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierFindingsTable, columns);
  gtk_widget_class_bind_template_child (widget_class, DossierFindingsTable, severity_column);
  gtk_widget_class_bind_template_child (widget_class, DossierFindingsTable, rows);
  gtk_widget_class_bind_template_child (widget_class, DossierFindingsTable, selection);
  gtk_widget_class_bind_template_callback (widget_class, layout_name);
  gtk_widget_class_bind_template_callback (widget_class, describe_resource);
  gtk_widget_class_bind_template_callback (widget_class, describe_row);
  gtk_widget_class_bind_template_callback (widget_class, format_score);
  gtk_widget_class_bind_template_callback (widget_class, format_epss);
  gtk_widget_class_bind_template_callback (widget_class, format_fix);
  gtk_widget_class_bind_template_callback (widget_class, format_age);
  gtk_widget_class_bind_template_callback (widget_class, format_time);
  gtk_widget_class_bind_template_callback (widget_class, selected_item_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
dossier_findings_table_init (DossierFindingsTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_column_view_sort_by_column (self->columns, self->severity_column, GTK_SORT_DESCENDING);
  g_signal_connect_object (gtk_column_view_get_sorter (self->columns), "changed",
                           G_CALLBACK (order_changed_cb), self, G_CONNECT_SWAPPED);
  watch_input (self);
}

/**
 * dossier_findings_table_set_feed:
 * @self: a table
 * @feed: an open feed, whose findings are shown in the order that the columns say
 */
void
dossier_findings_table_set_feed (DossierFindingsTable *self,
                                 DossierFindingsFeed  *feed)
{
  g_set_object (&self->feed, feed);
  order_changed_cb (self);
  gtk_single_selection_set_model (self->selection,
                                  G_LIST_MODEL (dossier_findings_feed_get_rows (feed)));
}

/**
 * dossier_findings_table_unselect:
 * @self: a table
 */
void
dossier_findings_table_unselect (DossierFindingsTable *self)
{
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

/**
 * dossier_findings_table_focus:
 * @self: a table
 *
 * Moves the focus into the list.
 */
void
dossier_findings_table_focus (DossierFindingsTable *self)
{
  gtk_widget_child_focus (self->narrow ? GTK_WIDGET (self->rows) : GTK_WIDGET (self->columns),
                          GTK_DIR_TAB_FORWARD);
}
