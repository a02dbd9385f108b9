// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include "dossier-settings.h"

/**
 * dossier_settings_get:
 *
 * Returns: (transfer none) (nullable): what the app remembers; %NULL where its
 *   schema is not installed, which is no reason not to start
 */
GSettings *
dossier_settings_get (void)
{
  static GSettings *settings;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
      g_autoptr(GSettingsSchema) schema =
          source != NULL ? g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE) : NULL;

      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
      else
        g_message ("Nothing is remembered: the settings schema %s is not installed", APPLICATION_ID);
      g_once_init_leave (&once, 1);
    }

  return settings;
}

/**
 * dossier_settings_restore_window:
 * @window: a window that is not shown yet
 *
 * Gives @window the size that the last one had.
 */
void
dossier_settings_restore_window (GtkWindow *window)
{
  GSettings *settings = dossier_settings_get ();

  if (settings == NULL)
    return;

  gtk_window_set_default_size (window, g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);
}

/**
 * dossier_settings_save_window:
 * @window: a window that is about to close
 *
 * Remembers the size of @window.
 */
void
dossier_settings_save_window (GtkWindow *window)
{
  GSettings *settings = dossier_settings_get ();
  int width, height;

  if (settings == NULL)
    return;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 360));
  g_settings_set_int (settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
}
