// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <yyjson.h>

#include "dossier-finding.h"

G_BEGIN_DECLS

DossierFinding *dossier_finding_new_for_value (GBytes      *json,
                                               yyjson_val  *value,
                                               GError     **error);

char *dossier_finding_resource_label (yyjson_val *resource);
char *dossier_finding_dup_text       (yyjson_val *value);

G_END_DECLS
