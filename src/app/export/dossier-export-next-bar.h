// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The foot of a question: the way on, or why there is none yet.
 * Properties “label”; “action”, a detailed action name.
 */
#define DOSSIER_TYPE_EXPORT_NEXT_BAR (dossier_export_next_bar_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportNextBar, dossier_export_next_bar, DOSSIER, EXPORT_NEXT_BAR, AdwBin)

void dossier_export_next_bar_set_reason (DossierExportNextBar *self,
                                         const char           *reason);

G_END_DECLS
