// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <yyjson.h>

#include <glib.h>

G_BEGIN_DECLS

char *dossier_finding_resource_label (yyjson_val *resource);
char *dossier_finding_dup_text       (yyjson_val *value);

G_END_DECLS
