// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean dossier_demo_filter_check   (JsonObject  *criteria,
                                      GError     **error);
gboolean dossier_demo_filter_matches (JsonObject  *criteria,
                                      JsonObject  *finding);

G_END_DECLS
