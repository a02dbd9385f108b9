// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

#include "dossier-finding.h"

G_BEGIN_DECLS

/* Severities as one bar, each as long as its share. A click on a share says
 * which it was. What it shows stands beside it as text, so that it needs no
 * focus of its own.
 *
 * Signal “clicked” (DossierSeverityRank as guint): a share was clicked.
 */
#define DOSSIER_TYPE_SEVERITY_BAR (dossier_severity_bar_get_type ())
G_DECLARE_FINAL_TYPE (DossierSeverityBar, dossier_severity_bar, DOSSIER, SEVERITY_BAR, GtkWidget)

void dossier_severity_bar_set_counts (DossierSeverityBar *self,
                                      const gint64       *counts);

G_END_DECLS
