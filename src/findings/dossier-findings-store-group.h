// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-finding.h"

G_BEGIN_DECLS

/* Findings that have something in common, counted by severity. */
#define DOSSIER_TYPE_FINDINGS_STORE_GROUP (dossier_findings_store_group_get_type ())
G_DECLARE_FINAL_TYPE (DossierFindingsStoreGroup, dossier_findings_store_group, DOSSIER, FINDINGS_STORE_GROUP, GObject)

DossierFindingsStoreGroup *dossier_findings_store_group_new       (const char                *key);
void                       dossier_findings_store_group_add       (DossierFindingsStoreGroup *self,
                                                                   const char                *label,
                                                                   DossierSeverityRank        rank,
                                                                   guint                      count);
const char                *dossier_findings_store_group_get_key   (DossierFindingsStoreGroup *self);
const char                *dossier_findings_store_group_get_label (DossierFindingsStoreGroup *self);
guint                      dossier_findings_store_group_get_count (DossierFindingsStoreGroup *self,
                                                                   DossierSeverityRank        rank);
guint                      dossier_findings_store_group_get_total (DossierFindingsStoreGroup *self);

G_END_DECLS
