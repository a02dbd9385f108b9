// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DossierCheckVerdict:
 * @DOSSIER_CHECK_UNKNOWN: nobody knows; never to be read as "no"
 * @DOSSIER_CHECK_YES: allowed, or as it should be
 * @DOSSIER_CHECK_NO: denied, or not as it should be
 *
 * What a check found.
 */
typedef enum
{
  DOSSIER_CHECK_UNKNOWN,
  DOSSIER_CHECK_YES,
  DOSSIER_CHECK_NO,
} DossierCheckVerdict;

/**
 * DossierCheckEvidence:
 * @DOSSIER_CHECK_NOT_TRIED: no call was made that would show it
 * @DOSSIER_CHECK_PROVED: AWS's answer to a call shows it
 * @DOSSIER_CHECK_INCONCLUSIVE: a call was made, and its answer shows neither
 * @DOSSIER_CHECK_PREDICTED: AWS simulated it, which does not see every policy
 *
 * What a verdict rests on.
 */
typedef enum
{
  DOSSIER_CHECK_NOT_TRIED,
  DOSSIER_CHECK_PROVED,
  DOSSIER_CHECK_INCONCLUSIVE,
  DOSSIER_CHECK_PREDICTED,
} DossierCheckEvidence;

#define DOSSIER_TYPE_CHECK_VERDICT (dossier_check_verdict_get_type ())
GType dossier_check_verdict_get_type (void);

#define DOSSIER_TYPE_CHECK_EVIDENCE (dossier_check_evidence_get_type ())
GType dossier_check_evidence_get_type (void);

/* One thing that an export needs: an action that must be allowed, or a
 * condition of its destination.
 */
#define DOSSIER_TYPE_CHECK_ROW (dossier_check_row_get_type ())
G_DECLARE_FINAL_TYPE (DossierCheckRow, dossier_check_row, DOSSIER, CHECK_ROW, GObject)

DossierCheckRow      *dossier_check_row_new             (const char           *group,
                                                         const char           *name,
                                                         const char           *need,
                                                         const char           *call,
                                                         const char           *remedy);
void                  dossier_check_row_set             (DossierCheckRow      *self,
                                                         DossierCheckVerdict   verdict,
                                                         DossierCheckEvidence  evidence,
                                                         const char           *text);
void                  dossier_check_row_set_denied      (DossierCheckRow      *self,
                                                         const char           *text);
void                  dossier_check_row_predict         (DossierCheckRow      *self,
                                                         DossierCheckVerdict   prediction,
                                                         const char           *text,
                                                         const char           *policy_type);
void                  dossier_check_row_set_id          (DossierCheckRow      *self,
                                                         const char           *id);
const char           *dossier_check_row_get_id          (DossierCheckRow      *self);
void                  dossier_check_row_set_document    (DossierCheckRow      *self,
                                                         const char           *document);
const char           *dossier_check_row_get_group       (DossierCheckRow      *self);
const char           *dossier_check_row_get_name        (DossierCheckRow      *self);
const char           *dossier_check_row_get_need        (DossierCheckRow      *self);
const char           *dossier_check_row_get_call        (DossierCheckRow      *self);
DossierCheckVerdict   dossier_check_row_get_verdict     (DossierCheckRow      *self);
DossierCheckEvidence  dossier_check_row_get_evidence    (DossierCheckRow      *self);
const char           *dossier_check_row_get_text        (DossierCheckRow      *self);
const char           *dossier_check_row_get_policy_type (DossierCheckRow      *self);
const char           *dossier_check_row_get_policy_arn  (DossierCheckRow      *self);
const char           *dossier_check_row_get_remedy      (DossierCheckRow      *self);
const char           *dossier_check_row_get_by          (DossierCheckRow      *self);
DossierCheckVerdict   dossier_check_row_get_prediction  (DossierCheckRow      *self);
const char           *dossier_check_row_get_prediction_text
                                                        (DossierCheckRow      *self);
gboolean              dossier_check_row_is_contradicted (DossierCheckRow      *self);
const char           *dossier_check_row_get_document    (DossierCheckRow      *self);
gboolean              dossier_check_rows_have_no        (GListModel           *rows);

G_END_DECLS
