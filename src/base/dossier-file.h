// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

gboolean dossier_file_write_atomic (const char  *path,
                                    const void  *data,
                                    gsize        length,
                                    GError     **error);
GBytes  *dossier_file_read         (const char  *path,
                                    gsize        max_length,
                                    GError     **error);

DexFuture *dossier_file_write_atomic_async (const char *path,
                                            GBytes     *bytes);

/* One process at a time: an advisory lock on a file of its own. */
typedef struct _DossierFileLock DossierFileLock;

DossierFileLock *dossier_file_lock_acquire (const char       *path,
                                            GError          **error);
DossierFileLock *dossier_file_lock_try     (const char       *path,
                                            GError          **error);
void             dossier_file_lock_release (DossierFileLock  *lock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFileLock, dossier_file_lock_release)

G_END_DECLS
