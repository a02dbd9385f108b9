// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libdex.h>

#include "dossier-export-record.h"
#include "dossier-file.h"

G_BEGIN_DECLS

/* The runs on disk: one small file each, so that two windows or commands never
 * write the same one by accident, and one damaged file harms no other.
 */
#define DOSSIER_TYPE_EXPORT_STORE (dossier_export_store_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportStore, dossier_export_store, DOSSIER, EXPORT_STORE, GObject)

DossierExportStore  *dossier_export_store_new  (const char                 *folder);
DexFuture           *dossier_export_store_save (DossierExportStore         *self,
                                                const DossierExportRecord  *record);
DossierExportRecord *dossier_export_store_load (DossierExportStore         *self,
                                                const char                 *id,
                                                GError                    **error);
GPtrArray           *dossier_export_store_list (DossierExportStore         *self,
                                                const char                 *source,
                                                GError                    **error);
DossierFileLock     *dossier_export_store_lock (DossierExportStore         *self,
                                                const char                 *name,
                                                GError                    **error);

G_END_DECLS
