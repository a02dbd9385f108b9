// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <yyjson.h>

#include "dossier-json-reader.h"

G_BEGIN_DECLS

yyjson_val *dossier_json_reader_get_finding (DossierJsonReader *self);

G_END_DECLS
