// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* What requests act on. */
typedef struct
{
  DossierDemoWorld *world;
  DossierDemoIndex *index;
  DossierDemoFaults *faults;
  guint report_ms;
} DossierDemoStage;

char *dossier_demo_dispatch (const DossierDemoStage *stage,
                             SoupServerMessage      *message,
                             gint64                  now);

G_END_DECLS
