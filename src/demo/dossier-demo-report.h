// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-demo-data.h"

G_BEGIN_DECLS

typedef enum
{
  DOSSIER_DEMO_REPORT_CSV,
  DOSSIER_DEMO_REPORT_JSON,
} DossierDemoReportFormat;

gboolean dossier_demo_report_write (DossierDemoData          *data,
                                    GArray                   *findings,
                                    DossierDemoReportFormat   format,
                                    gint64                    now,
                                    GOutputStream            *out,
                                    GError                  **error);

G_END_DECLS
