// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <pwd.h>
#include <stdarg.h>
#include <unistd.h>

#include "dossier-paths.h"

/* A relative path in the environment is to be ignored (XDG Base Directory Specification);
 * an empty HOME makes one, too. Else files would be wherever the program is started.
 */
static char *
make_absolute (const char *base,
               const char *below_home)
{
  const char *home = g_get_home_dir ();

  if (g_path_is_absolute (base))
    return g_strdup (base);
  if (!g_path_is_absolute (home))
    {
      const struct passwd *person = getpwuid (getuid ());

      home = person != NULL && g_path_is_absolute (person->pw_dir) ? person->pw_dir : "/";
    }
  return g_build_filename (home, below_home, NULL);
}

static char *
build (const char *base,
       const char *below_home,
       const char *first,
       va_list     rest)
{
  g_autofree char *folder = make_absolute (base, below_home);
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv) elements = NULL;

  g_strv_builder_add_many (parts, folder, "dossier", NULL);
  for (const char *part = first; part != NULL; part = va_arg (rest, const char *))
    g_strv_builder_add (parts, part);

  elements = g_strv_builder_end (parts);
  return g_build_filenamev (elements);
}

/**
 * dossier_path_in_config:
 * @first: (nullable): the first element below the folder
 * @...: further elements, ended by %NULL
 *
 * Returns: (transfer full): a path for settings: what a person chose
 */
char *
dossier_path_in_config (const char *first, ...)
{
  va_list rest;
  char *path;

  va_start (rest, first);
  path = build (g_get_user_config_dir (), ".config", first, rest);
  va_end (rest);
  return path;
}

/**
 * dossier_path_in_data:
 * @first: (nullable): the first element below the folder
 * @...: further elements, ended by %NULL
 *
 * Returns: (transfer full): a path for what a person would miss: findings, the journal
 */
char *
dossier_path_in_data (const char *first, ...)
{
  va_list rest;
  char *path;

  va_start (rest, first);
  path = build (g_get_user_data_dir (), ".local/share", first, rest);
  va_end (rest);
  return path;
}

/**
 * dossier_path_in_state:
 * @first: (nullable): the first element below the folder
 * @...: further elements, ended by %NULL
 *
 * Returns: (transfer full): a path for what a restart needs: export runs, demo worlds
 */
char *
dossier_path_in_state (const char *first, ...)
{
  va_list rest;
  char *path;

  va_start (rest, first);
  path = build (g_get_user_state_dir (), ".local/state", first, rest);
  va_end (rest);
  return path;
}
