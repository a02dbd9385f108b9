// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-shortcuts-dialog.h"

/* The one table of shortcuts: what works and what is shown cannot differ. */
static const DossierShortcut shortcuts[] = {
  { "win.show-page::findings", { "<Alt>1" }, N_("Findings") },
  { "win.show-page::export", { "<Alt>2" }, N_("Export") },
  { "win.show-page::reports", { "<Alt>3" }, N_("Reports") },
  { "win.refresh", { "<Control>r", "F5" }, N_("Read Again") },
  { "win.search", { "<Control>f" }, N_("Search") },
  { "win.export", { "<Control>e" }, N_("Export What Is Listed") },
  { "win.add-account", { "<Control>n" }, N_("Add an Account") },
  { "win.close-details", { "<Control>d" }, N_("Close the Details") },
  { "win.menu", { "F10" }, N_("Main Menu") },
  { "app.shortcuts", { "<Control>question" }, N_("Keyboard Shortcuts") },
  { "window.close", { "<Control>w" }, N_("Close the Window") },
  { "app.quit", { "<Control>q" }, N_("Quit") },
};

struct _DossierShortcutsDialog
{
  AdwDialog parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DossierShortcutsDialog, dossier_shortcuts_dialog, ADW_TYPE_DIALOG)

static GtkWidget *
create_row (const DossierShortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  guint key;
  GdkModifierType modifiers;
  g_autofree char *text = NULL;
  GtkWidget *label;

  gtk_accelerator_parse (shortcut->keys[0], &key, &modifiers);
  text = gtk_accelerator_get_label (key, modifiers);
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "shortcut-key");
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
dossier_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DOSSIER_TYPE_SHORTCUTS_DIALOG);

  G_OBJECT_CLASS (dossier_shortcuts_dialog_parent_class)->dispose (object);
}

static void
dossier_shortcuts_dialog_class_init (DossierShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dossier_shortcuts_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/dossier_app/Dossier/dossier-shortcuts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DossierShortcutsDialog, list);
}

static void
dossier_shortcuts_dialog_init (DossierShortcutsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_list_box_append (self->list, create_row (&shortcuts[i]));
}

/**
 * dossier_shortcuts_install:
 * @application: the application
 *
 * Makes every shortcut work that the dialog shows.
 */
void
dossier_shortcuts_install (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (application, shortcuts[i].action, shortcuts[i].keys);
}

/**
 * dossier_shortcuts_dialog_new:
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
dossier_shortcuts_dialog_new (void)
{
  return g_object_new (DOSSIER_TYPE_SHORTCUTS_DIALOG, NULL);
}
