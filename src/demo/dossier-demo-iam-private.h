// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-call-private.h"

G_BEGIN_DECLS

/* What the files of IAM share. */
typedef struct
{
  guint64 first;
  guint64 limit;
} DossierDemoIamPage;

gboolean             dossier_demo_iam_read_page      (DossierDemoCall           *call,
                                                      DossierDemoIamPage        *page);
void                 dossier_demo_iam_end_page       (GString                   *xml,
                                                      const DossierDemoIamPage  *page,
                                                      guint                      total);
GPtrArray           *dossier_demo_iam_members        (DossierDemoCall           *call,
                                                      const char                *list);
DossierDemoIdentity *dossier_demo_iam_find_source    (DossierDemoCall           *call,
                                                      const char                *action);

void dossier_demo_iam_simulate (DossierDemoCall *call);

G_END_DECLS
