// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "dossier-filter-values.h"
#include "dossier-severity-bar.h"
#include "dossier-severity-strip.h"
#include "dossier-text.h"
#include "dossier-words.h"

/* By DossierSeverityRank. What has no word cannot be asked for. */
static const char *const words[DOSSIER_N_SEVERITIES] = {
  NULL, "UNTRIAGED", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL",
};

struct _DossierSeverityStrip
{
  GtkBox parent_instance;

  DossierSeverityBar *bar;
  AdwWrapBox *legend;
  GtkWidget *buttons[DOSSIER_N_SEVERITIES];
  GtkLabel *labels[DOSSIER_N_SEVERITIES];
};

G_DEFINE_FINAL_TYPE (DossierSeverityStrip, dossier_severity_strip, GTK_TYPE_BOX)

static void
toggle (DossierSeverityStrip *self,
        const char           *word)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "browser.toggle-value", "(ss)", "severity", word);
}

static void
button_clicked_cb (DossierSeverityStrip *self,
                   GtkWidget            *button)
{
  for (int rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    if (self->buttons[rank] == button)
      toggle (self, words[rank]);
}

static void
bar_clicked_cb (DossierSeverityStrip *self,
                guint                 rank)
{
  if (words[rank] != NULL)
    toggle (self, words[rank]);
}

static void
add_button (DossierSeverityStrip *self,
            int                   rank)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = g_object_new (GTK_TYPE_BOX,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                    "valign", GTK_ALIGN_CENTER,
                                    NULL);

  self->labels[rank] = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->labels[rank]), "numbers");
  gtk_widget_set_css_classes (
      swatch, (const char *[]) { "swatch", dossier_severity_style (words[rank]), NULL });
  gtk_box_append (GTK_BOX (content), swatch);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->labels[rank]));

  self->buttons[rank] = gtk_toggle_button_new ();
  gtk_widget_add_css_class (self->buttons[rank], "flat");
  gtk_widget_set_sensitive (self->buttons[rank], words[rank] != NULL);
  gtk_button_set_child (GTK_BUTTON (self->buttons[rank]), content);
  g_signal_connect_swapped (self->buttons[rank], "clicked", G_CALLBACK (button_clicked_cb), self);
  adw_wrap_box_append (self->legend, self->buttons[rank]);
}

static void
dossier_severity_strip_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_SEVERITY_STRIP);

  G_OBJECT_CLASS (dossier_severity_strip_parent_class)->dispose (object);
}

static void
dossier_severity_strip_class_init (DossierSeverityStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_severity_strip_dispose;

  g_type_ensure (DOSSIER_TYPE_SEVERITY_BAR);
  gtk_widget_class_set_css_name (widget_class, "severity-strip");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-severity-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierSeverityStrip, bar);
  gtk_widget_class_bind_template_child (widget_class, DossierSeverityStrip, legend);
  gtk_widget_class_bind_template_callback (widget_class, bar_clicked_cb);
}

static void
dossier_severity_strip_init (DossierSeverityStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int rank = DOSSIER_N_SEVERITIES - 1; rank >= 0; rank--)
    add_button (self, rank);
}

/**
 * dossier_severity_strip_show:
 * @self: a strip
 * @counts: (array fixed-size=7) (nullable): findings by #DossierSeverityRank; %NULL where
 *   nothing is known, which is not the same as none
 * @filter: what was asked for; of severities that it leaves out, no number is known
 */
void
dossier_severity_strip_show (DossierSeverityStrip *self,
                             const gint64         *counts,
                             const DossierFilter  *filter)
{
  static const gint64 none[DOSSIER_N_SEVERITIES];
  g_auto(GStrv) asked = dossier_filter_dup_values (filter, "severity");
  const gint64 *known = counts != NULL ? counts : none;

  for (int rank = 0; rank < DOSSIER_N_SEVERITIES; rank++)
    {
      gboolean pressed =
          words[rank] != NULL && g_strv_contains ((const char *const *) asked, words[rank]);
      const char *name = dossier_word_severity (words[rank]);
      g_autofree char *number = dossier_text_number (known[rank]);
      g_autofree char *text = counts != NULL && (asked[0] == NULL || pressed)
                                  ? g_strdup_printf ("%s %s", name, number)
                                  : g_strdup (name);

      gtk_label_set_label (self->labels[rank], text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[rank]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[rank]), pressed);
      gtk_widget_set_visible (self->buttons[rank],
                              rank >= DOSSIER_SEVERITY_LOW || pressed || known[rank] > 0);
    }

  dossier_severity_bar_set_counts (self->bar, known);
}
