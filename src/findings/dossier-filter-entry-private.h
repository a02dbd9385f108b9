// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <json-glib/json-glib.h>

#include "dossier-filter-field.h"

G_BEGIN_DECLS

JsonNode *dossier_filter_entry_read (const DossierFilterField *field,
                                     JsonNode                 *node,
                                     guint                     number,
                                     GError                  **error);

G_END_DECLS
