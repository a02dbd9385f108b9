// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-world-private.h"

G_BEGIN_DECLS

const char *dossier_demo_delivery_check (DossierDemoWorld         *world,
                                         const DossierDemoReport  *report,
                                         const char               *object_key,
                                         char                    **explanation);
void        dossier_demo_delivery_add   (DossierDemoWorld         *world,
                                         const DossierDemoReport  *report,
                                         const char               *object_key,
                                         const char               *file,
                                         gint64                    size);

G_END_DECLS
