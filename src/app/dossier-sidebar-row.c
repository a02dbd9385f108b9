// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-sidebar-row.h"

enum
{
  PROP_PAGE = 1,
  PROP_ICON_NAME,
  PROP_TITLE,
  PROP_COUNT,
  N_PROPS
};

struct _DossierSidebarRow
{
  GtkListBoxRow parent_instance;

  /* All of its properties are text. */
  char *texts[N_PROPS];
};

G_DEFINE_FINAL_TYPE (DossierSidebarRow, dossier_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
dossier_sidebar_row_get_property (GObject    *object,
                                  guint       property_id,
                                  GValue     *value,
                                  GParamSpec *)
{
  g_value_set_string (value, DOSSIER_SIDEBAR_ROW (object)->texts[property_id]);
}

static void
dossier_sidebar_row_set_property (GObject      *object,
                                  guint         property_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  DossierSidebarRow *self = DOSSIER_SIDEBAR_ROW (object);

  if (!g_set_str (&self->texts[property_id], g_value_get_string (value)))
    return;

  g_object_notify_by_pspec (object, pspec);
  if (property_id == PROP_TITLE)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    self->texts[PROP_TITLE], -1);
}

static void
dossier_sidebar_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_SIDEBAR_ROW);

  G_OBJECT_CLASS (dossier_sidebar_row_parent_class)->dispose (object);
}

static void
dossier_sidebar_row_finalize (GObject *object)
{
  for (guint id = PROP_PAGE; id < N_PROPS; id++)
    g_free (DOSSIER_SIDEBAR_ROW (object)->texts[id]);

  G_OBJECT_CLASS (dossier_sidebar_row_parent_class)->finalize (object);
}

static void
dossier_sidebar_row_class_init (DossierSidebarRowClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_PAGE] = "page",
    [PROP_ICON_NAME] = "icon-name",
    [PROP_TITLE] = "title",
    [PROP_COUNT] = "count",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dossier_sidebar_row_get_property;
  object_class->set_property = dossier_sidebar_row_set_property;
  object_class->dispose = dossier_sidebar_row_dispose;
  object_class->finalize = dossier_sidebar_row_finalize;

  for (guint id = PROP_PAGE; id < N_PROPS; id++)
    g_object_class_install_property (
        object_class, id,
        g_param_spec_string (names[id], NULL, NULL, NULL,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-sidebar-row.ui");
}

static void
dossier_sidebar_row_init (DossierSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * dossier_sidebar_row_get_page:
 * @self: a row
 *
 * Returns: (transfer none): the name of the page that it leads to
 */
const char *
dossier_sidebar_row_get_page (DossierSidebarRow *self)
{
  return self->texts[PROP_PAGE];
}
