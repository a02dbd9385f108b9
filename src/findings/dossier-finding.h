// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-findings-page.h"

G_BEGIN_DECLS

/**
 * DossierSeverityRank:
 * @DOSSIER_SEVERITY_UNKNOWN: a word that is not known, or none
 * @DOSSIER_SEVERITY_UNTRIAGED: not rated yet
 * @DOSSIER_SEVERITY_INFORMATIONAL: a score of 0
 * @DOSSIER_SEVERITY_LOW: from 0.1
 * @DOSSIER_SEVERITY_MEDIUM: from 4
 * @DOSSIER_SEVERITY_HIGH: from 7
 * @DOSSIER_SEVERITY_CRITICAL: from 9
 *
 * Severities in the order of their weight, for sorting and counting.
 */
typedef enum
{
  DOSSIER_SEVERITY_UNKNOWN,
  DOSSIER_SEVERITY_UNTRIAGED,
  DOSSIER_SEVERITY_INFORMATIONAL,
  DOSSIER_SEVERITY_LOW,
  DOSSIER_SEVERITY_MEDIUM,
  DOSSIER_SEVERITY_HIGH,
  DOSSIER_SEVERITY_CRITICAL,
} DossierSeverityRank;

#define DOSSIER_N_SEVERITIES 7

DossierSeverityRank dossier_severity_rank_from_word (const char *word);

#define DOSSIER_TYPE_FINDING (dossier_finding_get_type ())
G_DECLARE_FINAL_TYPE (DossierFinding, dossier_finding, DOSSIER, FINDING, GObject)

/* A finding of Amazon Inspector: the bytes AWS sent, and what lists show of
 * them. Immutable, so that threads may make and share it. A word that AWS adds
 * one day is kept as it is, and what is absent stays absent.
 */
DossierFinding *dossier_finding_new           (GBytes               *json,
                                               GError              **error);
GPtrArray      *dossier_findings_new_for_page (DossierFindingsPage  *page,
                                               gsize                 n_findings,
                                               GError              **error);

const char *dossier_finding_get_arn               (DossierFinding *self);
const char *dossier_finding_get_title             (DossierFinding *self);
const char *dossier_finding_get_severity          (DossierFinding *self);
DossierSeverityRank dossier_finding_get_severity_rank (DossierFinding *self);
const char *dossier_finding_get_status            (DossierFinding *self);
const char *dossier_finding_get_finding_type      (DossierFinding *self);
const char *dossier_finding_get_account_id        (DossierFinding *self);
const char *dossier_finding_get_region            (DossierFinding *self);
const char *dossier_finding_get_resource_id       (DossierFinding *self);
const char *dossier_finding_get_resource_type     (DossierFinding *self);
const char *dossier_finding_get_resource_label    (DossierFinding *self);
const char *dossier_finding_get_fix_available     (DossierFinding *self);
const char *dossier_finding_get_exploit_available (DossierFinding *self);
const char *dossier_finding_get_vulnerability_id  (DossierFinding *self);
gboolean    dossier_finding_get_score             (DossierFinding *self,
                                                   double         *score);
gboolean    dossier_finding_get_epss              (DossierFinding *self,
                                                   double         *epss);
gint64      dossier_finding_get_first_observed    (DossierFinding *self);
gint64      dossier_finding_get_last_observed     (DossierFinding *self);
gint64      dossier_finding_get_updated           (DossierFinding *self);
GBytes     *dossier_finding_get_json              (DossierFinding *self);
char       *dossier_finding_dup_json              (DossierFinding *self);

G_END_DECLS
