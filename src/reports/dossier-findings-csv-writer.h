// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-findings-page.h"

G_BEGIN_DECLS

void dossier_csv_append_cell (GString    *out,
                              const char *text,
                              gsize       length);

/* Writes findings as the CSV of Inspector's reports. Blocks. */
typedef struct _DossierFindingsCsvWriter DossierFindingsCsvWriter;

DossierFindingsCsvWriter *dossier_findings_csv_writer_new         (GOutputStream             *stream,
                                                                   gint64                     now);
void                      dossier_findings_csv_writer_free        (DossierFindingsCsvWriter  *self);
gboolean                  dossier_findings_csv_writer_add_finding (DossierFindingsCsvWriter  *self,
                                                                   GBytes                    *json,
                                                                   GCancellable              *cancellable,
                                                                   GError                   **error);
gboolean                  dossier_findings_csv_writer_add_page    (DossierFindingsCsvWriter  *self,
                                                                   DossierFindingsPage       *page,
                                                                   gsize                      n_findings,
                                                                   GCancellable              *cancellable,
                                                                   GError                   **error);
gboolean                  dossier_findings_csv_writer_finish      (DossierFindingsCsvWriter  *self,
                                                                   GCancellable              *cancellable,
                                                                   GError                   **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsCsvWriter, dossier_findings_csv_writer_free)

G_END_DECLS
