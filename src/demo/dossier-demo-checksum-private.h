// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

char    *dossier_demo_checksum       (const char       *algorithm,
                                      GBytes           *content);
gboolean dossier_demo_checksum_check (DossierDemoCall  *call,
                                      gboolean          required,
                                      char            **algorithm,
                                      char            **value);

G_END_DECLS
