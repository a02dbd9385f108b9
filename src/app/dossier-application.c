// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gi18n.h>

#include "dossier-account-list.h"
#include "dossier-application.h"
#include "dossier-launch.h"
#include "dossier-settings.h"
#include "dossier-shortcuts-dialog.h"
#include "dossier-window.h"

struct _DossierApplication
{
  AdwApplication parent_instance;

  DossierAccountList *accounts;
};

G_DEFINE_FINAL_TYPE (DossierApplication, dossier_application, ADW_TYPE_APPLICATION)

static void
open_window (DossierApplication  *self,
             const DossierLaunch *launch)
{
  DossierWindow *window = dossier_window_new (ADW_APPLICATION (self), self->accounts);

  dossier_window_open (window, launch);
  gtk_window_present (GTK_WINDOW (window));
}

static void
about_cb (GSimpleAction *,
          GVariant *,
          gpointer data)
{
  adw_show_about_dialog (GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (data))),
                         "application-name", "Dossier" NAME_SUFFIX,
                         "application-icon", APPLICATION_ID,
                         "comments", _("Findings of Amazon Inspector, from list to report. "
                                       "Not made by Amazon."),
                         "developer-name", _("The Dossier authors"),
                         "version", PACKAGE_VERSION,
                         "website", "https://github.com/dossier-app/dossier",
                         "issue-url", "https://github.com/dossier-app/dossier/issues",
                         /* Translators: your names, one a line */
                         "translator-credits", _("translator-credits"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
shortcuts_cb (GSimpleAction *,
              GVariant *,
              gpointer data)
{
  adw_dialog_present (dossier_shortcuts_dialog_new (),
                      GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (data))));
}

static void
new_window_cb (GSimpleAction *,
               GVariant *,
               gpointer data)
{
  g_autoptr(GVariantDict) nothing = g_variant_dict_new (NULL);
  g_autoptr(DossierLaunch) launch = dossier_launch_from_options (nothing);

  open_window (data, launch);
}

static void
quit_cb (GSimpleAction *,
         GVariant *,
         gpointer data)
{
  /* A window is not asked whether it will close, since a dialog might answer for it. */
  for (GList *windows = gtk_application_get_windows (data); windows != NULL;
       windows = gtk_application_get_windows (data))
    {
      dossier_settings_save_window (windows->data);
      gtk_window_destroy (windows->data);
    }
  g_application_quit (G_APPLICATION (data));
}

/* A second start shows the window that is there, unless it asks for more. */
static int
dossier_application_command_line (GApplication            *application,
                                  GApplicationCommandLine *command_line)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_autoptr(DossierLaunch) launch =
      dossier_launch_from_options (g_application_command_line_get_options_dict (command_line));

  if (launch->account != NULL && launch->profile != NULL)
    {
      g_application_command_line_printerr (command_line, "%s\n",
                                           _("Name an account or a profile, not both."));
      return 2;
    }

  if (window != NULL && dossier_launch_is_empty (launch))
    gtk_window_present (window);
  else
    open_window (DOSSIER_APPLICATION (application), launch);
  return 0;
}

static void
dossier_application_finalize (GObject *object)
{
  g_clear_object (&DOSSIER_APPLICATION (object)->accounts);

  G_OBJECT_CLASS (dossier_application_parent_class)->finalize (object);
}

static void
dossier_application_class_init (DossierApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dossier_application_finalize;
  G_APPLICATION_CLASS (klass)->command_line = dossier_application_command_line;
}

static void
dossier_application_init (DossierApplication *self)
{
  static const GActionEntry actions[] = {
    { .name = "about", .activate = about_cb },
    { .name = "shortcuts", .activate = shortcuts_cb },
    { .name = "new-window", .activate = new_window_cb },
    { .name = "quit", .activate = quit_cb },
  };

  self->accounts = dossier_account_list_new (NULL);
  dossier_launch_add_options (G_APPLICATION (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  dossier_shortcuts_install (GTK_APPLICATION (self));
}

/**
 * dossier_application_new:
 *
 * Returns: (transfer full): the application, with its actions and shortcuts
 */
DossierApplication *
dossier_application_new (void)
{
  return g_object_new (DOSSIER_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/dossier_app/Dossier",
                       NULL);
}
