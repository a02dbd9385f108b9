// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DossierExportStepKind:
 * @DOSSIER_EXPORT_STEP_CHECK: what can be known before asking
 * @DOSSIER_EXPORT_STEP_START: the report is asked for
 * @DOSSIER_EXPORT_STEP_WAIT: Inspector writes it
 * @DOSSIER_EXPORT_STEP_FETCH: it is downloaded
 * @DOSSIER_EXPORT_STEP_VERIFY: it is proved whole
 *
 * The steps of an export, in their order.
 */
typedef enum
{
  DOSSIER_EXPORT_STEP_CHECK,
  DOSSIER_EXPORT_STEP_START,
  DOSSIER_EXPORT_STEP_WAIT,
  DOSSIER_EXPORT_STEP_FETCH,
  DOSSIER_EXPORT_STEP_VERIFY,
} DossierExportStepKind;

#define DOSSIER_EXPORT_N_STEPS (DOSSIER_EXPORT_STEP_VERIFY + 1)

/**
 * DossierExportStepStatus:
 * @DOSSIER_EXPORT_STEP_STATUS_PENDING: its turn did not come yet
 * @DOSSIER_EXPORT_STEP_STATUS_ACTIVE: it is being done
 * @DOSSIER_EXPORT_STEP_STATUS_DONE: it is done
 * @DOSSIER_EXPORT_STEP_STATUS_FAILED: it could not be done, as the run's error says
 * @DOSSIER_EXPORT_STEP_STATUS_SKIPPED: it is not needed, or not wanted any more
 *
 * Where a step stands.
 */
typedef enum
{
  DOSSIER_EXPORT_STEP_STATUS_PENDING,
  DOSSIER_EXPORT_STEP_STATUS_ACTIVE,
  DOSSIER_EXPORT_STEP_STATUS_DONE,
  DOSSIER_EXPORT_STEP_STATUS_FAILED,
  DOSSIER_EXPORT_STEP_STATUS_SKIPPED,
} DossierExportStepStatus;

#define DOSSIER_TYPE_EXPORT_STEP_KIND (dossier_export_step_kind_get_type ())
GType dossier_export_step_kind_get_type (void);

#define DOSSIER_TYPE_EXPORT_STEP_STATUS (dossier_export_step_status_get_type ())
GType dossier_export_step_status_get_type (void);

/* One line of what a person sees of a run. */
#define DOSSIER_TYPE_EXPORT_STEP (dossier_export_step_get_type ())
G_DECLARE_FINAL_TYPE (DossierExportStep, dossier_export_step, DOSSIER, EXPORT_STEP, GObject)

DossierExportStep      *dossier_export_step_new        (DossierExportStepKind    kind);
DossierExportStepKind   dossier_export_step_get_kind   (DossierExportStep       *self);
DossierExportStepStatus dossier_export_step_get_status (DossierExportStep       *self);
const char             *dossier_export_step_get_detail (DossierExportStep       *self);
void                    dossier_export_step_set_status (DossierExportStep       *self,
                                                        DossierExportStepStatus  status);
void                    dossier_export_step_set_detail (DossierExportStep       *self,
                                                        const char              *detail);

G_END_DECLS
