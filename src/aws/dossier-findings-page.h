// SPDX-FileCopyrightText: The Dossier authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOSSIER_TYPE_FINDINGS_PAGE (dossier_findings_page_get_type ())

/**
 * DossierFindingsPage:
 *
 * One answer of ListFindings. It keeps the bytes AWS sent and knows where each
 * finding lies in them, so that members nobody knows yet are not lost.
 * Immutable and reference-counted.
 */
typedef struct _DossierFindingsPage DossierFindingsPage;

GType                dossier_findings_page_get_type          (void);
DossierFindingsPage *dossier_findings_page_parse             (GBytes               *body,
                                                              GError              **error);
DossierFindingsPage *dossier_findings_page_ref               (DossierFindingsPage  *self);
void                 dossier_findings_page_unref             (DossierFindingsPage  *self);
GBytes              *dossier_findings_page_get_body          (DossierFindingsPage  *self);
const char          *dossier_findings_page_get_next_token    (DossierFindingsPage  *self);
gsize                dossier_findings_page_get_n_findings    (DossierFindingsPage  *self);
void                 dossier_findings_page_get_range         (DossierFindingsPage  *self,
                                                              gsize                 index,
                                                              gsize                *offset,
                                                              gsize                *length);
GBytes              *dossier_findings_page_get_findings_json (DossierFindingsPage  *self,
                                                              gsize                 index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DossierFindingsPage, dossier_findings_page_unref)

G_END_DECLS
