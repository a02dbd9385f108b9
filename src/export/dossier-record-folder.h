// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Small JSON records, a file each: two programs never write the same one by
 * accident, and one that is damaged harms no other.
 */
DexFuture  *dossier_record_folder_save (const char  *folder,
                                        const char  *id,
                                        JsonObject  *object);
JsonObject *dossier_record_folder_load (const char  *folder,
                                        const char  *id,
                                        GError     **error);
GStrv       dossier_record_folder_list (const char  *folder,
                                        GError     **error);

G_END_DECLS
