// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <yyjson.h>

#include "dossier-report-column.h"

G_BEGIN_DECLS

void dossier_report_column_append (guint       column,
                                   yyjson_val *finding,
                                   gint64      now,
                                   GString    *out);

G_END_DECLS
