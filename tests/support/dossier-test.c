// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config.h"

#include <glib/gstdio.h>

#include "dossier-fiber.h"
#include "dossier-test.h"

/* Far above what any test takes, and below the limit of meson, which would end
 * one that hangs without a word.
 */
#define TEST_LIMIT_S 25

typedef struct
{
  void (*func) (void);
  gboolean done;
} Case;

/**
 * dossier_test_init:
 * @argc: (inout): number of words
 * @argv: (inout): the program's words
 */
void
dossier_test_init (int    *argc,
                   char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  dex_init ();
}

static DexFuture *
case_fiber (gpointer user_data)
{
  Case *test = user_data;

  test->func ();
  test->done = TRUE;
  return dex_future_new_true ();
}

static gboolean
too_late_cb (gpointer)
{
  g_error ("The test did not end within %d s", TEST_LIMIT_S);
  return G_SOURCE_REMOVE;
}

static void
run_case (gconstpointer data)
{
  Case test = { .func = ((const Case *) data)->func };
  guint limit = g_timeout_add_seconds (TEST_LIMIT_S, too_late_cb, NULL);

  dex_future_disown (dossier_fiber_spawn (case_fiber, &test, NULL));
  while (!test.done)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (limit);
  /* What the case let go of may still have a last word to say. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/**
 * dossier_test_add_fiber:
 * @path: the case's name
 * @func: its body, which may wait
 *
 * g_test_add_func() for code that needs a fiber and a main loop.
 */
void
dossier_test_add_fiber (const char *path,
                        void      (*func) (void))
{
  Case *test = g_new0 (Case, 1);

  test->func = func;
  g_test_add_data_func_full (path, test, run_case, g_free);
}

/**
 * dossier_test_make_folder:
 *
 * Returns: (transfer full): the path of a new, empty folder
 */
char *
dossier_test_make_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("dossier-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

/**
 * dossier_test_remove_tree:
 * @path: a folder made by dossier_test_make_folder()
 */
void
dossier_test_remove_tree (const char *path)
{
  g_autoptr(GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        dossier_test_remove_tree (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

/**
 * dossier_test_lock_keyring:
 *
 * Locks the keyring that with-keyring.sh started; nobody can unlock it again.
 */
void
dossier_test_lock_keyring (void)
{
  static const char *const collections[] = { "/org/freedesktop/secrets/collection/login", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr(GVariant) answer = NULL;

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                        "org.freedesktop.Secret.Service", "Lock",
                                        g_variant_new ("(^ao)", collections), NULL, G_DBUS_CALL_FLAGS_NONE,
                                        -1, NULL, &error);
  g_assert_no_error (error);
}
