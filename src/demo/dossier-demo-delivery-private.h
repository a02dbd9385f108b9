// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-world-private.h"

G_BEGIN_DECLS

const char *dossier_demo_delivery_check   (DossierDemoWorld         *world,
                                           const DossierDemoReport  *report,
                                           const char               *object_key,
                                           char                    **explanation);
gboolean    dossier_demo_delivery_write   (DossierDemoWorld         *world,
                                           const DossierDemoReport  *report,
                                           const char               *object_key,
                                           GBytes                   *content,
                                           gint64                    now,
                                           GError                  **error);

G_END_DECLS
