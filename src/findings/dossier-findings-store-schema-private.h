// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-findings-store-db-private.h"

G_BEGIN_DECLS

gboolean dossier_findings_store_schema_prepare (sqlite3  *db,
                                                GError  **error);

G_END_DECLS
