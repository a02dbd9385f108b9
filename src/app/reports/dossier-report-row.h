// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <adwaita.h>

#include "dossier-export-record.h"

G_BEGIN_DECLS

GtkWidget *dossier_report_row_new (const DossierExportRecord *record);

G_END_DECLS
