// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib.h>

#include "dossier-paths.h"

static const struct
{
  const char *home, *xdg;
  const char *state; /* NULL: below the home of the user database, wherever that is */
} cases[] = {
  { "/home/ann", "/srv/state", "/srv/state/dossier/exports" },
  { "/home/ann", "", "/home/ann/.local/state/dossier/exports" },
  /* “If an implementation encounters a relative path in any of these variables it
   * should consider the path invalid and ignore it.” */
  { "/home/ann", "state", "/home/ann/.local/state/dossier/exports" },
  { "", "", NULL },
  { "ann", "state", NULL },
};

/* In a process of its own: GLib reads these variables once. */
static void
test_one (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autofree char *state = dossier_path_in_state ("exports", NULL);
  g_autofree char *config = dossier_path_in_config ("a", NULL);
  g_autofree char *kept = dossier_path_in_data ("a", NULL);

  if (!g_test_subprocess ())
    {
      g_auto(GStrv) environment = g_get_environ ();

      environment = g_environ_setenv (environment, "HOME", cases[i].home, TRUE);
      for (const char *const *name = (const char *[]) { "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", NULL };
           *name != NULL; name++)
        environment = g_environ_setenv (environment, *name, cases[i].xdg, TRUE);
      g_test_trap_subprocess_with_envp (NULL, (const char *const *) environment, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  if (cases[i].state != NULL)
    g_assert_cmpstr (state, ==, cases[i].state);
  g_assert_true (g_path_is_absolute (state));
  g_assert_true (g_path_is_absolute (config));
  g_assert_true (g_path_is_absolute (kept));
}

int
main (int    argc,
      char **argv)
{
  /* Nothing is written, and folders that GLib puts in place of these would be what is tested. */
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/base/paths/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_one);
    }

  return g_test_run ();
}
