// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A severity as a coloured word. Property “severity”: the word as AWS spells it. */
#define DOSSIER_TYPE_SEVERITY_BADGE (dossier_severity_badge_get_type ())
G_DECLARE_FINAL_TYPE (DossierSeverityBadge, dossier_severity_badge, DOSSIER, SEVERITY_BADGE, GtkWidget)

G_END_DECLS
