// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-world-private.h"

G_BEGIN_DECLS

/* The lists of a world, described by tables. */
void     dossier_demo_world_init_records  (DossierDemoWorld   *self);
void     dossier_demo_world_clear_records (DossierDemoWorld   *self);
void     dossier_demo_world_free_records  (DossierDemoWorld   *self);
gboolean dossier_demo_world_read_records  (DossierDemoWorld   *self,
                                           GBytes             *bytes,
                                           GError            **error);
char    *dossier_demo_world_write_records (DossierDemoWorld   *self);

G_END_DECLS
