// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <stdarg.h>

#include "dossier-paths.h"

static char *
build (const char *base,
       const char *first,
       va_list     rest)
{
  g_autoptr(GStrvBuilder) parts = g_strv_builder_new ();
  g_auto(GStrv) elements = NULL;

  g_strv_builder_add_many (parts, base, "dossier", NULL);
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
  path = build (g_get_user_config_dir (), first, rest);
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
  path = build (g_get_user_data_dir (), first, rest);
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
  path = build (g_get_user_state_dir (), first, rest);
  va_end (rest);
  return path;
}
