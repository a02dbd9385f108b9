// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "dossier-export-plan.h"
#include "dossier-export-state.h"

G_BEGIN_DECLS

/**
 * DossierExportRecord:
 * @id: the run's own id, made here
 * @source: which account it belongs to: a name, or `demo:SCENARIO`
 * @region: the Region the report is made in
 * @state: where it stands
 * @plan: what was asked for
 * @report_id: (nullable): Inspector's id, once known
 * @object_key: (nullable): where the report is in the bucket, once found
 * @etag: (nullable): which version of the object is fetched
 * @file: (nullable): where it is fetched to; before %DOSSIER_EXPORT_STATE_DONE
 *   the content is in a file beside it, with `.part` after the name
 * @sha256: (nullable): of the content, hexadecimal, once fetched whole
 * @size: bytes of the content
 * @n_findings: findings in it, or -1 before they were counted
 * @message: (nullable): why it failed, or why it went back to
 *   %DOSSIER_EXPORT_STATE_PLANNED
 * @warning: (nullable): what is not as it was asked for, though the report is there
 * @started: when the run was made, microseconds since 1970 UTC
 * @asked: when AWS was last asked for the report, likewise, but by the time of
 *   AWS; 0 for never
 *
 * All that is known of one export, as it is kept on disk.
 */
typedef struct
{
  char *id;
  char *source;
  char *region;
  DossierExportState state;
  DossierExportPlan *plan;
  char *report_id;
  char *object_key;
  char *etag;
  char *file;
  char *sha256;
  gint64 size;
  gint64 n_findings;
  char *message;
  char *warning;
  gint64 started;
  gint64 asked;
} DossierExportRecord;

DossierExportRecord *dossier_export_record_new       (const char                 *source,
                                                      const char                 *region,
                                                      const DossierExportPlan    *plan,
                                                      gint64                      started);
void                 dossier_export_record_free      (DossierExportRecord        *self);
JsonObject          *dossier_export_record_to_json   (const DossierExportRecord  *self);
DossierExportRecord *dossier_export_record_from_json (JsonObject                 *object,
                                                      GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierExportRecord, dossier_export_record_free)

G_END_DECLS
