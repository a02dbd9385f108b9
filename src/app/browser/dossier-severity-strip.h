// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "dossier-filter.h"

G_BEGIN_DECLS

/* How many findings there are of each severity, as a chart and as numbers, and
 * a choice among them. A severity that is pressed is one that the filter asks
 * for; pressing activates “browser.toggle-value”.
 */
#define DOSSIER_TYPE_SEVERITY_STRIP (dossier_severity_strip_get_type ())
G_DECLARE_FINAL_TYPE (DossierSeverityStrip, dossier_severity_strip, DOSSIER, SEVERITY_STRIP, GtkBox)

void dossier_severity_strip_show (DossierSeverityStrip *self,
                                  const gint64         *counts,
                                  const DossierFilter  *filter);

G_END_DECLS
