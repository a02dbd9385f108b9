// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-finding-details.h"
#include "dossier-finding-member.h"
#include "dossier-property-row.h"
#include "dossier-severity-badge.h"
#include "dossier-text.h"
#include "dossier-words.h"

struct _DossierFindingDetails
{
  AdwBin parent_instance;

  DossierFinding *finding;

  GtkScrolledWindow *scroller;
  GtkLabel *description;
  GtkListBox *facts;
  GtkListBox *members;
};

G_DEFINE_FINAL_TYPE (DossierFindingDetails, dossier_finding_details, ADW_TYPE_BIN)

enum
{
  PROP_FINDING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
add_fact (DossierFindingDetails *self,
          const char            *name,
          const char            *value)
{
  if (value != NULL && value[0] != '\0')
    gtk_list_box_append (self->facts, dossier_property_row_new (name, value));
}

static void
add_time (DossierFindingDetails *self,
          const char            *name,
          gint64                 instant)
{
  g_autofree char *text = instant != 0 ? dossier_text_date_time (instant) : NULL;

  add_fact (self, name, text);
}

static void
add_number (DossierFindingDetails *self,
            const char            *name,
            gboolean               present,
            double                 number,
            guint                  digits)
{
  g_autofree char *text = present ? dossier_text_decimal (number, digits) : NULL;

  add_fact (self, name, text);
}

static void
show_facts (DossierFindingDetails *self)
{
  DossierFinding *finding = self->finding;
  double score, epss;
  gboolean has_score = dossier_finding_get_score (finding, &score);
  gboolean has_epss = dossier_finding_get_epss (finding, &epss);

  add_fact (self, _("Status"), dossier_word_status (dossier_finding_get_status (finding)));
  add_fact (self, _("Type"), dossier_word_finding_type (dossier_finding_get_finding_type (finding)));
  add_fact (self, _("Vulnerability"), dossier_finding_get_vulnerability_id (finding));
  add_fact (self, _("Resource"), dossier_finding_get_resource_label (finding));
  add_fact (self, _("Resource type"),
            dossier_word_resource_type (dossier_finding_get_resource_type (finding)));
  add_fact (self, _("Account"), dossier_finding_get_account_id (finding));
  add_fact (self, _("Region"), dossier_finding_get_region (finding));
  add_number (self, _("Inspector score"), has_score, score, 1);
  add_number (self, _("EPSS"), has_epss, epss, 3);
  if (dossier_finding_get_fix_available (finding) != NULL)
    add_fact (self, _("Fix available"), dossier_word_fix (dossier_finding_get_fix_available (finding)));
  if (dossier_finding_get_exploit_available (finding) != NULL)
    add_fact (self, _("Exploit available"),
              dossier_word_fix (dossier_finding_get_exploit_available (finding)));
  add_time (self, _("First seen"), dossier_finding_get_first_observed (finding));
  add_time (self, _("Last seen"), dossier_finding_get_last_observed (finding));
}

/* Nobody sorts or filters by it, so that a finding does not keep it apart. */
static void
show_description (DossierFindingDetails *self,
                  GListModel            *members)
{
  gtk_widget_set_visible (GTK_WIDGET (self->description), FALSE);

  for (guint i = 0; i < g_list_model_get_n_items (members); i++)
    {
      g_autoptr(DossierFindingMember) member = g_list_model_get_item (members, i);

      if (!g_str_equal (dossier_finding_member_get_path (member), "description"))
        continue;
      gtk_label_set_label (self->description, dossier_finding_member_get_value (member));
      gtk_widget_set_visible (GTK_WIDGET (self->description), TRUE);
    }
}

static GtkWidget *
create_member_row (gpointer item,
                   gpointer)
{
  DossierFindingMember *member = item;
  g_autofree char *time =
      dossier_finding_member_get_kind (member) == DOSSIER_FINDING_MEMBER_TIME
          ? dossier_text_date_time (dossier_finding_member_get_instant (member))
          : NULL;

  return dossier_property_row_new (dossier_finding_member_get_path (member),
                                   time != NULL ? time : dossier_finding_member_get_value (member));
}

static void
copy (DossierFindingDetails *self,
      const char            *text,
      const char            *message)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.tell", "s", message);
}

static void
copy_arn_action (GtkWidget *widget,
                 const char *,
                 GVariant *)
{
  DossierFindingDetails *self = DOSSIER_FINDING_DETAILS (widget);

  copy (self, dossier_finding_get_arn (self->finding), _("ARN copied"));
}

static void
copy_json_action (GtkWidget *widget,
                  const char *,
                  GVariant *)
{
  DossierFindingDetails *self = DOSSIER_FINDING_DETAILS (widget);
  g_autofree char *json = dossier_finding_dup_json (self->finding);

  copy (self, json, _("JSON copied"));
}

static void
dossier_finding_details_get_property (GObject    *object,
                                      guint       property_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_FINDING:
      g_value_set_object (value, DOSSIER_FINDING_DETAILS (object)->finding);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_finding_details_dispose (GObject *object)
{
  DossierFindingDetails *self = DOSSIER_FINDING_DETAILS (object);

  g_clear_object (&self->finding);
  gtk_widget_dispose_template (GTK_WIDGET (self), DOSSIER_TYPE_FINDING_DETAILS);

  G_OBJECT_CLASS (dossier_finding_details_parent_class)->dispose (object);
}

static void
dossier_finding_details_class_init (DossierFindingDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dossier_finding_details_get_property;
  object_class->dispose = dossier_finding_details_dispose;

  properties[PROP_FINDING] = g_param_spec_object ("finding", NULL, NULL, DOSSIER_TYPE_FINDING,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DOSSIER_TYPE_SEVERITY_BADGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-finding-details.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierFindingDetails, scroller);
  gtk_widget_class_bind_template_child (widget_class, DossierFindingDetails, description);
  gtk_widget_class_bind_template_child (widget_class, DossierFindingDetails, facts);
  gtk_widget_class_bind_template_child (widget_class, DossierFindingDetails, members);
  gtk_widget_class_install_action (widget_class, "details.copy-arn", NULL, copy_arn_action);
  gtk_widget_class_install_action (widget_class, "details.copy-json", NULL, copy_json_action);
}

static void
dossier_finding_details_init (DossierFindingDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_finding_details_show:
 * @self: the details
 * @finding: (nullable): the finding to show; %NULL leaves what is shown
 */
void
dossier_finding_details_show (DossierFindingDetails *self,
                              DossierFinding        *finding)
{
  g_autoptr(GListModel) members = NULL;

  if (finding == NULL || !g_set_object (&self->finding, finding))
    return;

  members = dossier_finding_list_members (finding);
  gtk_list_box_remove_all (self->facts);
  show_facts (self);
  show_description (self, members);
  gtk_list_box_bind_model (self->members, members, create_member_row, NULL, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINDING]);
}
