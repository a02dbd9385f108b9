// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void  dossier_test_init        (int         *argc,
                                char      ***argv);
void  dossier_test_add_fiber   (const char  *path,
                                void       (*func) (void));
char *dossier_test_make_folder (void);
void  dossier_test_remove_tree (const char  *path);
void  dossier_test_lock_keyring (void);

G_END_DECLS
