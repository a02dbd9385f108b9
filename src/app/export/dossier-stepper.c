// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-stepper.h"

struct _DossierStepper
{
  GtkBox parent_instance;

  GPtrArray *steps;
  guint current;
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (DossierStepper, dossier_stepper, GTK_TYPE_BOX)

enum
{
  PROP_NARROW = 1,
  N_PROPS
};

typedef struct
{
  GtkWidget *number;
  GtkWidget *title;
} Step;

static void
update (DossierStepper *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = g_ptr_array_index (self->steps, i);
      g_autofree char *number = i < self->current ? g_strdup ("✓") : g_strdup_printf ("%u", i + 1);

      gtk_label_set_label (GTK_LABEL (step->number), number);
      gtk_widget_set_css_classes (step->number,
                                  (const char *[]) { "step",
                                                     i < self->current    ? "past"
                                                     : i == self->current ? "present"
                                                                          : "future",
                                                     NULL });
      gtk_widget_set_css_classes (
          step->title, (const char *[]) { i == self->current ? "heading" : "dimmed", NULL });
      gtk_widget_set_visible (step->title, !self->narrow || i == self->current);

      if (i == self->current)
        {
          /* Translators: for screen readers: Step 2 of 4: Where */
          g_autofree char *text =
              g_strdup_printf (_("Step %u of %u: %s"), i + 1, self->steps->len,
                               gtk_label_get_label (GTK_LABEL (step->title)));

          gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
        }
    }
}

static void
dossier_stepper_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, DOSSIER_STEPPER (object)->narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_stepper_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_NARROW:
      dossier_stepper_set_narrow (DOSSIER_STEPPER (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_stepper_finalize (GObject *object)
{
  g_ptr_array_unref (DOSSIER_STEPPER (object)->steps);

  G_OBJECT_CLASS (dossier_stepper_parent_class)->finalize (object);
}

static void
dossier_stepper_class_init (DossierStepperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dossier_stepper_get_property;
  object_class->set_property = dossier_stepper_set_property;
  object_class->finalize = dossier_stepper_finalize;

  g_object_class_install_property (
      object_class, PROP_NARROW,
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "stepper");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dossier_stepper_init (DossierStepper *self)
{
  self->steps = g_ptr_array_new_with_free_func (g_free);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/**
 * dossier_stepper_set_titles:
 * @self: a stepper without steps
 * @titles: (array zero-terminated=1): the steps
 */
void
dossier_stepper_set_titles (DossierStepper    *self,
                            const char *const *titles)
{
  for (guint i = 0; titles[i] != NULL; i++)
    {
      Step *step = g_new0 (Step, 1);

      if (i > 0)
        {
          GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

          gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
          gtk_widget_set_size_request (line, 16, -1);
          gtk_box_append (GTK_BOX (self), line);
        }

      step->number = gtk_label_new (NULL);
      step->title = gtk_label_new (titles[i]);
      gtk_box_append (GTK_BOX (self), step->number);
      gtk_box_append (GTK_BOX (self), step->title);
      g_ptr_array_add (self->steps, step);
    }

  update (self);
}

/**
 * dossier_stepper_set_current:
 * @self: a stepper
 * @current: the step one is at, from 0; the number of steps when all are behind
 */
void
dossier_stepper_set_current (DossierStepper *self,
                             guint           current)
{
  self->current = current;
  update (self);
}

/**
 * dossier_stepper_set_narrow:
 * @self: a stepper
 * @narrow: whether only the current step shows its title
 */
void
dossier_stepper_set_narrow (DossierStepper *self,
                            gboolean        narrow)
{
  self->narrow = narrow;
  update (self);
  g_object_notify (G_OBJECT (self), "narrow");
}
