// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The columns of Inspector's CSV reports, as real files have them. Columns were
 * added over the years, so files are read by name.
 */
#define DOSSIER_N_REPORT_COLUMNS 55

const char *dossier_report_column_get_name (guint       column);
gint        dossier_report_column_find     (const char *name);

G_END_DECLS
