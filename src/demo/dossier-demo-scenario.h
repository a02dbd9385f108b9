// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DOSSIER_DEMO_DEFAULT_SCENARIO "default"

gboolean    dossier_demo_scenario_exists      (const char *name);
const char *dossier_demo_scenario_get_name    (guint       index);
const char *dossier_demo_scenario_get_summary (guint       index);

G_END_DECLS
