// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-severity-bar.h"
#include "dossier-words.h"

#define GAP 2
#define LEAST_WIDTH 4

struct _DossierSeverityBar
{
  GtkWidget parent_instance;

  gint64 counts[DOSSIER_N_SEVERITIES];
  GtkWidget *segments[DOSSIER_N_SEVERITIES];
};

G_DEFINE_FINAL_TYPE (DossierSeverityBar, dossier_severity_bar, GTK_TYPE_WIDGET)

enum
{
  CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
dossier_severity_bar_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  DossierSeverityBar *self = DOSSIER_SEVERITY_BAR (widget);
  gint64 total = 0;
  int n_shown = 0;
  int room;
  double x = 0;

  for (int rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    {
      total += self->counts[rank];
      n_shown += self->counts[rank] > 0;
    }

  /* What is small stays visible; the rest is shared by weight. */
  room = MAX (width - GAP * MAX (n_shown - 1, 0) - LEAST_WIDTH * n_shown, 0);
  for (int rank = DOSSIER_N_SEVERITIES - 1; rank >= 0; rank--)
    {
      double share;
      GskTransform *transform;

      if (self->counts[rank] == 0)
        continue;

      share = LEAST_WIDTH + room * ((double) self->counts[rank] / (double) total);
      transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) (int) x, 0));
      gtk_widget_allocate (self->segments[rank], (int) (x + share) - (int) x, height, baseline,
                           transform);
      x += share + GAP;
    }
}

static void
dossier_severity_bar_measure (GtkWidget      *widget,
                              GtkOrientation  orientation,
                              int             for_size,
                              int            *minimum,
                              int            *natural,
                              int            *,
                              int            *)
{
  *minimum = *natural = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least;

      gtk_widget_measure (child, orientation, for_size, &least, NULL, NULL, NULL);
      *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                                ? *minimum + least + GAP
                                : MAX (*minimum, least);
    }
}

static void
released_cb (GtkGestureClick    *,
             int,
             double              x,
             double              y,
             DossierSeverityBar *self)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  for (guint rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    if (picked == self->segments[rank])
      g_signal_emit (self, signals[CLICKED], 0, rank);
}

static void
dossier_severity_bar_dispose (GObject *object)
{
  DossierSeverityBar *self = DOSSIER_SEVERITY_BAR (object);

  for (int rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    g_clear_pointer (&self->segments[rank], gtk_widget_unparent);

  G_OBJECT_CLASS (dossier_severity_bar_parent_class)->dispose (object);
}

static void
dossier_severity_bar_class_init (DossierSeverityBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_severity_bar_dispose;
  widget_class->measure = dossier_severity_bar_measure;
  widget_class->size_allocate = dossier_severity_bar_size_allocate;

  signals[CLICKED] = g_signal_new ("clicked", DOSSIER_TYPE_SEVERITY_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "severity-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
dossier_severity_bar_init (DossierSeverityBar *self)
{
  static const char *const words[DOSSIER_N_SEVERITIES] = {
    [DOSSIER_SEVERITY_LOW] = "LOW",
    [DOSSIER_SEVERITY_MEDIUM] = "MEDIUM",
    [DOSSIER_SEVERITY_HIGH] = "HIGH",
    [DOSSIER_SEVERITY_CRITICAL] = "CRITICAL",
  };
  GtkGesture *click = gtk_gesture_click_new ();

  /* The gravest comes first. */
  for (int rank = DOSSIER_N_SEVERITIES - 1; rank >= 0; rank--)
    {
      GtkWidget *segment = g_object_new (GTK_TYPE_BOX,
                                         "css-name", "segment",
                                         "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                         "visible", FALSE,
                                         NULL);

      gtk_widget_add_css_class (segment, dossier_severity_style (words[rank]));
      gtk_widget_set_parent (segment, GTK_WIDGET (self));
      self->segments[rank] = segment;
    }

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * dossier_severity_bar_set_counts:
 * @self: a bar
 * @counts: (array fixed-size=7): findings by #DossierSeverityRank
 */
void
dossier_severity_bar_set_counts (DossierSeverityBar *self,
                                 const gint64       *counts)
{
  for (int rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    {
      self->counts[rank] = MAX (counts[rank], 0);
      gtk_widget_set_visible (self->segments[rank], counts[rank] > 0);
    }

  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
