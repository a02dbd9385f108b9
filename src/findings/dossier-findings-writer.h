// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <gio/gio.h>

#include "dossier-findings-page.h"

G_BEGIN_DECLS

/* Writes `{"findings":[…]}` as AWS spells it, from pages, byte for byte. Blocks. */
typedef struct _DossierFindingsWriter DossierFindingsWriter;

DossierFindingsWriter *dossier_findings_writer_new      (GOutputStream          *stream);
void                   dossier_findings_writer_free     (DossierFindingsWriter  *self);
gboolean               dossier_findings_writer_add_page (DossierFindingsWriter  *self,
                                                         DossierFindingsPage    *page,
                                                         gsize                   n_findings,
                                                         GCancellable           *cancellable,
                                                         GError                **error);
gboolean               dossier_findings_writer_finish   (DossierFindingsWriter  *self,
                                                         GCancellable           *cancellable,
                                                         GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsWriter, dossier_findings_writer_free)

G_END_DECLS
