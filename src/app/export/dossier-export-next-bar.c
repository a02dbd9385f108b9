// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-export-next-bar.h"

enum
{
  PROP_LABEL = 1,
  PROP_ACTION,
  N_PROPS
};

struct _DossierExportNextBar
{
  AdwBin parent_instance;

  char *texts[N_PROPS];

  GtkLabel *reason;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (DossierExportNextBar, dossier_export_next_bar, ADW_TYPE_BIN)

/* The button is not sensitive for a reason of the page, which a button with an
 * action of its own would forget. */
static void
clicked_cb (DossierExportNextBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), self->texts[PROP_ACTION], NULL);
}

static void
dossier_export_next_bar_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *)
{
  g_value_set_string (value, DOSSIER_EXPORT_NEXT_BAR (object)->texts[property_id]);
}

static void
dossier_export_next_bar_set_property (GObject      *object,
                                      guint         property_id,
                                      const GValue *value,
                                      GParamSpec   *pspec)
{
  if (g_set_str (&DOSSIER_EXPORT_NEXT_BAR (object)->texts[property_id], g_value_get_string (value)))
    g_object_notify_by_pspec (object, pspec);
}

static void
dossier_export_next_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_EXPORT_NEXT_BAR);

  G_OBJECT_CLASS (dossier_export_next_bar_parent_class)->dispose (object);
}

static void
dossier_export_next_bar_finalize (GObject *object)
{
  for (guint id = PROP_LABEL; id < N_PROPS; id++)
    g_free (DOSSIER_EXPORT_NEXT_BAR (object)->texts[id]);

  G_OBJECT_CLASS (dossier_export_next_bar_parent_class)->finalize (object);
}

static void
dossier_export_next_bar_class_init (DossierExportNextBarClass *klass)
{
  static const char *const names[N_PROPS] = { [PROP_LABEL] = "label", [PROP_ACTION] = "action" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dossier_export_next_bar_get_property;
  object_class->set_property = dossier_export_next_bar_set_property;
  object_class->dispose = dossier_export_next_bar_dispose;
  object_class->finalize = dossier_export_next_bar_finalize;

  for (guint id = PROP_LABEL; id < N_PROPS; id++)
    g_object_class_install_property (
        object_class, id,
        g_param_spec_string (names[id], NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-export-next-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierExportNextBar, reason);
  gtk_widget_class_bind_template_child (widget_class, DossierExportNextBar, button);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
dossier_export_next_bar_init (DossierExportNextBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_export_next_bar_set_reason:
 * @self: a bar
 * @reason: (nullable): why one cannot go on; %NULL if one can
 */
void
dossier_export_next_bar_set_reason (DossierExportNextBar *self,
                                    const char           *reason)
{
  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_sensitive (self->button, reason == NULL);
}
