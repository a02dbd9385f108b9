// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-choice-list.h"
#include "dossier-property-row.h"

enum
{
  PROP_TITLE = 1,
  PROP_RETRY_ACTION,
  PROP_OTHER_TITLE,
  N_PROPS
};

struct _DossierChoiceList
{
  AdwBin parent_instance;

  char *texts[N_PROPS];
  char *value;

  GtkStack *states;
  GtkListBox *choices;
  AdwActionRow *failure;
  GtkEditable *other;
  GtkCheckButton *other_check;
  GtkLabel *refusal;
};

G_DEFINE_FINAL_TYPE (DossierChoiceList, dossier_choice_list, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The name of a check button keeps the value that it stands for. */
static void
check_toggled_cb (DossierChoiceList *self,
                  GtkCheckButton    *check)
{
  if (!gtk_check_button_get_active (check))
    return;

  g_set_str (&self->value, check == self->other_check ? NULL : gtk_widget_get_name (GTK_WIDGET (check)));
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
other_changed_cb (DossierChoiceList *self)
{
  gtk_check_button_set_active (self->other_check, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
describe (DossierChoice *choice)
{
  const char *reason = dossier_choice_get_reason (choice);
  const char *detail = dossier_choice_get_detail (choice);

  if (reason == NULL)
    return g_strdup (detail);
  if (detail == NULL)
    return g_strdup (_(reason));
  return g_strdup_printf ("%s (%s)", _(reason), detail);
}

static GtkWidget *
create_row (gpointer item,
            gpointer data)
{
  DossierChoiceList *self = data;
  DossierChoice *choice = item;
  g_autofree char *subtitle = describe (choice);
  gboolean refused = dossier_choice_get_usable (choice) == DOSSIER_CHECK_NO;
  GtkWidget *row = dossier_property_row_new (dossier_choice_get_title (choice), subtitle);
  GtkWidget *mark;

  /* Here the name is what counts. */
  gtk_widget_remove_css_class (row, "property");
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), FALSE);

  if (refused)
    {
      mark = gtk_image_new_from_icon_name ("dossier-denied-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _("Cannot be used"), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
      return row;
    }

  mark = gtk_check_button_new ();
  gtk_widget_set_name (mark, dossier_choice_get_value (choice));
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (mark), self->other_check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  dossier_choice_get_title (choice), -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (mark),
                               g_strcmp0 (self->value, dossier_choice_get_value (choice)) == 0);
  g_signal_connect_object (mark, "toggled", G_CALLBACK (check_toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), mark);
  return row;
}

static void
dossier_choice_list_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *)
{
  g_value_set_string (value, DOSSIER_CHOICE_LIST (object)->texts[property_id]);
}

static void
dossier_choice_list_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  DossierChoiceList *self = DOSSIER_CHOICE_LIST (object);

  if (!g_set_str (&self->texts[property_id], g_value_get_string (value)))
    return;

  g_object_notify_by_pspec (object, pspec);
  if (property_id != PROP_RETRY_ACTION)
    gtk_accessible_update_property (property_id == PROP_TITLE ? GTK_ACCESSIBLE (self->choices)
                                                              : GTK_ACCESSIBLE (self->other_check),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, g_value_get_string (value), -1);
}

static void
dossier_choice_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_CHOICE_LIST);

  G_OBJECT_CLASS (dossier_choice_list_parent_class)->dispose (object);
}

static void
dossier_choice_list_finalize (GObject *object)
{
  DossierChoiceList *self = DOSSIER_CHOICE_LIST (object);

  for (guint id = PROP_TITLE; id < N_PROPS; id++)
    g_free (self->texts[id]);
  g_free (self->value);

  G_OBJECT_CLASS (dossier_choice_list_parent_class)->finalize (object);
}

static void
dossier_choice_list_class_init (DossierChoiceListClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_TITLE] = "title",
    [PROP_RETRY_ACTION] = "retry-action",
    [PROP_OTHER_TITLE] = "other-title",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dossier_choice_list_get_property;
  object_class->set_property = dossier_choice_list_set_property;
  object_class->dispose = dossier_choice_list_dispose;
  object_class->finalize = dossier_choice_list_finalize;

  for (guint id = PROP_TITLE; id < N_PROPS; id++)
    g_object_class_install_property (
        object_class, id,
        g_param_spec_string (names[id], NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));

  signals[CHANGED] = g_signal_new ("changed", DOSSIER_TYPE_CHOICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-choice-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierChoiceList, states);
  gtk_widget_class_bind_template_child (widget_class, DossierChoiceList, choices);
  gtk_widget_class_bind_template_child (widget_class, DossierChoiceList, failure);
  gtk_widget_class_bind_template_child (widget_class, DossierChoiceList, other);
  gtk_widget_class_bind_template_child (widget_class, DossierChoiceList, other_check);
  gtk_widget_class_bind_template_child (widget_class, DossierChoiceList, refusal);
  gtk_widget_class_bind_template_callback (widget_class, check_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_changed_cb);
}

static void
dossier_choice_list_init (DossierChoiceList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_choice_list_show_reading:
 * @self: a list
 *
 * Says that AWS is being asked.
 */
void
dossier_choice_list_show_reading (DossierChoiceList *self)
{
  gtk_stack_set_visible_child_name (self->states, "reading");
}

/**
 * dossier_choice_list_show_choices:
 * @self: a list
 * @choices: a list of #DossierChoice
 *
 * What was chosen before stays chosen.
 */
void
dossier_choice_list_show_choices (DossierChoiceList *self,
                                  GListModel        *choices)
{
  gtk_list_box_bind_model (self->choices, choices, create_row, self, NULL);
  gtk_stack_set_visible_child_name (self->states,
                                    g_list_model_get_n_items (choices) > 0 ? "choices" : "none");
}

/**
 * dossier_choice_list_show_failure:
 * @self: a list
 * @error: why there are no choices to be had
 */
void
dossier_choice_list_show_failure (DossierChoiceList *self,
                                  const GError      *error)
{
  adw_action_row_set_subtitle (self->failure, error->message);
  gtk_stack_set_visible_child_name (self->states, "failed");
}

/**
 * dossier_choice_list_show_refusal:
 * @self: a list
 * @error: why what was chosen cannot be
 */
void
dossier_choice_list_show_refusal (DossierChoiceList *self,
                                  const GError      *error)
{
  gtk_label_set_label (self->refusal, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), TRUE);
}

/**
 * dossier_choice_list_dup_value:
 * @self: a list
 * @other: (out) (optional): whether it is what the person wrote
 *
 * Returns: (transfer full) (nullable): what is chosen
 */
char *
dossier_choice_list_dup_value (DossierChoiceList *self,
                               gboolean          *other)
{
  gboolean written = gtk_check_button_get_active (self->other_check);

  if (other != NULL)
    *other = written;
  if (!written)
    return g_strdup (self->value);
  if (gtk_editable_get_text (self->other)[0] == '\0')
    return NULL;
  return g_strstrip (g_strdup (gtk_editable_get_text (self->other)));
}
