// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-filter-chip.h"
#include "dossier-filter-field.h"
#include "dossier-filter-text.h"
#include "dossier-filter-values.h"
#include "dossier-words.h"

struct _DossierFilterChip
{
  AdwBin parent_instance;

  char *field;

  GtkMenuButton *button;
  GtkBox *values;
};

G_DEFINE_FINAL_TYPE (DossierFilterChip, dossier_filter_chip, ADW_TYPE_BIN)

enum
{
  PROP_FIELD = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Where the name of a check button keeps its value as AWS spells it. */
static const char *
value_of (GtkWidget *check)
{
  return gtk_widget_get_name (check);
}

static void
check_toggled_cb (DossierFilterChip *self,
                  GtkWidget         *check)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "browser.toggle-value", "(ss)", self->field,
                              value_of (check));
}

static void
dossier_filter_chip_constructed (GObject *object)
{
  DossierFilterChip *self = DOSSIER_FILTER_CHIP (object);
  const DossierFilterField *field = dossier_filter_field_find (self->field);

  G_OBJECT_CLASS (dossier_filter_chip_parent_class)->constructed (object);

  for (gsize i = 0; field->values[i] != NULL; i++)
    {
      GtkWidget *check =
          gtk_check_button_new_with_label (dossier_word_filter_value (self->field, field->values[i]));

      gtk_widget_set_name (check, field->values[i]);
      g_signal_connect_object (check, "toggled", G_CALLBACK (check_toggled_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (self->values, check);
    }
}

static void
dossier_filter_chip_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  DossierFilterChip *self = DOSSIER_FILTER_CHIP (object);

  switch (property_id)
    {
    case PROP_FIELD:
      self->field = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
dossier_filter_chip_finalize (GObject *object)
{
  g_free (DOSSIER_FILTER_CHIP (object)->field);

  G_OBJECT_CLASS (dossier_filter_chip_parent_class)->finalize (object);
}

static void
dossier_filter_chip_class_init (DossierFilterChipClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = dossier_filter_chip_constructed;
  object_class->set_property = dossier_filter_chip_set_property;
  object_class->finalize = dossier_filter_chip_finalize;

  properties[PROP_FIELD] =
      g_param_spec_string ("field", NULL, NULL, NULL,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-filter-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierFilterChip, button);
  gtk_widget_class_bind_template_child (widget_class, DossierFilterChip, values);
}

static void
dossier_filter_chip_init (DossierFilterChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_filter_chip_show:
 * @self: a chip
 * @filter: the filter whose part it shows
 */
void
dossier_filter_chip_show (DossierFilterChip   *self,
                          const DossierFilter *filter)
{
  g_autofree char *phrase = dossier_filter_text_phrase (filter, self->field);
  gboolean asked = FALSE;

  for (GtkWidget *check = gtk_widget_get_first_child (GTK_WIDGET (self->values)); check != NULL;
       check = gtk_widget_get_next_sibling (check))
    {
      gboolean active = dossier_filter_has_value (filter, self->field, value_of (check));

      g_signal_handlers_block_by_func (check, check_toggled_cb, self);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
      g_signal_handlers_unblock_by_func (check, check_toggled_cb, self);
      asked |= active;
    }

  gtk_menu_button_set_label (self->button, phrase);
  gtk_menu_button_set_has_frame (self->button, asked);
}
