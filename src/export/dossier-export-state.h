// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * DossierExportState:
 * @DOSSIER_EXPORT_STATE_PLANNED: AWS has no report of this run, and none is on its way
 * @DOSSIER_EXPORT_STATE_STARTING: the report is being asked for; after a kill
 *   here nobody knows whether AWS heard it, so resuming looks before it asks
 * @DOSSIER_EXPORT_STATE_WAITING: Inspector is writing the report
 * @DOSSIER_EXPORT_STATE_FETCHING: the object is found and downloaded
 * @DOSSIER_EXPORT_STATE_VERIFYING: the file is proved whole, then gets its name
 * @DOSSIER_EXPORT_STATE_DONE: the end that was wanted
 * @DOSSIER_EXPORT_STATE_FAILED: AWS said that there will be no report
 * @DOSSIER_EXPORT_STATE_CANCELLED: a person did not want it any more
 *
 * Where an export stands. Written to disk before the step that it names.
 */
typedef enum
{
  DOSSIER_EXPORT_STATE_PLANNED,
  DOSSIER_EXPORT_STATE_STARTING,
  DOSSIER_EXPORT_STATE_WAITING,
  DOSSIER_EXPORT_STATE_FETCHING,
  DOSSIER_EXPORT_STATE_VERIFYING,
  DOSSIER_EXPORT_STATE_DONE,
  DOSSIER_EXPORT_STATE_FAILED,
  DOSSIER_EXPORT_STATE_CANCELLED,
} DossierExportState;

#define DOSSIER_EXPORT_N_STATES (DOSSIER_EXPORT_STATE_CANCELLED + 1)

#define DOSSIER_TYPE_EXPORT_STATE (dossier_export_state_get_type ())
GType dossier_export_state_get_type (void);

gboolean    dossier_export_state_may_follow (DossierExportState  from,
                                             DossierExportState  to);
gboolean    dossier_export_state_is_final   (DossierExportState  state);
const char *dossier_export_state_to_text    (DossierExportState  state);
gboolean    dossier_export_state_from_text  (const char         *text,
                                             DossierExportState *state);

G_END_DECLS
