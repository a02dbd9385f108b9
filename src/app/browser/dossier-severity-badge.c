// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-severity-badge.h"
#include "dossier-words.h"

struct _DossierSeverityBadge
{
  GtkWidget parent_instance;

  GtkWidget *label;
  char *severity;
};

G_DEFINE_FINAL_TYPE (DossierSeverityBadge, dossier_severity_badge, GTK_TYPE_WIDGET)

enum
{
  PROP_SEVERITY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_severity (DossierSeverityBadge *self,
              const char           *severity)
{
  if (!g_set_str (&self->severity, severity))
    return;

  gtk_widget_set_css_classes (GTK_WIDGET (self),
                              (const char *[]) { dossier_severity_style (severity), NULL });
  gtk_label_set_label (GTK_LABEL (self->label), dossier_word_severity (severity));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEVERITY]);
}

static void
dossier_severity_badge_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  DossierSeverityBadge *self = DOSSIER_SEVERITY_BADGE (object);

  switch (property_id)
    {
    case PROP_SEVERITY:
      g_value_set_string (value, self->severity);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_severity_badge_set_property (GObject      *object,
                                     guint         property_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_SEVERITY:
      set_severity (DOSSIER_SEVERITY_BADGE (object), g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_severity_badge_dispose (GObject *object)
{
  DossierSeverityBadge *self = DOSSIER_SEVERITY_BADGE (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->severity, g_free);

  G_OBJECT_CLASS (dossier_severity_badge_parent_class)->dispose (object);
}

static void
dossier_severity_badge_class_init (DossierSeverityBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dossier_severity_badge_get_property;
  object_class->set_property = dossier_severity_badge_set_property;
  object_class->dispose = dossier_severity_badge_dispose;

  properties[PROP_SEVERITY] =
      g_param_spec_string ("severity", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "severity-badge");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
dossier_severity_badge_init (DossierSeverityBadge *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}
