// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the program keeps things, by the XDG base directory rules.
 * Each takes the parts of a path below the program's own folder, ended by NULL.
 */
char *dossier_path_in_config (const char *first, ...) G_GNUC_NULL_TERMINATED;
char *dossier_path_in_data   (const char *first, ...) G_GNUC_NULL_TERMINATED;
char *dossier_path_in_state  (const char *first, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
