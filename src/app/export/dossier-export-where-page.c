// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-choice-list.h"
#include "dossier-export-next-bar.h"
#include "dossier-export-where-page.h"
#include "dossier-s3-uri.h"

struct _DossierExportWherePage
{
  AdwNavigationPage parent_instance;

  char *format;
  GFile *target;

  DossierChoiceList *buckets;
  GtkEditable *prefix;
  AdwActionRow *preview;
  AdwActionRow *folder;
  DossierExportNextBar *next;
};

G_DEFINE_FINAL_TYPE (DossierExportWherePage, dossier_export_where_page, ADW_TYPE_NAVIGATION_PAGE)

static void
show_folder (DossierExportWherePage *self)
{
  g_autofree char *name = g_file_get_parse_name (self->target);

  adw_action_row_set_subtitle (self->folder, name);
}

/* A URI may bring a prefix of its own; what is written beside it comes below. */
static gboolean
read_place (DossierExportWherePage  *self,
            char                   **bucket,
            char                   **prefix,
            GError                 **error)
{
  const char *below = gtk_editable_get_text (self->prefix);
  g_autofree char *base = NULL;
  gboolean other;
  g_autofree char *value = dossier_choice_list_dup_value (self->buckets, &other);

  if (value == NULL)
    return FALSE;

  if (other)
    {
      if (!dossier_s3_uri_parse (value, bucket, &base, error))
        return FALSE;
    }
  else
    *bucket = g_steal_pointer (&value);

  if (base != NULL && below[0] != '\0')
    *prefix = g_strconcat (base, g_str_has_suffix (base, "/") ? "" : "/", below, NULL);
  else if (base != NULL)
    *prefix = g_steal_pointer (&base);
  else
    *prefix = below[0] != '\0' ? g_strdup (below) : NULL;

  return dossier_s3_key_prefix_check (*prefix, error);
}

static void
update (DossierExportWherePage *self)
{
  g_autofree char *bucket = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *place = NULL;
  g_autoptr(GError) error = NULL;

  if (!read_place (self, &bucket, &prefix, &error))
    {
      adw_action_row_set_subtitle (self->preview, "");
      dossier_export_next_bar_set_reason (self->next, error != NULL ? error->message : _("Choose a bucket."));
      return;
    }

  place = g_strdup_printf ("s3://%s/%s%s%s.%s", bucket, prefix != NULL ? prefix : "",
                           prefix != NULL && !g_str_has_suffix (prefix, "/") ? "/" : "",
                           _("REPORT-ID"), g_strcmp0 (self->format, "JSON") == 0 ? "json" : "csv");
  adw_action_row_set_subtitle (self->preview, place);
  dossier_export_next_bar_set_reason (self->next, NULL);
}

static void
changed_cb (DossierExportWherePage *self)
{
  update (self);
}

static void
folder_chosen_cb (GObject      *dialog,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr(DossierExportWherePage) self = data;
  g_autoptr(GFile) target = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (dialog), result, NULL);

  /* No folder means that the person thought better of it. */
  if (target != NULL && g_set_object (&self->target, target))
    show_folder (self);
}

static void
choose_folder_cb (DossierExportWherePage *self)
{
  g_autoptr(GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Folder for the Report"));
  gtk_file_dialog_set_initial_folder (dialog, self->target);
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                                 folder_chosen_cb, g_object_ref (self));
}

static void
dossier_export_where_page_dispose (GObject *object)
{
  DossierExportWherePage *self = DOSSIER_EXPORT_WHERE_PAGE (object);

  g_clear_object (&self->target);
  g_clear_pointer (&self->format, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DOSSIER_TYPE_EXPORT_WHERE_PAGE);

  G_OBJECT_CLASS (dossier_export_where_page_parent_class)->dispose (object);
}

static void
dossier_export_where_page_class_init (DossierExportWherePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_export_where_page_dispose;

  g_type_ensure (DOSSIER_TYPE_CHOICE_LIST);
  g_type_ensure (DOSSIER_TYPE_EXPORT_NEXT_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-export-where-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierExportWherePage, buckets);
  gtk_widget_class_bind_template_child (widget_class, DossierExportWherePage, prefix);
  gtk_widget_class_bind_template_child (widget_class, DossierExportWherePage, preview);
  gtk_widget_class_bind_template_child (widget_class, DossierExportWherePage, folder);
  gtk_widget_class_bind_template_child (widget_class, DossierExportWherePage, next);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_folder_cb);
}

static void
dossier_export_where_page_init (DossierExportWherePage *self)
{
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  gtk_widget_init_template (GTK_WIDGET (self));

  self->target = downloads != NULL ? g_file_new_for_path (downloads)
                                   : g_file_new_build_filename (g_get_home_dir (), "Downloads", NULL);
  show_folder (self);
  update (self);
}

/**
 * dossier_export_where_page_show_reading:
 * @self: a page
 *
 * Says that the buckets are being listed.
 */
void
dossier_export_where_page_show_reading (DossierExportWherePage *self)
{
  dossier_choice_list_show_reading (self->buckets);
}

/**
 * dossier_export_where_page_show_choices:
 * @self: a page
 * @choices: (nullable): a list of #DossierChoice
 * @error: (nullable): why there are none
 */
void
dossier_export_where_page_show_choices (DossierExportWherePage *self,
                                        GListModel             *choices,
                                        const GError           *error)
{
  if (choices != NULL)
    dossier_choice_list_show_choices (self->buckets, choices);
  else
    dossier_choice_list_show_failure (self->buckets, error);
}

/**
 * dossier_export_where_page_show_refusal:
 * @self: a page
 * @error: why what was chosen cannot be
 */
void
dossier_export_where_page_show_refusal (DossierExportWherePage *self,
                                        const GError           *error)
{
  dossier_choice_list_show_refusal (self->buckets, error);
}

/**
 * dossier_export_where_page_set_format:
 * @self: a page
 * @format: what the report will be, for its name
 */
void
dossier_export_where_page_set_format (DossierExportWherePage *self,
                                      const char             *format)
{
  g_set_str (&self->format, format);
  update (self);
}

/**
 * dossier_export_where_page_fill:
 * @self: a page
 * @plan: the plan, which gets bucket, prefix and folder
 * @error: return location for %DOSSIER_ERROR_INVALID_INPUT; not set where nothing was chosen
 *
 * Returns: whether there is an answer that can be one
 */
gboolean
dossier_export_where_page_fill (DossierExportWherePage  *self,
                                DossierExportPlan       *plan,
                                GError                 **error)
{
  plan->download_folder = g_file_get_path (self->target);
  return read_place (self, &plan->bucket, &plan->prefix, error);
}
