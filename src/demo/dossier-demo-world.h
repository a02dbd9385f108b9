// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *dossier_demo_world_default_folder (const char  *scenario);
gboolean dossier_demo_world_reset          (const char  *scenario,
                                            GError     **error);

G_END_DECLS
