// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-demo-finding.h"

G_BEGIN_DECLS

typedef struct _DossierDemoData DossierDemoData;

DossierDemoData *dossier_demo_data_new  (guint64          seed,
                                         guint            n_findings,
                                         gint64           epoch);
void             dossier_demo_data_free (DossierDemoData *self);

guint  dossier_demo_data_get_n_findings (DossierDemoData *self);
const DossierDemoFinding *
       dossier_demo_data_get_finding    (DossierDemoData *self,
                                         guint            index);
void   dossier_demo_data_set_suppressed (DossierDemoData *self,
                                         guint            index,
                                         gboolean         suppressed);
guint64
       dossier_demo_data_get_seed       (DossierDemoData *self);
void   dossier_demo_data_append_finding_json (DossierDemoData *self,
                                              guint            index,
                                              GString         *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierDemoData, dossier_demo_data_free)

G_END_DECLS
